"""What else is open to a household, and what would have to change: a refusal that opens doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from counter.cases.application import Application, Person
from counter.cases.casefile import ReferralFile
from counter.cases.compiled import State
from counter.cases.facts import Range, Value
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.reasons import Finding
from counter.cases.split import HOUSEHOLD, asked_words
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import ExclusionMode, Policy
from counter.text import chinese_date, plain_number


@dataclass(frozen=True, slots=True)
class Door:
    """Another policy and whom it concerns: what may be said of it, what speaks for it or is to be asked."""

    title: str
    department: str
    judged: str
    what: str

    @property
    def told(self) -> str:
        """Both in a clause, without the reservation that stands over the list."""
        return f"{self.judged.partition('（')[0]}，{self.what}"


@dataclass(frozen=True, slots=True)
class Doors:
    """The first few, best first, and how many more there are."""

    shown: tuple[Door, ...] = ()
    more: int = 0


WORDS = {
    Verdict.ELIGIBLE: "符合条件（以审批为准）",
    Verdict.POSSIBLE: "可能符合（待核实）",
    Verdict.NEAR: "差一点",
}
MOST = 6
_QUESTIONS = 2
_NAMED = 3
_ONE_OF_THEM = frozenset({ExclusionMode.EXCLUSIVE, ExclusionMode.CHOOSE_ONE, ExclusionMode.DISPATCH})
_Taken = tuple[Policy, int | None]


def doors(
    answer: Answer,
    catalogue: Catalogue,
    application: Application,
    *,
    referrals: Iterable[ReferralFile],
    before: Answer | None = None,
    member: int | None = None,
    verdicts: tuple[Verdict, ...] = tuple(WORDS),
) -> Doors:
    """What is open besides what the case asks for, the household receives or either of these rules out.

    What is open now and was not in the answer `before` a decision stands first. With `member` only what is
    open to that member, or has just been opened. What needs a status that was refused stays closed.
    """
    referrals = tuple(referrals)
    asked = {one.policy for one in referrals}
    refused = _statuses_refused(referrals, catalogue, application)
    taken = _taken(referrals, catalogue, application)
    closed = {row.policy for row in before.policies if row.verdict is not Verdict.ELIGIBLE} if before else {}
    found: list[_Found] = []
    for row in answer.policies:
        if row.verdict not in verdicts or row.policy in asked or set(row.if_granted) & refused:
            continue
        if not _can_be_told(row):
            continue
        opened = row.verdict is Verdict.ELIGIBLE and row.policy in closed
        policy = catalogue.policy(row.policy, application.on)
        subjects = tuple(one for one in _subjects(row) if not _ruled_out(policy, one, taken))
        if subjects and (member is None or member in subjects or opened):
            found.append(_Found(row, subjects, opened))
    found.sort(key=lambda one: -1 if one.opened else list(WORDS).index(one.row.verdict))
    return Doors(tuple(_door(one, catalogue, application) for one in found[:MOST]), max(len(found) - MOST, 0))


class _Found(NamedTuple):
    row: PolicyMatch
    subjects: tuple[int | None, ...]
    opened: bool


def _can_be_told(row: PolicyMatch) -> bool:
    """Whether a clause is enough: a letter is no questionnaire, and asks no living family about a death."""
    if row.verdict is Verdict.NEAR:
        return bool(near_words(row))
    return len(row.ask) <= _QUESTIONS and not any(path.endswith(".deceased") for path in row.ask)


def _subjects(row: PolicyMatch) -> tuple[int | None, ...]:
    if row.for_member is None:
        return (None,)
    return tuple(one.member for one in row.subjects if one.verdict is row.verdict) or (row.for_member,)


def _statuses_refused(
    referrals: tuple[ReferralFile, ...], catalogue: Catalogue, application: Application
) -> set[str]:
    return {
        status
        for one in referrals
        if one.decision is not None and one.decision.outcome is Outcome.REFUSE
        for status in catalogue.policy(one.policy, application.on).grants
    }


def _taken(
    referrals: tuple[ReferralFile, ...], catalogue: Catalogue, application: Application
) -> tuple[_Taken, ...]:
    """What is received or asked for and not refused, each with its member; None is the household."""
    taken: list[_Taken] = []
    for one in referrals:
        refused = one.decision is not None and one.decision.outcome is Outcome.REFUSE
        if not refused and one.state is not ReferralState.WITHDRAWN:
            member = None if one.subject == HOUSEHOLD else int(one.subject)
            taken.append((catalogue.policy(one.policy, application.on), member))
    holders: list[tuple[Person | None, int | None]] = [
        (None, None),
        *((person, index) for index, person in enumerate(application.people)),
    ]
    for person, index in holders:
        facts = application.household.facts if person is None else person.facts
        held, received = facts.get("categories"), facts.get("received")
        for policy in catalogue.policies_on(application.on):
            has_it = isinstance(held, frozenset) and policy.grants and set(policy.grants) <= held
            if has_it or (isinstance(received, frozenset) and policy.code in received):
                taken.append((policy, index))
    return tuple(taken)


def _ruled_out(policy: Policy, member: int | None, taken: tuple[_Taken, ...]) -> bool:
    """Whether a member, or the household, has it already, or has what is not given beside it."""
    for other, whose in taken:
        if None not in (member, whose) and member != whose:
            continue
        if other.code == policy.code:
            return True
        for one, another in ((policy, other), (other, policy)):
            if any(e.policy == another.code and e.mode in _ONE_OF_THEM for e in one.exclusions):
                return True
    return False


def _door(found: _Found, catalogue: Catalogue, application: Application) -> Door:
    row = found.row
    if found.opened:
        what = "因已确认的身份可以申请"
    elif row.verdict is Verdict.POSSIBLE and row.if_granted:
        what = f"取得{'、'.join(row.if_granted)}身份后可以申请"
    elif row.verdict is Verdict.POSSIBLE:
        what = f"还要问清 {asked_words(row.ask, catalogue, application)}"
    elif row.verdict is Verdict.NEAR:
        what = near_words(row)
    else:
        what = row.way
    return Door(
        title=f"{row.title}{_for(found.subjects, application)}",
        department=catalogue.departments[row.department].title,
        judged=WORDS[row.verdict],
        what=f"{what}（标准待核）" if row.provisional else what,
    )


def _for(subjects: tuple[int | None, ...], application: Application) -> str:
    """Whom of a household it concerns; nothing where it concerns all of it."""
    names = [application.people[one].name for one in subjects if one is not None]
    if not names or len(names) == len(application.people):
        return ""
    return (
        f"（{'、'.join(names)}）"
        if len(names) <= _NAMED
        else f"（{'、'.join(names[:_NAMED])}等{len(names)}人）"
    )


def near_words(row: PolicyMatch) -> str:
    """The one figure that a near miss lacks; nothing where none can be named."""
    figures = [
        (abs(one.distance), f"{one.text}，相差{_distance(one)}")
        for one in row.conditions
        if one.state is State.UNMET and one.distance is not None and _figure(one)
    ]
    return min(figures)[1] if figures else ""


def figures_missed(row: PolicyMatch) -> tuple[str, ...]:
    """What was not met and can be told as a figure, a line and a distance, whatever else was decided.

    Of alternatives nothing is told: which of them mattered, the reasons of the decision say.
    """
    return tuple(
        _change(one)
        for one in row.conditions
        if one.state is State.UNMET and not one.group and one.distance is not None and _figure(one)
    )


def _figure(finding: Finding) -> bool:
    return isinstance(finding.line, Fraction | int) and bool(value_words(finding.value, finding.unit))


def _change(finding: Finding) -> str:
    value = value_words(finding.value, finding.unit)
    return f"{finding.text}，现为{value}，相差{_distance(finding)}"


def _distance(finding: Finding) -> str:
    return f"{plain_number(finding.distance or Fraction(0))}{finding.unit}"


def value_words(value: Value, unit: str) -> str:
    """A figure with its unit; nothing for what is unknown or no figure."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, Range):
        low = value.low if isinstance(value.low, int | Fraction) else None
        return f"至少{plain_number(low)}{unit}" if low is not None else ""
    if isinstance(value, int | Fraction):
        return f"{plain_number(value)}{unit}"
    return ""


def earliest_again(row: PolicyMatch | None, application: Application) -> str:
    """When a new application may have another end: a birthday where only the age was short, else at once."""
    at_once = "情况发生变化或者有新的材料的，可以随时重新申请，没有等待期。"
    if row is None:
        return at_once
    unmet = [finding for finding in row.conditions if finding.state is State.UNMET]
    if len(unmet) != 1 or not unmet[0].path.endswith(".birth_date") or row.for_member is None:
        return at_once
    line, value = unmet[0].line, unmet[0].value
    born = application.people[row.for_member].birth_date
    if born is None or not isinstance(line, int | Fraction) or not isinstance(value, int) or value >= line:
        return at_once
    day = _birthday(born, int(line))
    return f"年龄达到要求之日（{chinese_date(day)}）起可以重新申请；其他情况发生变化的，可以随时重新申请。"


def _birthday(born: date, age: int) -> date:
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        # 29 February: the age rises on 1 March of a common year.
        return date(year, 3, 1)
