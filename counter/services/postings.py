"""Sheets on village boards: posted for so many days, objected to, taken down; and published after a grant."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import ReferralFile, Verb
from counter.cases.deadlines import PUBLICITY, WhoseTime, add_days
from counter.cases.public_notice import (
    Handling,
    Posting,
    PostingKind,
    day_kind,
    notices_of,
    round_of,
)
from counter.cases.steps import StepKind, in_the_way_of, unsettled_without
from counter.cases.workflow import OPEN_REFERRAL_STATES, Outcome, ReferralState
from counter.catalogue.model import Catalogue
from counter.errors import Problem, Refused
from counter.letters.board_check import private_on_a_board
from counter.services.handled import kept_steps, steps_done
from counter.services.handling import notice_reason, sheets_of, stop_of
from counter.services.office import Act, Office
from counter.services.referral_rows import (
    done,
    referral_row,
    refresh_due,
    required,
    touched,
    within_case,
)
from counter.store import life_records, records
from counter.text import N_

DAY_KIND = "public_notice_day_kind"


def post(
    office: Office,
    referral: str,
    *,
    kind: PostingKind,
    board: str,
    on: date | None = None,
    photo: str = "",
) -> ReferralFile:
    """Note that a sheet was posted. A notice stops the charged clock until its last day."""
    required(board, "board", N_("Say on which board it hangs."))
    with office.write() as session:
        row = referral_row(office, session, referral, Act.WORK)
        day = within_case(office, row, on)
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        sheets = sheets_of(session, row, catalogue)
        if problems := _not_posted(
            office, session, row, kind=kind, board=board.strip(), day=day, sheets=sheets, catalogue=catalogue
        ):
            raise Refused.because(problems)
        sheet = life_records.Posting(
            referral_id=row.id,
            township=row.township,
            department=row.department,
            kind=kind,
            turn=round_of(sheets) if kind is PostingKind.NOTICE else 1,
            board=board.strip(),
            posted_on=day,
            days=_days(row, catalogue) if kind is PostingKind.NOTICE else None,
            day_kind=day_kind(office.district.get(DAY_KIND, "")),
            posted_by=office.officer.name,
            photo=photo.strip(),
            recorded_at=office.now(),
        )
        session.add(sheet)
        if sheet.days is not None:
            _stop(row, sheet, catalogue)
        touched(office, row)
        if row.state in OPEN_REFERRAL_STATES:
            refresh_due(office, session, row)
        verb = Verb.POSTED if kind is PostingKind.NOTICE else Verb.PUBLISHED
        return done(office, session, row, verb, board=sheet.board, on=day.isoformat(), turn=sheet.turn)


def object_(office: Office, posting_id: int, *, by: str, text: str, on: date | None = None) -> ReferralFile:
    """Note that somebody objected to a sheet; nothing is decided until it is settled."""
    required(by, "by", N_("Say who objects; anonymous objections are noted as such."))
    required(text, "text", N_("Say what is objected to."))
    with office.write() as session:
        sheet, row = _sheet(office, session, posting_id)
        day = within_case(office, row, on)
        if day < sheet.posted_on:
            raise Refused("It was posted on {day}; nobody objected before.", field="on", day=sheet.posted_on)
        objection = life_records.Objection(
            posting_id=sheet.id,
            received_on=day,
            by=by.strip(),
            text=text.strip(),
            recorded_at=office.now(),
            recorded_by=office.officer.name,
        )
        session.add(objection)
        touched(office, row)
        session.flush()
        return done(office, session, row, Verb.OBJECTED, posting=sheet.id, objection=objection.id)


def settle(office: Office, objection_id: int, *, handling: Handling, result: str) -> ReferralFile:
    """Note what the new investigation or the deliberation found; then the result is posted again."""
    required(result, "result", N_("Say what was found."))
    with office.write() as session:
        objection = session.get(life_records.Objection, objection_id)
        if objection is None:
            raise Refused("There is no objection {number}.", field="number", number=objection_id)
        sheet, row = _sheet(office, session, objection.posting_id)
        if objection.settled_on is not None:
            raise Refused("It was settled on {day} already.", field="number", day=objection.settled_on)
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        posting = next(one for one in sheets_of(session, row, catalogue) if one.id == sheet.id)
        policy = catalogue.policy(row.policy, row.accepted_on)
        if posting.kind is PostingKind.NOTICE and (
            problems := [
                *unsettled_without(handling, steps_done(session, row), posting, policy, kept_steps(office))
            ]
        ):
            raise Refused.because(problems)
        objection.handling, objection.result = handling, result.strip()
        objection.settled_on = office.today()
        touched(office, row)
        return done(
            office, session, row, Verb.OBJECTION_SETTLED, objection=objection.id, handling=handling.value
        )


def take_down(office: Office, posting_id: int, *, on: date | None = None, photo: str = "") -> ReferralFile:
    """Note that a sheet was taken down: a notice after its last day, or at once when it met an objection."""
    with office.write() as session:
        sheet, row = _sheet(office, session, posting_id)
        day = within_case(office, row, on)
        catalogue = office.catalogue_of(session, row.case.catalogue_digest)
        posting = next(one for one in sheets_of(session, row, catalogue) if one.id == sheet.id)
        if problems := _not_taken_down(posting, day):
            raise Refused.because(problems)
        sheet.taken_down_on = day
        sheet.photo = photo.strip() or sheet.photo
        if posting.runs_on(day):
            _shorten(row, posting, day)
            refresh_due(office, session, row)
        touched(office, row)
        return done(office, session, row, Verb.TAKEN_DOWN, posting=sheet.id, on=day.isoformat())


# --- steps ---------------------------------------------------------------------------------------


def _sheet(
    office: Office, session: Session, posting_id: int
) -> tuple[life_records.Posting, records.Referral]:
    sheet = session.get(life_records.Posting, posting_id)
    row = session.get(records.Referral, sheet.referral_id) if sheet else None
    if sheet is None or row is None:
        raise Refused("There is no sheet {number} on a board.", field="number", number=posting_id)
    office.allow(Act.WORK, township=row.township, department=row.department)
    return sheet, row


def _days(row: records.Referral, catalogue: Catalogue) -> int | None:
    return catalogue.policy(row.policy, row.accepted_on).public_notice_days


def _not_posted(
    office: Office,
    session: Session,
    row: records.Referral,
    *,
    kind: PostingKind,
    board: str,
    day: date,
    sheets: tuple[Posting, ...],
    catalogue: Catalogue,
) -> list[Problem]:
    private = [Problem(one.text, "board", one.params) for one in private_on_a_board(board)]
    if kind is PostingKind.PUBLICATION:
        return [*private, *_not_published(session, row, board, sheets)]
    found = list(private)
    if row.state not in OPEN_REFERRAL_STATES:
        found.append(Problem("This referral has ended; it is: {state}.", "number", {"state": row.state}))
    if not _days(row, catalogue):
        found.append(Problem("{title} is not put on public notice.", "kind", {"title": row.title}))
        return found
    if any(one.open_objections for one in notices_of(sheets)):
        found.append(Problem("Settle the objection first, then post the result again.", "kind"))
    current = round_of(sheets)
    if any(one.board == board and one.turn == current and one.runs_on(day) for one in notices_of(sheets)):
        found.append(Problem("It hangs on this board already.", "board"))
    policy = catalogue.policy(row.policy, row.accepted_on)
    found += in_the_way_of(StepKind.NOTICE, policy, steps_done(session, row), sheets, kept_steps(office))
    return found


def _not_published(
    session: Session, row: records.Referral, board: str, sheets: tuple[Posting, ...]
) -> list[Problem]:
    """What is not granted is not published. Legal source: 社会救助法 art. 45."""
    found = []
    if row.state is not ReferralState.DECIDED or _last_outcome(session, row) is Outcome.REFUSE:
        found.append(Problem("Only what was granted is published.", "kind"))
    hanging = [one for one in sheets if one.kind is PostingKind.PUBLICATION and one.taken_down_on is None]
    if any(one.board == board for one in hanging):
        found.append(Problem("It hangs on this board already.", "board"))
    return found


def _last_outcome(session: Session, row: records.Referral) -> Outcome | None:
    return session.scalar(
        select(records.Decision.outcome)
        .where(records.Decision.referral_id == row.id)
        .order_by(records.Decision.id.desc())
        .limit(1)
    )


def _not_taken_down(posting: Posting, day: date) -> list[Problem]:
    if posting.taken_down_on is not None:
        return [Problem("It was taken down on {day} already.", "number", {"day": posting.taken_down_on})]
    if day < posting.posted_on:
        return [Problem("It was posted on {day} only.", "on", {"day": posting.posted_on})]
    if posting.runs_on(day) and not posting.objections:
        return [Problem("The notice hangs until {until}.", "on", {"until": posting.until})]
    return []


def _stop(row: records.Referral, sheet: life_records.Posting, catalogue: Catalogue) -> None:
    """The clock stands still from the day after posting until the notice's last day."""
    assert sheet.days is not None
    until, _provisional = add_days(sheet.posted_on, sheet.days, sheet.day_kind, catalogue.calendar)
    row.intervals.append(
        records.Interval(
            kind=PUBLICITY,
            started=sheet.posted_on,
            ended=until,
            reason=notice_reason(sheet.board, sheet.turn),
            ground="",
            waits_for=WhoseTime.LAW.value,
            evidence=sheet.photo,
        )
    )


def _shorten(row: records.Referral, posting: Posting, day: date) -> None:
    if (interval := stop_of(row, posting.board, posting.posted_on, posting.turn)) is not None:
        interval.ended = day
