"""The steps of handling (入户调查, 信息核对, 初审, 民主评议, 审核确认) as they are begun and done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import ReferralFile, Verb
from counter.cases.deadlines import VERIFICATION, WhoseTime
from counter.cases.public_notice import round_of
from counter.cases.steps import CHECKING, INVESTIGATORS, StepKind, in_the_way_of
from counter.errors import Problem, Refused
from counter.services.handled import kept_steps, steps_done
from counter.services.handling import sheets_of
from counter.services.office import Act, Office
from counter.services.referral_rows import done, open_row, refresh_due, touched, within_case
from counter.store import life_records, records


def begin(
    office: Office, referral: str, kind: StepKind, *, on: date | None = None, by: Sequence[str] = ()
) -> ReferralFile:
    """Begin a step; while data are checked outside, nothing is charged to the department."""
    with office.write() as session:
        row = open_row(office, session, referral, Act.WORK)
        step = _begun(office, session, row, kind, day=within_case(office, row, on), names=_names(by))
        if kind is StepKind.CHECK:
            _stop_for_the_check(row, step)
        touched(office, row)
        refresh_due(office, session, row)
        return done(office, session, row, Verb.STEP_STARTED, step=kind.value, turn=step.turn, by=step.by)


def finish(
    office: Office,
    referral: str,
    kind: StepKind,
    *,
    on: date | None = None,
    by: Sequence[str] = (),
    present: str = "",
    result: str = "",
    as_stated: bool | None = None,
    amount_fen: int | None = None,
) -> ReferralFile:
    """Note what a step found; one that nobody has begun here was begun and done on that day.

    A survey needs two investigators and the member of the household who was present. `as_stated` says of a
    check that it found what the household had said, or something else; `amount_fen` is what an opinion
    proposes, in the policy's period.
    """
    with office.write() as session:
        row = open_row(office, session, referral, Act.WORK)
        day = within_case(office, row, on)
        step = _running(session, row, kind)
        names = _names(by) or (tuple(step.by) if step else ())
        if problems := [*_unsaid(kind, step, names=names, present=present, result=result, day=day)]:
            raise Refused.because(problems)
        if step is None:
            step = _begun(office, session, row, kind, day=day, names=names)
        step.done_on, step.by = day, list(names)
        step.present, step.result = present.strip(), result.strip()
        step.as_stated = as_stated if kind is StepKind.CHECK else None
        step.amount_fen = amount_fen if kind is StepKind.OPINION else None
        if kind is StepKind.CHECK:
            _go_on_after_the_check(row, day)
        touched(office, row)
        refresh_due(office, session, row)
        return done(office, session, row, Verb.STEP_DONE, step=kind.value, turn=step.turn, by=step.by)


# --- steps ---------------------------------------------------------------------------------------


def _names(by: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in by if name.strip()))


def _running(session: Session, row: records.Referral, kind: StepKind) -> life_records.Step | None:
    return session.scalars(
        select(life_records.Step).filter_by(referral_id=row.id, kind=kind, done_on=None).limit(1)
    ).one_or_none()


def _begun(
    office: Office,
    session: Session,
    row: records.Referral,
    kind: StepKind,
    *,
    day: date,
    names: tuple[str, ...],
) -> life_records.Step:
    if kind is StepKind.NOTICE:
        raise Refused("A public notice is posted on a board; note where it hangs.", field="kind")
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    policy = catalogue.policy(row.policy, row.accepted_on)
    sheets = sheets_of(session, row, catalogue)
    if problems := [*in_the_way_of(kind, policy, steps_done(session, row), sheets, kept_steps(office))]:
        raise Refused.because(problems)
    step = life_records.Step(
        referral_id=row.id,
        township=row.township,
        department=row.department,
        kind=kind,
        turn=round_of(sheets),
        started_on=day,
        by=list(names),
        recorded_at=office.now(),
        recorded_by=office.officer.name,
    )
    session.add(step)
    return step


def _unsaid(
    kind: StepKind,
    step: life_records.Step | None,
    *,
    names: Sequence[str],
    present: str,
    result: str,
    day: date,
) -> list[Problem]:
    found = []
    if kind is StepKind.SURVEY and len(names) < INVESTIGATORS:
        found.append(Problem("A home survey is made by two investigators; name both.", "by"))
    if kind is StepKind.SURVEY and not present.strip():
        found.append(Problem("Say which member of the household was present.", "present"))
    if kind is not StepKind.SURVEY and not names:
        found.append(Problem("Say who did it.", "by"))
    if not result.strip():
        found.append(Problem("Say what was found.", "result"))
    if step is not None and step.started_on is not None and day < step.started_on:
        found.append(
            Problem("It was begun on {day}; it cannot be done before.", "on", {"day": step.started_on})
        )
    return found


def _stop_for_the_check(row: records.Referral, step: life_records.Step) -> None:
    row.intervals.append(
        records.Interval(
            kind=VERIFICATION,
            started=step.started_on,
            ended=None,
            reason=CHECKING,
            ground="",
            waits_for=WhoseTime.OUTSIDE.value,
        )
    )


def _go_on_after_the_check(row: records.Referral, day: date) -> None:
    for interval in row.intervals:
        if interval.kind == VERIFICATION and interval.reason == CHECKING and interval.ended is None:
            interval.ended = max(day, interval.started)
