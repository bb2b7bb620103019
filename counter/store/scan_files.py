"""The files of the pictures of papers: written before the act that names them, never changed, never lost.

They lie beside the store and not in it: a copy of the store is made every day, and each would hold them all
again. A file has the digest of its content for a name, so that a damaged one is known, and one that nobody
came to name, because the power went, is in nobody's way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from counter.errors import Refused, by_the_system
from counter.store.files import private_folder, put

_DIGEST = re.compile("[0-9a-f]{64}")


def keep(folder: Path, content: bytes) -> str:
    """Write a picture, through to the disk, unless it lies there already; its digest.

    Raises `Refused` where the disk is full or cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    file = _file(folder, digest)
    if _is_whole(file, digest):
        return digest
    try:
        private_folder(folder)
        private_folder(file.parent)
        put(file, content)
    except OSError as error:
        refused = by_the_system(error, folder)
        if refused is None:
            raise
        raise refused from None
    return digest


def read(folder: Path, digest: str) -> bytes:
    """A picture as it was kept. Raises `Refused` for one that is gone or was changed."""
    try:
        content = _file(folder, digest).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refused(
            "A page of this scan is gone or damaged ({digest}). Scan the paper again, and go through the "
            "copies of the office.",
            digest=digest[:12],
        )
    return content


def damaged(folder: Path, digests: Iterable[str]) -> Iterator[str]:
    """Those whose file is gone or says something else."""
    for digest in digests:
        if not _is_whole(_file(folder, digest), digest):
            yield digest


def copy_missing(digests: Iterable[str], source: Path, target: Path) -> int:
    """Bring a folder what it lacks of these; how many there were. What is damaged stays behind."""
    copied = 0
    for digest in digests:
        there = _file(target, digest)
        if there.is_file():
            continue
        found = _file(source, digest)
        if _is_whole(found, digest):
            keep(target, found.read_bytes())
            copied += 1
    return copied


def remove(folder: Path, digests: Iterable[str]) -> None:
    """Let go of pictures that no row names any more."""
    for digest in digests:
        _file(folder, digest).unlink(missing_ok=True)


def sweep(folder: Path, named: Collection[str], *, before: datetime) -> int:
    """Remove what no row names and nobody is about to name; how many there were."""
    swept = 0
    for file in folder.glob("??/*"):
        if file.name not in named and file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)
            swept += 1
    return swept


def _file(folder: Path, digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a digest")
    return folder / digest[:2] / digest


def _is_whole(file: Path, digest: str) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == digest
