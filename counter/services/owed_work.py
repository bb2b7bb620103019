"""What is owed in the course of a case: papers, dispatch, signing, deciding, telling, delivering, filing.

To add a kind: name it in `cases.duties`, and write the function that finds it into `FINDERS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, String, cast, exists, literal, select

from counter.cases.casefile import Due
from counter.cases.deadlines import EXTENSION, WhoseTime
from counter.cases.duties import Duty, DutyKind, Owes
from counter.cases.ledger import TOLD_OF_EXTENSION
from counter.cases.owed import CHANGED
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState, Outcome, ReferralState
from counter.letters.kinds import KINDS
from counter.services import clocks
from counter.services.benefit_rows import ABOUT
from counter.services.delivery import away_rows
from counter.services.late_rows import AT_ONCE
from counter.services.office import Act
from counter.services.owing import MOST, Desk, Finder
from counter.services.reach import reached
from counter.store import life_records
from counter.store.records import (
    OPEN,
    STANDING,
    Case,
    Decision,
    Delivery,
    Interval,
    Notice,
    Paper,
    Referral,
)
from counter.text import local_day

LETTERS = {Outcome.GRANT: "D19", Outcome.PARTLY: "D19", Outcome.REFUSE: "D20"}
RETURNED_WITHIN = 1


# --- of cases --------------------------------------------------------------------------------------


def _papers_awaited(desk: Desk) -> Iterator[Duty]:
    for row, name in desk.cases(Case.state == CaseState.AWAITING_PAPERS):
        yield desk.of_case(
            DutyKind.PAPERS_AWAITED, (row, name), "补正材料", (row.papers_due, False), Owes.APPLICANT
        )


def _gaps(desk: Desk) -> Iterator[Duty]:
    lacking = exists().where(Paper.case_id == Case.id, Paper.referral_id.is_(None), Paper.state == "gap")
    for row, name in desk.cases(Case.state == CaseState.ACCEPTED, lacking):
        papers = desk.session.scalars(
            select(Paper).filter_by(case_id=row.id, referral_id=None, state="gap").order_by(Paper.due)
        ).all()
        due = min((paper.due for paper in papers if paper.due), default=None)
        what = "、".join(paper.title for paper in papers)
        yield desk.of_case(DutyKind.GAPS, (row, name), what, (due, False), Owes.APPLICANT)


def _to_dispatch(desk: Desk) -> Iterator[Duty]:
    drafts = exists().where(Referral.case_id == Case.id, Referral.state == ReferralState.DRAFT)
    for row, name in desk.cases(Case.state == CaseState.ACCEPTED, drafts):
        due = desk.working(row.accepted_on, desk.promises.dispatch)
        yield desk.of_case(DutyKind.DISPATCH, (row, name), "转办单待发出", due, Owes.WINDOW)


def _to_archive(desk: Desk) -> Iterator[Duty]:
    for row, name in desk.cases(Case.state == CaseState.CLOSED):
        closed = local_day(row.closed_at) if row.closed_at else row.accepted_on
        due = desk.working(closed, desk.promises.archive)
        yield desk.of_case(DutyKind.ARCHIVE, (row, name), "一户一档归档", due, Owes.WINDOW)


# --- of referrals ----------------------------------------------------------------------------------


def _referrals(desk: Desk, state: ReferralState, *conditions: ColumnElement[bool]) -> Iterator[Referral]:
    yield from desk.session.scalars(
        select(Referral)
        .where(
            OPEN,
            Referral.state == state,
            *conditions,
            reached(desk.office, Referral.township, Referral.department),
        )
        .order_by(Referral.due.is_(None), Referral.due, Referral.id)
        .limit(MOST)
    )


def _to_sign(desk: Desk) -> Iterator[Duty]:
    for row in _referrals(desk, ReferralState.SENT):
        due = Due(row.due_sign, verified=True)
        yield desk.of_referral(DutyKind.SIGN, row, row.title, due, Owes.DEPARTMENT)


def _returned(desk: Desk) -> Iterator[Duty]:
    for row in _referrals(desk, ReferralState.RETURNED):
        day, provisional = desk.working(local_day(row.changed_at), RETURNED_WITHIN)
        due = Due(day, provisional=provisional, verified=True)
        what = f"{row.title}：{row.returned_because}" if row.returned_because else row.title
        yield desk.of_referral(DutyKind.RETURNED, row, what, due, Owes.DISPATCHER)


_DECIDES = {
    ReferralState.SENT: Owes.DEPARTMENT,
    ReferralState.SIGNED: Owes.DEPARTMENT,
    ReferralState.WAITING: Owes.DEPARTMENT,
    ReferralState.RETURNED: Owes.DISPATCHER,
}
_WAITS = {
    WhoseTime.APPLICANT.value: Owes.APPLICANT,
    WhoseTime.OUTSIDE.value: Owes.OUTSIDE,
    WhoseTime.LAW.value: Owes.OUTSIDE,
}


def _to_decide(desk: Desk) -> Iterator[Duty]:
    """What is in hand; what is not even signed for, or came back, once its whole limit has passed."""
    waited_for = _waited_for(desk)
    for state, owes in _DECIDES.items():
        in_hand = state in (ReferralState.SIGNED, ReferralState.WAITING)
        for row in _referrals(desk, state, *(() if in_hand else (Referral.due < desk.today,))):
            due = Due(row.due, provisional=row.provisional, verified=row.verified)
            waits = waited_for.get(row.id, "")
            yield desk.of_referral(
                DutyKind.DECIDE, row, row.title, due, _WAITS.get(waits, owes), reference=waits
            )


def _waited_for(desk: Desk) -> dict[int, str]:
    """Whose time runs, by the referral that waits."""
    query = (
        select(Interval.referral_id, Interval.waits_for)
        .join(Referral, Referral.id == Interval.referral_id)
        .where(OPEN, Referral.state == ReferralState.WAITING, Interval.ended.is_(None))
        .order_by(Interval.id)
    )
    return {referral_id: waits for referral_id, waits in desk.session.execute(query)}


def _to_tell(desk: Desk) -> Iterator[Duty]:
    written = exists().where(
        Notice.referral_id == Referral.id, Notice.kind.in_(("D19", "D20")), Notice.voided == ""
    )
    rows = desk.session.execute(
        select(Referral, Decision)
        .join(Decision, Decision.referral_id == Referral.id)
        .join(Case, Case.id == Referral.case_id)
        .where(
            STANDING,
            Case.state == CaseState.ACCEPTED,
            Referral.state == ReferralState.DECIDED,
            Decision.on_paper.is_(False),
            ~written,
            reached(desk.office, Referral.township, Referral.department),
        )
        .order_by(Referral.due_notice, Referral.id)
        .limit(MOST)
    )
    for row, decision in rows:
        title = KINDS[LETTERS[decision.outcome]].title
        due = Due(row.due_notice, verified=True)
        yield desk.of_referral(DutyKind.TELL, row, f"{row.title}：{title}", due, Owes.WINDOW)


def _extensions_to_tell(desk: Desk) -> Iterator[Duty]:
    """An extension of which nobody has issued the notice: it is told before the old limit passes."""
    told = exists().where(
        Notice.referral_id == Referral.id, Notice.kind == TOLD_OF_EXTENSION, Notice.voided == ""
    )
    longer = exists().where(Interval.referral_id == Referral.id, Interval.kind == EXTENSION)
    for state in sorted(OPEN_REFERRAL_STATES):
        for row in _referrals(desk, state, longer, ~told):
            catalogue = desk.office.catalogue_of(desk.session, row.case.catalogue_digest)
            due = clocks.due_before_extension(row, catalogue, today=desk.today)
            what = f"{row.title}：{KINDS[TOLD_OF_EXTENSION].title}"
            yield desk.of_referral(DutyKind.TELL, row, what, due, Owes.WINDOW, reference=TOLD_OF_EXTENSION)


def _changes_to_tell(desk: Desk) -> Iterator[Duty]:
    """What was reduced or ended and nobody has issued the letter of."""
    change = life_records.Change
    about = literal(f"{ABOUT}:") + cast(change.id, String)
    told = exists().where(
        Notice.referral_id == change.referral_id,
        Notice.kind == CHANGED,
        Notice.about == about,
        Notice.voided == "",
    )
    rows = desk.session.execute(
        select(Referral, change)
        .join(change, change.referral_id == Referral.id)
        .where(
            change.decided_on.is_not(None), ~told, reached(desk.office, change.township, change.department)
        )
        .order_by(change.decided_on, change.id)
        .limit(MOST)
    )
    for row, decided in rows:
        what = f"{row.title}：{KINDS[CHANGED].title}"
        due = _told_by(desk, decided.decided_on or desk.today)
        yield desk.of_referral(DutyKind.TELL, row, what, due, Owes.WINDOW, reference=f"{ABOUT}:{decided.id}")


def _told_by(desk: Desk, since: date) -> Due:
    day, provisional = desk.working(since, desk.promises.notice)
    return Due(day, provisional=provisional, verified=True)


def _delivered_by(desk: Desk, notice: Notice, row: Referral) -> Due:
    """The letter of a decision has its own day; any other so long after what it tells of."""
    if notice.kind in LETTERS.values():
        return Due(row.due_notice, verified=True)
    since = local_day(notice.issued_at)
    name, _, number = notice.about.partition(":")
    if notice.kind == CHANGED and name == ABOUT and number.isdecimal():
        change = desk.session.get(life_records.Change, int(number))
        since = (change.decided_on if change else None) or since
    return _told_by(desk, since)


def _to_deliver(desk: Desk) -> Iterator[Duty]:
    delivered = exists().where(Delivery.notice_id == Notice.id)
    kinds = [kind.code for kind in KINDS.values() if kind.delivered]
    rows = desk.session.execute(
        select(Notice, Referral)
        .join(Referral, Referral.id == Notice.referral_id)
        .where(
            Notice.kind.in_(kinds),
            Notice.voided == "",
            ~delivered,
            reached(desk.office, Referral.township, Referral.department),
        )
        .order_by(Notice.id)
        .limit(MOST)
    )
    for notice, row in rows:
        due = _delivered_by(desk, notice, row)
        what = f"{notice.title} {notice.number}"
        yield desk.of_referral(DutyKind.DELIVER, row, what, due, Owes.WINDOW, reference=notice.number)


def _not_back(desk: Desk) -> Iterator[Duty]:
    """Papers that somebody signs outside; no law says until when they are back."""
    away = [
        (notice, one.applicant)
        for notice, one in away_rows(desk.session)
        if desk.office.may(Act.READ, township=notice.township, department=notice.department)
    ][:MOST]
    for at in range(0, len(away), AT_ONCE):
        some = away[at : at + AT_ONCE]
        ids = {notice.case_id for notice, _applicant in some}
        found = {row.id: row for row in desk.session.scalars(select(Case).where(Case.id.in_(ids)))}
        for notice, applicant in some:
            yield desk.of_case(
                DutyKind.PAPER_BACK,
                (found[notice.case_id], applicant),
                f"{notice.title} {notice.number}",
                (None, False),
                Owes.WINDOW,
                reference=notice.number,
            )


FINDERS: Sequence[tuple[frozenset[DutyKind], Finder]] = (
    (frozenset({DutyKind.PAPERS_AWAITED}), _papers_awaited),
    (frozenset({DutyKind.GAPS}), _gaps),
    (frozenset({DutyKind.DISPATCH}), _to_dispatch),
    (frozenset({DutyKind.SIGN}), _to_sign),
    (frozenset({DutyKind.RETURNED}), _returned),
    (frozenset({DutyKind.DECIDE}), _to_decide),
    (frozenset({DutyKind.TELL}), _to_tell),
    (frozenset({DutyKind.TELL}), _extensions_to_tell),
    (frozenset({DutyKind.TELL}), _changes_to_tell),
    (frozenset({DutyKind.DELIVER}), _to_deliver),
    (frozenset({DutyKind.PAPER_BACK}), _not_back),
    (frozenset({DutyKind.ARCHIVE}), _to_archive),
)
"""Which kinds each function finds."""
