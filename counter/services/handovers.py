"""Hand-over (交接班): what lies at an officer's desk, offered to the next one; it passes when confirmed.

Who opened a case answers for it until it has ended or was handed over in writing (首问负责).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.cases.handover import Handover, HandoverKind, Item, ItemKind
from counter.cases.workflow import OPEN_CASE_STATES, ReferralState
from counter.errors import Problem, Refused
from counter.services.delivery import away_rows
from counter.services.office import CONSOLE, Act, Office, Officer, Role
from counter.store import access, household_records, life_records, office_records, records
from counter.text import mask_name

_AT_HAND = (HandoverKind.DAY, HandoverKind.LEAVING)
"""The kinds that hand over the desk, not only single cases."""


def proposed_items(office: Office, kind: HandoverKind) -> tuple[Item, ...]:
    """What the officer would hand over now, by the record; goods on hand are typed beside it.

    At the end of the day the cases stay with who opened them; who leaves hands over all of them.
    """
    with office.read() as session:
        return tuple(_proposed(office, session, kind))


def offer(
    office: Office,
    *,
    to_login: str,
    kind: HandoverKind,
    cases: Sequence[str] = (),
    note: str = "",
    goods: Sequence[str] = (),
    for_login: str = "",
) -> Handover:
    """Offer the desk, or single cases, to the next officer; nothing passes before it is confirmed.

    `cases` are numbers of the officer's own open cases; `goods` are lines as typed. Who manages officers can
    offer the desk of one who is not there any more (`for_login`).
    """
    with office.write() as session:
        desk = _desk(office, session, for_login)
        own = desk.officer
        desk.allow(Act.HAND_OVER, township=own.township, department=own.department)
        to_id, to = _next_officer(desk, session, to_login)
        items = [*_proposed(desk, session, kind)]
        if kind is not HandoverKind.LEAVING:
            items = [item for item in items if item.kind is not ItemKind.CASE]
            items += _own_cases(desk, session, kind, cases)
        items += [Item(ItemKind.GOODS, "", line.strip()) for line in goods if line.strip()]
        row = life_records.Handover(
            kind=kind,
            township=own.township,
            by_id=own.id,
            by=own.name,
            to_id=to_id,
            to=to,
            items={"items": [_plain(item) for item in items]},
            note=note.strip(),
            offered_at=office.now(),
        )
        session.add(row)
        session.flush()
        _record(office, session, Verb.HANDED_OVER, row, items)
        return _frozen(row)


def confirm(office: Office, handover_id: int) -> Handover:
    """Take over what was offered: parked intakes and cases are the officer's from now on.

    A case that has ended, or that passed to somebody else in the meantime, stays where it is.
    """
    with office.write() as session:
        row = session.get(life_records.Handover, handover_id)
        if row is None or row.to_id != office.officer.id:
            raise Refused("No hand-over {number} was offered to you.", field="number", number=handover_id)
        if row.confirmed_at is not None:
            raise Refused("This hand-over was confirmed already.", field="number")
        row.confirmed_at = office.now()
        items = _items(row)
        _take_cases(office, session, row, [one.reference for one in items if one.kind is ItemKind.CASE])
        parked = [int(item.reference) for item in items if item.kind is ItemKind.PARKED]
        for draft in session.scalars(
            select(office_records.Draft).where(
                office_records.Draft.id.in_(parked), office_records.Draft.officer_id == row.by_id
            )
        ):
            draft.officer_id = row.to_id
        _record(office, session, Verb.HANDOVER_CONFIRMED, row, items)
        return _frozen(row)


def pending(office: Office) -> tuple[Handover, ...]:
    """What waits to be confirmed: offered to the officer, or by him, the oldest first."""
    table = life_records.Handover
    with office.read() as session:
        rows = session.scalars(
            select(table)
            .where(table.confirmed_at.is_(None))
            .where(or_(table.to_id == office.officer.id, table.by_id == office.officer.id))
            .order_by(table.id)
        )
        return tuple(_frozen(row) for row in rows)


def offered(office: Office) -> tuple[Handover, ...]:
    """What was offered to the officer and waits for the confirmation, the oldest first."""
    table = life_records.Handover
    with office.read() as session:
        rows = session.scalars(
            select(table)
            .where(table.confirmed_at.is_(None), table.to_id == office.officer.id)
            .order_by(table.id)
        )
        return tuple(_frozen(row) for row in rows)


def successors(office: Office) -> tuple[Officer, ...]:
    """Who can take the officer's desk over, in the order in which they were made."""
    own = office.officer
    with office.read() as session:
        rows = session.scalars(
            select(office_records.Officer).filter_by(active=True).order_by(office_records.Officer.id)
        )
        return tuple(
            Officer(row.id, row.login, row.name, tuple(map(Role, row.roles)), row.department, row.township)
            for row in rows
            if row.id != own.id and _may_take(row, own)
        )


# --- steps ---------------------------------------------------------------------------------------


def still_owned(session: Session, officer_id: int) -> list[str]:
    """The open cases for which an officer answers; while there are any, he cannot be stopped."""
    return list(
        session.scalars(
            select(records.Case.number)
            .filter_by(owner_id=officer_id)
            .where(records.Case.state.in_(OPEN_CASE_STATES))
            .order_by(records.Case.id)
        )
    )


def _desk(office: Office, session: Session, login: str) -> Office:
    """The office as the officer sees it whose desk is handed over: the own one, or that of an absent one."""
    wanted = login.strip().lower()
    if wanted in ("", office.officer.login):
        return office
    office.allow(Act.MANAGE_OFFICERS)
    row = session.scalars(select(office_records.Officer).filter_by(login=wanted)).one_or_none()
    if row is None:
        raise Refused("Nobody signs in as {login} here.", field="for_login", login=wanted)
    roles = tuple(Role(role) for role in row.roles)
    return office.with_officer(Officer(row.id, row.login, row.name, roles, row.department, row.township))


def _next_officer(office: Office, session: Session, login: str) -> tuple[int, str]:
    """Who is to take over. Raises `Refused` for nobody, for oneself and for who may not."""
    wanted = login.strip().lower()
    if wanted == office.officer.login:
        raise Refused("Nobody hands over to himself.", field="to_login")
    if wanted == CONSOLE.login:
        return CONSOLE.id, CONSOLE.name
    row = session.scalars(select(office_records.Officer).filter_by(login=wanted, active=True)).one_or_none()
    own = office.officer
    if row is None or not _may_take(row, own):
        raise Refused("Nobody called {login} can take this over.", field="to_login", login=wanted or "—")
    return row.id, row.name


def _may_take(row: office_records.Officer, own: Officer) -> bool:
    """Whether an officer has the right to take over what that one leaves."""
    return access.may(
        row.roles,
        Act.HAND_OVER,
        own_township=row.township,
        own_department=row.department,
        township=own.township,
        department=own.department,
    )


def _proposed(office: Office, session: Session, kind: HandoverKind) -> Iterator[Item]:
    if kind in _AT_HAND:
        yield from _parked(office, session, kind)
        yield from _unsent(office, session)
        for row, away in away_rows(session):
            if row.issued_by == office.officer.name and _is_here(office, row):
                yield Item(ItemKind.UNSIGNED_PAPER, row.number, f"{row.title} {mask_name(away.applicant)}")
    if kind is not HandoverKind.DAY:
        yield from _cases(session, still_owned(session, office.officer.id))


def _is_here(office: Office, row: records.Notice) -> bool:
    """Names are not unique: an officer of the same name elsewhere has papers of his own."""
    return office.officer.township in ("", row.township)


def _parked(office: Office, session: Session, kind: HandoverKind) -> Iterator[Item]:
    """Parked intakes; of who leaves all that he has begun."""
    query = select(office_records.Draft).filter_by(officer_id=office.officer.id)
    if kind is HandoverKind.DAY:
        query = query.where(office_records.Draft.parked_at.is_not(None))
    for draft in session.scalars(query.order_by(office_records.Draft.id)):
        yield Item(ItemKind.PARKED, str(draft.id), draft.title)


def _unsent(office: Office, session: Session) -> Iterator[Item]:
    rows = session.scalars(
        select(records.Referral)
        .join(records.Case)
        .where(records.Referral.state == ReferralState.DRAFT, records.Case.owner_id == office.officer.id)
        .order_by(records.Referral.id)
    )
    for row in rows:
        yield Item(ItemKind.UNSENT, row.number, f"{row.title} {mask_name(row.applicant)}")


def _cases(session: Session, numbers: Iterable[str]) -> Iterator[Item]:
    rows = session.execute(
        select(records.Case.number, household_records.Person.name)
        .join(household_records.Person, household_records.Person.id == records.Case.applicant_id)
        .where(records.Case.number.in_(list(numbers)))
        .order_by(records.Case.id)
    )
    for number, name in rows:
        yield Item(ItemKind.CASE, number, mask_name(name))


def _own_cases(
    office: Office, session: Session, kind: HandoverKind, numbers: Sequence[str]
) -> Iterator[Item]:
    """The cases that are named. Raises `Refused` for one that is not the officer's own."""
    wanted = [number.strip().upper() for number in numbers]
    if kind is HandoverKind.CASES and not wanted:
        raise Refused("Say which cases are handed over.", field="cases")
    own = set(still_owned(session, office.officer.id))
    if strange := [number for number in wanted if number not in own]:
        raise Refused.because([Problem("Not your own open cases: {numbers}.", "cases", {"numbers": strange})])
    yield from _cases(session, wanted)


def _take_cases(office: Office, session: Session, row: life_records.Handover, numbers: Sequence[str]) -> None:
    open_ones = session.scalars(
        select(records.Case)
        .where(records.Case.number.in_(numbers), records.Case.owner_id == row.by_id)
        .where(records.Case.state.in_(OPEN_CASE_STATES))
        .order_by(records.Case.id)
    ).all()
    for case in open_ones:
        case.owner_id, case.owner = row.to_id, row.to
        office.record(
            session,
            Verb.OWNER_CHANGED,
            township=case.township,
            case=case.number,
            detail={"from": row.by, "to": row.to, "handover": row.id},
        )


def _record(
    office: Office, session: Session, verb: Verb, row: life_records.Handover, items: Sequence[Item]
) -> None:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.kind.value] = counts.get(item.kind.value, 0) + 1
    office.record(
        session,
        verb,
        township=row.township,
        detail={"handover": row.id, "kind": row.kind.value, "from": row.by, "to": row.to, "items": counts},
    )


def _plain(item: Item) -> dict[str, str]:
    return {"kind": item.kind.value, "reference": item.reference, "text": item.text}


def _items(row: life_records.Handover) -> tuple[Item, ...]:
    kept = row.items.get("items")
    assert isinstance(kept, list)
    return tuple(Item(ItemKind(one["kind"]), one["reference"], one["text"]) for one in kept)


def _frozen(row: life_records.Handover) -> Handover:
    return Handover(
        id=row.id,
        kind=row.kind,
        by=row.by,
        to=row.to,
        items=_items(row),
        note=row.note,
        offered_at=row.offered_at,
        confirmed_at=row.confirmed_at,
    )
