"""How the handling of a referral reads: its steps with their days, sheets, questions, chases, aid at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counter.cases.assisting import Conference, Consultation
from counter.cases.casefile import CaseFile, ReferralFile, Verb
from counter.cases.chasing import Reminder
from counter.cases.complaints import Complaint
from counter.cases.fast_lane import FastAid
from counter.cases.phase import Stage
from counter.cases.public_notice import Objection, Posting, PostingKind
from counter.cases.steps import Step, StepKind
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.text import _, chinese_date, display, local_day, mask_name, yuan
from forms.words import day_text


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done or is owed; `late` is shown in red."""

    text: str
    late: bool = False


def stage_text(stage: Stage) -> str:
    """The phase; while handled with the step that was begun last, and whether the clock stands still."""
    step = display(stage.step) if stage.step is not None else ""
    stopped = _("clock stopped") if stage.stopped else ""
    return " · ".join(filter(None, (display(stage.phase), step, stopped)))


def handling_lines(row: ReferralFile, today: date) -> list[Line]:
    """All of the handling in the order of its kinds, the open ones with the day until which they run."""
    is_open = row.state in OPEN_REFERRAL_STATES
    return [
        *(
            _step(one, today, is_open=is_open)
            for one in row.steps
            # A notice that hangs is told with its board.
            if not (one.kind is StepKind.NOTICE and row.postings)
        ),
        *_sheets(row, today),
        *(_complaint(one) for one in row.complaints),
        *(_question(one, today, is_open=is_open) for one in row.consultations),
        *(_reminder(one, today, is_open=is_open) for one in row.reminders),
        *_aid(row.fast_aid, today),
    ]


def case_lines(file: CaseFile) -> list[str]:
    """What was asked at the counter, where the case went on, and what a conference came to."""
    notes = [str(one.detail.get("note", "")) for one in file.events if one.verb is Verb.CONSULTED]
    parts = [_("Asked: {note}", note=note) for note in notes if note]
    if file.merged_into:
        parts.append(_("Goes on in {number}", number=file.merged_into))
    return parts + [_conference(one) for one in file.conferences]


def _conference(one: Conference) -> str:
    return _(
        "Case conference {day} ({present}): {question} {conclusion}",
        day=day_text(one.held_on),
        present="、".join(one.present),
        question=one.question,
        conclusion=one.conclusion,
    )


# --- steps ---------------------------------------------------------------------------------------


def _step(one: Step, today: date, *, is_open: bool) -> Line:
    kind = display(one.kind) + (f" {one.turn}" if one.turn > 1 else "")
    who = "、".join(one.by)
    if one.done_on is not None:
        present = _("present: {who}", who=mask_name(one.present)) if one.present else ""
        return Line(" ".join(filter(None, ("✓", kind, day_text(one.done_on), who, present, one.result))))
    due = _("until {day}", day=_day(one.due, provisional=one.provisional)) if one.due else ""
    begun = _("begun {day}", day=day_text(one.started_on)) if one.started_on else ""
    late = is_open and one.due is not None and one.due < today
    return Line(" ".join(filter(None, ("○", kind, begun, who, due, _("late") if late else ""))), late)


def _day(day: date, *, provisional: bool) -> str:
    return day_text(day) + ("?" if provisional else "")


# --- sheets --------------------------------------------------------------------------------------


def _sheets(row: ReferralFile, today: date) -> Iterator[Line]:
    for one in row.postings:
        over = (
            one.kind is PostingKind.NOTICE
            and one.taken_down_on is None
            and one.until is not None
            and not one.runs_on(today)
        )
        text = sheet_text(one)
        yield Line(_("{sheet}: take it down", sheet=text) if over else text, over)
        for objection in one.objections:
            told = objection_text(objection)
            if objection.settled_on is None:
                yield Line(_("{objection} (open)", objection=told), True)
            else:
                handled = display(objection.handling) if objection.handling else ""
                yield Line(f"✓ {told} → {handled} {day_text(objection.settled_on)} {objection.result}")


def sheet_text(one: Posting) -> str:
    """Kind, board and days of a sheet."""
    days = day_text(one.posted_on)
    if one.taken_down_on is not None:
        days = _("{first} to {last}, taken down", first=days, last=day_text(one.taken_down_on))
    elif one.until is not None:
        days = _("{first} to {last}", first=days, last=_day(one.until, provisional=one.provisional))
    turn = f" {one.turn}" if one.turn > 1 else ""
    return f"{display(one.kind)}{turn} {one.board} {days}"


def objection_text(one: Objection) -> str:
    return _("Objection {day} {who}: {text}", day=day_text(one.received_on), who=one.by, text=one.text)


def _complaint(one: Complaint) -> Line:
    told = complaint_text(one)
    if one.answered_on is None:
        return Line(_("{objection} (open)", objection=told), True)
    return Line(f"✓ {told} → {day_text(one.answered_on)} {one.result}")


def complaint_text(one: Complaint) -> str:
    return _("Complaint {day} {who}: {text}", day=day_text(one.received_on), who=one.by, text=one.text)


# --- questions, chases, aid ----------------------------------------------------------------------


def _question(one: Consultation, today: date, *, is_open: bool) -> Line:
    asked = _("Asked {department}: {question}", department=one.department_title, question=one.question)
    if one.answered_at is not None:
        view = _("Agreed") if one.agrees else _("Not agreed")
        return Line(f"✓ {asked} → {view}：{one.answer}")
    until = _("answer until {day}", day=day_text(one.answer_by))
    late = is_open and one.answer_by < today
    return Line(" ".join(filter(None, ("○", asked, until, _("late") if late else ""))), late)


def _reminder(one: Reminder, today: date, *, is_open: bool) -> Line:
    sent = f"{display(one.level)} {day_text(local_day(one.sent_at))} → {one.to}"
    if one.replied_at is not None:
        return Line(f"✓ {sent}：{one.reply}")
    if one.reply_due is None:
        return Line(sent)
    late = is_open and one.reply_due < today
    until = _("answer until {day}", day=day_text(one.reply_due))
    return Line(" ".join(filter(None, (sent, until, _("late") if late else ""))), late)


def _aid(aid: FastAid | None, today: date) -> Iterator[Line]:
    if aid is None:
        return
    what = "、".join(filter(None, (yuan(aid.amount_fen) if aid.amount_fen else "", aid.goods)))
    given = _("Given at once {day}: {what}", day=day_text(aid.given_on), what=what)
    if aid.completed_on is not None:
        yield Line(f"✓ {given}　" + _("papers complete {day}", day=day_text(aid.completed_on)))
        return
    late = aid.papers_due < today
    until = _("papers until {day}", day=chinese_date(aid.papers_due))
    yield Line(" ".join(filter(None, (given, until, _("late") if late else ""))), late)
