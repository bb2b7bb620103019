"""Rules about cases as a whole: brought to, declined, ended, taken up, merged, sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.casefile import CaseFile, Paper, Verb
from counter.services import cases, dispatch, intake, papers_given
from counter.services.office import Office
from tests.counter.model.book import Case, Referral
from tests.counter.model.machine import PICK, WHO, WILD, there_is, there_is_a_case
from tests.counter.model.of_intake import CHOSEN, CLAUSE, FAMILY, MANY, MATERIALS, OfIntake, missing
from tests.counter.model.real_office import DIBAO
from tests.counter.model.rights import CASE_WAYS, OPEN_CASE, REFERRAL_WAYS

BECAUSE = st.sampled_from(["", "申请人提供了新的情况"])
ON_CASES: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "bring": {"n": PICK, "wild": WILD, "who": WHO, "materials": MATERIALS},
    "register": {"family": FAMILY, "materials": MATERIALS, "who": WHO},
    "consult": {"family": FAMILY, "who": WHO},
    "decline_at_once": {"family": FAMILY, "who": WHO, "clause": CLAUSE},
    "ask_papers": {"n": PICK, "wild": WILD, "who": WHO, "materials": MATERIALS, "because": BECAUSE},
    "accept_registered": {"n": PICK, "wild": WILD, "who": WHO, "policies": CHOSEN},
    "add": {"n": PICK, "wild": WILD, "who": WHO, "policies": CHOSEN},
    "decline": {"n": PICK, "wild": WILD, "who": WHO, "reason": CLAUSE},
    "withdraw_case": {"n": PICK, "wild": WILD, "who": WHO},
}
"""Acts that take one turn among them, so that cases get on; each with what it is given."""


def one_of(acts: dict[str, dict[str, st.SearchStrategy[object]]]) -> st.SearchStrategy[dict[str, object]]:
    return st.one_of([st.fixed_dictionaries({"act": st.just(name), **given}) for name, given in acts.items()])


class OfCases(OfIntake):
    @rule(given=one_of(ON_CASES))
    def at_the_window(self, given: dict[str, Any]) -> None:
        act = given.pop("act")
        if given.get("wild") or self.has_use(act):
            getattr(self, act)(**given)

    def has_use(self, act: str) -> bool:
        """Whether an act at the window leads anywhere; an office full of questions would never decide."""
        states = [case.state for case in self.book.cases.values()]
        if act in ("register", "consult", "decline_at_once"):
            return len(states) < MANY
        if act == "bring":
            return any({"gap", "missing"} & set(case.papers.values()) for case in self.book.cases.values())
        if act in ("add", "withdraw_case"):
            return "accepted" in states and len(states) > 1
        return "consulted" in states or "awaiting_papers" in states

    def move(self, case: Case, move: str, who: str, right: str) -> bool:
        return self.may(who, right, case.town) and case.state in CASE_WAYS[move]

    def moved(self, case: Case, move: str) -> None:
        case.state = CASE_WAYS[move][case.state]

    def ask_papers(self, n: int, wild: bool, who: str, materials: set[str], because: str) -> None:
        case = self.some_case(n, wild, "ask-papers")
        assert case is not None
        who = self.whoever(who, "intake", case.town)
        possible = self.move(case, "ask-papers", who, "intake")
        verb = Verb.REGISTERED if case.state == "consulted" else Verb.PAPERS_REQUESTED
        again = bool(case.told) and not because

        def then(_file: CaseFile) -> None:
            self.moved(case, "ask-papers")
            case.told.append(frozenset(materials))
            case.papers |= dict.fromkeys(materials, "missing")

        self.act(
            "ask-papers",
            who,
            lambda office: intake.ask_papers(office, case.number, missing(materials), because=because),
            legal=possible and not again,
            told=[self.of_case(case, verb)],
            then=then,
            stopped=self.of_case(case, Verb.SECOND_REQUEST_STOPPED) if possible and again else None,
        )

    def accept_registered(self, n: int, wild: bool, who: str, policies: list[str]) -> None:
        case = self.some_case(n, wild, "accept")
        if case is None or set(case.people) & self.book.people_gone():
            return
        who = self.whoever(who, "intake", case.town)
        chosen = self.choose(case.people, case.family, policies)

        def then(file: CaseFile) -> None:
            self.moved(case, "accept")
            case.accepted = self.today
            self.enter_referrals(file, case, sent=False)

        self.act(
            "accept-registered",
            who,
            lambda office: intake.accept_registered(office, case.number, chosen),
            legal=self.move(case, "accept", who, "intake") and bool(chosen),
            told=[self.of_case(case, Verb.ACCEPTED)],
            then=then,
        )

    def add(self, n: int, wild: bool, who: str, policies: list[str]) -> None:
        case = self.some_case(n, wild, "add", lambda case: case.state == "accepted")
        if case is None or set(case.people) & self.book.people_gone():
            return
        who = self.whoever(who, "intake", case.town)
        chosen = self.choose(case.people, case.family, policies)
        there = {
            (one.policy.code, one.subject) for one in self.book.of(case.number) if one.state != "withdrawn"
        }
        wanted = {(one.policy, "" if one.member is None else case.people[one.member]) for one in chosen}
        self.act(
            "add",
            who,
            lambda office: intake.add(office, case.number, chosen, because="又提出一项"),
            legal=self.may(who, "intake", case.town)
            and case.state == "accepted"
            and bool(chosen)
            and not there & wanted,
            told=[self.of_case(case, Verb.DRAFTS_EDITED)],
            then=lambda file: self.enter_referrals(file, case, sent=False),
        )

    def decline(self, n: int, wild: bool, who: str, reason: str) -> None:
        case = self.some_case(n, wild, "decline")
        assert case is not None
        who = self.whoever(who, "decline", case.town)

        def then(_file: CaseFile) -> None:
            self.moved(case, "decline")
            case.was_declined = True

        self.act(
            "decline-registered",
            who,
            lambda office: intake.decline_registered(office, case.number, reason=reason, clause="第四条"),
            legal=self.move(case, "decline", who, "decline") and bool(reason),
            told=[self.of_case(case, Verb.DECLINED)],
            then=then,
        )

    def bring(self, n: int, wild: bool, who: str, materials: set[str]) -> None:
        takes = {*OPEN_CASE, "closed"}
        case = self.some_case(n, wild, "bring", lambda case: case.state in takes)
        assert case is not None
        who = self.whoever(who, "intake", case.town)
        names = sorted(materials | {name for name, state in case.papers.items() if state == "gap"})
        came = [Paper(name, f"证明{name[-1]}", "original") for name in names]
        self.act(
            "bring",
            who,
            lambda office: papers_given.bring(office, case.number, came),
            legal=self.may(who, "intake", case.town) and case.state in takes,
            told=[self.of_case(case, Verb.PAPERS_RECEIVED)],
            then=lambda _file: case.papers.update(dict.fromkeys(names, "original")),
        )

    def withdraw_case(self, n: int, wild: bool, who: str) -> None:
        case = self.some_case(n, wild, "withdraw")
        assert case is not None
        who = self.whoever(who, "withdraw-case", case.town)

        def then(_file: CaseFile) -> None:
            self.moved(case, "withdraw")
            for one in self.book.of(case.number):
                self.withdrawn(one)

        self.act(
            "withdraw-case",
            who,
            lambda office: cases.withdraw_case(office, case.number, because="申请人撤回"),
            legal=self.move(case, "withdraw", who, "withdraw-case"),
            told=[self.of_case(case, Verb.CASE_WITHDRAWN)],
            then=then,
        )

    def withdrawn(self, one: Referral) -> None:
        if one.is_open:
            one.state = REFERRAL_WAYS["withdraw"][one.state]
            one.ended = one.ended or self.today
            one.end_waits(self.today)

    def close(self, case: Case, who: str) -> None:
        self.act(
            "close",
            who,
            lambda office: cases.close(office, case.number),
            legal=self.move(case, "close", who, "close") and self.book.may_close(case, self.today),
            told=[self.of_case(case, Verb.CLOSED)],
            then=lambda _file: self.moved(case, "close"),
        )

    def archive(self, case: Case, who: str) -> None:
        self.act(
            "archive",
            who,
            lambda office: cases.archive(office, case.number),
            legal=self.move(case, "archive", who, "close") and self.book.may_archive(case, self.today),
            told=[self.of_case(case, Verb.ARCHIVED)],
            then=lambda _file: self.moved(case, "archive"),
        )

    @precondition(lambda self: self.ended())
    @rule(n=PICK, wild=WILD, who=WHO)
    def close_one(self, n: int, wild: bool, who: str) -> None:
        case = self.pick(list(self.book.cases.values()) if wild else self.ended(), n)
        self.close(case, self.whoever(who, "close", case.town))

    def ended(self) -> list[Case]:
        """Open cases whose referrals have all come to their end."""
        return [
            case
            for case in self.book.cases.values()
            if case.state in CASE_WAYS["close"] and not any(one.is_open for one in self.book.of(case.number))
        ]

    @there_is_a_case("archive")
    @rule(n=PICK, wild=WILD, who=WHO)
    def archive_one(self, n: int, wild: bool, who: str) -> None:
        case = self.some_case(n, wild, "archive")
        assert case is not None
        self.archive(case, self.whoever(who, "close", case.town))

    @there_is_a_case("reopen")
    @rule(n=PICK, wild=WILD, who=WHO)
    def reopen(self, n: int, wild: bool, who: str) -> None:
        case = self.some_case(n, wild, "reopen")
        assert case is not None
        who = self.whoever(who, "merge", case.town)
        self.act(
            "reopen",
            who,
            lambda office: cases.reopen(office, case.number, because="更正决定"),
            legal=self.move(case, "reopen", who, "merge") and bool(self.book.of(case.number)),
            told=[self.of_case(case, Verb.REOPENED)],
            then=lambda _file: self.moved(case, "reopen"),
        )

    @rule(n=PICK)
    def case_out_of_turn(self, n: int) -> None:
        """Whatever the table does not know of a case in its state is refused."""
        by_state = {case.state: case for case in self.book.cases.values()}
        case = self.pick(list(by_state.values()), n)
        clerk = self.whoever("", "intake", case.town)
        chosen = self.choose(case.people, case.family, [DIBAO])
        moves: dict[str, Callable[[Office], CaseFile]] = {
            "ask-papers": lambda office: intake.ask_papers(office, case.number, missing({"proof-d"})),
            "accept": lambda office: intake.accept_registered(office, case.number, chosen),
            "decline": lambda office: intake.decline_registered(
                office, case.number, reason="不属于本镇", clause="第四条"
            ),
            "withdraw": lambda office: cases.withdraw_case(office, case.number, because="撤回"),
            "close": lambda office: cases.close(office, case.number),
            "reopen": lambda office: cases.reopen(office, case.number, because="更正"),
            "archive": lambda office: cases.archive(office, case.number),
        }
        for move, call in moves.items():
            if case.state not in CASE_WAYS[move]:
                self.act(f"{move} ({case.state})", clerk, call, legal=False)

    @precondition(lambda self: any(self.twins(case) for case in self.book.cases.values()))
    @rule(n=PICK, m=PICK, wild=WILD, who=WHO)
    def merge(self, n: int, m: int, wild: bool, who: str) -> None:
        case = self.some_case(n, wild, "merge", lambda case: bool(self.twins(case)))
        assert case is not None
        twins = self.twins(case)
        into = self.pick(twins if twins and not wild else list(self.book.cases.values()), m)
        who = self.whoever(who, "merge", case.town)
        decided = any(one.decisions for one in self.book.of(case.number))
        legal = self.move(case, "merge", who, "merge") and self.may(who, "merge", into.town)
        told = [self.of_case(case, Verb.MERGED), self.of_case(into, Verb.MERGED)]
        self.act(
            "merge",
            who,
            lambda office: cases.merge(office, case.number, into=into.number, because="同一户"),
            legal=legal and into in twins and not decided,
            told=told,
            then=lambda _file: self.merged(case, into),
        )

    def twins(self, case: Case) -> list[Case]:
        """Into which cases this one can be merged."""
        return [
            other
            for other in self.book.cases.values()
            if other is not case
            and case.state in OPEN_CASE
            and (other.household, other.town) == (case.household, case.town)
            and other.state in OPEN_CASE
            and (case.state != "accepted" or other.state == "accepted")
        ]

    def merged(self, case: Case, into: Case) -> None:
        self.moved(case, "merge")
        case.into = into.number
        into.people = (*into.people, *(name for name in case.people if name not in into.people))
        for material, state in case.papers.items():
            if into.papers.get(material) in (None, "gap", "missing") and (
                material not in into.papers or state == "original"
            ):
                into.papers[material] = state
        for one in self.book.of(case.number):
            same = [
                other
                for other in self.book.of(into.number)
                if (other.policy.code, other.subject) == (one.policy.code, one.subject)
                and other.state != "withdrawn"
            ]
            if not one.is_open:
                continue
            if same:
                self.withdrawn(one)
            else:
                one.case = into.number

    @there_is("send")
    @rule(n=PICK, wild=WILD, who=WHO, some=st.booleans())
    def send(self, n: int, wild: bool, who: str, some: bool) -> None:
        one = self.some_referral(n, wild, "send")
        assert one is not None
        self.send_of(one, who, some=some)

    def send_of(self, one: Referral, who: str = "", *, some: bool = True) -> None:
        case = self.book.cases[one.case]
        who = self.whoever(who, "dispatch", case.town)
        drafts = [other for other in self.book.of(case.number) if other.state == "draft"]
        going = [one] if some else drafts

        def then(_file: CaseFile) -> None:
            for other in going:
                other.state, other.sent = "sent", self.today

        self.act(
            "send",
            who,
            lambda office: dispatch.send(office, case.number, [one.number] if some else None),
            legal=self.may(who, "dispatch", case.town)
            and bool(going)
            and all(x.state == "draft" for x in going),
            told=[self.of_case(case, Verb.SENT)],
            then=then,
        )
