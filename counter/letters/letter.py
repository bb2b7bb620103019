"""A letter as an office's template words it, or as it came back from Word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from counter.letters.parts import Content, Head


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its role, or a table with its rows; `titled`: its first row names the columns.

    `side` is set where a plain paragraph stands in the middle or at the right; `widths` are in twips.
    """

    role: str
    text: str = ""
    side: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What a paper says that was filled from an office's template, or changed in Word."""

    head: Head
    blocks: tuple[Block, ...]
    whole: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Every paragraph as it reads, a row of a table as one."""
        return paragraphs(self.blocks)


Said: TypeAlias = Content | Letter
"""What a paper says: as its kind words it, or in other words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The blocks alone, as they are stored."""

    blocks: tuple[Block, ...]


def paragraphs(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Every paragraph as it reads, a row of a table as one; without those that hold nothing."""
    found = (
        line
        for one in blocks
        for line in ((" ｜ ".join(row) for row in one.rows) if one.rows else (one.text,))
    )
    return tuple(line.replace("\n", " ") for line in found if line.strip(" ｜\n"))
