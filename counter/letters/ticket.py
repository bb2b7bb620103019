"""D34 收件小票: a slip from the roll with the number to ask by; never the only receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter.cases.casefile import CaseFile
from counter.errors import Refused
from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.looks import Look, Size
from counter.letters.paper import Paper
from counter.letters.typeset import Align
from counter.text import chinese_moment, mask_name

RECEIPTS = frozenset({"D05", "D06", "D07", "D08"})
"""What is handed out on paper that lasts, with a seal; one of them goes before a slip."""
# 72 of the roll's 80 mm can be printed on.
ROLL = Look(
    *(6.0, 4.0, 10.0, 4.0),
    body=Type(Face.HEI, 10.5, 16),
    title=Type(Face.HEI_BOLD, 14, 20),
    heading=Type(Face.HEI_BOLD, 26, 34),
    subheading=Type(Face.HEI_BOLD, 10.5, 16),
    table=Type(Face.HEI, 9.5, 13),
    small=Type(Face.HEI, 8.5, 12),
    footing=5.0,
    row=6.0,
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """D34: the applicant's masked name, the number, the time, the window, and nothing else of the case."""

    serial: str
    number: str
    applicant: str
    time: str
    window: str
    warning: str


def ticket(case: CaseFile, window: str) -> Ticket:
    """Raises `Refused` before a receipt was issued: thermal paper fades and proves nothing."""
    receipts = [one.title for one in case.notices if one.kind in RECEIPTS and not one.voided]
    if not receipts:
        raise Refused("Issue the receipt first: a slip from the roll is never the only one.")
    return Ticket(
        serial=f"{int(case.number.split('-')[2])}号",
        number=case.number,
        applicant=mask_name(case.application.applicant.name),
        time=chinese_moment(case.registered_at),
        window=window,
        warning=(
            f"本小票不作为受理凭证，字迹会褪去。请保管好同时交给你的《{receipts[-1].replace('|', '')}》，"
            "办理情况凭该文书查询。"
        ),
    )


def draw(content: Ticket, *, made: datetime, training: bool = False) -> bytes:
    """The finished slip. Raises `Refused`, naming every character that no font of the program has."""
    paper = Paper(
        ROLL,
        Size.ROLL,
        title=f"收件小票 {content.number}",
        author=content.window.strip("_"),
        created=made,
        whole=(content.applicant,),
        training=training,
    )
    paper.title("收件小票")
    paper.heading(content.serial)
    for label, value in (
        ("受理编号", content.number),
        ("申请人", content.applicant),
        ("时间", content.time),
        ("窗口", content.window),
    ):
        paper.paragraph(f"{label}：{value}", indent=0, align=Align.LEFT)
    paper.space(2)
    paper.small(content.warning)
    return paper.pdf()
