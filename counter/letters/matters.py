"""The matters of a case as people count them: the same policy for several children is one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from counter.cases.casefile import ReferralFile
from counter.cases.workflow import ReferralState
from counter.letters.parts import Source, name_of


def matters(source: Source) -> tuple[ReferralFile, ...]:
    """The case's referrals without those withdrawn."""
    return tuple(one for one in source.case.referrals if one.state is not ReferralState.WITHDRAWN)


def titles(source: Source, *, with_means: bool = False) -> str:
    """What is asked for, each title once; `with_means`: only that for which means are checked."""
    asked = (one.title for one in matters(source) if not with_means or source.policy(one).needs_means_test)
    return "、".join(dict.fromkeys(asked))


def alike(
    referrals: Iterable[ReferralFile], told: Callable[[ReferralFile], Hashable]
) -> tuple[tuple[ReferralFile, ...], ...]:
    """Those of the same policy of which the same is told: one matter with several names."""
    groups: dict[Hashable, list[ReferralFile]] = {}
    for one in referrals:
        groups.setdefault((one.policy, one.department, told(one)), []).append(one)
    return tuple(tuple(group) for group in groups.values())


def number_words(group: Sequence[ReferralFile]) -> str:
    """`03`, or `03—06` for several that follow one another."""
    numbers = [one.number.rpartition("-")[2] for one in group]
    follow = all(n.isdigit() for n in numbers) and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1
    return f"{numbers[0]}—{numbers[-1]}" if follow and len(numbers) > 1 else "、".join(numbers)


def whom(source: Source, group: Sequence[ReferralFile]) -> str:
    """The names of the members, or 全户."""
    return "、".join(name_of(source.application, one.subject) for one in group)
