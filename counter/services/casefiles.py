"""From the rows of a case to the frozen file that screens, letters and commands read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from counter.cases import casefile as files
from counter.cases.application import Application
from counter.cases.casefile import CaseFile, ReferralFile, Verb
from counter.cases.outward import as_agreed
from counter.cases.owed import alerts, archive_due
from counter.cases.reading import restore_application
from counter.cases.workflow import CASE_RULES, CaseMove, CaseState
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.services import clocks
from counter.services.handled import NOTHING, Handled, conferences_of, handled
from counter.services.office import Act, Office
from counter.store import records
from counter.store.chain import masked
from counter.store.numbers import is_case_number
from counter.text import local_day


def case_row(
    office: Office, session: Session, number: str, act: Act = Act.READ, *, department: str = ""
) -> records.Case:
    """The row of a case that the officer may do this to, or to what a `department` has in it.

    Raises `Refused` when there is none.
    """
    row = session.scalars(select(records.Case).filter_by(number=number.strip().upper())).one_or_none()
    if row is None:
        if is_case_number(number.strip()):
            raise Refused("There is no case {number} in this office.", field="number", number=masked(number))
        raise Refused(
            "{number} is not a case number; compare it letter by letter.",
            field="number",
            number=masked(number),
        )
    office.allow(act, township=row.township, department=department)
    return row


def moving_case(office: Office, session: Session, number: str, move: CaseMove) -> records.Case:
    """The row of a case that the officer may move so, by the right that the table of moves names."""
    return case_row(office, session, number, Act(CASE_RULES[move].right))


def application_of(office: Office, session: Session, row: records.Case) -> Application:
    """The facts as they stood; what may be passed on is as it stands now."""
    told = restore_application(row.application, office.catalogue_of(session, row.catalogue_digest))
    return as_agreed(told, row.outward_on)


def casefile_of(
    office: Office, session: Session, row: records.Case, application: Application | None = None
) -> CaseFile:
    """Everything of one case; `application` where it is at hand already."""
    session.flush()
    catalogue = office.catalogue_of(session, row.catalogue_digest)
    place = catalogue.places.get(row.township)
    papers = session.scalars(select(records.Paper).filter_by(case_id=row.id).order_by(records.Paper.id)).all()
    notices = session.scalars(
        select(records.Notice).filter_by(case_id=row.id).order_by(records.Notice.id)
    ).all()
    rows = session.scalars(
        select(records.Referral)
        .filter_by(case_id=row.id)
        .order_by(records.Referral.position)
        .options(selectinload(records.Referral.intervals))
    ).all()
    events = session.scalars(
        select(records.Event).filter_by(case_number=row.number).order_by(records.Event.id)
    ).all()
    numbers = _numbers(session, rows, notices)
    file = CaseFile(
        number=row.number,
        query_code=row.query_code,
        state=row.state,
        place=row.township,
        place_title=place.title if place else row.township,
        accepted_on=row.accepted_on,
        registered_at=row.registered_at,
        urgent=row.urgent,
        officer=row.officer,
        application=application or application_of(office, session, row),
        catalogue_digest=row.catalogue_digest,
        household_id=row.household_id,
        version=row.version,
        papers=tuple(paper_of(paper) for paper in papers if paper.referral_id is None),
        referrals=_referrals(office, session, rows, catalogue, papers),
        notices=tuple(notice_of(notice, numbers.get(notice.referral_id or 0, "")) for notice in notices),
        deliveries=_deliveries(session, notices),
        events=tuple(event_row(event) for event in events),
        declined_because=row.ended_because,
        clause=row.clause,
        proper_office=row.proper_office,
        closed_at=row.closed_at,
        papers_due=row.papers_due,
        owner=row.owner,
        merged_into=row.merged_into,
        archived_on=row.archived_on,
        conferences=conferences_of(session, row.id, row.number),
        notes=_notes(events),
        archive_due=_archive_due(office, row),
        outward_on=row.outward_on,
        district=office.district,
    )
    return replace(file, alerts=alerts(file, office.today()))


def _numbers(
    session: Session, rows: Sequence[records.Referral], notices: Sequence[records.Notice]
) -> dict[int, str]:
    """The numbers of the referrals, also of those that papers tell of and another case has taken over."""
    numbers = {referral.id: referral.number for referral in rows}
    gone = {notice.referral_id for notice in notices if notice.referral_id is not None} - set(numbers)
    if gone:
        elsewhere = select(records.Referral.id, records.Referral.number).where(records.Referral.id.in_(gone))
        numbers |= {at: number for at, number in session.execute(elsewhere)}
    return numbers


def _notes(events: Sequence[records.Event]) -> tuple[str, ...]:
    """What was noted of questions at the counter before anything was applied for."""
    told = (event.detail.get("note") for event in events if event.verb == Verb.CONSULTED.value)
    return tuple(note for note in told if isinstance(note, str) and note)


def _archive_due(office: Office, row: records.Case) -> date | None:
    """The last day to archive a case that came to its end; None while it is open, and for one merged."""
    if row.closed_at is None or row.state is CaseState.MERGED:
        return None
    return archive_due(local_day(row.closed_at), office.catalogue.calendar, office.promises)


def notice_of(row: records.Notice, referral: str) -> files.Notice:
    """A notice without its content."""
    return files.Notice(
        number=row.number,
        kind=row.kind,
        title=row.title,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        digest=row.digest,
        prints=row.prints,
        referral=referral,
        recipient=row.recipient,
        voided=row.voided,
        about=row.about,
        back_on=row.back_on,
        code=row.code,
        lost=row.lost,
    )


def decision_of(row: records.Decision) -> files.Decision:
    """A decision as everyone sees it."""
    return files.Decision(
        number=row.number,
        outcome=row.outcome,
        amount_fen=row.amount_fen,
        amount_unit=row.amount_unit,
        starts=row.starts,
        ends=row.ends,
        reason=row.reason,
        facts=row.facts,
        evidence=row.evidence,
        clause=row.clause,
        decided_on=row.decided_on,
        decided_by=row.decided_by,
        document_number=row.document_number,
        on_paper=row.on_paper,
        replaces=row.replaces,
    )


def event_row(row: records.Event) -> files.EventRow:
    """An event as everyone sees it."""
    return files.EventRow(
        id=row.id,
        at=row.at,
        verb=Verb(row.verb),
        officer=row.officer,
        case=row.case_number,
        referral=row.referral_number,
        detail=row.detail,
    )


def _referrals(
    office: Office,
    session: Session,
    rows: Sequence[records.Referral],
    catalogue: Catalogue,
    papers: Sequence[records.Paper],
) -> tuple[ReferralFile, ...]:
    decisions: dict[int, list[records.Decision]] = {}
    for decision in session.scalars(
        select(records.Decision)
        .where(records.Decision.referral_id.in_([row.id for row in rows]))
        .order_by(records.Decision.id)
    ):
        decisions.setdefault(decision.referral_id, []).append(decision)
    lived = handled(office, session, rows, catalogue)
    return tuple(
        referral_file(
            office,
            row,
            catalogue,
            decisions.get(row.id, []),
            [paper for paper in papers if paper.referral_id == row.id],
            lived=lived[row.id],
        )
        for row in rows
    )


def referral_file(
    office: Office,
    row: records.Referral,
    catalogue: Catalogue,
    decisions: Sequence[records.Decision],
    papers: Sequence[records.Paper],
    *,
    lived: Handled = NOTHING,
) -> ReferralFile:
    """One referral with its clock as it stands today; the last decision holds, earlier ones were replaced."""
    last = decisions[-1] if decisions else None
    department = catalogue.departments.get(row.department)
    today = office.today()
    return ReferralFile(
        number=row.number,
        policy=row.policy,
        title=row.title,
        department=row.department,
        department_title=department.title if department else row.department,
        is_lead=row.is_lead,
        subject=row.subject,
        verdict=row.verdict,
        because=row.because,
        question=row.question,
        state=row.state,
        due=clocks.due(row, catalogue, last, today=today),
        version=row.version,
        liaison=row.liaison,
        sent_at=row.sent_at,
        opened_at=row.opened_at,
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        returned_because=row.returned_because,
        return_reason=row.return_reason,
        ended_because=row.ended_because,
        intervals=clocks.intervals_of(row),
        charged_days=clocks.used_days(row, catalogue, decisions[0] if decisions else None, today=today),
        papers_asked=tuple(paper_of(paper) for paper in papers),
        decision=decision_of(last) if last else None,
        replaced=tuple(decision_of(decision) for decision in decisions[:-1]),
        travels=row.travels,
        position=row.position,
        asks=row.asks,
        waits_for=tuple(row.waits_for),
        snapshot=row.snapshot,
        steps=lived.steps,
        postings=lived.postings,
        consultations=lived.consultations,
        reminders=lived.reminders,
        fast_aid=lived.fast_aid,
        complaints=lived.complaints,
    )


def paper_of(row: records.Paper) -> files.Paper:
    """A paper as everyone sees it."""
    return files.Paper(
        material=row.material,
        title=row.title,
        state=row.state,
        copies=row.copies,
        pages=row.pages,
        policies=tuple(row.policies),
        shared_by=row.shared_by,
        due=row.due,
        note=row.note,
        where_to_get=row.where_to_get,
    )


def _deliveries(session: Session, notices: Sequence[records.Notice]) -> tuple[files.Delivery, ...]:
    numbers = {notice.id: notice.number for notice in notices}
    if not numbers:
        return ()
    rows = session.scalars(
        select(records.Delivery).where(records.Delivery.notice_id.in_(numbers)).order_by(records.Delivery.id)
    )
    return tuple(
        files.Delivery(
            notice=numbers[row.notice_id],
            way=row.way,
            delivered_on=row.delivered_on,
            recipient=row.recipient,
            relation=row.relation,
            witnesses=tuple(row.witnesses),
            refused_because=row.refused_because,
            deliverer=row.deliverer,
            tracking=row.tracking,
            through=row.through,
            consent=row.consent,
            days=row.days,
        )
        for row in rows
    )
