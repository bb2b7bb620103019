"""Intake: from what a person says at the counter to an accepted case with its draft referrals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import match as matching
from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.cases.deadlines import papers_due
from counter.cases.match import Answer, Verdict
from counter.cases.reading import incomplete
from counter.cases.split import Chosen, split
from counter.cases.workflow import (
    CaseMove,
    CaseState,
    ReferralMove,
    ReferralState,
    move_case,
    move_referral,
)
from counter.errors import Problem, Refused
from counter.services import drafts, entering, identity_rows, one_time
from counter.services.acceptance import (
    fresh,
    judge,
    numbers_of,
    placed,
    record_acceptance,
    there_already,
    unknown_policy,
    without_the_dead,
)
from counter.services.casefiles import application_of, case_row, casefile_of, moving_case, paper_of
from counter.services.office import Act, Office
from counter.services.referral_rows import required
from counter.store import records
from counter.text import N_


def match(office: Office, application: Application) -> Answer:
    """How every policy answers to what is known so far."""
    return matching.match(application, office.catalogue)


def eligible(answer: Answer) -> tuple[Chosen, ...]:
    """Everything that the machine proposes: each eligible policy, for each member that it fits."""
    return tuple(
        one
        for row in answer.policies
        if row.verdict is Verdict.ELIGIBLE
        for one in chosen_for(answer, row.policy)
    )


def chosen_for(answer: Answer, policy: str, because: str = "") -> tuple[Chosen, ...]:
    """One policy as the clerk names it: for the household, or for each member that it fits best.

    Raises `Refused` with the nearest code for one that is not on the list.
    """
    try:
        row = answer.row(policy)
    except KeyError:
        raise Refused.because([unknown_policy(policy, answer)]) from None
    fitting = [subject.member for subject in row.subjects if subject.verdict is row.verdict]
    if row.for_member is None or not fitting:
        return (Chosen(policy, row.for_member, because),)
    return tuple(Chosen(policy, member, because) for member in fitting)


def accept(
    office: Office,
    application: Application,
    chosen: Collection[Chosen],
    *,
    papers: Sequence[Paper] = (),
    draft_id: int | None = None,
    dropped: Mapping[str, str] = MappingProxyType({}),
) -> CaseFile:
    """Accept an application: its number, its clocks, and one draft referral for each chosen policy.

    `dropped` are reasons, by policy, for leaving out what the machine proposed; a supervisor sees them.
    The same draft accepted twice is one case. Raises `Refused` with everything that stands in the way.
    """
    return _accept(
        office,
        application,
        chosen,
        papers=papers,
        draft_id=draft_id,
        dropped=dropped,
        state=ReferralState.DRAFT,
    )


def accept_and_send(
    office: Office,
    application: Application,
    chosen: Collection[Chosen],
    *,
    papers: Sequence[Paper] = (),
    draft_id: int | None = None,
) -> CaseFile:
    """Accept an application and send its referrals in the same moment."""
    sent = move_referral(ReferralState.DRAFT, ReferralMove.SEND)
    return _accept(office, application, chosen, papers=papers, draft_id=draft_id, dropped={}, state=sent)


def accept_registered(
    office: Office,
    number: str,
    chosen: Collection[Chosen],
    *,
    papers: Sequence[Paper] = (),
    application: Application | None = None,
    dropped: Mapping[str, str] = MappingProxyType({}),
) -> CaseFile:
    """Accept a case that waited for papers, from today on; `application` where more is known by now.

    `dropped` as with `accept`. Who has died since is on it no more, except where something is chosen for
    that member: then it says so.
    """
    with office.write() as session:
        case = moving_case(office, session, number, CaseMove.ACCEPT)
        case.state = move_case(case.state, CaseMove.ACCEPT)
        if application is None:
            told, chosen = without_the_dead(session, application_of(office, session, case), chosen)
        else:
            told = application
            fresh(session, told)
        now_told = replace(told, on=office.today(), place=case.township)
        answer, settled = judge(office, now_told, chosen, papers)
        entering.enter_again(office, session, case, now_told)
        case.accepted_on = now_told.on
        case.papers_due = None
        record = identity_rows.record_of(session, now_told)
        planned = split(now_told, office.catalogue, answer, settled, number="", record=record)
        before = {paper.material: paper_of(paper) for paper in entering.papers_of(session, case.id)}
        received = before | {paper.material: paper for paper in papers}
        entering.replace_papers(session, case.id, entering.with_needed(tuple(received.values()), planned))
        entering.enter_referrals(office, session, case, now_told, planned=planned, state=ReferralState.DRAFT)
        record_acceptance(office, session, case, planned, answer, dropped=dropped)
        return casefile_of(office, session, case, now_told)


def register(
    office: Office,
    application: Application,
    missing: Sequence[Paper],
    *,
    papers: Sequence[Paper] = (),
    answer_by: date | None = None,
    draft_id: int | None = None,
) -> CaseFile:
    """Enter an application that lacks papers: told once and for all what is missing, no clock runs."""
    application = placed(office, application)
    office.allow(Act.INTAKE, township=application.place)
    if not missing:
        raise Refused("Say which papers are missing.", field="papers")
    if problems := incomplete(application, office.catalogue, place_known=bool(application.place)):
        raise Refused.because(problems)
    due = answer_by or papers_due(office.today(), office.catalogue.calendar, office.promises)
    with office.write() as session:
        case = entering.enter_case(
            office, session, application, CaseState.AWAITING_PAPERS, draft_id=draft_id, papers_due=due
        )
        wanted = [replace(paper, state="missing", due=paper.due or due) for paper in missing]
        entering.enter_papers(session, case.id, [*papers, *wanted])
        if draft_id is not None:
            drafts.drop(session, draft_id)
        office.record(
            session,
            Verb.REGISTERED,
            township=case.township,
            case=case.number,
            detail={"missing": [paper.material for paper in missing], "answer_by": due.isoformat()},
        )
        return casefile_of(office, session, case, application)


def ask_papers(
    office: Office,
    number: str,
    missing: Sequence[Paper],
    *,
    papers: Sequence[Paper] = (),
    application: Application | None = None,
    answer_by: date | None = None,
    because: str = "",
) -> CaseFile:
    """Ask for papers where a question was noted, or once more for a case that waits for some.

    The second time needs a new fact or an objection, named by `because`; without one it is stopped and the
    stop recorded (一次性告知). `application` where more is known by now.
    """
    if not missing:
        raise Refused("Say which papers are missing.", field="papers")
    due = answer_by or papers_due(office.today(), office.catalogue.calendar, office.promises)
    with office.write() as session:
        case = moving_case(office, session, number, CaseMove.ASK_PAPERS)
        after = move_case(case.state, CaseMove.ASK_PAPERS)
        told = application or application_of(office, session, case)
        told = replace(told, place=case.township)
        if problems := incomplete(told, office.catalogue, place_known=True):
            raise Refused.because(problems)
        seconds = one_time.second_requests_of(office, session, case, missing)
        if because.strip() or not seconds:
            verb = Verb.REGISTERED if case.state is CaseState.CONSULTED else Verb.PAPERS_REQUESTED
            if application is not None:
                entering.enter_again(office, session, case, told)
            case.state, case.papers_due = after, due
            wanted = [replace(paper, state="missing", due=paper.due or due) for paper in missing]
            entering.replace_papers(session, case.id, [*papers, *wanted])
            office.record(
                session,
                verb,
                township=case.township,
                case=case.number,
                detail={
                    "missing": [paper.material for paper in missing],
                    "answer_by": due.isoformat(),
                    **one_time.told_of(missing, seconds, because),
                },
            )
            return casefile_of(office, session, case)
        one_time.record_stop(office, session, case, seconds)
    # The stop itself is kept; only the request is refused.
    raise Refused.because(second.problem for second in seconds)


def add(office: Office, number: str, chosen: Collection[Chosen], *, because: str) -> CaseFile:
    """Ask for something more in an accepted case: draft referrals whose clocks begin today."""
    required(because, "because", N_("Say why more is asked for."))
    with office.write() as session:
        case = case_row(office, session, number, Act.INTAKE)
        if case.state is not CaseState.ACCEPTED:
            raise Refused(
                "Case {number} is now: {state}. Nothing can be added to it.",
                number=case.number,
                state=case.state,
            )
        then = replace(office, catalogue=office.catalogue_of(session, case.catalogue_digest))
        told = replace(application_of(office, session, case), on=office.today(), place=case.township)
        fresh(session, told)
        answer, settled = judge(then, told, chosen)
        if problems := tuple(there_already(case, settled)):
            raise Refused.because(problems)
        first = max((row.position for row in case.referrals), default=0) + 1
        planned = split(told, then.catalogue, answer, settled, number="", first=first)
        before = {paper.material: paper_of(paper) for paper in entering.papers_of(session, case.id)}
        entering.replace_papers(session, case.id, entering.with_needed(tuple(before.values()), planned))
        entering.enter_referrals(then, session, case, told, planned=planned, state=ReferralState.DRAFT)
        office.record(
            session,
            Verb.DRAFTS_EDITED,
            township=case.township,
            case=case.number,
            detail={"added": numbers_of(case, planned), "because": because.strip()},
        )
        return casefile_of(office, session, case, told)


def decline(
    office: Office,
    application: Application,
    *,
    reason: str,
    clause: str,
    proper_office: str = "",
    draft_id: int | None = None,
) -> CaseFile:
    """Refuse to accept an application, in writing: why, by which clause, and where to turn instead."""
    application = placed(office, application)
    office.allow(Act.DECLINE, township=application.place)
    _reasoned(reason, clause)
    if problems := incomplete(application, office.catalogue, place_known=bool(application.place)):
        raise Refused.because(problems)
    with office.write() as session:
        case = entering.enter_case(office, session, application, CaseState.DECLINED, draft_id=draft_id)
        if draft_id is not None:
            drafts.drop(session, draft_id)
        return _declined(office, session, case, reason=reason, clause=clause, proper_office=proper_office)


def decline_registered(
    office: Office, number: str, *, reason: str, clause: str, proper_office: str = ""
) -> CaseFile:
    """Refuse to accept a case that waited for papers."""
    _reasoned(reason, clause)
    with office.write() as session:
        case = moving_case(office, session, number, CaseMove.DECLINE)
        case.state = move_case(case.state, CaseMove.DECLINE)
        return _declined(office, session, case, reason=reason, clause=clause, proper_office=proper_office)


# --- steps ---------------------------------------------------------------------------------------


def _accept(
    office: Office,
    application: Application,
    chosen: Collection[Chosen],
    *,
    papers: Sequence[Paper],
    draft_id: int | None,
    dropped: Mapping[str, str],
    state: ReferralState,
) -> CaseFile:
    application = placed(office, application)
    office.allow(Act.INTAKE, township=application.place)
    answer, settled = judge(office, application, chosen, papers)
    sent_on = office.today() if state is ReferralState.SENT else None
    # Planned before the store is held; the number is put before the positions when it is taken.
    with office.read() as session:
        fresh(session, application)
        record = identity_rows.record_of(session, application)
    planned = split(application, office.catalogue, answer, settled, number="", sent_on=sent_on, record=record)
    with office.write() as session:
        if (earlier := _accepted_from(session, draft_id)) is not None:
            return casefile_of(office, session, earlier)
        case = entering.enter_case(office, session, application, CaseState.ACCEPTED, draft_id=draft_id)
        entering.enter_papers(session, case.id, entering.with_needed(papers, planned))
        entering.enter_referrals(office, session, case, application, planned=planned, state=state)
        if draft_id is not None:
            drafts.drop(session, draft_id)
        record_acceptance(office, session, case, planned, answer, dropped=dropped)
        if state is ReferralState.SENT:
            office.record(
                session,
                Verb.SENT,
                township=case.township,
                case=case.number,
                detail={"referrals": numbers_of(case, planned)},
            )
        return casefile_of(office, session, case, application)


def _accepted_from(session: Session, draft_id: int | None) -> records.Case | None:
    """The case that a draft became already: the key was pressed twice."""
    if draft_id is None:
        return None
    return session.scalars(select(records.Case).filter_by(draft_id=draft_id)).one_or_none()


def _reasoned(reason: str, clause: str) -> None:
    problems = []
    if not reason.strip():
        problems.append(Problem("Say why the application is not accepted.", "reason"))
    if not clause.strip():
        problems.append(Problem("Enter the clause on which the application is not accepted.", "clause"))
    if problems:
        raise Refused.because(problems)


def _declined(
    office: Office,
    session: Session,
    case: records.Case,
    *,
    reason: str,
    clause: str,
    proper_office: str,
) -> CaseFile:
    case.ended_because, case.clause, case.proper_office = (
        reason.strip(),
        clause.strip(),
        proper_office.strip(),
    )
    case.closed_at = office.now()
    office.record(
        session,
        Verb.DECLINED,
        township=case.township,
        case=case.number,
        detail={"reason": case.ended_because, "clause": case.clause, "proper_office": case.proper_office},
    )
    return casefile_of(office, session, case)
