"""The compiled rules read on one household, with three values.

Many what-ifs are read at once: a truth is a pair of integers whose bits are scenarios, one integer for
the scenarios in which it holds and one for those in which it does not; a bit in neither is unknown.
Bit operations then are Kleene's logic for all scenarios together, at the price of one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from counter.cases.compiled import STATUS_FACTS, Branches, Leaf, Route, Rules, State, Truth, compare
from counter.cases.facts import Known
from counter.catalogue.rules import Compare, Has, Received

Key: TypeAlias = tuple[str, int | None]
"""A fact by name, and for a person's the index of the member."""


def state_at(truth: Truth, bit: int) -> State:
    """What a truth says in one scenario."""
    if truth[0] & bit:
        return State.MET
    return State.UNMET if truth[1] & bit else State.UNKNOWN


@dataclass(frozen=True, slots=True)
class Grants:
    """Statuses that a decision on this application would confer: on the whole household, or on members."""

    household: frozenset[str]
    members: tuple[frozenset[str], ...]

    def and_also(self, category: str, owner: int | None) -> Grants:
        """With one more: on a member, or without an owner on the whole household."""
        if owner is None:
            return Grants(self.household | {category}, self.members)
        members = list(self.members)
        members[owner] |= {category}
        return Grants(self.household, tuple(members))

    def categories(self) -> frozenset[str]:
        """All of them, whoever is to have them."""
        return self.household.union(*self.members)

    def covers(self, condition: Has, member: int | None) -> bool:
        """Whether this status, granted, would make the condition true."""
        category = condition.category
        if category in self.household:
            return True
        if condition.scope == "person":
            return member is not None and category in self.members[member]
        return any(category in granted for granted in self.members)


@dataclass(frozen=True, slots=True)
class Lens:
    """The scenarios under which a household is read; `every` has all their bits.

    `assumed[category]` are the bits in which its grant counts as held, `feared[category]` those in which
    an absence sees it too, `asked[fact, member]` where the bits of that question's answers begin.
    """

    every: int
    grants: Grants
    assumed: Mapping[str, int]
    feared: Mapping[str, int]
    asked: Mapping[Key, int]


class Judge:
    """Reads the rules of a day on what is known of one household."""

    def __init__(self, rules: Rules, known: Known) -> None:
        self.rules = rules
        self.known = known
        self._held: dict[int | None, dict[int, State]] = {None: {}}
        self._held.update((member, {}) for member in range(known.size))
        self._unasked: dict[int | None, dict[int, tuple[Key, ...]]] = {member: {} for member in self._held}

    def held(self, node: int, member: int | None) -> State:
        """A condition or a branching as things are held today, nothing assumed."""
        at = self.rules.nodes[node]
        read = self._held[member if at.personal else None]
        found = read.get(node)
        if found is None:
            found = read[node] = self._judge(at, member) if isinstance(at, Leaf) else self._join(at, member)
        return found

    def _join(self, at: Branches, member: int | None) -> State:
        settles, otherwise = (State.MET, State.UNMET) if at.any_of else (State.UNMET, State.MET)
        joined = otherwise
        for node in at.nodes:
            state = self.held(node, member)
            if state is settles:
                return settles
            if state is State.UNKNOWN:
                joined = State.UNKNOWN
        return joined

    def _judge(self, leaf: Leaf, member: int | None) -> State:
        condition = leaf.condition
        if isinstance(condition, Compare):
            return compare(condition, leaf.line, self.known.value(condition.fact, member))
        if isinstance(condition, Received):
            had = self.known.value(f"{condition.scope}.received", member)
            if not isinstance(had, frozenset):
                return State.UNKNOWN
            return State.MET if (condition.policy in had) is not condition.negated else State.UNMET
        sources = [self.known.categories(at) for at in self.sources(condition, member)]
        if any(held is not None and condition.category in held for held in sources):
            return State.UNMET if condition.negated else State.MET
        if None in sources:
            return State.UNKNOWN
        return State.MET if condition.negated else State.UNMET

    def sources(self, condition: Has, member: int | None) -> tuple[int | None, ...]:
        """Whose statuses a condition looks at; None stands for the household as a whole."""
        return (None, member) if condition.scope == "person" else (None, *range(self.known.size))

    def unasked(self, node: int, member: int | None) -> tuple[Key, ...]:
        """The facts, said by nobody, that an unknown condition waits for."""
        leaf = self.rules.leaf(node)
        at = member if leaf.personal else None
        found = self._unasked[at].get(node)
        if found is None:
            found = self._unasked[at][node] = self._waits_for(leaf, at)
        return found

    def _waits_for(self, leaf: Leaf, member: int | None) -> tuple[Key, ...]:
        if not isinstance(leaf.condition, Has):
            return ((leaf.fact, member),)
        sources = self.sources(leaf.condition, member)
        return tuple(
            (STATUS_FACTS[at is not None], at) for at in sources if self.known.categories(at) is None
        )

    def missing_label(self, node: int, member: int | None) -> str:
        """The label of the first fact that an open need waits for."""
        for leaf in self.rules.leaves(node):
            if self.held(leaf, member) is State.UNKNOWN:
                return self.rules.catalogue.facts[self.unasked(leaf, member)[0][0]].label
        return ""


class Reading:
    """One household read under one lens; each node is read once for each member.

    `like` is a reading in the same scenarios and with the same questions, of which only the grants differ:
    what no status decides is taken over from it.
    """

    def __init__(self, judge: Judge, lens: Lens, like: Reading | None = None) -> None:
        self.judge = judge
        self.lens = lens
        self._nodes = judge.rules.nodes
        people = (None, *range(judge.known.size))
        self._of_status: dict[int | None, dict[int, Truth]] = {member: {} for member in people}
        self._plain: dict[int | None, dict[int, Truth]] = {member: {} for member in people}
        if like is not None:
            self._plain = like._plain

    def route(self, route: Route, member: int | None) -> Truth:
        """A way on one member (or on none where it names nobody): all of its needs."""
        return self._all_of(route.needs, member)

    def truth(self, node: int, member: int | None) -> Truth:
        """A need in every scenario of the lens."""
        at = self._nodes[node]
        read = (self._of_status if at.of_status else self._plain)[member if at.personal else None]
        found = read.get(node)
        if found is None:
            found = read[node] = self._read(at, node, member)
        return found

    def _read(self, at: Leaf | Branches, node: int, member: int | None) -> Truth:
        if not at.of_status:
            state = self.judge.held(node, member)
            if state is State.MET:
                return self.lens.every, 0
            if state is State.UNMET:
                return 0, self.lens.every
            if not self.lens.asked:
                return 0, 0
        return self._leaf(at, node, member) if isinstance(at, Leaf) else self._branches(at, member)

    def _branches(self, at: Branches, member: int | None) -> Truth:
        if not at.any_of:
            return self._all_of(at.nodes, member)
        yes, no = 0, self.lens.every
        for node in at.nodes:
            met, unmet = self.truth(node, member)
            yes |= met
            no &= unmet
            if yes == self.lens.every:
                break
        return yes, no

    def _all_of(self, nodes: tuple[int, ...], member: int | None) -> Truth:
        yes, no = self.lens.every, 0
        for node in nodes:
            met, unmet = self.truth(node, member)
            yes &= met
            no |= unmet
            if no == self.lens.every:
                break
        return yes, no

    def _leaf(self, leaf: Leaf, node: int, member: int | None) -> Truth:
        lens, condition = self.lens, leaf.condition
        state = self.judge.held(node, member)
        if state is State.UNKNOWN:
            yes, no = self._answered(leaf, node, member) if lens.asked else (0, 0)
        else:
            yes, no = (lens.every, 0) if state is State.MET else (0, lens.every)
        if isinstance(condition, Has):
            bits = (lens.feared if condition.negated else lens.assumed).get(condition.category, 0)
            if bits and lens.grants.covers(condition, member):
                return (yes & ~bits, no | bits) if condition.negated else (yes | bits, no & ~bits)
        elif (
            isinstance(condition, Compare)
            and condition.negated
            and condition.fact == STATUS_FACTS[0]
            and leaf.line in lens.grants.household
        ):
            # The household's own list of statuses, which a grant to the whole household joins.
            bits = lens.feared.get(str(leaf.line), 0)
            return yes & ~bits, no | bits
        return yes, no

    def _answered(self, leaf: Leaf, node: int, member: int | None) -> Truth:
        """The bits in which a question's answer settles a condition that is open today."""
        unasked = self.judge.unasked(node, member)
        yes = no = 0
        for key in unasked:
            offset = self.lens.asked.get(key)
            if offset is not None:
                met, unmet = leaf.answers
                yes |= met << offset
                if len(unasked) == 1:
                    no |= unmet << offset
        if isinstance(leaf.condition, Has) and leaf.condition.negated:
            return no, yes
        return yes, no


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """One way tried on one member (or on none), as things are held, and with everything open granted.

    `owner` is whom the benefit would be for: a member, or None for the household.
    """

    route: Route
    member: int | None
    owner: int | None
    held: State
    granted: State
