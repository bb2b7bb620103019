"""Rows of an invented office on their way into the store: many at a time, each event sealed to the last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count

from sqlalchemy import insert

from counter.cases.casefile import Verb
from counter.services.office import Office
from counter.store import chain, household_records, life_records, office_records, records
from counter.store.record import Record

ORDER: tuple[type[Record], ...] = (
    household_records.Household,
    household_records.Person,
    household_records.Membership,
    records.Case,
    records.Applicant,
    records.Referral,
    records.Interval,
    records.Paper,
    records.Decision,
    life_records.Return,
    life_records.Identity,
    life_records.Benefit,
    records.Event,
    office_records.Counter,
)
"""Parents before their children."""


class Rows:
    """Collects rows by table and writes them together; ids are given here, so that children know them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._rows: dict[type[Record], list[dict[str, object]]] = {table: [] for table in ORDER}
        self._ids = {table: count(1) for table in ORDER}
        self._heads: dict[str, tuple[int, str]] = {}
        self.written = dict.fromkeys(ORDER, 0)

    def add(self, table: type[Record], **row: object) -> int:
        """Note a row; returns its id, which is given where the table has one."""
        key = next(self._ids[table])
        if "id" in table.__table__.columns and table is not records.Event:
            row["id"] = key
        self._rows[table].append(row)
        return key

    def event(
        self,
        at: datetime,
        verb: Verb,
        officer: str,
        *,
        case: str,
        referral: str = "",
        detail: Mapping[str, object],
    ) -> None:
        """The next line of the chain of the case's township."""
        township = case.partition("-")[0]
        position, previous = self._heads.get(township, (0, chain.BEGINNING))
        line: dict[str, object] = {
            "chain": township,
            "position": position + 1,
            "at": at,
            "verb": verb.value,
            "officer_id": 0,
            "officer": officer,
            "case_number": case,
            "referral_number": referral,
            "catalogue_digest": self._office.catalogue.digest,
            "detail": dict(detail),
            "previous": previous,
        }
        digest = chain.digest_of(line)
        self._heads[township] = position + 1, digest
        self.add(records.Event, **line, digest=digest)

    def write(self) -> None:
        """Everything that was noted, in one transaction."""
        with self._office.write() as session:
            for table in ORDER:
                if rows := self._rows[table]:
                    session.connection().execute(insert(table), rows)
                    self.written[table] += len(rows)
                    self._rows[table] = []
