"""A paper as a picture in the file of a case: what everyone may know of it without looking at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter.text import chinese_date

LONG_SIDE = 2_400
"""Pixels along the longer side of what is kept: A4 at 205 to the inch, small print and seals can be read."""


class Source(StrEnum):
    """How a picture came in."""

    FILE = "file"
    DROPPED = "dropped"
    PASTED = "pasted"
    FOLDER = "folder"  # where the scanner or the document camera puts them


class Use(StrEnum):
    """What was done with a picture; each is on the record."""

    SHOWN = "shown"
    PRINTED = "printed"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Scan:
    """`material` is a code of the catalogue, empty for another paper; `notice` the number of a signed paper.

    `withdrawn` says why it is shown no more; `identity` that it is never shown without a watermark.
    """

    id: int
    title: str
    material: str
    pages: int
    size: int
    added_at: datetime
    added_by: str
    source: Source
    digest: str
    notice: str = ""
    withdrawn: str = ""
    identity: bool = False
    case: str = ""


def watermark(day: date, unit: str, matter: str = "社会救助") -> str:
    """What lies across the picture of an identity paper, so that it serves nothing else."""
    return f"仅供{matter}申请使用 {chinese_date(day)} {unit}"
