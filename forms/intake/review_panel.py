"""核对: everything entered, beside what was known before; what differs comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QWidget

from counter.cases.reading import write_application
from counter.cases.relations import RELATIONS
from counter.catalogue.model import FactType
from counter.services.known import KnownPerson
from counter.text import _, ngettext, translate
from forms import keys, look
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.choices import Choices
from forms.intake.panel import Panel
from forms.intake.papers_panel import PapersPanel
from forms.intake.paths import Data, get, member_of
from forms.intake.sheet import Assessment
from forms.rows import label
from forms.tables import ROW_HEIGHT, Table

Index = QModelIndex | QPersistentModelIndex
READ_OUT = "read_out"
ASKED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what it is, as entered, as known before."""

    path: str
    name: str
    entered: str
    before: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.before) and self.before != self.entered


class ReviewModel(QAbstractTableModel):
    """Lines with a tick for what was read out to the applicant."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.read: set[str] = set()

    def show(self, lines: list[Line]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Read"), _("Item"), _("Entered"), _("Known before"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        read = line.path in self.read
        if role == Qt.ItemDataRole.DisplayRole:
            differs = f"≠ {line.before}" if line.differs else line.before
            return ("✓" if read else "", line.name, line.entered, differs)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.name}: {line.entered}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = _("read out") if read else _("not read out")
            return f"{line.name} {line.entered} {told}"
        if role == Qt.ItemDataRole.ForegroundRole:
            tokens = look.colours()
            if line.differs and index.column() >= 2:
                return QColor(tokens.wait)
            if index.column() == 0:
                return QColor(tokens.good)
            return QColor(tokens.muted) if index.column() in (1, 3) else None
        if role == Qt.ItemDataRole.FontRole and line.differs:
            font = QFont()
            font.setBold(True)
            return font
        return None


class _Lines(Table):
    """Space ticks a line as read out, Enter goes to its field."""

    ticked = Signal(int)
    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            self.ticked.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)


class ReviewPanel(Panel):
    """Space marks a line as read out; Enter goes to its field and F9 comes back here."""

    section = Section.REVIEW
    field_wanted = Signal(str)

    def __init__(
        self, binder: Binder, choices: Choices, papers: PapersPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(binder, parent)
        self._choices = choices
        self._papers = papers
        self._known: KnownPerson | None = None
        self.lines = ReviewModel()
        self.table = _Lines()
        self.table.setModel(self.lines)
        self.table.setAccessibleName(_("What was entered"))
        self.table.set_widths({0: 44, 1: 200, 3: 170}, stretch=2)
        self.table.ticked.connect(self._tick)
        self.table.opened.connect(self._open)
        self.chosen = label("", wrap=True)
        self.open_questions = label("", wrap=True)
        self.missing = label("", wrap=True)
        self.read_count = label("", "muted")
        keys.bind(self, "Alt+A", _("All were read out"), self.tick_all)
        self.content.addWidget(label(_("Check"), "title"))
        self.content.addWidget(self.chosen)
        self.content.addWidget(self.read_count)
        self.content.addWidget(self.table)
        self.content.addWidget(self.missing)
        self.content.addWidget(self.open_questions)
        self.content.addStretch(1)

    def came(self) -> None:
        self._fill()
        if self.lines.lines and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.lines.index(0, 1))
        self.table.setFocus()

    def go_to(self, path: str) -> bool:
        self.came()
        return True

    def know(self, known: KnownPerson | None) -> None:
        """What the office knew of this household before."""
        self._known = known
        self._fill()

    def assessed(self, assessment: Assessment) -> None:
        self._fill()

    # --- reading out -------------------------------------------------------------------------------

    def all_read(self) -> bool:
        return all(line.path in self.lines.read for line in self.lines.lines)

    def _tick(self, row: int) -> None:
        path = self.lines.lines[row].path
        (self.lines.read.discard if path in self.lines.read else self.lines.read.add)(path)
        self.sheet.put_extra(READ_OUT, sorted(self.lines.read))
        self._count()
        self.lines.dataChanged.emit(self.lines.index(row, 0), self.lines.index(row, 3))
        if row + 1 < len(self.lines.lines):
            self.table.setCurrentIndex(self.lines.index(row + 1, 1))

    def tick_all(self) -> None:
        self.lines.read = {line.path for line in self.lines.lines}
        self.sheet.put_extra(READ_OUT, sorted(self.lines.read))
        self._count()
        self.lines.dataChanged.emit(self.lines.index(0, 0), self.lines.index(len(self.lines.lines) - 1, 3))

    def _open(self, row: int) -> None:
        self.field_wanted.emit(self.lines.lines[row].path)

    # --- what is shown -----------------------------------------------------------------------------

    def _fill(self) -> None:
        kept = self.sheet.extras.get(READ_OUT)
        self.lines.read = set(kept) if isinstance(kept, list) else set()
        before = write_application(self._known.last) if self._known and self._known.last else {}
        lines = [*self._lines(before)]
        lines.sort(key=_same_last)
        self.lines.show(lines)
        rows = max(2, min(len(lines), 14))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(look.px(ROW_HEIGHT) * rows + head + 4)
        self._count()
        self._summarise()

    def _count(self) -> None:
        left = sum(line.path not in self.lines.read for line in self.lines.lines)
        self.read_count.setText(
            ngettext("{n} line not read out yet", "{n} lines not read out yet", left)
            if left
            else _("Everything was read out.")
        )

    def _summarise(self) -> None:
        assessment = self.sheet.assessment
        answer = assessment.answer if assessment else None
        chosen = self._choices.chosen(answer)
        titles = dict.fromkeys(self.catalogue.policy(one.policy).title for one in chosen)
        self.chosen.setText(
            _("Goes on: {policies}", policies=list(titles))
            if titles
            else _("Nothing is chosen yet. F6 shows what is open.")
        )
        absent = [paper.title for paper in self._papers.missing()]
        self.missing.setText(_("Papers missing: {papers}", papers=absent) if absent else "")
        self.missing.setVisible(bool(absent))
        questions = [
            self._question(question.fact.label, question.member)
            for question in (answer.questions[:ASKED] if answer else ())
        ]
        notes = [translate(note) for note in (assessment.reading.notes if assessment else ())]
        texts = (
            [_("Not asked, and would change results: {questions}", questions=questions)] if questions else []
        )
        self.open_questions.setText("\n".join([*texts, *notes]))

    def _question(self, text: str, member: int | None) -> str:
        return text if member is None else f"{self.sheet.name_of(member)} {text}"

    def _lines(self, before: object) -> Iterator[Line]:
        for path, name, value in self._values():
            entered = self._word(path, value)
            yield Line(path, name, entered, self._word(path, get(before, path)) if before else "")

    def _values(self) -> Iterator[tuple[str, str, object]]:
        """Path, name and value of all that was entered, as the rail has it."""
        names = {
            "id_number": _("Id number"),
            "name": _("Name"),
            "phone": _("Telephone"),
            "relation": _("Relation to the householder"),
            "birth_date": _("Birth date"),
            "bank_account": _("Bank account"),
        }
        for place, person in enumerate(self.sheet.people):
            whose = "" if place == 0 else self.sheet.name_of(place)
            for key, name in names.items():
                if person.get(key):
                    yield f"people[{place}].{key}", f"{whose} {name}".strip(), person[key]
        for path, name in (
            ("household.address", _("Where the household lives")),
            ("place", _("Township")),
            ("agent.name", _("Name of the agent")),
            ("request", _("Request")),
        ):
            if value := self.sheet.get(path):
                yield path, name, value
        for place, person in enumerate(self.sheet.people):
            whose = self.sheet.name_of(place)
            yield from self._facts("person", f"people[{place}].facts", get(person, "facts"), whose)
        yield from self._facts("household", "household.facts", self.sheet.get("household.facts"), "")
        yield from self._facts("context", "context.facts", self.sheet.get("context.facts"), "")

    def _facts(self, scope: str, path: str, facts: object, whose: str) -> Iterator[tuple[str, str, object]]:
        said: Data = facts if isinstance(facts, dict) else {}
        for key, value in said.items():
            fact = self.catalogue.facts.get(f"{scope}.{key}")
            if fact is not None and not (key == "deceased" and value is False):
                yield f"{path}.{key}", f"{whose} {fact.label}".strip(), value

    def _word(self, path: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return "、".join(self._item(path, item) for item in value) or _("None")
        if path.endswith(".relation"):
            return RELATIONS.get(str(value), str(value))
        if path == "place":
            place = self.catalogue.places.get(str(value))
            return place.title if place else str(value)
        scope = "person" if member_of(path) is not None else path.partition(".")[0]
        fact = self.catalogue.facts.get(f"{scope}.{path.rpartition('.')[2]}")
        if fact is not None and fact.type in (FactType.INTEGER, FactType.NUMBER):
            return f"{value} {fact.unit}".strip()
        return str(value)

    def _item(self, path: str, item: object) -> str:
        if path.endswith(".received"):
            return next((p.title for p in self.catalogue.policies if p.code == item), str(item))
        return str(item)


def _same_last(line: Line) -> bool:
    return not line.differs
