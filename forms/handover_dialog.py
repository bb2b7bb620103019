"""交接班: what lies at a desk is offered to the next officer, and taken over by a press of two keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from counter.cases.handover import Handover, HandoverKind, Item, ItemKind
from counter.errors import CounterError
from counter.services import handovers
from counter.services.office import Office, Officer
from counter.text import _, chinese_moment, display, ngettext
from forms import jobs, keys, look
from forms.answer_dialog import AnswerDialog
from forms.answer_fields import Rows
from forms.choice_fields import ChoiceField
from forms.fields import ProseField, TextField
from forms.rows import FieldRow, label
from forms.segments import Segments

KINDS = tuple(HandoverKind)
LEAST_LIST = 90
OFFER_HEIGHT, CONFIRM_HEIGHT = 560, 420
MARGIN = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """What would be handed over now, and who could take it."""

    items: tuple[Item, ...]
    successors: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What was filled in."""

    kind: HandoverKind
    to_login: str
    cases: tuple[str, ...]
    goods: tuple[str, ...]
    note: str


def desk(office: Office, kind: HandoverKind) -> Desk:
    return Desk(handovers.proposed_items(office, kind), handovers.successors(office))


class OfferDialog(AnswerDialog):
    """Alt+1 to Alt+3 choose what passes; of single cases the space bar ticks those that are meant."""

    given = Signal(object)

    def __init__(self, parent: QWidget, office: Office) -> None:
        super().__init__(
            parent,
            _("Hand over"),
            _("Offer"),
            text=_("Nothing passes before the next officer has confirmed it."),
            wide=560,
        )
        self._office = office
        self._asking: jobs.Latest[Desk] = jobs.Latest(self, succeeded=self._show)
        names = [display(kind) for kind in KINDS]
        self.kinds = Segments(names)
        self.kinds.wanted.connect(self._chosen)
        self.list = _list_of(_("What is handed over"))
        self.told = label("", "small", wrap=True)
        self.to = ChoiceField([], empty="")
        self.rows = Rows(
            to_login=FieldRow(_("To whom"), self.to, must=True),
            goods=FieldRow(_("Goods on hand, one a line (Shift+Enter)"), ProseField(2)),
            note=FieldRow(_("Note"), TextField()),
        )
        for place, name in enumerate(names):
            keys.bind(self, f"Alt+{place + 1}", name, partial(self.choose, place))
        whom = QHBoxLayout()
        whom.setSpacing(12)
        whom.addWidget(self.rows["to_login"], 1)
        whom.addWidget(self.rows["note"], 1)
        self.body.addWidget(self.kinds)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.told)
        self.body.addLayout(whom)
        self.body.addWidget(self.rows["goods"])
        _fit(self, OFFER_HEIGHT)
        self.to.setFocus()
        self._chosen()

    def kind(self) -> HandoverKind:
        return KINDS[self.kinds.current()]

    def choose(self, place: int) -> None:
        self.kinds.choose(place)
        self._chosen()

    def _chosen(self, _place: int = 0) -> None:
        self.rows["goods"].setVisible(self.kind() is not HandoverKind.CASES)
        self._asking.ask(partial(desk, self._office, self.kind()))

    def _show(self, found: Desk) -> None:
        ticked = self.kind() is HandoverKind.CASES
        self.list.clear()
        for item in found.items:
            self.list.addItem(_row(item, ticked=ticked))
        self.told.setText(self._what(len(found.items)))
        self.to.set_choices([(one.login, f"{one.name} ({one.login})") for one in found.successors], empty="")
        if not found.successors:
            self.rows["to_login"].show_note(_("Nobody else here can take it over."))

    def _what(self, count: int) -> str:
        match self.kind():
            case HandoverKind.DAY:
                if not count:
                    return _("Nothing lies at the desk. The cases stay with who opened them.")
                return _("The cases stay with who opened them.")
            case HandoverKind.CASES:
                return _("The space bar ticks the cases that pass; who takes them answers for them.")
            case HandoverKind.LEAVING:
                return ngettext("{n} thing passes, all of it.", "{n} things pass, all of them.", count)

    def _ticked(self) -> tuple[str, ...]:
        if self.kind() is not HandoverKind.CASES:
            return ()
        rows = (self.list.item(place) for place in range(self.list.count()))
        return tuple(
            str(row.data(Qt.ItemDataRole.UserRole))
            for row in rows
            if row.checkState() is Qt.CheckState.Checked
        )

    def finish(self) -> None:
        self.rows.clear_problems()
        goods = () if self.kind() is HandoverKind.CASES else self.rows.text("goods").splitlines()
        self.given.emit(
            Offered(
                kind=self.kind(),
                to_login=str(self.to.value() or ""),
                cases=self._ticked(),
                goods=tuple(goods),
                note=self.rows.text("note"),
            )
        )

    def show_refusal(self, refused: CounterError) -> None:
        self.rows.show(refused, otherwise="note")


class ConfirmDialog(AnswerDialog):
    """What another officer leaves; with Ctrl+Enter it is this officer's from now on."""

    given = Signal(int)

    def __init__(self, parent: QWidget, offered: Handover) -> None:
        super().__init__(
            parent,
            _("Take over"),
            _("Taken over"),
            heading=_("{officer} hands over: {kind}", officer=offered.by, kind=offered.kind),
            text=chinese_moment(offered.offered_at),
            wide=560,
        )
        self._id = offered.id
        self.list = _list_of(_("What is handed over"))
        for item in offered.items:
            self.list.addItem(_row(item, ticked=False))
        self.body.addWidget(self.list, 1)
        if offered.note:
            self.body.addWidget(label(_("Note: {text}", text=offered.note), wrap=True))
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        _fit(self, CONFIRM_HEIGHT)
        self.done_button.setFocus()

    def finish(self) -> None:
        self.given.emit(self._id)

    def show_refusal(self, refused: CounterError) -> None:
        from forms.messages import text_of

        self.problem.setText(text_of(refused))
        self.problem.show()


class SheetDialog(AnswerDialog):
    """After it was taken over: the sheet that both sign."""

    given = Signal()

    def __init__(self, parent: QWidget, handed: Handover) -> None:
        super().__init__(
            parent,
            _("Hand-over sheet"),
            _("Print"),
            heading=_("Taken over from {officer}.", officer=handed.by),
            text=_("Print the hand-over sheet? Both of you sign it and each keeps one."),
        )
        self.done_button.setFocus()

    def finish(self) -> None:
        self.given.emit()
        self.accept()


def _list_of(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMinimumHeight(look.px(LEAST_LIST))
    return made


def _fit(dialog: QDialog, high: int) -> None:
    """As high as this at 100 %, within the screen; the list takes what is left."""
    room = dialog.screen().availableGeometry().height() - MARGIN
    dialog.resize(dialog.sizeHint().width(), min(look.px(high), room))


def _row(item: Item, *, ticked: bool) -> QListWidgetItem:
    shown = item.reference if item.kind is not ItemKind.PARKED else ""
    row = QListWidgetItem("  ".join(filter(None, (display(item.kind), shown, item.text))))
    row.setData(Qt.ItemDataRole.UserRole, item.reference)
    if ticked:
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        row.setCheckState(Qt.CheckState.Unchecked)
    return row


def waiting(handed: Sequence[Handover]) -> str:
    """The words of the chip above the pages."""
    return ngettext("{n} hand-over waits (Alt+H)", "{n} hand-overs wait (Alt+H)", len(handed))
