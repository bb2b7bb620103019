"""Rules about decisions: given, entered from paper, corrected; and about what is out of turn."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.casefile import Verb
from counter.cases.workflow import Outcome, ReturnReason
from counter.catalogue.benefit import Gives
from counter.services import decisions
from counter.services.decisions import Answer
from tests.counter.model.book import Benefit, Decided, Referral
from tests.counter.model.days import DAY, a_year_less_a_day
from tests.counter.model.machine import PICK, WHO, WILD, there_is
from tests.counter.model.of_referrals import OfReferrals
from tests.counter.model.real_office import AGED, DIBAO, MEDICAL, RIGID, TEKUN
from tests.counter.model.rights import REFERRAL_WAYS

OUTCOME = st.sampled_from(["grant", "grant", "refuse", "refuse", "partly"])
AMOUNT = st.sampled_from([62_000, 62_000, 80_000, 50_000])
STARTS = st.sampled_from([0, 0, 30, -5])
RUNNING = {DIBAO: "月", TEKUN: "月", AGED: "月", MEDICAL: "年", RIGID: ""}
"""The policies whose grant goes on, each with its period."""
RIGHT_OF = {
    "send": "dispatch",
    "sign": "answer",
    "return": "answer",
    "reassign": "dispatch",
    "withdraw": "dispatch",
    "request-papers": "answer",
    "suspend": "answer",
    "resume": "answer",
    "extend": "extend",
    "decide": "decide",
}
SPOILT = st.sampled_from([""] * 8 + ["clause", "reason", "future", "amount"])


class OfDecisions(OfReferrals):
    def answer(
        self, one: Referral, outcome: str, amount: int, starts: int, *, spoilt: str = "", ends: bool = False
    ) -> tuple[Answer, bool]:
        """An answer that fits the policy, and whether it can be given; `spoilt` takes something from it."""
        policy, said = one.policy, Outcome(outcome)
        begins = self.today + starts * DAY
        money = outcome != "refuse" and policy.benefit.gives is Gives.MONEY
        value = Answer(
            said,
            amount_fen=amount if money else None,
            amount_unit="元" if money else "",
            starts=begins if money or (outcome != "refuse" and policy.code == RIGID and starts > 0) else None,
            ends=begins + 300 * DAY if ends and outcome != "refuse" and policy.code in RUNNING else None,
            reason="" if outcome == "grant" or spoilt == "reason" else "收入超过标准",
            facts="月人均收入1500元" if outcome == "refuse" else "",
            evidence="核对报告" if outcome == "refuse" else "",
            clause="" if outcome == "grant" or spoilt == "clause" else "第四条",
            decided_on=self.today + DAY if spoilt == "future" else None,
        )
        good = spoilt != "future" and (outcome == "grant" or spoilt not in ("reason", "clause"))
        if spoilt == "amount" and money:
            value, good = Answer(said, reason=value.reason, clause=value.clause), False
        return value, good

    def decided(self, one: Referral, answer: Answer, *, on_paper: bool = False) -> Decided:
        on, ends = answer.decided_on or self.today, answer.ends
        if answer.outcome is not Outcome.REFUSE and one.policy.code in (RIGID, MEDICAL) and ends is None:
            ends = a_year_less_a_day(answer.starts or on)
        return Decided(
            f"{one.number}-{len(one.decisions) + 1}",
            answer.outcome.value,
            on,
            on_paper,
            answer.amount_fen,
            answer.amount_unit,
            answer.starts,
            ends,
            self.order + 1,  # the act that is about to be made
            self.today,
        )

    @there_is("decide")
    @rule(n=PICK, wild=WILD, who=WHO, outcome=OUTCOME, amount=AMOUNT, starts=STARTS, spoilt=SPOILT, ends=WILD)
    def decide(
        self,
        *,
        n: int,
        wild: bool,
        who: str,
        outcome: str,
        amount: int,
        starts: int,
        spoilt: str,
        ends: bool,
    ) -> None:
        one = self.some_referral(n, wild, "decide")
        assert one is not None
        answer, good = self.answer(one, outcome, amount, starts, spoilt=spoilt, ends=ends)
        self.decide_of(one, answer, who, good=good)

    def decide_of(self, one: Referral, answer: Answer, who: str = "", *, good: bool = True) -> None:
        decided = self.decided(one, answer)
        grants = answer.outcome is not Outcome.REFUSE
        owed = grants and self.book.notices_kept and bool(one.policy.public_notice_days) and not one.notices
        self.simple(
            one,
            "decide",
            self.by(who, "decide", one),
            "decide",
            call=lambda office: decisions.decide(office, one.number, answer),
            verb=Verb.DECIDED,
            also=good
            and not owed
            and not self.book.notice_stops(one, decided.on, grants=grants)
            and not self.book.gives_less(one, decided, self.today),
            then=lambda: self.has_decided(one, decided),
        )

    @there_is("answer-on-paper")
    @rule(n=PICK, wild=WILD, who=WHO, outcome=OUTCOME, amount=AMOUNT, ago=st.sampled_from([0, 0, 4, 60]))
    def answer_on_paper(self, *, n: int, wild: bool, who: str, outcome: str, amount: int, ago: int) -> None:
        """A department without the program: the window enters its answer, by the day on the paper."""
        one = self.some_referral(n, wild, "answer-on-paper")
        assert one is not None
        on = self.today - ago * DAY
        said, _good = self.answer(one, outcome, amount, 0)
        answer = Answer(
            said.outcome,
            said.amount_fen,
            said.amount_unit,
            said.starts,
            None,
            said.reason,
            said.facts,
            said.evidence,
            said.clause,
            "7号",
            "李四",
            on,
        )
        decided = self.decided(one, answer, on_paper=True)
        self.simple(
            one,
            "answer-on-paper",
            self.by(who, "record-paper", one),
            "record-paper",
            call=lambda office: decisions.record_paper_reply(office, one.number, answer),
            verb=Verb.PAPER_REPLY,
            also=on >= one.accepted
            and not self.book.notice_stops(one, on, grants=answer.outcome is not Outcome.REFUSE)
            and not self.book.gives_less(one, decided, self.today),
            then=lambda: self.has_decided(one, decided),
        )

    @precondition(lambda self: any(one.decisions for one in self.book.referrals.values()))
    @rule(n=PICK, wild=WILD, who=WHO, outcome=OUTCOME, amount=AMOUNT, starts=STARTS, spoilt=SPOILT)
    def correct(
        self, *, n: int, wild: bool, who: str, outcome: str, amount: int, starts: int, spoilt: str
    ) -> None:
        accepted = {case.number for case in self.book.cases.values() if case.state == "accepted"}
        one = self.some_referral(n, wild, "correct", lambda one: bool(one.decisions) and one.case in accepted)
        assert one is not None
        who = self.by(who, "decide", one)
        answer, good = self.answer(one, outcome, amount, starts, spoilt=spoilt)
        last = one.decision
        decided = self.decided(one, answer, on_paper=bool(last and last.on_paper))
        given = next((x for x in self.book.benefits.values() if last and x.decision == last.number), None)
        takes = bool(given and last and given.runs(self.today) and self.takes_away(last, decided))
        knows = bool(last) and self.knows(one)
        self.act(
            f"correct {one.number} ({outcome})",
            who,
            lambda office: decisions.correct(office, one.number, answer, because="算错了"),
            legal=self.may(who, "decide", self.book.town(one), one.department)
            and last is not None
            and one.case in accepted
            and good
            and not (takes and knows)
            and not self.book.gives_less(one, decided, self.today, but=last.number),
            told=[self.on(one, Verb.CORRECTED)],
            then=lambda _file: self.has_corrected(one, decided),
            takes=not knows,
        )

    def takes_away(self, last: Decided, new: Decided) -> bool:
        if new.outcome == "refuse" or self.book.would_be_less((last.amount, last.unit, last.ends), new):
            return True
        return new.starts is not None and new.starts > (last.starts or last.on)

    def knows(self, one: Referral) -> bool:
        """Whether the household has read the decision that holds."""
        last = one.decision
        assert last is not None
        if last.on_paper:
            return last.recorded < self.today
        return any(
            letter.referral == one.number
            and letter.kind == "D19"
            and letter.order > last.order
            and letter.reached
            for letter in self.book.letters.values()
        )

    def has_corrected(self, one: Referral, decided: Decided) -> None:
        last = one.decision
        for benefit in self.book.benefits.values():
            if last is not None and benefit.decision == last.number:
                self.book.drop_plans(benefit)
                benefit.end(self.today)
        for letter in self.book.letters.values():
            if letter.referral == one.number and letter.kind in ("D19", "D20"):
                letter.void = True
        self.has_decided(one, decided)

    def has_decided(self, one: Referral, decided: Decided) -> None:
        """Everything that follows from a decision."""
        one.decisions.append(decided)
        one.end_waits(self.today)
        if decided.outcome == "refuse":
            return
        case = self.book.cases[one.case]
        starts = decided.starts or decided.on
        for given in self.book.running_beside(one, decided, self.today):
            self.book.drop_plans(given)
            given.end(max(starts, given.starts))
        ends, ended = decided.ends, None
        if one.policy.code not in RUNNING:
            ended = decided.on
        benefit = Benefit(
            self.store.last_id("benefits"),
            one.number,
            decided.number,
            case.household,
            one.policy.code,
            one.department,
            case.town,
            one.subject,
            decided.amount,
            decided.unit,
            starts,
            ends,
            ended,
            decided.on,
        )
        assert benefit.id not in self.book.benefits
        self.book.benefits[benefit.id] = benefit

    def running(self) -> list[Benefit]:
        return [one for one in self.book.benefits.values() if one.runs(self.today)]

    @rule(n=PICK)
    def out_of_turn(self, n: int) -> None:
        """Whatever the table does not know of a referral in its state is refused, whoever tries it."""
        one = self.one_of_each_state(n)
        for move, made in self.moves_of(one).items():
            if one.state not in REFERRAL_WAYS[move]:
                made("")

    @rule(n=PICK, m=PICK)
    def without_the_right(self, n: int, m: int) -> None:
        """A move that the table knows is refused to everybody who has not its right."""
        one = self.one_of_each_state(n)
        moves = {move: made for move, made in self.moves_of(one).items() if one.state in REFERRAL_WAYS[move]}
        if not moves:
            return
        move = self.pick(sorted(moves), m)
        for who in self.officers:
            if not self.may(who, RIGHT_OF[move], self.book.town(one), one.department):
                moves[move](who)

    def one_of_each_state(self, n: int) -> Referral:
        """A referral, so that states that few are in come up as often as the others."""
        by_state = {one.state: one for one in self.book.referrals.values()}
        return self.pick(list(by_state.values()), n)

    def moves_of(self, one: Referral) -> dict[str, Callable[[str], None]]:
        """Every move of the table, made by the one who is named or by who has the right."""
        answer, good = self.answer(one, "refuse", 0, 0)
        return {
            "send": lambda who: self.send_of(one, who),
            "sign": lambda who: self.sign_of(one, who),
            "return": lambda who: self.give_back_of(one, who, ReturnReason.NOT_OURS),
            "reassign": lambda who: self.reassign_of(one, who, one.department),
            "withdraw": lambda who: self.withdraw_of(one, who),
            "request-papers": lambda who: self.request_of(one, who, {"proof-d"}, "新的情况"),
            "suspend": lambda who: self.suspend_of(one, who, kind="suspension", ground="", evidence=""),
            "resume": lambda who: self.resume_of(one, who),
            "extend": lambda who: self.extend_of(one, who),
            "decide": lambda who: self.decide_of(one, answer, who, good=good),
        }
