"""Running benefits are looked at again (复核): what is due, a case prepared for it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from counter.cases.application import Application
from counter.cases.benefits import Benefit, ReviewReason
from counter.cases.casefile import Verb
from counter.cases.identities import without_lapsed
from counter.cases.months import months_after
from counter.cases.reading import write_application
from counter.cases.reviewing import (
    AHEAD_DAYS,
    BEHIND_DAYS,
    ReviewDue,
    next_review,
    review_class,
    turning_ages,
)
from counter.cases.reviewing import (
    reached as ages_reached,
)
from counter.errors import Refused
from counter.services import drafts, identity_rows, people
from counter.services.benefit_rows import (
    benefit_of,
    benefit_row,
    benefits_of,
    death_of,
    record_benefit,
    settle_deaths,
)
from counter.services.casefiles import application_of
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.referral_rows import required
from counter.store import household_records, life_records, records
from counter.text import N_

_SAID_ANEW = ("on", "urgent", "request", "agent", "consents", "staff_relative")
"""What is not taken over from last time: it is asked for, and read out, anew."""


def due(office: Office, *, until: date | None = None) -> tuple[ReviewDue, ...]:
    """All that is to be looked at up to a day, by default thirty days ahead; the most pressing first.

    Regular reviews by class, validities that end, ages that a policy's own conditions name, and deaths.
    """
    day = until or office.today() + timedelta(days=AHEAD_DAYS)
    with office.read() as session:
        return found(office, session, day)


def found(office: Office, session: Session, until: date) -> tuple[ReviewDue, ...]:
    """The same as a step, for lists that hold more than reviews."""
    every = [
        *_by_period(office, session, until),
        *_by_validity(office, session, until),
        *_statuses_ending(office, session, until),
        *_by_age(office, session, until),
        *_by_death(office, session),
    ]
    return tuple(sorted(every, key=lambda one: (one.due, one.title, one.who)))


def open_case(office: Office, benefit_id: int) -> int:
    """Prepare an intake for the review of a benefit, filled from the last application; its draft's id.

    It lies parked among the officer's own; asked for twice it is the same one.
    """
    with office.write() as session:
        row = benefit_row(office, session, benefit_id, Act.INTAKE)
        benefit = benefit_of(session, row, office.today())
        if not benefit.runs_on(office.today()):
            raise Refused("{title} has ended; there is nothing left to review.", title=row.title)
        for draft_id, content in drafts.own(office, session):
            if drafts.benefit_of(content) == benefit.id:
                return draft_id
        content = _prepared(office, session, benefit)
        return drafts.keep(office, session, None, content, parked_at=office.now())


def reviewed(
    office: Office,
    benefit_id: int,
    *,
    unchanged: bool,
    note: str = "",
    of_class: str | None = None,
) -> Benefit:
    """Record what a review found, and when the next one is due.

    What has changed is noted; less is given by a change alone. `of_class` where the household is now of
    another class; else it is worked out from its last application.
    """
    if not unchanged:
        required(note, "note", N_("Say what has changed."))
    today = office.today()
    with office.write() as session:
        row = benefit_row(office, session, benefit_id, Act.PROPOSE)
        if not benefit_of(session, row, today).runs_on(today):
            raise Refused("{title} has ended; there is nothing left to review.", title=row.title)
        policy = office.catalogue.policy(row.policy, today)
        if of_class is not None and of_class not in policy.renewal.classes:
            raise Refused(
                "There is no class {name}; there are: {names}.",
                field="class",
                name=of_class,
                names=list(policy.renewal.classes),
            )
        row.reviewed_on = today
        row.review_class = of_class or review_class(policy.renewal, _last_said(office, session, row))
        row.review_due = next_review(policy.renewal, row.review_class, today, row.ends)
        record_benefit(
            office,
            session,
            row,
            Verb.REVIEWED,
            unchanged=unchanged,
            note=note.strip(),
            of_class=row.review_class,
            next=row.review_due.isoformat() if row.review_due else "",
        )
        settle_deaths(office, session, row.household_id)
        return benefit_of(session, row, today)


# --- what is due -----------------------------------------------------------------------------------


def _running(office: Office) -> Select[life_records.Benefit]:
    row, today = life_records.Benefit, office.today()
    return select(row).where(
        reached(office, row.township, row.department),
        # Said as the index says it: what ends on a day that is fixed already needs no review.
        row.ended_on.is_(None),
        or_(row.ends.is_(None), row.ends >= today),
    )


def _of(
    benefit: Benefit,
    reason: ReviewReason,
    on: date,
    member: household_records.Person | None = None,
    age: int = 0,
) -> ReviewDue:
    return ReviewDue(
        reason=reason,
        due=on,
        household_id=benefit.household_id,
        township=benefit.township,
        department=benefit.department,
        title=benefit.title,
        who=member.name if member else benefit.holder,
        case=benefit.case,
        age=age,
        person_id=member.id if member else benefit.person_id,
        benefit=benefit,
    )


def _by_period(office: Office, session: Session, until: date) -> Iterator[ReviewDue]:
    rows = session.scalars(_running(office).where(life_records.Benefit.review_due <= until)).all()
    for benefit in benefits_of(session, rows, office.today()):
        if benefit.review_due is not None:
            yield _of(benefit, ReviewReason.PERIOD, benefit.review_due)


def _by_validity(office: Office, session: Session, until: date) -> Iterator[ReviewDue]:
    rows = session.scalars(_running(office).where(life_records.Benefit.ends <= until)).all()
    for benefit in benefits_of(session, rows, office.today()):
        if benefit.ends is not None:
            yield _of(benefit, ReviewReason.VALIDITY, benefit.ends)


def _statuses_ending(office: Office, session: Session, until: date) -> Iterator[ReviewDue]:
    """Statuses that another office conferred: whoever holds one is told in time to have it renewed."""
    row = life_records.Identity
    rows = session.scalars(
        select(row).where(
            row.decision == "", row.revoked_on.is_(None), row.ends >= office.today(), row.ends <= until
        )
    ).all()
    rows = [one for one in rows if office.may(Act.READ, township=one.township)]
    townships = {one.id: one.township for one in rows}
    for identity in identity_rows.identities_of(session, rows):
        if identity.ends is not None:
            yield ReviewDue(
                reason=ReviewReason.VALIDITY,
                due=identity.ends,
                household_id=identity.household_id,
                township=townships[identity.id],
                department="",
                title=identity.category,
                who=identity.holder,
                person_id=identity.person_id,
                identity=identity,
            )


def _by_age(office: Office, session: Session, until: date) -> Iterator[ReviewDue]:
    """Members who reach an age that the policy's own conditions name, since it was last looked at."""
    today = office.today()
    since = today - timedelta(days=BEHIND_DAYS)
    figures = office.catalogue.figures_on(today)
    for policy in office.catalogue.policies_on(today):
        if not (ages := turning_ages(policy, figures)):
            continue
        found = session.execute(_with_members(office, policy.code, ages, since, until)).all()
        benefits = benefits_of(session, [row for row, _member in found], today)
        for benefit, (_row, member) in zip(benefits, found, strict=True):
            if member.birth_date is None:
                continue
            looked = max(filter(None, (benefit.decided_on, benefit.reviewed_on, since)))
            for age, day in ages_reached(member.birth_date, ages, looked, until):
                yield _of(benefit, ReviewReason.AGE, day, member, age)


def _with_members(
    office: Office, policy: str, ages: Iterable[int], since: date, until: date
) -> Select[life_records.Benefit, household_records.Person]:
    """The running benefits of a policy with each member who has one of these birthdays in the time."""
    benefit, person = life_records.Benefit, household_records.Person
    membership = household_records.Membership
    is_for = or_(
        membership.person_id == benefit.person_id,
        and_(benefit.person_id.is_(None), membership.household_id == benefit.household_id),
    )
    birthdays = (
        person.birth_date.between(months_after(since, -12 * age), months_after(until, -12 * age))
        for age in ages
    )
    return (
        _running(office)
        .add_columns(person)
        .join(membership, is_for)
        .join(person, person.id == membership.person_id)
        .where(benefit.policy == policy, membership.until.is_(None), or_(*birthdays))
        .order_by(benefit.id)
    )


def _by_death(office: Office, session: Session) -> Iterator[ReviewDue]:
    """Whatever the household of someone who died is still given as if nobody had."""
    for row in session.scalars(select(life_records.Death).filter_by(settled_on=None)).all():
        death = death_of(office, session, row)
        dead = session.get_one(household_records.Person, death.person_id)
        for benefit in death.open:
            if office.may(Act.READ, township=benefit.township, department=benefit.department):
                yield _of(benefit, ReviewReason.DEATH, death.due, dead)


# --- a prepared case -------------------------------------------------------------------------------


def _prepared(office: Office, session: Session, benefit: Benefit) -> dict[str, object]:
    """The last application as a draft of the intake: whoever has died is no longer on it."""
    row = session.get_one(life_records.Benefit, benefit.id)
    said = _last_said(office, session, row)
    record = identity_rows.record_of(session, replace(said, on=office.today()))
    written = write_application(_living(session, without_lapsed(said, record)))
    for key in _SAID_ANEW:
        written.pop(key, None)
    return {
        **written,
        "request": f"{benefit.title}复核（原受理编号{benefit.case}）",
        drafts.FORM: {drafts.REVIEW: {"benefit": benefit.id, "policy": benefit.policy, "case": benefit.case}},
    }


def _last_said(office: Office, session: Session, row: life_records.Benefit) -> Application:
    """The latest application of the household, or of the person whom the benefit is for."""
    query = select(records.Case).filter_by(household_id=row.household_id)
    if row.person_id is not None:
        query = query.join(records.Applicant).where(records.Applicant.person_id == row.person_id)
    case = session.scalars(query.order_by(records.Case.id.desc()).limit(1)).one_or_none()
    if case is None:
        case = session.get_one(records.Referral, row.referral_id).case
    return application_of(office, session, case)


def _living(session: Session, said: Application) -> Application:
    """Without those whose death was reported; somebody always remains to be asked."""
    dead = people.deaths_among(session, said)
    living = tuple(person for at, person in enumerate(said.people) if at not in dead)
    return replace(said, people=living or said.people)
