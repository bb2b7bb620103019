"""停表与延期: why a clock stands still or is lengthened, by the grounds that the policy lists."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.deadlines import WhoseTime
from counter.catalogue.policy import Policy
from counter.errors import CounterError
from counter.services.referrals import STOPS
from counter.text import _, word
from forms import keys, look
from forms.answer_fields import Rows
from forms.choice_fields import ChoiceField
from forms.fields import TextField
from forms.rows import FieldRow, button, label


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a clock stands still, and whose time it is."""

    reason: str
    kind: str
    ground: str
    waits_for: WhoseTime


class _ClockDialog(QDialog):
    def __init__(self, parent: QWidget, title: str, text: str, rows: Rows, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows = rows
        done = button(f"{act} (Ctrl+Enter)", "primary")
        back = button(_("Back"))
        done.clicked.connect(self.finish)
        back.clicked.connect(self.reject)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), act, self.finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(label(text, "muted", wrap=True))
        for row in rows.values():
            layout.addWidget(row)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.px(460))

    def finish(self) -> None:
        raise NotImplementedError

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="reason")


class SuspendDialog(_ClockDialog):
    """What is waited for, and for whom."""

    given = Signal(object)
    """A `Stop`."""

    def __init__(self, parent: QWidget, policy: Policy) -> None:
        kinds = [(kind, word("Interval", kind)) for kind in STOPS]
        whose = [(one.value, word("WhoseTime", one.value)) for one in WhoseTime if one is not WhoseTime.LAW]
        grounds = [(ground, ground) for ground in policy.limits.suspension_grounds]
        waits = ChoiceField(whose, empty="")
        waits.set_value(WhoseTime.OUTSIDE.value)
        super().__init__(
            parent,
            _("Stop the clock"),
            _("The statutory limit goes on unless the policy lists a ground; the charged days stand still."),
            Rows(
                reason=FieldRow(_("What is waited for"), TextField(), must=True),
                kind=FieldRow(_("Kind"), ChoiceField(kinds, empty="")),
                waits_for=FieldRow(_("Whose time it is"), waits),
                ground=FieldRow(
                    _("Ground in the list"), ChoiceField(grounds, empty=_("none: the limit goes on"))
                ),
            ),
            _("Stop the clock"),
        )

    def finish(self) -> None:
        rows = self.rows
        self.given.emit(
            Stop(
                rows.text("reason"),
                rows.text("kind"),
                rows.text("ground"),
                WhoseTime(rows.text("waits_for")),
            )
        )


class ExtendDialog(_ClockDialog):
    """The ground, from the policy's list."""

    given = Signal(str, str)
    """Ground and reason."""

    def __init__(self, parent: QWidget, policy: Policy) -> None:
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
            _("Extend"),
        )

    def finish(self) -> None:
        self.given.emit(self.rows.text("ground"), self.rows.text("reason"))
