"""政策: what the township offers, as it stands in the responsibility list."""

from __future__ import annotations

from counter.text import _
from forms.page import Page


class CataloguePage(Page):
    """Typing finds a policy."""

    def title(self) -> str:
        return _("Policies")
