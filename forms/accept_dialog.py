"""补正到齐: the policies of a case that waited for papers are chosen, and it is accepted from today on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.split import Chosen
from counter.errors import CounterError
from counter.services import intake, lessons
from counter.services.lessons import Lesson
from counter.services.office import Office
from counter.text import _, display
from forms import jobs, look
from forms.answer_dialog import AnswerDialog
from forms.intake.choices import WHY_ADDED
from forms.intake.double_aid import DoubleAidQuestion
from forms.match_list import MatchList
from forms.messages import text_of
from forms.papers_came import PapersCame, hint
from forms.reason_dialog import ReasonDialog
from forms.reasons import amount_text
from forms.rows import label


class AcceptDialog(AnswerDialog):
    """All that the machine proposes is ticked; what is added needs a reason."""

    accepted_case = Signal(object)

    def __init__(self, parent: QWidget, office: Office, file: CaseFile) -> None:
        super().__init__(
            parent,
            _("Accept"),
            _("Accept"),
            heading=_("The papers came: accept the application"),
            text=_("The clocks begin today. Space chooses a policy or leaves it out."),
        )
        self._office = office
        self._file = file
        self._answer: Answer | None = None
        self._chosen: dict[str, str] = {}
        self._dropped: dict[str, str] = {}
        self._again: set[str] = set()
        self.double_aid = DoubleAidQuestion(office, self)
        self.double_aid.clear.connect(self._accept)
        self.double_aid.left_out.connect(self._left_out)
        self.double_aid.goes_on.connect(self._goes_on)
        self.double_aid.decided.connect(self.finish)
        self.double_aid.put_off.connect(self._may_accept)
        self.double_aid.refused.connect(self._refused)
        self.list = MatchList(self._describe)
        self.list.tick_wanted.connect(self._tick)
        self.papers = PapersCame(file.papers)
        self._came_back: tuple[Lesson, ...] = ()
        self.lessons: QLabel = label("", "small", wrap=True)
        self.lessons.setProperty("tone", "wait")
        self.lessons.hide()
        self.problem: QLabel = label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.list, 1)
        if self.papers.rows.values:
            self.body.addWidget(label(_("Papers that were asked for"), "heading"))
            self.body.addWidget(self.papers)
            self.body.addWidget(hint())
        self.body.addWidget(self.lessons)
        self.body.addWidget(self.problem)
        room = self.screen().availableGeometry()
        self.resize(min(look.px(560), room.width() - 40), min(look.px(600), room.height() - 60))
        told = replace(file.application, on=office.today())
        jobs.start(self, partial(intake.match, office, told), succeeded=self._matched)

    def _matched(self, answer: Answer) -> None:
        self._answer = answer
        self._chosen = {one.policy: "" for one in intake.eligible(answer)}
        self._show()
        self.list.setCurrentIndex(self.list.entries.index(0))
        self.list.setFocus()
        codes = [row.policy for row in answer.policies]
        jobs.start(self, partial(lessons.lessons, self._office, codes), succeeded=self._learned)

    def _learned(self, came_back: tuple[Lesson, ...]) -> None:
        self._came_back = came_back
        self._show()

    def _show(self) -> None:
        self.list.entries.show_answer(self._answer, self._is_chosen)
        told = [self._lesson(one) for one in self._came_back if one.policy in self._chosen]
        self.lessons.setText("\n".join(told))
        self.lessons.setVisible(bool(told))

    def _lesson(self, one: Lesson) -> str:
        return _(
            "{policy} came back {count} times: {reason}. {texts}",
            policy=self._office.catalogue.policy(one.policy).title,
            count=one.count,
            reason=display(one.reason),
            texts="；".join(one.texts),
        )

    def _is_chosen(self, row: PolicyMatch) -> bool:
        return row.policy in self._chosen

    def _describe(self, row: PolicyMatch) -> str:
        department = self._office.catalogue.departments[row.department].title
        return " · ".join(filter(None, (department, amount_text(row.amount))))

    def _tick(self, row: PolicyMatch) -> None:
        if row.policy in self._chosen:
            del self._chosen[row.policy]
            self._show()
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
        self._chosen[policy] = because
        self._show()

    def finish(self) -> None:
        if self._answer is None:
            return
        answer = self._answer
        chosen = [
            one
            for policy, because in self._chosen.items()
            for one in intake.chosen_for(answer, policy, because)
        ]
        self.done_button.setEnabled(False)
        told = replace(self._file.application, on=self._office.today())
        self.double_aid.ask(told, chosen, answered=self._again)

    def _left_out(self, policy: str, why: str) -> None:
        self._chosen.pop(policy, None)
        self._dropped[policy] = why
        self._show()

    def _goes_on(self, policy: str, cause: str) -> None:
        self._again.add(policy)
        self._chosen[policy] = " ".join(filter(None, (self._chosen.get(policy, ""), cause)))

    def _accept(self, _told: object, chosen: tuple[Chosen, ...]) -> None:
        jobs.start(
            self,
            partial(
                intake.accept_registered,
                self._office,
                self._file.number,
                chosen,
                papers=self.papers.came(),
                dropped=self._dropped,
            ),
            succeeded=self._accepted,
            refused=self._refused,
        )

    def _may_accept(self) -> None:
        self.done_button.setEnabled(True)

    def _accepted(self, file: CaseFile) -> None:
        self.accepted_case.emit(file)
        self.accept()

    def _refused(self, refused: CounterError) -> None:
        self.done_button.setEnabled(True)
        self.problem.setText(text_of(refused))
        self.problem.show()
