"""The limits that the law sets: a list may give less, never more. They are not the district's to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from counter.catalogue.policy import DayKind, Limits, Policy
from counter.errors import Problem
from counter.text import N_


@dataclass(frozen=True, slots=True)
class Statutory:
    """What the law gives at most, in days of `day_kind`; None where it gives no number.

    `more` are the limits of single steps. With `grounds` the law lists why a limit may be extended.
    """

    source: str
    total: int | None
    day_kind: DayKind = DayKind.WORKING
    delegated_total: int | None = None
    extended_total: int | None = None
    grounds: tuple[str, ...] = ()
    review: int | None = None
    refusal_notice: int | None = None
    more: Mapping[str, int] = field(default_factory=dict)


LOCKED: Mapping[str, Statutory] = {
    "civil-affairs.dibao": Statutory(
        source="最低生活保障审核确认办法第15、17、20—22条；民发〔2022〕83号四（一）",
        total=30,
        delegated_total=20,
        extended_total=45,
        grounds=("公示有异议", "人户分离", "异地申办", "经济状况调查难度大"),
        review=10,
        refusal_notice=3,
        more={"survey_start": 3, "information_check_start": 3},
    ),
    "civil-affairs.tekun": Statutory(
        source="特困人员认定办法第13、15、16、18、23条",
        total=30,
        review=15,
        refusal_notice=3,
        more={"township": 15, "county": 15, "self_care_recheck": 10},
    ),
    "civil-affairs.rigid-expense": Statutory(
        source="刚性支出困难家庭认定办法第8条",
        total=30,
        extended_total=45,
    ),
    "civil-affairs.temp-emergency": Statutory(
        source="民政部、财政部2026-01《关于进一步健全完善临时救助制度的意见》",
        total=3,
        day_kind=DayKind.CALENDAR,
    ),
}
"""By the code of the policy. To lock another one, add it here with its source."""


def longer_than_the_law(policies: Iterable[Policy]) -> Iterator[Problem]:
    """Where the limits of a list give more than the law; each problem names the file and the key.

    A list that was in force before the law is read as it was: this is asked of a list that comes into force.
    """
    for policy in policies:
        if law := LOCKED.get(policy.code):
            yield from _of(policy, law)


def _of(policy: Policy, law: Statutory) -> Iterator[Problem]:
    limits = policy.limits

    def at(key: str, text: str, **params: object) -> Problem:
        department, _, name = policy.code.partition(".")
        return Problem(text, f"policies/{department}/{name}.toml: limits.{key}", params)

    for key, given, most in _longer(law, limits):
        yield at(
            key,
            N_("The law gives {law} days here, not {given}: {source}. A limit may be shorter, never longer."),
            law=most,
            given="—" if given is None else given,
            source=law.source,
        )
    if limits.day_kind is not law.day_kind:
        yield at(
            "day_kind", N_("The law counts {kind} here: {source}."), kind=law.day_kind, source=law.source
        )
    if law.grounds and (strange := [one for one in limits.extension_grounds if one not in law.grounds]):
        yield at(
            "extension_grounds",
            N_("The law does not know this ground to extend: {grounds}. It knows: {known}."),
            grounds=strange,
            known=list(law.grounds),
        )


def _longer(law: Statutory, limits: Limits) -> Iterator[tuple[str, int | None, int]]:
    """Each key that gives more days than the law; a whole procedure without a number does so too."""
    if law.total is not None and (limits.total is None or limits.total > law.total):
        yield "total", limits.total, law.total
    pairs = [
        ("delegated_total", limits.delegated_total, law.delegated_total or law.total),
        ("extended_total", limits.extended_total, law.extended_total or law.total),
        ("review", limits.review, law.review),
        ("refusal_notice", limits.refusal_notice, law.refusal_notice),
        *((f"more.{key}", limits.more.get(key), most) for key, most in law.more.items()),
    ]
    for key, given, most in pairs:
        if given is not None and most is not None and given > most:
            yield key, given, most
