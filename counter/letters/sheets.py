"""What every drawn paper begins and ends with: size, names that stay whole, foot line, code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from counter.letters.atoms import Type
from counter.letters.closings import Code
from counter.letters.fonts import Face
from counter.letters.looks import FORM, SLIP, Look, Size
from counter.letters.paper import Paper
from counter.letters.parts import QUERY, Head
from counter.letters.remedies import Remedies


@dataclass(frozen=True, slots=True)
class Print:
    """How a paper is printed: `draft` until it is issued, `reprint` counts the prints after the first."""

    draft: bool = False
    reprint: int = 0
    created: datetime | None = None


RECEIPT = replace(
    FORM,
    top=16.0,
    bottom=18.0,
    body=Type(Face.SONG, 12, 18),
    heading=Type(Face.HEI_BOLD, 12, 20),
    subheading=Type(Face.HEI_BOLD, 12, 20),
    table=Type(Face.SONG, 11, 15),
)
LARGE_RECEIPT = replace(
    FORM,
    body=Type(Face.SONG, 14, 22),
    heading=Type(Face.HEI_BOLD, 14, 24),
    subheading=Type(Face.HEI_BOLD, 14, 24),
    table=Type(Face.SONG, 12, 17),
)
"""For what the applicant takes home and does not fit half a sheet: as large as one page allows."""


def begin(
    look: Look,
    size: Size,
    head: Head,
    mark: Print,
    *,
    names: tuple[str, ...] = (),
    copies: tuple[str, ...] = (),
) -> Paper:
    """An empty paper with its foot line; `names` are not broken between lines."""
    return Paper(
        look,
        size,
        title=f"{head.title.replace('|', '')} {head.number}",
        author=head.unit.strip("_"),
        created=mark.created,
        running=f"受理编号 {head.case_number} · 查询码 {head.query_code} · 热线 {head.hotline}",
        whole=tuple(name for name in names if name),
        copies=copies,
        draft=mark.draft,
        reprint=mark.reprint,
    )


def halved(build: Callable[[Paper], None], head: Head, mark: Print, names: tuple[str, ...]) -> Paper:
    """Two copies on one sheet to cut in two; what does not fit stands larger, each copy on its own sheets."""
    paper = begin(SLIP, Size.A4_IN_TWO, head, mark, names=names)
    build(paper)
    # What fits no look on one page is read best in the middle one.
    for look in (LARGE_RECEIPT, RECEIPT, FORM, RECEIPT):
        if paper.fits:
            break
        paper = begin(look, Size.A4, head, mark, names=names, copies=("存根", "交申请人"))
        build(paper)
    return paper


def close(paper: Paper, head: Head) -> None:
    """The copies, the basis and the QR code at the foot of the last page."""
    basis = f"依据：{head.basis}。" if head.basis else ""
    paper.foot(
        f"{basis}{head.copies}",
        Code(head.qr, QUERY),
    )


def signer(role: str, name: str, how: str = "（签名）") -> str:
    """The words beside a place to sign: `受理人 王小明（签名）`; without a name the role alone."""
    return f"{role} {name}{how}" if name else f"{role}{how}"


def offices(head: Head) -> str:
    """Where to go and whom to phone."""
    return (
        f"{head.window}：地址{head.window_address}，时间{head.window_hours}，"
        f"电话{head.window_phone}；社会救助热线：{head.hotline}"
    )


def remedies(paper: Paper, numeral: str, found: Remedies) -> None:
    paper.heading(f"{numeral}、{found.title}")
    for paragraph in found.paragraphs:
        paper.paragraph(paragraph)
