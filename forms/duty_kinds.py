"""The kinds of duties, each with how many there are and how many of them are late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.cases.duties import DutyKind
from counter.text import _, display
from forms.line_list import Line, LineList

ALL = "all"


class DutyKinds(QFrame):
    """The arrows choose a kind; those with something late stand first, those with nothing not at all."""

    chosen = Signal(object)
    """A kind; None for all of them."""
    entered = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.list = LineList(_("Kinds of duties"))
        self._shown = ALL
        self._filling = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.addWidget(self.list)
        self.list.row_changed.connect(self._moved)
        self.list.opened.connect(self._entered)
        self.list.typed.connect(self.typed)

    def take_focus(self) -> None:
        self.list.setFocus()

    def show_counts(self, counts: Mapping[DutyKind, tuple[int, int]], chosen: DutyKind | None) -> None:
        """Tell the counts; the kind that is chosen stays in the list even when it has nothing any more."""
        self._shown = chosen.value if chosen else ALL
        self._filling = True
        self.list.show_lines(list(_lines(counts, chosen)))
        self.list.go_to(self._shown)
        self._filling = False

    def _moved(self) -> None:
        key = self.list.current_key()
        if key and key != self._shown and not self._filling:
            self._shown = key
            self.chosen.emit(None if key == ALL else DutyKind(key))

    def _entered(self, _key: str) -> None:
        self.entered.emit()


def _lines(counts: Mapping[DutyKind, tuple[int, int]], chosen: DutyKind | None) -> Iterator[Line]:
    many, late = (sum(both) for both in zip((0, 0), *counts.values(), strict=True))
    yield _line(ALL, _("All kinds"), many, late)
    found = {kind: counts.get(kind, (0, 0)) for kind in DutyKind if kind in counts or kind is chosen}
    for kind, (many, late) in sorted(found.items(), key=_calm):
        yield _line(kind.value, display(kind), many, late)


def _calm(item: tuple[DutyKind, tuple[int, int]]) -> bool:
    return not item[1][1]


def _line(key: str, title: str, many: int, late: int) -> Line:
    mark = _("{late} late / {n}", late=late, n=many) if late else str(many)
    return Line(key, title, mark=mark, tone="bad" if late else "muted")
