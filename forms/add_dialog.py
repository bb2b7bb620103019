"""另加事项: something more is asked for in an accepted case, for the household or another of its members."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import CaseFile
from counter.cases.match import PolicyMatch
from counter.cases.split import Chosen
from counter.cases.workflow import ReferralState
from counter.errors import CounterError
from counter.services import intake
from counter.services.office import Office
from counter.text import _, say
from forms import jobs
from forms.fields import TextField
from forms.policy_dialog import PolicyDialog
from forms.rows import FieldRow


class AddDialog(PolicyDialog):
    """Nothing is ticked; whoever has a policy in this case already does not get it a second time."""

    added = Signal(object)
    """The case as it is now."""

    def __init__(self, parent: QWidget, office: Office, file: CaseFile) -> None:
        super().__init__(
            parent,
            office,
            file,
            title=_("Ask for something more"),
            act=_("Add it"),
            heading=_("Ask for something more in this case"),
            text=_("Its clock begins today. Space chooses a policy; it goes to every member whom it fits."),
        )
        line = TextField()
        line.enter_goes_on = False
        line.returnPressed.connect(self.finish)
        self.because = FieldRow(_("Why more is asked for"), line, must=True)
        self.body.addWidget(self.because)
        self.body.addWidget(self.problem)
        self._there = {
            (one.policy, one.subject) for one in file.referrals if one.state is not ReferralState.WITHDRAWN
        }

    def describe(self, row: PolicyMatch) -> str:
        there = any(policy == row.policy for policy, _subject in self._there)
        return " · ".join(filter(None, (_("in this case already") if there else "", super().describe(row))))

    def subjects(self, policy: str) -> tuple[Chosen, ...]:
        return tuple(one for one in super().subjects(policy) if (policy, one.subject) not in self._there)

    def carry_out(self, chosen: tuple[Chosen, ...]) -> None:
        self.because.show_problem("")
        jobs.start(
            self,
            partial(
                intake.add,
                self.office,
                self.file.number,
                chosen,
                because=str(self.because.field.value() or ""),
            ),
            succeeded=self._added,
            refused=self.show_refusal,
        )

    def show_refusal(self, refused: CounterError) -> None:
        """What is wrong with the reason stands at its line, all else under the list."""
        told = say(refused)
        at_line = [text for field, text in told if field == "because"]
        self.because.show_problem("\n".join(at_line))
        if len(at_line) == len(told):
            self.done_button.setEnabled(True)
            self.problem.hide()
            self.because.field.widget().setFocus()
        else:
            super().show_refusal(refused)

    def _added(self, file: CaseFile) -> None:
        self.added.emit(file)
        self.accept()
