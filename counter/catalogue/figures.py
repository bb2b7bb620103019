"""Which standards a policy stands on, and a standard that follows from others, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from counter.catalogue.rules import Arithmetic, StandardRef, Term, standards_in
from counter.catalogue.wording import figure_text

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def figures_of(policy: Policy, catalogue: Catalogue) -> tuple[str, ...]:
    """The keys of the standards that the policy's conditions and amount name, and of those behind them."""
    found: dict[str, None] = {}
    waiting = list(_named((policy.ways, policy.fast_path, policy.benefit)))
    while waiting:
        key = waiting.pop(0)
        if key in found:
            continue
        found[key] = None
        for version in catalogue.standards[key].versions:
            if version.formula is not None:
                waiting.extend(standards_in(version.formula))
    return tuple(found)


def policies_by_figure(policies: Iterable[Policy], catalogue: Catalogue) -> dict[str, tuple[Policy, ...]]:
    """The policies that stand on each standard; absent for one that none does."""
    found: dict[str, list[Policy]] = {}
    for policy in policies:
        for key in figures_of(policy, catalogue):
            found.setdefault(key, []).append(policy)
    return {key: tuple(users) for key, users in found.items()}


def formula_text(term: Term, catalogue: Catalogue) -> str:
    """`24 × 最低生活保障标准`."""
    if isinstance(term, StandardRef):
        return catalogue.standards[term.key].label
    if isinstance(term, Arithmetic):
        left, right = (formula_text(side, catalogue) for side in (term.left, term.right))
        if term.op in "*/":
            left, right = (
                f"（{text}）" if isinstance(side, Arithmetic) and side.op in "+-" else text
                for side, text in ((term.left, left), (term.right, right))
            )
        return f"{left} {_SIGNS[term.op]} {right}"
    return figure_text(term)


def _named(value: object) -> Iterator[str]:
    """Every standard that is named anywhere in a frozen value."""
    if isinstance(value, StandardRef):
        yield value.key
    elif isinstance(value, tuple):
        for inner in value:
            yield from _named(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _named(getattr(value, field.name))
