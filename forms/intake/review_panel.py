"""核对: everything entered, beside what was known before; what differs comes first."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.cases.reading import write_application
from counter.cases.relations import RELATIONS
from counter.cases.snapshot import facts_read
from counter.catalogue.model import FactType
from counter.catalogue.policy import Policy
from counter.catalogue.rules import Compare, Has
from counter.services.known import KnownPerson
from counter.text import _, ngettext, translate
from forms import keys, look
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.choices import Choices
from forms.intake.panel import Panel
from forms.intake.papers_panel import PapersPanel
from forms.intake.paths import Data, get, member_of
from forms.intake.review_lines import Line, ReviewModel, ReviewTable
from forms.intake.sheet import Assessment
from forms.rows import label
from forms.tables import ROW_HEIGHT

READ_OUT = "read_out"
ASKED = 6


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
        self.table = ReviewTable()
        self.table.setModel(self.lines)
        self.table.setAccessibleName(_("What was entered"))
        self.table.set_widths({0: 40, 1: 74, 2: 190, 4: 150}, stretch=3, spare=(4,))
        self.table.ticked.connect(self._tick)
        self.table.group_ticked.connect(self._tick_group)
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
        self.lines.dataChanged.emit(self.lines.index(row, 0), self.lines.index(row, 4))
        if row + 1 < len(self.lines.lines):
            self.table.setCurrentIndex(self.lines.index(row + 1, 1))

    def _tick_group(self, row: int) -> None:
        """Everything about this person was read out; the cursor goes on to the next one."""
        whose = self.lines.lines[row].whose
        group = [at for at, line in enumerate(self.lines.lines) if line.whose == whose]
        self.lines.read |= {self.lines.lines[at].path for at in group}
        self.sheet.put_extra(READ_OUT, sorted(self.lines.read))
        self._count()
        self._refresh_ticks()
        if group[-1] + 1 < len(self.lines.lines):
            self.table.selectRow(group[-1] + 1)

    def _refresh_ticks(self) -> None:
        last = self.lines.index(len(self.lines.lines) - 1, len(self.lines.titles()) - 1)
        self.lines.dataChanged.emit(self.lines.index(0, 0), last)

    def tick_all(self) -> None:
        self.lines.read = {line.path for line in self.lines.lines}
        self.sheet.put_extra(READ_OUT, sorted(self.lines.read))
        self._count()
        self._refresh_ticks()

    def _open(self, row: int) -> None:
        self.field_wanted.emit(self.lines.lines[row].path)

    # --- what is shown -----------------------------------------------------------------------------

    def _fill(self) -> None:
        kept = self.sheet.extras.get(READ_OUT)
        self.lines.read = set(kept) if isinstance(kept, list) else set()
        before = write_application(self._known.last) if self._known and self._known.last else {}
        lines = [*self._lines(before)]
        lines.sort(key=_group_order)
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
        for path, whose, name, value in self._values():
            entered = self._word(path, value)
            known = self._word(path, get(before, path)) if before else ""
            yield Line(path, whose, name, entered, known)

    def _values(self) -> Iterator[tuple[str, str, str, object]]:
        """Path, whose, name and value of what matters: who they are, what they live on, what is asked."""
        read = self._facts_read()
        for place, person in enumerate(self.sheet.people):
            whose = self.sheet.name_of(place)
            for key, name in person_words().items():
                if person.get(key):
                    yield f"people[{place}].{key}", whose, name, person[key]
            yield from self._facts("person", f"people[{place}].facts", get(person, "facts"), whose, read)
        whose = _("the household")
        for path, name in household_words().items():
            if value := self.sheet.get(path):
                yield path, whose, name, value
        for scope in ("household", "context"):
            yield from self._facts(scope, f"{scope}.facts", self.sheet.get(f"{scope}.facts"), whose, read)

    def _facts_read(self) -> set[str] | None:
        """The facts that the chosen policies look at; None while nothing is chosen."""
        assessment = self.sheet.assessment
        chosen = self._choices.chosen(assessment.answer if assessment else None)
        if not chosen:
            return None
        policies = {one.policy for one in chosen}
        return {name for code in policies for name in names_read(self.catalogue.policy(code))}

    def _facts(
        self, scope: str, path: str, facts: object, whose: str, read: set[str] | None
    ) -> Iterator[tuple[str, str, str, object]]:
        said: Data = facts if isinstance(facts, dict) else {}
        for key, value in said.items():
            fact = self.catalogue.facts.get(f"{scope}.{key}")
            if fact is None or (key == "deceased" and value is False):
                continue
            if fact.is_money or read is None or fact.name in read:
                yield f"{path}.{key}", whose, fact.label, value

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


def person_words() -> dict[str, str]:
    """What is read out of each person, beside the facts."""
    return {
        "name": _("Name"),
        "id_number": _("Id number"),
        "relation": _("Relation to the householder"),
        "birth_date": _("Birth date"),
        "phone": _("Telephone"),
        "bank_account": _("Bank account"),
    }


def household_words() -> dict[str, str]:
    """What is read out of the household and its request, beside the facts."""
    return {
        "household.address": _("Where the household lives"),
        "place": _("Township"),
        "agent.name": _("Name of the agent"),
        "request": _("Request"),
        "staff_relative": _("Close relative on the staff"),
    }


def names_read(policy: Policy) -> Iterator[str]:
    """The facts that a policy's rule looks at."""
    for condition in facts_read(policy):
        if isinstance(condition, Compare):
            yield condition.fact
        else:
            key = "categories" if isinstance(condition, Has) else "received"
            yield from (f"household.{key}", f"person.{key}")


def _group_order(line: Line) -> bool:
    return not line.differs
