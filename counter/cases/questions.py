"""What is still to be asked: the facts that nobody has said, by how many policies an answer would settle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counter.cases.compiled import STATUS_FACTS, UNMET, Route
from counter.cases.judge import Attempt, Grants, Judge, Lens, Reading
from counter.catalogue.model import Fact


class Question(NamedTuple):
    """A fact that nobody has said: where it belongs, and which and how many policies an answer can settle."""

    path: str
    fact: Fact
    member: int | None
    settles: int
    policies: tuple[str, ...]


class Waiting(NamedTuple):
    """A policy that is not settled for one member or for the household: the ways that it may still take."""

    policy: str
    attempts: Sequence[Attempt]


class _Asked(NamedTuple):
    """A question, where the scenarios of its answers begin, and how many answers settle which policy."""

    name: str
    member: int | None
    begins: int
    answers: int
    settles: dict[str, int]


def ask(judge: Judge, waiting: Sequence[Waiting], grants: Grants) -> tuple[Question, ...]:
    """Every unsaid fact that could settle a policy; each telling answer is a scenario of one reading."""
    if not waiting:
        return ()
    asked: dict[str, int] = {}
    scenarios: list[_Asked] = []
    for name in _open_facts(judge, waiting):
        asked[name] = len(scenarios)
        answers = len(judge.rules.telling[name])
        for member in range(judge.known.size) if name.startswith("person.") else (None,):
            scenarios += [_Asked(name, member, len(scenarios), answers, {})] * answers
    width = len(scenarios)
    held = Reading(judge, Lens(width, grants, asked=asked))
    assumed = dict.fromkeys(grants, held.every)
    granted = Reading(judge, Lens(width, grants, assumed, asked=asked), like=held)
    useful: list[_Asked] = []
    for one in waiting:
        bits = _settled(held, granted, one.attempts)
        while bits:
            question = scenarios[(bits & -bits).bit_length() - 1]
            settling = bits >> question.begins & (1 << question.answers) - 1
            bits ^= settling << question.begins
            if not question.settles:
                useful.append(question)
            question.settles[one.policy] = question.settles.get(one.policy, 0) + settling.bit_count()
    return _in_order(judge, useful)


def _open_facts(judge: Judge, waiting: Sequence[Waiting]) -> dict[str, None]:
    """The facts for want of which some condition of a way that is waiting is open."""
    tried: dict[Route, int] = {}
    for one in waiting:
        for attempt in one.attempts:
            if attempt.granted is not UNMET:
                tried[attempt.route] = tried.get(attempt.route, 0) | judge.lane(attempt.member)
    found: dict[str, None] = {}
    for route, lanes in tried.items():
        for node, _ in route.reasons:
            met, unmet = judge.held(node)
            if lanes & ~met & ~unmet:
                leaf = judge.rules.leaf(node)
                found.update(dict.fromkeys(STATUS_FACTS if leaf.of_status else (leaf.fact,)))
    return found


def _settled(held: Reading, granted: Reading, attempts: Sequence[Attempt]) -> int:
    """The scenarios in which one of the ways is open as things are held, or none of them by any grant."""
    yes, no = 0, held.every
    for attempt in attempts:
        yes |= held.truth(attempt.route.whole, attempt.member)[0]
        no &= granted.truth(attempt.route.whole, attempt.member)[1]
    return yes | no


def _in_order(judge: Judge, useful: Iterable[_Asked]) -> tuple[Question, ...]:
    """By how many policies some answer settles, then by how many an answer does on average."""

    def rank(one: _Asked) -> tuple[int, float]:
        return -len(one.settles), -sum(one.settles.values()) / one.answers

    by_path: dict[str, Question] = {}
    for one in sorted(useful, key=rank):
        path = judge.known.path(one.name, one.member)
        fact = judge.rules.catalogue.facts[one.name]
        by_path.setdefault(path, Question(path, fact, one.member, len(one.settles), tuple(one.settles)))
    return tuple(by_path.values())
