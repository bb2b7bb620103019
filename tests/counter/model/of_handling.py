"""Rules about the work before a decision: steps, questions, conferences, chases, aid at once."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.assisting import Consultation
from counter.cases.casefile import ReferralFile, Verb
from counter.cases.chasing import Level, Reminder
from counter.cases.fast_lane import Gift
from counter.cases.steps import StepKind
from counter.services import assisting, chasing, fast_lane, referrals, steps
from tests.counter.model.book import Decided, Referral, Step
from tests.counter.model.days import Wait
from tests.counter.model.machine import PICK, WHO, WILD, there_is
from tests.counter.model.of_boards import OfBoards
from tests.counter.model.of_referrals import DEPARTMENTS
from tests.counter.model.real_office import EMERGENCY


class OfHandling(OfBoards):
    @there_is("sign")
    @rule(n=PICK, who=WHO)
    def open_it(self, n: int, who: str) -> None:
        """Only its own department opens what was sent, and only the first time leaves a trace."""
        one = self.some_referral(n, False, "sign")
        assert one is not None
        who = self.by(who, "answer", one)
        opens = one.state == "sent" and self.may(who, "answer", self.book.town(one), one.department)
        if not opens or self.store.rows("SELECT opened_at FROM referrals WHERE number = ?", one.number)[0][0]:
            return
        self.act(
            "open",
            who,
            lambda office: referrals.opened(office, one.number),
            legal=True,
            told=[self.on(one, Verb.OPENED)],
        )

    @there_is("withdraw", lambda one: one.policy.needs_means_test)
    @rule(n=PICK, wild=WILD, who=WHO, kind=st.sampled_from(["check", "check", "survey"]))
    def begin_step(self, n: int, wild: bool, who: str, kind: str) -> None:
        one = self.some_referral(n, wild, "withdraw", lambda one: one.policy.needs_means_test)
        assert one is not None
        self.begin_step_of(one, who, kind)

    def begin_step_of(self, one: Referral, who: str, kind: str) -> None:
        who = self.by(who, "work", one)

        def then(_file: ReferralFile) -> None:
            one.steps.append(Step(kind, one.turn, done=False))
            if kind == "check":
                lawful = one.policy.limits.exclude_verification
                one.waits.append(Wait("check", self.today, None, lawful=lawful))

        self.act(
            f"begin-{kind} {one.number}",
            who,
            lambda office: steps.begin(office, one.number, StepKind(kind), by=("王五", "赵六")),
            legal=self.can(one, "withdraw", who, "work") and self.step_can_begin(one, kind),
            told=[self.on(one, Verb.STEP_STARTED)],
            then=then,
        )

    def step_can_begin(self, one: Referral, kind: str) -> bool:
        return (
            one.policy.needs_means_test
            and not one.has_step(kind, done=False)
            and not one.has_step(kind, done=True, turn=one.turn)
        )

    @there_is("withdraw", lambda one: any(not step.done for step in one.steps))
    @rule(
        n=PICK,
        wild=WILD,
        who=WHO,
        kind=st.sampled_from(["check", "check", "survey"]),
        by=st.sampled_from([("王五", "赵六"), ("王五", "赵六"), ("王五",)]),
    )
    def finish_step(self, *, n: int, wild: bool, who: str, kind: str, by: tuple[str, ...]) -> None:
        one = self.some_referral(n, wild, "withdraw", lambda one: one.has_step(kind, done=False))
        assert one is not None
        self.finish_step_of(one, who, kind, by)

    def finish_step_of(self, one: Referral, who: str, kind: str, by: tuple[str, ...]) -> None:
        who = self.by(who, "work", one)
        running = one.has_step(kind, done=False)

        def then(_file: ReferralFile) -> None:
            if running:
                next(step for step in one.steps if step.kind == kind and not step.done).done = True
            else:
                one.steps.append(Step(kind, one.turn, done=True))
            for wait in one.waits:
                if kind == wait.kind == "check" and wait.end is None:
                    wait.end = self.today

        self.act(
            f"finish-{kind} {one.number}",
            who,
            lambda office: steps.finish(
                office, one.number, StepKind(kind), by=by, present="林秀珠", result="属实"
            ),
            legal=self.can(one, "withdraw", who, "work")
            and (kind == "check" or len(by) > 1)
            and (running or self.step_can_begin(one, kind)),
            told=[self.on(one, Verb.STEP_DONE)],
            then=then,
        )

    @there_is("extend")
    @rule(
        n=PICK, wild=WILD, who=WHO, department=DEPARTMENTS, question=st.sampled_from(["是否参保", "是否在学"])
    )
    def ask(self, *, n: int, wild: bool, who: str, department: str, question: str) -> None:
        one = self.some_referral(n, wild, "resume", lambda one: one.state in ("signed", "waiting"))
        assert one is not None
        self.ask_of(one, who, department, question)

    def ask_of(self, one: Referral, who: str, department: str, question: str) -> None:
        who = self.by(who, "work", one)

        def then(_file: ReferralFile) -> None:
            at = self.store.last_id("consultations")
            one.questions[at] = (department, question)
            one.waits.append(Wait("question", self.today, None, lawful=False, what=at))

        self.act(
            f"ask {one.number}",
            who,
            lambda office: assisting.ask(office, one.number, department=department, question=question),
            legal=self.may(who, "work", self.book.town(one), one.department)
            and one.state in ("signed", "waiting")
            and department != one.department
            and (department, question) not in one.questions.values(),
            told=[self.on(one, Verb.CONSULTATION_ASKED)],
            then=then,
        )

    @precondition(lambda self: any(one.questions for one in self.book.referrals.values()))
    @rule(n=PICK, who=WHO, again=st.booleans())
    def answer_question(self, n: int, who: str, again: bool) -> None:
        every = [(one, at) for one in self.book.referrals.values() for at in one.questions]
        one, at = self.pick(every, n)
        self.answer_of(one, at, who, again=again)

    def answer_of(self, one: Referral, at: int, who: str = "", *, again: bool = False) -> None:
        who = self.whoever(who, "answer", self.book.town(one), one.questions[at][0])
        legal = self.may(who, "answer", self.book.town(one), one.questions[at][0])

        def then(_answer: Consultation) -> None:
            del one.questions[at]
            for wait in one.waits:
                if wait.kind == "question" and wait.what == at and wait.end is None:
                    wait.end = self.today

        for allowed in (legal, False) if legal and again else (legal,):
            self.act(
                f"answer-question {one.number}",
                who,
                lambda office: assisting.answer(office, at, text="已参保", agrees=True),
                legal=allowed,
                told=[self.on(one, Verb.CONSULTATION_ANSWERED)],
                then=then,
            )

    def confer(self, n: int, wild: bool, who: str, present: tuple[str, ...]) -> None:
        case = self.some_case(n, wild, "confer", lambda case: case.state == "accepted")
        assert case is not None
        who = self.whoever(who, "work", case.town)
        self.act(
            "confer",
            who,
            lambda office: assisting.confer(
                office,
                case.number,
                held_on=self.today,
                present=present,
                question="有无别的办法",
                conclusion="有",
            ),
            legal=self.may(who, "work", case.town) and case.state == "accepted" and len(present) > 1,
            told=[self.of_case(case, Verb.CONFERENCE_HELD)],
        )

    @there_is("return")
    @rule(n=PICK, wild=WILD, who=WHO, level=st.sampled_from(["remind", "next", "next", "escalate", "leader"]))
    def chase(self, n: int, wild: bool, who: str, level: str) -> None:
        chased = ("sent", "signed")
        one = self.some_referral(n, wild, "chase", lambda one: one.state in chased)
        assert one is not None
        order = ["remind", "escalate", "leader"]
        if level == "next":
            level = order[min(2, max((order.index(one) + 1 for one in one.chases), default=0))]
        who = self.by(who, "chase", one)
        before = level == "remind" or order[order.index(level) - 1] in one.chases
        late = level == "remind" or self.book.days_late(one, self.today) > 0
        verb = Verb.REMINDED if level == "remind" else Verb.ESCALATED

        def then(_file: ReferralFile) -> None:
            one.chases.append(level)
            self.book.reminders[self.store.last_id("reminders")] = (one.number, one.department, False)

        self.act(
            f"chase {one.number} ({level})",
            who,
            lambda office: chasing.chase(office, one.number, level=Level(level)),
            legal=self.may(who, "chase", self.book.town(one), one.department)
            and one.state in chased
            and before
            and late,
            told=[self.on(one, verb)],
            then=then,
        )

    @precondition(lambda self: self.book.reminders)
    @rule(n=PICK, who=WHO)
    def reply(self, n: int, who: str) -> None:
        at = self.pick(list(self.book.reminders), n)
        number, department, done = self.book.reminders[at]
        one = self.book.referrals[number]
        who = self.whoever(who, "answer", self.book.town(one), department)

        def then(_reminder: Reminder) -> None:
            self.book.reminders[at] = (number, department, True)

        self.act(
            "reply",
            who,
            lambda office: chasing.reply(office, at, text="下周办结"),
            legal=self.may(who, "answer", self.book.town(one), department) and not done,
            told=[self.on(one, Verb.REPLIED)],
            then=then,
        )

    @there_is("give-at-once", lambda one: one.policy.code == EMERGENCY)
    @rule(
        n=PICK,
        wild=WILD,
        who=WHO,
        amount=st.sampled_from([30_000, 30_000, 900_000]),
        staff=st.sampled_from([("甲", "乙"), ("甲", "乙"), ("甲", "甲")]),
    )
    def give_at_once(self, *, n: int, wild: bool, who: str, amount: int, staff: tuple[str, ...]) -> None:
        one = self.some_referral(n, wild, "give-at-once", lambda one: one.policy.code == EMERGENCY)
        assert one is not None
        who = self.by(who, "give-fast", one)
        gift = Gift("陈水木", "房屋失火", amount_fen=amount, proof="现场照片", staff=staff)
        decided = Decided(
            f"{one.number}-1",
            "grant",
            self.today,
            False,
            amount,
            "元",
            self.today,
            None,
            self.order + 1,
            self.today,
        )

        def then() -> None:
            if one.sent is None or one.ended is not None:
                one.sent, one.ended = self.today, None
            one.aid_open = True
            self.has_decided(one, decided)
            self.book.benefits[max(self.book.benefits)].unit = "次"

        self.simple(
            one,
            "give-at-once",
            who,
            "give-fast",
            call=lambda office: fast_lane.give(office, one.number, gift),
            verb=Verb.FAST_AID_GIVEN,
            also=one.policy.code == EMERGENCY and amount < 100_000 and len(set(staff)) > 1,
            then=then,
        )

    @precondition(lambda self: any(one.aid_open is not None for one in self.book.referrals.values()))
    @rule(n=PICK, wild=WILD, who=WHO)
    def complete(self, n: int, wild: bool, who: str) -> None:
        one = self.some_referral(n, wild, "complete", lambda one: bool(one.aid_open))
        assert one is not None
        who = self.by(who, "give-fast", one)
        self.act(
            f"complete {one.number}",
            who,
            lambda office: fast_lane.complete(office, one.number, note="证件烧毁，无法补交"),
            legal=self.may(who, "give-fast", self.book.town(one), one.department) and bool(one.aid_open),
            told=[self.on(one, Verb.FAST_AID_COMPLETED)],
            then=lambda _file: setattr(one, "aid_open", False),
        )
