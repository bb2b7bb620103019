"""Answers about running benefits for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from counter.text import _, word

Data = Mapping[str, Any]


def _benefits(data: Data) -> Iterator[str]:
    for one in data["benefits"]:
        yield from _benefit(one)
    yield _("{n} benefits.", n=len(data["benefits"]))


def _benefit(one: Data) -> Iterator[str]:
    amount = "" if one["amount"] is None else f" · ¥{one['amount']:,} {one['amount_unit']}"
    yield f"{one['id']}  {one['title']} · {one['holder']}{amount}  {one['referral']}"
    told = [_("from {day}", day=one["starts"])]
    if one["ends"]:
        told.append(_("until {day}", day=one["ends"]))
    if one["review_due"]:
        told.append(_("review by {day}", day=one["review_due"]))
    if one["fading_until"]:
        told.append(_("ends gradually, the last day is {day}", day=one["fading_until"]))
    if one["ended_on"]:
        told.append(_("no more from {day}", day=one["ended_on"]))
    yield "      " + " · ".join(told)
    if one.get("draft"):
        yield "      " + _("A case is prepared under parked intakes: {n}.", n=one["draft"])


def _change(one: Data) -> Iterator[str]:
    left = "" if one["amount"] is None else f" · ¥{one['amount']:,}"
    kind = word("ChangeKind", one["kind"])
    yield f"{one['id']}  {kind}{left} · " + _("from {day}", day=one["effective_from"] or one["planned_from"])
    yield f"      {one['facts']}"
    if one["told_on"]:
        yield "      " + _("told on {day}, heard until {until}", day=one["told_on"], until=one["hear_until"])
    if one["heard_on"]:
        yield "      " + _("heard on {day}: {opinion}", day=one["heard_on"], opinion=one["opinion"])
    if one["decided_on"]:
        yield "      " + _("decided on {day}", day=one["decided_on"])
    if one["dropped_because"]:
        yield "      " + _("given up: {because}", because=one["dropped_because"])


def _changes(data: Data) -> Iterator[str]:
    if "changes" not in data:
        yield from _change(data)
        return
    for one in data["changes"]:
        yield from _change(one)
    yield _("{n} plans wait.", n=len(data["changes"]))


def _identities(data: Data) -> Iterator[str]:
    for one in data["identities"]:
        until = one["revoked_on"] or one["ends"]
        end = _("until {day}", day=until) if until else _("without an end")
        whose = one["holder"] or _("the whole household")
        yield f"{one['id']}  {one['category']} · {whose} · {one['number']} ({one['conferred_by']})"
        yield "      " + _("from {day}", day=one["starts"]) + " · " + end
    yield _("{n} statuses.", n=len(data["identities"]))


def _deaths(data: Data) -> Iterator[str]:
    for one in data.get("deaths", [data]):
        if one["withdrawn_on"]:
            yield _(
                "The report that {name} died on {day} is taken back.", name=one["name"], day=one["died_on"]
            )
            continue
        yield _(
            "{name} died on {day}; put right by {due}", name=one["name"], day=one["died_on"], due=one["due"]
        )
        for still in one["open"]:
            yield from _benefit(still)


def _reviews(data: Data) -> Iterator[str]:
    for one in data["reviews"]:
        reason = word("ReviewReason", one["reason"])
        age = f" {one['age']}" if one["age"] else ""
        about = one["benefit"]["id"] if one["benefit"] else ""
        yield f"{one['due']}  {reason}{age}  {about} {one['title']} · {one['who']}  {one['case']}"
    yield _("{n} to look at again.", n=len(data["reviews"]))


SPOKEN: Mapping[str, Callable[[Data], Iterator[str]]] = {
    "benefits": _benefits,
    "change": _changes,
    "identity": _identities,
    "death": _deaths,
    "reviews": _reviews,
    "review": _benefit,
    **dict.fromkeys(("propose", "hear", "drop"), _change),
}
