"""A calendar and the accounts of clocks, line by line for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counter.text import _, word

Data = Mapping[str, Any]


def calendar(data: Data) -> Iterator[str]:
    """The holidays of a year and what moves by them, or the years that are known."""
    if "years" in data:
        for one in data["years"]:
            yield f"{one['year']}  {one['source']}"
        return
    yield f"{data['year'] or ''}  {data['source']}"
    if data["replaces"] is not None:
        yield "  " + _("It replaces: {source}", source=data["replaces"] or "–")
    for one in data["holidays"]:
        yield f"  {one['title']}  {'、'.join(one['days'])}"
        if one["working"]:
            yield "    " + _("worked: {days}", days="、".join(one["working"]))
    for problem in (*data["problems"], *data["remarks"]):
        yield f"  {problem['text']}"
    for move in data["moves"]:
        yield f"  {move['referral']}  {move['title']}  {move['before'] or '–'} → {move['after'] or '–'}"
    yield _("{n} referrals move; {firm} last days become firm.", n=len(data["moves"]), firm=data["firm"])
    if data["loaded"]:
        yield _("The calendar of {year} is loaded.", year=data["year"])


def ledger(data: Data) -> Iterator[str]:
    """Each clock: due, stopped, used, and whose the days were."""
    for clock in data["clocks"]:
        of = f"{word('ClockName', clock['name'])}  {clock['of']}  {clock['title']}"
        yield of.rstrip()
        limit = "–" if clock["limit"] is None else clock["limit"]
        yield "  " + _(
            "limit {limit}, stopped {stopped}, used {used}, last day {due}",
            limit=limit,
            stopped=clock["stopped"],
            used=clock["used"],
            due=clock["due"] or "–",
        )
        for fault, days in clock["by"].items():
            yield f"    {word('Fault', fault)}  {days}"
        for stop in clock["stops"]:
            one = stop["interval"]
            until = one["ended"] or _("still")
            reasons = "  ".join(filter(None, (one["reason"], one["ground"], one["evidence"])))
            yield f"    {word('Interval', one['kind'])}  {one['started']}–{until}  {stop['days']}  {reasons}"
        for problem in clock["problems"]:
            yield f"    {problem['text']}"


SPOKEN = {"calendar": calendar, "ledger": ledger}
