"""材料: the papers that the chosen policies ask for, one copy for all of them, ticked off by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import Paper
from counter.cases.deadlines import papers_due
from counter.cases.facts import Known
from counter.cases.scanned import Source
from counter.cases.split import Chosen, needed_papers
from counter.cases.values import read_date
from counter.errors import Refused
from counter.services.scans import Paper as PaperShown
from counter.text import _, ngettext, word
from forms import keys
from forms.grid import Grid
from forms.grid_model import Column
from forms.intake.arrangement import Section
from forms.intake.binding import Binder
from forms.intake.choices import Choices
from forms.intake.panel import Panel
from forms.intake.sheet import Assessment
from forms.rows import label
from forms.scans.panel import pages_text
from forms.scans.shelf import Shelf
from forms.scans.taking import from_mime

STATES = ("original", "copy", "electronic", "shared", "missing", "gap", "signed")
ABSENT = ("missing", "gap")
PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that is asked for, once, whatever number of policies want it."""

    material: str
    title: str
    required: bool
    spared_by: str
    note: str
    policies: tuple[str, ...]
    signed_here: bool = False

    @property
    def usual(self) -> str:
        """How it stands as long as nobody says otherwise."""
        return "shared" if self.spared_by else "signed" if self.signed_here and self.required else ""


class PapersPanel(Panel):
    """A check list: 1 original, 2 copy, 3 electronic, 4 not asked, 5 missing, 6 later, 7 signed here."""

    section = Section.PAPERS

    def __init__(self, binder: Binder, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(binder, parent)
        self._choices = choices
        self.shelf = Shelf(self.sheet.office, self)
        self.shelf.changed.connect(self._fill)
        self.wanted: tuple[Wanted, ...] = ()
        states = tuple((state, word("Paper", state)) for state in STATES)
        self.grid = Grid(
            _("Papers handed in"),
            [
                Column("title", _("Paper"), told=True, stretch=True, width=190),
                Column("state", _("Handed in as"), choices=states, width=150),
                Column("copies", _("Copies"), right=True, width=48, spare=1),
                Column("pages", _("Pages"), right=True, width=48, spare=2),
                Column("due", _("By when"), width=96),
                Column("scans", _("Scanned"), told=True, right=True, width=60, spare=4),
                Column("used", _("For"), told=True, width=64, right=True, spare=3),
            ],
            opens_cells=False,
        )
        self.summary = label("", "muted", wrap=True)
        self.empty = label(
            _("No policy is chosen yet. What has to be brought is listed here as soon as one is."),
            "muted",
            wrap=True,
        )
        self.hint = label(
            _(
                "1 original  2 copy  3 electronic  4 not asked  5 missing  6 handed in later  7 signed here  "
                "0 not looked at  ·  A scan from files  V paste  F from the scanner  S see the scans"
            ),
            "small",
            wrap=True,
        )
        self.used_by = label("", "small", wrap=True)
        self.grid.cells.edited.connect(self._edited)
        self.grid.selectionModel().currentRowChanged.connect(self._row_changed)
        for number, state in enumerate(("", *STATES)):
            text = word("Paper", state) if state else _("Not looked at")
            keys.bind(
                self.grid,
                str(number),
                text,
                partial(self.mark, state),
                within=Qt.ShortcutContext.WidgetShortcut,
            )
        for key, told, act in (
            ("A", _("Add files as a scan of this paper"), self.shelf.ask_files),
            ("V", _("Paste a picture as a scan of this paper"), self.shelf.paste),
            ("F", _("Take what the scanner made last for this paper"), self.shelf.from_folder),
        ):
            keys.bind_row(self.grid, key, told, partial(self._scan, act))
        keys.bind_row(self.grid, "S", _("See the scans of this paper"), self._see_scans)
        self.setAcceptDrops(True)
        self.content.addWidget(label(_("Papers handed in"), "title"))
        self.content.addWidget(self.empty)
        self.content.addWidget(self.summary)
        self.content.addWidget(self.grid)
        self.content.addWidget(self.used_by)
        self.content.addWidget(self.hint)
        self.content.addStretch(1)

    def came(self) -> None:
        if self.wanted:
            self.go_to_cell(self.grid, 0, "state")
        else:
            self.setFocus()

    def go_to(self, path: str) -> bool:
        self.came()
        return True

    def mark(self, state: str) -> None:
        """Note how the paper of this row was handed in, and go on to the next row."""
        row = self.grid.currentIndex().row()
        if not 0 <= row < len(self.wanted):
            return
        cells = self.grid.cells
        cells.setData(cells.index(row, cells.column_of("state")), state or None)
        if row + 1 < len(self.wanted):
            self.go_to_cell(self.grid, row + 1, "state")

    # --- scans -------------------------------------------------------------------------------------

    def _row(self) -> Wanted | None:
        row = self.grid.currentIndex().row()
        return self.wanted[row] if 0 <= row < len(self.wanted) else None

    def _scan(self, act: Callable[[PaperShown], None]) -> None:
        if (paper := self._row()) is not None:
            act(_shown(paper))

    def _see_scans(self) -> None:
        if (paper := self._row()) is not None:
            self.shelf.look(paper.material)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.wanted and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file that is let go over a paper is a scan of it; beside them, of the one of the cursor."""
        taking = from_mime(event.mimeData(), Source.DROPPED)
        under = self.grid.indexAt(self.grid.viewport().mapFrom(self, event.position().toPoint())).row()
        if 0 <= under < len(self.wanted):
            self.go_to_cell(self.grid, under, "state")
        if taking is not None and (paper := self._row()) is not None:
            event.acceptProposedAction()
            self.shelf.take(_shown(paper), taking)

    # --- what is kept ------------------------------------------------------------------------------

    def _kept(self) -> dict[str, dict[str, object]]:
        kept = self.sheet.extras.get(PAPERS)
        return {str(k): dict(v) for k, v in kept.items()} if isinstance(kept, dict) else {}

    def _edited(self, row: int, key: str) -> None:
        if not 0 <= row < len(self.wanted):
            return
        said = self.grid.cells.rows()[row]
        entry = {name: said[name] for name in ("state", "copies", "pages", "due") if said.get(name)}
        if entry.get("state") in ABSENT and not entry.get("due"):
            entry["due"] = self._usual_due().isoformat()
        if key == "state" and entry.get("state") not in ABSENT:
            entry.pop("due", None)
        kept = self._kept()
        kept[self.wanted[row].material] = entry
        self.sheet.put_extra(PAPERS, {code: entry for code, entry in kept.items() if entry})
        self._fill()

    def _usual_due(self) -> date:
        office = self.sheet.office
        return papers_due(office.today(), self.catalogue.calendar, office.promises)

    # --- what is asked -----------------------------------------------------------------------------

    def assessed(self, assessment: Assessment) -> None:
        self.wanted = self.wanted_for(assessment, self._choices.chosen(assessment.answer))
        self._fill()

    def wanted_for(self, assessment: Assessment, chosen: tuple[Chosen, ...]) -> tuple[Wanted, ...]:
        """The papers of the chosen policies: what is asked for first, what is spared last."""
        application = assessment.reading.application
        if not application.people:
            return ()
        known = Known(application, self.catalogue)
        found: dict[str, Wanted] = {}
        for one in chosen:
            policy = self.catalogue.policy(one.policy, application.on)
            for paper in needed_papers(policy, self.catalogue, known, one.member, assessment.record):
                fresh = Wanted(
                    paper.material,
                    self._title(paper.material, paper.title),
                    paper.required,
                    paper.spared_by,
                    paper.note,
                    (policy.title,),
                    paper.signed_here,
                )
                found[paper.material] = _merged(found.get(paper.material), fresh)
        return tuple(sorted(found.values(), key=_asked_first))

    def _title(self, material: str, title: str) -> str:
        known = self.catalogue.materials.get(material)
        return known.title if known else title

    def _fill(self) -> None:
        kept = self._kept()
        rows = []
        for paper in self.wanted:
            entry = kept.get(paper.material, {})
            title = paper.title
            if not paper.required and not paper.spared_by:
                title = _("{paper} (if any)", paper=title)
            row: dict[str, object] = {"title": title, "used": str(len(paper.policies)), **entry}
            if paper.usual and "state" not in entry:
                row["state"] = paper.usual
            if pages := self.shelf.pages(paper.material):
                row["scans"] = _("{n} p.", n=pages)
            rows.append(row)
        self.grid.cells.set_at_most(len(rows))
        self.grid.cells.set_rows(rows)
        self.grid.fit_rows(2, 14)
        self.grid.setVisible(bool(rows))
        self.hint.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._summarise()

    def _summarise(self) -> None:
        papers = self.papers()
        asked = [paper for paper in self.wanted if not paper.usual]
        signed = [paper for paper in self.wanted if paper.usual == "signed"]
        absent = [paper for paper in papers if paper.state in ABSENT]
        looked_at = {paper.material for paper in papers}
        open_ = [paper for paper in asked if paper.required and paper.material not in looked_at]
        parts = [ngettext("{n} paper asked for", "{n} papers asked for", len(asked))]
        if signed:
            parts.append(ngettext("{n} signed at the window", "{n} signed at the window", len(signed)))
        if spared := len(self.wanted) - len(asked) - len(signed):
            parts.append(ngettext("{n} spared by data sharing", "{n} spared by data sharing", spared))
        if open_:
            parts.append(ngettext("{n} not looked at", "{n} not looked at", len(open_)))
        if absent:
            parts.append(ngettext("{n} missing", "{n} missing", len(absent)))
        self.summary.setText(" · ".join(parts))
        self.summary.setVisible(bool(self.wanted))

    def _row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.row()
        if 0 <= row < len(self.wanted):
            paper = self.wanted[row]
            parts = [_("For: {policies}", policies=list(paper.policies)), paper.spared_by, paper.note]
            parts.append(pages_text(self.shelf.found.get(paper.material, ())))
            self.used_by.setText(" · ".join(filter(None, parts)))

    # --- what goes with the case -------------------------------------------------------------------

    def papers(self) -> tuple[Paper, ...]:
        """The papers as the clerk noted them; those not looked at are left out."""
        kept = self._kept()
        return tuple(_paper(paper, kept[paper.material]) for paper in self.wanted if paper.material in kept)

    def missing(self) -> tuple[Paper, ...]:
        return tuple(paper for paper in self.papers() if paper.state == "missing")


def _shown(paper: Wanted) -> PaperShown:
    return PaperShown(paper.material, title=paper.title)


def _merged(before: Wanted | None, fresh: Wanted) -> Wanted:
    """Asked for as soon as one policy asks; spared only where all are."""
    if before is None:
        return fresh
    return replace(
        before,
        required=before.required or fresh.required,
        spared_by=before.spared_by if before.spared_by and fresh.spared_by else "",
        note=before.note or fresh.note,
        policies=tuple(dict.fromkeys((*before.policies, *fresh.policies))),
    )


def _asked_first(paper: Wanted) -> tuple[bool, bool, bool]:
    return bool(paper.spared_by), paper.usual == "signed", not paper.required


def _paper(wanted: Wanted, entry: dict[str, object]) -> Paper:
    return Paper(
        material=wanted.material,
        title=wanted.title,
        state=str(entry.get("state", "original")),
        copies=_count(entry.get("copies"), usual=1),
        pages=_count(entry.get("pages"), usual=0),
        shared_by=wanted.spared_by,
        due=_day(entry.get("due")),
        note=wanted.note,
    )


def _count(raw: object, *, usual: int) -> int:
    text = str(raw or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else usual


def _day(raw: object) -> date | None:
    if not raw:
        return None
    try:
        return read_date(raw).value
    except Refused:
        return None
