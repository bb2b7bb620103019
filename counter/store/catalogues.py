"""The responsibility lists that were in force here, kept whole beside the cases that were judged by them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.store.office_records import CatalogueVersion

_EPOCH = (1980, 1, 1, 0, 0, 0)


def in_force(session: Session) -> str | None:
    """The digest of the list that was used last; None in a new office."""
    return session.scalar(select(CatalogueVersion.digest).order_by(CatalogueVersion.used_at.desc()).limit(1))


def remember(session: Session, digest: str, lists: Path, at: datetime) -> None:
    """Note that this list, whose files lie in `lists`, is in force from now on."""
    known = session.get(CatalogueVersion, digest)
    if known is None:
        session.add(CatalogueVersion(digest=digest, files=_packed(lists / digest), used_at=at))
    else:
        known.used_at = at


def lay_out(session: Session, digest: str, lists: Path) -> None:
    """Put the files of a list where they are read, after an office was restored from a backup."""
    folder = lists / digest
    if folder.is_dir():
        return
    packed = session.scalars(select(CatalogueVersion.files).filter_by(digest=digest)).one()
    unfinished = lists / f"{digest}.unpacking"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(unfinished)
    unfinished.rename(folder)


def _packed(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*.toml")):
            # The day of packing is left out, so that equal lists are equal bytes.
            name = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            archive.writestr(name, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
