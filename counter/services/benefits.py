"""Running benefits: what each decision makes of them, and what is given now."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from counter.cases.benefits import Benefit, gives_less, runs, takes_away
from counter.cases.identities import begins, last_of_grant
from counter.cases.identities import ends as validity_ends
from counter.cases.reviewing import next_review, review_class
from counter.cases.split import HOUSEHOLD
from counter.cases.workflow import Outcome
from counter.catalogue.policy import Policy
from counter.errors import Refused
from counter.services.benefit_rows import (
    benefit_of,
    benefit_row,
    benefits_of,
    end,
    open_change,
    revoke_conferred,
)
from counter.services.casefiles import application_of
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.store import household_records, life_records, records
from counter.text import local_day

GRANT_LETTER = "D19"


def running(
    office: Office,
    *,
    household_id: int | None = None,
    department: str | None = None,
    township: str | None = None,
    referral: str | None = None,
) -> tuple[Benefit, ...]:
    """What is given today, or granted to begin later, as far as the officer may see it; oldest first.

    `referral` is the number of the one by whose decision it is given.
    """
    today = office.today()
    row = life_records.Benefit
    query = (
        select(row)
        .where(
            reached(office, row.township, row.department),
            or_(row.ended_on.is_(None), row.ended_on > today),
            or_(row.ends.is_(None), row.ends >= today),
        )
        .order_by(row.id)
    )
    for column, wanted in (
        (row.household_id, household_id),
        (row.department, department),
        (row.township, township),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if referral is not None:
        given_by = select(records.Referral.id).filter_by(number=referral)
        query = query.where(row.referral_id.in_(given_by))
    with office.read() as session:
        return benefits_of(session, session.scalars(query).all(), today)


def benefit(office: Office, benefit_id: int) -> Benefit:
    """One benefit, running or ended. Raises `Refused` when there is none."""
    with office.read() as session:
        return benefit_of(session, benefit_row(office, session, benefit_id, Act.READ), office.today())


# --- what follows from a decision ------------------------------------------------------------------


def enter(office: Office, session: Session, referral: records.Referral, decision: records.Decision) -> None:
    """Make the benefit that a decision grants, in place of the one before, and the statuses it confers.

    Raises `Refused` where that would leave a household with less than it is given, unheard.
    """
    session.flush()
    catalogue = office.catalogue_of(session, referral.case.catalogue_digest)
    policy = catalogue.policy(referral.policy, referral.accepted_on)
    before = _replace(office, session, decision)
    if decision.outcome is Outcome.REFUSE:
        return
    person = _subject(session, referral)
    _supersede(office, session, decision, person)
    _make(office, session, referral, decision, policy=policy, person=person, before=before)
    _confer(office, session, decision, policy=policy, person=person, applicant_id=referral.case.applicant_id)


def refuse_unheard(
    office: Office,
    session: Session,
    last: records.Decision,
    decision: records.Decision,
) -> None:
    """A correction takes nothing away that a household knows it is given: that is what changes are for.

    As long as the letter has not reached it, and on the day on which an answer on paper was entered, a slip
    is still only a slip. Legal source: 社会救助法 art. 48.
    """
    row = session.scalars(select(life_records.Benefit).filter_by(decision_id=last.id)).one_or_none()
    if row is None or not takes_away(last, decision):
        return
    given = benefit_of(session, row, office.today())
    if given.runs_on(office.today()) and _knows(office, session, last):
        raise Refused(
            "The household was told of {title} and is given it. Less can only be given by a change: propose "
            "it, tell the household and hear it first.",
            field="outcome" if decision.outcome is Outcome.REFUSE else "amount_fen",
            title=row.title,
        )


def _knows(office: Office, session: Session, decision: records.Decision) -> bool:
    """Whether the household has its letter; what was answered on paper left the department with it."""
    if decision.on_paper:
        return local_day(decision.recorded_at) < office.today()
    delivered = session.scalar(
        select(records.Delivery.id)
        .join(records.Notice, records.Notice.id == records.Delivery.notice_id)
        .where(
            records.Notice.referral_id == decision.referral_id,
            records.Notice.kind == GRANT_LETTER,
            # Void or not by now: what was delivered has been read.
            records.Notice.issued_at >= decision.recorded_at,
        )
        .limit(1)
    )
    return delivered is not None


def catch_up(office: Office, session: Session) -> int:
    """Make what decisions have granted that were entered before benefits were kept; how many there were.

    What a correction replaced gave nothing in the end, and nothing is judged anew.
    """
    decision, replaced = records.Decision, aliased(records.Decision)
    missing = session.execute(
        select(decision, records.Referral)
        .join(records.Referral, records.Referral.id == decision.referral_id)
        .outerjoin(life_records.Benefit, life_records.Benefit.decision_id == decision.id)
        .outerjoin(replaced, replaced.replaces == decision.number)
        .where(
            life_records.Benefit.id.is_(None),
            replaced.id.is_(None),
            decision.outcome != Outcome.REFUSE,
        )
        .order_by(decision.id)
    ).all()
    for one, referral in missing:
        catalogue = office.catalogue_of(session, referral.case.catalogue_digest)
        policy = catalogue.policy(referral.policy, referral.accepted_on)
        person = _subject(session, referral)
        _make(office, session, referral, one, policy=policy, person=person, before=None)
        _confer(office, session, one, policy=policy, person=person, applicant_id=referral.case.applicant_id)
    return len(missing)


# --- steps ---------------------------------------------------------------------------------------


def _replace(office: Office, session: Session, decision: records.Decision) -> life_records.Benefit | None:
    """End the benefit and the statuses of the decision that this one corrects."""
    if not decision.replaces:
        return None
    last = session.scalars(select(records.Decision).filter_by(number=decision.replaces)).one()
    revoke_conferred(session, last.number, office.today())
    row = session.scalars(select(life_records.Benefit).filter_by(decision_id=last.id)).one_or_none()
    if row is not None:
        _drop_plan(session, row, decision)
        end(session, row, office.today(), f"由更正决定{decision.number}代替")
    return row


def _drop_plan(session: Session, row: life_records.Benefit, decision: records.Decision) -> None:
    """A plan about a benefit that another takes the place of has nothing to work on any more."""
    if (plan := open_change(session, row.id)) is not None:
        plan.dropped_because = f"原决定由{decision.number}代替"


def _subject(session: Session, referral: records.Referral) -> household_records.Person | None:
    if referral.subject == HOUSEHOLD:
        return None
    return session.scalars(
        select(household_records.Person)
        .join(records.Applicant, records.Applicant.person_id == household_records.Person.id)
        .where(
            records.Applicant.case_id == referral.case_id,
            records.Applicant.position == int(referral.subject),
        )
    ).one()


def _supersede(
    office: Office,
    session: Session,
    decision: records.Decision,
    person: household_records.Person | None,
) -> None:
    """A new grant of what is running already takes its place, unless that would be less: then unheard."""
    today = office.today()
    starts = decision.starts or decision.decided_on
    for row in session.scalars(
        select(life_records.Benefit).filter_by(
            household_id=decision.household_id,
            policy=decision.policy,
            person_id=person.id if person else None,
        )
    ).all():
        given = benefit_of(session, row, today)
        if not given.runs_on(max(today, starts)) or row.decision_id == decision.id:
            continue
        if gives_less(given, decision):
            raise Refused(
                "{title} is given already under {number}. Less can only be given by a change: propose it, "
                "tell the household and hear it first.",
                field="amount_fen",
                title=row.title,
                number=given.referral,
            )
        _drop_plan(session, row, decision)
        end(session, row, max(starts, row.starts), f"由新决定{decision.number}代替")


def _make(
    office: Office,
    session: Session,
    referral: records.Referral,
    decision: records.Decision,
    *,
    policy: Policy,
    person: household_records.Person | None,
    before: life_records.Benefit | None,
) -> None:
    starts = decision.starts or decision.decided_on
    row = life_records.Benefit(
        decision_id=decision.id,
        referral_id=referral.id,
        household_id=decision.household_id,
        person_id=person.id if person else None,
        township=decision.township,
        department=decision.department,
        policy=decision.policy,
        title=referral.title,
        holder=person.name if person else referral.applicant,
        amount_fen=decision.amount_fen,
        amount_unit=decision.amount_unit,
        starts=starts,
        ends=decision.ends,
        reviewed_on=before.reviewed_on if before else None,
    )
    session.add(row)
    if not runs(policy):
        row.ended_on, row.ended_because = decision.decided_on, "一次性给付"
        return
    if row.ends is None:
        row.ends = last_of_grant(policy, decision.decided_on, starts)
    row.review_class = (before.review_class if before else "") or review_class(
        policy.renewal, application_of(office, session, referral.case)
    )
    since = max(filter(None, (decision.decided_on, row.reviewed_on)))
    row.review_due = next_review(policy.renewal, row.review_class, since, row.ends)


def _confer(
    office: Office,
    session: Session,
    decision: records.Decision,
    *,
    policy: Policy,
    person: household_records.Person | None,
    applicant_id: int,
) -> None:
    """The statuses that a decision confers: of the household, of its subject, or of who applied alone."""
    departments, categories = office.catalogue.departments, office.catalogue.categories
    starts = begins(policy, decision.decided_on, decision.starts)
    for category in decision.grants:
        kind = categories.get(category)
        person_id = person.id if person else None
        if kind is not None and not kind.of_person:
            person_id = None
        elif kind is not None and not kind.of_household and person_id is None:
            person_id = applicant_id
        department = departments.get(decision.department)
        session.add(
            life_records.Identity(
                household_id=decision.household_id,
                person_id=person_id,
                township=decision.township,
                category=category,
                number=decision.document_number or decision.number,
                conferred_by=department.title if department else decision.department,
                starts=starts,
                ends=validity_ends(policy, category, starts, decision.ends),
                decision=decision.number,
                recorded_at=office.now(),
                recorded_by=office.officer.name,
            )
        )
