"""What a department does with a referral until it decides: signs, returns, waits, extends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from counter.cases.casefile import Paper, ReferralFile, Verb
from counter.cases.deadlines import (
    EXTENSION,
    PUBLICITY,
    RETURNED,
    VERIFICATION,
    WhoseTime,
    may_extend,
    not_a_ground,
    papers_due,
)
from counter.cases.workflow import ReferralMove, ReferralState, ReturnReason, move_referral
from counter.errors import Refused
from counter.services import clocks, entering, one_time
from counter.services.office import Act, Office
from counter.services.referral_rows import (
    done,
    end_waiting,
    file_of,
    lasting,
    moved,
    moving_row,
    referral_row,
    refresh_due,
    required,
)
from counter.store import life_records, records
from counter.text import N_, local_day

PAPERS = "papers"
SUSPENSION = "suspension"
STOPS = (SUSPENSION, PUBLICITY, VERIFICATION)


def referral(office: Office, number: str) -> ReferralFile:
    """One referral as its department sees it, with the snapshot of what its rule reads."""
    with office.read() as session:
        return file_of(office, session, referral_row(office, session, number, Act.READ))


def opened(office: Office, number: str) -> ReferralFile:
    """Note that the department has opened what was sent to it, the first time only.

    Who merely may read it does not open it for the department.
    """
    with office.read() as session:
        row = referral_row(office, session, number, Act.READ)
        if not _opens(office, row):
            return file_of(office, session, row)
    with office.write() as session:
        row = referral_row(office, session, number, Act.READ)
        if not _opens(office, row):
            return file_of(office, session, row)
        # Past the version: who signs for it next has not read anything stale.
        session.execute(update(records.Referral).filter_by(id=row.id).values(opened_at=office.now()))
        session.refresh(row, ["opened_at"])
        return done(office, session, row, Verb.OPENED)


def _opens(office: Office, row: records.Referral) -> bool:
    return (
        row.opened_at is None
        and row.state is ReferralState.SENT
        and office.may(Act.ANSWER, township=row.township, department=row.department)
    )


def sign(office: Office, number: str, *, expected_version: int | None = None) -> ReferralFile:
    """The department takes the referral on."""
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.SIGN, expected_version)
        moved(office, row, ReferralMove.SIGN)
        row.signed_at = office.now()
        row.signed_by = office.officer.name
        return done(office, session, row, Verb.SIGNED)


def return_to_dispatcher(
    office: Office,
    number: str,
    *,
    reason: ReturnReason,
    text: str,
    expected_version: int | None = None,
) -> ReferralFile:
    """The department gives the referral back to the dispatcher, never to the applicant."""
    required(text, "text", N_("Say in a line why it is returned."))
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.RETURN, expected_version)
        moved(office, row, ReferralMove.RETURN)
        row.return_reason, row.returned_because = reason, text.strip()
        session.add(
            life_records.Return(
                referral_id=row.id,
                township=row.township,
                department=row.department,
                policy=row.policy,
                reason=reason,
                text=row.returned_because,
                returned_on=office.today(),
                returned_by=office.officer.name,
            )
        )
        end_waiting(row, office.today())
        if row.sent_at is not None:
            # Till another department has it, the time is the dispatcher's.
            _stop(
                row,
                RETURNED,
                office.today(),
                reason=row.returned_because,
                waits_for=WhoseTime.DISPATCHER,
            )
        refresh_due(office, session, row)
        return done(office, session, row, Verb.RETURNED, reason=reason.value, text=row.returned_because)


def request_papers(
    office: Office,
    number: str,
    *,
    papers: Sequence[Paper],
    answer_by: date | None = None,
    because: str = "",
    expected_version: int | None = None,
) -> ReferralFile:
    """The department asks the applicant for papers; until they come, nothing is charged to it.

    What was asked for before, or should have been, is stopped and the stop recorded, unless `because` names
    the new fact or the objection that calls for it (一次性告知).
    """
    if not papers:
        raise Refused("Say which papers are asked for.", field="papers")
    today = office.today()
    due = answer_by or papers_due(today, office.catalogue.calendar, office.promises)
    if due < today:
        raise Refused("The papers must be awaited until today or later.", field="answer_by")
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.REQUEST_PAPERS, expected_version)
        move_referral(row.state, ReferralMove.REQUEST_PAPERS)
        seconds = one_time.second_requests_of(office, session, row.case, papers, referral=row)
        if because.strip() or not seconds:
            moved(office, row, ReferralMove.REQUEST_PAPERS)
            wanted = [
                replace(paper, state="missing", policies=(row.policy,), due=paper.due or due)
                for paper in papers
            ]
            titles = "、".join(paper.title for paper in wanted)
            _stop(row, PAPERS, today, reason=titles, waits_for=WhoseTime.APPLICANT)
            entering.enter_papers(session, row.case_id, wanted, referral_id=row.id)
            refresh_due(office, session, row)
            return done(
                office,
                session,
                row,
                Verb.PAPERS_REQUESTED,
                papers=titles,
                answer_by=due.isoformat(),
                **one_time.told_of(papers, seconds, because),
            )
        one_time.record_stop(office, session, row.case, seconds, referral=row)
    # The stop itself is kept; only the request is refused.
    raise Refused.because(second.problem for second in seconds)


def suspend(
    office: Office,
    number: str,
    *,
    reason: str,
    kind: str = SUSPENSION,
    ground: str = "",
    evidence: str = "",
    waits_for: WhoseTime = WhoseTime.OUTSIDE,
    expected_version: int | None = None,
) -> ReferralFile:
    """Stop the charged clock; the statutory one stops only on a ground that the policy lists, with evidence.

    `evidence` names the paper that shows it: a letter, an order for an appraisal, a receipt of a request.
    """
    required(reason, "reason", N_("Say what is waited for."))
    if kind not in STOPS:
        raise Refused("A clock stops for a suspension, a public notice or a verification.", field="kind")
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.SUSPEND, expected_version)
        moved(office, row, ReferralMove.SUSPEND)
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        grounds = catalogue.policy(row.policy, row.accepted_on).limits.suspension_grounds
        if problems := tuple(not_a_ground(grounds, ground.strip(), evidence)):
            raise Refused.because(problems)
        _stop(
            row,
            kind,
            office.today(),
            reason=reason.strip(),
            waits_for=waits_for,
            ground=ground.strip(),
            evidence=evidence.strip(),
        )
        refresh_due(office, session, row)
        return done(
            office,
            session,
            row,
            Verb.SUSPENDED,
            kind=kind,
            ground=ground.strip(),
            evidence=evidence.strip(),
            waits_for=waits_for.value,
        )


def resume(
    office: Office,
    number: str,
    *,
    papers: Sequence[Paper] = (),
    expected_version: int | None = None,
) -> ReferralFile:
    """The clocks go on; `papers` are those that came in the meantime."""
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.RESUME, expected_version)
        moved(office, row, ReferralMove.RESUME)
        end_waiting(row, office.today(), besides=lasting(session, row))
        came = [replace(paper, policies=(row.policy,)) for paper in papers]
        session.execute(
            delete(records.Paper).where(
                records.Paper.referral_id == row.id,
                records.Paper.material.in_([paper.material for paper in came]),
            )
        )
        entering.enter_papers(session, row.case_id, came, referral_id=row.id)
        refresh_due(office, session, row)
        return done(office, session, row, Verb.RESUMED, papers=[paper.material for paper in came])


def extend(
    office: Office,
    number: str,
    *,
    ground: str,
    reason: str = "",
    expected_version: int | None = None,
) -> ReferralFile:
    """Lengthen the limit once, before it has passed, on a ground that the policy lists."""
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.EXTEND, expected_version)
        moved(office, row, ReferralMove.EXTEND)
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        limits = catalogue.policy(row.policy, row.accepted_on).limits
        intervals = file_of(office, session, row).intervals
        if limits.extended_total is None or not limits.extension_grounds:
            raise Refused("The limit of {title} cannot be extended.", field="ground", title=row.title)
        if any(interval.kind == EXTENSION for interval in intervals):
            raise Refused("It was extended once already; that is all the law gives.", field="ground")
        if not may_extend(limits, intervals, ground):
            raise Refused(
                "{ground} is no ground to extend. The list knows: {grounds}.",
                field="ground",
                ground=ground or "—",
                grounds=list(limits.extension_grounds),
            )
        today = office.today()
        _clock_is_not_behind(office, session)
        before = clocks.due(row, catalogue, None, today=today).due
        if before is not None and today > before:
            raise Refused("The limit passed on {due}; it can only be extended before.", due=before)
        row.intervals.append(
            records.Interval(
                kind=EXTENSION,
                started=today,
                ended=today,
                reason=reason.strip() or ground,
                ground=ground,
                waits_for=WhoseTime.LAW.value,
            )
        )
        refresh_due(office, session, row)
        return done(
            office,
            session,
            row,
            Verb.EXTENDED,
            ground=ground,
            before=before.isoformat() if before else "",
            due=row.due.isoformat() if row.due else "",
        )


# --- steps ---------------------------------------------------------------------------------------


def _clock_is_not_behind(office: Office, session: Session) -> None:
    """A limit that has passed is not brought back by setting the computer's clock back."""
    last = session.scalar(select(records.Event.at).order_by(records.Event.id.desc()).limit(1))
    if last is not None and office.today() < local_day(last):
        raise Refused(
            "This computer says it is {now}, but the last entry is of {last}. Set the clock right first.",
            now=office.now(),
            last=last,
        )


def _stop(
    row: records.Referral,
    kind: str,
    on: date,
    *,
    reason: str,
    waits_for: WhoseTime,
    ground: str = "",
    evidence: str = "",
) -> None:
    row.intervals.append(
        records.Interval(
            kind=kind,
            started=on,
            ended=None,
            reason=reason,
            ground=ground,
            waits_for=waits_for.value,
            evidence=evidence,
        )
    )
