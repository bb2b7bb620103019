"""办结: what the department decides, what it answered on paper, or what a wrong decision should have been."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from counter.cases.casefile import Decision
from counter.cases.workflow import Outcome
from counter.catalogue.benefit import Gives
from counter.catalogue.policy import Policy
from counter.errors import CounterError, Refused
from counter.services.decisions import Answer, Proposal
from counter.text import _, chinese_date, display, plain_number
from forms import answer_fields, keys, look
from forms.answer_fields import Rows
from forms.field_grid import Fields
from forms.fields import DateField, FigureField, ProseField, TextField
from forms.page import Scrolled
from forms.rows import FieldRow, button, label
from forms.words import decision_text

OUTCOMES = (Outcome.GRANT, Outcome.PARTLY, Outcome.REFUSE)
_GRANTING = ("amount_fen", "amount_unit", "starts", "ends")
_REFUSING = ("facts", "evidence", "clause")
_ON_PAPER = ("decided_by", "decided_on")


class DecideDialog(QDialog):
    """1 granted, 2 partly, 3 refused; Ctrl+Enter decides, Esc leaves all as it was."""

    given = Signal(object)
    """An `Answer`."""

    def __init__(
        self,
        parent: QWidget,
        policy: Policy,
        *,
        on_paper: bool = False,
        replaces: Decision | None = None,
    ) -> None:
        super().__init__(parent)
        title = _("The department's answer on paper") if on_paper else _("Decide")
        if replaces is not None:
            title = _("Correct the decision")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_paper = on_paper
        self._replaces = replaces
        self._outcomes = QButtonGroup(self)
        unit = TextField()
        unit.set_value(policy.benefit.period)
        is_money = policy.benefit.gives is Gives.MONEY
        self.rows = Rows(
            because=FieldRow(_("What was wrong"), TextField(), must=True),
            decided_by=FieldRow(_("Who answered"), TextField(), must=on_paper),
            document_number=FieldRow(_("Number of the paper"), TextField(), must=on_paper),
            decided_on=FieldRow(_("Day of the paper"), DateField(), must=on_paper),
            amount_fen=FieldRow(_("Amount"), FigureField(_("yuan")), must=is_money),
            amount_unit=FieldRow(_("For each"), unit),
            starts=FieldRow(_("From"), DateField(), must=is_money and policy.benefit.is_running),
            ends=FieldRow(_("Until"), DateField()),
            reason=FieldRow(_("Reason"), ProseField(2)),
            facts=FieldRow(_("Facts that were found"), ProseField(2)),
            evidence=FieldRow(_("Evidence"), TextField()),
            clause=FieldRow(_("Clause, as it reads"), ProseField(2)),
        )
        self.overdue = label("", wrap=True)
        self.overdue.setProperty("tone", "wait")
        self.overdue.hide()
        self.basis = label(_("Articles of the policy: {basis}", basis=policy.basis), "small", wrap=True)
        act = _("Decide") if replaces is None else _("Replace the decision")
        self.done_button = button(_("{act} (Ctrl+Enter)", act=act), "primary")
        self.done_button.clicked.connect(self.finish)
        keys.bind(self, ("Ctrl+Return", "Ctrl+Enter"), act, self.finish)
        self._lay_out(title, policy)
        if replaces is not None:
            self._show_decision(replaces)
        self._show_outcome()

    def _lay_out(self, title: str, policy: Policy) -> None:
        scrolled = Scrolled(margin=20, spacing=12)
        column = scrolled.content
        column.addWidget(label(title, "heading"))
        column.addWidget(label(policy.title, wrap=True))
        self.rows["because"].setVisible(self._replaces is not None)
        if self._replaces is not None:
            told = _(
                "It replaces: {decision}. Both stay on the record.", decision=decision_text(self._replaces)
            )
            column.addWidget(label(told, "muted", wrap=True))
            column.addWidget(self.rows["because"])
        column.addWidget(self.overdue)
        column.addLayout(self._outcome_buttons())
        fields = Fields(3)
        for key in (*_ON_PAPER, "document_number", *_GRANTING):
            fields.add(self.rows[key])
        column.addWidget(fields)
        for key in ("reason", *_REFUSING):
            column.addWidget(self.rows[key])
        column.addWidget(self.basis)
        column.addStretch(1)
        back = button(_("Back"))
        back.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 0, 20, 16)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled, 1)
        layout.addLayout(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(look.px(680), room.width() - 40), min(look.px(620), room.height() - 60))

    def _outcome_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        for number, outcome in enumerate(OUTCOMES):
            made = QRadioButton(f"{number + 1} {display(outcome)}")
            made.setProperty("kind", "segment")
            made.setProperty("place", ("first", "middle", "last")[number])
            made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self._outcomes.addButton(made, number)
            row.addWidget(made)
            keys.bind(
                self,
                f"Alt+{number + 1}",
                display(outcome),
                made.click,
            )
        row.addStretch(1)
        first = self._outcomes.button(0)
        first.setChecked(True)
        first.setFocus()
        for choice in self._outcomes.buttons():
            for number, outcome in enumerate(OUTCOMES):
                keys.bind(
                    choice,
                    str(number + 1),
                    display(outcome),
                    self._outcomes.button(number).click,
                    within=Qt.ShortcutContext.WidgetShortcut,
                )
        self._outcomes.idClicked.connect(self._chosen)
        return row

    def _show_decision(self, decision: Decision) -> None:
        """Begin from what was decided last, so that only what was wrong is typed again."""
        amount = decision.amount_fen
        for key, value in (
            ("decided_by", decision.decided_by),
            ("document_number", decision.document_number),
            ("decided_on", decision.decided_on.isoformat()),
            ("amount_fen", plain_number(Fraction(amount, 100)) if amount is not None else None),
            ("amount_unit", decision.amount_unit or self.rows.text("amount_unit")),
            ("starts", decision.starts.isoformat() if decision.starts else None),
            ("ends", decision.ends.isoformat() if decision.ends else None),
            ("reason", decision.reason),
            ("facts", decision.facts),
            ("evidence", decision.evidence),
            ("clause", decision.clause),
        ):
            self.rows[key].field.set_value(value)
        self._outcomes.button(OUTCOMES.index(decision.outcome)).setChecked(True)
        self.rows["because"].field.widget().setFocus()

    def _chosen(self, number: int) -> None:
        self._outcomes.button(number).setFocus()
        self._show_outcome()

    def outcome(self) -> Outcome:
        return OUTCOMES[max(self._outcomes.checkedId(), 0)]

    def choose(self, outcome: Outcome) -> None:
        self._outcomes.button(OUTCOMES.index(outcome)).setChecked(True)
        self._show_outcome()

    def _show_outcome(self) -> None:
        outcome = self.outcome()
        for key in _GRANTING:
            self.rows[key].setVisible(outcome is not Outcome.REFUSE)
        for key in _REFUSING:
            self.rows[key].setVisible(outcome is not Outcome.GRANT)
        for key in _ON_PAPER:
            self.rows[key].setVisible(self._on_paper)
        self.basis.setVisible(outcome is not Outcome.GRANT)
        self.rows.clear_problems()

    def propose(self, proposal: Proposal) -> None:
        """Fill in what the record holds, where nothing is written yet, to be confirmed or corrected."""
        for key, text in (("facts", proposal.facts), ("evidence", proposal.evidence)):
            if not self.rows.text(key):
                self.rows[key].field.set_value(text)
        named = [
            _("{paper} (by {day})", paper=paper.title, day=chinese_date(paper.due))
            for paper in proposal.overdue
            if paper.due is not None
        ]
        self.overdue.setText(_("Not brought yet and past its day: {papers}.", papers=named))
        self.overdue.setVisible(bool(named))

    def answer(self) -> Answer:
        """What the fields say. Raises `Refused` for a day or an amount that is none."""
        rows = self.rows
        outcome = self.outcome()
        granted, refused = outcome is not Outcome.REFUSE, outcome is not Outcome.GRANT
        return Answer(
            outcome=outcome,
            amount_fen=answer_fields.fen(rows, "amount_fen") if granted else None,
            amount_unit=rows.text("amount_unit") if granted else "",
            starts=answer_fields.day(rows, "starts") if granted else None,
            ends=answer_fields.day(rows, "ends") if granted else None,
            reason=rows.text("reason"),
            facts=rows.text("facts") if refused else "",
            evidence=rows.text("evidence") if refused else "",
            clause=rows.text("clause") if refused else "",
            document_number=rows.text("document_number"),
            decided_by=rows.text("decided_by") if self._on_paper else "",
            decided_on=answer_fields.day(rows, "decided_on") if self._on_paper else None,
        )

    def finish(self) -> None:
        try:
            answer = self.answer()
        except Refused as refused:
            self.show_refusal(refused)
            return
        self.done_button.setEnabled(False)
        self.given.emit(answer)

    def show_refusal(self, refused: CounterError) -> None:
        """Say at the fields why the answer is not taken; nothing that was typed is lost."""
        self.done_button.setEnabled(True)
        self.rows.show(refused, otherwise="reason")
