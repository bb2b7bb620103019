"""Papers as files: named by their numbers, written whole or not at all, never over something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from PySide6.QtCore import QFileDevice, QIODevice, QSaveFile

from counter.errors import Refused, by_the_system

_FORBIDDEN = frozenset('/\\:*?"<>|')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL"}) | {
    f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)
}
"""What Windows keeps for its devices, with any ending."""
_LONGEST = 120


def save(content: bytes, path: Path) -> Path:
    """Write a file whole or not at all. Raises `Refused` when the folder does not take it."""
    file = QSaveFile(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise (by_the_system(error, path.parent) or _unwritten(path, error.strerror or str(error))) from error
    opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
    # A paper bears whole id numbers: nobody else who uses the computer reads it.
    file.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
    if not opened or file.write(content) < 0 or not file.commit():
        raise _unwritten(path, file.errorString())
    return path


def save_beside(content: bytes, path: Path) -> Path:
    """Write a file, under another name where something else stands there already; the path it has now."""
    for place in free(path):
        if not place.exists():
            return save(content, place)
        if place.is_file() and place.read_bytes() == content:
            return place
    raise AssertionError


def free(path: Path) -> Iterator[Path]:
    """The path itself, then the same with -2, -3 …"""
    yield path
    for n in count(2):
        yield path.with_name(f"{path.stem}-{n}{path.suffix}")


def file_name(number: str, ending: str) -> str:
    """A number as a file's name on any system; it tells nothing of a person."""
    plain = "".join("_" if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in number)
    plain = plain.strip(" .")[:_LONGEST] or "_"
    return f"_{plain}{ending}" if plain.partition(".")[0].upper() in _RESERVED else plain + ending


def _unwritten(path: Path, reason: str) -> Refused:
    return Refused("The file {path} cannot be written: {reason}", path=str(path), reason=reason)
