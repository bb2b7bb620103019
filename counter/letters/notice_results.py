"""D17 what came of a public notice: where it hung, what was objected, what was done about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


BASIS = "《最低生活保障审核确认办法》第十九条；《特困人员认定办法》第十五条"
"""Of a form that is about no policy yet."""
HANDLED = {Handling.INVESTIGATION: "重新调查", Handling.DELIBERATION: "民主评议"}


def notice_result(source: Source) -> NoticeResult:
    """D17 for the posting that the paper is about. Raises `Refused` without one, unless nothing is known."""
    if source.is_blank:
        return _form(source, BASIS)
    referral, posting = found(source, Posting)
    over = posting.until is not None and source.issued_on > posting.until
    calm = over and not posting.objections
    return replace(
        _form(source, basis_of(source.policy(referral))),
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
        conclusions=_conclusions(
            calm=calm,
            settled=bool(posting.objections) and not posting.open_objections,
            still_open=bool(posting.open_objections),
        ),
    )


def _form(source: Source, basis: str) -> NoticeResult:
    """What stands on it whatever was posted."""
    return NoticeResult(
        matter="",
        applicant=source.application.applicant.name,
        turn="",
        board="",
        posted=day_or_blank(None),
        until=day_or_blank(None),
        taken_down=day_or_blank(None),
        posted_by="",
        photo="",
        objections=(),
        conclusions=_conclusions(calm=False, settled=False, still_open=False),
        rule="有异议的，重新调查或者组织民主评议，作出新的初审意见后再次公示；异议处理完以前不作出决定。",
        head=head(
            source,
            "D17",
            "公示结果情况表",
            unit=source.desk.office(source.place),
            copies="本表一式一份，附张贴照片，存入一户一档。",
            seal="",
            basis=basis,
        ),
    )


def _conclusions(*, calm: bool, settled: bool, still_open: bool) -> tuple[str, ...]:
    return (
        f"{box(calm)} 公示期满，没有异议",
        f"{box(settled)} 有异议，已处理并再次公示",
        f"{box(still_open)} 有异议，正在处理",
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
