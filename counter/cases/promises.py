"""What the district promises where no law gives a number; a promise is never longer than the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from counter.catalogue.model import Setting
from counter.catalogue.policy import Limits, Policy
from counter.errors import Problem

SECTION = "promises"
"""The part of the district's settings in which they stand: `promises.dispatch` …"""
MOST = 250
"""Working days of about a year."""


@dataclass(frozen=True, slots=True)
class Promises:
    """All in working days, all editable.

    `dispatch` from acceptance to sending, `sign` from sending, `feedback` and `notice` from the result,
    `papers` for what the applicant brings, `amber` before a last day, `archive` after the end of a case.
    `hearing` is the other way round: a household is heard for at least so long after it was told.
    """

    dispatch: int = 2
    sign: int = 1
    feedback: int = 2
    notice: int = 3
    papers: int = 10
    amber: int = 2
    archive: int = 10
    hearing: int = 5


STANDARD_PROMISES = Promises()
NAMES = tuple(one.name for one in fields(Promises))

_LAW: Mapping[str, Callable[[Limits], int | None]] = {
    "dispatch": lambda limits: limits.more.get("survey_start"),
    "sign": lambda limits: limits.more.get("survey_start"),
    "feedback": lambda limits: limits.refusal_notice,
    "notice": lambda limits: limits.refusal_notice,
}
"""By which limit of the law each promise is bounded: a survey begins in time, a refusal is told in time."""


def promises_of(district: Mapping[str, Setting]) -> Promises:
    """The promises as the district has said them; what it has not said stands as it ships."""
    said = {}
    for name in NAMES:
        setting = district.get(f"{SECTION}.{name}")
        days = days_of(setting.value) if setting else None
        if days is not None:
            said[name] = days
    return Promises(**said)


def days_of(text: str) -> int | None:
    """A whole number of days as typed; None for anything else."""
    text = text.strip()
    return int(text) if text.isdecimal() and int(text) <= MOST else None


def longer_than_the_law(promises: Promises, policies: Iterable[Policy]) -> Iterator[Problem]:
    """Each promise that the law does not allow; a limit that is not verified binds nobody."""
    binding = [policy for policy in policies if policy.limits.verified]
    for name, law in _LAW.items():
        found = [(days, policy) for policy in binding if (days := law(policy.limits)) is not None]
        if not found:
            continue
        days, policy = min(found, key=lambda one: one[0])
        given: int = getattr(promises, name)
        if given > days:
            yield _longer(name, given, days, policy)
        elif name == "sign" and promises.dispatch + given > days >= promises.dispatch:
            # Sent on its last day and signed for on its own, the survey could not begin in time.
            yield _longer(name, promises.dispatch + given, days, policy)


def _longer(name: str, given: int, days: int, policy: Policy) -> Problem:
    return Problem(
        "The law gives {law} working days here ({title}: {source}), and this comes to {given}. A promise may"
        " be shorter, never longer.",
        f"{SECTION}.{name}",
        {"law": days, "title": policy.title, "source": policy.limits.source, "given": given},
    )
