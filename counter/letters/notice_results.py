"""D17 what came of a public notice: where it hung, what was objected, what was done about it."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.public_notice import Handling, Objection, Posting, PostingKind
from counter.letters.occasions import found
from counter.letters.parts import Head, Source, basis_of, box, day_or_blank, head
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class Objected:
    """One objection as noted, and what was done about it."""

    received: str
    by: str
    text: str
    handling: str
    result: str


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """D17 公示结果情况表."""

    head: Head
    matter: str
    applicant: str
    turn: str
    board: str
    posted: str
    until: str
    taken_down: str
    posted_by: str
    photo: str
    objections: tuple[Objected, ...]
    conclusions: tuple[str, ...]
    rule: str


HANDLED = {Handling.INVESTIGATION: "重新调查", Handling.DELIBERATION: "民主评议"}


def notice_result(source: Source) -> NoticeResult:
    """D17 for the posting that the paper is about. Raises `Refused` without one."""
    referral, posting = found(source, Posting)
    over = posting.until is not None and source.issued_on > posting.until
    calm = over and not posting.objections
    return NoticeResult(
        matter=referral.title,
        applicant=source.application.applicant.name,
        turn=f"第{posting.turn}次公示" if posting.kind is PostingKind.NOTICE else "公布",
        board=posting.board,
        posted=chinese_date(posting.posted_on),
        until=day_or_blank(posting.until),
        taken_down=day_or_blank(posting.taken_down_on),
        posted_by=posting.posted_by if not posting.posted_by.startswith("console") else "",
        photo=posting.photo,
        objections=tuple(_objected(one) for one in posting.objections),
        conclusions=(
            f"{box(calm)} 公示期满，没有异议",
            f"{box(bool(posting.objections) and not posting.open_objections)} 有异议，已处理并再次公示",
            f"{box(bool(posting.open_objections))} 有异议，正在处理",
        ),
        rule="有异议的，重新调查或者组织民主评议，作出新的初审意见后再次公示；异议处理完以前不作出决定。",
        head=head(
            source,
            "D17",
            "公示结果情况表",
            unit=source.desk.office(source.place),
            copies="本表一式一份，附张贴照片，存入一户一档。",
            seal="",
            basis=basis_of(source.policy(referral)),
        ),
    )


def _objected(one: Objection) -> Objected:
    settled = f"（{chinese_date(one.settled_on)}）" if one.settled_on else ""
    return Objected(
        received=chinese_date(one.received_on),
        by=one.by,
        text=one.text,
        handling=f"{HANDLED[one.handling]}{settled}" if one.handling else "",
        result=one.result,
    )
