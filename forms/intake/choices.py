"""Which policies go on: all that the machine proposes, less what the clerk dropped, and what was added."""

from __future__ import annotations

from dataclasses import replace

from counter.cases.match import Answer, Verdict
from counter.cases.split import Chosen
from counter.services.intake import chosen_for, eligible
from counter.text import N_
from forms.intake.sheet import IntakeSheet

ADDED, DROPPED, BOTH_GO_ON, AGAIN = "added", "dropped", "both", "again"

WHY_ADDED = (
    N_("The applicant asks for it; the department decides."),
    N_("A fact still has to be checked; the department decides."),
    N_("The figure is near the line; spending not yet counted may change it."),
)
WHY_DROPPED = (
    N_("The applicant does not want it."),
    N_("It is received already."),
    N_("It was asked for elsewhere."),
    N_("Another one is better and both cannot be had."),
)
BETTER = WHY_DROPPED[-1]


class Choices:
    """The clerk's choice, kept with the draft: policy and reason of what was added and what was dropped."""

    def __init__(self, sheet: IntakeSheet) -> None:
        self._sheet = sheet

    def _kept(self, name: str) -> dict[str, str]:
        kept = self._sheet.extras.get(name)
        return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}

    @property
    def added(self) -> dict[str, str]:
        return self._kept(ADDED)

    @property
    def dropped(self) -> dict[str, str]:
        return self._kept(DROPPED)

    def is_chosen(self, policy: str, verdict: Verdict) -> bool:
        if verdict is Verdict.ELIGIBLE:
            return policy not in self.dropped
        return policy in self.added

    def chosen(self, answer: Answer | None) -> tuple[Chosen, ...]:
        """What would be referred if the case were accepted now, in the order of the list."""
        if answer is None:
            return ()
        dropped, added = self.dropped, self.added
        again = self.again
        picked = [
            replace(one, because=again.get(one.policy, ""))
            for one in eligible(answer)
            if one.policy not in dropped
        ]
        for row in answer.policies:
            if row.verdict is not Verdict.ELIGIBLE and row.policy in added:
                why = " ".join(filter(None, (added[row.policy], again.get(row.policy, ""))))
                picked += chosen_for(answer, row.policy, why)
        order = {row.policy: place for place, row in enumerate(answer.policies)}
        return tuple(sorted(picked, key=lambda one: (order[one.policy], one.member or 0)))

    @property
    def both(self) -> set[str]:
        """Pairs of which both go on, so that nobody is asked again."""
        kept = self._sheet.extras.get(BOTH_GO_ON)
        return {str(key) for key in kept} if isinstance(kept, list) else set()

    def let_both(self, pair: str) -> None:
        self._sheet.put_extra(BOTH_GO_ON, sorted({*self.both, pair}))

    @property
    def again(self) -> dict[str, str]:
        """Policies that the household has or has asked for already, each with the new cause."""
        return self._kept(AGAIN)

    def ask_again(self, policy: str, cause: str) -> None:
        """It is had or asked for already and goes on for a new cause, so that nobody is asked again."""
        self._sheet.put_extra(AGAIN, {**self.again, policy: cause})

    def add(self, policy: str, because: str) -> None:
        self._sheet.put_extra(ADDED, {**self.added, policy: because})
        self._without(DROPPED, policy)

    def drop(self, policy: str, because: str) -> None:
        self._sheet.put_extra(DROPPED, {**self.dropped, policy: because})
        self._without(ADDED, policy)

    def back(self, policy: str) -> None:
        """As the machine proposes it again."""
        self._without(ADDED, policy)
        self._without(DROPPED, policy)

    def _without(self, name: str, policy: str) -> None:
        left = {code: why for code, why in self._kept(name).items() if code != policy}
        if left != self._kept(name):
            self._sheet.put_extra(name, left)
