"""What the application opens, live beside the form: groups, reasons, the next question, and the choice."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.split import Remark, speak
from counter.text import _, display, ngettext
from forms import keys
from forms.intake.binding import Binder
from forms.intake.choices import WHY_ADDED, WHY_DROPPED, Choices
from forms.intake.sheet import Assessment
from forms.match_list import MatchList
from forms.match_model import ORDER
from forms.question_box import QuestionBox
from forms.reason_dialog import ReasonDialog
from forms.reasons import amount_text, page
from forms.rows import holds_focus, label


class MatchPanel(QFrame):
    """F6 comes here, F6 again spreads it over the page; Esc goes back to the form."""

    question_wanted = Signal(str)
    """The path of a fact that one wants to answer in the form."""
    chosen_changed = Signal()

    def __init__(self, binder: Binder, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._binder = binder
        self._sheet = binder.sheet
        self._choices = choices
        self._catalogue = self._sheet.office.catalogue
        self.heading = label(_("What is open to them"), "heading")
        self.summary = label("", "small", wrap=True)
        self.box = QuestionBox(self._catalogue, self.name_of)
        self.list = MatchList(self._describe)
        self.reasons = QTextBrowser()
        self.reasons.setProperty("role", "bare")
        self.reasons.setOpenLinks(False)
        self.reasons.setAccessibleName(_("Reasons of the policy"))
        self.reasons.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._remarks: tuple[Remark, ...] = ()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.box.answered.connect(self._sheet.put)
        self.box.settled.connect(self.to_list)
        self.list.row_changed.connect(self._show_reasons)
        self.list.tick_wanted.connect(self.tick)
        self.list.ask_wanted.connect(self._ask)
        self.reasons.anchorClicked.connect(self._follow)
        self._sheet.changed.connect(self._sheet_changed)
        keys.bind_row(self.list, "Q", _("Answer the best question"), self.box.take_focus)
        keys.bind(
            self.list,
            "Space",
            _("Choose the policy or leave it out"),
            self.tick_current,
            within=Qt.ShortcutContext.WidgetShortcut,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(14, 12, 14, 8)
        head.setSpacing(6)
        head.addWidget(self.heading)
        head.addWidget(self.summary)
        head.addWidget(self.box)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(14, 6, 8, 6)
        below.setSpacing(4)
        below.addWidget(self.reasons, 1)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(self.splitter, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The reasons are rich text with measures and colours of their own.
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and hasattr(self, "reasons"):
            self._show_reasons()

    # --- going about -------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """The best question first; the list when nothing is open."""
        if self.box.question is not None:
            self.box.take_focus()
        else:
            self.to_list()

    def to_list(self) -> None:
        if self.list.isHidden():
            return
        if not self.list.currentIndex().isValid():
            self.list.go_to_first()
        self.list.setFocus()

    def spread(self, wide: bool) -> None:
        """Side by side over the whole page, or one above the other beside the form."""
        self.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def name_of(self, member: int) -> str:
        return self._sheet.name_of(member)

    def _ask(self, row: PolicyMatch) -> None:
        if not self.box.ask_about(row.policy):
            self.reasons.setFocus()

    def _follow(self, link: QUrl) -> None:
        self.question_wanted.emit(link.toString())

    # --- what is shown -----------------------------------------------------------------------------

    def _sheet_changed(self, path: str) -> None:
        if path == "":
            self.box.clear()
            self._show_rows()
        elif path in ("@added", "@dropped"):
            self._show_rows()

    def assessed(self, assessment: Assessment) -> None:
        was_asking = holds_focus(self.box)
        self.box.show_answer(self._answer())
        self._show_rows()
        if was_asking and self.box.question is None:
            self.to_list()

    def _answer(self) -> Answer | None:
        """What the policies say; nothing yet while nobody is entered of whom they could say it."""
        assessment = self._sheet.assessment
        return assessment.answer if assessment is not None and not self._sheet.is_blank else None

    def _show_rows(self) -> None:
        answer = self._answer()
        self._remarks = self._speak()
        for part in (self.list, self.reasons):
            part.setVisible(answer is not None)
        self.list.entries.show_answer(answer, self._is_chosen)
        if answer is not None and not self.list.currentIndex().isValid():
            self.list.go_to_first()
        self._show_reasons()
        chosen = self._choices.chosen(answer)
        if answer is None:
            self.summary.setText(_("As soon as a person is entered, all policies answer here."))
        else:
            counts = [(verdict, sum(row.verdict is verdict for row in answer.policies)) for verdict in ORDER]
            told = " · ".join(f"{display(verdict)} {count}" for verdict, count in counts[:3])
            chosen_text = ngettext("{n} chosen", "{n} chosen", len(chosen))
            if pairs := sum(bool(remark.other) for remark in self._remarks):
                told += " · " + ngettext("{n} exclusion", "{n} exclusions", pairs)
            self.summary.setText(f"{chosen_text} · {told}")
        self.chosen_changed.emit()

    def _is_chosen(self, row: PolicyMatch) -> bool:
        return self._choices.is_chosen(row.policy, row.verdict)

    def _describe(self, row: PolicyMatch) -> str:
        parts = [self._catalogue.departments[row.department].title, amount_text(row.amount)]
        if row.for_member is not None and row.verdict is not Verdict.NOT:
            fitting = [s.member for s in row.subjects if s.verdict is row.verdict] or [row.for_member]
            parts.insert(0, "、".join(map(self.name_of, fitting)))
        if row.if_granted:
            parts.append(_("if {statuses} is granted", statuses=list(row.if_granted)))
        return " · ".join(filter(None, parts))

    def _show_reasons(self) -> None:
        row = self.list.current_row()
        if row is None:
            self.reasons.clear()
            return
        who = self.name_of(row.for_member) if row.for_member is not None else _("the household")
        figures = dict.fromkeys((*row.provisional, *row.amount.provisional))
        names = "、".join(self._catalogue.standards[key].label for key in figures)
        department = self._catalogue.departments[row.department].title
        place = self.reasons.verticalScrollBar().value()
        text = page(row, who=who, department=department, statuses=names, remarks=self._remarks_on(row))
        if text != self.reasons.property("shown"):
            same = self.reasons.property("policy") == row.policy
            self.reasons.setProperty("shown", text)
            self.reasons.setProperty("policy", row.policy)
            self.reasons.setHtml(text)
            self.reasons.verticalScrollBar().setValue(place if same else 0)

    def _speak(self) -> tuple[Remark, ...]:
        """What the exclusions of the chosen policies say to each other."""
        assessment = self._sheet.assessment
        if assessment is None or assessment.answer is None:
            return ()
        chosen = self._choices.chosen(assessment.answer)
        return speak(self._catalogue, chosen, assessment.reading.application)

    def _remarks_on(self, row: PolicyMatch) -> list[str]:
        """How a policy stands to the others that are chosen, in words."""
        told = []
        for remark in self._remarks:
            if row.policy not in (remark.policy, remark.other) or not remark.other:
                continue
            code = remark.other if remark.policy == row.policy else remark.policy
            other = remark.held or self._catalogue.policy(code).title
            how = display(remark.mode)
            told.append(_("With {other}: {how}", other=other, how=how))
        return told

    # --- the choice --------------------------------------------------------------------------------

    def tick_current(self) -> None:
        if (row := self.list.current_row()) is not None:
            self.tick(row)

    def tick(self, row: PolicyMatch) -> None:
        """Choose a policy or leave it out; against the machine only with a reason."""
        eligible = row.verdict is Verdict.ELIGIBLE
        chosen = self._is_chosen(row)
        if chosen is not eligible:
            self._choices.back(row.policy)
            return
        if eligible:
            dialog = ReasonDialog(
                self,
                title=_("Leave out {policy}", policy=row.title),
                text=_("The conditions are met. Say why it is left out; the supervisor sees the reason."),
                reasons=[_(why) for why in WHY_DROPPED],
                act=_("Leave it out"),
            )
            dialog.given.connect(partial(self._choices.drop, row.policy))
        else:
            dialog = ReasonDialog(
                self,
                title=_("Ask for {policy}", policy=row.title),
                text=_(
                    "The result is “{verdict}”. Say why it is asked for all the same; "
                    "the department and the supervisor see the reason.",
                    verdict=row.verdict,
                ),
                reasons=[_(why) for why in WHY_ADDED],
                act=_("Ask for it"),
            )
            dialog.given.connect(partial(self._choices.add, row.policy))
        dialog.open()
