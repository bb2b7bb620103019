"""补正到齐: the policies of a case that waited for papers are chosen, and it is accepted from today on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.match import Answer
from counter.cases.split import Chosen
from counter.services import intake, lessons
from counter.services.lessons import Lesson
from counter.services.office import Office
from counter.text import _, display
from forms import jobs
from forms.papers_came import PapersCame, hint
from forms.policy_dialog import PolicyDialog
from forms.rows import label


class AcceptDialog(PolicyDialog):
    """All that the machine proposes is ticked; what is added needs a reason."""

    accepted_case = Signal(object)

    def __init__(self, parent: QWidget, office: Office, file: CaseFile) -> None:
        super().__init__(
            parent,
            office,
            file,
            title=_("Accept"),
            act=_("Accept"),
            heading=_("The papers came: accept the application"),
            text=_("The clocks begin today. Space chooses a policy or leaves it out."),
        )
        self.papers = PapersCame(file.papers)
        self._came_back: tuple[Lesson, ...] = ()
        self.lessons: QLabel = label("", "small", wrap=True)
        self.lessons.setProperty("tone", "wait")
        self.lessons.hide()
        if self.papers.rows.values:
            self.body.addWidget(label(_("Papers that were asked for"), "heading"))
            self.body.addWidget(self.papers)
            self.body.addWidget(hint())
        self.body.addWidget(self.lessons)
        self.body.addWidget(self.problem)

    def matched(self, answer: Answer) -> None:
        self.chosen = {one.policy: "" for one in intake.eligible(answer)}
        codes = [row.policy for row in answer.policies]
        jobs.start(self, partial(lessons.lessons, self.office, codes), succeeded=self._learned)

    def _learned(self, came_back: tuple[Lesson, ...]) -> None:
        self._came_back = came_back
        self.show_list()

    def show_list(self) -> None:
        super().show_list()
        told = [self._lesson(one) for one in self._came_back if one.policy in self.chosen]
        self.lessons.setText("\n".join(told))
        self.lessons.setVisible(bool(told))

    def _lesson(self, one: Lesson) -> str:
        return _(
            "{policy} came back {count} times: {reason}. {texts}",
            policy=self.office.catalogue.policy(one.policy).title,
            count=one.count,
            reason=display(one.reason),
            texts="；".join(one.texts),
        )

    def carry_out(self, chosen: tuple[Chosen, ...]) -> None:
        jobs.start(
            self,
            partial(
                intake.accept_registered,
                self.office,
                self.file.number,
                chosen,
                papers=self.papers.came(),
                dropped=self.dropped,
            ),
            succeeded=self._accepted,
            refused=self.show_refusal,
        )

    def _accepted(self, file: CaseFile) -> None:
        self.accepted_case.emit(file)
        self.accept()
