"""本单位: what the district says of itself, who sits here, and the record of it all."""

from __future__ import annotations

from counter.text import _
from forms.page import Page


class OfficePage(Page):
    """Ctrl+S keeps what was typed."""

    def title(self) -> str:
        return _("Office")
