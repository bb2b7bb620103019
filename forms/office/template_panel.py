"""文书模板: the letters' Word templates, and the office's own in their place, seen on a sample first."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import templates
from counter.services.office import Act, Office
from counter.services.templates import Looked, Template
from counter.text import _, chinese_moment, ngettext, translate
from forms import jobs, keys, look, messages, rich
from forms.papers import files
from forms.papers.viewer import Viewer
from forms.reason_dialog import ReasonDialog
from forms.rich import RichPage
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

if TYPE_CHECKING:
    from counter.demonstration.sample_set import Samples


@dataclass(frozen=True, slots=True)
class Seen:
    """A template that was looked through: of a kind, from a file or from the office, and what was found."""

    kind: str
    data: bytes
    found: Looked
    file: str = ""


class TemplatePanel(QWidget):
    """T takes one out, Ctrl+O looks one through, Ctrl+S puts it in, R goes back, N tells the names."""

    said = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.seen: Seen | None = None
        self._looking: jobs.Latest[Seen] = jobs.Latest(self, succeeded=self._show, refused=self._refused)
        self.rows: RowsModel[Template] = RowsModel(
            [
                Shown(_("Letter"), lambda one: f"{one.kind} {one.title}"),
                Shown(_("Template"), _whose, tone=lambda one: "accent" if one.is_own else ""),
                Shown(_("In force since"), lambda one: chinese_moment(one.since) if one.since else "–"),
            ],
            name=lambda one: f"{one.kind} {one.title} {_whose(one)}",
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Templates of the letters"))
        self.table.set_widths({1: 96, 2: 168}, stretch=0, spare=(2,))
        self.past: RowsModel[Template] = RowsModel(
            [
                Shown(_("Version"), _version),
                Shown(_("In force since"), lambda one: chinese_moment(one.since) if one.since else "–"),
                Shown(_("By"), lambda one: one.by),
                Shown(_("Reason"), lambda one: one.reason),
            ]
        )
        self.history = Table()
        self.history.setModel(self.past)
        self.history.setAccessibleName(_("What was in force before"))
        self.history.set_widths({0: 138, 1: 168, 2: 70}, stretch=3, spare=(2, 1), least=90)
        self.take_button = button(_("Take out (T)"))
        self.open_button = button(_("Look a file through (Ctrl+O)"))
        self.put_button = button(_("Put in (Ctrl+S)"), "primary")
        self.ours_button = button(_("Back to ours (R)"), "danger")
        self.told = RichPage(_("What was found in the file"))
        self.told.document().documentLayout().documentSizeChanged.connect(self._fit_told)
        self.viewer = Viewer()
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.take_button.clicked.connect(self.ask_where)
        self.open_button.clicked.connect(self.ask_file)
        self.put_button.clicked.connect(self.ask_to_put_in)
        self.ours_button.clicked.connect(self.ask_ours)
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.history.selectionModel().currentRowChanged.connect(self._version_chosen)
        for view in (self.table, self.history):
            keys.bind_row(view, "T", _("Save the template of the row"), self.ask_where)
            keys.bind_row(view, "R", _("Let ours be in force again"), self.ask_ours)
            keys.bind_row(view, "N", _("The names that may stand in it"), self.tell_names)
            keys.bind_row(view, "Z", _("As wide as there is room, or the true size"), self.viewer.toggle_zoom)
        keys.bind(self, "Ctrl+O", _("Look a file through"), self.ask_file)
        keys.bind(self, "Ctrl+S", _("Put the file in that was looked through"), self.ask_to_put_in)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(label(_("Templates of the letters"), "heading"))
        left.addWidget(self.table, 3)
        left.addWidget(label(_("What was in force before"), "heading"))
        left.addWidget(self.history, 2)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addStretch(1)
        for act in (self.ours_button, self.take_button, self.open_button, self.put_button):
            acts.addWidget(act)
        card = QFrame()
        card.setProperty("role", "card")
        right = QVBoxLayout(card)
        right.setContentsMargins(14, 12, 14, 12)
        right.setSpacing(8)
        right.addLayout(acts)
        right.addWidget(self.told)
        right.addWidget(self.viewer, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(18, 14, 18, 14)
        columns.setSpacing(14)
        columns.addLayout(left, 3)
        columns.addWidget(card, 5)

    def _fit_told(self, size: QSizeF) -> None:
        """As high as what it tells, up to half of the page."""
        self.told.setFixedHeight(min(round(size.height()) + look.px(6), self.height() // 2))

    # --- what there is -----------------------------------------------------------------------------

    def take_focus(self) -> None:
        self.table.setFocus()
        if self.seen is None:
            self._row_changed()

    def know(self, office: Office) -> None:
        self.office = office
        self._show_acts()
        jobs.start(self, partial(templates.templates, office), succeeded=self._known)

    def _known(self, found: tuple[Template, ...]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.rows.show(found)
        self.table.selectRow(row)
        self._show_acts()
        if self.seen is None:
            self._row_changed()

    def chosen(self) -> Template | None:
        """The template of the row."""
        return self.rows.at(self.table.currentIndex().row())

    def _row_changed(self, *_indexes: object) -> None:
        one = self.chosen()
        if one is None:
            return
        self._show_acts()
        # Filling a sample takes its time; nobody waits for it who looks at another part of the page.
        if not self.isVisible():
            return
        jobs.start(self, partial(templates.history, self.office, one.kind), succeeded=self.past.show)
        self._looking.ask(partial(_in_force, self.office, one.kind, None))

    def _version_chosen(self, *_indexes: object) -> None:
        past = self.past.at(self.history.currentIndex().row())
        if past is not None and self.history.hasFocus():
            self._looking.ask(partial(_in_force, self.office, past.kind, past.version))

    # --- one file ----------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ctrl+O: a .docx for the paper of the row, looked through and filled; nothing is kept."""
        if self.chosen() is None:
            return
        dialog = QFileDialog(self, _("Look a file through"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Word documents (*.docx)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.look_through)
        dialog.open()

    def look_through(self, path: str) -> None:
        one = self.chosen()
        if one is not None:
            self._looking.ask(partial(_look, self.office, one.kind, Path(path)))

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        found = seen.found
        self.told.show_page(page(seen))
        title = seen.file or _("As it is in force")
        if found.pdf:
            self.viewer.show_pdf(found.pdf, title=title, badge=_("sample case"), tone="idle")
        else:
            told = _("It cannot be filled before this is mended.")
            self.viewer.show_message(told, title=title, badge=_("not put in"), tone="bad")
        self._show_acts()

    def _refused(self, refused: CounterError) -> None:
        self.seen = None
        self.told.show_page(rich.note(messages.text_of(refused), look.colours().bad))
        self.viewer.show_message("")
        self._show_acts()

    def _show_acts(self) -> None:
        may = self.office.may(Act.SET_TEMPLATES)
        one = self.chosen()
        self.open_button.setEnabled(may)
        self.ours_button.setEnabled(may and one is not None and one.is_own)
        self.put_button.setEnabled(may and self._can_be_put_in())

    def _can_be_put_in(self) -> bool:
        return self.seen is not None and bool(self.seen.file) and not self.seen.found.problems

    def tell_names(self) -> None:
        """N: every name that a template of the row's paper may print."""
        one = self.chosen()
        if one is not None:
            known = [
                [html.escape(name), html.escape(means)]
                for name, means in templates.names_in(one.kind).items()
            ]
            pairs = [
                [*left, *right] for left, right in zip(known[::2], [*known[1::2], ["", ""]], strict=False)
            ]
            self.told.show_page(
                rich.head(_("Names that may stand in {kind}", kind=one.kind))
                + rich.table(pairs, widths=(30, 20, 30, 19))
            )

    # --- acts --------------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """T: the template of the row as a file, to be changed in Word."""
        one = self.chosen()
        if one is None:
            return
        past = self.past.at(self.history.currentIndex().row()) if self.history.hasFocus() else None
        dialog = QFileDialog(self, _("Save as Word"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Word documents (*.docx)"))
        dialog.setDefaultSuffix("docx")
        dialog.selectFile(files.file_name(f"{one.kind}-{one.title}", ".docx"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self.take_out, one.kind, past.version if past else None))
        dialog.open()

    def take_out(self, kind: str, version: int | None, path: str) -> None:
        jobs.start(
            self,
            partial(_taken_out, self.office, kind, version, Path(path)),
            succeeded=lambda file: self.said.emit(_("Saved: {path}", path=str(file))),
            refused=self._refused,
        )

    def ask_to_put_in(self) -> None:
        """Ctrl+S: the file that was looked through is in force from now on."""
        if not self.put_button.isEnabled() or self.seen is None:
            self.said.emit(_("Look a file through first (Ctrl+O); it can be put in if nothing is wrong."))
            return
        self._ask_why(
            _("Put in {file}", file=self.seen.file),
            _("What is issued from now on is worded by it. What was issued keeps its words."),
            partial(templates.put_in, self.office, self.seen.kind, self.seen.data),
        )

    def ask_ours(self) -> None:
        """R: the template that ships with the program is in force again; the office's own stays on record."""
        one = self.chosen()
        if one is None or not self.ours_button.isEnabled():
            self.said.emit(_("The template that ships with the program is in force already."))
            return
        self._ask_why(
            _("Back to ours: {title}", title=one.title),
            _("The office's own stays on record and can be put in again."),
            partial(templates.back_to_ours, self.office, one.kind),
        )

    def _ask_why(self, title: str, text: str, act: partial[Template]) -> None:
        dialog = ReasonDialog(
            self,
            title=title,
            text=text,
            reasons=[
                _("The district has a new wording."),
                _("A law or a rule has changed."),
                _("Something in it was wrong."),
            ],
            act=_("Let it be in force"),
        )
        dialog.given.connect(partial(self._act, act))
        dialog.open()

    def _act(self, act: partial[Template], why: str) -> None:
        jobs.start(self, partial(act, reason=why), succeeded=self._done, refused=self._refused)

    def _done(self, one: Template) -> None:
        self.seen = None
        whose = _("the office's own") if one.is_own else _("ours")
        self.said.emit(_("In force for {title} from now on: {whose}.", title=one.title, whose=whose))
        self.know(self.office)


# --- beside the window ---------------------------------------------------------------------------


@cache
def _samples() -> Samples:
    """The invented case, read once; who looks at no template does not wait for what fills one."""
    from counter.demonstration.sample_set import samples

    return samples()


def _in_force(office: Office, kind: str, version: int | None) -> Seen:
    data = templates.file_of(office, kind, version)
    return Seen(kind, data, templates.look(office, kind, data, _samples().content(kind)))


def _look(office: Office, kind: str, path: Path) -> Seen:
    data = templates.read(path)
    return Seen(kind, data, templates.look(office, kind, data, _samples().content(kind)), path.name)


def _taken_out(office: Office, kind: str, version: int | None, path: Path) -> Path:
    return files.save(templates.file_of(office, kind, version), path)


# --- how it reads --------------------------------------------------------------------------------


def page(seen: Seen) -> str:
    """What was found in a template: each problem with the paragraph in which it stands."""
    colours = look.colours()
    problems = seen.found.problems
    if problems:
        head = ngettext("{n} thing is to be mended", "{n} things are to be mended", len(problems))
        rows = [
            rich.text(
                (_("Paragraph {n}: ", n=one.field) if one.field else "") + translate(one), colour=colours.bad
            )
            for one in problems
        ]
        return rich.head(f"✗ {head}") + "".join(rows)
    if seen.file:
        told = _("Nothing is wrong with it. It is filled with a sample case below; put it in with Ctrl+S.")
        return rich.head("✓ " + seen.file) + rich.text(told, colour=colours.good)
    return rich.text(
        _("In force. Take it out (T), change it in Word, and look it through (Ctrl+O); N tells the names.")
    )


def _whose(one: Template) -> str:
    return _("✎ office's own") if one.is_own else _("ours")


def _version(one: Template) -> str:
    if not one.version:
        return _("ships with it")
    return _("{n} (own)", n=one.version) if one.is_own else _("{n} (back to ours)", n=one.version)
