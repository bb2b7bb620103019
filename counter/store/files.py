"""Files that only their owner reads, and that are whole or not there at all, even after a power cut."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from counter.errors import Refused, Verbatim, by_the_system


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; one that holds other things already keeps its rights."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077 and not any(folder.iterdir()):
        folder.chmod(0o700)


def private_file(file: Path) -> None:
    """Make an empty file that only its owner can read, before anything is written into it."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def put(file: Path, content: bytes) -> None:
    """Write a whole file beside its place, then give it its name."""
    with putting(file) as out:
        out.write(content)


@contextmanager
def putting(file: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which has its name when all of it is on the disk, and is gone where it is not."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    private_file(unfinished)
    try:
        with unfinished.open("wb") as out:
            yield out
        to_disk(unfinished)
        unfinished.replace(file)
        to_disk(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of files, would survive a power cut."""
    if sys.platform == "win32" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_bytes(file: Path, *, most: int) -> bytes:
    """A file of at most so many bytes. Raises `Refused` for one that is longer or cannot be read."""
    try:
        if file.stat().st_size > most:
            raise Refused("{file} is larger than {n} KB.", file=Verbatim(file.name), n=most // 1024)
        return file.read_bytes()
    except OSError as error:
        refused = by_the_system(error, file)
        if refused is None:
            raise
        raise refused from None


def read_text(file: Path, *, most: int) -> str:
    """A text of at most so many bytes, in UTF-8 or as Windows writes Chinese (GB 18030).

    Raises `Refused` for one that is longer, is no text, or cannot be read.
    """
    content = read_bytes(file, most=most)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("{file} is no text. Save it as text in UTF-8.", file=Verbatim(file.name))
