"""What is owed beside the way of a referral: urgent aid, notices, questions, changes, reviews, deaths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import exists, select

from counter.cases.casefile import Due
from counter.cases.duties import Duty, DutyKind, Owes
from counter.cases.months import months_after
from counter.cases.public_notice import PostingKind
from counter.cases.step_days import OF_THE_TOWN, has_days, overdue
from counter.cases.steps import steps_of
from counter.cases.workflow import Outcome, ReferralState
from counter.services import handled
from counter.services.benefit_rows import changes_of
from counter.services.late_rows import AT_ONCE
from counter.services.owing import MOST, Desk, Finder, reached_case
from counter.services.reach import reached
from counter.store import household_records, life_records
from counter.store.records import OPEN, Case, Decision, Referral
from counter.text import display, mask_name

AHEAD = timedelta(days=30)
"""How long before its day a review is shown."""
AFTER_A_DEATH = 3
"""Months; 民发〔2022〕83号 一（三）: what a dead member received is put right within them."""
PUBLISHED_WITHIN = 20
"""Working days; 政府信息公开条例 art. 26."""


# --- of the handling -------------------------------------------------------------------------------


def _back_fills(desk: Desk) -> Iterator[Duty]:
    rows = desk.session.execute(
        select(life_records.FastAid, Referral)
        .join(Referral, Referral.id == life_records.FastAid.referral_id)
        .where(
            life_records.FastAid.completed_on.is_(None),
            reached(desk.office, Referral.township, Referral.department),
        )
    )
    for aid, row in rows:
        given = handled.fast_aid_of(aid, row, desk.office.catalogue)
        due = Due(given.papers_due, provisional=given.provisional, verified=True)
        yield desk.of_referral(DutyKind.BACK_FILL, row, f"{row.title}：{given.cause}", due, Owes.WINDOW)


def _steps(desk: Desk) -> Iterator[Duty]:
    """The steps still to begin or to do that have a last day, where the district records them here."""
    kept = handled.kept_steps(desk.office)
    limited = [
        policy.code
        for policy in desk.office.catalogue.policies
        if kept.intersection(steps_of(policy)) and has_days(policy)
    ]
    if not limited:
        return
    rows = desk.session.scalars(
        select(Referral)
        .where(
            OPEN,
            Referral.policy.in_(limited),
            reached(desk.office, Referral.township, Referral.department),
        )
        .order_by(Referral.due.is_(None), Referral.due, Referral.id)
        .limit(MOST)
    ).all()
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        lived = handled.handled(desk.office, desk.session, some, desk.office.catalogue)
        for row in some:
            # At the end of all days every step that is not begun, or not done, is overdue.
            for step in overdue(lived[row.id].steps, date.max):
                yield desk.of_referral(
                    DutyKind.STEP,
                    row,
                    f"{row.title}：{display(step.kind)}",
                    Due(step.due, provisional=step.provisional, verified=True),
                    Owes.WINDOW if step.kind in OF_THE_TOWN else Owes.DEPARTMENT,
                    reference=step.kind.value,
                )


def _consultations(desk: Desk) -> Iterator[Duty]:
    asked = life_records.Consultation
    rows = desk.session.execute(
        select(asked, Referral)
        .join(Referral, Referral.id == asked.referral_id)
        .where(asked.answered_at.is_(None), reached(desk.office, asked.township, asked.department))
    )
    for question, row in rows:
        due = Due(question.answer_by, verified=True)
        duty = desk.of_referral(
            DutyKind.CONSULTATION, row, question.question, due, Owes.DEPARTMENT, reference=str(question.id)
        )
        yield replace(duty, department=question.department)


def _postings(desk: Desk) -> Iterator[Duty]:
    hung = life_records.Posting
    rows = desk.session.execute(
        select(hung, Referral)
        .join(Referral, Referral.id == hung.referral_id)
        .where(
            hung.kind == PostingKind.NOTICE,
            hung.taken_down_on.is_(None),
            reached(desk.office, Referral.township, Referral.department),
        )
    )
    for sheet, row in rows:
        posting = handled.posting_of(sheet, row.number, desk.office.catalogue)
        if posting.until is not None and posting.until < desk.today:
            due = Due(posting.until, provisional=posting.provisional, verified=True)
            yield desk.of_referral(
                DutyKind.TAKE_DOWN, row, posting.board, due, Owes.WINDOW, reference=str(posting.id)
            )


def _objections(desk: Desk) -> Iterator[Duty]:
    rows = desk.session.execute(
        select(life_records.Objection, Referral)
        .join(life_records.Posting, life_records.Posting.id == life_records.Objection.posting_id)
        .join(Referral, Referral.id == life_records.Posting.referral_id)
        .where(
            life_records.Objection.settled_on.is_(None),
            reached(desk.office, Referral.township, Referral.department),
        )
    )
    for objection, row in rows:
        due = Due(row.due, provisional=row.provisional, verified=row.verified)
        yield desk.of_referral(
            DutyKind.OBJECTION, row, objection.text, due, Owes.WINDOW, reference=str(objection.id)
        )


def _complaints(desk: Desk) -> Iterator[Duty]:
    """Every one is looked into; the law gives no number of days."""
    rows = desk.session.execute(
        select(life_records.Complaint, Referral)
        .join(Referral, Referral.id == life_records.Complaint.referral_id)
        .where(
            life_records.Complaint.answered_on.is_(None),
            reached(desk.office, Referral.township, Referral.department),
        )
    )
    for complaint, row in rows:
        yield desk.of_referral(
            DutyKind.OBJECTION, row, complaint.text, Due(None), Owes.WINDOW, reference=f"c{complaint.id}"
        )


def _to_publish(desk: Desk) -> Iterator[Duty]:
    """Only what was on notice is published: whoever records no notices here publishes elsewhere."""
    hung = life_records.Posting
    noticed = select(hung.referral_id).where(hung.kind == PostingKind.NOTICE)
    published = exists().where(hung.referral_id == Referral.id, hung.kind == PostingKind.PUBLICATION)
    rows = desk.session.execute(
        select(Referral, Decision)
        .join(Decision, Decision.referral_id == Referral.id)
        .where(
            Referral.state == ReferralState.DECIDED,
            Decision.outcome != Outcome.REFUSE,
            Referral.id.in_(noticed),
            ~published,
            reached(desk.office, Referral.township, Referral.department),
        )
    )
    for row, decision in rows:
        day, provisional = desk.working(decision.decided_on, PUBLISHED_WITHIN)
        due = Due(day, provisional=provisional, verified=True)
        yield desk.of_referral(DutyKind.PUBLISH, row, row.title, due, Owes.WINDOW)


def _replies(desk: Desk) -> Iterator[Duty]:
    sent = life_records.Reminder
    rows = desk.session.execute(
        select(sent, Referral)
        .join(Referral, Referral.id == sent.referral_id)
        .where(
            sent.reply_due.is_not(None),
            sent.replied_at.is_(None),
            reached(desk.office, sent.township, sent.department),
        )
    )
    for reminder, row in rows:
        due = Due(reminder.reply_due, verified=True)
        yield desk.of_referral(
            DutyKind.REPLY, row, reminder.text, due, Owes.DEPARTMENT, reference=str(reminder.id)
        )


# --- of running benefits ---------------------------------------------------------------------------


def _changes(desk: Desk) -> Iterator[Duty]:
    planned = life_records.Change
    rows = desk.session.execute(
        select(planned, Referral)
        .join(Referral, Referral.id == planned.referral_id)
        .where(
            planned.decided_on.is_(None),
            planned.dropped_because == "",
            reached(desk.office, planned.township, planned.department),
        )
    )
    found = rows.all()
    # Until when it is heard is counted from the day on which it was told.
    plans = {one.id: one for one in changes_of(desk.office, desk.session, [change for change, _row in found])}
    for change, row in found:
        heard = change.heard_on is not None
        yield desk.of_referral(
            DutyKind.DECIDE_CHANGE if heard else DutyKind.HEAR,
            row,
            f"{row.title}：{change.facts}",
            Due(change.planned_from if heard else plans[change.id].hear_until, verified=True),
            Owes.DEPARTMENT if heard else Owes.WINDOW,
            reference=str(change.id),
        )


def _reviews(desk: Desk) -> Iterator[Duty]:
    running = life_records.Benefit
    rows = desk.session.execute(
        select(running, Referral)
        .join(Referral, Referral.id == running.referral_id)
        .where(
            running.ended_on.is_(None),
            running.review_due.is_not(None),
            running.review_due <= desk.today + AHEAD,
            reached(desk.office, running.township, running.department),
        )
        .order_by(running.review_due)
        .limit(MOST)
    )
    for benefit, row in rows:
        due = Due(benefit.review_due, verified=True)
        yield desk.of_referral(
            DutyKind.REVIEW,
            row,
            f"{benefit.title}：{mask_name(benefit.holder)}",
            due,
            Owes.WINDOW,
            reference=str(benefit.id),
        )


def _deaths(desk: Desk) -> Iterator[Duty]:
    rows = desk.session.execute(
        select(life_records.Death, household_records.Person, Case)
        .join(household_records.Person, household_records.Person.id == life_records.Death.person_id)
        .join(Case, Case.household_id == life_records.Death.household_id)
        .where(life_records.Death.settled_on.is_(None), reached_case(desk.office))
        .order_by(life_records.Death.died_on, Case.id.desc())
    )
    seen: set[int] = set()
    for death, person, row in rows:
        if person.id not in seen:
            seen.add(person.id)
            due = (months_after(death.died_on, AFTER_A_DEATH), False)
            duty = desk.of_case(DutyKind.DEATH, (row, person.name), "死亡核减", due, Owes.WINDOW)
            yield replace(duty, reference=str(person.id))


FINDERS: Sequence[tuple[frozenset[DutyKind], Finder]] = (
    (frozenset({DutyKind.STEP}), _steps),
    (frozenset({DutyKind.BACK_FILL}), _back_fills),
    (frozenset({DutyKind.CONSULTATION}), _consultations),
    (frozenset({DutyKind.OBJECTION}), _objections),
    (frozenset({DutyKind.OBJECTION}), _complaints),
    (frozenset({DutyKind.TAKE_DOWN}), _postings),
    (frozenset({DutyKind.PUBLISH}), _to_publish),
    (frozenset({DutyKind.REPLY}), _replies),
    (frozenset({DutyKind.HEAR, DutyKind.DECIDE_CHANGE}), _changes),
    (frozenset({DutyKind.REVIEW}), _reviews),
    (frozenset({DutyKind.DEATH}), _deaths),
)
"""Which kinds each function finds."""
