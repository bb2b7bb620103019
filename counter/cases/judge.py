"""The compiled rules read on one household, with three values, for all its members at once.

A truth is a pair of integers, one for the bits in which it holds and one for those in which it does not; a
bit in neither is unknown. Bit operations then are Kleene's logic for all bits together, at the price of one.
Each member has a lane of bits, and the last lane is nobody's: there a rule is read that names no member.
The `Judge` reads what is held today, one bit to the lane; a `Reading` has one for each scenario in each lane.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from counter.cases.compiled import (
    MET,
    STATUS_FACTS,
    UNKNOWN,
    UNMET,
    Branches,
    Leaf,
    Route,
    Rules,
    State,
    Truth,
    judged,
)
from counter.cases.facts import Known
from counter.catalogue.rules import Compare, Has

Key: TypeAlias = tuple[str, int | None]
"""A fact by name, and for a person's the index of the member."""

Grants: TypeAlias = Mapping[str, int]
"""Statuses that a decision on this application would confer, and the lanes of those whose they would be.

Nobody's lane is that of the whole household.
"""


def state_at(truth: Truth, bit: int) -> State:
    """What a truth says in one bit."""
    if truth[0] & bit:
        return MET
    return UNMET if truth[1] & bit else UNKNOWN


@dataclass(frozen=True, slots=True)
class Lens:
    """The scenarios under which a household is read: `width` of them, a bit each.

    `assumed[category]` are the bits in which its grant counts as held, `feared[category]` those in which
    an absence sees it too, `asked[fact]` where the bits of the answers to that question begin, those of
    one member after the other's.
    """

    width: int = 1
    grants: Grants = field(default_factory=dict)
    assumed: Mapping[str, int] = field(default_factory=dict)
    feared: Mapping[str, int] = field(default_factory=dict)
    asked: Mapping[str, int] = field(default_factory=dict)


@lru_cache(maxsize=512)
def _starts(lanes: int, width: int) -> int:
    """The first bit of each of these lanes; times the bits of one lane, it writes them into all of these."""
    return sum(1 << lane * width for lane in range(lanes.bit_length()) if lanes >> lane & 1)


@lru_cache(maxsize=512)
def _filled(lanes: int, width: int) -> int:
    """Every bit of these lanes."""
    return _starts(lanes, width) * ((1 << width) - 1)


def _join(at: Branches, every: int, truths: Sequence[Truth | None], read: Callable[[int], Truth]) -> Truth:
    yes, no = (0, every) if at.any_of else (every, 0)
    for node in at.nodes:
        met, unmet = truths[node] or read(node)
        if at.any_of:
            yes |= met
            no &= unmet
        else:
            yes &= met
            no |= unmet
    return yes, no


class Judge:
    """Reads the rules of a day on what is known of one household."""

    def __init__(self, rules: Rules, known: Known) -> None:
        self.rules = rules
        self.known = known
        self.nobody = 1 << known.size
        self.everyone = (self.nobody << 1) - 1
        self._listed: dict[str, int] = {}
        self._unlisted = 0
        for member in (*range(known.size), None):
            lane, held = self.lane(member), known.categories(member)
            if held is None:
                self._unlisted |= lane
            for category in held or ():
                self._listed[category] = self._listed.get(category, 0) | lane
        self._held: list[Truth | None] = [None] * len(rules.nodes)

    def held(self, node: int) -> Truth:
        """A condition or a branching as things are held today, nothing assumed, a bit to the lane."""
        found = self._held[node]
        if found is None:
            at = self.rules.nodes[node]
            if isinstance(at, Leaf):
                found = self._judge(at)
            else:
                found = _join(at, self.everyone, self._held, self.held)
            self._held[node] = found
        return found

    def _judge(self, leaf: Leaf) -> Truth:
        condition = leaf.condition
        if isinstance(condition, Has):
            met = self.seen_by(self._listed.get(condition.category, 0), condition)
            unmet = self.everyone & ~met & ~self.seen_by(self._unlisted, condition)
            return (unmet, met) if condition.negated else (met, unmet)
        met = unmet = 0
        for value, lanes in self.known.said(leaf.fact).items():
            state = judged(condition, leaf.line, value)
            if state is MET:
                met |= lanes
            elif state is UNMET:
                unmet |= lanes
        return met, unmet

    def seen_by(self, owners: int, condition: Has) -> int:
        """The lanes whose condition sees a status of these: his own and the household's, or anybody's."""
        if owners & self.nobody or (owners and condition.scope == "household"):
            return self.everyone
        return owners

    def lane(self, member: int | None) -> int:
        """The bit of a member, or of nobody."""
        return self.nobody if member is None else 1 << member

    def state(self, node: int, member: int | None) -> State:
        """The same of one member, or of nobody."""
        return state_at(self.held(node), self.lane(member))

    def unasked(self, leaf: Leaf, member: int | None) -> tuple[Key, ...]:
        """The facts, said by nobody, that an unknown condition waits for."""
        at = member if leaf.personal else None
        if not isinstance(leaf.condition, Has):
            return ((leaf.fact, at),)
        sources = (None, at) if leaf.personal else (None, *range(self.known.size))
        return tuple((STATUS_FACTS[at is not None], at) for at in sources if self._unlisted & self.lane(at))

    def missing_label(self, node: int, member: int | None) -> str:
        """The label of the first fact that an open need waits for."""
        for leaf in self.rules.leaves(node):
            if self.state(leaf, member) is UNKNOWN:
                return self.rules.catalogue.facts[self.unasked(self.rules.leaf(leaf), member)[0][0]].label
        return ""


class Reading:
    """One household read under one lens; each node is read once, for everyone.

    `like` is a reading in the same scenarios and with the same questions under which nothing is granted.
    """

    def __init__(self, judge: Judge, lens: Lens, like: Reading | None = None) -> None:
        self.judge = judge
        self.lens = lens
        self.every = (1 << lens.width) - 1
        self._everywhere = _filled(judge.everyone, lens.width)
        self._like = like
        self._nodes = judge.rules.nodes
        self._truths: list[Truth | None] = [None] * len(self._nodes)
        self._places: dict[tuple[str, bool, int], tuple[int, int]] = {}

    def truth(self, node: int, member: int | None) -> Truth:
        """A need on one member, or on nobody, in every scenario of the lens."""
        met, unmet = self.lanes(node)
        start = self.lens.width * (self.judge.known.size if member is None else member)
        return met >> start & self.every, unmet >> start & self.every

    def bit(self, member: int | None, scenario: int) -> int:
        """The bit of a scenario in the lane of a member, or of nobody."""
        return scenario << (self.judge.known.size if member is None else member) * self.lens.width

    def lanes(self, node: int) -> Truth:
        """The same of everyone, lane by lane."""
        found = self._truths[node]
        if found is None:
            at = self._nodes[node]
            if at.of_status and isinstance(at, Branches):
                found = _join(at, self._everywhere, self._truths, self.lanes)
            else:
                found = self._like.lanes(node) if self._like else self._said(at, node)
                if at.of_status and isinstance(at, Leaf):
                    found = self._with_grants(at, *found)
            self._truths[node] = found
        return found

    def _said(self, at: Leaf | Branches, node: int) -> Truth:
        """What no grant decides: as it is held today, and where that is open, by the answers to questions."""
        met, unmet = self.judge.held(node)
        unknown = self.judge.everyone & ~met & ~unmet if self.lens.asked else 0
        if unknown and isinstance(at, Branches):
            return _join(at, self._everywhere, self._truths, self.lanes)
        yes, no = _filled(met, self.lens.width), _filled(unmet, self.lens.width)
        if unknown and isinstance(at, Leaf):
            met, unmet = self._answered(at, unknown)
            return yes | met, no | unmet
        return yes, no

    def _with_grants(self, leaf: Leaf, yes: int, no: int) -> Truth:
        condition, lens, judge = leaf.condition, self.lens, self.judge
        if isinstance(condition, Has):
            category = condition.category
            lanes = judge.seen_by(lens.grants.get(category, 0), condition)
        elif isinstance(condition, Compare) and condition.negated and leaf.fact == STATUS_FACTS[0]:
            # The household's own list of statuses, which a grant to the whole household joins.
            category = str(leaf.line)
            lanes = judge.everyone if lens.grants.get(category, 0) & judge.nobody else 0
        else:
            return yes, no
        bits = (lens.feared if condition.negated else lens.assumed).get(category, 0)
        bits *= _starts(lanes, lens.width)
        return (yes & ~bits, no | bits) if condition.negated else (yes | bits, no & ~bits)

    def _answered(self, leaf: Leaf, unknown: int) -> Truth:
        """The bits in which a question's answer settles a condition that is open in these lanes."""
        is_status = isinstance(leaf.condition, Has)
        key = leaf.fact, is_status, unknown
        if key not in self._places:
            self._places[key] = self._places_of(leaf, unknown)
        some, alone = self._places[key]
        yes, no = leaf.answers[0] * some, leaf.answers[1] * alone
        return (no, yes) if is_status and leaf.condition.negated else (yes, no)

    def _places_of(self, leaf: Leaf, unknown: int) -> tuple[int, int]:
        """Where the answers begin that a condition waits for in these lanes; and where for no other one.

        One list of several that are unknown can only settle that a status is held.
        """
        telling, begins = self.judge.rules.telling, self.lens.asked.get(leaf.fact)
        if begins is not None and not isinstance(leaf.condition, Has):
            if not leaf.personal:
                starts = _starts(unknown, self.lens.width) << begins
            else:  # each member's answers follow those of the one before
                stride = self.lens.width + len(telling[leaf.fact])
                starts = _starts(unknown & ~self.judge.nobody, stride) << begins
            return starts, starts
        some = alone = 0
        for member in range(self.judge.known.size) if leaf.personal else (None,):
            lanes = unknown & self.judge.lane(member) if leaf.personal else unknown
            starts = _starts(lanes, self.lens.width)
            unasked = self.judge.unasked(leaf, member)
            for name, whose in unasked:
                begins = self.lens.asked.get(name)
                if begins is not None:
                    begins += (whose or 0) * len(telling[name])
                    some |= starts << begins
                    alone |= starts << begins if len(unasked) == 1 else 0
        return some, alone


class Attempt(NamedTuple):
    """One way tried on one member (or on none), as things are held, and with everything open granted.

    `owner` is whom the benefit would be for: a member, or None for the household.
    """

    route: Route
    member: int | None
    owner: int | None
    held: State
    granted: State
