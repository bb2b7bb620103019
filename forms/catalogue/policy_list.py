"""The policies by department, as lines that typing narrows and that fold."""

from __future__ import annotations

from collections.abc import Sequence

from counter.catalogue.model import Catalogue, Department
from counter.catalogue.policy import Policy
from counter.text import _
from forms import pinyin
from forms.catalogue.states import verified_text, verified_tone
from forms.line_list import Line

HEADING = "#"
"""Before a department's code, in the key of its line."""


def fits(policy: Policy, department: Department, typed: str) -> bool:
    """Whether what was typed finds the policy: a word of it, or initials of its names."""
    wanted = typed.strip().lower()
    if not wanted:
        return True
    named = (policy.title, department.title, department.official_title, policy.kind, *policy.grants)
    if any(pinyin.matches(name, wanted) for name in named) or wanted in policy.code:
        return True
    told = (policy.conditions_text, policy.benefit.text, policy.section, *policy.target_groups)
    return not wanted.isascii() and any(wanted in text for text in told)


class PolicyLines:
    """Departments in the order of the list, each with its policies unless it is folded."""

    def __init__(self, catalogue: Catalogue, policies: Sequence[Policy]) -> None:
        self._departments = catalogue.departments
        self._policies = {policy.code: policy for policy in policies}
        self._closed: set[str] = set()
        self.typed = ""

    def policy(self, key: str) -> Policy | None:
        return self._policies.get(key)

    def fold(self, heading: str, *, is_open: bool) -> None:
        code = heading.removeprefix(HEADING)
        (self._closed.discard if is_open else self._closed.add)(code)

    def fold_all(self) -> None:
        """Fold every department; when all are, unfold them."""
        codes = {policy.department for policy in self._policies.values()}
        self._closed = set() if self._closed >= codes else codes

    def found(self) -> list[Policy]:
        """The policies that fit what is typed, folded ones included."""
        return [
            policy
            for policy in self._policies.values()
            if fits(policy, self._departments[policy.department], self.typed)
        ]

    def lines(self) -> list[Line]:
        """While something is typed, every department is open."""
        grouped: dict[str, list[Policy]] = {}
        for policy in self.found():
            grouped.setdefault(policy.department, []).append(policy)
        lines: list[Line] = []
        for code, policies in grouped.items():
            is_open = bool(self.typed.strip()) or code not in self._closed
            title = self._departments[code].title
            lines.append(
                Line(f"{HEADING}{code}", title, mark=str(len(policies)), is_heading=True, is_open=is_open)
            )
            if is_open:
                lines += map(_line, policies)
        return lines


def _line(policy: Policy) -> Line:
    whose = _("of each person") if policy.of_person else _("of the household")
    return Line(
        policy.code,
        policy.title,
        small=f"{policy.kind} · {whose}",
        mark="" if policy.verified else verified_text(policy.verified),
        tone=verified_tone(policy.verified),
    )
