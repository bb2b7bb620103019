"""The questions of one panel: those that would settle policies first, all others found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.match import Answer
from counter.catalogue.model import Fact
from counter.text import _, ngettext
from forms import pinyin
from forms.choice_fields import TriStateField
from forms.fact_fields import field_for, hint_for
from forms.fields import Field, TextField
from forms.intake.binding import Binder
from forms.intake.paths import fact_path
from forms.rows import LineRow, button, label, line

ASKED_AT_ONCE = 12


class FactList(QWidget):
    """A list of facts of one member or of the household. It never reorders under the hands of the clerk."""

    def __init__(
        self, binder: Binder, title: str, facts: Sequence[Fact], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._binder = binder
        self._facts = {fact.name: fact for fact in facts}
        self._member = 0
        self._order: list[str] = []
        self._rows: dict[str, LineRow] = {}
        self._lines: list[QWidget] = []
        self._settles: dict[str, int] = {}
        self._all = False
        self.heading = label(title, "heading")
        self.search = TextField()
        self.search.enter_goes_on = False
        self.search.setPlaceholderText(_("Find a question (Ctrl+F): words or pinyin initials"))
        self.search.setAccessibleName(_("Find a question"))
        self.search.textChanged.connect(self._searched)
        self.search.returnPressed.connect(self._to_first)
        self.none = label(_("No question fits. Clear the search to see the others."), "muted")
        self.none.hide()
        self.more = button("", "quiet")
        self.more.clicked.connect(self._show_all)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.search, 1)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._column)
        layout.addWidget(self.none)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        # Tab goes to the questions first; whoever looks for one presses Ctrl+F.
        self.search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_title(self, title: str) -> None:
        self.heading.setText(title)

    def set_member(self, member: int) -> None:
        """Ask of another member."""
        if member != self._member:
            self._member = member
            self._drop_rows()
            self._all = False
            self._order = []
            self.search.clear()

    def assessed(self, answer: Answer | None) -> None:
        """Note which questions would settle policies; a new one is added at the end."""
        self._settles = {
            question.fact.name: question.settles
            for question in (answer.questions if answer else ())
            if question.fact.name in self._facts
            and (question.member is None or question.member == self._member)
        }
        for name, row in self._rows.items():
            row.set_hint(self._hint(self._facts[name]))
        if not self.search.text():
            known = [name for name in self._wanted() if name not in self._order]
            room = max(ASKED_AT_ONCE - len(self._order), 0)
            if known and room:
                self._order += known[:room]
                self._show()
            self._tell_more()

    def arrange(self) -> None:
        """Put the best questions first; called when one comes to the panel, never while one is in it."""
        self.search.clear()
        self._order = self._wanted()[:ASKED_AT_ONCE] if not self._all else self._everything()
        self._order += [name for name in self._answered() if name not in self._order]
        self._show()

    def path(self, name: str) -> str:
        fact = self._facts[name]
        return fact_path(fact.scope, fact.key, self._member)

    def reveal(self, name: str) -> bool:
        """Make the question of a fact visible; False when it is not of this list."""
        if name not in self._facts:
            return False
        self.search.clear()
        if name not in self._order:
            self._order.insert(0, name)
            self._show()
        return True

    # --- which questions ---------------------------------------------------------------------------

    def _wanted(self) -> list[str]:
        return list(self._settles)

    def _answered(self) -> list[str]:
        sheet = self._binder.sheet
        return [
            name
            for name in self._facts
            if (value := sheet.get(self.path(name))) is not None
            and not (name == "person.deceased" and value is False)
        ]

    def _everything(self) -> list[str]:
        wanted = self._wanted()
        return wanted + [name for name in self._facts if name not in self._settles]

    def _searched(self, typed: str) -> None:
        if typed.strip():
            fitting = [
                name
                for name, fact in self._facts.items()
                if pinyin.matches(f"{fact.label} {fact.shared_by}", typed)
            ]
            # One letter fits half of them, and the field of each takes a moment to make.
            fitting.sort(key=lambda name: not pinyin.begins(self._facts[name].label, typed))
            self._place(fitting[:ASKED_AT_ONCE])
        else:
            self._show()

    def _to_first(self) -> None:
        for name in self._rows:
            row = self._rows[name]
            if row.isVisibleTo(self):
                row.field.widget().setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _show_all(self) -> None:
        self._all = True
        before = len(self._order)
        self._order += [name for name in self._everything() if name not in self._order]
        self._show()
        if before < len(self._order):
            self._rows[self._order[before]].field.widget().setFocus()

    # --- the rows ----------------------------------------------------------------------------------

    def _show(self) -> None:
        self._place(self._order)

    def _place(self, names: Sequence[str]) -> None:
        for rule in self._lines:
            rule.deleteLater()
        self._lines.clear()
        while self._column.count():
            self._column.takeAt(0)
        for name, row in self._rows.items():
            if name not in names:
                row.hide()
        previous: QWidget = self.search
        for name in names:
            row = self._rows.get(name) or self._make(name)
            if self._column.count():
                rule = line(self)
                self._lines.append(rule)
                self._column.addWidget(rule)
            self._column.addWidget(row)
            row.show()
            for stop in _tab_stops(row.field):
                QWidget.setTabOrder(previous, stop)
                previous = stop
        QWidget.setTabOrder(previous, self.more)
        self.none.setVisible(not names and bool(self.search.text()))
        self._tell_more()

    def _make(self, name: str) -> LineRow:
        fact = self._facts[name]
        row = LineRow(
            fact.label, field_for(fact, self._binder.sheet.office.catalogue), self, hint=self._hint(fact)
        )
        self._rows[name] = row
        self._binder.bind(self.path(name), row)
        return row

    def _drop_rows(self) -> None:
        for row in self._rows.values():
            self._binder.release(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()

    def _hint(self, fact: Fact) -> str:
        parts = []
        if settles := self._settles.get(fact.name):
            parts.append(ngettext("settles {n} policy", "settles {n} policies", settles))
        if hint := hint_for(fact):
            parts.append(hint)
        return " · ".join(parts)

    def _tell_more(self) -> None:
        left = len(self._facts) - len(set(self._order))
        self.more.setText(ngettext("{n} further question", "{n} further questions", left))
        self.more.setVisible(left > 0 and not self.search.text())


def _tab_stops(field: Field) -> Sequence[QWidget]:
    """What Tab comes by in a field: Qt orders the buttons of an answer only one by one."""
    return field.buttons if isinstance(field, TriStateField) else (field.widget(),)
