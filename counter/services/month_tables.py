"""The month report as a spreadsheet: its tables, from the same numbers as on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from counter.cases.month import Counts, Month
from counter.services.spreadsheet import Cell, Sheet
from counter.text import _, display


def sheets(counted: Month, places: Mapping[str, str]) -> Iterator[Sheet]:
    """One for each table of the report; `places` are titles by code."""
    heads = (
        _("Sent"),
        _("Decided"),
        _("Granted"),
        _("Partly granted"),
        _("Refused"),
        _("Given back"),
        _("Decided late"),
        _("Open at the end"),
        _("Of these late"),
        _("Working days on average"),
    )
    yield Sheet(
        _("By department"),
        (_("Department"), *heads),
        (
            *((title, *_cells(one)) for title, one in counted.departments.items()),
            (_("Together"), *_cells(counted.total)),
        ),
    )
    yield Sheet(
        _("By township"),
        (_("Township"), *heads),
        tuple((title, *_cells(one)) for title, one in counted.townships.items()),
    )
    yield Sheet(
        _("Accepted"),
        (_("Township"), _("Accepted"), _("Not accepted")),
        tuple(
            (places.get(code, code), counted.accepted.get(code, 0), counted.declined.get(code, 0))
            for code in sorted({*counted.accepted, *counted.declined})
        ),
    )
    yield Sheet(
        _("Why referrals came back"),
        (_("Reason"), _("Referrals")),
        tuple((display(reason), number) for reason, number in counted.reasons.items()),
    )
    yield Sheet(
        _("Money granted"),
        (_("Each (empty: once)"), _("Amount in yuan"), _("Decisions")),
        tuple((one.period, Decimal(one.fen) / 100, one.decisions) for one in counted.granted),
    )
    yield Sheet(
        _("Chain of events"),
        (_("Chain"), _("Position"), _("Digest")),
        tuple((places.get(one.chain, one.chain), one.position, one.digest) for one in counted.heads),
    )


def _cells(one: Counts) -> tuple[Cell, ...]:
    return (
        one.sent,
        one.decided,
        one.granted,
        one.partly,
        one.refused,
        one.returned,
        one.decided_late,
        one.standing,
        one.standing_late,
        one.average,
    )
