"""Whom the office knows: the person of the id number, and people who may be the one at the counter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter.cases.identities import Identity
from counter.services.duplicates import Duplicate
from counter.services.known import KnownPerson
from counter.text import _, display, ngettext, translate
from forms import keys
from forms.rows import button, label

SHOWN = 3


class KnownCard(QFrame):
    """Someone the office knows: the household, open cases, what was given. Enter takes the household over."""

    case_wanted = Signal(str)
    take_over_wanted = Signal(object)
    statuses_wanted = Signal()

    def __init__(self, known: KnownPerson, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._known = known
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        layout.addWidget(label(_("The office knows {name}", name=known.name), "heading"))
        parts = []
        if known.members:
            parts.append(ngettext("{n} in the household", "{n} in the household", len(known.members)))
        if known.address:
            parts.append(known.address)
        if known.statuses:
            parts.append(_("holds: {statuses}", statuses=list(known.statuses)))
        if parts:
            layout.addWidget(label(" · ".join(parts), "muted", wrap=True))
        for held in known.identities:
            layout.addWidget(label(self._status(held), "small", wrap=True))
        for case in known.open_cases[:SHOWN]:
            layout.addLayout(self._case(case.number, case.titles, display(case.state)))
        if not known.open_cases:
            layout.addWidget(label(_("No case is open."), "muted"))
        buttons = QHBoxLayout()
        if known.last is not None:
            self.take = button(_("Take over what was said last time (Alt+T)"))
            self.take.clicked.connect(self._take_over)
            # The cursor is still in the field of the number.
            keys.bind(
                self.take,
                "Alt+T",
                _("Take over what was said last time"),
                self._take_over,
                within=Qt.ShortcutContext.WindowShortcut,
            )
            buttons.addWidget(self.take)
        if known.identities:
            self.statuses = button(_("Enter the statuses on record (Alt+S)"))
            self.statuses.clicked.connect(self._want_statuses)
            keys.bind(
                self.statuses,
                "Alt+S",
                _("Enter the statuses on record"),
                self._want_statuses,
                within=Qt.ShortcutContext.WindowShortcut,
            )
            buttons.addWidget(self.statuses)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def _status(self, held: Identity) -> str:
        """`低保 · 同民保〔2026〕18号 · until …`, with the name where it is one person's."""
        until = _("until {day}", day=held.ends) if held.ends else ""
        return " · ".join(filter(None, (held.category, held.holder, held.number, until)))

    def _want_statuses(self) -> None:
        self.statuses_wanted.emit()

    def _case(self, number: str, titles: tuple[str, ...], state: str) -> QHBoxLayout:
        row = QHBoxLayout()
        text = _("{state}: {titles}", state=state, titles=list(titles[:SHOWN]))
        row.addWidget(label(text, wrap=True), 1)
        opened = button(number, "quiet")
        opened.clicked.connect(partial(self._open, number))
        row.addWidget(opened)
        return row

    def _open(self, number: str, _checked: bool = False) -> None:
        self.case_wanted.emit(number)

    def _take_over(self) -> None:
        self.take_over_wanted.emit(self._known)


class DuplicateCard(QFrame):
    """Someone who may be the same person, with the reasons; S the same, D somebody else, L later."""

    same = Signal(object)
    different = Signal(object)
    later = Signal(object)

    def __init__(self, candidate: Duplicate, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("tone", "wait")
        self._candidate = candidate
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(_("Is this the same person?"), "heading"))
        head.addStretch(1)
        head.addWidget(label(place, "small"))
        layout.addLayout(head)
        layout.addWidget(self._who())
        for reason in candidate.reasons:
            layout.addWidget(label(translate(reason), wrap=True))
        buttons = QHBoxLayout()
        for text, key, act in (
            (_("The same (S)"), "S", self._same),
            (_("Somebody else (D)"), "D", self._different),
            (_("Later (L)"), "L", self._later),
        ):
            choice = button(text)
            choice.clicked.connect(act)
            buttons.addWidget(choice)
            keys.bind(self, key, text, act)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def _who(self) -> QLabel:
        one = self._candidate
        born = _("born on {day}", day=one.birth_date) if one.birth_date else ""
        return label(
            " · ".join(filter(None, (one.name, one.id_number, born, one.phone, one.address))), wrap=True
        )

    def _same(self) -> None:
        self.same.emit(self._candidate)

    def _different(self) -> None:
        self.different.emit(self._candidate)

    def _later(self) -> None:
        self.later.emit(self._candidate)
