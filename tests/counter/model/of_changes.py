"""Rules about running benefits: planned to be less, told, heard, decided; reviews and deaths."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.benefits import Benefit as Given
from counter.cases.benefits import Change, ChangeKind
from counter.cases.benefits import Death as Died
from counter.cases.casefile import Verb
from counter.services import changes, deaths, notices, reviews
from tests.counter.model.book import Benefit, Death, Plan
from tests.counter.model.days import DAY, next_month
from tests.counter.model.machine import PICK, WHO, WILD, Told
from tests.counter.model.of_letters import OfLetters
from tests.counter.model.real_office import FAMILIES

CHANGING = ("tell", "deliver", "hear")


class OfChanges(OfLetters):
    def about(self, benefit: Benefit, verb: Verb) -> Told:
        one = self.book.referrals[benefit.referral]
        return (benefit.town, verb.value, one.case, one.number)

    @precondition(lambda self: self.running())
    @rule(
        n=PICK,
        wild=WILD,
        who=WHO,
        ends_it=st.booleans(),
        ahead=st.sampled_from([3, 20, 40, 0]),
        amount=st.sampled_from([20_000, 40_000, 62_000]),
        asked=st.sampled_from([0, 0, 15]),
    )
    def propose(
        self, *, n: int, wild: bool, who: str, ends_it: bool, ahead: int, amount: int, asked: int
    ) -> None:
        ended = [one for one in self.book.benefits.values() if not one.runs(self.today)]
        self.propose_of(
            self.pick(ended if wild and ended else self.running(), n),
            who,
            ends_it=ends_it,
            ahead=ahead,
            amount=amount,
            asked=asked,
        )

    def propose_of(
        self, benefit: Benefit, who: str = "", *, ends_it: bool, ahead: int, amount: int, asked: int
    ) -> None:
        who = self.whoever(who, "propose", benefit.town, benefit.department)
        now = self.book.amount(benefit, self.today)
        case = self.book.referrals[benefit.referral].case
        planned, until = self.today + ahead * DAY, self.today + asked * DAY if asked else None

        def then(change: Change) -> None:
            fen = None if ends_it else amount
            self.book.plans[change.id] = Plan(change.id, benefit.id, case, ends_it, fen, planned, until)

        self.act(
            f"propose {benefit.id}",
            who,
            lambda office: changes.propose(
                office,
                benefit.id,
                kind=ChangeKind.END if ends_it else ChangeKind.REDUCE,
                facts="找到工作",
                clause="第四十七条",
                planned_from=planned,
                planned_fen=None if ends_it else amount,
                hear_until=until,
            ),
            legal=self.may(who, "propose", benefit.town, benefit.department)
            and benefit.runs(self.today)
            and not any(plan.is_open and plan.benefit == benefit.id for plan in self.book.plans.values())
            and ahead > 0
            and (ends_it or (now is not None and amount < now)),
            told=[self.about(benefit, Verb.CHANGE_PROPOSED)],
            then=then,
        )

    def some_plan(self, n: int) -> Plan:
        every = list(self.book.plans.values())
        return self.pick([plan for plan in every if plan.is_open] or every, n)

    @precondition(lambda self: self.book.plans)
    @rule(n=PICK, who=WHO)
    def tell(self, n: int, who: str) -> None:
        self.tell_of(self.some_plan(n), who)

    def tell_of(self, plan: Plan, who: str = "") -> None:
        benefit = self.book.benefits[plan.benefit]
        one = self.book.referrals[benefit.referral]
        who = self.by(who, "issue", one)
        self.act(
            f"tell {plan.id}",
            who,
            lambda office: notices.issue(
                office, one.case, "D23", referral=one.number, about=f"change:{plan.id}"
            ),
            legal=self.may(who, "issue", self.book.town(one), one.department)
            and plan.is_open
            and not self.tells("D23", plan),
            told=[self.on(one, Verb.ISSUED)],
            then=lambda notice: self.letter(notice, one.case, one, plan.id),
        )

    @precondition(lambda self: any(plan.decided for plan in self.book.plans.values()))
    @rule(n=PICK, who=WHO)
    def tell_what_was_decided(self, n: int, who: str) -> None:
        self.tell_decided(self.pick([plan for plan in self.book.plans.values() if plan.decided], n), who)

    def tell_decided(self, plan: Plan, who: str = "") -> None:
        one = self.book.referrals[self.book.benefits[plan.benefit].referral]
        who = self.by(who, "issue", one)
        self.act(
            f"issue D24 {plan.id}",
            who,
            lambda office: notices.issue(
                office, one.case, "D24", referral=one.number, about=f"change:{plan.id}"
            ),
            legal=self.may(who, "issue", self.book.town(one), one.department) and not self.tells("D24", plan),
            told=[self.on(one, Verb.ISSUED)],
            then=lambda notice: self.letter(notice, one.case, one, plan.id),
        )

    def tells(self, kind: str, plan: Plan) -> bool:
        return any(
            letter.kind == kind and letter.about == plan.id and not letter.void
            for letter in self.book.letters.values()
        )

    @precondition(lambda self: self.book.plans)
    @rule(n=PICK, who=WHO)
    def hear(self, n: int, who: str) -> None:
        self.hear_of(self.some_plan(n), who)

    def hear_of(self, plan: Plan, who: str = "") -> None:
        benefit = self.book.benefits[plan.benefit]
        who = self.whoever(who, "propose", benefit.town, benefit.department)
        told = self.book.told_on(plan)
        self.act(
            f"hear {plan.id}",
            who,
            lambda office: changes.hear(
                office, plan.id, whom="陈水木", by=("王五",), opinion="不同意", adopted="已核实"
            ),
            legal=self.may(who, "propose", benefit.town, benefit.department)
            and plan.is_open
            and told is not None
            and told <= self.today,
            told=[self.about(benefit, Verb.HEARD)],
            then=lambda _change: setattr(plan, "heard", self.today),
        )

    @precondition(lambda self: self.book.plans)
    @rule(n=PICK, who=WHO, eve=st.sampled_from(["", "", "last day", "day after"]), fading=WILD)
    def decide_change(self, n: int, who: str, eve: str, fading: bool) -> None:
        """Nothing is reduced or ended before the household was told and heard, or let the time pass."""
        plan = self.some_plan(n)
        told = self.book.told_on(plan)
        if eve and told is not None:
            self.go_to(max(self.book.days.nth(told, 5)[0], plan.asked or told) + (eve == "day after") * DAY)
        self.decide_change_of(plan, who, fading=fading)

    def decide_change_of(self, plan: Plan, who: str = "", *, fading: bool = False) -> None:
        benefit = self.book.benefits[plan.benefit]
        who = self.whoever(who, "decide", benefit.town, benefit.department)
        works = plan.planned if plan.planned > self.today else next_month(self.today)
        fades = works + 60 * DAY if fading else None
        before = [death for death in self.book.deaths if not death.settled]

        def then(_change: Change) -> None:
            plan.decided, plan.works = self.today, works
            if plan.ends_it:
                benefit.end(works if fades is None else fades + DAY)
            self.book.settle_deaths(benefit.household, self.today)

        def events(_change: Change) -> list[Told]:
            last = self.last_case(benefit.household)
            settled = [
                (benefit.town, Verb.DEATH_SETTLED.value, last, "")
                for death in before
                if death.household == benefit.household and self.would_settle(death, benefit, plan)
            ]
            return [self.about(benefit, Verb.CHANGE_DECIDED), *settled]

        self.act(
            f"decide-change {plan.id}",
            who,
            lambda office: changes.decide_change(office, plan.id, fading_until=fades),
            legal=self.may(who, "decide", benefit.town, benefit.department)
            and plan.is_open
            and not self.book.unheard(plan, self.today)
            and (fades is None or plan.ends_it),
            told=events,
            then=then,
            takes=True,
        )

    def would_settle(self, death: Death, benefit: Benefit, plan: Plan) -> bool:
        """Whether nothing is left to put right after a death, once this plan is decided."""
        decided, ended = plan.decided, benefit.ended
        plan.decided = self.today
        if plan.ends_it:
            benefit.ended = benefit.ended or self.today
        try:
            return not self.book.open_after_death(death, self.today)
        finally:
            plan.decided, benefit.ended = decided, ended

    def last_case(self, household: int) -> str:
        return [case.number for case in self.book.cases.values() if case.household == household][-1]

    @precondition(lambda self: self.running())
    @rule(
        n=PICK,
        ends_it=st.booleans(),
        wait=st.sampled_from([0, 3, 8]),
        without=st.sampled_from([*CHANGING, "none"]),
    )
    def give_less(self, n: int, ends_it: bool, wait: int, without: str) -> None:
        """The whole way to giving less, one step of it left out; then it is tried to decide it."""
        benefit = self.pick(self.running(), n)
        self.propose_of(benefit, ends_it=ends_it, ahead=40, amount=20_000, asked=0)
        plans = [plan for plan in self.book.plans.values() if plan.is_open and plan.benefit == benefit.id]
        if not plans:
            return
        plan = plans[-1]
        if without != "tell":
            self.tell_of(plan)
            for letter in list(self.book.letters.values()):
                if letter.about == plan.id and not letter.reached and without != "deliver":
                    self.deliver_of(letter)
        if without != "hear":
            self.hear_of(plan)
        self.go_to(self.today + wait * DAY)
        self.decide_change_of(plan)

    @precondition(lambda self: self.book.plans)
    @rule(n=PICK, who=WHO)
    def drop(self, n: int, who: str) -> None:
        plan = self.some_plan(n)
        benefit = self.book.benefits[plan.benefit]
        who = self.whoever(who, "propose", benefit.town, benefit.department)
        self.act(
            f"drop {plan.id}",
            who,
            lambda office: changes.drop(office, plan.id, because="情况没有变化"),
            legal=self.may(who, "propose", benefit.town, benefit.department) and plan.is_open,
            told=[self.about(benefit, Verb.CHANGE_DROPPED)],
            then=lambda _change: setattr(plan, "dropped", True),
        )

    @precondition(lambda self: self.running())
    @rule(n=PICK, who=WHO)
    def review(self, n: int, who: str) -> None:
        benefit = self.pick(self.running(), n)
        who = self.whoever(who, "propose", benefit.town, benefit.department)
        before = [death for death in self.book.deaths if not death.settled]

        def events(_benefit: Given) -> list[Told]:
            benefit.reviewed = self.today
            last = self.last_case(benefit.household)
            return [self.about(benefit, Verb.REVIEWED)] + [
                (benefit.town, Verb.DEATH_SETTLED.value, last, "")
                for death in before
                if death.household == benefit.household and not self.book.open_after_death(death, self.today)
            ]

        self.act(
            f"review {benefit.id}",
            who,
            lambda office: reviews.reviewed(office, benefit.id, unchanged=True),
            legal=self.may(who, "propose", benefit.town, benefit.department) and benefit.runs(self.today),
            told=events,
            then=lambda _benefit: self.book.settle_deaths(benefit.household, self.today),
        )

    def report_death(self, n: int, who: str, ago: int, again: bool) -> None:
        """What was the dead person's own ends; what the household is given is for a review or a change."""
        known = {name: case for case in self.book.cases.values() for name in case.people}
        names = [name for name in known if again or name not in self.book.people_gone()]
        if not names:
            return
        name = self.pick(names, n)
        case = known[name]
        person = int(str(self.store.rows("SELECT id FROM people WHERE name = ?", name)[0][0]))
        who = self.whoever(who, "propose", case.town)
        died = self.today - ago * DAY

        def then(_death: Died) -> None:
            death = Death(name, case.household, self.today)
            self.book.deaths.append(death)
            living = any(
                one.name not in self.book.people_gone()
                and any(one.name in each.people for each in self.book.cases.values())
                for one in FAMILIES[case.family][1]
            )
            self.book.end_by_death(death, died, living)
            death.settled = not self.book.open_after_death(death, self.today)

        self.act(
            f"death of {name}",
            who,
            lambda office: deaths.report_death(office, person, died_on=died),
            legal=self.may(who, "propose", case.town) and name not in self.book.people_gone(),
            told=lambda _death: [(case.town, Verb.DEATH_REPORTED.value, self.last_case(case.household), "")],
            then=then,
            takes=True,
        )
