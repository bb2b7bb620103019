"""The steps of 一次性告知: what the applicant was asked for before, and the stop of a second request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from counter.cases.casefile import Paper, Verb
from counter.cases.facts import Known
from counter.cases.one_time_notice import Asked, Second, second_requests
from counter.cases.split import needed_papers
from counter.services.casefiles import application_of
from counter.services.office import Office
from counter.store import records
from counter.text import local_day

_REQUESTS = (Verb.REGISTERED.value, Verb.PAPERS_REQUESTED.value)


def second_requests_of(
    office: Office,
    session: Session,
    case: records.Case,
    papers: Sequence[Paper],
    *,
    referral: records.Referral | None = None,
) -> tuple[Second, ...]:
    """Which of these papers an earlier notice of the case or of the referral named, or should have named."""
    earlier = tuple(_earlier(session, case, referral))
    if not earlier:
        return ()
    needed = _needed(office, session, case, referral) if referral is not None else None
    return second_requests([(paper.material, paper.title) for paper in papers], earlier, needed=needed)


def told_of(papers: Sequence[Paper], seconds: Sequence[Second], because: str) -> dict[str, object]:
    """What the event of a request says of its papers, so that a later request can be told from the first."""
    told: dict[str, object] = {"materials": [paper.material for paper in papers]}
    if because.strip():
        told["because"] = because.strip()
    if seconds:
        told["again"] = [second.material for second in seconds]
    return told


def record_stop(
    office: Office,
    session: Session,
    case: records.Case,
    seconds: Sequence[Second],
    *,
    referral: records.Referral | None = None,
) -> None:
    """Keep that a second request was tried and stopped; nothing else happens in this transaction."""
    office.record(
        session,
        Verb.SECOND_REQUEST_STOPPED,
        township=case.township,
        case=case.number,
        referral=referral.number if referral is not None else "",
        detail={
            "materials": [second.material for second in seconds],
            "papers": "、".join(second.title for second in seconds),
            "first": min(second.on for second in seconds).isoformat(),
            "department": referral.department if referral is not None else "",
        },
    )


def _earlier(session: Session, case: records.Case, referral: records.Referral | None) -> Iterator[Asked]:
    """Notices of the whole case, and those of this matter; what other departments asked for is their own."""
    own = referral.number if referral is not None else ""
    events = session.scalars(
        select(records.Event)
        .where(records.Event.verb.in_(_REQUESTS))
        .where(
            or_(
                (records.Event.case_number == case.number) & (records.Event.referral_number == ""),
                (records.Event.referral_number == own) & (records.Event.referral_number != ""),
            )
        )
        .order_by(records.Event.id)
    )
    for event in events:
        named = event.detail.get("materials") or event.detail.get("missing") or ()
        if isinstance(named, list):
            yield Asked(local_day(event.at), frozenset(map(str, named)))


def _needed(
    office: Office, session: Session, case: records.Case, referral: records.Referral
) -> frozenset[str]:
    """Every paper on the matter's list at acceptance: it could have been asked for with the first notice."""
    catalogue = office.catalogue_of(session, case.catalogue_digest)
    policy = catalogue.policy(referral.policy, referral.accepted_on)
    known = Known(application_of(office, session, case), catalogue)
    member = int(referral.subject) if referral.subject.isdigit() else None
    return frozenset(paper.material for paper in needed_papers(policy, catalogue, known, member))
