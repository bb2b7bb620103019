"""What an intake ends in: accepted, entered while papers are missing, or not accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper
from counter.cases.split import Chosen
from counter.services import cases, intake
from counter.services.office import Office
from counter.text import _
from forms import jobs
from forms.asking import AskDialog, Form, Said, prose
from forms.intake.decline_dialog import DeclineDialog, Declining
from forms.intake.draft_keeper import DraftKeeper


class IntakeActs(QObject):
    """Each act runs beside the window; the draft that it came from ends with it."""

    done = Signal(object, str, str)
    """The case, the step whose papers are printed, and a sentence for the status line."""
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(self, office: Office, keeper: DraftKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._keeper = keeper
        self._window = window

    def accept(
        self,
        application: Application,
        chosen: tuple[Chosen, ...],
        papers: tuple[Paper, ...],
        dropped: Mapping[str, str],
    ) -> None:
        act = partial(intake.accept, self._office, application, chosen, papers=papers, dropped=dropped)
        self._start(partial(_of_draft, act), "accept", _("Accepted"))

    def register(
        self, application: Application, missing: tuple[Paper, ...], papers: tuple[Paper, ...]
    ) -> None:
        act = partial(_register, self._office, application, missing, papers)
        self._start(act, "register", _("Entered, waiting for papers"))

    def ask_consult(self, application: Application) -> AskDialog:
        """咨询登记: only asked about, nothing applied for; no clock runs, the draft goes into the case."""

        def work(said: Said) -> CaseFile:
            act = partial(_consult, self._office, application, said.text("note"))
            return self._keeper.slot.become(act)

        dialog = AskDialog(
            self._window,
            Form(
                _("Only asked"),
                _("Note the question"),
                (prose("note", _("What was asked and what was answered"), must=True),),
                work,
                text=_("No clock runs. It can become an application later, from the page of the case."),
            ),
        )
        dialog.succeeded.connect(self._consulted)
        dialog.open()
        return dialog

    def _consulted(self, file: CaseFile) -> None:
        self._succeeded("", _("Noted"), file)

    def ask_decline(self, application: Application) -> DeclineDialog:
        """Ask for the reason first."""
        dialog = DeclineDialog(self._window, self._office.catalogue)
        dialog.given.connect(partial(self._decline, dialog, application))
        dialog.open()
        return dialog

    def _decline(self, dialog: DeclineDialog, application: Application, why: Declining) -> None:
        act = partial(_decline, self._office, application, why)
        jobs.start(
            dialog,
            partial(self._keeper.slot.become, act),
            succeeded=partial(self._declined, dialog),
            refused=dialog.show_refusal,
        )

    def _declined(self, dialog: DeclineDialog, file: CaseFile) -> None:
        dialog.accept()
        self._succeeded("decline", _("Not accepted"), file)

    def _start(self, act: Callable[[int | None], CaseFile], step: str, told: str) -> None:
        self.busy.emit(True)
        jobs.start(
            self,
            partial(self._keeper.slot.become, act),
            succeeded=partial(self._succeeded, step, told),
            refused=self.refused.emit,
            ended=self._ended,
        )

    def _succeeded(self, step: str, told: str, file: CaseFile) -> None:
        self.done.emit(file, step, f"{told}: {file.number}")

    def _ended(self) -> None:
        self.busy.emit(False)


def _of_draft(act: Callable[..., CaseFile], draft_id: int | None) -> CaseFile:
    return act(draft_id=draft_id)


def _consult(office: Office, application: Application, note: str, draft_id: int | None) -> CaseFile:
    return cases.consult(office, application, note=note, draft_id=draft_id)


def _register(
    office: Office,
    application: Application,
    missing: tuple[Paper, ...],
    papers: tuple[Paper, ...],
    draft_id: int | None,
) -> CaseFile:
    return intake.register(office, application, missing, papers=papers, draft_id=draft_id)


def _decline(office: Office, application: Application, why: Declining, draft_id: int | None) -> CaseFile:
    return intake.decline(
        office,
        application,
        reason=why.reason,
        clause=why.clause,
        proper_office=why.proper_office,
        draft_id=draft_id,
    )
