"""The referrals of a case: one line each, and how the one of the row is handled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import CaseFile, ReferralFile
from counter.services.office import Office
from counter.text import _, mask_name
from forms import look, referral_keys, rich
from forms.case_words import (
    answer_of,
    answer_tone,
    department_of,
    due_of,
    referral_text,
    row_name,
    state_of,
    title_of,
    tone_of,
    why_replaced,
)
from forms.handling_words import handling_lines
from forms.referral_acts import ReferralActs, Target, target_of
from forms.rich import RichPage
from forms.rows_model import RowsModel, Shown
from forms.tables import Table


class CaseReferrals(Table):
    """The keys of the queue work on the row; `told` tells of it."""

    row_changed = Signal()

    def __init__(self, office: Office, acts: ReferralActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._file: CaseFile | None = None
        self.rows: RowsModel[ReferralFile] = RowsModel(
            [
                Shown(_("Department"), department_of),
                Shown(_("Policy"), title_of),
                Shown(_("For whom"), self._subject),
                Shown(_("State"), state_of, tone=tone_of),
                Shown(_("Due"), due_of),
                Shown(_("Answer"), answer_of, tone=answer_tone),
            ],
            name=row_name,
        )
        self.told = RichPage(_("How the referral is handled"))
        self.setModel(self.rows)
        self.setAccessibleName(_("Referrals of the case"))
        self.set_widths({0: 100, 2: 62, 3: 96, 4: 92, 5: 150}, stretch=1, spare=(2, 4))
        self.selectionModel().currentRowChanged.connect(self._moved)
        referral_keys.bind(self, acts, self.target)

    def show_case(self, file: CaseFile) -> None:
        """Another reading of the case; the cursor stays on its row."""
        self._file = file
        row = max(self.currentIndex().row(), 0)
        self.rows.show(file.referrals)
        if file.referrals:
            self.selectRow(min(row, len(file.referrals) - 1))
        self.fit_rows(3, 8)
        self._tell_row()

    def current(self) -> ReferralFile | None:
        return self.rows.at(self.currentIndex().row())

    def target(self) -> Target | None:
        """The referral of the row, as the acts need it."""
        row = self.current()
        return target_of(row, self._file.number) if row is not None and self._file is not None else None

    def _subject(self, row: ReferralFile) -> str:
        if not row.subject.isdigit() or self._file is None:
            return _("household")
        return mask_name(self._file.application.people[int(row.subject)].name)

    def _moved(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell_row()

    def _tell_row(self) -> None:
        row = self.current()
        self.row_changed.emit()
        if row is None or self._file is None:
            self.told.show_page("")
            return
        lines = [
            rich.note(one.text, look.colours().bad) if one.late else rich.text(one.text)
            for one in handling_lines(row, self._office.today())
        ]
        self.told.show_page(rich.text(referral_text(row, why_replaced(self._file))) + "".join(lines))
