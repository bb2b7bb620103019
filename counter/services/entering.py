"""The steps by which an application becomes rows: the case, its people, its papers, its draft referrals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from counter.cases.application import Application
from counter.cases.casefile import Paper
from counter.cases.outward import agreed_on
from counter.cases.reading import write_application
from counter.cases.split import PlannedReferral
from counter.cases.workflow import CaseState, ReferralState
from counter.services import people
from counter.services.office import Office
from counter.store import household_records, numbers, records
from counter.store.names import initials


def enter_case(
    office: Office,
    session: Session,
    application: Application,
    state: CaseState,
    *,
    draft_id: int | None = None,
    papers_due: date | None = None,
) -> records.Case:
    """Enter a case with its people; the number is the last thing taken before it is used."""
    entered = people.enter(office, session, application)
    case = records.Case(
        draft_id=draft_id,
        query_code=numbers.query_code(session),
        state=state,
        township=application.place,
        household_id=entered.household_id,
        outward_on=agreed_on(application),
        large_type=_large_type(session, entered.household_id),
        applicant_id=entered.person_ids[0],
        accepted_on=application.on,
        registered_at=office.now(),
        urgent=application.urgent,
        officer_id=office.officer.id,
        officer=office.officer.name,
        owner_id=office.officer.id,
        owner=office.officer.name,
        application=write_application(application),
        catalogue_digest=office.catalogue.digest,
        papers_due=papers_due,
        number=numbers.case_number(session, application.place, application.on),
    )
    session.add(case)
    session.flush()
    enter_applicants(session, case, application, entered.person_ids)
    return case


def _large_type(session: Session, household: int) -> bool:
    """As the household had its papers last."""
    row = records.Case
    last = select(row.large_type).where(row.household_id == household).order_by(row.id.desc()).limit(1)
    return bool(session.scalar(last))


def enter_applicants(
    session: Session, case: records.Case, application: Application, person_ids: Sequence[int]
) -> None:
    """Note who stands on the application, in its order, in place of who stood on it before."""
    session.execute(delete(records.Applicant).filter_by(case_id=case.id))
    session.connection().execute(
        insert(records.Applicant),
        [
            {"case_id": case.id, "position": at, "person_id": person_id, "relation": said.relation}
            for at, (person_id, said) in enumerate(zip(person_ids, application.people, strict=True))
        ],
    )


def enter_again(office: Office, session: Session, case: records.Case, application: Application) -> None:
    """Put what is known by now in the place of what was known when the case was noted or registered."""
    people.name(session, _on_the_case(session, case), application)
    entered = people.enter(office, session, application)
    case.household_id, case.applicant_id = entered.household_id, entered.person_ids[0]
    enter_applicants(session, case, application, entered.person_ids)
    case.urgent = application.urgent
    case.application = write_application(application)
    case.outward_on = agreed_on(application)
    case.catalogue_digest = office.catalogue.digest


def _on_the_case(session: Session, case: records.Case) -> list[household_records.Person]:
    return list(
        session.scalars(
            select(household_records.Person)
            .join(records.Applicant, records.Applicant.person_id == household_records.Person.id)
            .where(records.Applicant.case_id == case.id)
            .order_by(records.Applicant.position)
        )
    )


def enter_referrals(
    office: Office,
    session: Session,
    case: records.Case,
    application: Application,
    *,
    planned: Iterable[PlannedReferral],
    state: ReferralState,
) -> None:
    """Enter the planned referrals of a case in one statement."""
    applicant = application.applicant
    now = office.now()
    rows = [
        {
            "number": f"{case.number}-{one.position:02}",
            "case_id": case.id,
            "case_number": case.number,
            "position": one.position,
            "township": case.township,
            "department": one.department,
            "policy": one.policy,
            "title": one.title,
            "is_lead": one.is_lead,
            "subject": one.subject,
            "verdict": one.verdict.value,
            "because": one.because,
            "asks": one.asks.value,
            "question": one.question,
            "waits_for": list(one.waits_for),
            "snapshot": one.snapshot.plain(),
            "household_id": case.household_id,
            "applicant": applicant.name,
            "applicant_initials": initials(applicant.name),
            "id_tail": applicant.id_number[-people.TAIL :],
            "phone_tail": applicant.phone[-people.TAIL :],
            "urgent": case.urgent,
            "state": state,
            "accepted_on": application.on,
            "due": one.due.due,
            "due_sign": one.due.due_sign,
            "due_feedback": one.due.due_feedback,
            "due_notice": one.due.due_notice,
            "provisional": one.due.provisional,
            "feedback_provisional": one.due.feedback_provisional,
            "verified": one.due.verified,
            "liaison": one.liaison,
            "sent_at": now if state is ReferralState.SENT else None,
            "changed_at": now,
            "changed_by": office.officer.name,
        }
        for one in planned
    ]
    if rows:
        session.connection().execute(insert(records.Referral), rows)


def enter_papers(
    session: Session, case_id: int, papers: Iterable[Paper], *, referral_id: int | None = None
) -> None:
    """Enter papers as they were received or asked for."""
    rows = [
        {
            "case_id": case_id,
            "referral_id": referral_id,
            "material": paper.material,
            "title": paper.title,
            "state": paper.state,
            "copies": paper.copies,
            "pages": paper.pages,
            "policies": list(paper.policies),
            "shared_by": paper.shared_by,
            "due": paper.due,
            "note": paper.note,
            "where_to_get": paper.where_to_get,
        }
        for paper in papers
    ]
    if rows:
        session.connection().execute(insert(records.Paper), rows)


def replace_papers(session: Session, case_id: int, papers: Iterable[Paper]) -> None:
    """Enter the applicant's papers, each in the place of what was known of it; the others stay."""
    papers = tuple(papers)
    session.execute(
        delete(records.Paper).where(
            records.Paper.case_id == case_id,
            records.Paper.referral_id.is_(None),
            records.Paper.material.in_([paper.material for paper in papers]),
        )
    )
    enter_papers(session, case_id, papers)


def with_needed(papers: Sequence[Paper], planned: Iterable[PlannedReferral]) -> tuple[Paper, ...]:
    """The papers that were received, and a row for each needed one that nobody mentioned.

    One copy serves every policy that asks for it; what data sharing shows is not asked for, and what the
    window makes is signed here.
    """
    found = {paper.material: paper for paper in papers}
    policies: dict[str, list[str]] = {paper.material: list(paper.policies) for paper in papers}
    for referral in planned:
        for need in referral.papers:
            asking = policies.setdefault(need.material, [])
            if referral.policy not in asking:
                asking.append(referral.policy)
            if need.material in found and (found[need.material].state != "shared" or need.spared_by):
                continue
            if need.spared_by:
                found[need.material] = Paper(need.material, need.title, "shared", shared_by=need.spared_by)
            elif need.required and need.signed_here:
                found[need.material] = Paper(need.material, need.title, "signed")
            elif need.required:
                found[need.material] = Paper(need.material, need.title, "missing", note=need.note)
    return tuple(_for(paper, policies[material]) for material, paper in found.items())


def _for(paper: Paper, policies: list[str]) -> Paper:
    return paper if list(paper.policies) == policies else replace(paper, policies=tuple(policies))


def papers_of(session: Session, case_id: int) -> list[records.Paper]:
    """The applicant's papers of a case."""
    return list(
        session.scalars(
            select(records.Paper).filter_by(case_id=case_id, referral_id=None).order_by(records.Paper.id)
        )
    )
