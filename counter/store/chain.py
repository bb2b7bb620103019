"""The record of acts: a chain of events for each township and one for the office, line sealing line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from counter.store.records import Event

OFFICE = "office"
"""The chain of what belongs to no township: sign-in, officers, settings, backups."""

BEGINNING = "0" * 64

_PERSONAL = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15,20}|1[3-9][0-9]{9})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain; printed and kept elsewhere, it shows whether lines were cut off."""

    chain: str
    position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that does not follow from the one before it, or that no longer says what it said."""

    chain: str
    position: int
    event_id: int


def append(
    session: Session,
    *,
    chain: str,
    at: datetime,
    verb: str,
    officer_id: int,
    officer: str,
    catalogue_digest: str,
    case_number: str = "",
    referral_number: str = "",
    detail: Mapping[str, object],
) -> int:
    """Write the next line of a chain and return its id; personal numbers in `detail` are masked."""
    last = session.execute(
        select(Event.position, Event.digest)
        .where(Event.chain == chain)
        .order_by(Event.position.desc())
        .limit(1)
    ).first()
    line: dict[str, object] = {
        "chain": chain,
        "position": last.position + 1 if last else 1,
        "at": at,
        "verb": verb,
        "officer_id": officer_id,
        "officer": officer,
        "case_number": case_number,
        "referral_number": referral_number,
        "catalogue_digest": catalogue_digest,
        "detail": masked(dict(detail)),
        "previous": last.digest if last else BEGINNING,
    }
    # Not by way of the session: an event is written, never held as an object that could change.
    adding = insert(Event).returning(Event.id)
    return session.connection().execute(adding, {**line, "digest": digest_of(line)}).scalar_one()


def digest_of(line: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of everything else on the line."""
    at = line["at"]
    assert isinstance(at, datetime)
    stable = {**line, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(canonical(stable)).hexdigest()


def canonical(value: object) -> bytes:
    """One spelling for equal values: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def masked(value: object) -> object:
    """The same value with every id, phone and account number reduced to its ends."""
    if isinstance(value, str):
        return _PERSONAL.sub(lambda m: f"{m[0][:3]}{'*' * (len(m[0]) - 7)}{m[0][-4:]}", value)
    if isinstance(value, Mapping):
        return {key: masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner) for inner in value]
    return value


def heads(session: Session) -> tuple[Head, ...]:
    """The last line of each chain."""
    last = select(Event.chain, func.max(Event.position).label("position")).group_by(Event.chain).subquery()
    found = session.execute(
        select(Event.chain, Event.position, Event.digest)
        .join(last, (Event.chain == last.c.chain) & (Event.position == last.c.position))
        .order_by(Event.chain)
    )
    return tuple(Head(chain, position, digest) for chain, position, digest in found)


def walk(session: Session) -> Iterator[Broken | Head]:
    """Walk every chain: a `Broken` for each line that is not what it was, a `Head` for each whole line."""
    chain, position, digest = "", 0, BEGINNING
    lines = select(Event).order_by(Event.chain, Event.position).execution_options(yield_per=1000)
    for event in session.scalars(lines):
        if event.chain != chain:
            chain, position, digest = event.chain, 0, BEGINNING
        line = {
            column.key: getattr(event, column.key)
            for column in Event.__table__.columns
            if column.key not in ("id", "digest")
        }
        follows = event.position == position + 1 and event.previous == digest
        if follows and event.digest == digest_of(line):
            yield Head(chain, event.position, event.digest)
        else:
            yield Broken(chain, event.position, event.id)
        position, digest = event.position, event.digest
