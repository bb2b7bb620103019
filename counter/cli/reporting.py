"""The month report: on paper and as a spreadsheet, and its numbers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from counter.cases.month import Counts
from counter.cases.reading import township
from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.errors import Refused
from counter.services import month_report
from counter.settings import Settings
from counter.store.files import put

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def report(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a folder the numbers alone; with one `D37-2026-11.pdf` and `.xlsx` beside them."""
    first = _month(arguments.month)
    with given.opened(settings) as office:
        code = township(arguments.township, office.catalogue, office.today()) if arguments.township else ""
        counted = month_report.month(office, first, township=code)
        files = []
        if arguments.out is not None:
            made(arguments.out)
            stem = f"D37-{first:%Y-%m}{f'-{code}' if code else ''}"
            paper, sheet = arguments.out / f"{stem}.pdf", arguments.out / f"{stem}.xlsx"
            put(paper, month_report.printed(office, counted))
            month_report.export(office, counted, sheet)
            files = [str(paper), str(sheet)]
    return Done(
        {
            "month": f"{first:%Y-%m}",
            "until": counted.last.isoformat(),
            "counted_at": counted.counted_at.isoformat(timespec="seconds"),
            "accepted": sum(counted.accepted.values()),
            "declined": sum(counted.declined.values()),
            "together": _told(counted.total),
            "departments": [
                {"department": title, **_told(one)} for title, one in counted.departments.items()
            ],
            "townships": [{"township": title, **_told(one)} for title, one in counted.townships.items()],
            "returned_because": {reason.value: number for reason, number in counted.reasons.items()},
            "granted": [
                {"each": one.period, "yuan": f"{Decimal(one.fen) / 100:.2f}", "decisions": one.decisions}
                for one in counted.granted
            ],
            "heads": [
                {"chain": one.chain, "position": one.position, "digest": one.digest} for one in counted.heads
            ],
            "files": files,
        }
    )


def _month(said: str) -> date:
    found = _MONTH.fullmatch(said.strip())
    if found is None:
        raise Refused("Write the month as 2026-11; {month} is none.", field="month", month=said)
    return date(int(found[1]), int(found[2]), 1)


def _told(one: Counts) -> dict[str, object]:
    return {
        "sent": one.sent,
        "decided": one.decided,
        "granted": one.granted,
        "partly": one.partly,
        "refused": one.refused,
        "returned": one.returned,
        "decided_late": one.decided_late,
        "open": one.standing,
        "open_late": one.standing_late,
        "average_days": None if one.average is None else float(one.average),
    }


COMMANDS: Mapping[str, Command] = {"report": report}
