"""Fonts of the computer itself: found by their family, used where they may be embedded in a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from struct import error as Broken
from struct import iter_unpack, unpack
from typing import BinaryIO, ClassVar, NamedTuple, Protocol, TypeVar

from counter.errors import Problem

SUFFIXES = frozenset({".ttf", ".ttc", ".otf", ".otc"})
# OS/2 fsType: use in a document is forbidden, cutting is, or only pictures of glyphs may be used.
_FORBIDDEN, _PREVIEW, _EDITING, _WHOLE_ONLY, _BITMAPS_ONLY = 0x2, 0x4, 0x8, 0x100, 0x200
_FAMILY, _FULL, _TYPOGRAPHIC_FAMILY = 1, 4, 16
_UNICODE, _WINDOWS = 0, 3
# More fonts in one file, names in one font or tables than any font has: the file is broken.
_MOST = 512


class MachineFont(NamedTuple):
    """A font of this computer: its file, its place in a collection from 0 on, how heavy and slanted it is."""

    path: Path
    place: int
    names: frozenset[str]
    permission: int
    has_outlines: bool
    weight: int

    @property
    def may_be_embedded(self) -> bool:
        """By the bits of its maker, of which the least strict counts; a part of it is what is embedded."""
        forbidden = self.permission & _FORBIDDEN and not self.permission & (_PREVIEW | _EDITING)
        return not (forbidden or self.permission & (_WHOLE_ONLY | _BITMAPS_ONLY))


class Keeping(Protocol):
    """What `functools` makes of a function whose results are kept."""

    def cache_clear(self) -> None: ...


Kept = TypeVar("Kept", bound=Keeping)


class _Used:
    fonts: ClassVar[Mapping[str, MachineFont]] = {}
    kept: ClassVar[list[Callable[[], None]]] = []


def use(fonts: Mapping[str, MachineFont]) -> None:
    """From now on these are asked first, by style; the program's own draw what they lack, then `rare`."""
    if fonts == _Used.fonts:
        return
    _Used.fonts = dict(fonts)
    for forget in _Used.kept:
        forget()


def used() -> Mapping[str, MachineFont]:
    """The fonts of this computer that papers are set in, by style."""
    return _Used.fonts


def by_these_fonts(kept: Kept) -> Kept:
    """A function that keeps its results: they are forgotten when other fonts are used."""
    _Used.kept.append(kept.cache_clear)
    return kept


def find(
    families: Mapping[str, str], folders: Iterable[Path]
) -> tuple[dict[str, MachineFont], tuple[Problem, ...]]:
    """The fonts of these families by style, of several the regular one, and why others are not used."""
    wanted = {style: _plain(family) for style, family in families.items() if family.strip()}
    installed = [font for font in _installed(folders) if font.names & set(wanted.values())]
    found: dict[str, MachineFont] = {}
    problems: list[Problem] = []
    for style, family in wanted.items():
        named = sorted(
            (one for one in installed if family in one.names),
            key=lambda one: (not one.has_outlines, abs(one.weight - 400), one.path, one.place),
        )
        if problem := _why_not(named[0] if named else None, families[style].strip()):
            problems.append(problem)
        else:
            found[style] = named[0]
    return found, tuple(problems)


def _why_not(font: MachineFont | None, family: str) -> Problem | None:
    params = {"family": family}
    if font is None:
        return Problem(
            "The font {family} is not installed on this computer: papers are set in the program's own fonts.",
            "fonts", params,
        )  # fmt: skip
    if not font.has_outlines:
        return Problem(
            "The font {family} has PostScript outlines, which papers cannot be set in; "
            "install its TrueType edition. Until then papers are set in the program's own fonts.",
            "fonts", params,
        )  # fmt: skip
    if not font.may_be_embedded:
        return Problem(
            "The maker of the font {family} does not allow it to be embedded: "
            "papers are set in the program's own fonts.",
            "fonts", params,
        )  # fmt: skip
    return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _installed(folders: Iterable[Path]) -> Iterator[MachineFont]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() not in SUFFIXES:
                continue
            try:
                with path.open("rb") as file:
                    yield from list(_fonts(path, file))
            except (OSError, Broken, ValueError):
                # What cannot be read is no font; whoever asked for it learns that it is not installed.
                continue


def _fonts(path: Path, file: BinaryIO) -> Iterator[MachineFont]:
    starts: tuple[int, ...] = (0,)
    if file.read(4) == b"ttcf":
        (count,) = unpack(">4xL", file.read(8))
        starts = unpack(f">{min(count, _MOST)}L", file.read(4 * min(count, _MOST)))
    for index, start in enumerate(starts):
        file.seek(start)
        (count,) = unpack(">4xH6x", file.read(12))
        entries = iter_unpack(">4s4xLL", file.read(16 * min(count, _MOST)))
        tables = {tag: (at, length) for tag, at, length in entries}
        about = _table(file, tables.get(b"OS/2"))
        weight, permission = unpack(">4xH2xH", about[:10]) if about else (400, 0)
        names = frozenset(_names(_table(file, tables.get(b"name"))))
        yield MachineFont(path, index, names, permission, b"glyf" in tables, weight)


def _table(file: BinaryIO, place: tuple[int, int] | None) -> bytes:
    if place is None:
        return b""
    file.seek(place[0])
    return file.read(min(place[1], 1 << 20))


def _names(table: bytes) -> Iterator[str]:
    """The family and full names in every language."""
    if not table:
        return
    count, begin = unpack(">2xHH", table[:6])
    for platform, _coding, _language, kind, length, at in iter_unpack(
        ">6H", table[6 : 6 + 12 * min(count, _MOST)]
    ):
        if platform in (_UNICODE, _WINDOWS) and kind in (_FAMILY, _FULL, _TYPOGRAPHIC_FAMILY):
            yield _plain(table[begin + at : begin + at + length].decode("utf-16-be", "replace"))
