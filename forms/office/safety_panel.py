"""Copies of the office, whether its record is whole, and what this way of keeping it does not protect."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from counter.errors import CounterError
from counter.services import audit, backup
from counter.services.audit import Verification
from counter.services.backup import Backup
from counter.services.office import Act, Office
from counter.text import _, chinese_moment, ngettext
from forms import jobs, keys, look, messages
from forms.page import Scrolled
from forms.rows import button, label
from forms.rows_model import RowsModel, Shown
from forms.tables import Table

SHOWN = 12
"""How many signs of a seal are shown; the whole of it stands in the copy."""


class SafetyPanel(QWidget):
    """B makes a copy, V checks the record, R goes back to a copy."""

    said = Signal(str)
    restore_wanted = Signal(object)
    """The file of a copy that the whole office is to go back to."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._checking: jobs.Job | None = None
        self.rows: RowsModel[Backup] = RowsModel(
            [
                Shown(_("Made"), _made),
                Shown(_("Entries"), _entries, right=True),
                Shown(_("File"), _file),
            ]
        )
        self.table = Table()
        self.table.setModel(self.rows)
        self.table.setAccessibleName(_("Backups of the office"))
        self.table.set_widths({0: 170, 1: 70}, stretch=2)
        self.backup_button = button(_("Back up now (B)"), "primary")
        self.restore_button = button(_("Go back to this backup (R)"), "danger")
        self.verify_button = button(_("Check the record (V)"), "primary")
        self.stop_button = button(_("Stop (Esc)"))
        self.backup_told = label("", "small", wrap=True)
        self.verdict = label("", wrap=True)
        self.heads = label("", "small", wrap=True)
        self.heads.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._lay_out()
        self.backup_button.clicked.connect(self.back_up)
        self.restore_button.clicked.connect(self.ask_restore)
        self.verify_button.clicked.connect(self.verify)
        self.stop_button.clicked.connect(self.stop)
        keys.bind_row(self.table, "B", _("Back up now"), self.back_up)
        keys.bind_row(self.table, "V", _("Check the record"), self.verify)
        keys.bind_row(self.table, "R", _("Go back to the backup of the row"), self.ask_restore)
        keys.bind(self, "Esc", _("Stop the check"), self.stop)
        self._show_stop(False)

    def _lay_out(self) -> None:
        columns = QHBoxLayout(self)
        columns.setContentsMargins(18, 14, 18, 14)
        columns.setSpacing(14)
        columns.addWidget(self._copies(), 1)
        right = Scrolled(margin=0, spacing=14)
        right.content.addWidget(self._record())
        right.content.addWidget(self._limits())
        right.content.addStretch(1)
        columns.addWidget(right, 1)

    def _copies(self) -> QWidget:
        card = _card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(_("Backups"), "heading"))
        head.addStretch(1)
        head.addWidget(self.backup_button)
        inside.addLayout(head)
        inside.addWidget(self.backup_told)
        inside.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.restore_button)
        inside.addLayout(foot)
        return card

    def _record(self) -> QWidget:
        card = _card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(_("The record"), "heading"))
        head.addStretch(1)
        head.addWidget(self.stop_button)
        head.addWidget(self.verify_button)
        inside.addLayout(head)
        inside.addWidget(
            label(
                _(
                    "Every act is an entry that seals the one before it. The check walks through all of them "
                    "and finds what was changed, left out or cut off."
                ),
                "muted",
                wrap=True,
            )
        )
        inside.addWidget(self.bar)
        inside.addWidget(self.verdict)
        inside.addWidget(self.heads)
        self.bar.hide()
        self.verdict.hide()
        self.heads.hide()
        return card

    def _limits(self) -> QWidget:
        card = _card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(6)
        inside.addWidget(label(_("What this does not protect"), "heading"))
        for text in _not_protected():
            inside.addWidget(label(f"· {text}", wrap=True))
        return card

    def take_focus(self) -> None:
        self.table.setFocus()

    def know(self, office: Office) -> None:
        self.office = office
        may = office.may(Act.BACK_UP)
        self.backup_button.setEnabled(may)
        self.restore_button.setEnabled(may and bool(self.rows.values))
        jobs.start(self, partial(backup.backups, office), succeeded=self._show)

    def _show(self, copies: tuple[Backup, ...]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.rows.show(copies)
        if copies:
            self.table.selectRow(min(row, len(copies) - 1))
        self.restore_button.setEnabled(bool(copies) and self.office.may(Act.BACK_UP))
        folder = str(self.office.settings.backups)
        if copies:
            ago = _ago(copies[0].made_at, self.office.now())
            self.backup_told.setText(
                _("The last one was made {ago}. They lie in {folder}.", ago=ago, folder=folder)
            )
        else:
            self.backup_told.setText(_("There is no backup yet. They will lie in {folder}.", folder=folder))

    # --- copies ------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make a copy, and check from end to end that it can be read back."""
        if not self.backup_button.isEnabled():
            return
        self.backup_button.setEnabled(False)
        self.backup_told.setText(_("The backup is being made and checked …"))
        jobs.start(
            self,
            partial(backup.back_up, self.office),
            succeeded=self._backed_up,
            refused=self._backup_failed,
            ended=partial(self.backup_button.setEnabled, True),
        )

    def _backed_up(self, made: Backup) -> None:
        self.know(self.office)
        self.said.emit(_("Backed up and checked: {file}", file=made.file.name))

    def _backup_failed(self, refused: CounterError) -> None:
        self.backup_told.setText(messages.text_of(refused))

    def ask_restore(self) -> None:
        """Go back to a copy: asked twice, and what is replaced is laid aside, never removed."""
        made = self.rows.at(self.table.currentIndex().row())
        if made is None or not self.restore_button.isEnabled():
            return
        messages.confirm(
            self,
            _(
                "Go back to how the office stood on {moment}? Everything entered since then is laid aside in "
                "the folder of the backups; it is not removed, but it is no longer shown. All other windows "
                "must be closed. Afterwards one signs in again.",
                moment=made.made_at,
            ),
            yes=_("Go back to the backup"),
            no=_("Leave everything as it is"),
            then=partial(self.restore_wanted.emit, made.file),
        )

    # --- the record --------------------------------------------------------------------------------

    def verify(self) -> None:
        """Walk through the whole record; it can be stopped."""
        if self._checking is not None:
            return
        self._show_stop(True)
        self.verdict.hide()
        self.heads.hide()
        self.bar.setRange(0, 0)
        self._checking = jobs.start_long(
            self,
            partial(audit.verify, self.office),
            progressed=self._show_progress,
            succeeded=self._verified,
            refused=self._not_verified,
            ended=self._check_ended,
        )

    def stop(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
            self._tell(_("Stopped. Nothing can be said of the record."), "")

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _check_ended(self) -> None:
        self._checking = None
        self._show_stop(False)

    def _show_stop(self, checking: bool) -> None:
        self.bar.setVisible(checking)
        self.stop_button.setVisible(checking)
        self.verify_button.setEnabled(not checking)

    def _verified(self, found: Verification) -> None:
        entries = ngettext("{n} entry", "{n} entries", found.checked)
        if found.ok:
            self._tell(_("✓ The record is whole: {entries}.", entries=entries), "good")
        else:
            problems = [
                *(_("entry {n} is not what it was", n=one.event_id) for one in found.broken),
                *(_("the numbers of {name} have a gap", name=name) for name in found.gaps),
                *(_("entries after number {n} were cut off", n=one.position - 1) for one in found.cut),
                *(
                    _("a page of a scan is gone or damaged ({digest})", digest=one[:12])
                    for one in found.scans
                ),
            ]
            told = _("✗ The record was changed. Tell the auditor, and keep the backups.")
            self._tell("\n".join([told, *problems]), "bad")
        seals = [
            _(
                "{chain}: entry {position}, seal {seal}",
                chain=self._chain_title(head.chain),
                position=head.position,
                seal=head.digest[:SHOWN],
            )
            for head in found.heads
        ]
        self.heads.setText("\n".join([_("The last entries; write them down elsewhere:"), *seals]))
        self.heads.setVisible(bool(seals))

    def _chain_title(self, chain: str) -> str:
        place = self.office.catalogue.places.get(chain)
        return place.title if place else _("the office itself")

    def _not_verified(self, refused: CounterError) -> None:
        self._tell(messages.text_of(refused), "bad")

    def _tell(self, text: str, tone: str) -> None:
        self.verdict.setText(text)
        look.mark(self.verdict, tone=tone)
        self.verdict.show()


def _card() -> QFrame:
    made = QFrame()
    made.setProperty("role", "card")
    return made


def _not_protected() -> tuple[str, ...]:
    """What whoever keeps an office on one computer has to know."""
    return (
        _(
            "The office is a file on this computer and is not encrypted: whoever can read the disk can "
            "read it. Use an encrypted disk."
        ),
        _(
            "Whoever may write the file can change it past the program. The check of the record shows it "
            "afterwards; it does not prevent it."
        ),
        _(
            "Backups on the same disk are lost with it. Carry one away every day, or put their folder on "
            "another disk."
        ),
        _("The program does not lock itself. Lock the computer whenever you leave the window."),
        _(
            "Saved PDF and Word files bear full names and numbers and are not encrypted either. Delete them "
            "when they are done with."
        ),
        _("The office belongs on a disk of this computer: in a folder on the network its file breaks."),
    )


def _made(copy: Backup) -> str:
    return chinese_moment(copy.made_at)


def _entries(copy: Backup) -> str:
    return str(copy.events)


def _file(copy: Backup) -> str:
    return copy.file.name


def _ago(then: datetime, now: datetime) -> str:
    minutes = max(int((now - then).total_seconds() // 60), 0)
    if not minutes:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes)
    hours = minutes // 60
    return (
        ngettext("{n} hour ago", "{n} hours ago", hours)
        if hours < 48
        else ngettext("{n} day ago", "{n} days ago", hours // 24)
    )
