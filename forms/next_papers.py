"""After an act: the papers that it calls for and that have no number yet are offered to be printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from counter.errors import CounterError
from counter.services import case_papers
from counter.services.case_papers import CasePapers
from counter.services.office import Office
from forms import jobs
from forms.papers.sheets import STEPS


class NextPapers(QObject):
    """Looks beside the window, so that nobody is led to an empty list."""

    wanted = Signal(str, str, object)
    """A case, the step, and the titles of its papers."""

    def __init__(self, office: Office, page: QObject) -> None:
        super().__init__(page)
        self._office = office

    def after(self, case: str, step: str) -> None:
        """Something was done in this case that may call for papers."""
        jobs.start(
            self,
            partial(case_papers.case_papers, self._office, case),
            succeeded=partial(self._found, case, step),
            refused=self._not_theirs,
        )

    def _found(self, case: str, step: str, found: CasePapers) -> None:
        titles = [one.title for one in found.wanted if one.kind in STEPS[step] and not one.issued]
        if titles:
            self.wanted.emit(case, step, titles)

    def _not_theirs(self, refused: CounterError) -> None:
        """Whoever has no part in the case prints nothing of it; the window does."""
