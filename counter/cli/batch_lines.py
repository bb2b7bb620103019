"""Batches, line by line for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counter.text import _, word

Data = Mapping[str, Any]


def batch(data: Data) -> Iterator[str]:
    """What waits, the batches, or one batch with its papers and files."""
    for one in data.get("waiting", ()):
        number = one["issued"] or one["referral"] or one["case"]
        yield f"{one['on']}  {one['kind']}  {number}  {one['applicant']}  {one['title']}"
    for kind in data.get("kinds", ()):
        yield f"{kind['kind']}  {kind['title']}: {kind['count']}"
    if "waiting" in data and not data["waiting"]:
        yield _("Nothing of what you chose waits to be printed.")
    for one in data.get("batches", ()):
        yield _line(one)
    if "batch" in data:
        yield _line(data["batch"])
    for one in data.get("papers", ()):
        if one["problem"]:
            yield "  " + _("Not printed: {reason}", reason=f"{one['case']}  {one['problem']}")
        else:
            pages = _("pages {first}–{last}", first=one["first"], last=one["last"])
            again = " " + _("reprint {n}", n=one["reprint"]) if one["reprint"] else ""
            yield f"  {pages}  {one['number']}  {one['case']}{again}"
    yield from (f"  {file}" for file in data.get("files", ()))
    if "stopped" in data:
        yield data["stopped"]


def _line(one: Data) -> str:
    told = _(
        "{handled} of {papers} papers, page {sent} of {pages}",
        handled=one["handled"],
        papers=one["papers"],
        sent=one["sent"],
        pages=one["pages"],
    )
    return f"{one['number']}  {one['title']}  {word('BatchState', one['state'])}  {told}"


SPOKEN = {"batch": batch}
