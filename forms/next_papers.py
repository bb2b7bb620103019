"""After an act: the papers that it calls for and that have no number yet are offered to be printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from counter.errors import CounterError
from counter.services import notices
from counter.services.notices import Wanted
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
            partial(notices.wanted, self._office, case),
            succeeded=partial(self._found, case, step),
            refused=self._not_theirs,
        )

    def _found(self, case: str, step: str, papers: tuple[Wanted, ...]) -> None:
        titles = [one.title for one in papers if one.kind in STEPS[step] and not one.issued]
        if titles:
            self.wanted.emit(case, step, titles)

    def _not_theirs(self, refused: CounterError) -> None:
        """Whoever may not read the case prints nothing of it; the window does."""
