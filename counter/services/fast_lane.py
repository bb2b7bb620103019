"""Aid at once (小额快救, 急难先行): given and granted in one act, its papers brought later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select

from counter.cases.casefile import Due, Paper, ReferralFile, Verb
from counter.cases.deadlines import Urgency, urgency
from counter.cases.fast_lane import FastAid, Gift, cap, moves_to_decision, not_given, ordinary_way
from counter.cases.workflow import Outcome, ReferralMove
from counter.errors import Problem, Refused
from counter.services import decisions, entering
from counter.services.decisions import Answer
from counter.services.handled import fast_aid_of
from counter.services.office import Act, Office
from counter.services.reach import reached
from counter.services.referral_rows import done, end_waiting, given_anew, moved, referral_row, touched
from counter.store import life_records, records

__all__ = ["BackFill", "Gift", "back_fills", "complete", "give"]

ABSENT = ("missing", "gap")


@dataclass(frozen=True, slots=True)
class BackFill:
    """Aid whose papers are still to be brought: one line of the back-fill queue, due first.

    `missing` are the titles of the papers not handed in.
    """

    aid: FastAid
    title: str
    applicant: str
    township: str
    department: str
    urgency: Urgency
    missing: tuple[str, ...]


def give(office: Office, referral: str, gift: Gift) -> ReferralFile:
    """Give aid at once and enter it in the register: the referral is granted, whatever papers are missing.

    From acceptance on: what is not sent or signed for yet is moved by the table of moves as needed.
    """
    with office.write() as session:
        row = referral_row(office, session, referral, Act.GIVE_FAST)
        _refuse_twice(session.scalar(select(life_records.FastAid.given_on).filter_by(referral_id=row.id)))
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        policy = catalogue.policy(row.policy, row.accepted_on)
        today = office.today()
        limit = cap(catalogue, today)
        ordinary = ordinary_way(policy, catalogue, row.accepted_on)
        if problems := [*not_given(gift, policy, limit, ordinary)]:
            raise Refused.because(problems)
        for move in moves_to_decision(row.state):
            _move(office, row, move)
        staff = tuple(dict.fromkeys(name.strip() for name in gift.staff if name.strip()))
        aid = life_records.FastAid(
            referral_id=row.id,
            case_id=row.case_id,
            township=row.township,
            department=row.department,
            receiver=gift.receiver.strip(),
            cause=gift.cause.strip(),
            amount_fen=gift.amount_fen,
            goods=gift.goods.strip(),
            proof=gift.proof.strip(),
            staff=list(staff),
            given_on=today,
            recorded_at=office.now(),
            recorded_by=office.officer.name,
        )
        session.add(aid)
        answer = Answer(
            Outcome.GRANT,
            amount_fen=gift.amount_fen,
            starts=today,
            facts="；".join(part for part in (aid.cause, aid.goods) if part),
            evidence=aid.proof,
            decided_by="、".join(staff),
        )
        decision = decisions.enter(office, session, row, answer, at_once=True)
        return decisions.decided(
            office, session, row, decision, Verb.FAST_AID_GIVEN, staff=list(staff), cap_fen=limit.fen
        )


def complete(office: Office, referral: str, *, papers: Sequence[Paper] = (), note: str = "") -> ReferralFile:
    """Close the back-fill: the papers that came now, or in `note` why one cannot be brought."""
    with office.write() as session:
        row = referral_row(office, session, referral, Act.GIVE_FAST)
        aid = session.scalars(select(life_records.FastAid).filter_by(referral_id=row.id)).one_or_none()
        if aid is None:
            raise Refused("No aid was given at once by this referral.", field="number")
        if aid.completed_on is not None:
            raise Refused("Its papers were complete on {day}.", field="number", day=aid.completed_on)
        came = [replace(paper, policies=(row.policy,)) for paper in papers]
        session.execute(
            delete(records.Paper).where(
                records.Paper.case_id == row.case_id,
                records.Paper.material.in_([paper.material for paper in came]),
                records.Paper.state.in_(ABSENT),
            )
        )
        entering.enter_papers(session, row.case_id, came)
        session.flush()
        missing = _missing(row, session.scalars(select(records.Paper).filter_by(case_id=row.case_id)).all())
        if missing and not note.strip():
            raise Refused.because(
                [
                    Problem(
                        "Still missing: {papers}. Say why they cannot be brought.",
                        "note",
                        {"papers": missing},
                    )
                ]
            )
        aid.completed_on, aid.completed_note = office.today(), note.strip()
        touched(office, row)
        return done(
            office,
            session,
            row,
            Verb.FAST_AID_COMPLETED,
            papers=[paper.material for paper in came],
            missing=missing,
        )


def back_fills(office: Office, *, township: str | None = None) -> tuple[BackFill, ...]:
    """The aid whose papers are still to be brought, due first: the queue of its own."""
    with office.read() as session:
        query = (
            select(life_records.FastAid, records.Referral)
            .join(records.Referral, records.Referral.id == life_records.FastAid.referral_id)
            .where(life_records.FastAid.completed_on.is_(None))
            .where(reached(office, records.Referral.township, records.Referral.department))
        )
        if township is not None:
            query = query.where(life_records.FastAid.township == township)
        found = session.execute(query).all()
        papers = _papers_by_case(
            session.scalars(
                select(records.Paper).where(
                    records.Paper.case_id.in_([aid.case_id for aid, _row in found]),
                    records.Paper.state.in_(ABSENT),
                )
            ).all()
        )
        rows = []
        for aid, row in found:
            given = fast_aid_of(aid, row, office.catalogue)
            rows.append(
                BackFill(
                    aid=given,
                    title=row.title,
                    applicant=row.applicant,
                    township=row.township,
                    department=row.department,
                    urgency=_urgency(office, given.papers_due),
                    missing=tuple(_missing(row, papers.get(row.case_id, []))),
                )
            )
    return tuple(sorted(rows, key=lambda one: (one.aid.papers_due, one.aid.id)))


# --- steps ---------------------------------------------------------------------------------------


def _refuse_twice(given_on: date | None) -> None:
    if given_on is not None:
        raise Refused("Aid was given by this referral on {day} already.", field="number", day=given_on)


def _move(office: Office, row: records.Referral, move: ReferralMove) -> None:
    """One move of the table on the way to the decision; each leaves the marks that it leaves elsewhere."""
    moved(office, row, move)
    if move in (ReferralMove.SEND, ReferralMove.REASSIGN):
        row.sent_at = office.now()
        given_anew(row, office.today())
    elif move is ReferralMove.SIGN:
        row.signed_at, row.signed_by = office.now(), office.officer.name
    elif move is ReferralMove.RESUME:
        end_waiting(row, office.today())


def _missing(row: records.Referral, papers: Sequence[records.Paper]) -> list[str]:
    return [
        paper.title
        for paper in papers
        if paper.state in ABSENT and (paper.referral_id == row.id or row.policy in paper.policies)
    ]


def _papers_by_case(papers: Sequence[records.Paper]) -> dict[int, list[records.Paper]]:
    found: dict[int, list[records.Paper]] = {}
    for paper in papers:
        found.setdefault(paper.case_id, []).append(paper)
    return found


def _urgency(office: Office, papers_due: date) -> Urgency:
    return urgency(Due(papers_due, verified=True), office.today(), office.catalogue.calendar, office.promises)
