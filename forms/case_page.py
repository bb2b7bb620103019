"""办件: the household, its referrals and papers, and beside them the chain of help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from counter.cases.casefile import CaseFile
from counter.cases.coming_back import AtHand
from counter.cases.workflow import CaseMove, ReferralState, case_moves_from
from counter.errors import CounterError, Stale
from counter.services import cases, chains, reports
from counter.services.chains import ChainLink
from counter.services.office import Office
from counter.text import _, display
from forms import jobs, keys, ledger_dialog, look, messages
from forms.benefit_acts import Held, held_by
from forms.benefits_panel import BenefitsPanel
from forms.case_acts import CaseActs
from forms.case_chain import CaseChain
from forms.case_head import CaseHead
from forms.case_papers import CasePapers
from forms.case_referrals import CaseReferrals
from forms.export import Export
from forms.flow_row import FlowRow
from forms.more_acts import MoreActs
from forms.next_papers import NextPapers
from forms.page import Page, Scrolled
from forms.paper_leads import PaperLeads
from forms.referral_acts import ReferralActs
from forms.rows import button, label, line
from forms.scans.panel import ScansPanel
from forms.segments import Segments

LEAST_BELOW = 150
"""How high the part under the referrals is at least (at 100 %)."""
HANDLING, PAPERS, BENEFITS, SCANS = range(4)
"""What stands under the referrals: how the one of the row is handled, papers, benefits, scans."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with the chain of its household, and what that household has."""

    file: CaseFile
    chain: tuple[ChainLink, ...]
    held: tuple[Held, ...]


def _open(office: Office, number: str) -> Opened:
    file = cases.case(office, number)
    return Opened(file, chains.chain(office, file.household_id), held_by(office, file.household_id))


class CasePage(Page):
    """The keys of the queue work on the row of a referral; F7 shows the id number while it is held."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, parent)
        self._number = ""
        self.file: CaseFile | None = None
        self._opening: jobs.Latest[Opened] = jobs.Latest(self, succeeded=self._show, refused=self._not_opened)
        self.acts = ReferralActs(office, self)
        self.deeds = CaseActs(office, self)
        self.more = MoreActs(office, self)
        self.export = Export(office, self, reports.export, _("Lists"))
        self.about = CaseHead()
        self.table = CaseReferrals(office, self.acts)
        self.told = self.table.told
        self.next = NextPapers(office, self)
        self.correct_button = button(_("Correct the decision (C)"))
        self.papers = CasePapers(office)
        self.leads = PaperLeads(office, self, self.acts, self.more)
        self._at_hand: AtHand | None = None
        self.benefits = BenefitsPanel(office, self.more.benefits)
        self.scans = ScansPanel(office)
        self.parts = Segments(
            [
                _("Handling (Alt+5)"),
                _("Papers (Alt+2)"),
                _("Benefits and statuses (Alt+4)"),
                _("Scans (Alt+6)"),
            ]
        )
        self.chain = CaseChain()
        self.timeline = self.chain.timeline
        self.close_button = button(_("Close the case"))
        self.withdraw_button = button(_("Taken back"), "danger")
        self.decline_button = button(_("Not accepted"), "danger")
        self.accept_button = button(_("Papers came: accept (Ctrl+S)"), "primary")
        self.print_button = button(_("Papers (F12)"))
        self.dispatch_button = button(_("Dispatch (F10)"))
        self.more_button = button(_("More acts (M)"))
        self.empty = label(_("No case is open. F3 finds one."), "muted")
        for act in (*self._moves(), self.more_button, self.print_button):
            act.hide()
        self._lay_out()
        self._connect()
        self._bind_keys()

    def title(self) -> str:
        return _("Case")

    def head(self) -> QWidget:
        return self.bar

    def _lay_out(self) -> None:
        self.bar = QWidget()
        bar = QHBoxLayout(self.bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(10)
        bar.addStretch(1)
        for act in (
            self.more_button,
            self.withdraw_button,
            self.decline_button,
            self.close_button,
            self.print_button,
            self.dispatch_button,
            self.accept_button,
        ):
            bar.addWidget(act)
        both = QWidget()
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        # In large text a busy case has more to say than a small screen is high.
        self.scrolled = Scrolled(margin=0, spacing=0)
        self.scrolled.content.addWidget(self._work(), 1)
        columns.addWidget(self.scrolled, 1)
        columns.addWidget(self.chain)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _work(self) -> QWidget:
        """The household, its referrals, its papers."""
        work = QFrame()
        work.setProperty("role", "sheet")
        left = QVBoxLayout(work)
        left.setContentsMargins(18, 14, 18, 12)
        left.setSpacing(6)
        left.addWidget(self.about)
        left.addWidget(line())
        left.addWidget(self.table)
        parts = FlowRow(gap=12)
        parts.addWidget(self.parts)
        parts.addWidget(self.correct_button)
        left.addLayout(parts)
        self.below = QStackedWidget()
        self.below.addWidget(self.told)
        self.below.addWidget(self.papers)
        self.below.addWidget(self.benefits)
        self.below.addWidget(self.scans)
        self.below.setMinimumHeight(look.px(LEAST_BELOW))
        left.addWidget(self.below, 1)
        return work

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "below"):
            self.below.setMinimumHeight(look.px(LEAST_BELOW))

    def _connect(self) -> None:
        self.table.row_changed.connect(self._row_changed)
        self.papers.changed.connect(self.refresh)
        self.papers.wanted.connect(self._print)
        self.papers.back_wanted.connect(self.more.life.ask_back)
        self.acts.changed.connect(self._acted)
        self.acts.prints.connect(self.next.after)
        self.deeds.changed.connect(self._case_changed)
        self.deeds.declined.connect(self._declined)
        self.more.changed.connect(self._acted)
        self.more.draft_wanted.connect(self.draft_wanted)
        self.more.prints.connect(self.next.after)
        self.next.wanted.connect(self._offer_papers)
        self.leads.changed.connect(self._acted)
        self.leads.delivery_wanted.connect(self._deliver)
        for doing in (self.papers, self.acts, self.deeds, self.more, self.leads, self.scans):
            doing.refused.connect(self._refused)
        for telling in (
            *(self.papers, self.acts, self.deeds, self.more, self.leads),
            self.benefits,
            self.scans,
        ):
            telling.said.connect(self.said)
        self.export.said.connect(self.said)
        self.scans.counted.connect(self._count_scans)
        self.parts.wanted.connect(self.show_part)
        self.more_button.clicked.connect(self.open_more)
        self.timeline.case_wanted.connect(self.show_case)
        self.correct_button.clicked.connect(self._correct)
        self.close_button.clicked.connect(self.close_case)
        self.withdraw_button.clicked.connect(self.ask_to_withdraw)
        self.accept_button.clicked.connect(self.ask_to_accept)
        self.decline_button.clicked.connect(self.ask_to_decline)
        self.print_button.clicked.connect(self._print)
        self.dispatch_button.clicked.connect(self._dispatch)

    def _bind_keys(self) -> None:
        keys.bind_row(self.table, "L", _("Account of the clocks"), self.show_ledger)
        keys.bind_row(self.table, "M", _("More acts"), self.open_more)
        keys.bind(self, "Ctrl+S", _("Papers came: accept"), self.ask_to_accept)
        keys.bind(self, "Ctrl+Shift+N", _("Not accepted"), self.ask_to_decline)
        keys.bind(self, "Ctrl+E", _("Queue, cases and decisions as a spreadsheet"), self.export.ask)
        keys.bind(self, "Ctrl+P", _("Papers"), self._print)
        keys.bind(self, "Alt+1", _("To the referrals"), self.table.setFocus)
        keys.bind(self, "Alt+2", _("To the papers"), partial(self.show_part, PAPERS))
        keys.bind(self, "Alt+3", _("To the chain"), self.timeline.setFocus)
        keys.bind(self, "Alt+4", _("To benefits and statuses"), partial(self.show_part, BENEFITS))
        keys.bind(self, "Alt+6", _("To the scans"), partial(self.show_part, SCANS))
        keys.bind(self, "Alt+5", _("To the handling of the referral"), partial(self.show_part, HANDLING))
        keys.bind(self, "Alt+Down", _("Next case of the queue"), partial(self.step_wanted.emit, 1))
        keys.bind(self, "Alt+Up", _("Previous case of the queue"), partial(self.step_wanted.emit, -1))
        keys.bind(self, "F7", _("Show the id number while held; it is logged"), self.reveal)
        keys.bind(self, "Ctrl+Shift+C", _("Close the case"), self.close_case)

    # --- which case --------------------------------------------------------------------------------

    def case_shown(self) -> str:
        return self._number

    def show_case(self, number: str) -> None:
        self._number, self._at_hand = number, None
        self.refresh()

    def take_paper(self, found: AtHand) -> None:
        """A paper of a case lies on the desk: show it there, note it back, and enter what it says."""
        self.show_case(found.case)
        self._at_hand = found

    def came(self) -> None:
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        if self._number:
            self._opening.ask(partial(_open, self.office, self._number))

    def heard_of_changes(self) -> None:
        self.refresh()

    def _not_opened(self, refused: CounterError) -> None:
        self.said.emit(messages.text_of(refused))

    def _show(self, opened: Opened) -> None:
        file = opened.file
        self.file = file
        self.stack.setCurrentIndex(1)
        self.about.show_case(file, self.office.today())
        self.table.show_case(file)
        self.papers.show_case(file)
        self.benefits.show_held(file, opened.held)
        self.scans.show_case(file)
        self.parts.tell(BENEFITS, len(opened.held) or None)
        self.chain.show_chain(opened.chain)
        self._show_acts(file)
        if self._at_hand is not None and self._at_hand.case == file.number:
            found, self._at_hand = self._at_hand, None
            self.show_part(PAPERS)
            self.papers.go_to(found.notice.number)
            self.leads.take(found, file, opened.held)

    def _count_scans(self, count: int) -> None:
        self.parts.tell(SCANS, count or None)

    def _moves(self) -> tuple[QPushButton, ...]:
        """The acts that go in some states only."""
        return (
            self.withdraw_button,
            self.decline_button,
            self.close_button,
            self.dispatch_button,
            self.accept_button,
        )

    def _show_acts(self, file: CaseFile) -> None:
        moves = case_moves_from(file.state)
        self.accept_button.setVisible(CaseMove.ACCEPT in moves)
        self.decline_button.setVisible(CaseMove.DECLINE in moves)
        drafts = any(one.state is ReferralState.DRAFT for one in file.referrals)
        self.dispatch_button.setVisible(drafts)
        self.more_button.show()
        self.print_button.show()
        self.withdraw_button.setVisible(CaseMove.WITHDRAW in moves)
        self.close_button.setVisible(CaseMove.CLOSE in moves)

    def _row_changed(self) -> None:
        row = self.table.current()
        self.correct_button.setVisible(row is not None and row.state is ReferralState.DECIDED)

    def show_part(self, part: int) -> None:
        """The papers of the case, or what its household has, under the referrals."""
        self.parts.choose(part)
        self.below.setCurrentIndex(part)
        (self.told, self.papers.table, self.benefits.table, self.scans.table)[part].setFocus()
        self.scrolled.ensureWidgetVisible(self.below)

    def open_more(self) -> None:
        """M 更多办理."""
        if self.file is not None:
            self.more.of_case(self.file, self.table.current())

    # --- the case ----------------------------------------------------------------------------------

    def close_case(self) -> None:
        if self.file is not None:
            self.deeds.close(self.file)

    def ask_to_withdraw(self) -> None:
        if self.file is not None:
            self.deeds.ask_to_withdraw(self.file)

    def ask_to_accept(self) -> None:
        if self.file is not None:
            self.deeds.ask_to_accept(self.file)

    def ask_to_decline(self) -> None:
        if self.file is not None:
            self.deeds.ask_to_decline(self.file)

    def show_ledger(self) -> None:
        """L: what is due, stopped and used, and whose every day was."""
        if self.file is not None:
            ledger_dialog.show_case(self.office, self, self.file.number, refused=self._refused)

    def _case_changed(self, file: CaseFile) -> None:
        self.said.emit(f"{file.number}: {display(file.state)}")
        self.refresh()

    def _declined(self, file: CaseFile) -> None:
        self.refresh()
        self.papers_wanted.emit(file.number, "decline")

    # --- the rest ----------------------------------------------------------------------------------

    def _correct(self) -> None:
        self.acts.ask_correct(self.table.target())

    def _acted(self, _result: object) -> None:
        self.refresh()
        if self.below.currentIndex() == HANDLING:
            self.table.setFocus()

    def _refused(self, refused: CounterError) -> None:
        messages.show_refusal(self, refused)
        if isinstance(refused, Stale):
            self.refresh()

    def reveal(self) -> None:
        """F7: the whole id number while the key is held; who looked goes on the record."""
        if self.file is not None and self.file.application.applicant.id_number:
            jobs.start(
                self,
                partial(
                    cases.reveal, self.office, self.file.number, member=0, why=_("Compared at the counter")
                ),
                succeeded=self.about.show_person,
                refused=self._refused,
            )

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7 and not event.isAutoRepeat() and self.file is not None:
            self.about.hide_number()
        else:
            super().keyReleaseEvent(event)

    def _offer_papers(self, number: str, step: str, _titles: object) -> None:
        """What was done calls for papers: the page that prints them, while the case is still open here."""
        if number == self._number and self.isVisible():
            self.papers_wanted.emit(number, step)

    def _print(self) -> None:
        if self._number:
            self.papers_wanted.emit(self._number, "")

    def _deliver(self, number: str) -> None:
        """The letter whose proof lies on the desk; one that is entered already is shown alone."""
        self.papers.go_to(number)
        if self.file is not None and not any(one.notice == number for one in self.file.deliveries):
            self.papers.ask_delivery()

    def _dispatch(self) -> None:
        if self._number:
            self.dispatch_wanted.emit(self._number)
