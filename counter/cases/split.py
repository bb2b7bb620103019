"""From the chosen policies to referrals: one policy, one department, its question, its papers, its clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.application import Application
from counter.cases.casefile import Due, Paper
from counter.cases.deadlines import due_of
from counter.cases.facts import Known, age_on
from counter.cases.identities import CONFIRMED, NO_RECORD, OnRecord
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.outward import is_agreed
from counter.cases.people import ADULT_AGE
from counter.cases.promises import promises_of
from counter.cases.snapshot import Snapshot, nothing_told, snapshot
from counter.catalogue.model import Catalogue, DepartmentKind, FactType
from counter.catalogue.policy import Exclusion, ExclusionMode, Policy
from counter.errors import Problem
from counter.text import N_, chinese_date

HOUSEHOLD = "household"
_ABSENT_PAPERS = frozenset({"missing"})


class Asks(StrEnum):
    """What a referral asks of the department."""

    APPROVE = "approve"
    VERIFY = "verify"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the clerk chose, for a member or the household; `because` where the machine was overruled."""

    policy: str
    member: int | None = None
    because: str = ""

    @property
    def subject(self) -> str:
        return HOUSEHOLD if self.member is None else str(self.member)


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper of a policy. `spared_by` says why the applicant is not asked for it; empty when it is asked.

    What is `signed_here` the window makes and has signed at the counter: nobody brings it.
    """

    material: str
    title: str
    required: bool
    spared_by: str = ""
    note: str = ""
    signed_here: bool = False

    @property
    def brought(self) -> bool:
        """Whether the applicant has to bring it."""
        return self.required and not self.spared_by and not self.signed_here


@dataclass(frozen=True, slots=True)
class PlannedReferral:
    """A referral before it is stored. `waits_for`: chosen policies that must be granted first (待前置)."""

    number: str
    position: int
    policy: str
    title: str
    department: str
    department_title: str
    is_lead: bool
    subject: str
    verdict: Verdict
    because: str
    asks: Asks
    question: str
    papers: tuple[NeededPaper, ...]
    waits_for: tuple[str, ...]
    liaison: str
    due: Due
    snapshot: Snapshot


def split(
    application: Application,
    catalogue: Catalogue,
    answer: Answer,
    chosen: Iterable[Chosen],
    *,
    number: str,
    sent_on: date | None = None,
    first: int = 1,
    record: OnRecord = NO_RECORD,
) -> tuple[PlannedReferral, ...]:
    """One referral for each chosen policy and subject, in the list's order, numbered `-01` on from `first`.

    `record` is what the office knows of confirmed statuses; it travels with each referral.
    Raises `KeyError` for a policy that the list does not hold.
    """
    known = Known(application, catalogue)
    rows = {row.policy: row for row in answer.policies}
    picked = {(one.policy, one.subject): one for one in chosen}
    in_order = sorted(
        picked.values(),
        key=lambda one: (catalogue.policy(one.policy, application.on).order, one.member or 0),
    )
    grants = {one.policy: catalogue.policy(one.policy, application.on).grants for one in in_order}
    planned: list[PlannedReferral] = []
    for position, one in enumerate(in_order, start=first):
        policy = catalogue.policy(one.policy, application.on)
        department = catalogue.departments[policy.department]
        liaison = catalogue.liaisons.get(policy.department)
        row = rows[one.policy]
        asks = _asks(policy, department.kind)
        planned.append(
            PlannedReferral(
                number=f"{number}-{position:02}",
                position=position,
                policy=policy.code,
                title=policy.title,
                department=department.code,
                department_title=department.title,
                is_lead=True,
                subject=one.subject,
                verdict=_verdict(row, one.member),
                because=one.because,
                asks=asks,
                question=_question(asks, policy, row, one, application=application, catalogue=catalogue),
                papers=needed_papers(policy, catalogue, known, one.member, record),
                waits_for=tuple(
                    other
                    for other, granted in grants.items()
                    if other != one.policy and set(granted) & set(row.if_granted)
                ),
                liaison=liaison.name if liaison else "",
                due=due_of(
                    policy.limits,
                    accepted_on=application.on,
                    sent_on=sent_on,
                    calendar=catalogue.calendar,
                    delegated=is_delegated(catalogue, policy),
                    promises=promises_of(catalogue.district),
                ),
                snapshot=(
                    snapshot(policy, application, known, one.member, record)
                    if asks is not Asks.REFER or is_agreed(application)
                    else nothing_told(application)
                ),
            )
        )
    return tuple(planned)


def is_delegated(catalogue: Catalogue, policy: Policy) -> bool:
    """True when the district has said that the township decides, in its own name or by entrustment."""

    def said(key: str) -> str:
        setting = catalogue.district.get(key)
        return setting.value if setting else ""

    decides = said(f"decides.{policy.code}")
    entrusted = said("delegated_to_townships") == "是" and policy.limits.delegated_total is not None
    return entrusted or "镇" in decides or "街道" in decides


def _verdict(row: PolicyMatch, member: int | None) -> Verdict:
    for subject in row.subjects:
        if subject.member == member:
            return subject.verdict
    return row.verdict


def _asks(policy: Policy, kind: DepartmentKind) -> Asks:
    """Charities decide for themselves, so they are asked outward; what needs no application is verified."""
    if kind is DepartmentKind.CHARITY:
        return Asks.REFER
    return Asks.VERIFY if policy.automatic else Asks.APPROVE


def _question(
    asks: Asks,
    policy: Policy,
    row: PolicyMatch,
    one: Chosen,
    *,
    application: Application,
    catalogue: Catalogue,
) -> str:
    named = asks is not Asks.REFER or is_agreed(application)
    member = application.people[one.member].name if named and one.member is not None else ""
    whom = "申请人家庭" if one.member is None else member or "该成员"
    title = quotable(policy.title)
    sentences = {
        Asks.APPROVE: (
            f"请审批：{whom}申请“{title}”。同意的，写明给多少、从何时起；不同意的，写明事实、理由和依据。"
        ),
        Asks.VERIFY: (
            f"请核实：{whom}是否符合“{title}”的条件。符合而没有享受的，请直接落实，不用再申请；并反馈结果。"
        ),
        Asks.REFER: f"转介：请研究能不能给予{whom}“{title}”，并反馈结果。",
    }
    question = sentences[asks]
    if named and row.ask and _verdict(row, one.member) is Verdict.POSSIBLE:
        question += f"窗口尚未问清：{asked_words(row.ask, catalogue, application)}，请一并核实。"
    if row.if_granted:
        question += f"须先取得身份：{'、'.join(row.if_granted)}。"
    if one.because:
        question += f"窗口说明：{one.because}"
    return question


def quotable(title: str) -> str:
    """A title that is put in quotation marks: its own become single ones."""
    return title.replace("“", "‘").replace("”", "’")


def asked_words(paths: Iterable[str], catalogue: Catalogue, application: Application) -> str:
    """The facts at these paths as one asks for them, each member's under the name: `叶小满：就读阶段`."""
    asked: dict[str, list[str]] = {}
    for path in paths:
        place, _, key = path.replace(".facts.", ".").rpartition(".")
        scope = "person" if place.startswith("people") else place
        whose = application.people[int(place[7:-1])].name if scope == "person" else ""
        fact = catalogue.facts.get(f"{scope}.{key}")
        label = fact.label if fact else key
        words = f"是否{label}" if fact and fact.type is FactType.BOOLEAN else label
        if words not in asked.setdefault(whose, []):
            asked[whose].append(words)
    return "；".join(
        f"{whose}：{'、'.join(words)}" if whose else "、".join(words) for whose, words in asked.items()
    )


# --- papers --------------------------------------------------------------------------------------


def needed_papers(
    policy: Policy,
    catalogue: Catalogue,
    known: Known,
    member: int | None = None,
    record: OnRecord = NO_RECORD,
) -> tuple[NeededPaper, ...]:
    """The policy's papers; spared are those that data sharing or a confirmed status makes needless.

    A status on record spares by its number; one that was said counts unless the record knows that it holds
    no more. What is for an agent is needed where somebody acts for the applicant, and else not mentioned.
    Legal source: 社会救助法 art. 37, 42 and 62.
    """
    recognised = "" if set(policy.grants) & CONFIRMED else _recognised(known, member, record)
    entrusted = is_entrusted(known.application)
    papers = []
    for requirement in policy.requirements:
        spared = requirement.shared_by
        material = catalogue.materials[requirement.material]
        if material.for_agent and not entrusted:
            continue
        if not spared and recognised and material.shows_means:
            spared = recognised
        papers.append(
            NeededPaper(
                requirement.material,
                requirement.title,
                requirement.required or material.for_agent,
                spared,
                requirement.note,
                material.signed_here,
            )
        )
    return tuple(papers)


def _recognised(known: Known, member: int | None, record: OnRecord) -> str:
    """By which confirmed status papers are spared, in words; empty where none counts."""
    for one in record.of(member):
        until = f"，有效期至{chinese_date(one.ends)}" if one.ends else ""
        return f"已有{one.category}身份（{one.number}{until}），互认免提交"
    said = (known.categories() or frozenset()) | (
        known.categories(member) or frozenset() if member is not None else frozenset()
    )
    counting = sorted(one for one in said & CONFIRMED if not record.has_lapsed(one, member))
    return f"已有{counting[0]}身份，互认免提交" if counting else ""


def is_entrusted(application: Application) -> bool:
    """Whether somebody acts for an applicant of age, who therefore has to entrust it to him."""
    if application.agent is None:
        return False
    born = application.applicant.birth_date
    return born is None or age_on(born, application.on) >= ADULT_AGE


# --- what speaks when the clerk chooses ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remark:
    """How two chosen policies, or one and a status already held, stand to each other; it never blocks.

    `other` is empty where the list's note tells of a circumstance outside it; `held` is the status at hand.
    """

    policy: str
    other: str
    mode: ExclusionMode
    note: str
    held: str = ""


def speak(catalogue: Catalogue, chosen: Sequence[Chosen], application: Application) -> tuple[Remark, ...]:
    """What the exclusions of the chosen policies say; each pair once."""
    known = Known(application, catalogue)
    held = set(known.categories() or ())
    for member in range(len(application.people)):
        held |= known.categories(member) or set()
    codes = {one.policy for one in chosen}
    remarks: list[Remark] = []
    told: set[frozenset[str]] = set()
    for code in sorted(codes, key=lambda code: catalogue.policy(code, application.on).order):
        for exclusion in catalogue.policy(code, application.on).exclusions:
            pair = frozenset({code, exclusion.policy})
            if exclusion.policy and pair in told:
                continue
            remark = _remark(code, exclusion, codes, held, catalogue=catalogue, day=application.on)
            if remark is not None:
                told.add(pair)
                remarks.append(remark)
    return tuple(remarks)


def _remark(
    code: str, exclusion: Exclusion, codes: set[str], held: set[str], *, catalogue: Catalogue, day: date
) -> Remark | None:
    if not exclusion.policy or exclusion.policy in codes:
        return Remark(code, exclusion.policy, exclusion.mode, exclusion.note)
    granted = sorted(set(catalogue.policy(exclusion.policy, day).grants) & held)
    if granted and exclusion.mode is not ExclusionMode.INDEPENDENT:
        return Remark(code, exclusion.policy, exclusion.mode, exclusion.note, granted[0])
    return None


# --- checks before sending -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """What a dispatcher should see before sending; only what `blocks` holds a referral back."""

    referral: str
    problem: Problem
    blocks: bool = False


def check_before_sending(
    planned: PlannedReferral,
    catalogue: Catalogue,
    papers: Iterable[Paper] = (),
    *,
    same_task_open: str = "",
    agreed: bool = True,
) -> tuple[Check, ...]:
    """No liaison, papers that are missing, a status that must come first, the same task open elsewhere.

    `agreed`: whether what is known may go to a charity; without that its slip names nobody.
    """
    found: list[Check] = []

    def tell(text: str, *, blocks: bool = False, **params: object) -> None:
        found.append(Check(planned.number, Problem(text, planned.number, params), blocks))

    liaison = catalogue.liaisons.get(planned.department)
    if liaison is None or not liaison.name:
        tell(N_("{department} has no liaison yet; the slip names none."), department=planned.department_title)
    absent = {paper.material for paper in papers if paper.state in _ABSENT_PAPERS}
    missing = [
        paper.title
        for paper in planned.papers
        if paper.required and not paper.spared_by and paper.material in absent
    ]
    if missing:
        tell(N_("{title}: still missing: {papers}."), title=planned.title, papers=missing)
    if planned.waits_for:
        titles = [catalogue.policy(code).title for code in planned.waits_for]
        tell(N_("{title} waits for: {others}."), title=planned.title, others=titles)
    if same_task_open:
        tell(N_("{title} is already open under {number}."), title=planned.title, number=same_task_open)
    if planned.asks is Asks.REFER and not agreed:
        tell(
            N_(
                "{department} is a charity, and the applicant has not agreed that anything is passed on: "
                "the slip names nobody. Note the consent when it is given (M in the case)."
            ),
            department=planned.department_title,
        )
    if not planned.question.strip():
        tell(N_("{title}: say what is asked of the department."), blocks=True, title=planned.title)
    return tuple(found)
