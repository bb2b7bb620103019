"""The fast lane: 小额快救 within three days, 急难 aid first and papers later. 社会救助法 art. 50."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from counter.cases.workflow import REFERRAL_MOVES, ReferralMove, ReferralState
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import ExclusionMode, Policy
from counter.catalogue.standard import PROVISIONAL
from counter.errors import Problem
from counter.text import to_fen, yuan

STAFF = 2
"""Two of the staff give it and sign the register (D26)."""
BACK_FILL = 10
"""Working days for the papers where the policy names none; it is asked for, nothing is blocked by it."""
CAPS = ("temp_small_amount", "dibao_month")
"""The lowest holds: what the township may give by itself, and one month's 低保标准 (2026-01 意见)."""


@dataclass(frozen=True, slots=True)
class FastAid:
    """Aid that was given at once. `amount_fen` is whole fen; `goods` where something else was given."""

    id: int
    referral: str
    case: str
    receiver: str
    cause: str
    amount_fen: int | None
    goods: str
    proof: str
    staff: tuple[str, ...]
    given_on: date
    papers_due: date
    provisional: bool = False
    completed_on: date | None = None
    completed_note: str = ""


@dataclass(frozen=True, slots=True)
class Gift:
    """What is given at once: money (`amount_fen`, whole fen), goods, or both; `staff` are two names."""

    receiver: str
    cause: str
    amount_fen: int | None = None
    goods: str = ""
    proof: str = ""
    staff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cap:
    """How much can be given at once, in whole fen (None: no figure is known), and which figure says so.

    `provisional`: the figure is a placeholder or of an earlier year.
    """

    fen: int | None
    standard: str = ""
    label: str = ""
    provisional: bool = False


def is_fast(policy: Policy) -> bool:
    """Whether aid of this policy can be given first and its papers brought later."""
    return bool(policy.fast_path)


def cap(catalogue: Catalogue, day: date) -> Cap:
    """The lowest of the figures that bound small aid, as they hold on that day."""
    figures = catalogue.figures_on(day)
    known = {key: figure for key in CAPS if isinstance(figure := figures.get(key), Fraction)}
    if not known:
        return Cap(None)
    lowest = min(known, key=lambda key: known[key])
    states = [catalogue.standards[key].on(day).state for key in known if known[key] == known[lowest]]
    return Cap(
        to_fen(known[lowest]),
        lowest,
        catalogue.standards[lowest].label,
        provisional=all(state in PROVISIONAL for state in states),
    )


def not_given(gift: Gift, policy: Policy, limit: Cap, ordinary: str) -> Iterator[Problem]:
    """Why this cannot be given at once; a missing document is never among the reasons.

    `ordinary` is the title of the policy by which more than the cap is given.
    """
    if not is_fast(policy):
        yield Problem(
            "{title} cannot be given first; it takes the ordinary way.", "number", {"title": policy.title}
        )
    if not gift.receiver.strip():
        yield Problem("Say who received it.", "receiver")
    if not gift.cause.strip():
        yield Problem("Say what has happened.", "cause")
    if gift.amount_fen is None and not gift.goods.strip():
        yield Problem("Say how much money, or which goods, were given.", "amount_fen")
    if gift.amount_fen is not None and gift.amount_fen <= 0:
        yield Problem("The amount must be more than nothing.", "amount_fen")
    over = gift.amount_fen is not None and limit.fen is not None and gift.amount_fen > limit.fen
    if over and is_fast(policy):
        yield Problem(
            "At most {cap} can be given at once ({label}). For more, take the ordinary way ({ordinary}) "
            "or hold a case conference.",
            "amount_fen",
            {"cap": yuan(Fraction(limit.fen or 0, 100)), "label": limit.label, "ordinary": ordinary},
        )
    if len({name.strip() for name in gift.staff if name.strip()}) < STAFF:
        yield Problem("Two different members of staff give it and sign for it.", "staff")


def ordinary_way(policy: Policy, catalogue: Catalogue, day: date) -> str:
    """The title of the policy that helps for the same cause with more than the cap; empty without one."""
    for other in policy.exclusions:
        if other.mode is ExclusionMode.SAME_CAUSE_ONCE and other.policy:
            return catalogue.policy(other.policy, day).title
    return ""


_TOWARDS = {
    ReferralState.DRAFT: ReferralMove.SEND,
    ReferralState.SENT: ReferralMove.SIGN,
    ReferralState.WAITING: ReferralMove.RESUME,
    ReferralState.RETURNED: ReferralMove.REASSIGN,
}
"""The next move of the table towards a decision; nothing waits while somebody is in need."""


def moves_to_decision(state: ReferralState) -> tuple[ReferralMove, ...]:
    """The moves from a state to the decision, the last one with it."""
    moves = []
    while state in _TOWARDS:
        moves.append(_TOWARDS[state])
        state = REFERRAL_MOVES[state, moves[-1]]
    return (*moves, ReferralMove.DECIDE)
