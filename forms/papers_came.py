"""Papers that were asked for, ticked as they come: as an original or as a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QLabel, QWidget

from counter.cases.casefile import Paper
from counter.text import _, word
from forms import keys
from forms.rows import label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

ABSENT = ("missing", "gap")
STATES = ("original", "copy", "electronic")


def awaited(papers: Iterable[Paper]) -> list[Paper]:
    """What was asked for and has not come."""
    return [paper for paper in papers if paper.state in ABSENT]


class PapersCame(Table):
    """1 original, 2 copy, 3 electronic, 0 not come; the space bar ticks an original, or takes it back."""

    def __init__(self, asked: Iterable[Paper], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowsModel[Paper] = RowsModel(
            [Shown(_("Paper"), _title), Shown(_("Handed in as"), _state, tone=_tone)], name=_name
        )
        self.setModel(self.rows)
        self.setAccessibleName(_("Papers that were asked for"))
        self.set_widths({1: 110}, stretch=0)
        self.rows.show(awaited(asked))
        self.fit_rows(1, 6)
        for number, state in enumerate(("", *STATES)):
            text = word("Paper", state) if state else _("Not come")
            keys.bind_row(self, str(number), text, partial(self.mark, state))
        keys.bind_row(self, "Space", _("Come as an original, or not"), self.toggle)
        if self.rows.values:
            self.selectRow(0)

    def mark(self, state: str) -> None:
        """Note how the paper of this row came, and go on to the next."""
        row = self.currentIndex().row()
        if (paper := self.rows.at(row)) is None:
            return
        papers = list(self.rows.values)
        papers[row] = replace(paper, state=state or ABSENT[0])
        self.rows.show(papers)
        if row + 1 < len(papers):
            self.selectRow(row + 1)

    def toggle(self) -> None:
        if (paper := self.rows.at(self.currentIndex().row())) is not None:
            self.mark(STATES[0] if paper.state in ABSENT else "")

    def came(self) -> list[Paper]:
        """The papers that came. One still awaited that bears the same name in the list goes along with it."""
        come = {paper.material for paper in self.rows.values if paper.state not in ABSENT}
        return [paper for paper in self.rows.values if paper.material in come]


def hint() -> QLabel:
    """The keys of the list, to stand under it."""
    return label(_("1 original  2 copy  3 electronic  0 not come"), "small", wrap=True)


def _title(paper: Paper) -> str:
    return paper.title


def _state(paper: Paper) -> str:
    return "—" if paper.state in ABSENT else f"✓ {word('Paper', paper.state)}"


def _tone(paper: Paper) -> str:
    return "muted" if paper.state in ABSENT else "good"


def _name(paper: Paper) -> str:
    return f"{paper.title} {_('Not come') if paper.state in ABSENT else word('Paper', paper.state)}"
