"""The policies by result: which group is open, which policy is chosen, in which order they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.text import _
from forms import look
from forms.reasons import verdict_title

Index = QModelIndex | QPersistentModelIndex
ORDER = (Verdict.ELIGIBLE, Verdict.POSSIBLE, Verdict.NEAR, Verdict.NOT)
SIGNS = {Verdict.ELIGIBLE: "●", Verdict.POSSIBLE: "◐", Verdict.NEAR: "◔", Verdict.NOT: "○"}
ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the heading of a group, or a policy."""

    verdict: Verdict
    row: PolicyMatch | None = None
    count: int = 0
    is_open: bool = True
    chosen: bool = False
    small: str = ""

    @property
    def key(self) -> str:
        return self.row.policy if self.row else f"#{self.verdict.value}"


def tone(verdict: Verdict) -> str:
    """The colour of a verdict; the sign and the word say the same."""
    tokens = look.colours()
    return {
        Verdict.ELIGIBLE: tokens.good,
        Verdict.POSSIBLE: tokens.wait,
        Verdict.NEAR: tokens.bad,
        Verdict.NOT: tokens.idle,
    }[verdict]


class MatchModel(QAbstractListModel):
    """All policies by verdict; what does not fit is folded until one opens it."""

    def __init__(self, describe: Callable[[PolicyMatch], str]) -> None:
        super().__init__()
        self._describe = describe
        self._answer: Answer | None = None
        self._is_chosen: Callable[[PolicyMatch], bool] = _nothing
        self._closed = {Verdict.NOT}
        self._entries: list[Entry] = []

    def show_answer(self, answer: Answer | None, is_chosen: Callable[[PolicyMatch], bool]) -> None:
        self._answer, self._is_chosen = answer, is_chosen
        self._rebuild()

    def toggle(self, verdict: Verdict, *, is_open: bool | None = None) -> None:
        wanted = verdict in self._closed if is_open is None else is_open
        (self._closed.discard if wanted else self._closed.add)(verdict)
        self._rebuild()

    def _rebuild(self) -> None:
        fresh = self._lines()
        if [entry.key for entry in fresh] == [entry.key for entry in self._entries]:
            changed = [place for place, entry in enumerate(fresh) if entry != self._entries[place]]
            self._entries = fresh
            for place in changed:
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.layoutAboutToBeChanged.emit()
        before = {index: self._entries[index.row()].key for index in self.persistentIndexList()}
        self._entries = fresh
        places = {entry.key: place for place, entry in enumerate(fresh)}
        for index, key in before.items():
            there = self.index(places[key]) if key in places else QModelIndex()
            self.changePersistentIndex(index, there)
        self.layoutChanged.emit()

    def _lines(self) -> list[Entry]:
        lines: list[Entry] = []
        rows = self._answer.policies if self._answer else ()
        for verdict in ORDER:
            # What could be settled soonest is read first; a stable sort keeps the list's order otherwise.
            group = sorted((row for row in rows if row.verdict is verdict), key=_open_questions)
            is_open = verdict not in self._closed
            lines.append(Entry(verdict, count=len(group), is_open=is_open))
            if is_open:
                lines += [
                    Entry(verdict, row, chosen=self._is_chosen(row), small=self._describe(row))
                    for row in group
                ]
        return lines

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def place_of(self, key: str) -> QModelIndex:
        for place, entry in enumerate(self._entries):
            if entry.key == key:
                return self.index(place)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if entry.row is None:
                return f"{verdict_title(entry.verdict)} {entry.count}"
            chosen = _("chosen") if entry.chosen else ""
            words = (entry.row.title, verdict_title(entry.verdict), chosen, entry.small)
            return " ".join(filter(None, words))
        if role == Qt.ItemDataRole.CheckStateRole and entry.row is not None:
            return Qt.CheckState.Checked if entry.chosen else Qt.CheckState.Unchecked
        return None


def _open_questions(row: PolicyMatch) -> tuple[bool, int]:
    return bool(row.if_granted), len(row.ask)


def _nothing(_row: PolicyMatch) -> bool:
    return False
