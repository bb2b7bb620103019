"""The record of acts: read it, watch it for what others do, and prove that nobody has touched it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from counter.cases.casefile import EventRow, Verb
from counter.progress import Progress, silent
from counter.services import scan_rows
from counter.services.casefiles import event_row
from counter.services.office import Act, Office
from counter.store import backup, chain, numbers, scan_files
from counter.store.chain import Broken, Head
from counter.store.office_records import Counter
from counter.store.records import Case, Event, Notice

PAGE = 200
OVERLAP = 20
"""How many known events are read again when looking for new ones: ids may be committed out of order."""
_SPEAKING = (Verb.DISTRICT_SET.value, Verb.CALENDAR_LOADED.value)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along all chains found; `heads` are printed and kept elsewhere.

    `gaps` are counters whose numbers are not all there, `cut` are heads that a backup remembers and the
    chain no longer holds; `scans` are pictures of papers that are gone or damaged.
    """

    ok: bool
    checked: int
    heads: tuple[Head, ...]
    broken: tuple[Broken, ...] = ()
    gaps: tuple[str, ...] = ()
    cut: tuple[Head, ...] = ()
    scans: tuple[str, ...] = ()


def events(
    office: Office, *, case: str = "", before: int | None = None, limit: int = PAGE
) -> tuple[EventRow, ...]:
    """Events, the newest first, of one case or of all; the next page is `before` the last id seen."""
    query = select(Event).order_by(Event.id.desc()).limit(limit)
    if case:
        query = query.where(Event.case_number == case)
    if before is not None:
        query = query.where(Event.id < before)
    with office.read() as session:
        return tuple(
            event_row(event)
            for event in session.scalars(query)
            if office.may(Act.READ_EVENTS, township=event.chain)
        )


def changes_since(office: Office, event_id: int) -> tuple[EventRow, ...]:
    """What was done after this event, a few older ones again, oldest first: how other windows are noticed."""
    with office.read() as session:
        rows = session.scalars(select(Event).where(Event.id > event_id - OVERLAP).order_by(Event.id)).all()
    return tuple(event_row(row) for row in rows)


def last_event(office: Office) -> int:
    """The id to begin watching from."""
    with office.read() as session:
        return session.scalar(select(func.max(Event.id))) or 0


def anew(office: Office, event_id: int) -> Office | None:
    """The office with what another window has said of the district, or loaded, since this event.

    None where nothing was, or where the office knows it already.
    """
    spoke = select(Event.id).where(Event.id > event_id - OVERLAP, Event.verb.in_(_SPEAKING)).limit(1)
    with office.read() as session:
        if session.scalar(spoke) is None:
            return None
        fresh = office.read_again(session)
    before, now = office.catalogue, fresh.catalogue
    same = (before.district, before.calendar) == (now.district, now.calendar)
    return None if same else fresh


def verify(office: Office, progress: Progress = silent) -> Verification:
    """Walk every chain from its beginning, and look for gaps among the numbers given out."""
    checked = 0
    broken: list[Broken] = []
    remembered = set(backup.remembered_heads(office.settings.backups))
    with office.read() as session:
        total = session.scalar(select(func.count()).select_from(Event)) or 0
        for step in chain.walk(session):
            checked += 1
            progress(checked, max(checked, total))
            if isinstance(step, Broken):
                broken.append(step)
            else:
                remembered.discard(step)
        heads = chain.heads(session)
        skipped = _skipped(session)
        gaps = (*_gaps_of_cases(session, skipped), *_gaps_of_notices(session, skipped))
        pictures = scan_rows.digests(session)
    damaged = tuple(scan_files.damaged(office.settings.scans, pictures))
    cut = tuple(sorted(remembered, key=lambda head: (head.chain, head.position)))
    return Verification(
        ok=not (broken or gaps or cut or damaged),
        checked=checked,
        heads=heads,
        broken=tuple(broken),
        gaps=gaps,
        cut=cut,
        scans=damaged,
    )


def _skipped(session: Session) -> dict[str, int]:
    """How many numbers of each counter were left out on purpose, because a replaced store had given them."""
    found: dict[str, int] = {}
    for detail in session.scalars(select(Event.detail).where(Event.verb == Verb.RESTORED.value)):
        ranges = detail.get("skipped")
        for name, (before, now) in ranges.items() if isinstance(ranges, dict) else ():
            found[name] = found.get(name, 0) + now - before
    return found


def _gaps_of_cases(session: Session, skipped: Mapping[str, int]) -> tuple[str, ...]:
    given = {
        counter.name: counter.value
        for counter in session.scalars(select(Counter).where(Counter.name.startswith(numbers.CASE)))
    }
    found = {name: count for name, count in skipped.items() if name.startswith(numbers.CASE)}
    for number in session.scalars(select(Case.number)):
        place, day, _serial, _check = number.split("-")
        name = numbers.case_counter(place, day)
        found[name] = found.get(name, 0) + 1
    return tuple(name for name in sorted({*given, *found}) if given.get(name) != found.get(name))


def _gaps_of_notices(session: Session, skipped: Mapping[str, int]) -> tuple[str, ...]:
    given = {
        counter.name: counter.value
        for counter in session.scalars(select(Counter).where(Counter.name.startswith(numbers.NOTICE)))
    }
    rows = session.execute(
        select(Notice.unit, Notice.kind, Notice.year, func.count(), func.max(Notice.serial)).group_by(
            Notice.unit, Notice.kind, Notice.year
        )
    )
    found = {name: count for name, count in skipped.items() if name.startswith(numbers.NOTICE)}
    for unit, kind, year, count, last in rows:
        name = numbers.notice_counter(unit, kind, year)
        left_out = skipped.get(name, 0)
        # Where numbers were left out, the last one given may lie before them.
        found[name] = count + left_out if left_out or last == count else -1
    return tuple(name for name in sorted({*given, *found}) if given.get(name) != found.get(name))
