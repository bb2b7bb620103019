"""What every drawn paper begins and ends with: size, names that stay whole, foot line, code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from counter.cases.paper_codes import shown
from counter.letters.atoms import Span, Type
from counter.letters.closings import Code
from counter.letters.fonts import Face
from counter.letters.looks import FORM, LARGE, LETTER, SLIP, Look, Size
from counter.letters.paper import Paper
from counter.letters.parts import QUERY, Head
from counter.letters.remedies import Remedies


@dataclass(frozen=True, slots=True)
class Print:
    """How a paper is printed: `draft` until it is issued, `reprint` counts the prints after the first.

    `training`: it belongs to an invented office and has no force. `large`: what an applicant takes home says
    the same in larger type.
    """

    training: bool = False
    draft: bool = False
    reprint: int = 0
    created: datetime | None = None
    large: bool = False


RECEIPT = replace(
    FORM,
    top=16.0,
    bottom=18.0,
    body=Type(Face.SONG, 12, 18),
    heading=Type(Face.HEI_BOLD, 12, 20),
    subheading=Type(Face.HEI_BOLD, 12, 20),
    table=Type(Face.SONG, 11, 15),
)
CLOSE_RECEIPT = replace(
    RECEIPT,
    top=15.0,
    bottom=17.0,
    body=Type(Face.SONG, 10.5, 15),
    heading=Type(Face.HEI_BOLD, 10.5, 17),
    subheading=Type(Face.HEI_BOLD, 10.5, 17),
    table=Type(Face.SONG, 10.5, 14),
    row=6.0,
)
_HOME = replace(
    FORM,
    top=16.0,
    bottom=18.0,
    body=Type(Face.SONG, 14, 21),
    heading=Type(Face.HEI_BOLD, 15, 25),
    subheading=Type(Face.HEI_BOLD, 15, 25),
    table=Type(Face.SONG, 13, 17.5),
    small=Type(Face.SONG, 12, 16),
    foot=Type(Face.SONG, 9, 12.5),
)
_CLOSE_HOME = replace(
    _HOME,
    left=17.0,
    right=17.0,
    body=Type(Face.SONG, 14, 18.5),
    heading=Type(Face.HEI_BOLD, 14, 20),
    subheading=Type(Face.HEI_BOLD, 14, 20),
    table=Type(Face.SONG, 12, 15.5),
    row=6.0,
)
_FULL_HOME = replace(
    _CLOSE_HOME,
    top=13.0,
    bottom=17.0,
    body=Type(Face.SONG, 12, 15.5),
    heading=Type(Face.HEI_BOLD, 12, 16.5),
    subheading=Type(Face.HEI_BOLD, 12, 16.5),
    table=Type(Face.SONG, 12, 14.5),
    small=Type(Face.SONG, 11, 13.5),
)
HOME = (_HOME, _CLOSE_HOME, _FULL_HOME)
"""For what the applicant takes home: as large as one page allows, never under 12 points."""
TAKEN_HOME = frozenset(
    {"D05", "D06", "D07", "D08", "D14", "D19", "D20", "D22", "D23", "D24", "D29", "D30", "D31", "D32"}
)
"""The kinds of which there is an edition in large type."""
_EDITION = replace(LARGE, small=Type(Face.HEI, 18, 26), foot=Type(Face.HEI, 11, 15.5))
EDITION = (
    _EDITION,
    replace(
        _EDITION,
        body=Type(Face.HEI, 18, 25),
        heading=Type(Face.HEI_BOLD, 19, 28),
        subheading=Type(Face.HEI_BOLD, 18, 26),
        table=Type(Face.HEI, 18, 23),
        small=Type(Face.HEI, 18, 23),
        row=8.0,
    ),
)
"""In large type nothing that is to be read is under 18 points; only the foot is small."""


HAND = 9.0
"""The least height of a row that is written in by hand, in millimetres."""


def begin(
    look: Look,
    size: Size,
    head: Head,
    mark: Print,
    *,
    names: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Paper:
    """An empty paper with its foot line; `names` are not broken between lines.

    A blank form has higher rows to write in, and says so of itself instead of its numbers.
    """
    blank = not head.case_number
    query = f" · 查询码 {head.query_code}" if head.query_code else ""
    numbers = "空白表" if blank else f"受理编号 {head.case_number}{query}"
    if head.code:
        numbers = f"文书码 {shown(head.code)} · {numbers}"
    return Paper(
        replace(look, row=max(look.row, HAND)) if blank else look,
        size,
        title=f"{head.title.replace('|', '')} {'空白表' if blank else head.number}",
        author=head.unit.strip("_"),
        created=mark.created,
        running=f"{numbers} · 热线 {head.hotline}",
        whole=tuple(name for name in names if name),
        copies=copies,
        training=mark.training,
        draft=mark.draft,
        reprint=mark.reprint,
    )


def halved(build: Callable[[Paper], None], head: Head, mark: Print, names: tuple[str, ...]) -> Paper:
    """Two copies on one sheet to cut in two; what does not fit stands larger, each copy on its own sheets."""
    if not mark.large:
        paper = begin(SLIP, Size.A4_IN_TWO, head, mark, names=names)
        build(paper)
        if paper.fits:
            return paper
    return fewest(HOME, build, head, mark, names=names, copies=COPIES)


COPIES = ("存根", "交申请人")


def fewest(
    looks: Sequence[Look],
    build: Callable[[Paper], None],
    head: Head,
    mark: Print,
    *,
    names: tuple[str, ...],
    enough: int = 1,
    copies: tuple[str, ...] = (),
) -> Paper:
    """The paper in the first of these looks in which `enough` pages hold it, else in that of the fewest.

    In large type it has the looks of that edition instead.
    """
    if mark.large and head.kind in TAKEN_HOME:
        looks = EDITION
    found: list[tuple[int, int, Paper]] = []
    for order, look in enumerate(looks):
        paper = begin(look, Size.A4, head, mark, names=names, copies=copies)
        build(paper)
        found.append((paper.pages, order, paper))
        if found[-1][0] <= enough:
            break
    return min(found)[2]


def letter(build: Callable[[Paper], None], head: Head, mark: Print, names: tuple[str, ...]) -> Paper:
    """A letter on as few pages as the standard's lines or somewhat closer ones allow.

    GB/T 9704 changes the distance of the lines rather than leave the seal alone on a page.
    """
    if mark.large:
        return fewest(EDITION, build, head, mark, names=names)
    first = fewest([_led(LEADINGS[0])], build, head, mark, names=names)
    # Closer lines break as these do: what cannot save a page by its mere height is not set again.
    least = first.height * LEADINGS[-1] / LEADINGS[0]
    if least > (first.pages - 1) * first.room:
        return first
    return fewest([_led(leading) for leading in LEADINGS], build, head, mark, names=names)


SIDES = 2
"""Of a sheet."""
CAPTION = QUERY.replace("到", "\n到")
FOR_THE_WINDOW = "交回窗口时\n扫码登记"
"""Under the square code of a paper whose reader may not ask for the case."""
LEADINGS = (LETTER.body.leading, 27.0, 25.5, 24.0, 23.0)


@cache
def _led(leading: float) -> Look:
    return replace(
        LETTER,
        body=replace(LETTER.body, leading=leading),
        heading=replace(LETTER.heading, leading=leading),
        subheading=replace(LETTER.subheading, leading=leading),
        table=replace(LETTER.table, leading=LETTER.table.leading * leading / LETTER.body.leading),
        form=Type(LETTER.table.face, 14, 20 * leading / LETTER.body.leading),
    )


def close(paper: Paper, head: Head, *more: str) -> None:
    """The copies, the basis, what else is to be known, and the QR code at the foot of the last page."""
    paper.foot("\n".join((copies_and_basis(head), *more)), square(head))


def square(head: Head) -> Code | None:
    """The square code and what it is for; a blank form has none."""
    if not head.case_number:
        return None
    return Code(head.qr, CAPTION if head.query_code else FOR_THE_WINDOW)


def copies_and_basis(head: Head) -> str:
    basis = f"依据：{head.basis}。" if head.basis else ""
    return f"{basis}{head.copies}"


def signer(role: str, name: str, how: str = "（签名）") -> str:
    """The words beside a place to sign: `受理人 王小明（签名）`; without a name the role alone."""
    return f"{role} {name}{how}" if name else f"{role}{how}"


def offices(head: Head) -> str:
    """Where to go and whom to phone."""
    return (
        f"{head.window}：地址{head.window_address}，时间{head.window_hours}，"
        f"电话{head.window_phone}；社会救助热线：{head.hotline}"
    )


def whom_to_call(paper: Paper, head: Head) -> None:
    """The telephones in bold, found at a glance; then what to say there, and where to go."""
    phones = f"窗口 {head.window_phone}，社会救助热线 {head.hotline}"
    paper.paragraph(["电话：", Span(phones, Face.HEI_BOLD), "。"], indent=0)
    where = f"{head.window}：地址{head.window_address}，时间{head.window_hours}。"
    paper.paragraph(f"{QUERY}。{where}投诉监督：{head.complaint_phone}。", indent=0)


def remedies(paper: Paper, numeral: str, found: Remedies) -> None:
    # The seal that follows is not left with a line of them.
    with paper.together():
        paper.heading(f"{numeral}、{found.title}")
        for paragraph in found.paragraphs:
            paper.paragraph(paragraph)
