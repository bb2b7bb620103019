"""The machine: one real office and one book beside it; every act is foretold, made and compared."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, TypeVar

from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition

from counter.cases.casefile import CaseFile, ReferralFile, Verb
from counter.cases.lateness import Fault
from counter.errors import CounterError
from counter.services import audit, cases, ledgers
from counter.services.office import CONSOLE, Office, Officer
from tests.clock import Clock
from tests.counter.model.book import Book, Case, Referral
from tests.counter.model.days import DAY
from tests.counter.model.real_office import Store, copy_of, officers_of
from tests.counter.model.rights import CASE_WAYS, DESKS, OPEN_CASE, REFERRAL_WAYS, STOPPED, may

T = TypeVar("T")
Told = tuple[str, str, str, str]
"""Chain, verb, case and referral of an event."""

PICK = st.integers(0, 11)
WILD = st.sampled_from([False, False, False, False, True])
"""Whether an act is tried wherever it comes to hand, and not only where it can succeed."""
WHO = st.sampled_from([""] * 45 + [*DESKS, STOPPED])
"""Who acts; mostly whoever has the right."""
BEGINNINGS = st.sampled_from(
    [
        date(2025, 12, 26),
        date(2026, 2, 9),
        date(2026, 4, 28),
        date(2026, 9, 17),
        date(2026, 11, 20),
        date(2026, 12, 29),
    ]
)
LAST = date(2028, 1, 31)


def there_is(
    move: str, fits: Callable[[Referral], bool] = lambda one: True
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A rule that comes up only where some referral can be moved so; the others are for `out_of_turn`."""
    ways = REFERRAL_WAYS[move]
    return precondition(
        lambda self: any(one.state in ways and fits(one) for one in self.book.referrals.values())
    )


def there_is_a_case(move: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    ways = CASE_WAYS[move]
    return precondition(lambda self: any(case.state in ways for case in self.book.cases.values()))


class Machine(RuleBasedStateMachine):
    """What all rules share. The rules stand by subject in the modules beside this one."""

    done: ClassVar[dict[str, int]] = {}
    """How often each kind of act has succeeded, over all runs; so that no rule is idle unnoticed."""
    refused: ClassVar[dict[str, int]] = {}
    runs: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="counter-model-"))
        self.clock = Clock()
        self.sound = True  # false from the beginning of an act until all it did was held to the book

    def begin(self, day: date, *, delegated: bool, notices_kept: bool, notices_working: bool) -> None:
        Machine.runs += 1
        self.clock.at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        self.office: Office = copy_of(
            self.folder,
            self.clock,
            delegated_to_townships="是" if delegated else "否",
            steps_recorded="公示" if notices_kept else "无",
            public_notice_day_kind="工作日" if notices_working else "日历日",
        )
        self.other_window = self.office
        self.officers: dict[str, Officer] = officers_of(self.office)
        self.active = {login for login in self.officers if login != STOPPED}
        self.store = Store(self.office.settings.database)
        self.book = Book(delegated=delegated, notices_kept=notices_kept, notices_working=notices_working)
        self.order = 0
        self.last_act = day

    def teardown(self) -> None:
        try:
            if hasattr(self, "book") and self.sound:
                self.look_at_the_end()
        finally:
            if hasattr(self, "store"):
                self.store.close()
                self.office.engine.dispose()
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- time -----------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return (self.clock.at + timedelta(hours=8)).date()

    def go_to(self, day: date) -> None:
        """Nine in the morning of a day to come."""
        day = min(max(day, self.today), LAST)
        if day > self.today:
            self.clock.at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            say(f"--- it is {day}")

    # --- choosing -------------------------------------------------------------------------------------

    def pick(self, things: Sequence[T], n: int) -> T:
        return things[n % len(things)]

    def some_referral(
        self, n: int, wild: bool, move: str, fits: Callable[[Referral], bool] = lambda one: True
    ) -> Referral | None:
        """One of the referrals; unless `wild` one on which the move can be made, where there is one."""
        every = list(self.book.referrals.values())
        good = [one for one in every if one.state in REFERRAL_WAYS.get(move, {one.state: ""}) and fits(one)]
        among = every if wild or not good else good
        return self.pick(among, n) if among else None

    def some_case(
        self, n: int, wild: bool, move: str, fits: Callable[[Case], bool] = lambda case: True
    ) -> Case | None:
        every = list(self.book.cases.values())
        good = [case for case in every if case.state in CASE_WAYS.get(move, {case.state: ""}) and fits(case)]
        among = every if wild or not good else good
        return self.pick(among, n) if among else None

    def may(self, who: str, right: str, town: str = "", department: str = "") -> bool:
        return who in self.active and may(DESKS[who], right, town, department)

    def whoever(self, who: str, right: str, town: str = "", department: str = "") -> str:
        """The one who was named, or somebody who has the right."""
        able = [one for one in DESKS if self.may(one, right, town, department)]
        return who or (able[self.order % len(able)] if able else "audit")

    # --- acting ---------------------------------------------------------------------------------------

    def act(
        self,
        what: str,
        who: str,
        call: Callable[[Office], T],
        *,
        legal: bool,
        told: Iterable[Told] | Callable[[T], Iterable[Told]] = (),
        then: Callable[[T], object] | None = None,
        stopped: Told | None = None,
        takes: bool = False,
    ) -> T | None:
        """Make an act as somebody, and hold what came of it against what the book says.

        `told` are its events; `stopped` is the event that a refusal leaves behind; `takes`: somebody may
        have less after it.
        """
        self.order += 1
        self.sound = False
        self.clock.pass_by(minutes=1)
        office = self.office.with_officer(self.officers[who])
        version, last = self.store.version(), self.store.last_event()
        kept = self.store.everything_but_events() if stopped else None
        given = self.given()
        say(f"{self.today} {who}: {what}")
        try:
            result = call(office)
        except CounterError as refused:
            assert not legal, f"{what} by {who} was refused: {refused}"
            self.refused[what.split(maxsplit=1)[0]] = self.refused.get(what.split(maxsplit=1)[0], 0) + 1
            if stopped:
                assert self.store.events_after(last) == [stopped], f"{what} was stopped: its event"
                assert self.store.everything_but_events() == kept, f"{what} was stopped and left something"
                self.last_act = self.today
            else:
                assert self.store.version() == version, f"{what} was refused and left something behind"
            self.sound = True
            return None
        assert legal, f"{what} by {who} should have been refused"
        self.done[what.split(maxsplit=1)[0]] = self.done.get(what.split(maxsplit=1)[0], 0) + 1
        foretold = list(told(result) if callable(told) else told)
        events = self.store.events_after(last)
        assert sorted(events) == sorted(foretold), f"{what}: {events} and not {foretold}"
        if foretold:
            self.last_act = self.today
        if then is not None:
            then(result)
        if not takes:
            self.nobody_has_less(given, what)
        self.hold_benefits()
        for number in {event[2] for event in foretold if event[2]}:
            self.hold_case(number)
        self.sound = True
        return result

    def on(self, one: Referral, verb: Verb) -> Told:
        return (self.book.town(one), verb.value, one.case, one.number)

    def of_case(self, case: Case, verb: Verb) -> Told:
        return (case.town, verb.value, case.number, "")

    # --- what has to hold -----------------------------------------------------------------------------

    def hold_everything(self) -> None:
        """After the clock has moved: every case that something can still happen to."""
        self.hold_benefits()
        for case in self.book.cases.values():
            if case.state in OPEN_CASE:
                self.hold_case(case.number)

    def hold_case(self, number: str, office: Office | None = None) -> None:
        file = cases.case(office or self.office.with_officer(CONSOLE), number)
        case = self.book.cases[number]
        assert file.state.value == case.state, f"{number} is {file.state}, not {case.state}"
        assert (file.owner, file.merged_into) == (case.owner, case.into)
        assert file.household_id == case.household
        ours = {one.number: one for one in self.book.of(number)}
        assert {one.number for one in file.referrals} == set(ours)
        for one in file.referrals:
            self.hold_referral(one, ours[one.number])
        if case.state in ("closed", "archived"):
            self.hold_refusals_told(file)

    def hold_referral(self, seen: ReferralFile, one: Referral) -> None:
        today, book = self.today, self.book
        assert (seen.state.value, seen.department) == (one.state, one.department), seen.number
        assert seen.policy == one.policy.code
        outcome = one.decision.outcome if one.decision else None
        assert (seen.decision.outcome.value if seen.decision else None) == outcome
        assert len(seen.replaced) == max(0, len(one.decisions) - 1)
        due, unsure = book.last_day(one, today)
        assert (seen.due.due, seen.due.provisional) == (due, unsure), f"{seen.number}: the last day"
        assert seen.due.due_sign == book.sign_day(one, due), f"{seen.number}: the day to sign"
        feedback, shaky, told = book.telling_days(one, due, unsure)
        assert (seen.due.due_feedback, seen.due.feedback_provisional) == (feedback, shaky), seen.number
        assert seen.due.due_notice == told, f"{seen.number}: the day to tell"
        if one.state != "withdrawn" and not any(wait.lawful and wait.end is None for wait in one.waits):
            kept = self.store.rows(
                "SELECT due, due_sign, due_feedback, due_notice, provisional FROM referrals WHERE number = ?",
                seen.number,
            )[0]
            # By these a queue is sorted; only what stands still moves on by itself.
            days = (seen.due.due, seen.due.due_sign, seen.due.due_feedback, seen.due.due_notice)
            assert kept == (*map(_iso, days), int(unsure)), f"{seen.number}: the days on the row"
        assert seen.charged_days == book.charged(one, today), f"{seen.number}: the charged days"

    def hold_refusals_told(self, file: CaseFile) -> None:
        """No case ends with a refusal that lacks its facts, its clause, its letter or its delivery."""
        for one in file.referrals:
            if one.decision is None or one.decision.on_paper or one.decision.outcome.value != "refuse":
                continue
            assert one.decision.facts and one.decision.clause and one.decision.reason, one.number
            query = """SELECT min(date(deliveries.delivered_on, '+' || deliveries.days || ' days'))
                       FROM notices JOIN deliveries ON deliveries.notice_id = notices.id
                       JOIN referrals ON referrals.id = notices.referral_id
                       WHERE referrals.number = ? AND notices.kind = 'D20' AND notices.voided = ''"""
            reached = self.store.rows(query, one.number)[0][0]
            assert reached is not None, f"{file.number} is closed, and nobody was told of {one.number}"
            assert str(reached) <= self.today.isoformat()

    def given(self) -> dict[tuple[object, ...], int]:
        """What every household is given today and on some days to come, from the rows alone."""
        benefits = self.store.rows(
            "SELECT id, household_id, policy, person_id, amount_fen, starts, ends, ended_on FROM benefits"
        )
        if not benefits:
            return {}
        cuts = self.store.rows(
            """SELECT benefit_id, effective_from, planned_fen FROM changes
               WHERE decided_on IS NOT NULL AND kind = 'reduce' ORDER BY effective_from, id"""
        )
        found: dict[tuple[object, ...], int] = {}
        for ahead in (0, 1, 35, 200):
            day = (self.today + ahead * DAY).isoformat()
            for at, household, policy, member, amount, starts, ends, ended in benefits:
                if str(starts) > day or (ends and str(ends) < day) or (ended and str(ended) <= day):
                    continue
                left = [cut for whose, works, cut in cuts if whose == at and str(works) <= day]
                fen = (left[-1] if left else amount) or 1
                key = (household, policy, member, day)
                found[key] = found.get(key, 0) + int(str(fen))
        return found

    def nobody_has_less(self, before: dict[tuple[object, ...], int], what: str) -> None:
        after = self.given()
        for key, fen in before.items():
            assert after.get(key, 0) >= fen, f"{what} gives {key} less: {after.get(key, 0)} after {fen}"

    def hold_benefits(self) -> None:
        rows = self.store.rows("SELECT id, amount_fen, starts, ends, ended_on FROM benefits ORDER BY id")
        ours = [
            (one.id, one.amount, _iso(one.starts), _iso(one.ends), _iso(one.ended))
            for one in self.book.benefits.values()
        ]
        assert rows == ours, "the benefits"

    def look_at_the_end(self) -> None:
        """The chain is whole, no number is missing, and every account adds up."""
        for number in self.book.cases:
            self.hold_case(number)
        found = audit.verify(self.office)
        assert found.ok, found
        self.hold_numbers()
        for one in self.book.referrals.values():
            self.hold_ledger(one)

    def hold_numbers(self) -> None:
        serials: dict[tuple[str, str], list[int]] = {}
        for number in self.book.cases:
            place, day, serial, _check = number.split("-")
            serials.setdefault((place, day), []).append(int(serial))
        for kind, year, letter in self.store.rows("SELECT kind || unit, year, serial FROM notices"):
            serials.setdefault((str(kind), str(year)), []).append(int(str(letter)))
        for name, given in serials.items():
            assert sorted(given) == list(range(1, len(given) + 1)), f"the numbers of {name}: {given}"

    def hold_ledger(self, one: Referral) -> None:
        account = ledgers.of_referral(self.office.with_officer(CONSOLE), one.number).clocks[0]
        assert account.used == self.book.charged(one, self.today), f"{one.number}: used"
        assert sum(account.by.values()) == account.elapsed == account.window + account.used + account.stopped
        assert account.by.get(Fault.DEPARTMENT, 0) == account.used
        assert account.limit == self.book.total(one)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def say(what: str) -> None:
    """Told with a failure, of a random run and of a walk."""
    if currently_in_test_context():
        note(what)
    else:
        print(what)
