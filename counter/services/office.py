"""The office: what every act is given first. It opens the store, reads the clock, knows who is acting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from counter import settings as computer
from counter.cases.casefile import Verb
from counter.cases.promises import Promises, promises_of
from counter.catalogue.load import load_kept, load_or_last_good
from counter.catalogue.model import Calendar, Catalogue
from counter.errors import Problem, Refused
from counter.letters import machine_fonts
from counter.services import calendar_rows
from counter.services.clock import instant
from counter.settings import Settings, font_folders
from counter.store import access, catalogues, chain, engine, migrate
from counter.store.access import EVERY_ROLE, Act, Role
from counter.store.office_records import DistrictSetting, Store
from counter.store.office_records import Officer as OfficerRow
from counter.store.records import Event
from counter.text import local_day

__all__ = ["CONSOLE", "Act", "Office", "Officer", "Role", "open_office"]

LIAISON_FIELDS = ("name", "phone", "substitute", "substitute_phone")
CLOCK_SLACK = timedelta(days=1)
"""A clock that is further back than this behind the last event is told."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts; an empty `township` or `department` means the whole office."""

    id: int
    login: str
    name: str
    roles: tuple[Role, ...]
    department: str = ""
    township: str = ""
    active: bool = True


CONSOLE = Officer(0, "console", "console", EVERY_ROLE)
"""Whoever sits at the computer: the command line acts so, and the window until someone signs in."""


@dataclass(frozen=True, eq=False)
class Office:
    """One office, opened by one officer; `notices` are what the officer should hear at the start.

    With `list_problems` the list on disk is broken, and `catalogue` is the last good one. `invented`: nothing
    in it is real, and every screen and paper says so. `shipped_calendar` is the list's own, without the years
    that officers have read in.
    """

    settings: Settings
    catalogue: Catalogue
    notices: tuple[Problem, ...]
    officer: Officer
    engine: Engine
    _clock: Callable[[], datetime] = field(repr=False)
    list_problems: tuple[Problem, ...] = ()
    invented: bool = False
    shipped_calendar: Calendar | None = None
    _catalogues: dict[str, Catalogue] = field(default_factory=dict, repr=False)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._clock().astimezone(UTC)

    def today(self) -> date:
        """The day at the counter."""
        return local_day(self.now())

    def read(self) -> AbstractContextManager[Session]:
        """A transaction that changes nothing."""
        return engine.reading(self.engine)

    def write(self) -> AbstractContextManager[Session]:
        """A transaction for one act: with its event it is kept whole, or nothing of it."""
        return engine.writing(self.engine)

    def record(
        self,
        session: Session,
        verb: Verb,
        *,
        township: str = "",
        case: str = "",
        referral: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> int:
        """Write the event of an act, in the act's own transaction; without a township it is the office's.

        Raises `Refused` where the officer's rights were changed or taken since the sign-in.
        """
        session.flush()
        if verb is not Verb.SIGNED_OUT:
            self._still_is_who_signed_in(session)
        return chain.append(
            session,
            chain=township or chain.OFFICE,
            at=self.now(),
            verb=verb,
            officer_id=self.officer.id,
            officer=self.officer.name,
            catalogue_digest=self.catalogue.digest,
            case_number=case,
            referral_number=referral,
            detail=detail or {},
        )

    def _still_is_who_signed_in(self, session: Session) -> None:
        now = session.scalars(select(OfficerRow).filter_by(login=self.officer.login)).one_or_none()
        if now is None or now.id != self.officer.id:  # the console stands in no list
            return
        known = (list(self.officer.roles), self.officer.department, self.officer.township)
        if not now.active or known != ([Role(role) for role in now.roles], now.department, now.township):
            raise Refused("Your rights were changed meanwhile. Sign out, and sign in again.")

    def may(self, act: Act, *, township: str = "", department: str = "") -> bool:
        """Whether the officer may do this to a thing of that township and department."""
        return self.officer.active and access.may(
            self.officer.roles,
            act,
            own_township=self.officer.township,
            own_department=self.officer.department,
            township=township,
            department=department,
        )

    def allow(self, act: Act, *, township: str = "", department: str = "") -> None:
        """Raises `Refused` unless the officer may do this."""
        if not self.may(act, township=township, department=department):
            raise Refused("{officer} may not do this. Ask someone who may.", officer=self.officer.name)

    def with_officer(self, officer: Officer) -> Office:
        """The same office as another officer sees it."""
        return replace(self, officer=officer)

    def with_catalogue(self, catalogue: Catalogue) -> Office:
        """The same office after the district, or a year's calendar, has said something new."""
        return replace(self, catalogue=catalogue, _catalogues={})

    def read_again(self, session: Session) -> Office:
        """The same office with what was said and read in since, here or in another window."""
        calendar_rows.forget(session)
        listed = replace(self.catalogue, calendar=self.shipped_calendar or self.catalogue.calendar)
        return self.with_catalogue(overlaid(listed, session))

    @property
    def place(self) -> str:
        """The township where this window stands; empty until the office has said."""
        return self.officer.township or self.district.get("place", "")

    @cached_property
    def district(self) -> Mapping[str, str]:
        """What the district says of itself; an empty text is a line to fill by hand."""
        return {key: setting.value for key, setting in self.catalogue.district.items()}

    @cached_property
    def promises(self) -> Promises:
        """What the district promises where no law gives a number."""
        return promises_of(self.catalogue.district)

    def catalogue_of(self, session: Session, digest: str) -> Catalogue:
        """The responsibility list that a case was judged by, as this district completes it.

        It counts in the calendars known by now, also in those that another window has read in.
        """
        calendar = self._calendar(session)
        if digest == self.catalogue.digest and calendar is self.catalogue.calendar:
            return self.catalogue
        known = self._catalogues.get(digest)
        if known is None:
            known = self.catalogue if digest == self.catalogue.digest else self._list_of(session, digest)
        if known.calendar is not calendar:
            known = replace(known, calendar=calendar)
        self._catalogues[digest] = known
        return known

    def _list_of(self, session: Session, digest: str) -> Catalogue:
        """The law of that day, told by today's liaisons."""
        catalogues.lay_out(session, digest, self.settings.lists)
        then = load_kept(digest, self.settings.lists)
        return replace(then, district=self.catalogue.district, liaisons=self.catalogue.liaisons)

    def _calendar(self, session: Session) -> Calendar:
        own = self.catalogue.calendar
        known = calendar_rows.in_force(session, self.shipped_calendar or own)
        return own if known == own else known

    def close(self) -> None:
        """Let go of the office's file."""
        self.engine.dispose()


def open_office(settings: Settings, *, clock: Callable[[], datetime] | None = None) -> Office:
    """Open an office, making it first where there is none; acts as `console` until someone signs in.

    Raises `Refused` for a store that cannot be used, `BadCatalogue` when no list was ever good here.
    """
    migrate.prepare(settings.database, keep_old_in=settings.backups)
    user = computer.user_name()
    console = replace(CONSOLE, name=f"console ({user})" if user else "console")
    opened = engine.open_engine(settings.database)
    read_clock = clock or instant
    try:
        shipped, problems = load_or_last_good(settings.policies_dir, settings.lists)
        with engine.reading(opened) as session:
            catalogue = overlaid(shipped, session)
            invented = session.scalars(select(Store.invented)).one()
        office = Office(
            settings,
            catalogue,
            problems,
            console,
            opened,
            read_clock,
            problems,
            invented,
            shipped_calendar=shipped.calendar,
        )
        _remember_list(office)
        told = (*settings.problems, *problems, *_use_fonts(settings), *_clock_problems(office))
        return replace(office, notices=told)
    except BaseException:
        opened.dispose()
        raise


def _use_fonts(settings: Settings) -> tuple[Problem, ...]:
    """Set papers in the fonts of this computer that are named; tells of those that cannot be used."""
    named = {style: family for style, family in asdict(settings.fonts).items() if family}
    found, problems = machine_fonts.find(named, font_folders() if named else ())
    machine_fonts.use(found)
    return problems


def overlaid(catalogue: Catalogue, session: Session) -> Catalogue:
    """The list with what the district has said of itself in this office, and the years it has read in."""
    own = {row.key: row for row in session.scalars(select(DistrictSetting))}
    settings = {
        key: replace(setting, value=own[key].value, confirmed=own[key].confirmed) if key in own else setting
        for key, setting in catalogue.district.items()
    }
    liaisons = {
        department: replace(liaison, **_own_liaison(own, department))
        for department, liaison in catalogue.liaisons.items()
    }
    calendar = calendar_rows.in_force(session, catalogue.calendar)
    return replace(catalogue, district=settings, liaisons=liaisons, calendar=calendar)


def _own_liaison(own: Mapping[str, DistrictSetting], department: str) -> dict[str, str]:
    keys = {name: liaison_key(department, name) for name in LIAISON_FIELDS}
    return {name: own[key].value for name, key in keys.items() if key in own}


def liaison_key(department: str, name: str) -> str:
    """Under which key the office keeps its own word about a liaison."""
    return f"liaison.{department}.{name}"


def _remember_list(office: Office) -> None:
    """Keep a new list in the store, so that a backup brings it along; due days are computed by it anew."""
    with office.read() as session:
        if catalogues.in_force(session) == office.catalogue.digest:
            return
    # It computes with an office, so it cannot be known here before there is one.
    from counter.services.benefits import catch_up
    from counter.services.clocks import recompute

    with office.write() as session:
        catalogues.remember(session, office.catalogue.digest, office.settings.lists, office.now())
        moved = recompute(office, session)
        # A new program comes with a new list: what the one before did not keep yet is made now.
        made = 0 if office.invented else catch_up(office, session)
        office.record(
            session,
            Verb.LIST_CHANGED,
            detail={"digest": office.catalogue.digest, "moved": moved, "benefits": made},
        )


def _clock_problems(office: Office) -> tuple[Problem, ...]:
    """The order of events never depends on the clock, but due days do."""
    with office.read() as session:
        last = session.scalar(select(func.max(Event.at)))
    if last is None or office.now() >= last - CLOCK_SLACK:
        return ()
    return (
        Problem(
            "This computer says it is {now}, but the last entry is of {last}. Set the clock right first.",
            params={"now": office.now(), "last": last},
        ),
    )
