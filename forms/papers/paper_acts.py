"""What is done with one paper: saved as Word, noted as delivered, declared void."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from counter.errors import CounterError
from counter.services import delivery, notices, printing
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.text import _
from forms import jobs, messages
from forms.page import Page
from forms.papers import files
from forms.papers.delivery_dialog import DeliveryDialog
from forms.papers.set_list import SetList
from forms.papers.sheets import Standing
from forms.reason_dialog import ReasonDialog


class PaperActs(QObject):
    """Each act is about the paper of the row."""

    said = Signal(str)
    troubled = Signal(str)
    changed = Signal()

    def __init__(self, page: Page, papers: SetList) -> None:
        super().__init__(page)
        self._page = page
        self._papers = papers

    # --- Word --------------------------------------------------------------------------------------

    def save_word(self) -> None:
        """The paper as a document in which the office may change a sentence."""
        sheet = self._papers.current()
        if sheet is None or not sheet.has_word:
            self.troubled.emit(_("Only letters of decision and requests for papers come as Word."))
        elif sheet.notice is None:
            self.troubled.emit(_("Issue the paper first; then it has a number to be saved under."))
        else:
            dialog = QFileDialog(self._page, _("Save as Word"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(_("Word documents (*.docx)"))
            dialog.setDefaultSuffix("docx")
            dialog.selectFile(files.file_name(sheet.number, ".docx"))
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(partial(self.save_word_as, sheet.number))
            dialog.open()

    def save_word_as(self, number: str, path: str) -> None:
        jobs.start(
            self,
            partial(_write_word, self._page.office, number, Path(path)),
            succeeded=self._word_written,
            refused=self._failed,
        )

    def _word_written(self, path: Path) -> None:
        self.said.emit(_("Saved: {path}", path=str(path)))

    # --- delivery ----------------------------------------------------------------------------------

    def ask_delivery(self) -> None:
        """Note how the paper reached its addressee."""
        sheet = self._papers.current()
        if sheet is None or sheet.notice is None or sheet.standing is not Standing.TO_DELIVER:
            self.troubled.emit(
                _("Only a letter that was issued and not yet delivered can be noted as delivered.")
            )
            return
        dialog = DeliveryDialog(self._page, self._page.office, sheet.notice)
        dialog.given.connect(partial(self._deliver, dialog, sheet.number))
        dialog.open()

    def _deliver(self, dialog: DeliveryDialog, number: str, handing: Handing) -> None:
        jobs.start(
            dialog,
            partial(delivery.deliver, self._page.office, number, handing),
            succeeded=partial(self._delivered, dialog, number),
            refused=dialog.show_refusal,
        )

    def _delivered(self, dialog: DeliveryDialog, number: str, _notice: object) -> None:
        dialog.accept()
        self.said.emit(_("{number} is noted as delivered.", number=number))
        self.changed.emit()

    # --- void --------------------------------------------------------------------------------------

    def ask_void(self) -> None:
        """Declare the paper void; its number is never used again."""
        sheet = self._papers.current()
        if sheet is None or sheet.notice is None or sheet.standing is Standing.VOID:
            self.troubled.emit(_("Only a paper that was issued can be declared void."))
            return
        dialog = ReasonDialog(
            self._page,
            title=_("Declare {number} void", number=sheet.number),
            text=_("The number is never used again. A new paper can be issued in its place."),
            reasons=[
                _("Something in it is wrong."),
                _("It was issued twice."),
                _("The print was spoilt."),
            ],
            act=_("Declare void (Ctrl+Enter)"),
            kind="danger",
        )
        dialog.given.connect(partial(self._void, sheet.number))
        dialog.open()

    def _void(self, number: str, why: str) -> None:
        jobs.start(
            self,
            partial(notices.void, self._page.office, number, reason=why),
            succeeded=partial(self._voided, number),
            refused=self._failed,
        )

    def _voided(self, number: str, _notice: object) -> None:
        self.said.emit(_("{number} is void.", number=number))
        self.changed.emit()

    def _failed(self, refused: CounterError) -> None:
        self.troubled.emit(messages.text_of(refused))


def _write_word(office: Office, number: str, path: Path) -> Path:
    return files.save(printing.draw_word(office, number), path)
