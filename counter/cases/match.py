"""One household against every policy: which fit, may or nearly do, why, and what is still to be asked.

The machine proposes; a person decides. Unknown is not no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from counter.cases.amount import Estimate, estimate
from counter.cases.application import Application
from counter.cases.compiled import MET, UNKNOWN, UNMET, Branches, CompiledPolicy, Leaf, State, rules_on
from counter.cases.facts import Known
from counter.cases.judge import Attempt, Grants, Judge, Lens, Reading, state_at
from counter.cases.questions import Question, Waiting, ask
from counter.cases.reasons import Finding, distance, findings, provisional_standards
from counter.catalogue.model import Catalogue

NEAR_SHARE = Fraction(1, 10)
"""A figure within this share of its line is a near miss."""


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    POSSIBLE = "possible"
    NEAR = "near"
    NOT = "not"


BEST_FIRST = ELIGIBLE, POSSIBLE, NEAR, NOT = tuple(Verdict)


class Subject(NamedTuple):
    """The verdict for one member, by index in the list of people."""

    member: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PolicyMatch:
    """How one policy answers. `for_member` None is the household; texts are in the catalogue's language.

    `if_granted` is a smallest list of statuses that would open it, empty where it is open without: of those
    that an eligible policy confers, and only where these are not enough, of those that a possible one may.
    `lost_if` are those that would close it; `provisional` the figures that decided and are not confirmed.
    """

    policy: str
    title: str
    department: str
    verdict: Verdict
    for_member: int | None
    way: str
    if_granted: tuple[str, ...]
    conditions: tuple[Finding, ...]
    ask: tuple[str, ...]
    lost_if: tuple[str, ...]
    subjects: tuple[Subject, ...]
    amount: Estimate
    provisional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row for each policy, in the list's order, and the questions, most settling first."""

    on: date
    digest: str
    policies: tuple[PolicyMatch, ...]
    questions: tuple[Question, ...]

    def row(self, policy: str) -> PolicyMatch:
        """The row of a policy by its code. Raises `KeyError`."""
        for row in self.policies:
            if row.policy == policy:
                return row
        raise KeyError(policy)


SCENARIOS = 2
HELD, GRANTED = 0b01, 0b10
"""The two scenarios of the cascade: as things are held today, and with everything open granted."""


def match(application: Application, catalogue: Catalogue) -> Answer:
    """Judge every policy of the day of acceptance on what the application says."""
    rules = rules_on(catalogue, application.on)
    known = Known(application, catalogue)
    hearing = _Hearing(Judge(rules, known))
    hearing.cascade()
    rows = tuple(hearing.row(policy) for policy in rules.policies)
    return Answer(application.on, catalogue.digest, rows, hearing.questions())


class _Opening(NamedTuple):
    """The attempt that a row tells of, and the scenario in which it stands: today's or with grants."""

    attempt: Attempt
    if_granted: tuple[str, ...]
    reading: Reading
    bit: int


class _Hearing:
    """One household's hearing; `today` reads it in the scenarios HELD and GRANTED."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.known = judge.known
        self.rules = judge.rules
        self.grants: Grants = {}
        self.sure: Grants = {}
        self.in_order = sorted(self.rules.policies, key=lambda compiled: compiled.policy.rank)
        self.conferred: tuple[str, ...] = ()
        self.today = self._ungranted = Reading(judge, Lens(SCENARIOS))
        self._tried: dict[CompiledPolicy, list[Attempt]] = {}
        self._open: dict[int, list[tuple[Leaf, int]]] = {}
        self._short: dict[Attempt, tuple[int, Fraction | None]] = {}

    # --- the cascade -----------------------------------------------------------------------------

    def cascade(self) -> None:
        """Judge in order; what an open policy would confer is seen by the later, and once by the earlier."""
        for _ in range(2):
            for compiled in self.in_order:
                if compiled.policy.grants:
                    self._confer(compiled)
        judged = (category for compiled in self.in_order for category in compiled.policy.grants)
        self.conferred = tuple(dict.fromkeys(category for category in judged if category in self.grants))

    def _confer(self, compiled: CompiledPolicy) -> None:
        granted = self.grants
        for attempt in self._attempts(compiled):
            if attempt.granted is UNMET:
                continue
            owner = self.judge.lane(attempt.owner)
            for category in compiled.policy.grants:
                granted = {**granted, category: granted.get(category, 0) | owner}
                if attempt.held is MET:
                    self.sure = {**self.sure, category: self.sure.get(category, 0) | owner}
        if granted != self.grants:
            self.grants = granted
            lens = Lens(SCENARIOS, granted, dict.fromkeys(granted, GRANTED))
            self.today = Reading(self.judge, lens, like=self._ungranted)
            self._tried.clear()

    def _attempts(self, compiled: CompiledPolicy) -> list[Attempt]:
        found = self._tried.get(compiled)
        if found is None:
            found = self._tried[compiled] = self._try(compiled)
        return found

    def _try(self, compiled: CompiledPolicy) -> list[Attempt]:
        everyone = range(self.known.size)
        of_person = compiled.policy.of_person
        found = []
        for route in compiled.routes:
            for member in everyone if of_person or route.by_member else (None,):
                owner = member if of_person or route.way.for_one else None
                truth = self.today.truth(route.whole, member)
                found.append(Attempt(route, member, owner, state_at(truth, HELD), state_at(truth, GRANTED)))
        return found

    # --- one row ---------------------------------------------------------------------------------

    def row(self, compiled: CompiledPolicy) -> PolicyMatch:
        policy = compiled.policy
        judged = [(self._verdict(attempt), attempt) for attempt in self._attempts(compiled)]
        verdict, best = self._best(judged)
        subjects: dict[int, Verdict] = {}
        if policy.of_person:
            for own, attempt in judged:
                if attempt.member is not None:
                    before = subjects.get(attempt.member, NOT)
                    subjects[attempt.member] = min(own, before, key=BEST_FIRST.index)
        rivals = [attempt for _, attempt in judged if not policy.of_person or attempt.member == best.member]
        is_open = verdict in (ELIGIBLE, POSSIBLE)
        told = _Opening(best, (), self.today, HELD)
        if verdict is POSSIBLE:
            told = self._opened(compiled, rivals) or told
        best = told.attempt
        return PolicyMatch(
            policy=policy.code,
            title=policy.title,
            department=policy.department,
            verdict=verdict,
            for_member=best.owner,
            way=best.route.way.title,
            if_granted=told.if_granted,
            conditions=findings(self.judge, compiled.basis, best.route, best.member),
            ask=self._ask(best) if verdict is POSSIBLE else (),
            lost_if=self._lost_if(compiled, rivals) if is_open else (),
            subjects=tuple(Subject(*one) for one in subjects.items()),
            amount=estimate(policy, told.reading, best.member, told.bit, alone=best.route.way.for_one),
            provisional=provisional_standards(self.today, best.route, best.member, HELD),
        )

    def _verdict(self, attempt: Attempt) -> Verdict:
        if attempt.held is MET:
            return ELIGIBLE
        if attempt.granted is not UNMET:
            return POSSIBLE
        unmet, relative = self._shortfall(attempt)
        return NEAR if unmet == 1 and relative is not None and relative <= NEAR_SHARE else NOT

    def _best(self, judged: list[tuple[Verdict, Attempt]]) -> tuple[Verdict, Attempt]:
        """The attempt that comes furthest; among refusals, the one with the fewest and smallest failures.

        While nothing is certain the household's own way goes before that of one member alone.
        """

        def rank(item: tuple[Verdict, Attempt]) -> tuple[float | Fraction, ...]:
            verdict, attempt = item
            if verdict is ELIGIBLE:
                return (0,)
            if verdict is POSSIBLE:
                alone = attempt.route.way.for_one
                unmet_today = attempt.held is UNMET
                missing = len(self._open_leaves(attempt))
                return (1, attempt.granted is not MET, unmet_today, alone, missing)
            unmet, relative = self._shortfall(attempt)
            return (2, unmet, relative is None, relative or 0)

        return judged[0] if len(judged) == 1 else min(judged, key=rank)

    def _shortfall(self, attempt: Attempt) -> tuple[int, Fraction | None]:
        """How many needs fail as things are held, and by what share of its line the only one does."""
        found = self._short.get(attempt)
        if found is None:
            lane = self.judge.lane(attempt.member)
            failed = [need for need in attempt.route.needs if self.judge.held(need)[1] & lane]
            share = self._relative(failed[0], attempt.member) if len(failed) == 1 else None
            found = self._short[attempt] = (len(failed), share)
        return found

    def _relative(self, node: int, member: int | None) -> Fraction | None:
        """The distance of a failed need as a share of its line: of an any-of, that of its nearest branch."""
        at = self.rules.nodes[node]
        if isinstance(at, Branches):
            failed = [below for below in at.nodes if self.judge.state(below, member) is UNMET]
            if not at.any_of and len(failed) > 1:
                return None
            shares = [self._relative(below, member) for below in failed]
            return min((share for share in shares if share is not None), default=None)
        away = distance(self.judge, node, member)
        if away is None or not isinstance(at.line, int | Fraction) or at.line == 0:
            return None
        return away / abs(Fraction(at.line))

    # --- what grants would open and close ----------------------------------------------------------

    def _opened(self, compiled: CompiledPolicy, attempts: list[Attempt]) -> _Opening | None:
        """By what grants, and for whom, it would be open; None where it is so without, or by no grant at all.

        What an eligible policy confers is tried before what a possible one may; then the fewest; then the
        order of judgement.
        """
        if any(attempt.granted is MET for attempt in attempts):
            wanted = {MET}
        elif all(attempt.held is UNMET for attempt in attempts):
            wanted = {MET, UNKNOWN}
        else:
            return None
        for grants in (self.sure, self.grants):
            helpful = [c for c in self.conferred if c in compiled.opened_by and c in grants]
            for size in range(1, len(helpful) + 1):
                if opening := self._opened_by(list(combinations(helpful, size)), grants, attempts, wanted):
                    return opening
        return None

    def _opened_by(
        self,
        choices: list[tuple[str, ...]],
        grants: Grants,
        attempts: list[Attempt],
        wanted: set[State],
    ) -> _Opening | None:
        """The first of these choices that opens an attempt; each is a scenario of one reading."""
        assumed: dict[str, int] = {}
        for bit, choice in enumerate(choices):
            for category in choice:
                assumed[category] = assumed.get(category, 0) | 1 << bit
        reading = Reading(self.judge, Lens(len(choices), grants, assumed))
        truths = [(attempt, reading.truth(attempt.route.whole, attempt.member)) for attempt in attempts]
        for bit, choice in enumerate(choices):
            opened = [attempt for attempt, truth in truths if state_at(truth, 1 << bit) in wanted]
            if opened:
                _, best = self._best([(POSSIBLE, attempt) for attempt in opened])
                return _Opening(best, choice, reading, 1 << bit)
        return None

    def _lost_if(self, compiled: CompiledPolicy, attempts: list[Attempt]) -> tuple[str, ...]:
        """With everything open granted: each category, not the policy's own, that an absence must not see."""
        own = compiled.policy.grants
        feared = [c for c in self.conferred if c in compiled.closed_by and c not in own]
        if not feared:
            return ()
        closed = every = (1 << len(feared)) - 1
        bits = {category: 1 << bit for bit, category in enumerate(feared)}
        assumed = dict.fromkeys(self.conferred, every)
        reading = Reading(self.judge, Lens(len(feared), self.grants, assumed, bits))
        for attempt in attempts:
            closed &= reading.truth(attempt.route.whole, attempt.member)[1]
        return tuple(category for category in feared if closed & bits[category])

    # --- questions -------------------------------------------------------------------------------

    def _open_leaves(self, attempt: Attempt) -> list[Leaf]:
        """The unknown conditions that still matter: not those in a need that is settled already.

        A grant settles nothing while it is not known whether the status is held today.
        """
        route = attempt.route
        found = self._open.get(route.whole)
        if found is None:
            found = self._open[route.whole] = []
            for need in route.needs:
                self._find_open(need, -1, found)
        bit = self.today.bit(attempt.member, HELD if attempt.held is UNKNOWN else GRANTED)
        return [leaf for leaf, bits in found if bits & bit]

    def _find_open(self, node: int, bits: int, found: list[tuple[Leaf, int]]) -> None:
        """The conditions at or below a node, each with the bits in which it is unknown and matters."""
        met, unmet = self.today.lanes(node)
        at = self.rules.nodes[node]
        if bits := bits & ~met & ~unmet:
            if isinstance(at, Leaf):
                found.append((at, bits))
            else:
                for below in at.nodes:
                    self._find_open(below, bits, found)

    def _ask(self, attempt: Attempt) -> tuple[str, ...]:
        paths: dict[str, None] = {}
        for leaf in self._open_leaves(attempt):
            for name, member in self.judge.unasked(leaf, attempt.member):
                paths[self.known.path(name, member)] = None
        return tuple(paths)

    def questions(self) -> tuple[Question, ...]:
        """What is still worth asking, most settling first."""
        waiting = [own for compiled in self.rules.policies for own in self._waiting(compiled)]
        return ask(self.judge, waiting, self.grants)

    def _waiting(self, compiled: CompiledPolicy) -> Iterator[Waiting]:
        """A policy that an answer could still settle, a personal one for each member."""
        attempts = self._attempts(compiled)
        for subject in range(self.known.size) if compiled.policy.of_person else (None,):
            own = [attempt for attempt in attempts if subject is None or attempt.member == subject]
            if any(attempt.held is MET for attempt in own):
                continue
            if any(UNKNOWN in (attempt.held, attempt.granted) for attempt in own):
                yield Waiting(compiled.policy.code, own)
