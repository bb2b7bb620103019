"""Who may sit at the counter: the first officer, further ones, signing in and the recovery sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.errors import Problem, Refused, Stale
from counter.services.handovers import still_owned
from counter.services.office import CONSOLE, Act, Office, Officer, Role
from counter.store import office_records, passwords
from counter.store.access import EVERY_ROLE

LOGIN_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Recovery:
    """The code to print on the recovery sheet; it is shown once and stored only as a hash."""

    login: str
    name: str
    code: str


def needs_first_officer(office: Office) -> bool:
    """Whether nobody can sign in yet."""
    with office.read() as session:
        return session.scalar(select(func.count()).select_from(office_records.Officer)) == 0


def make_first_officer(office: Office, *, login: str, name: str, password: str) -> Recovery:
    """Make the officer of a new office, who may do everything at this window."""
    with office.write() as session:
        if session.scalar(select(func.count()).select_from(office_records.Officer)):
            raise Refused("This office has its first officer already. Sign in instead.")
        recovery = _add(office, session, login=login, name=name, password=password, roles=EVERY_ROLE)
        office.record(session, Verb.FIRST_OFFICER, detail={"login": recovery.login})
        return recovery


def add_officer(
    office: Office,
    *,
    login: str,
    name: str,
    password: str,
    roles: Collection[Role],
    department: str = "",
    township: str = "",
) -> Recovery:
    """Make a further officer with the rights of these roles, of one department or township where named."""
    office.allow(Act.MANAGE_OFFICERS)
    _known_place(office, department, township)
    with office.write() as session:
        recovery = _add(
            office,
            session,
            login=login,
            name=name,
            password=password,
            roles=roles,
            department=department,
            township=township,
        )
        office.record(session, Verb.OFFICER_ADDED, detail={"login": recovery.login, "roles": sorted(roles)})
        return recovery


def change_officer(
    office: Office,
    before: Officer,
    *,
    roles: Collection[Role],
    department: str = "",
    township: str = "",
) -> Officer:
    """Give an officer other rights, or the same ones for another department or township.

    `before` is the officer as last seen. They hold from the next sign-in on; till then nothing can be done
    with the old ones. Raises `Stale` when somebody else was faster.
    """
    if not roles:
        raise Refused("Choose what the officer may do.", field="roles")
    _known_place(office, department, township)
    with office.write() as session:
        row = _managed(office, session, before)
        row.roles, row.department, row.township = sorted(roles), department, township
        detail = {
            "login": row.login,
            "roles": sorted(roles),
            "roles_before": sorted(before.roles),
            "department": department,
            "department_before": before.department,
            "township": township,
            "township_before": before.township,
        }
        return _changed(office, session, row, Verb.OFFICER_CHANGED, detail)


def stop_officer(office: Office, before: Officer) -> Officer:
    """Let an officer sign in and act no more; what was done keeps the name. `Stale` as for a change."""
    with office.write() as session:
        row = _managed(office, session, before)
        if row.id == office.officer.id:
            raise Refused("Nobody stops themselves. Ask another administrator.")
        if owned := still_owned(session, row.id):
            raise Refused(
                "{officer} still answers for {n} open cases. Let them be handed over first.",
                officer=row.name,
                n=len(owned),
            )
        row.active = False
        return _changed(office, session, row, Verb.OFFICER_STOPPED, {"login": row.login})


def take_up_officer(office: Office, before: Officer) -> Officer:
    """Let an officer who was stopped sign in again, with the rights as they were. `Stale` as for a change."""
    with office.write() as session:
        row = _managed(office, session, before)
        row.active, row.failures, row.locked_until = True, 0, None
        return _changed(office, session, row, Verb.OFFICER_TAKEN_UP, {"login": row.login})


def _managed(office: Office, session: Session, before: Officer) -> office_records.Officer:
    office.allow(Act.MANAGE_OFFICERS)
    row = _by_login(session, before.login)
    if row is None or row.id != before.id:
        raise Refused("Nobody signs in as {login} here.", field="login", login=before.login)
    if _frozen(row) != before:
        raise Stale("Someone else has just changed this officer. Look at it again.")
    return row


def _changed(
    office: Office, session: Session, row: office_records.Officer, verb: Verb, detail: Mapping[str, object]
) -> Officer:
    """Record what was done to an officer. Raises `Refused` where nobody could manage officers any more."""
    session.flush()
    after = _frozen(row)
    rows = session.scalars(select(office_records.Officer))
    if not any(office.with_officer(_frozen(one)).may(Act.MANAGE_OFFICERS) for one in rows):
        raise Refused("Nobody could manage the officers any more. Give this right to another one first.")
    # Whoever changes the own rights does so with those that hold from now on.
    acting = office.with_officer(after) if after.id == office.officer.id else office
    acting.record(session, verb, detail=detail)
    return after


def officers(office: Office) -> tuple[Officer, ...]:
    """Everyone who can sign in here."""
    with office.read() as session:
        return tuple(
            _frozen(row)
            for row in session.scalars(select(office_records.Officer).order_by(office_records.Officer.id))
        )


def sign_in(office: Office, login: str, password: str) -> Office:
    """The office as this officer sees it.

    Raises `Refused` for a wrong name or password, alike; after five in a row the name rests for half an hour.
    """
    with office.write() as session:
        officer = _by_login(session, login)
        now = office.now()
        if officer is not None and officer.locked_until is not None and officer.locked_until > now:
            refused = Refused(
                "Too many wrong passwords. Try again after {until}.", until=officer.locked_until
            )
        elif passwords.matches(officer.password_hash if officer else "", password):
            assert officer is not None
            officer.failures, officer.locked_until = 0, None
            if officer.active:
                signed_in = office.with_officer(_frozen(officer))
                signed_in.record(session, Verb.SIGNED_IN)
                return signed_in
            refused = _stopped(officer)
            office.record(session, Verb.SIGN_IN_FAILED, detail={"known": True, "stopped": True})
        else:
            refused = Refused("The name or the password is not right.", field="password")
            if officer is not None:
                officer.failures += 1
                if officer.failures >= passwords.TRIES:
                    officer.failures = 0
                    officer.locked_until = now + timedelta(minutes=passwords.LOCKED_MINUTES)
            office.record(session, Verb.SIGN_IN_FAILED, detail={"known": officer is not None})
    # The failure itself is kept; only the sign-in is refused.
    raise refused


def sign_out(office: Office) -> Office:
    """The office as nobody in particular sees it."""
    with office.write() as session:
        office.record(session, Verb.SIGNED_OUT)
    return office.with_officer(CONSOLE)


def reset_password(office: Office, *, login: str, code: str, password: str) -> Recovery:
    """Give a new password to whoever holds the recovery sheet; the sheet is replaced by a new one."""
    with office.write() as session:
        officer = _by_login(session, login)
        if not passwords.matches(officer.recovery_hash if officer else "", passwords.typed_code(code)):
            raise Refused("The recovery code does not belong to this name.", field="code")
        assert officer is not None
        if not officer.active:
            raise _stopped(officer)
        if problems := tuple(passwords.weak(password, login=officer.login, name=officer.name)):
            raise Refused.because(problems)
        recovery = Recovery(officer.login, officer.name, passwords.recovery_code())
        officer.password_hash = passwords.hashed(password)
        officer.recovery_hash = passwords.hashed(recovery.code)
        officer.failures, officer.locked_until = 0, None
        office.record(session, Verb.PASSWORD_RESET, detail={"login": officer.login})
        return recovery


def _stopped(officer: office_records.Officer) -> Refused:
    return Refused(
        "{officer} was stopped and no longer signs in. Ask an administrator.", officer=officer.name
    )


def _known_place(office: Office, department: str, township: str) -> None:
    if department and department not in office.catalogue.departments:
        raise Refused("There is no department {code}.", field="department", code=department)
    if township and township not in office.catalogue.places:
        raise Refused("There is no place {code}.", field="township", code=township)


def _add(
    office: Office,
    session: Session,
    *,
    login: str,
    name: str,
    password: str,
    roles: Collection[Role],
    department: str = "",
    township: str = "",
) -> Recovery:
    login, name = _typed(login).lower(), _typed(name)
    problems = [*_wrong_names(session, login, name), *passwords.weak(password, login=login, name=name)]
    if problems:
        raise Refused.because(problems)
    recovery = Recovery(login, name, passwords.recovery_code())
    session.add(
        office_records.Officer(
            login=login,
            name=name,
            roles=sorted(roles),
            department=department,
            township=township,
            password_hash=passwords.hashed(password),
            recovery_hash=passwords.hashed(recovery.code),
            created_at=office.now(),
        )
    )
    return recovery


def _wrong_names(session: Session, login: str, name: str) -> list[Problem]:
    problems = []
    if not login or len(login) > LOGIN_LENGTH or login == CONSOLE.login:
        problems.append(Problem("Choose a name to sign in with.", "login"))
    elif _by_login(session, login) is not None:
        problems.append(Problem("Someone signs in as {login} already.", "login", {"login": login}))
    if not name or len(name) > 80:
        problems.append(Problem("Say who the officer is.", "name"))
    return problems


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _by_login(session: Session, login: str) -> office_records.Officer | None:
    return session.scalars(
        select(office_records.Officer).filter_by(login=_typed(login).lower())
    ).one_or_none()


def _frozen(row: office_records.Officer) -> Officer:
    return Officer(
        row.id,
        row.login,
        row.name,
        tuple(Role(role) for role in row.roles),
        row.department,
        row.township,
        row.active,
    )
