"""D33 一户一档: the cover of the file, the list of what lies in it, and the sheet for remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counter.cases.casefile import CaseFile, Notice, Paper
from counter.cases.workflow import CaseState, ReferralState
from counter.errors import Refused
from counter.letters.parts import Head, Source, day_or_blank, full_id, head, sex
from counter.text import chinese_date, local_day

ENDED = frozenset({CaseState.CLOSED, CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.ARCHIVED})
RECEIVED = frozenset({"original", "copy", "electronic", "signed"})
FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件", "signed": "现场签署"}
ORDER = (
    ("D33",),
    ("D01", "D08", "D02", "D03", "D03b", "D04", "D15"),
    ("papers",),
    ("D05", "D06", "D07", "D31"),
    ("D13", "D14"),
    ("D16", "D17", "D21"),
    ("D18", "D19", "D20", "D26", "D27", "D35"),
    ("D25",),
    ("D09", "D11", "D10", "D12", "D22", "D28"),
    ("D29", "D30"),
    ("D23", "D23b", "D24"),
)
"""Application, identity, acceptance, survey, notice, decision, delivery, referrals, results, changes."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the list; `pages` are counted by whoever files it."""

    order: str
    title: str
    number: str
    day: str
    pages: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseCover:
    """D33 一户一档封面、卷内目录、备考表."""

    head: Head
    fonds: str
    year: str
    category: str
    household: str
    town: str
    village: str
    applicant: str
    sex: str
    id_number: str
    address: str
    matters: tuple[str, ...]
    opened: str
    closed: str
    archived: str
    keeper: str
    retention: str
    contents: tuple[Filed, ...]
    remarks: tuple[str, ...]


def case_cover(source: Source) -> CaseCover:
    """Raises `Refused` before the case came to its end."""
    case = source.case
    if case.state not in ENDED:
        raise Refused("A case gets its cover when it has come to its end.")
    applicant = source.application.applicant
    return CaseCover(
        fonds=source.desk.office(source.place),
        year=f"{case.accepted_on.year}年",
        category="社会救助·审批类",
        household=f"{case.household_id:06}",
        town=case.place_title,
        village="",
        applicant=applicant.name,
        sex=sex(applicant),
        id_number=full_id(applicant),
        address=source.application.household.address,
        matters=tuple(
            f"{one.title}（{one.department_title}）"
            for one in case.referrals
            if one.state is not ReferralState.WITHDRAWN
        ),
        opened=chinese_date(case.accepted_on),
        closed=day_or_blank(local_day(case.closed_at) if case.closed_at else None),
        archived=day_or_blank(case.archived_on),
        keeper="",
        retention="审批类：该户停止救助后不少于3年",
        contents=tuple(contents(case)),
        remarks=("本卷共____件____页。", "缺损、补充和需要说明的情况："),
        head=head(
            source,
            "D33",
            "社会救助|一户一档",
            unit=source.desk.office(source.place),
            copies="本卷一式一份，由窗口移交区级民政部门保管。",
            seal="",
            basis="《中华人民共和国社会救助法》第七十条",
        ),
    )


def contents(case: CaseFile) -> Iterator[Filed]:
    """What lies in the file in its order, numbered; void papers stay in it and say so."""
    papers = [paper for paper in case.papers if paper.state in RECEIVED]
    number = 0
    for group in ORDER:
        lines = (
            [_received(one) for one in papers]
            if "papers" in group
            else [_issued(one) for one in _of(case.notices, group)]
        )
        for line in lines:
            number += 1
            yield replace(line, order=str(number))


def _of(notices: Sequence[Notice], kinds: Sequence[str]) -> list[Notice]:
    found = [one for one in notices if one.kind in kinds and one.kind != "D33"]
    return sorted(found, key=lambda one: (kinds.index(one.kind), one.issued_at))


def _received(paper: Paper) -> Filed:
    return Filed("", paper.title, "", "", str(paper.pages or ""), FORMS[paper.state])


def _issued(one: Notice) -> Filed:
    notes = ("作废" if one.voided else "", f"{chinese_date(one.back_on)}交回" if one.back_on else "")
    title = one.title.replace("|", "")
    day = chinese_date(local_day(one.issued_at))
    return Filed("", title, one.number, day, "", "，".join(filter(None, notes)))
