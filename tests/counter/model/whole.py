"""The whole machine: how it begins, how time goes by, and the desks that simply do what comes next."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.counter.model.book import Case, Referral
from tests.counter.model.days import DAY, row_of
from tests.counter.model.machine import BEGINNINGS, PICK, WHO, there_is
from tests.counter.model.of_decisions import AMOUNT, OUTCOME
from tests.counter.model.of_intake import CHOSEN
from tests.counter.model.of_referrals import EVE
from tests.counter.model.of_the_office import OfTheOffice
from tests.counter.model.rights import CIVIL, SCHOOL

STEPS = st.sampled_from([1, 1, 2, 3, 5, 7, 10, 14, 30, 45, 100])
TO = st.sampled_from(["days", "days", "worked", "off", "due", "after due", "new year"])


WAITS = st.sampled_from(["papers", "suspension", "verification", "publicity", "check", "question", "sheet"])
BEGUN = st.sampled_from(["sent", "in hand", "grant", "refuse"])
PASSING = st.sampled_from([0, 1, 3, 8, 20])


class CaseMachine(OfTheOffice):
    @initialize(
        day=BEGINNINGS,
        policies=CHOSEN,
        begun=st.tuples(BEGUN, BEGUN, BEGUN),
        delegated=st.booleans(),
        notices_kept=st.booleans(),
        notices_working=st.booleans(),
    )
    def first_family(
        self,
        *,
        day: date,
        policies: list[str],
        begun: tuple[str, ...],
        delegated: bool,
        notices_kept: bool,
        notices_working: bool,
    ) -> None:
        """An office that has had its first case for a while."""
        self.begin(day, delegated=delegated, notices_kept=notices_kept, notices_working=notices_working)
        self.apply("three", policies, "", send=True, later=False)
        for one, how in zip(list(self.book.referrals.values()), begun, strict=False):
            if how != "sent":
                self.take_in_hand(one)
            if how in ("grant", "refuse"):
                self.next_step(one, how, 62_000)
                self.tell_all(self.book.cases[one.case])

    # --- time -----------------------------------------------------------------------------------------------

    @rule(to=TO, days=STEPS, n=PICK, outcome=OUTCOME, work=st.booleans())
    def time_goes_by(self, *, to: str, days: int, n: int, outcome: str, work: bool) -> None:
        """And while it goes by, somebody works."""
        self.go_to(self.day_to_come(to, days, n))
        self.hold_everything()
        open_ones = [one for one in self.book.referrals.values() if one.is_open]
        if work and open_ones:
            self.next_step(self.pick(open_ones, n), outcome, 62_000)

    def day_to_come(self, to: str, days: int, n: int) -> date:
        ahead = row_of(self.today + DAY, self.today + 300 * DAY)
        calendar = self.book.days
        if to == "worked":
            found = [day for day in ahead if day in calendar.worked]
        elif to == "off":
            found = [day for day in ahead if day in calendar.off]
        elif to == "new year":
            found = [day for day in ahead if (day.month, day.day) in ((12, 31), (1, 1))]
        elif to == "days":
            found = []
        else:
            lasts = [
                self.book.last_day(one, self.today)[0] for one in self.book.referrals.values() if one.is_open
            ]
            found = [
                day + (to == "after due") * DAY for day in lasts if day is not None and day >= self.today
            ]
        near = sorted(found)[:4]
        return self.pick(near, n) if near else self.today + days * DAY

    # --- what comes next ------------------------------------------------------------------------------------

    @precondition(lambda self: any(one.is_open for one in self.book.referrals.values()))
    @rule(n=PICK, outcome=OUTCOME, amount=AMOUNT)
    def go_on(self, n: int, outcome: str, amount: int) -> None:
        """A referral takes its next step by whoever has to make it."""
        open_ones = [one for one in self.book.referrals.values() if one.is_open]
        self.next_step(self.pick(open_ones, n), outcome, amount)

    @precondition(lambda self: any(one.is_open for one in self.book.referrals.values()))
    @rule(n=PICK, outcome=OUTCOME, amount=AMOUNT)
    def go_on_to_the_end(self, n: int, outcome: str, amount: int) -> None:
        """A referral is worked off in a week or two, if nothing keeps it."""
        one = self.pick([one for one in self.book.referrals.values() if one.is_open], n)
        for _step in range(5):
            if one.is_open:
                self.next_step(one, outcome, amount)

    def take_in_hand(self, one: Referral) -> bool:
        """The referral is sent, signed for, taken up again; whether its department has it in hand then."""
        for _step in range(3):
            if one.state in ("draft", "sent", "returned", "waiting"):
                self.next_step(one, "grant", 62_000)
        return one.state == "signed"

    @there_is("withdraw", lambda one: bool(one.policy.limits.extension_grounds) and not one.extended)
    @rule(n=PICK, listed=st.sampled_from([True, True, False]), eve=EVE, again=st.booleans())
    def lengthen(self, n: int, listed: bool, eve: str, again: bool) -> None:
        """The limit is extended on its last day, the day after, or before; and once more."""
        able = [
            one
            for one in self.book.referrals.values()
            if one.is_open and one.policy.limits.extension_grounds and not one.extended
        ]
        one = self.pick(able, n)
        if not self.take_in_hand(one):
            return
        last, _unsure = self.book.last_day(one, self.today)
        if eve and last is not None:
            self.go_to(last + (eve == "day after") * DAY)
        self.extend_of(one, "", n if listed else None)
        if again:
            self.extend_of(one, "", n + 1)

    @precondition(lambda self: any(one.is_open for one in self.book.referrals.values()))
    @rule(n=PICK, first=WAITS, then=WAITS, between=PASSING, after=PASSING, order=st.booleans())
    def wait_for_two(self, *, n: int, first: str, then: str, between: int, after: int, order: bool) -> None:
        """A department waits for two things at once, and for one of them longer than for the other."""
        one = self.pick([one for one in self.book.referrals.values() if one.is_open], n)
        if not self.take_in_hand(one):
            return
        self.begin_to_wait(one, first)
        self.go_to(self.today + between * DAY)
        self.begin_to_wait(one, then)
        self.go_to(self.today + after * DAY)
        for what in (first, then) if order else (then, first):
            self.wait_no_more(one, what)
            self.go_to(self.today + between * DAY)
            self.hold_case(one.case)

    def begin_to_wait(self, one: Referral, what: str) -> None:
        match what:
            case "papers":
                self.request_of(one, "", {f"proof-{self.order}"}, "")
            case "suspension":
                listed = one.policy.limits.suspension_grounds[:1]
                ground = listed[0] if listed else ""
                self.suspend_of(one, "", kind="suspension", ground=ground, evidence="委托书")
            case "verification" | "publicity":
                self.suspend_of(one, "", kind=what, ground="", evidence="")
            case "check":
                self.begin_step_of(one, "", "check")
            case "question":
                self.ask_of(one, "", SCHOOL if one.department != SCHOOL else CIVIL, f"问题{self.order}")
            case "sheet":
                self.post_of(one)

    def wait_no_more(self, one: Referral, what: str) -> None:
        match what:
            case "papers" | "suspension" | "verification" | "publicity":
                self.resume_of(one)
            case "check":
                self.finish_step_of(one, "", "check", ("王五", "赵六"))
            case "question":
                for at in list(one.questions):
                    self.answer_of(one, at)
            case "sheet":
                for sheet in one.sheets:
                    self.take_down_of(one, sheet)

    def next_step(self, one: Referral, outcome: str, amount: int) -> None:
        match one.state:
            case "draft":
                self.send_of(one)
            case "sent":
                self.sign_of(one)
            case "returned":
                self.reassign_of(one, "", one.department)
            case "waiting":
                self.resume_of(one)
            case "signed":
                self.decide_when_it_can_be(one, outcome, amount)

    def decide_when_it_can_be(self, one: Referral, outcome: str, amount: int) -> None:
        answer, _good = self.answer(one, outcome, amount, 0)
        grants = outcome != "refuse"
        if grants and self.book.notices_kept and one.policy.public_notice_days and not one.notices:
            self.post_of(one)
        until = [sheet.until(self.book.days) for sheet in one.notices if sheet.turn == one.turn]
        last = max((day for day in until if day is not None), default=self.today)
        if last >= self.today and one.notices:
            self.go_to(last + DAY)
            answer, _good = self.answer(one, outcome, amount, 0)
        self.decide_of(one, answer)

    @precondition(lambda self: self.ended())
    @rule(n=PICK, who=WHO, told=st.sampled_from(["told", "told", "issued", ""]))
    def end_a_case(self, n: int, who: str, told: str) -> None:
        """A case whose referrals have all ended is closed, its letters handed over before; or not."""
        case = self.pick(self.ended(), n)
        if told:
            self.tell_all(case, deliver=told == "told")
        self.close(case, self.whoever(who, "close", case.town))

    def tell_all(self, case: Case, *, deliver: bool = True) -> None:
        """Letters of all decisions are issued and handed over."""
        for one in self.book.of(case.number):
            if one.decision is None or one.decision.on_paper:
                continue
            kind = "D20" if one.decision.outcome == "refuse" else "D19"
            if not self.issued(kind, case.number, one.number):
                self.issue_of(one)
            for letter in list(self.book.letters.values()):
                if (
                    letter.referral == one.number
                    and letter.kind == kind
                    and not (letter.void or letter.reached)
                    and deliver
                ):
                    self.deliver_of(letter)
        for plan in self.book.plans.values():
            if plan.case == case.number and plan.decided and not self.tells("D24", plan):
                self.tell_decided(plan)
                if not deliver:
                    continue
                self.deliver_of(list(self.book.letters.values())[-1])
