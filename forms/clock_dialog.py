"""停表与延期: why a clock stands still or is lengthened, by the grounds that the policy lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.casefile import ReferralFile
from counter.cases.deadlines import NO_GROUND, WhoseTime
from counter.catalogue.model import Calendar
from counter.catalogue.policy import Policy
from counter.errors import CounterError
from counter.services.referrals import STOPS
from counter.text import _, word
from forms import keys
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.choice_fields import ChoiceField
from forms.clock_words import clock_text, interval_text
from forms.day_calendar import DayCalendar, legend
from forms.fields import TextField
from forms.rows import FieldRow, label

_NOT_ASKED = (WhoseTime.LAW, WhoseTime.DISPATCHER)
"""Whose time a waiting becomes by itself: by a notice on a board, and by giving a referral back."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a clock stands still, and whose time it is."""

    reason: str
    kind: str
    ground: str
    evidence: str
    waits_for: WhoseTime


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock that is meant: the referral as it is, the days that are known, and which one it is today."""

    row: ReferralFile
    calendar: Calendar
    today: date


class _ClockDialog(AnswerDialog):
    """What is asked on the left; on the right the ledger and the days, Page Up and Page Down turn them."""

    def __init__(self, parent: QWidget, title: str, text: str, rows: Rows, clock: Clock) -> None:
        super().__init__(parent, title, title, text=text, wide=700)
        self.rows = rows
        self.days = DayCalendar(clock.calendar, clock.row, clock.today)
        keys.bind(self, "PgDown", _("Later months"), partial(self.days.turn, 1))
        keys.bind(self, "PgUp", _("Earlier months"), partial(self.days.turn, -1))
        asked = QVBoxLayout()
        asked.setSpacing(12)
        for row in rows.values():
            asked.addWidget(row)
        asked.addWidget(label(clock_text(clock.row), "small", wrap=True))
        for one in clock.row.intervals:
            asked.addWidget(label(interval_text(one), "small", wrap=True))
        asked.addStretch(1)
        shown = QVBoxLayout()
        shown.setSpacing(6)
        shown.addWidget(self.days)
        shown.addWidget(label(legend(), "small", wrap=True))
        shown.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(asked, 1)
        both.addLayout(shown)
        self.body.addLayout(both)
        next(iter(rows.values())).field.widget().setFocus()

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="reason")


class SuspendDialog(_ClockDialog):
    """What is waited for, and for whom."""

    given = Signal(object)
    """A `Stop`."""

    def __init__(self, parent: QWidget, policy: Policy, clock: Clock) -> None:
        kinds = [(kind, word("Interval", kind)) for kind in STOPS]
        whose = [(one.value, word("WhoseTime", one.value)) for one in WhoseTime if one not in _NOT_ASKED]
        grounds = [(ground, ground) for ground in policy.limits.suspension_grounds]
        waits = ChoiceField(whose, empty="")
        waits.set_value(WhoseTime.OUTSIDE.value)
        super().__init__(
            parent,
            _("Stop the clock"),
            _("The statutory limit goes on unless the policy lists a ground; the charged days stand still.")
            if grounds
            else _(NO_GROUND),
            Rows(
                reason=FieldRow(_("What is waited for"), TextField(), must=True),
                kind=FieldRow(_("Kind"), ChoiceField(kinds, empty="")),
                waits_for=FieldRow(_("Whose time it is"), waits),
                ground=FieldRow(
                    _("Ground in the list"), ChoiceField(grounds, empty=_("none: the limit goes on"))
                ),
                evidence=FieldRow(_("Paper that shows the ground"), TextField()),
            ),
            clock,
        )

    def finish(self) -> None:
        rows = self.rows
        self.given.emit(
            Stop(
                rows.text("reason"),
                rows.text("kind"),
                rows.text("ground"),
                rows.text("evidence"),
                WhoseTime(rows.text("waits_for")),
            )
        )


class ExtendDialog(_ClockDialog):
    """The ground, from the policy's list."""

    given = Signal(str, str)
    """Ground and reason."""

    def __init__(self, parent: QWidget, policy: Policy, clock: Clock) -> None:
        grounds = [(ground, ground) for ground in policy.limits.extension_grounds]
        super().__init__(
            parent,
            _("Extend"),
            _("The law knows these grounds and one extension; the applicant is told the new day."),
            Rows(
                ground=FieldRow(
                    _("Ground"), ChoiceField(grounds, empty=_("none listed") if not grounds else "")
                ),
                reason=FieldRow(_("In one line (may be left out)"), TextField()),
            ),
            clock,
        )

    def finish(self) -> None:
        self.given.emit(self.rows.text("ground"), self.rows.text("reason"))
