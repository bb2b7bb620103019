"""What the model remembers of the office: plain records, changed by plain rules, beside the real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from counter.catalogue.policy import DayKind, Policy
from tests.counter.model.days import Days, Wait, next_month
from tests.counter.model.rights import OPEN_REFERRAL


@dataclass
class Sheet:
    """A sheet on a board."""

    id: int
    kind: str
    board: str
    posted: date
    turn: int
    days: int | None
    working: bool
    down: date | None = None
    objections: dict[int, bool] = field(default_factory=dict)  # whether settled

    def until(self, days: Days) -> date | None:
        return days.nth(self.posted, self.days, working=self.working)[0] if self.days else None

    def runs(self, day: date, days: Days) -> bool:
        until = self.until(days)
        return self.kind == "notice" and until is not None and day <= until


@dataclass
class Decided:
    """One decision; the last one holds."""

    number: str
    outcome: str
    on: date
    on_paper: bool
    amount: int | None
    unit: str
    starts: date | None
    ends: date | None
    order: int
    recorded: date


@dataclass
class Step:
    kind: str
    turn: int
    done: bool


@dataclass
class Referral:
    number: str
    case: str
    policy: Policy
    department: str
    subject: str  # empty, or the name of the member
    accepted: date
    state: str = "draft"
    sent: date | None = None
    ended: date | None = None  # the day of a return or of a withdrawal
    extended: bool = False
    waits: list[Wait] = field(default_factory=list)
    asked: list[frozenset[str]] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    questions: dict[int, tuple[str, str]] = field(default_factory=dict)  # open: department and question
    chases: list[str] = field(default_factory=list)  # since the department has it
    aid_open: bool | None = None  # None: no aid was given at once

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REFERRAL

    @property
    def decision(self) -> Decided | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def notices(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.kind == "notice"]

    @property
    def turn(self) -> int:
        """Which round of survey, opinion and notice this is."""
        return 1 + len({sheet.turn for sheet in self.notices if sheet.objections})

    def end_waits(self, today: date, *, besides: tuple[str, ...] = ()) -> None:
        for wait in self.waits:
            if wait.end is None and wait.kind not in besides:
                wait.end = max(today, wait.start)

    def has_step(self, kind: str, *, done: bool, turn: int = 0) -> bool:
        return any(step.kind == kind and step.done is done and step.turn >= turn for step in self.steps)


@dataclass
class Letter:
    number: str
    kind: str
    case: str
    referral: str
    department: str
    order: int
    about: int = 0
    void: bool = False
    reached: list[date] = field(default_factory=list)

    def has_reached(self, today: date) -> bool:
        return any(day <= today for day in self.reached)


@dataclass
class Case:
    number: str
    family: str
    town: str
    state: str
    people: tuple[str, ...]
    household: int
    accepted: date
    owner: str
    was_declined: bool = False
    into: str = ""
    told: list[frozenset[str]] = field(default_factory=list)
    papers: dict[str, str] = field(default_factory=dict)


@dataclass
class Benefit:
    id: int
    referral: str
    decision: str
    household: int
    policy: str
    department: str
    town: str
    subject: str
    amount: int | None
    unit: str
    starts: date
    ends: date | None
    ended: date | None
    decided: date
    reviewed: date | None = None

    def runs(self, day: date) -> bool:
        return (self.ended is None or day < self.ended) and (self.ends is None or day <= self.ends)

    def end(self, day: date) -> None:
        self.ended = day if self.ended is None else min(day, self.ended)


@dataclass
class Plan:
    """A planned reduction or end."""

    id: int
    benefit: int
    case: str
    ends_it: bool
    amount: int | None
    planned: date
    asked: date | None  # until when it was promised to hear them
    heard: date | None = None
    decided: date | None = None
    works: date | None = None
    dropped: bool = False

    @property
    def is_open(self) -> bool:
        return self.decided is None and not self.dropped


@dataclass
class Death:
    name: str
    household: int
    reported: date
    settled: bool = False


@dataclass
class HandOver:
    id: int
    by: str
    to: str
    cases: tuple[str, ...]
    done: bool = False


class Book:
    """Everything that the model knows."""

    def __init__(self, *, delegated: bool, notices_kept: bool, notices_working: bool) -> None:
        self.days = Days()
        self.delegated, self.notices_kept, self.notices_working = delegated, notices_kept, notices_working
        self.cases: dict[str, Case] = {}
        self.referrals: dict[str, Referral] = {}
        self.letters: dict[str, Letter] = {}
        self.benefits: dict[int, Benefit] = {}
        self.plans: dict[int, Plan] = {}
        self.deaths: list[Death] = []
        self.reminders: dict[int, tuple[str, str, bool]] = {}  # referral, department, answered
        self.hand_overs: list[HandOver] = []
        self.serials: dict[tuple[str, date], int] = {}

    def of(self, case: str) -> list[Referral]:
        return [one for one in self.referrals.values() if one.case == case]

    def town(self, one: Referral) -> str:
        return self.cases[one.case].town

    def people_gone(self) -> set[str]:
        return {death.name for death in self.deaths}

    # --- clocks ---------------------------------------------------------------------------------------

    def total(self, one: Referral) -> int | None:
        """How many days the law gives for this one."""
        limits = one.policy.limits
        if one.extended:
            return limits.extended_total
        if self.delegated and limits.delegated_total is not None:
            return limits.delegated_total
        return limits.total

    def last_day(self, one: Referral, today: date) -> tuple[date | None, bool]:
        total, limits = self.total(one), one.policy.limits
        if total is None:
            return None, False
        return self.days.nth(
            one.accepted,
            total,
            working=limits.day_kind is DayKind.WORKING,
            moves=limits.moves_over_holidays,
            waits=[wait for wait in one.waits if wait.lawful],
            today=today,
        )

    def sign_day(self, one: Referral, due: date | None) -> date | None:
        if one.sent is None:
            return None
        limits = one.policy.limits
        if limits.moves_over_holidays:
            signed = self.days.nth(one.sent, 1)[0]
        else:
            working = limits.day_kind is DayKind.WORKING
            signed = self.days.nth(one.sent, 1, working=working, moves=False)[0]
        return min(signed, due) if due is not None and one.sent <= due else signed

    def telling_days(
        self, one: Referral, due: date | None, unsure: bool
    ) -> tuple[date | None, bool, date | None]:
        """Until when the result is fed back (and whether that is sure), and until when it is told."""
        result = one.decision.on if one.decision else due
        if result is None:
            return None, False, None
        feedback, shaky = self.days.nth(result, 2)
        told = None
        if one.decision is not None:
            days = 3 if one.decision.outcome == "grant" else one.policy.limits.refusal_notice
            told = self.days.nth(one.decision.on, days)[0]
        return feedback, shaky or (unsure and one.decision is None), told

    def charged(self, one: Referral, today: date) -> int:
        """The days that the department really took: till it first decided, gave it back or lost it."""
        if one.sent is None:
            return 0
        until = one.decisions[0].on if one.decisions else one.ended or today
        working = one.policy.limits.day_kind is DayKind.WORKING
        return self.days.between(one.sent, until, working=working, waits=one.waits)

    def days_late(self, one: Referral, today: date) -> int:
        """By how much the department itself is late; what nobody has verified makes nobody late."""
        total = self.total(one)
        late = 0
        if one.policy.limits.verified and total is not None:
            late = max(0, self.charged(one, today) - total)
        signed = self.sign_day(one, self.last_day(one, today)[0])
        if one.state == "sent" and signed is not None and today > signed:
            late = max(late, self.days.between(signed, today))
        return late

    # --- what stands in the way -----------------------------------------------------------------------

    def notice_stops(self, one: Referral, on: date, *, grants: bool) -> bool:
        """Whether a notice or an objection keeps it from being decided on a day."""
        if any(not settled for sheet in one.notices for settled in sheet.objections.values()):
            return True
        if any(sheet.turn == one.turn and sheet.runs(on, self.days) for sheet in one.notices):
            return True
        return grants and one.turn > 1 and all(sheet.turn < one.turn for sheet in one.notices)

    def letter_kinds(self, one: Referral) -> str:
        """Which letter has to have reached the household before the case is closed."""
        if one.decision is None or one.decision.on_paper:
            return ""
        if one.decision.outcome == "refuse":
            return "D20"
        void = any(
            each.void and each.referral == one.number and each.kind in ("D19", "D20")
            for each in self.letters.values()
        )
        return "D19" if one.decision.outcome == "partly" or (void and len(one.decisions) > 1) else ""

    def letter_reached(self, one: Referral, kind: str, today: date) -> bool:
        return any(
            each.referral == one.number and each.kind == kind and not each.void and each.has_reached(today)
            for each in self.letters.values()
        )

    def may_close(self, case: Case, today: date) -> bool:
        return not any(one.is_open for one in self.of(case.number)) and self.all_told(case, today)

    def all_told(self, case: Case, today: date) -> bool:
        """Whether every refusal has reached the household, and nothing waits to be settled or completed."""
        for one in self.of(case.number):
            kind = self.letter_kinds(one)
            if kind and not self.letter_reached(one, kind, today):
                return False
            if one.state == "withdrawn":
                continue
            if one.aid_open or any(not done for sheet in one.sheets for done in sheet.objections.values()):
                return False
        return all(
            self.plan_reached(plan, today)
            for plan in self.plans.values()
            if plan.case == case.number and plan.decided is not None
        )

    def plan_reached(self, plan: Plan, today: date) -> bool:
        """Whether the letter of what was decided to be less has reached the household."""
        return any(
            letter.kind == "D24" and letter.about == plan.id and not letter.void and letter.has_reached(today)
            for letter in self.letters.values()
        )

    def may_archive(self, case: Case, today: date) -> bool:
        letters = [one for one in self.letters.values() if one.case == case.number and not one.void]
        if "gap" in case.papers.values() or not all(one.has_reached(today) for one in letters):
            return False
        if not self.all_told(case, today):
            return False
        if case.was_declined and not letters:
            return False
        return all(sheet.down for one in self.of(case.number) for sheet in one.notices)

    # --- benefits -------------------------------------------------------------------------------------

    def amount(self, benefit: Benefit, day: date) -> int | None:
        """What is given on a day, after the reductions that work by then."""
        left = benefit.amount
        working = [
            plan
            for plan in self.plans.values()
            if plan.benefit == benefit.id and not plan.ends_it and plan.works and plan.works <= day
        ]
        for plan in sorted(working, key=lambda plan: (plan.works or day, plan.id)):
            left = plan.amount
        return left

    def would_be_less(self, before: tuple[int | None, str, date | None], after: Decided) -> bool:
        amount, unit, ends = before
        if amount is not None and (after.amount is None or after.unit != unit or after.amount < amount):
            return True
        return after.ends is not None and (ends is None or after.ends < ends)

    def running_beside(self, one: Referral, decided: Decided, today: date) -> Iterator[Benefit]:
        """What the household is given of the same kind when a new decision begins."""
        day = max(today, decided.starts or decided.on)
        for benefit in self.benefits.values():
            same = (benefit.policy, benefit.subject) == (one.policy.code, one.subject)
            if same and benefit.household == self.cases[one.case].household and benefit.runs(day):
                yield benefit

    def gives_less(self, one: Referral, decided: Decided, today: date, *, but: str = "") -> bool:
        """Whether a grant would give less than what runs already, the one that it corrects left out."""
        return decided.outcome != "refuse" and any(
            self.would_be_less((self.amount(given, today), given.unit, given.ends), decided)
            for given in self.running_beside(one, decided, today)
            if given.decision != but
        )

    def told_on(self, plan: Plan) -> date | None:
        """When the household was told of a plan; void papers tell nothing."""
        days = [
            day
            for letter in self.letters.values()
            if letter.kind == "D23" and letter.about == plan.id and not letter.void
            for day in letter.reached
        ]
        return min(days, default=None)

    def unheard(self, plan: Plan, today: date) -> bool:
        told = self.told_on(plan)
        if told is None:
            return True
        until = max(self.days.nth(told, 5)[0], plan.asked or told)
        return plan.heard is None and today <= until

    def learn(self, year: int, off: list[date], worked: list[date]) -> None:
        """A calendar comes: who was told until when is heard no shorter than that."""
        told = {id_: self.told_on(plan) for id_, plan in self.plans.items() if plan.is_open}
        before = {id_: self.days.nth(day, 5)[0] for id_, day in told.items() if day is not None}
        self.days.learn(year, off, worked)
        for id_, held in before.items():
            plan, day = self.plans[id_], told[id_]
            if day is not None and self.days.nth(day, 5)[0] < held:
                plan.asked = max(plan.asked or held, held)

    def open_after_death(self, death: Death, today: date) -> bool:
        """Whether the household is still given something as if nobody had died."""
        return any(
            benefit.household == death.household
            and not benefit.subject
            and benefit.ended is None
            and benefit.runs(today)
            and benefit.decided <= death.reported
            and (benefit.reviewed is None or benefit.reviewed < death.reported)
            and not any(
                plan.benefit == benefit.id and plan.decided is not None and plan.decided >= death.reported
                for plan in self.plans.values()
            )
            for benefit in self.benefits.values()
        )

    def settle_deaths(self, household: int, today: date) -> int:
        """Deaths after which nothing is left to put right; how many."""
        found = 0
        for death in self.deaths:
            if death.household == household and not death.settled and not self.open_after_death(death, today):
                death.settled = True
                found += 1
        return found

    def drop_plans(self, benefit: Benefit) -> None:
        for plan in self.plans.values():
            if plan.benefit == benefit.id and plan.is_open:
                plan.dropped = True

    def end_by_death(self, death: Death, died: date, living: bool) -> None:
        """What only the dead were given ends the month after; where nobody is left, all of it."""
        until = next_month(died)
        for benefit in self.benefits.values():
            alone = not living and not benefit.subject
            if (
                benefit.household == death.household
                and (benefit.subject == death.name or alone)
                and benefit.runs(until)
            ):
                self.drop_plans(benefit)
                benefit.end(until)
