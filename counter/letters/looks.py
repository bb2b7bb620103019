"""The sizes of paper, and the looks a paper may have: a letter, a form, a slip, or large type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.pen import MM


class Size(Enum):
    """Paper, in millimetres of width and height."""

    A4 = (210.0, 297.0)
    A5 = (148.0, 210.0)
    A5_LANDSCAPE = (210.0, 148.0)
    # Two copies one above the other on A4, to be torn apart; what does not fit half a page takes whole pages.
    A4_IN_TWO = (210.0, 148.5)
    # A piece of an 80 mm roll, as long as a slip needs.
    ROLL = (80.0, 100.0)

    @property
    def points(self) -> tuple[float, float]:
        width, height = self.value
        return width * MM, height * MM


@dataclass(frozen=True, slots=True)
class Look:
    """Margins in millimetres and the types of a paper."""

    top: float
    right: float
    bottom: float
    left: float
    body: Type
    title: Type
    heading: Type
    subheading: Type
    table: Type
    small: Type
    # The type of a form, where it is not that of a table.
    form: Type | None = None
    # The type of the foot of the last page, where it is not that of a remark.
    foot: Type | None = None
    # How far below the text the page number stands, in millimetres.
    footing: float = 6.0
    # The least height of a row to write in by hand, in millimetres.
    row: float = 7.0
    # A letter by GB/T 9704: its page numbers stand between dashes, its seal has room above the unit.
    official: bool = False


# GB/T 9704-2012: text block 156 × 225 mm, 22 lines of 28 characters in 仿宋 of 16 points; 28 full characters
# would be 2 mm too wide, so they stand a fifth of a point closer.
LETTER = Look(
    *(37.0, 26.0, 35.0, 28.0),
    body=Type(Face.FANG, 16, 28.99, -0.215),
    title=Type(Face.TITLE, 22, 33),
    heading=Type(Face.HEI, 16, 28.99, -0.215),
    subheading=Type(Face.KAI, 16, 28.99, -0.215),
    table=Type(Face.FANG, 12, 18),
    form=Type(Face.FANG, 14, 20),
    small=Type(Face.SONG, 10.5, 14.5),
    foot=Type(Face.SONG, 9, 12),
    footing=7.0,
    official=True,
)
FORM = Look(
    *(20.0, 20.0, 20.0, 20.0),
    body=Type(Face.SONG, 10.5, 17),
    title=Type(Face.TITLE, 18, 27),
    heading=Type(Face.HEI_BOLD, 11, 19),
    subheading=Type(Face.HEI, 10.5, 18),
    table=Type(Face.SONG, 10.5, 15),
    small=Type(Face.SONG, 9, 13),
)
SLIP = Look(
    *(13.0, 13.0, 13.0, 13.0),
    body=Type(Face.SONG, 12, 16.5),
    title=Type(Face.TITLE, 15, 20),
    heading=Type(Face.HEI_BOLD, 12, 17),
    subheading=Type(Face.HEI, 12, 17),
    table=Type(Face.SONG, 11, 14),
    small=Type(Face.SONG, 9, 12),
    foot=Type(Face.SONG, 8.5, 11),
    row=6.0,
)
LARGE = Look(
    *(18.0, 18.0, 18.0, 18.0),
    body=Type(Face.HEI, 18, 29),
    title=Type(Face.HEI_BOLD, 26, 38),
    heading=Type(Face.HEI_BOLD, 20, 33),
    subheading=Type(Face.HEI_BOLD, 18, 29),
    table=Type(Face.HEI, 18, 26),
    small=Type(Face.HEI, 12, 17),
    row=10.0,
)
