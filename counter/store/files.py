"""Files that only their owner reads, and that are whole or not there at all, even after a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path


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
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    private_file(unfinished)
    try:
        unfinished.write_bytes(content)
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
