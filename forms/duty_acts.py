"""What one key does with a duty: the obvious act where there is one, else the way to where it is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.duties import Duty, DutyKind, Owes
from counter.cases.ledger import TOLD_OF_EXTENSION
from counter.services import cases, paper_at_hand, postings, referrals
from counter.services.duties import Owed
from counter.services.office import Act, Office
from counter.text import _, mask_name
from forms import jobs
from forms.contact_acts import ContactActs

_CHASED = frozenset({DutyKind.SIGN, DutyKind.DECIDE, DutyKind.STEP, DutyKind.REPLY})
_TO_DISPATCH = frozenset({DutyKind.DISPATCH, DutyKind.RETURNED})
_TO_PRINT = frozenset({DutyKind.TELL, DutyKind.DELIVER})


class DutyActs(QObject):
    """Each act runs beside the window; where it needs words, a dialog asks for them."""

    changed = Signal()
    refused = Signal(object)
    said = Signal(str)
    case_wanted = Signal(str)
    referral_wanted = Signal(str)
    dispatch_wanted = Signal(str)
    papers_wanted = Signal(str, str)
    paper_wanted = Signal(object)
    """The paper that is waited for, as if it lay on the desk."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self.office = office
        self.contacts = ContactActs(office, window)
        self.contacts.changed.connect(self._contacted)
        self.contacts.refused.connect(self.refused)
        self.contacts.said.connect(self.said)

    def may_chase(self, one: Owed | None) -> bool:
        """Whether the department of this duty can be chased by who sits here."""
        return (
            one is not None
            and one.duty.kind in _CHASED
            and one.duty.owes is Owes.DEPARTMENT
            and bool(one.duty.referral)
            and self._may(Act.CHASE, one)
        )

    def obvious(self, one: Owed | None) -> tuple[str, Callable[[], None]] | None:
        """The act that this duty asks for, in a word, and what does it; None where the case must be seen."""
        if one is None:
            return None
        duty = one.duty
        if duty.kind in _TO_DISPATCH:
            return _("Dispatch"), partial(self.dispatch_wanted.emit, duty.case)
        if duty.kind in _TO_PRINT and self.may_print(one):
            return _("Papers of the case"), partial(self.papers_wanted.emit, duty.case, _step_of(duty))
        if duty.kind is DutyKind.PAPER_BACK and self.may_see_case(one):
            return _("It came back"), partial(self._paper_back, duty.reference)
        if duty.kind is DutyKind.SIGN and self._may(Act.ANSWER, one):
            return _("Sign for"), partial(self._do, partial(referrals.sign, self.office, duty.referral))
        if duty.kind is DutyKind.REPLY and self._may(Act.ANSWER, one):
            return _("Answer the reminder"), partial(self._ask_reply, one)
        if duty.kind is DutyKind.TAKE_DOWN:
            work = partial(postings.take_down, self.office, int(duty.reference))
            return _("Taken down today"), partial(self._do, work)
        if duty.kind is DutyKind.ARCHIVE:
            return _("Archive the case"), partial(self._do, partial(cases.archive, self.office, duty.case))
        return None

    def _may(self, act: Act, one: Owed) -> bool:
        return self.office.may(act, township=one.duty.township, department=one.duty.department)

    def act(self, one: Owed | None) -> None:
        """A: what is obvious; where nothing is, the case is opened."""
        if one is None:
            return
        found = self.obvious(one)
        if found is None:
            self.open(one)
        else:
            found[1]()

    def open(self, one: Owed | None) -> None:
        """Enter: the case; a department, which does not see the case, is led to its row in the queue."""
        if one is None:
            return
        if self.may_see_case(one):
            self.case_wanted.emit(one.duty.case)
        elif one.duty.referral:
            self.referral_wanted.emit(one.duty.referral)
        else:
            self.said.emit(_("The whole case and its papers are with the window."))

    def may_see_case(self, one: Owed) -> bool:
        return self.office.may(Act.READ, township=one.duty.township)

    def may_print(self, one: Owed) -> bool:
        """The window prints every paper of its cases, a department those about what it was sent."""
        return self.may_see_case(one) or (bool(one.duty.referral) and self._may(Act.READ, one))

    def chase(self, one: Owed | None) -> None:
        """C 催办、督办."""
        if one is None:
            return
        if not self.may_chase(one):
            self.said.emit(_("Only a department that has the referral is chased."))
            return
        duty = one.duty
        heading = f"{duty.what} · {mask_name(duty.applicant)}"
        self.contacts.chase(duty.case, duty.referral, heading, after=one.chased)

    def _paper_back(self, number: str) -> None:
        """First when it came back, then what it says."""
        jobs.start(
            self,
            partial(paper_at_hand.at_hand, self.office, number),
            succeeded=self.paper_wanted.emit,
            refused=self.refused.emit,
        )

    def _ask_reply(self, one: Owed) -> None:
        self.contacts.reply(_("Answer a reminder"), [(one.duty.reference, one.duty.what)])

    def _do(self, work: Callable[[], object]) -> None:
        jobs.start(self, work, succeeded=self._done, refused=self.refused.emit)

    def _done(self, _result: object) -> None:
        self.said.emit(_("Done."))
        self.changed.emit()

    def _contacted(self, _result: object) -> None:
        self.changed.emit()


def _step_of(duty: Duty) -> str:
    """The step whose papers a duty to tell is about; the others mean whatever is not delivered or back."""
    if duty.kind is not DutyKind.TELL:
        return ""
    if duty.reference == TOLD_OF_EXTENSION:
        return "extend"
    return "change" if duty.reference else "decide"
