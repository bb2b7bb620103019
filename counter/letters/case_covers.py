"""D33 一户一档: the cover of the file, the list of what lies in it, and the sheet for remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counter.cases.application import Household
from counter.cases.casefile import CaseFile, Notice, Paper
from counter.cases.retention import ENDED, ROUTINE, Ended, Retention, archive_year, retention, terms_of
from counter.cases.workflow import ReferralState
from counter.errors import Refused
from counter.letters.parts import Head, Source, day_or_blank, full_id, head, sex
from counter.text import chinese_date, local_day

RECEIVED = frozenset({"original", "copy", "electronic", "signed"})
FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件", "signed": "现场签署"}
COVER = "D33"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file; without kinds it holds what was received."""

    title: str
    kinds: tuple[str, ...] = ()


SECTIONS = (
    Section("申请、承诺和授权", ("D01", "D08", "D02", "D03", "D03b", "D04", "D15")),
    Section("收到的证明材料"),
    Section("收件和受理", ("D05", "D06", "D07", "D31")),
    Section("调查和核对", ("D13", "D14")),
    Section("公示、公布和异议", ("D16", "D17", "D21", "D32")),
    Section("审核、决定和发放", ("D18", "D19", "D20", "D26", "D27", "D35")),
    Section("送达", ("D25",)),
    Section("转办、协办和反馈", ("D09", "D11", "D10", "D12", "D22", "D28")),
    Section("结果告知", ("D29", "D30")),
    Section("调整、停发", ("D23", "D23b", "D24")),
)
"""The order of the archive. Every kind of paper but the cover itself stands in one of them."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One line of the list; `pages` are counted by whoever files it, or say where in a bound file it stands.

    `part` is the heading above it where it begins a new part: the case, in the file of a whole household.
    """

    order: str
    title: str
    number: str
    day: str
    pages: str
    note: str
    part: str = ""


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
    archive_number: str = ""
    cases: tuple[str, ...] = ()


def case_cover(source: Source) -> CaseCover:
    """Raises `Refused` before the case came to its end."""
    if source.case.state not in ENDED:
        raise Refused("A case gets its cover when it has come to its end.")
    return cover_of(source)


def cover_of(source: Source) -> CaseCover:
    """The cover as it stands today, also of a case that is still open."""
    case = source.case
    applicant = source.application.applicant
    closed = local_day(case.closed_at) if case.closed_at else None
    kept = retention([ended_of(case)], (), source.issued_on, terms_of(source.catalogue.district))
    year = archive_year(case.accepted_on, closed)
    return CaseCover(
        fonds=_fonds(source),
        year=f"{year}年",
        category=category(kept),
        household=f"{case.household_id:06}",
        town=case.place_title,
        village=village(source.application.household, case.place_title),
        applicant=applicant.name,
        sex=sex(applicant),
        id_number=full_id(applicant),
        address=source.application.household.address,
        matters=matters(case),
        opened=chinese_date(case.accepted_on),
        closed=day_or_blank(closed),
        archived=day_or_blank(case.archived_on),
        keeper=source.desk.peek("archive.keeper"),
        retention=terms_words(kept),
        contents=tuple(contents(case)),
        remarks=("本卷共____件____页。", "缺损、补充和需要说明的情况："),
        head=head(
            source,
            COVER,
            "社会救助|一户一档",
            unit=source.desk.office(source.place),
            copies="本卷一式一份，由窗口移交区级民政部门保管。",
            seal="",
            basis="《中华人民共和国社会救助法》第七十条",
        ),
        archive_number=archive_number(source.desk.peek("archive.fonds"), year, kept, case.household_id),
    )


def _fonds(source: Source) -> str:
    unit, number = source.desk.office(source.place), source.desk.peek("archive.fonds")
    return f"{unit}（全宗号 {number}）" if number else unit


def matters(case: CaseFile) -> tuple[str, ...]:
    """What was asked for, with who decides; without what was withdrawn."""
    return tuple(
        f"{one.title}（{one.department_title}）"
        for one in case.referrals
        if one.state is not ReferralState.WITHDRAWN
    )


def ended_of(case: CaseFile) -> Ended:
    """What the term of keeping is counted from."""
    closed = local_day(case.closed_at) if case.closed_at and case.state in ENDED else None
    routine = [local_day(one.issued_at) for one in case.notices if one.kind in ROUTINE]
    return Ended(closed, max(routine, default=None))


def category(kept: Retention) -> str:
    return f"社会救助·{'、'.join(kept.classes)}"


def terms_words(kept: Retention) -> str:
    """The rule for each class that the file holds."""
    rule = f"审批类：该户停止救助后不少于{kept.terms.approval}年"
    if len(kept.classes) > 1:
        rule += f"；日常管理类：不少于{kept.terms.routine}年"
    return rule


def kept_words(kept: Retention) -> str:
    """The rule, and the day that it comes to where the household has left."""
    if kept.left_on is None or kept.until is None:
        return f"{terms_words(kept)}（尚未起算）"
    left, until = chinese_date(kept.left_on), chinese_date(kept.until)
    return f"{terms_words(kept)}（{left}停止，保管至{until}）"


def archive_number(fonds: str, year: int, kept: Retention, household: int) -> str:
    """`0123-2026-审批-000042`: 全宗、年度、类别、户号; a fonds without a number is left blank."""
    return f"{fonds or '____'}-{year}-{kept.classes[0].removesuffix('类')}-{household:06}"


_ENDINGS = ("村委会", "居委会", "社区", "村", "居")


def village(household: Household, town: str) -> str:
    """The village that the address names right after the town; nothing where it names none."""
    short = town.removesuffix("街道").removesuffix("镇")
    parted = (household.address.partition(name) for name in (town, short) if name)
    rest = next((rest for _before, found, rest in parted if found), "")
    ends = [(at, len(word)) for word in _ENDINGS if (at := rest.find(word)) > 0]
    if not ends:
        return ""
    at, length = min(ends, key=lambda one: (one[0], -one[1]))
    name = rest[: at + length].strip()
    return name if at <= _LONGEST_NAME and not any(sign.isdigit() for sign in name) else ""


_LONGEST_NAME = 8


def contents(case: CaseFile) -> Iterator[Filed]:
    """What lies in the file in its order, numbered; void papers stay in it and say so."""
    number = 0
    for section in SECTIONS:
        for one in lying_in(case, section):
            number += 1
            line = received_line(one) if isinstance(one, Paper) else issued_line(one)
            yield replace(line, order=str(number))


def lying_in(case: CaseFile, section: Section) -> Sequence[Paper | Notice]:
    """What belongs to this part of the file, in its order."""
    if not section.kinds:
        return [paper for paper in case.papers if paper.state in RECEIVED]
    return _of(case.notices, section.kinds)


def _of(notices: Sequence[Notice], kinds: Sequence[str]) -> list[Notice]:
    found = [one for one in notices if one.kind in kinds]
    return sorted(found, key=lambda one: (kinds.index(one.kind), one.issued_at))


def received_line(paper: Paper) -> Filed:
    return Filed("", paper.title, "", "", str(paper.pages or ""), FORMS[paper.state])


def issued_line(one: Notice) -> Filed:
    notes = ("作废" if one.voided else "", f"{chinese_date(one.back_on)}交回" if one.back_on else "")
    title = one.title.replace("|", "")
    day = chinese_date(local_day(one.issued_at))
    return Filed("", title, one.number, day, "", "，".join(filter(None, notes)))
