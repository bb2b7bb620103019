"""What is said before or instead of acceptance: D06 the papers still needed, D08 not accepted."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.casefile import Paper
from counter.errors import Problem, Refused
from counter.letters.district import BLANK, SHORT_BLANK
from counter.letters.parts import Head, Source, asked_on, day_or_blank, full_id, head
from counter.letters.remedies import Remedies, remedies_against_declining
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class MissingPaper:
    title: str
    why: str
    where: str
    instead: str


EMPTY = MissingPaper("", "", "", "")
ROWS = 6
"""On a notice that is written by hand."""


@dataclass(frozen=True, slots=True)
class PapersNeeded:
    """D06 一次性补正材料告知书."""

    head: Head
    applicant: str
    text: str
    rows: tuple[MissingPaper, ...]
    until: str
    otherwise: str
    once: str
    contact: str
    officer: str


def papers_needed(source: Source) -> PapersNeeded:
    """For a case before acceptance, or with `referral` for what its department asks for.

    Raises `Refused` when nothing is missing, unless nothing is known at all.
    """
    referral = source.referral
    papers = (
        referral.papers_asked
        if referral
        else tuple(paper for paper in source.case.papers if paper.state in ("missing", "gap"))
    )
    if not papers and not source.is_blank:
        raise Refused("No paper is missing, so there is nothing to ask for.")
    until = max((paper.due for paper in papers if paper.due), default=source.case.papers_due)
    matter = f"“{referral.title}”" if referral else "社会救助"
    asked = (
        f"你（户）的{matter}申请，办理部门（{referral.department_title}）还需要下列材料，现一次性告知。"
        if referral
        else f"你（户）于{_asked(source)}提出的{matter}申请，还缺少下列材料，现一次性告知。"
    )
    return PapersNeeded(
        applicant=source.application.applicant.name or BLANK,
        text=asked,
        rows=(EMPTY,) * ROWS if source.is_blank else tuple(_missing(source, paper) for paper in papers),
        until=f"请于{day_or_blank(until)}前送交窗口，也可以请人代送、邮寄或者以电子方式提交。",
        otherwise=(
            "到期交不了的，请先与窗口联系，可以约定延长；没有说明理由逾期不交的，本次申请无法继续办理，"
            "以后可以随时重新申请。"
        ),
        once="以上是还需要的全部材料；能够通过信息核对取得的，不要求你提供（《中华人民共和国社会救助法》第六十二条）。",
        contact=source.officer or SHORT_BLANK,
        officer=source.officer,
        head=head(
            source,
            "D06",
            "一次性补正材料告知书",
            unit=source.desk.office(source.place),
            copies="本告知书一式两份，一份交申请人，一份窗口存档。",
            seal="（受理专用章）",
            basis="《中华人民共和国社会救助法》第六十二条；《最低生活保障审核确认办法》第十条；《特困人员认定办法》第十二条",
        ),
    )


def _asked(source: Source) -> str:
    return day_or_blank(None if source.is_blank else asked_on(source.case))


def _missing(source: Source, paper: Paper) -> MissingPaper:
    day = source.case.accepted_on
    codes = paper.policies or ((source.referral.policy,) if source.referral else ())
    policies = [source.catalogue.policy(code, day) for code in codes]
    named = "；".join(f"责任清单第{policy.order}项“{policy.title}”申请材料" for policy in policies)
    notes = [
        requirement.note
        for policy in policies
        for requirement in policy.requirements
        if requirement.material == paper.material and requirement.note
    ]
    return MissingPaper(
        title=paper.title,
        why=named or "核实申请情况需要",
        where=paper.where_to_get or "请问窗口",
        instead=paper.note or "；".join(dict.fromkeys(notes)) or "请与窗口商量",
    )


@dataclass(frozen=True, slots=True)
class Declining:
    """D08 不予受理通知书."""

    head: Head
    applicant: str
    id_number: str
    text: str
    facts: str
    reason: str
    clause: str
    proper_office: str
    decision: str
    again: str
    remedies: Remedies
    officer: str


def declining(source: Source) -> Declining:
    """Raises `Refused` while the reason or the clause has not been entered."""
    case = source.case
    missing = [
        Problem(text, field)
        for text, field, said in (
            ("Say why the application is not accepted.", "reason", case.declined_because),
            ("Enter the clause on which the application is not accepted.", "clause", case.clause),
        )
        if not said.strip()
    ]
    if missing:
        raise Refused.because(missing)
    applicant = source.application.applicant
    return Declining(
        applicant=applicant.name,
        id_number=full_id(applicant),
        text=f"你（户）于{chinese_date(asked_on(case))}提出社会救助申请。",
        facts=case.application.request or "申请人到窗口口头提出申请。",
        reason=case.declined_because,
        clause=case.clause,
        proper_office=(
            f"你的申请应当向{case.proper_office}提出，本窗口可以代为转交或者帮助联系。"
            if case.proper_office
            else ""
        ),
        decision="根据以上情况，决定不予受理。",
        again="情况发生变化或者有新的材料的，可以随时重新申请。",
        remedies=remedies_against_declining(source.desk),
        officer=source.officer,
        head=head(
            source,
            "D08",
            "不予受理通知书",
            unit=source.desk.office(source.place),
            copies="本通知书一式两份，一份送达申请人，一份窗口存档，附送达回证。",
            seal="（公章）",
            basis="《中华人民共和国社会救助法》第六十四条、第七十六条",
        ),
    )
