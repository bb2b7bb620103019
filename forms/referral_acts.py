"""What can be done with a referral, by one key each: from the queue and from the case alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from counter.cases.casefile import Paper, ReferralFile
from counter.cases.deadlines import EXTENSION, papers_due
from counter.cases.workflow import ReferralMove, ReferralState, ReturnReason, moves_from
from counter.catalogue.policy import Policy
from counter.services import decisions, dispatch, referrals
from counter.services.decisions import Answer
from counter.services.office import Office
from counter.text import _, display
from forms import jobs
from forms.clock_dialog import Clock, ExtendDialog, Stop, SuspendDialog
from forms.decide_dialog import DecideDialog
from forms.papers_came import awaited
from forms.reason_dialog import ReasonDialog
from forms.reassign_dialog import ReassignDialog
from forms.request_papers_dialog import RequestPapersDialog, papers_to_ask
from forms.resume_dialog import ResumeDialog


@dataclass(frozen=True, slots=True)
class Target:
    """The referral that is meant, as it was when it was read."""

    number: str
    case: str
    policy: str
    title: str
    department: str
    state: ReferralState
    version: int


class ReferralActs(QObject):
    """Each act asks for what it needs, runs beside the window, and tells how it went."""

    changed = Signal(object)
    """The referral as it is now."""
    refused = Signal(object)
    said = Signal(str)
    prints = Signal(str, str)
    """The case, and the step whose papers are handed out now."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self.office = office
        self._window = window

    def may(self, target: Target | None, move: ReferralMove) -> bool:
        """Whether the table of moves knows this one; if not, it is said."""
        if target is None:
            return False
        if move in moves_from(target.state):
            return True
        self.said.emit(
            _("{title} is “{state}”: it cannot be changed so now.", title=target.title, state=target.state)
        )
        return False

    def _policy(self, target: Target) -> Policy:
        return self.office.catalogue.policy(target.policy)

    def _clock(self, row: ReferralFile) -> Clock:
        return Clock(row, self.office.catalogue.calendar, self.office.today())

    def _read(self, target: Target, then: Callable[[ReferralFile], object]) -> None:
        """The referral with all that a dialog shows of it."""
        jobs.start(
            self,
            partial(referrals.referral, self.office, target.number),
            succeeded=then,
            refused=self.refused.emit,
        )

    def _do(
        self,
        work: Callable[[], ReferralFile],
        dialog: QDialog | None = None,
        *,
        case: str = "",
        step: str = "",
    ) -> None:
        """`step` names the papers of the `case` that are handed out afterwards."""
        show = getattr(dialog, "show_refusal", None)
        jobs.start(
            dialog or self,
            work,
            succeeded=partial(self._done, dialog, case, step),
            refused=show or self.refused.emit,
        )

    def _done(self, dialog: QDialog | None, case: str, step: str, row: ReferralFile) -> None:
        if dialog is not None:
            dialog.accept()
        self.said.emit(f"{row.title}: {display(row.state)}")
        self.changed.emit(row)
        if step:
            self.prints.emit(case, step)

    # --- the department's keys ---------------------------------------------------------------------

    def sign(self, target: Target | None) -> None:
        """Q 签收."""
        if target is not None and self.may(target, ReferralMove.SIGN):
            self._do(partial(referrals.sign, self.office, target.number, expected_version=target.version))

    def ask_return(self, target: Target | None) -> None:
        """T 退回: to the dispatcher, with a reason."""
        if target is None or not self.may(target, ReferralMove.RETURN):
            return
        dialog = ReasonDialog(
            self._window,
            title=_("Return {policy}", policy=target.title),
            text=_("It goes back to the dispatcher, never to the applicant."),
            reasons=[display(reason) for reason in ReturnReason],
            act=_("Return"),
            kind="danger",
        )
        dialog.given.connect(partial(self._return, target, dialog))
        dialog.open()

    def _return(self, target: Target, dialog: ReasonDialog, text: str) -> None:
        reason = list(ReturnReason)[max(dialog.list.currentRow(), 0)]
        self._do(
            partial(
                referrals.return_to_dispatcher,
                self.office,
                target.number,
                reason=reason,
                text=text,
                expected_version=target.version,
            )
        )

    def ask_papers(self, target: Target | None) -> None:
        """B 要补件: the clock stops until they come."""
        if target is None or not self.may(target, ReferralMove.REQUEST_PAPERS):
            return
        due = papers_due(self.office.today(), self.office.catalogue.calendar, self.office.promises)
        dialog = RequestPapersDialog(
            self._window,
            papers_to_ask(self._policy(target), self.office.catalogue),
            due,
            text=_("Waiting for the applicant is not charged to the department."),
        )
        dialog.given.connect(partial(self._request_papers, target, dialog))
        dialog.open()

    def _request_papers(
        self,
        target: Target,
        dialog: RequestPapersDialog,
        papers: list[Paper],
        until: date | None,
        because: str,
    ) -> None:
        self._do(
            partial(
                referrals.request_papers,
                self.office,
                target.number,
                papers=papers,
                answer_by=until,
                because=because,
                expected_version=target.version,
            ),
            dialog,
            case=target.case,
            step="register",
        )

    def ask_reassign(self, target: Target | None) -> None:
        """Z 转派."""
        if target is None or not self.may(target, ReferralMove.REASSIGN):
            return
        dialog = ReassignDialog(self._window, self.office.catalogue, target.title, target.department)
        dialog.given.connect(partial(self._reassign, target))
        dialog.open()

    def _reassign(self, target: Target, department: str, because: str) -> None:
        self._do(
            partial(
                dispatch.reassign,
                self.office,
                target.number,
                department=department,
                because=because,
                expected_version=target.version,
            )
        )

    def ask_decide(self, target: Target | None) -> None:
        """Y 办结."""
        if target is None or not self.may(target, ReferralMove.DECIDE):
            return
        dialog = DecideDialog(self._window, self._policy(target))
        dialog.given.connect(partial(self._decide, target, dialog))
        self._open_to_decide(target, dialog)

    def _open_to_decide(self, target: Target, dialog: DecideDialog) -> None:
        """Open it at once; what the record holds for a refusal comes in beside it."""
        dialog.open()
        jobs.start(dialog, partial(decisions.propose, self.office, target.number), succeeded=dialog.propose)

    def _decide(self, target: Target, dialog: DecideDialog, answer: Answer) -> None:
        self._do(
            partial(decisions.decide, self.office, target.number, answer, expected_version=target.version),
            dialog,
            case=target.case,
            step="decide",
        )

    def ask_correct(self, target: Target | None) -> None:
        """C 更正: replace a decision that was wrong by a new one; the old one stays on the record."""
        if target is None:
            return
        if target.state is not ReferralState.DECIDED:
            self.said.emit(_("{title} is not decided yet: there is nothing to correct.", title=target.title))
            return
        self._read(target, partial(self._open_to_correct, target))

    def _open_to_correct(self, target: Target, row: ReferralFile) -> None:
        last = row.decision
        if last is None:
            return
        dialog = DecideDialog(self._window, self._policy(target), on_paper=last.on_paper, replaces=last)
        dialog.given.connect(partial(self._correct, target, row.version, dialog))
        self._open_to_decide(target, dialog)

    def _correct(self, target: Target, version: int, dialog: DecideDialog, answer: Answer) -> None:
        self._do(
            partial(
                decisions.correct,
                self.office,
                target.number,
                answer,
                because=dialog.rows.text("because"),
                expected_version=version,
            ),
            dialog,
            case=target.case,
            step="decide",
        )

    def ask_paper_reply(self, target: Target | None) -> None:
        """G 书面答复: what a department without the program answered."""
        if target is None:
            return
        answerable = (ReferralState.SENT, ReferralState.SIGNED, ReferralState.WAITING)
        if target.state not in answerable:
            self.may(target, ReferralMove.DECIDE)
            return
        dialog = DecideDialog(self._window, self._policy(target), on_paper=True)
        dialog.given.connect(partial(self._record_reply, target, dialog))
        self._open_to_decide(target, dialog)

    def _record_reply(self, target: Target, dialog: DecideDialog, answer: Answer) -> None:
        self._do(
            partial(
                decisions.record_paper_reply,
                self.office,
                target.number,
                answer,
                expected_version=target.version,
            ),
            dialog,
        )

    # --- the clocks --------------------------------------------------------------------------------

    def ask_suspend(self, target: Target | None) -> None:
        """K 停表."""
        if target is not None and self.may(target, ReferralMove.SUSPEND):
            self._read(target, partial(self._open_to_suspend, target))

    def _open_to_suspend(self, target: Target, row: ReferralFile) -> None:
        dialog = SuspendDialog(self._window, self._policy(target), self._clock(row))
        dialog.given.connect(partial(self._suspend, target, dialog))
        dialog.open()

    def _suspend(self, target: Target, dialog: SuspendDialog, stop: Stop) -> None:
        self._do(
            partial(
                referrals.suspend,
                self.office,
                target.number,
                reason=stop.reason,
                kind=stop.kind,
                ground=stop.ground,
                evidence=stop.evidence,
                waits_for=stop.waits_for,
                expected_version=target.version,
            ),
            dialog,
        )

    def resume(self, target: Target | None) -> None:
        """R 恢复: what was waited for has come; where papers were asked for, which of them."""
        if target is not None and self.may(target, ReferralMove.RESUME):
            self._read(target, partial(self._ask_what_came, target))

    def _ask_what_came(self, target: Target, row: ReferralFile) -> None:
        asked = awaited(row.papers_asked)
        if not asked:
            self._resume(target, None, [])
            return
        dialog = ResumeDialog(self._window, target.title, asked)
        dialog.given.connect(partial(self._resume, target, dialog))
        dialog.open()

    def _resume(self, target: Target, dialog: ResumeDialog | None, came: list[Paper]) -> None:
        self._do(
            partial(
                referrals.resume,
                self.office,
                target.number,
                papers=came,
                expected_version=target.version,
            ),
            dialog,
        )

    def ask_extend(self, target: Target | None) -> None:
        """X 延期; where the limit cannot be extended, it is said why."""
        if target is not None and self.may(target, ReferralMove.EXTEND):
            self._read(target, partial(self._open_to_extend, target))

    def _open_to_extend(self, target: Target, row: ReferralFile) -> None:
        if why_not := self._not_extended(target, row):
            self.said.emit(why_not)
            return
        dialog = ExtendDialog(self._window, self._policy(target), self._clock(row))
        dialog.given.connect(partial(self._extend, target, dialog))
        dialog.open()

    def _not_extended(self, target: Target, row: ReferralFile) -> str:
        """Why the limit cannot be extended, before anything is asked; empty where it can."""
        limits = self._policy(target).limits
        if limits.extended_total is None or not limits.extension_grounds:
            return _(
                "The list names no ground on which {title} may be extended. While others are waited for, K "
                "stops the charged days.",
                title=target.title,
            )
        if any(one.kind == EXTENSION for one in row.intervals):
            return _("{title} was extended once already; that is all the law gives.", title=target.title)
        due = row.due.due
        if due is not None and self.office.today() > due:
            return _("The limit passed on {due}; it can only be extended before.", due=due)
        return ""

    def _extend(self, target: Target, dialog: ExtendDialog, ground: str, reason: str) -> None:
        self._do(
            partial(
                referrals.extend,
                self.office,
                target.number,
                ground=ground,
                reason=reason,
                expected_version=target.version,
            ),
            dialog,
            case=target.case,
            step="extend",
        )

    def ask_withdraw(self, target: Target | None) -> None:
        """W 撤回."""
        if target is None or not self.may(target, ReferralMove.WITHDRAW):
            return
        dialog = ReasonDialog(
            self._window,
            title=_("Withdraw {policy}", policy=target.title),
            text="",
            reasons=[
                _("The applicant does not want it any more."),
                _("It was chosen by mistake."),
                _("It is received already."),
            ],
            act=_("Withdraw"),
            kind="danger",
        )
        dialog.given.connect(partial(self._withdraw, target))
        dialog.open()

    def _withdraw(self, target: Target, because: str) -> None:
        self._do(
            partial(
                dispatch.withdraw,
                self.office,
                target.number,
                because=because,
                expected_version=target.version,
            )
        )


def target_of(row: ReferralFile, case: str) -> Target:
    """A referral of a case file as the target of an act."""
    return Target(row.number, case, row.policy, row.title, row.department, row.state, row.version)
