"""What can be done with a case as a whole: accepted, not accepted, taken back, closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import CaseFile
from counter.cases.workflow import CASE_MOVES, CaseMove
from counter.services import cases, intake
from counter.services.office import Office
from counter.text import _, display
from forms import jobs
from forms.accept_dialog import AcceptDialog
from forms.intake.decline_dialog import DeclineDialog, Declining
from forms.reason_dialog import ReasonDialog


class CaseActs(QObject):
    """Each act asks for what it needs, runs beside the window, and tells how it went."""

    changed = Signal(object)
    """The case as it is now."""
    declined = Signal(object)
    refused = Signal(object)
    said = Signal(str)

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._window = window

    def may(self, file: CaseFile, move: CaseMove) -> bool:
        """Whether the table of moves knows this one; if not, it is said."""
        if (file.state, move) in CASE_MOVES:
            return True
        self.said.emit(
            _("{number} is “{state}”: it cannot be changed so now.", number=file.number, state=file.state)
        )
        return False

    def close(self, file: CaseFile) -> None:
        """办结归档: every referral has its end, every refusal was delivered."""
        if self.may(file, CaseMove.CLOSE):
            self._do(partial(cases.close, self._office, file.number, expected_version=file.version))

    def ask_to_withdraw(self, file: CaseFile) -> None:
        """申请人撤回."""
        if not self.may(file, CaseMove.WITHDRAW):
            return
        dialog = ReasonDialog(
            self._window,
            title=_("The applicant takes it back"),
            text=_("What departments have decided stays decided."),
            reasons=[_("The applicant does not want it any more."), _("The need is met otherwise.")],
            act=_("Take it back"),
            kind="danger",
        )
        dialog.given.connect(partial(self._withdraw, file))
        dialog.open()

    def _withdraw(self, file: CaseFile, because: str) -> None:
        self._do(
            partial(
                cases.withdraw_case,
                self._office,
                file.number,
                because=because,
                expected_version=file.version,
            )
        )

    def ask_to_accept(self, file: CaseFile) -> None:
        """补正到齐: the case is accepted from today on."""
        if self.may(file, CaseMove.ACCEPT):
            dialog = AcceptDialog(self._window, self._office, file)
            dialog.accepted_case.connect(self.changed)
            dialog.open()

    def ask_to_decline(self, file: CaseFile) -> None:
        """不予受理 after papers were waited for: only with a reason; the person gets a notice."""
        if self.may(file, CaseMove.DECLINE):
            dialog = DeclineDialog(self._window, self._office.catalogue)
            dialog.given.connect(partial(self._decline, file, dialog))
            dialog.open()

    def _decline(self, file: CaseFile, dialog: DeclineDialog, why: Declining) -> None:
        jobs.start(
            dialog,
            partial(
                intake.decline_registered,
                self._office,
                file.number,
                reason=why.reason,
                clause=why.clause,
                proper_office=why.proper_office,
            ),
            succeeded=partial(self._declined, dialog),
            refused=dialog.show_refusal,
        )

    def _declined(self, dialog: DeclineDialog, file: CaseFile) -> None:
        dialog.accept()
        self.said.emit(f"{file.number}: {display(file.state)}")
        self.declined.emit(file)

    def _do(self, work: Callable[[], CaseFile]) -> None:
        jobs.start(self, work, succeeded=self.changed.emit, refused=self.refused.emit)
