"""改稿带回: a letter that was changed in Word; what was changed is seen first, then it is the letter."""

from __future__ import annotations

import html
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from counter.errors import CounterError
from counter.letters.differences import Difference, Mark, Paragraph
from counter.services import letter_versions, templates
from counter.services.letter_versions import Version
from counter.services.office import Office
from counter.text import _, chinese_moment, ngettext, translate
from forms import jobs, look, messages, rich
from forms.answer_dialog import AnswerDialog
from forms.fields import TextField
from forms.page import Page
from forms.papers.set_list import SetList
from forms.rich import RichPage
from forms.rows import FieldRow

WIDE, HIGH = 760, 380


class ChangedLetters(QObject):
    """B: the paper of the row, as it was changed in Word, is compared and taken back."""

    said = Signal(str)
    troubled = Signal(str)
    changed = Signal()

    def __init__(self, page: Page, papers: SetList) -> None:
        super().__init__(page)
        self._page = page
        self._papers = papers

    def ask(self) -> None:
        """Ask for the file of the paper of the row."""
        sheet = self._papers.current()
        if sheet is None or not sheet.has_word or sheet.notice is None:
            self.troubled.emit(_("Only an issued paper that comes as Word can be taken back from Word."))
            return
        dialog = QFileDialog(self._page, _("The letter as it was changed"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Word documents (*.docx)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self.compare, sheet.number))
        dialog.open()

    def compare(self, number: str, path: str) -> None:
        jobs.start(
            self,
            partial(_compared, self._page.office, number, Path(path)),
            succeeded=partial(self._show, number),
            refused=self._failed,
        )

    def _show(self, number: str, found: tuple[bytes, Difference, tuple[Version, ...]]) -> None:
        data, difference, earlier = found
        dialog = ChangedLetterDialog(self._page, number, difference, earlier)
        dialog.given.connect(partial(self._take_back, dialog, number, data))
        dialog.open()

    def _take_back(self, dialog: ChangedLetterDialog, number: str, data: bytes, why: str) -> None:
        jobs.start(
            dialog,
            partial(letter_versions.take_back, self._page.office, number, data, reason=why),
            succeeded=partial(self._taken_back, dialog),
            refused=dialog.show_refusal,
        )

    def _taken_back(self, dialog: ChangedLetterDialog, kept: Version) -> None:
        dialog.accept()
        self.said.emit(
            _("{number} is printed as it was changed (version {n}).", number=kept.number, n=kept.version)
        )
        self.changed.emit()

    def show_last(self) -> None:
        """Shift+B: what differs from the issued letter in the one that is printed now."""
        sheet = self._papers.current()
        if sheet is None or sheet.notice is None:
            self.troubled.emit(_("Only an issued paper that comes as Word can be taken back from Word."))
            return
        jobs.start(
            self,
            partial(letter_versions.versions, self._page.office, sheet.number),
            succeeded=self._show_versions,
            refused=self._failed,
        )

    def _show_versions(self, found: tuple[Version, ...]) -> None:
        if not found:
            self.said.emit(_("The letter stands as it was issued."))
            return
        VersionsDialog(self._page, found).open()

    def _failed(self, refused: CounterError) -> None:
        self.troubled.emit(messages.text_of(refused))


class VersionsDialog(AnswerDialog):
    """What differs from the issued letter in the one that is printed now, and how often it came back."""

    def __init__(self, parent: QWidget, versions: tuple[Version, ...]) -> None:
        title = _("{number}: what was changed in Word", number=versions[0].number)
        super().__init__(parent, title, _("Seen"), wide=WIDE)
        self.page = RichPage(_("What was changed"))
        self.page.show_page(page(versions[0].difference, versions))
        self.body.addWidget(self.page, 1)
        self.resize(look.px(WIDE), look.px(HIGH))

    def finish(self) -> None:
        self.accept()


class ChangedLetterDialog(AnswerDialog):
    """The difference paragraph by paragraph, what of it weighs, and why it was changed."""

    given = Signal(str)

    def __init__(
        self, parent: QWidget, number: str, difference: Difference, earlier: tuple[Version, ...]
    ) -> None:
        super().__init__(
            parent,
            _("Taken back from Word"),
            _("Take the letter back"),
            heading=_("{number}: what was changed in Word", number=number),
            text=_(
                "What was issued stays on record beside it. From now on the changed letter is printed; "
                "call in what was printed before."
            ),
            wide=WIDE,
        )
        self.page = RichPage(_("What was changed"))
        self.page.show_page(page(difference, earlier))
        self.reason = TextField()
        self.reason.enter_goes_on = False
        self.reason.returnPressed.connect(self.finish)
        self.row = FieldRow(_("Why it was changed"), self.reason, must=True)
        self.body.addWidget(self.page, 1)
        self.body.addWidget(self.row)
        self.resize(look.px(WIDE), look.px(HIGH + 200))
        self.reason.setFocus()

    def finish(self) -> None:
        why = self.reason.text().strip()
        if not why:
            self.row.show_problem(_("A reason is needed."))
            self.reason.setFocus()
            return
        self.given.emit(why)

    def show_refusal(self, refused: CounterError) -> None:
        self.row.show_problem(messages.text_of(refused))


def _compared(office: Office, number: str, path: Path) -> tuple[bytes, Difference, tuple[Version, ...]]:
    data = templates.read(path)
    return data, letter_versions.compare(office, number, data), letter_versions.versions(office, number)


# --- how it reads --------------------------------------------------------------------------------


def page(found: Difference, earlier: tuple[Version, ...]) -> str:
    """The warnings first, then each paragraph that was changed, then how often it came back before."""
    colours = look.colours()
    parts = []
    if found.warnings:
        parts.append(rich.head("⚠ " + _("Look at this before you take it back")))
        parts += [rich.note(translate(one), colours.bad) for one in found.warnings]
    changed = found.changed
    count = ngettext("{n} paragraph was changed", "{n} paragraphs were changed", len(changed))
    parts.append(rich.heading(count))
    parts.append(rich.small(_("［－…］ was taken out, ［＋…］ was put in.")))
    parts += [rich.line(_told(one), above=6) for one in changed]
    if earlier:
        parts.append(rich.heading(_("It came back before")))
        parts += [
            rich.small(
                _(
                    "version {n}, {at}, {officer}: {reason}",
                    n=one.version,
                    at=chinese_moment(one.taken_back_at),
                    officer=one.taken_back_by,
                    reason=one.reason,
                )
            )
            for one in earlier
        ]
    return "".join(parts)


def _told(paragraph: Paragraph) -> str:
    return "".join(_piece(piece.mark, piece.text) for piece in paragraph.pieces if piece.text)


def _piece(mark: Mark, text: str) -> str:
    """Taken out is struck through after a minus, put in is underlined after a plus; in colour besides."""
    said = html.escape(text)
    colours = look.colours()
    if mark is Mark.REMOVED:
        return f"<span style='color:{colours.bad}'>［－<s>{said}</s>］</span>"
    if mark is Mark.ADDED:
        return f"<span style='color:{colours.good}'>［＋<u>{said}</u>］</span>"
    return said
