"""How far a figure of the list can be relied on: always a sign, a word and a colour together."""

from __future__ import annotations

from counter.catalogue.standard import State
from counter.text import _, display

STATES = (State.OUTDATED, State.PLACEHOLDER, State.ELSEWHERE, State.UNVERIFIED, State.VERIFIED)
"""Worst first."""

SIGNS = {
    State.OUTDATED: "▲",
    State.PLACEHOLDER: "□",
    State.ELSEWHERE: "◇",
    State.UNVERIFIED: "◐",
    State.VERIFIED: "●",
}
TONES = {
    State.OUTDATED: "bad",
    State.PLACEHOLDER: "bad",
    State.ELSEWHERE: "wait",
    State.UNVERIFIED: "wait",
    State.VERIFIED: "good",
}


def state_text(state: State) -> str:
    return f"{SIGNS[state]} {display(state)}"


def verified_text(verified: bool) -> str:
    """The same two signs for what is not a figure."""
    sign = SIGNS[State.VERIFIED if verified else State.UNVERIFIED]
    word = _("checked") if verified else _("not checked")
    return f"{sign} {word}"


def verified_tone(verified: bool) -> str:
    return TONES[State.VERIFIED if verified else State.UNVERIFIED]
