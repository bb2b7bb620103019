"""The policies of a case are chosen in a dialog, with the same questions as in the intake."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.split import Chosen
from counter.errors import CounterError
from counter.services import intake
from counter.services.office import Office
from counter.text import _
from forms import jobs, look
from forms.answer_dialog import AnswerDialog
from forms.intake.choices import WHY_ADDED
from forms.intake.double_aid import DoubleAidQuestion
from forms.match_list import MatchList
from forms.messages import text_of
from forms.reason_dialog import ReasonDialog
from forms.reasons import amount_text
from forms.rows import label


class PolicyDialog(AnswerDialog):
    """Space chooses or leaves out; what the machine does not propose needs a reason."""

    def __init__(
        self,
        parent: QWidget,
        office: Office,
        file: CaseFile,
        *,
        title: str,
        act: str,
        heading: str,
        text: str,
    ) -> None:
        super().__init__(parent, title, act, heading=heading, text=text)
        self.office = office
        self.file = file
        self.answer: Answer | None = None
        self.chosen: dict[str, str] = {}
        """Policies, and why where the machine does not propose them."""
        self.dropped: dict[str, str] = {}
        self._again: set[str] = set()
        self.double_aid = DoubleAidQuestion(office, self)
        self.double_aid.clear.connect(self._clear)
        self.double_aid.left_out.connect(self._left_out)
        self.double_aid.goes_on.connect(self._goes_on)
        self.double_aid.decided.connect(self.finish)
        self.double_aid.put_off.connect(self._may_finish)
        self.double_aid.refused.connect(self.show_refusal)
        self.list = MatchList(self.describe)
        self.list.tick_wanted.connect(self._tick)
        self.problem: QLabel = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.list, 1)
        room = self.screen().availableGeometry()
        self.resize(min(look.px(560), room.width() - 40), min(look.px(600), room.height() - 60))
        told = replace(file.application, on=office.today())
        jobs.start(self, partial(intake.match, office, told), succeeded=self._matched)

    def carry_out(self, chosen: tuple[Chosen, ...]) -> None:
        """Do with what is chosen, all questions about it answered; a subclass says what."""
        raise NotImplementedError

    def matched(self, answer: Answer) -> None:
        """What is chosen to begin with; nothing unless a subclass says otherwise."""

    def subjects(self, policy: str) -> tuple[Chosen, ...]:
        """For whom a chosen policy is asked for."""
        assert self.answer is not None
        return intake.chosen_for(self.answer, policy, self.chosen.get(policy, ""))

    def describe(self, row: PolicyMatch) -> str:
        department = self.office.catalogue.departments[row.department].title
        return " · ".join(filter(None, (department, amount_text(row.amount))))

    def _matched(self, answer: Answer) -> None:
        self.answer = answer
        self.matched(answer)
        self.show_list()
        self.list.setCurrentIndex(self.list.entries.index(0))
        self.list.setFocus()

    def show_list(self) -> None:
        self.list.entries.show_answer(self.answer, self._is_chosen)

    def _is_chosen(self, row: PolicyMatch) -> bool:
        return row.policy in self.chosen

    def _tick(self, row: PolicyMatch) -> None:
        self.problem.hide()
        if row.policy in self.chosen:
            del self.chosen[row.policy]
            self.show_list()
        elif not self.subjects(row.policy):
            self.tell(_("{policy} is in this case already for everyone whom it fits.", policy=row.title))
        elif row.verdict is Verdict.ELIGIBLE:
            self._choose(row.policy, "")
        else:
            dialog = ReasonDialog(
                self,
                title=_("Ask for {policy}", policy=row.title),
                text="",
                reasons=[_(why) for why in WHY_ADDED],
                act=_("Ask for it"),
            )
            dialog.given.connect(partial(self._choose, row.policy))
            dialog.open()

    def _choose(self, policy: str, because: str) -> None:
        self.chosen[policy] = because
        self.show_list()

    def finish(self) -> None:
        if self.answer is None:
            return
        chosen = [one for policy in self.chosen for one in self.subjects(policy)]
        self.done_button.setEnabled(False)
        told = replace(self.file.application, on=self.office.today())
        self.double_aid.ask(told, chosen, answered=self._again)

    def _clear(self, _told: object, chosen: tuple[Chosen, ...]) -> None:
        self.carry_out(chosen)

    def _left_out(self, policy: str, why: str) -> None:
        self.chosen.pop(policy, None)
        self.dropped[policy] = why
        self.show_list()

    def _goes_on(self, policy: str, cause: str) -> None:
        self._again.add(policy)
        self.chosen[policy] = " ".join(filter(None, (self.chosen.get(policy, ""), cause)))

    def _may_finish(self) -> None:
        self.done_button.setEnabled(True)

    def tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()

    def show_refusal(self, refused: CounterError) -> None:
        self._may_finish()
        self.tell(text_of(refused))
