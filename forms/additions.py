"""What comes to a case after its beginning: another policy, or papers that are asked for once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from counter.cases.casefile import CaseFile, Paper
from counter.cases.deadlines import papers_due
from counter.cases.owed import ABSENT
from counter.cases.workflow import CASE_MOVES, CASE_RULES, CaseMove, CaseState
from counter.services import intake
from counter.services.office import Act, Office
from counter.text import _
from forms import jobs
from forms.acts_menu import Deed
from forms.add_dialog import AddDialog
from forms.asking import Asking
from forms.request_papers_dialog import RequestPapersDialog, papers_to_ask


class Additions(Asking):
    """Each is offered only while the case's state and the officer's rights let it go."""

    def deeds(self, file: CaseFile) -> Iterator[Deed]:
        """The acts on this case that go now."""
        if file.state is CaseState.ACCEPTED and self.office.may(Act.INTAKE, township=file.place):
            yield Deed("N", _("Ask for something more in this case"), partial(self._add, file))
        right = Act(CASE_RULES[CaseMove.ASK_PAPERS].right)
        if (file.state, CaseMove.ASK_PAPERS) in CASE_MOVES and self.office.may(right, township=file.place):
            title = _("Ask for papers once more")
            if file.state is CaseState.CONSULTED:
                title = _("Ask for papers")
            yield Deed("Q", title, partial(self._ask_papers, file))

    def _add(self, file: CaseFile) -> None:
        dialog = AddDialog(self.window, self.office, file)
        dialog.added.connect(self._added)
        dialog.open()

    def _added(self, file: CaseFile) -> None:
        self.said.emit(_("Added. F10 sends it to its department."))
        self.changed.emit(file)

    def _ask_papers(self, file: CaseFile) -> None:
        self.read(partial(_papers, self.office, file), partial(self._open_to_ask, file))

    def _open_to_ask(self, file: CaseFile, papers: Sequence[Paper]) -> None:
        due = papers_due(self.office.today(), self.office.catalogue.calendar, self.office.promises)
        dialog = RequestPapersDialog(
            self.window,
            papers,
            due,
            text=_("Everything at once: what was not named the first time needs a new cause."),
        )
        dialog.given.connect(partial(self._request, file, dialog))
        dialog.open()

    def _request(
        self, file: CaseFile, dialog: RequestPapersDialog, papers: list[Paper], until: date | None, why: str
    ) -> None:
        jobs.start(
            dialog,
            partial(intake.ask_papers, self.office, file.number, papers, answer_by=until, because=why),
            succeeded=partial(self._requested, dialog),
            refused=dialog.show_refusal,
        )

    def _requested(self, dialog: RequestPapersDialog, file: CaseFile) -> None:
        dialog.accept()
        self.done(_("Ask for papers"), (file.number, "register"), file)


def _papers(office: Office, file: CaseFile) -> list[Paper]:
    """What the case still lacks, then what the policies ask for that the household seems to meet."""
    answer = intake.match(office, file.application)
    policies = [office.catalogue.policy(one.policy) for one in intake.eligible(answer)]
    needed = [paper for policy in policies for paper in papers_to_ask(policy, office.catalogue)]
    lacking = [paper for paper in file.papers if paper.state in ABSENT]
    there = {paper.material for paper in file.papers if paper.state not in ABSENT}
    found = {paper.material: paper for paper in (*needed, *lacking) if paper.material not in there}
    return sorted(found.values(), key=lambda paper: paper not in lacking)
