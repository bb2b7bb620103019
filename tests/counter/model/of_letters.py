"""Rules about letters: issued, handed over by each legal way, declared void."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.casefile import Notice, Verb
from counter.services import delivery, notices
from counter.services.delivery import Handing
from tests.counter.model.book import Case, Letter, Referral
from tests.counter.model.days import DAY
from tests.counter.model.machine import PICK, WHO, WILD
from tests.counter.model.of_handling import OfHandling


class OfLetters(OfHandling):
    def letter(self, notice: Notice, case: str, one: Referral | None = None, plan: int = 0) -> None:
        department = one.department if one else ""
        number = one.number if one else ""
        self.book.letters[notice.number] = Letter(
            notice.number, notice.kind, case, number, department, self.order, plan
        )

    def issued(self, kind: str, case: str, referral: str) -> bool:
        """Whether the same letter lies there already, of the decision that holds."""
        last = self.book.referrals[referral].decision if referral else None
        return any(
            (letter.kind, letter.case, letter.referral) == (kind, case, referral)
            and not letter.void
            and (last is None or letter.order > last.order)
            for letter in self.book.letters.values()
        )

    @precondition(lambda self: any(one.decisions for one in self.book.referrals.values()))
    @rule(n=PICK, who=WHO, other=WILD)
    def issue(self, n: int, who: str, other: bool) -> None:
        every = [one for one in self.book.referrals.values() if one.decisions]
        self.issue_of(self.pick(every, n), who, other=other)

    def issue_of(self, one: Referral, who: str = "", *, other: bool = False) -> None:
        """The letter of a decision; `other`: the one that does not fit it."""
        assert one.decision is not None
        refused = one.decision.outcome == "refuse"
        kind = "D20" if refused is not other else "D19"
        who = self.by(who, "issue", one)
        self.act(
            f"issue {kind} {one.number}",
            who,
            lambda office: notices.issue(office, one.case, kind, referral=one.number),
            legal=self.may(who, "issue", self.book.town(one), one.department)
            and not other
            and not self.issued(kind, one.case, one.number),
            told=[self.on(one, Verb.ISSUED)],
            then=lambda notice: self.letter(notice, one.case, one),
        )

    @precondition(lambda self: any(case.was_declined for case in self.book.cases.values()))
    @rule(n=PICK, who=WHO)
    def issue_refusal_to_accept(self, n: int, who: str) -> None:
        declined = [case for case in self.book.cases.values() if case.was_declined]
        self.issue_declined(self.pick(declined, n), who)

    def issue_declined(self, case: Case, who: str = "") -> None:
        who = self.whoever(who, "issue", case.town)
        self.act(
            "issue D08",
            who,
            lambda office: notices.issue(office, case.number, "D08"),
            legal=self.may(who, "issue", case.town) and not self.issued("D08", case.number, ""),
            told=[self.of_case(case, Verb.ISSUED)],
            then=lambda notice: self.letter(notice, case.number),
        )

    @precondition(lambda self: self.book.letters)
    @rule(
        n=PICK,
        who=WHO,
        way=st.sampled_from(["direct", "direct", "left", "left-alone", "mail", "publication"]),
    )
    def deliver(self, n: int, who: str, way: str) -> None:
        every = list(self.book.letters.values())
        waiting = [letter for letter in every if not letter.reached and not letter.void]
        self.deliver_of(self.pick(waiting or every, n), who, way)

    def deliver_of(self, letter: Letter, who: str = "", way: str = "direct") -> None:
        handing = {
            "direct": Handing("direct"),
            "left": Handing("left", witnesses=("甲", "乙"), refused_because="拒收"),
            "left-alone": Handing("left", witnesses=("甲",), refused_because="拒收"),
            "mail": Handing("mail", tracking="EMS1"),
            "publication": Handing("publication"),
        }[way]
        town = self.book.cases[letter.case].town
        who = self.whoever(who, "issue", town, letter.department)
        self.act(
            f"deliver {letter.kind} {letter.referral} ({way})",
            who,
            lambda office: delivery.deliver(office, letter.number, handing),
            legal=self.may(who, "issue", town, letter.department) and not letter.void and way != "left-alone",
            told=[(town, Verb.DELIVERED.value, letter.case, letter.referral)],
            then=lambda _notice: letter.reached.append(
                self.today + (30 if way == "publication" else 0) * DAY
            ),
        )

    @precondition(lambda self: self.book.letters)
    @rule(n=PICK, who=WHO)
    def void(self, n: int, who: str) -> None:
        """A letter on which the end of a case rests is void only once the case is taken up again."""
        letter = self.pick(list(self.book.letters.values()), n)
        case = self.book.cases[letter.case]
        who = self.whoever(who, "issue", case.town, letter.department)
        rests = case.state in ("closed", "archived") and letter.kind in ("D08", "D19", "D20", "D24")
        self.act(
            f"void {letter.kind} {letter.referral}",
            who,
            lambda office: notices.void(office, letter.number, reason="打错了"),
            legal=self.may(who, "issue", case.town, letter.department) and not letter.void and not rests,
            told=[(case.town, Verb.VOIDED.value, letter.case, letter.referral)],
            then=lambda _notice: setattr(letter, "void", True),
        )
