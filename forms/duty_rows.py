"""The list of what is owed: how a duty reads in each column, what a filter leaves of it, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from counter.cases.deadlines import working_days_between
from counter.cases.duties import DutyKind, Owes
from counter.cases.lateness import Fault
from counter.services.duties import Owed
from counter.services.office import Office
from counter.text import N_, _, display, mask_name, ngettext
from forms import pinyin
from forms.rows_model import Shown
from forms.words import day_text, urgency_tone

DUE, KIND, WHAT, APPLICANT, WHO, FAULT, DEPARTMENT, TOWNSHIP, CHASED = range(9)


class Blame(Enum):
    """By whose fault something is late, as a supervisor asks for it."""

    WINDOW = N_("Window")
    DISPATCHER = N_("Dispatcher")
    DEPARTMENT = N_("Department")
    ASSISTING = N_("Assisting department")
    OTHERS = N_("Time of others")
    UNVERIFIED = N_("Limit not verified")


_BLAMES = {
    Fault.WINDOW: Blame.WINDOW,
    Fault.DISPATCHER: Blame.DISPATCHER,
    Fault.DEPARTMENT: Blame.DEPARTMENT,
    Fault.ASSISTING: Blame.ASSISTING,
    Fault.APPLICANT: Blame.OTHERS,
    Fault.OUTSIDE: Blame.OTHERS,
    Fault.LAW: Blame.OTHERS,
}


def blame_of(one: Owed) -> Blame | None:
    """None while it is not late."""
    if not one.duty.late:
        return None
    return _BLAMES[one.fault] if one.fault else Blame.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Narrow:
    """What of the list one wants to see, and by which column in order; empty means all."""

    kind: DutyKind | None = None
    department: str = ""
    township: str = ""
    owes: Owes | None = None
    blame: Blame | None = None
    text: str = ""
    late_only: bool = False
    column: int = DUE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The rows, and beside every choice how many there would be with it, and how many of them late."""

    rows: tuple[Owed, ...]
    kinds: Mapping[DutyKind, tuple[int, int]] = field(default_factory=dict)
    blames: Mapping[Blame, int] = field(default_factory=dict)
    late: int = 0


def narrow(rows: Sequence[Owed], wanted: Narrow) -> Narrowed:
    """Filter, count and sort; the rows come in the order of their last days."""
    kinds: dict[DutyKind, tuple[int, int]] = {}
    blames: dict[Blame, int] = {}
    late, found = 0, []
    for one in rows:
        if not _fits(one, wanted):
            continue
        duty, blame = one.duty, blame_of(one)
        of_kind = wanted.kind in (None, duty.kind)
        of_blame = wanted.blame in (None, blame)
        shown = blame is not None or not wanted.late_only
        if of_blame and shown:
            many, over = kinds.get(duty.kind, (0, 0))
            kinds[duty.kind] = many + 1, over + (blame is not None)
        if of_kind and blame is not None:
            blames[blame] = blames.get(blame, 0) + 1
            late += 1
        if of_kind and of_blame and shown:
            found.append(one)
    if (wanted.column, wanted.descending) != (DUE, False):
        found.sort(key=_ORDERS[wanted.column], reverse=wanted.descending)
    return Narrowed(tuple(found), kinds, blames, late)


def _fits(one: Owed, wanted: Narrow) -> bool:
    duty = one.duty
    return (
        wanted.department in ("", duty.department)
        and wanted.township in ("", duty.township)
        and (wanted.owes is None or duty.owes is wanted.owes)
        and (not wanted.text or any(pinyin.matches(said, wanted.text) for said in _said(one)))
    )


def _said(one: Owed) -> tuple[str, ...]:
    duty = one.duty
    return duty.applicant, duty.case, duty.officer, duty.reference, duty.what


_KINDS = list(DutyKind)
_OWES = list(Owes)
_ORDERS: Mapping[int, Callable[[Owed], tuple[object, ...]]] = {
    DUE: lambda one: (one.duty.due is None, one.duty.due or date.max),
    KIND: lambda one: (_KINDS.index(one.duty.kind),),
    WHAT: lambda one: (pinyin.initials(one.duty.what),),
    APPLICANT: lambda one: (pinyin.initials(one.duty.applicant),),
    WHO: lambda one: (_OWES.index(one.duty.owes), pinyin.initials(one.duty.officer)),
    FAULT: lambda one: (one.fault is None, one.fault or ""),
    DEPARTMENT: lambda one: (one.duty.department,),
    TOWNSHIP: lambda one: (one.duty.township,),
    CHASED: lambda one: (one.chased is None, one.chased or ""),
}


def key_of(one: Owed) -> tuple[object, ...]:
    """What tells one duty from every other, whatever changes about it."""
    duty = one.duty
    return duty.kind, duty.case, duty.referral, duty.reference


# --- columns ---------------------------------------------------------------------------------------


def columns(office: Office) -> list[Shown[Owed]]:
    """The columns, for whoever looks from this office today."""
    calendar, today = office.catalogue.calendar, office.today()
    departments, places = office.catalogue.departments, office.catalogue.places

    def due(one: Owed) -> str:
        day = one.duty.due
        left = working_days_between(today, day, calendar) if day and day >= today else 0
        return due_words(one, left)

    def department(one: Owed) -> str:
        found = departments.get(one.duty.department)
        return found.title if found else one.duty.department

    def township(one: Owed) -> str:
        found = places.get(one.duty.township)
        return found.title if found else one.duty.township

    return [
        Shown(_("Last day"), due, tone=due_tone, bold=_is_overdue),
        Shown(_("Kind"), lambda one: display(one.duty.kind)),
        Shown(_("What is owed"), lambda one: one.duty.what),
        Shown(_("Applicant"), lambda one: mask_name(one.duty.applicant)),
        Shown(_("Owed by"), _who),
        Shown(_("By whose fault"), fault_words, tone=_fault_tone),
        Shown(_("Department"), department, tone=_quiet),
        Shown(_("Township"), township, tone=_quiet),
        Shown(_("Chased"), lambda one: display(one.chased) if one.chased else "", tone=_quiet),
    ]


def due_words(one: Owed, days_left: int) -> str:
    """In working days, with the date in brackets; `days_left` counts where the day has not passed."""
    duty = one.duty
    if duty.due is None:
        return _("no limit set")
    day = f"{day_text(duty.due, away=duty.late or days_left)}{'?' if duty.provisional else ''}"
    if duty.late:
        late = ngettext("{n} working day late", "{n} working days late", duty.late)
        return f"{late} ({day})"
    if not days_left:
        return _("today ({day})", day=day)
    left = ngettext("{n} day", "{n} days", days_left)
    return f"{left} ({day})"


def due_tone(one: Owed) -> str:
    """Late over a limit that is not verified is told in amber: it is nobody's fault yet."""
    if one.duty.late:
        return "bad" if one.duty.verified else "wait"
    return urgency_tone(one.duty.urgency)


def _is_overdue(one: Owed) -> bool:
    return one.duty.late > 0 and one.duty.verified


def _who(one: Owed) -> str:
    return " ".join(filter(None, (display(one.duty.owes), one.duty.officer)))


def fault_words(one: Owed) -> str:
    blame = blame_of(one)
    if blame is None:
        return ""
    return display(one.fault) if one.fault else _(Blame.UNVERIFIED.value)


def _fault_tone(one: Owed) -> str:
    return "text" if blame_of(one) not in (None, Blame.UNVERIFIED, Blame.OTHERS) else "muted"


def _quiet(_one: Owed) -> str:
    return "muted"


def row_name(one: Owed) -> str:
    """The whole row, as a screen reader says it."""
    duty = one.duty
    late = ngettext("{n} working day late", "{n} working days late", duty.late) if duty.late else ""
    parts = (late, display(duty.kind), duty.what, mask_name(duty.applicant), _who(one), fault_words(one))
    return " ".join(filter(None, parts))
