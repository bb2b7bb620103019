"""The finders of what is late: each asks the store once, and tells by whose fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from counter.cases.chasing import Level
from counter.cases.deadlines import add_days, working_days_between
from counter.cases.duties import DutyKind
from counter.cases.lateness import Blame, Fault, LateRow, blame
from counter.cases.split import is_delegated
from counter.cases.step_days import OF_THE_TOWN, has_days, overdue
from counter.cases.steps import steps_of
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.catalogue.policy import DayKind, Policy
from counter.services import clocks
from counter.services.handled import fast_aid_of, handled, kept_steps
from counter.services.office import Office
from counter.services.reach import reached
from counter.store import life_records
from counter.store.records import OPEN, Case, Referral
from counter.text import local_day

AT_ONCE = 500
"""As many ids in one question as every database takes."""
_DISPATCHER = "区级调度"


@dataclass(frozen=True)
class Desk:
    """Whoever looks: an office on a day, in one transaction."""

    office: Office
    session: Session

    @cached_property
    def today(self) -> date:
        return self.office.today()

    @cached_property
    def visible(self) -> ColumnElement[bool]:
        return reached(self.office, Referral.township, Referral.department)

    def days_since(self, due: date) -> int:
        return working_days_between(due, self.today, self.office.catalogue.calendar)

    def after(self, start: date, days: int) -> date:
        return add_days(start, days, DayKind.WORKING, self.office.catalogue.calendar)[0]

    def department(self, code: str) -> str:
        found = self.office.catalogue.departments.get(code)
        return found.title if found else code

    def window(self, township: str) -> str:
        place = self.office.catalogue.places.get(township)
        return f"{place.title if place else township}窗口"


def late_rows(office: Office, session: Session) -> tuple[LateRow, ...]:
    """All that is late among what the officer may see, the most days first."""
    desk = Desk(office, session)
    found = [*_referrals(desk), *_steps(desk)]
    found += [*_consultations(desk), *_replies(desk), *_back_fills(desk)]
    return tuple(sorted(found, key=lambda one: (-one.days, one.due, one.referral)))


def _referrals(desk: Desk) -> Iterator[LateRow]:
    """Referrals not sent, not signed for, not dispatched again or not decided in time."""
    today = desk.today
    query = (
        select(Referral)
        .where(OPEN, desk.visible)
        .where(
            or_(
                Referral.due < today,
                and_(Referral.state == ReferralState.SENT, Referral.due_sign < today),
                Referral.state.in_([ReferralState.DRAFT, ReferralState.RETURNED]),
            )
        )
        .options(
            selectinload(Referral.intervals),
            selectinload(Referral.case).load_only(Case.catalogue_digest, Case.version),
        )
    )
    found = desk.session.scalars(query).all()
    chased = _chased(desk, [row.id for row in found])
    for row in found:
        for one in _late(desk, row):
            yield replace(one, chased=chased.get(row.id))


def _late(desk: Desk, row: Referral) -> Iterator[LateRow]:
    if row.due is not None and desk.today > row.due:
        yield _past_due(desk, row)
        return
    promises = desk.office.promises
    if row.state is ReferralState.DRAFT:
        due = desk.after(row.accepted_on, promises.dispatch)
        yield from _if_late(
            desk, row, DutyKind.DISPATCH, due=due, fault=Fault.WINDOW, who=desk.window(row.township)
        )
    elif row.state is ReferralState.SENT and row.due_sign is not None:
        who = desk.department(row.department)
        yield from _if_late(desk, row, DutyKind.SIGN, due=row.due_sign, fault=Fault.DEPARTMENT, who=who)
    elif row.state is ReferralState.RETURNED:
        due = desk.after(local_day(row.changed_at), promises.sign)
        yield from _if_late(desk, row, DutyKind.RETURNED, due=due, fault=Fault.DISPATCHER, who=_DISPATCHER)


def _if_late(
    desk: Desk,
    row: Referral,
    kind: DutyKind,
    *,
    due: date | None,
    fault: Fault,
    who: str,
    reference: str = "",
) -> Iterator[LateRow]:
    if due is not None and (days := desk.days_since(due)) > 0:
        yield replace(_row(desk, row, kind, due, Blame(days, fault)), days=days, who=who, reference=reference)


def _past_due(desk: Desk, row: Referral) -> LateRow:
    catalogue = desk.office.catalogue_of(desk.session, row.case.catalogue_digest)
    policy: Policy = catalogue.policy(row.policy, row.accepted_on)
    assert row.due is not None
    sent_on = local_day(row.sent_at) if row.sent_at else None
    guilty = blame(
        policy.limits,
        accepted_on=row.accepted_on,
        sent_on=sent_on,
        due=row.due,
        until=desk.today,
        intervals=clocks.intervals_of(row),
        calendar=catalogue.calendar,
        delegated=is_delegated(catalogue, policy),
    )
    kind = DutyKind.DISPATCH if sent_on is None else DutyKind.DECIDE
    return replace(
        _row(desk, row, kind, row.due, guilty),
        days=desk.days_since(row.due),
        who=_who(desk, row, guilty.fault),
    )


def _who(desk: Desk, row: Referral, fault: Fault) -> str:
    match fault:
        case Fault.DEPARTMENT:
            return desk.department(row.department)
        case Fault.WINDOW:
            return desk.window(row.township)
        case Fault.APPLICANT:
            return row.applicant
        case Fault.DISPATCHER:
            return _DISPATCHER
    waited = [one.reason for one in row.intervals if one.waits_for != "applicant"]
    return waited[-1] if waited else ""


def _row(desk: Desk, row: Referral, kind: DutyKind, due: date, guilty: Blame) -> LateRow:
    return LateRow(
        kind=kind,
        case=row.case_number,
        referral=row.number,
        title=row.title,
        applicant=row.applicant,
        department=row.department,
        department_title=desk.department(row.department),
        township=row.township,
        due=due,
        days=guilty.days,
        fault=guilty.fault,
        who="",
        days_at_fault=guilty.days,
        charged=guilty.used,
        stopped=guilty.stopped,
        verified=row.verified or kind is not DutyKind.DECIDE,
        provisional=row.provisional,
    )


def _chased(desk: Desk, ids: Sequence[int]) -> Mapping[int, Level]:
    """How far each referral was chased."""
    table = life_records.Reminder
    found: dict[int, Level] = {}
    for at in range(0, len(ids), AT_ONCE):
        some = table.referral_id.in_(ids[at : at + AT_ONCE])
        query = select(table.referral_id, table.level).where(some).order_by(table.id)
        found.update((referral_id, level) for referral_id, level in desk.session.execute(query))
    return found


def _steps(desk: Desk) -> Iterator[LateRow]:
    """Steps not begun or not done in time, where the district records them and the policy limits them."""
    kept = kept_steps(desk.office)
    limited = {
        policy.code
        for policy in desk.office.catalogue.policies
        if kept.intersection(steps_of(policy)) and has_days(policy)
    }
    query = select(Referral).where(OPEN, desk.visible, Referral.policy.in_(limited))
    rows = desk.session.scalars(query).all() if limited else ()
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        lived = handled(desk.office, desk.session, some, desk.office.catalogue)
        for row in some:
            for step in overdue(lived[row.id].steps, desk.today):
                towns = step.kind in OF_THE_TOWN
                yield from _if_late(
                    desk,
                    row,
                    DutyKind.STEP,
                    due=step.due,
                    fault=Fault.WINDOW if towns else Fault.DEPARTMENT,
                    who=desk.window(row.township) if towns else desk.department(row.department),
                    reference=step.kind.value,
                )


def _consultations(desk: Desk) -> Iterator[LateRow]:
    """Questions not answered in time: the department that was asked is late, never the one that waits."""
    table = life_records.Consultation
    query = (
        select(table, Referral)
        .join(Referral, Referral.id == table.referral_id)
        .where(table.answered_at.is_(None), table.answer_by < desk.today)
        .where(Referral.state.in_(OPEN_REFERRAL_STATES))
        .where(or_(desk.visible, reached(desk.office, table.township, table.department)))
    )
    for asked, row in desk.session.execute(query):
        who = desk.department(asked.department)
        yield from _if_late(
            desk,
            row,
            DutyKind.CONSULTATION,
            due=asked.answer_by,
            fault=Fault.ASSISTING,
            who=who,
            reference=str(asked.id),
        )


def _replies(desk: Desk) -> Iterator[LateRow]:
    """Escalations that the department has not answered in time."""
    table = life_records.Reminder
    query = (
        select(table, Referral)
        .join(Referral, Referral.id == table.referral_id)
        .where(table.replied_at.is_(None), table.reply_due < desk.today, desk.visible)
        .where(Referral.state.in_(OPEN_REFERRAL_STATES))
    )
    for sent, row in desk.session.execute(query):
        who = desk.department(sent.department)
        for one in _if_late(
            desk,
            row,
            DutyKind.REPLY,
            due=sent.reply_due,
            fault=Fault.DEPARTMENT,
            who=who,
            reference=str(sent.id),
        ):
            yield replace(one, chased=sent.level)


def _back_fills(desk: Desk) -> Iterator[LateRow]:
    """Papers of aid given at once that the window has not brought in time."""
    table = life_records.FastAid
    query = (
        select(table, Referral)
        .join(Referral, Referral.id == table.referral_id)
        .where(table.completed_on.is_(None), desk.visible)
    )
    for aid, row in desk.session.execute(query):
        due = fast_aid_of(aid, row, desk.office.catalogue).papers_due
        yield from _if_late(
            desk, row, DutyKind.BACK_FILL, due=due, fault=Fault.WINDOW, who=desk.window(row.township)
        )
