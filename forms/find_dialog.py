"""F3, 一框找人: one box finds a case by name, initials or number, and a paper by its code."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.cases.coming_back import AtHand
from counter.cases.paper_codes import shown
from counter.errors import CounterError
from counter.services import finding, paper_at_hand
from counter.services.finding import Hit
from counter.services.office import Office
from counter.text import _, display, mask_name
from forms import jobs, look
from forms.fields import TextField
from forms.messages import text_of
from forms.rows import label

PAUSE = 180


class FindDialog(QDialog):
    """Typing finds, arrows go, Enter opens."""

    case_wanted = Signal(str)
    paper_wanted = Signal(object)
    """The paper whose code was typed or scanned."""

    def __init__(self, office: Office, parent: QWidget, typed: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Find"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._office = office
        self.field = TextField()
        self.field.enter_goes_on = False
        self.field.setPlaceholderText(
            _("Name, initials, case number, code of a paper, last four of the id, telephone")
        )
        self.field.setAccessibleName(_("Find"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.told = label(_("Two letters or characters are enough."), "small", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._ask)
        self._latest: jobs.Latest[tuple[Hit, ...]] = jobs.Latest(self, succeeded=self._found)
        self._paper: AtHand | None = None
        self._reading: jobs.Latest[AtHand] = jobs.Latest(
            self, succeeded=self._paper_found, refused=self._no_paper
        )
        self._opens_at_once = False
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        self.resize(look.px(620), look.px(400))
        self.field.setFocus()
        self.field.setText(typed)

    def _typed(self, text: str) -> None:
        self._paper, self._opens_at_once = None, False
        if len(text.strip()) >= (2 if text.isascii() else 1):
            self._timer.start()
        else:
            self._timer.stop()
            self._latest.forget()
            self.list.clear()
            self.told.setText(_("Two letters or characters are enough."))

    def _ask(self) -> None:
        typed = self.field.text().strip()
        self._paper = None
        if paper_at_hand.is_meant(typed):
            self._latest.forget()
            self._reading.ask(partial(paper_at_hand.at_hand, self._office, typed))
            return
        self._reading.forget()
        self._latest.ask(partial(finding.find, self._office, paper_at_hand.case_in(typed)))

    def _found(self, hits: tuple[Hit, ...]) -> None:
        self.list.clear()
        for hit in hits:
            who = hit.applicant if hit.matched == hit.applicant else f"{hit.applicant}（{hit.matched}）"
            first = "  ".join((who, display(hit.state), hit.place))
            second = "  ".join(filter(None, (hit.number, hit.id_number, hit.phone)))
            item = QListWidgetItem(f"{first}\n{second}")
            item.setData(Qt.ItemDataRole.UserRole, hit.number)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.told.setText(
            _("Enter opens the case.") if hits else _("Nothing found. Try the id number or the case number.")
        )

    def _paper_found(self, found: AtHand) -> None:
        self._paper = found
        self.list.clear()
        paper = f"{found.notice.title}  {shown(found.notice.code)}"
        about = "  ".join((found.notice.number, mask_name(found.applicant), found.case))
        self.list.addItem(QListWidgetItem(f"{paper}\n{about}"))
        self.list.setCurrentRow(0)
        self.told.setText(_("Enter: {next}.", next=display(found.leads)))
        if self._opens_at_once:
            self._open(self.list.item(0))

    def _no_paper(self, refused: CounterError) -> None:
        self._opens_at_once = False
        self.list.clear()
        self.told.setText(text_of(refused))
        self.field.selectAll()

    def _entered(self) -> None:
        """Enter; a scanner presses it before anything can have been found."""
        typed = self.field.text().strip()
        if paper_at_hand.is_meant(typed) and self._paper is None:
            self._opens_at_once = True
            self._timer.stop()
            self._ask()
        elif self.list.currentRow() >= 0 and self.list.count():
            self._open(self.list.item(self.list.currentRow()))
        else:
            self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._entered()
                return True
        return super().eventFilter(watched, event)

    def _open(self, item: QListWidgetItem) -> None:
        if self._paper is not None:
            self.paper_wanted.emit(self._paper)
            self.accept()
            return
        self.case_wanted.emit(str(item.data(Qt.ItemDataRole.UserRole)))
        self.accept()
