"""What is still to be asked: the facts that nobody has said, by how many policies an answer would settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter.cases.judge import Attempt, Grants, Judge, Key, Lens, Reading
from counter.catalogue.model import Fact


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that nobody has said: where it belongs, and which and how many policies an answer can settle."""

    path: str
    fact: Fact
    member: int | None
    settles: int
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A policy, for one member or the household, that is not settled, and the unsaid facts it waits for."""

    policy: str
    attempts: tuple[Attempt, ...]
    facts: tuple[Key, ...]


def ask(judge: Judge, waiting: Sequence[Waiting], grants: Grants) -> tuple[Question, ...]:
    """Every unsaid fact that could settle a policy; each telling answer is a scenario of one reading."""
    telling = judge.rules.telling
    asked: dict[Key, int] = {}
    width = 0
    for one in waiting:
        for key in one.facts:
            if key not in asked:
                asked[key] = width
                width += len(telling[key[0]])
    every = (1 << width) - 1
    held = Reading(judge, Lens(every, grants, {}, {}, asked))
    assumed = dict.fromkeys(grants.categories(), every)
    granted = Reading(judge, Lens(every, grants, assumed, {}, asked), like=held)
    settled: dict[Key, dict[str, int]] = {}
    for one in waiting:
        bits = _settled(held, granted, one.attempts)
        for key in one.facts:
            answers = bits >> asked[key] & (1 << len(telling[key[0]])) - 1
            if answers:
                counts = settled.setdefault(key, {})
                counts[one.policy] = counts.get(one.policy, 0) + answers.bit_count()
    return _in_order(judge, settled)


def _settled(held: Reading, granted: Reading, attempts: Sequence[Attempt]) -> int:
    """The scenarios in which one of the ways is open as things are held, or none of them by any grant."""
    yes, no = 0, held.lens.every
    for attempt in attempts:
        yes |= held.route(attempt.route, attempt.member)[0]
        no &= granted.route(attempt.route, attempt.member)[1]
    return yes | no


def _in_order(judge: Judge, settled: Mapping[Key, Mapping[str, int]]) -> tuple[Question, ...]:
    """By how many policies some answer settles, then by how many an answer does on average."""

    def rank(item: tuple[Key, Mapping[str, int]]) -> tuple[int, float]:
        (name, _), counts = item
        return -len(counts), -sum(counts.values()) / len(judge.rules.telling[name])

    by_path: dict[str, Question] = {}
    for (name, member), counts in sorted(settled.items(), key=rank):
        path = judge.known.path(name, member)
        fact = judge.rules.catalogue.facts[name]
        by_path.setdefault(path, Question(path, fact, member, len(counts), tuple(counts)))
    return tuple(by_path.values())
