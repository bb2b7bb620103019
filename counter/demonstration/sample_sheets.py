"""The papers of no case, on invented work: the slip from the roll, the lists of a desk, the month report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from counter.cases.casefile import CaseFile, Notice
from counter.cases.deadlines import Urgency
from counter.cases.duties import Duty, DutyKind, Owes
from counter.cases.handover import Handover, HandoverKind, Item, ItemKind
from counter.cases.month import ChainHead, Granted, Handled, Month, by, counts
from counter.cases.workflow import Outcome, ReturnReason
from counter.catalogue.model import Catalogue
from counter.demonstration import sample_case
from counter.letters import duty_sheet, handover_sheet, month_sheet, ticket
from counter.letters.district import Desk

_FIRST, _LAST = date(2026, 11, 1), date(2026, 11, 30)
ELSEWHERE = "350212106"
_LAW = "《中华人民共和国社会救助法》第六十四条"


@dataclass(frozen=True, slots=True)
class Loose:
    """A paper of no case; `drawn` gives its finished pages."""

    code: str
    title: str
    recipient: str
    copies: str
    basis: str
    drawn: Callable[[CaseFile, Catalogue], bytes]

    @property
    def stem(self) -> str:
        return f"{self.code}-{self.title}"


def _ticket(case: CaseFile, catalogue: Catalogue) -> bytes:
    receipt = Notice("(莲花)救受〔2026〕第0001号", "D07", "受理通知书", sample_case.MOMENT, "王小明", "")
    window = Desk(catalogue).window(catalogue.places.get(case.place))
    said = ticket.ticket(replace(case, notices=(receipt,)), window)
    return ticket.draw(said, made=sample_case.MOMENT, training=True)


def _duties(case: CaseFile) -> list[Duty]:
    """What one department still owes in the case, one thing of it late."""
    first = case.referrals[0]
    kinds = (
        (DutyKind.SIGN, date(2026, 11, 24), 3, "签收转办单"),
        (DutyKind.STEP, date(2026, 11, 30), 0, "入户调查"),
        (DutyKind.DECIDE, date(2027, 1, 4), 0, "办结"),
    )
    return [
        Duty(
            kind,
            f"{what}：{first.title}",
            due,
            Urgency.OVERDUE if late else Urgency.CALM,
            Owes.DEPARTMENT,
            late,
            case.number,
            first.number,
            case.household_id,
            sample_case.NAMES[0],
            first.department,
            case.place,
            "陈科员",
        )
        for kind, due, late, what in kinds
    ]


def _list(case: CaseFile, catalogue: Catalogue, *, late_only: bool) -> bytes:
    title = catalogue.departments[case.referrals[0].department].official_title
    sheet = duty_sheet.duty_sheet(
        Desk(catalogue).in_full(title),
        _duties(case),
        liaison="陈科员",
        made=sample_case.MOMENT,
        late_only=late_only,
        training=True,
    )
    return duty_sheet.draw(sheet)


def _todo(case: CaseFile, catalogue: Catalogue) -> bytes:
    return _list(case, catalogue, late_only=False)


def _late(case: CaseFile, catalogue: Catalogue) -> bytes:
    return _list(case, catalogue, late_only=True)


def _handover(case: CaseFile, catalogue: Catalogue) -> bytes:
    handover = Handover(
        1,
        HandoverKind.DAY,
        "王小明",
        "林美华",
        (
            Item(ItemKind.CASE, case.number, "高*𫖯：等丈夫的诊断证明"),
            Item(ItemKind.UNSIGNED_PAPER, "(莲花)救受〔2026〕第0001号", "受理通知书，未签回"),
            Item(ItemKind.GOODS, "1", "代管银行卡1张（尾号0012）"),
        ),
        "下午有人来取确认通知书。",
        sample_case.MOMENT,
    )
    window = Desk(catalogue).window(catalogue.places.get(case.place))
    return handover_sheet.draw(
        handover_sheet.HandoverSheet(handover, window, sample_case.MOMENT, training=True)
    )


def month(case: CaseFile, catalogue: Catalogue) -> Month:
    """An invented November of three departments and two townships."""
    rows = [
        Handled(
            code,
            place,
            date(2026, 11, 2 + n),
            date(2026, 11, 20 + n),
            date(2026, 11, 12 + 2 * n) if n < 5 else None,
            (Outcome.GRANT, Outcome.GRANT, Outcome.PARTLY, Outcome.REFUSE, Outcome.GRANT)[n % 5],
            used=6 + n,
        )
        for n in range(7)
        for code, place in (("civil-affairs", case.place), ("education", ELSEWHERE))
    ]
    titles = {code: one.title for code, one in catalogue.departments.items()}
    places = {code: one.title for code, one in catalogue.places.items()}
    departments = by(lambda one: one.department, rows, _FIRST, _LAST, returned={"disabled-federation": 1})
    townships = by(lambda one: one.township, rows, _FIRST, _LAST, returned={case.place: 1})
    return Month(
        first=_FIRST,
        last=_LAST,
        counted_at=sample_case.LATER,
        counted_by="林主任",
        whose=catalogue.district["district_name"].value,
        accepted={case.place: 5, ELSEWHERE: 4},
        declined={case.place: 1},
        total=counts(rows, _FIRST, _LAST, returned=1),
        departments={titles[code]: one for code, one in departments.items()},
        townships={places[code]: one for code, one in townships.items()},
        reasons={ReturnReason.PAPERS_MISSING: 1},
        granted=(Granted("月", 486_000, 4), Granted("", 320_000, 2)),
        heads=tuple(
            ChainHead(chain, 100, hashlib.sha256(chain.encode()).hexdigest())
            for chain in (case.place, ELSEWHERE)
        ),
    )


def _month(case: CaseFile, catalogue: Catalogue) -> bytes:
    places = {code: one.title for code, one in catalogue.places.items()}
    return month_sheet.draw(month(case, catalogue), places, training=True)


LOOSE = (
    Loose("D34", "收件小票", "申请人", "一张，不代替受理通知书", "", _ticket),
    Loose("D36", "部门待办清单", "部门联络人、区调度人员", "一式两份", _LAW, _todo),
    Loose("D36", "逾期清单", "部门联络人、区调度人员", "一式两份", _LAW, _late),
    Loose("D36", "交接班表", "交接双方", "一式两份", "", _handover),
    Loose("D37", "社会救助月报", "分管领导", "一式两份", _LAW, _month),
)
