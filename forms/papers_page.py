"""打印: the set of papers of a case, each as it will come out of the printer."""

from __future__ import annotations

from counter.text import _
from forms.page import Page


class PapersPage(Page):
    """Ctrl+P issues and prints what is ticked."""

    def title(self) -> str:
        return _("Print")
