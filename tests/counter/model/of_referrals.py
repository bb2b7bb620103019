"""Rules about what departments do with referrals until they decide: sign, return, wait, extend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counter.cases.casefile import ReferralFile, Verb
from counter.cases.deadlines import WhoseTime
from counter.cases.workflow import ReturnReason
from counter.services import dispatch, referrals
from counter.services.office import Office
from tests.counter.model.book import Referral
from tests.counter.model.days import DAY, Wait
from tests.counter.model.machine import PICK, WHO, WILD, there_is
from tests.counter.model.of_cases import BECAUSE, OfCases
from tests.counter.model.of_intake import MATERIALS, missing
from tests.counter.model.real_office import GROUND
from tests.counter.model.rights import CIVIL, HEALTH, JUSTICE, POLICE, REFERRAL_WAYS, SCHOOL

DEPARTMENTS = st.sampled_from([CIVIL, HEALTH, JUSTICE, POLICE, SCHOOL])
EVE = st.sampled_from(["", "", "last day", "day after"])


class OfReferrals(OfCases):
    def can(self, one: Referral, move: str, who: str, right: str) -> bool:
        return self.may(who, right, self.book.town(one), one.department) and one.state in REFERRAL_WAYS[move]

    def step(self, one: Referral, move: str) -> None:
        one.state = REFERRAL_WAYS[move][one.state]

    def by(self, who: str, right: str, one: Referral) -> str:
        return self.whoever(who, right, self.book.town(one), one.department)

    def simple(
        self,
        one: Referral,
        move: str,
        who: str,
        right: str,
        *,
        call: Callable[[Office], ReferralFile],
        verb: Verb,
        also: bool = True,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """A move of a referral: legal by the table and by the right, and where `also` holds."""

        def changed(_file: ReferralFile) -> None:
            self.step(one, move)
            then()

        self.act(
            f"{move} {one.number} ({one.state})",
            who,
            call,
            legal=self.can(one, move, who, right) and also,
            told=[self.on(one, verb)],
            then=changed,
        )

    @there_is("sign")
    @rule(n=PICK, wild=WILD, who=WHO)
    def sign(self, n: int, wild: bool, who: str) -> None:
        one = self.some_referral(n, wild, "sign")
        assert one is not None
        self.sign_of(one, who)

    def sign_of(self, one: Referral, who: str = "") -> None:
        self.simple(
            one,
            "sign",
            self.by(who, "answer", one),
            "answer",
            call=lambda office: referrals.sign(office, one.number),
            verb=Verb.SIGNED,
        )

    def sign_too_slowly(self, n: int, who: str) -> None:
        """Somebody else has changed it since it was read."""
        one = self.pick(list(self.book.referrals.values()), n)
        self.act(
            "sign-what-was-changed",
            self.by(who, "answer", one),
            lambda office: referrals.sign(office, one.number, expected_version=0),
            legal=False,
        )

    @there_is("return")
    @rule(n=PICK, wild=WILD, who=WHO, reason=st.sampled_from(ReturnReason))
    def give_back(self, n: int, wild: bool, who: str, reason: ReturnReason) -> None:
        one = self.some_referral(n, wild, "return")
        assert one is not None
        self.give_back_of(one, who, reason)

    def give_back_of(self, one: Referral, who: str, reason: ReturnReason) -> None:
        def then() -> None:
            one.ended = self.today
            one.end_waits(self.today)

        self.simple(
            one,
            "return",
            self.by(who, "answer", one),
            "answer",
            call=lambda office: referrals.return_to_dispatcher(office, one.number, reason=reason, text="退"),
            verb=Verb.RETURNED,
            then=then,
        )

    @there_is("reassign")
    @rule(n=PICK, wild=WILD, who=WHO, department=DEPARTMENTS)
    def reassign(self, n: int, wild: bool, who: str, department: str) -> None:
        one = self.some_referral(n, wild, "reassign", lambda one: one.state == "returned")
        assert one is not None
        self.reassign_of(one, who, department)

    def reassign_of(self, one: Referral, who: str, department: str) -> None:
        def then() -> None:
            one.department, one.ended = department, None
            if one.state == "sent":
                one.sent = self.today
            one.chases = []

        self.simple(
            one,
            "reassign",
            self.by(who, "dispatch", one),
            "dispatch",
            call=lambda office: dispatch.reassign(office, one.number, department=department, because="改派"),
            verb=Verb.REASSIGNED,
            then=then,
        )

    @there_is("withdraw")
    @rule(n=PICK, wild=WILD, who=WHO)
    def withdraw(self, n: int, wild: bool, who: str) -> None:
        one = self.some_referral(n, wild, "withdraw")
        assert one is not None
        self.withdraw_of(one, who)

    def withdraw_of(self, one: Referral, who: str) -> None:
        def then() -> None:
            one.ended = one.ended or self.today
            one.end_waits(self.today)

        self.simple(
            one,
            "withdraw",
            self.by(who, "dispatch", one),
            "dispatch",
            call=lambda office: dispatch.withdraw(office, one.number, because="撤回"),
            verb=Verb.REFERRAL_WITHDRAWN,
            then=then,
        )

    @there_is("request-papers")
    @rule(n=PICK, wild=WILD, who=WHO, materials=MATERIALS, because=BECAUSE)
    def request_papers(self, *, n: int, wild: bool, who: str, materials: set[str], because: str) -> None:
        one = self.some_referral(n, wild, "request-papers")
        assert one is not None
        self.request_of(one, who, materials, because)

    def request_of(self, one: Referral, who: str, materials: set[str], because: str) -> None:
        who = self.by(who, "answer", one)
        possible = self.can(one, "request-papers", who, "answer")
        before = [*self.book.cases[one.case].told, *one.asked]
        again = not because and any(materials & named for named in before)

        def then(_file: ReferralFile) -> None:
            self.step(one, "request-papers")
            one.asked.append(frozenset(materials))
            one.waits.append(Wait("papers", self.today, None, lawful=False))

        self.act(
            f"request-papers {one.number} ({one.state})",
            who,
            lambda office: referrals.request_papers(
                office, one.number, papers=missing(materials), because=because
            ),
            legal=possible and not again,
            told=[self.on(one, Verb.PAPERS_REQUESTED)],
            then=then,
            stopped=self.on(one, Verb.SECOND_REQUEST_STOPPED) if possible and again else None,
        )

    @there_is("suspend")
    @rule(
        n=PICK,
        wild=WILD,
        who=WHO,
        kind=st.sampled_from(["suspension", "suspension", "publicity", "verification"]),
        ground=st.sampled_from(["", GROUND, GROUND, "工作繁忙"]),
        evidence=st.sampled_from(["委托书", "委托书", ""]),
    )
    def suspend(self, *, n: int, wild: bool, who: str, kind: str, ground: str, evidence: str) -> None:
        one = self.some_referral(n, wild, "suspend")
        assert one is not None
        self.suspend_of(one, who, kind=kind, ground=ground, evidence=evidence)

    def suspend_of(self, one: Referral, who: str, *, kind: str, ground: str, evidence: str) -> None:
        limits = one.policy.limits
        listed = ground in limits.suspension_grounds
        lawful = (
            listed
            or (kind == "publicity" and limits.exclude_publicity)
            or (kind == "verification" and limits.exclude_verification)
        )
        self.simple(
            one,
            "suspend",
            self.by(who, "answer", one),
            "answer",
            call=lambda office: referrals.suspend(
                office,
                one.number,
                reason="等候外部结果",
                kind=kind,
                ground=ground,
                evidence=evidence,
                waits_for=WhoseTime.OUTSIDE,
            ),
            verb=Verb.SUSPENDED,
            also=not ground or (listed and bool(evidence)),
            then=lambda: one.waits.append(Wait(kind, self.today, None, lawful=lawful)),
        )

    @there_is("resume")
    @rule(n=PICK, wild=WILD, who=WHO)
    def resume(self, n: int, wild: bool, who: str) -> None:
        one = self.some_referral(n, wild, "resume")
        assert one is not None
        self.resume_of(one, who)

    def resume_of(self, one: Referral, who: str = "") -> None:
        self.simple(
            one,
            "resume",
            self.by(who, "answer", one),
            "answer",
            call=lambda office: referrals.resume(office, one.number),
            verb=Verb.RESUMED,
            # What waits for another department's answer, or for a check under way, ends with that.
            then=lambda: one.end_waits(self.today, besides=("question", "check")),
        )

    @there_is("extend", lambda one: bool(one.policy.limits.extension_grounds) and not one.extended)
    @rule(
        n=PICK,
        wild=WILD,
        who=WHO,
        which=PICK,
        listed=st.sampled_from([True, True, True, False]),
        eve=EVE,
        back=st.sampled_from([0, 0, 0, 1, 3]),
    )
    def extend(self, *, n: int, wild: bool, who: str, which: int, listed: bool, eve: str, back: int) -> None:
        """On a listed ground, before the last day has passed, once; also with a clock that was set back."""
        one = self.some_referral(n, wild, "extend", lambda one: bool(one.policy.limits.extension_grounds))
        assert one is not None
        last, _unsure = self.book.last_day(one, self.today)
        if eve and last is not None:
            self.go_to(last + (DAY if eve == "day after" else 0 * DAY))
        self.extend_of(one, who, which if listed else None, back)

    def extend_of(self, one: Referral, who: str, which: int | None = 0, back: int = 0) -> None:
        """On a listed ground where `which` says one; with a clock that is so many days behind."""
        grounds = one.policy.limits.extension_grounds
        ground = "人手不足" if which is None or not grounds else self.pick(grounds, which)
        self.clock.at -= timedelta(days=back)
        try:
            last, _unsure = self.book.last_day(one, self.today)
            self.simple(
                one,
                "extend",
                self.by(who, "extend", one),
                "extend",
                call=lambda office: referrals.extend(office, one.number, ground=ground),
                verb=Verb.EXTENDED,
                also=ground in grounds
                and one.policy.limits.extended_total is not None
                and not one.extended
                and (last is None or self.today <= last)
                and self.today >= self.last_act,
                then=lambda: setattr(one, "extended", True),
            )
        finally:
            self.clock.at += timedelta(days=back)
