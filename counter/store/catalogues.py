"""The responsibility lists that were in force here, kept whole beside the cases that were judged by them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.store.records import CatalogueVersion

_EPOCH = (1980, 1, 1, 0, 0, 0)


def remember(session: Session, digest: str, files: Mapping[str, bytes], at: datetime) -> bool:
    """Note that this list is in force; true when it was not the one before."""
    if in_force(session) == digest:
        return False
    known = session.get(CatalogueVersion, digest)
    if known is None:
        session.add(CatalogueVersion(digest=digest, files=_packed(files), used_at=at))
    else:
        known.used_at = at
    return True


def in_force(session: Session) -> str | None:
    """The digest of the list that was used last; None in a new office."""
    return session.scalar(select(CatalogueVersion.digest).order_by(CatalogueVersion.used_at.desc()).limit(1))


def last_good(session: Session) -> zipfile.Path | None:
    """The files of the list that was in force last, as a folder to read; None in a new office."""
    newest = select(CatalogueVersion.files).order_by(CatalogueVersion.used_at.desc()).limit(1)
    packed = session.scalar(newest)
    return None if packed is None else _folder(packed)


def version(session: Session, digest: str) -> zipfile.Path:
    """The files of one list, as a folder to read. Raises `NoResultFound` for a list never used here."""
    return _folder(session.scalars(select(CatalogueVersion.files).filter_by(digest=digest)).one())


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            # The day of packing is left out, so that equal lists are equal bytes.
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _folder(packed: bytes) -> zipfile.Path:
    return zipfile.Path(zipfile.ZipFile(io.BytesIO(packed)))
