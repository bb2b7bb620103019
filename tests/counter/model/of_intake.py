"""Rules about what comes to the counter: applied for, asked about, declined at once."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.split import Chosen
from counter.services import cases, intake
from tests.counter.model.book import Case, Referral
from tests.counter.model.days import DAY
from tests.counter.model.machine import WHO, WILD, Machine, Told
from tests.counter.model.real_office import AGED, DIBAO, FAMILIES, POLICIES, application, old_one

FAMILY = st.sampled_from(["three", "three", "alone", "elsewhere"])
CHOSEN = st.lists(st.sampled_from((DIBAO, *POLICIES)), min_size=1, max_size=3, unique=True)
MATERIALS = st.sets(st.sampled_from(("proof-a", "proof-b", "proof-c")), min_size=1, max_size=2)


def missing(materials: set[str]) -> list[Paper]:
    return [Paper(one, f"证明{one[-1]}", "missing") for one in sorted(materials)]


CLAUSE = st.sampled_from(["第四条", "第四条", ""])
MANY = 5
"""With so many cases there is enough to do."""


class OfIntake(Machine):
    def living(self, family: str) -> tuple[str, ...]:
        gone = self.book.people_gone()
        return tuple(one.name for one in FAMILIES[family][1] if one.name not in gone)

    def can_apply(self, family: str) -> bool:
        return FAMILIES[family][1][0].name in self.living(family)

    def choose(self, people: Sequence[str], family: str, policies: Sequence[str]) -> list[Chosen]:
        old = old_one(family)
        return [
            Chosen(code, people.index(old) if code == AGED else None, "家庭确有困难")
            for code in policies
            if code != AGED or old in people
        ]

    def enter_case(self, file: CaseFile, family: str, who: str, state: str) -> Case:
        town = FAMILIES[family][0]
        serial = self.book.serials.get((town, self.today), 0) + 1
        self.book.serials[town, self.today] = serial
        assert file.number.startswith(f"{town}-{self.today:%Y%m%d}-{serial:04}-"), file.number
        case = Case(file.number, family, town, state, self.living(family), file.household_id, self.today, who)
        self.book.cases[case.number] = case
        return case

    def enter_referrals(self, file: CaseFile, case: Case, *, sent: bool) -> None:
        known = {one.number for one in self.book.of(case.number)}
        for one in file.referrals:
            if one.number in known:
                continue
            subject = "" if one.subject == "household" else case.people[int(one.subject)]
            self.book.referrals[one.number] = Referral(
                one.number,
                case.number,
                self.office.catalogue.policy(one.policy),
                one.department,
                subject,
                self.today,
                "sent" if sent else "draft",
                self.today if sent else None,
            )

    def apply(self, family: str, policies: Sequence[str], who: str, *, send: bool, later: bool) -> None:
        people, town = self.living(family), FAMILIES[family][0]
        chosen = self.choose(people, family, policies)
        said = application(family, self.today, self.book.people_gone())
        papers = [Paper("proof-later", "后补证明", "gap", due=self.today + 20 * DAY)] if later else []
        who = self.whoever(who, "intake", town)

        def then(file: CaseFile) -> None:
            case = self.enter_case(file, family, who, "accepted")
            case.papers = {"proof-later": "gap"} if later else {}
            self.enter_referrals(file, case, sent=send)
            assert len(file.referrals) == len(chosen)

        def told(file: CaseFile) -> list[Told]:
            verbs = [Verb.ACCEPTED, Verb.SENT] if send else [Verb.ACCEPTED]
            return [(town, verb.value, file.number, "") for verb in verbs]

        accept = intake.accept_and_send if send else intake.accept
        self.act(
            f"accept {policies}",
            who,
            lambda office: accept(office, said, chosen, papers=papers),
            legal=self.may(who, "intake", town) and bool(chosen) and self.can_apply(family),
            told=told,
            then=then,
        )

    @precondition(lambda self: len(self.book.cases) < 2 * MANY)
    @rule(family=FAMILY, policies=CHOSEN, who=WHO, send=st.booleans(), later=WILD)
    def accept(self, *, family: str, policies: list[str], who: str, send: bool, later: bool) -> None:
        if self.can_apply(family):
            self.apply(family, policies, who, send=send, later=later)

    def register(self, family: str, materials: set[str], who: str) -> None:
        if not self.can_apply(family):
            return
        town = FAMILIES[family][0]
        who = self.whoever(who, "intake", town)
        said = application(family, self.today, self.book.people_gone())

        def then(file: CaseFile) -> None:
            case = self.enter_case(file, family, who, "awaiting_papers")
            case.told.append(frozenset(materials))
            case.papers = dict.fromkeys(materials, "missing")

        self.act(
            "register",
            who,
            lambda office: intake.register(office, said, missing(materials)),
            legal=self.may(who, "intake", town),
            told=lambda file: [(town, Verb.REGISTERED.value, file.number, "")],
            then=then,
        )

    def consult(self, family: str, who: str) -> None:
        if not self.can_apply(family):
            return
        town = FAMILIES[family][0]
        who = self.whoever(who, "intake", town)
        said = application(family, self.today, self.book.people_gone())
        self.act(
            "consult",
            who,
            lambda office: cases.consult(office, said, note="问低保怎么申请"),
            legal=self.may(who, "intake", town),
            told=lambda file: [(town, Verb.CONSULTED.value, file.number, "")],
            then=lambda file: self.enter_case(file, family, who, "consulted"),
        )

    def decline_at_once(self, family: str, who: str, clause: str) -> None:
        if not self.can_apply(family):
            return
        town = FAMILIES[family][0]
        who = self.whoever(who, "decline", town)
        said = application(family, self.today, self.book.people_gone())

        def then(file: CaseFile) -> None:
            self.enter_case(file, family, who, "declined").was_declined = True

        self.act(
            "decline",
            who,
            lambda office: intake.decline(office, said, reason="不属于本镇", clause=clause),
            legal=self.may(who, "decline", town) and bool(clause),
            told=lambda file: [(town, Verb.DECLINED.value, file.number, "")],
            then=then,
        )
