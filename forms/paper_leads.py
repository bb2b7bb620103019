"""A paper lies on the desk: first it is noted that it is back, then what it says is entered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import CaseFile, ReferralFile
from counter.cases.coming_back import AtHand, Leads
from counter.cases.paper_codes import shown
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.services import assisting, delivery
from counter.services.assisting import Asked
from counter.services.office import Act, Office
from counter.text import _, display, mask_name
from forms.acts_menu import Deed
from forms.asking import Asking, Form, Said, day
from forms.benefit_acts import Held
from forms.matter import Matter
from forms.more_acts import MoreActs
from forms.referral_acts import ReferralActs, target_of

_KEYS = {Leads.SURVEY: "2", Leads.BACK_FILL: "B", Leads.BOARD: "6", Leads.REPLY: "0"}
"""The acts on a referral in which what these papers say is entered, by their keys in the menu."""


class PaperLeads(Asking):
    """Opens the dialog in which a paper is entered; where none goes now, the case stays open at the paper."""

    delivery_wanted = Signal(str)
    """The number of the letter whose delivery is entered."""

    def __init__(self, office: Office, window: QWidget, acts: ReferralActs, more: MoreActs) -> None:
        super().__init__(office, window)
        self._acts = acts
        self._more = more

    def take(self, found: AtHand, file: CaseFile, held: Iterable[Held]) -> None:
        """Note that it is back where it is waited for; then go on to what it leads to."""
        go_on = partial(self.follow, found, file, tuple(held))
        if not found.is_out or not self.office.may(
            Act.ISSUE, township=file.place, department=found.department
        ):
            go_on()
            return

        def work(said: Said) -> object:
            return delivery.came_back(self.office, found.notice.number, on=said.day("on"))

        dialog = self.ask(
            Form(
                _("A signed paper came back"),
                _("It is back"),
                (day("on", _("Came back on"), self.office.today()),),
                work,
                heading=f"{found.notice.title} {shown(found.notice.code)}",
                text=_(
                    "{number} of {applicant}. Then: {next}.",
                    number=found.notice.number,
                    applicant=mask_name(found.applicant),
                    next=display(found.leads),
                ),
            )
        )
        dialog.accepted.connect(go_on)

    def follow(self, found: AtHand, file: CaseFile, held: tuple[Held, ...]) -> None:
        """Open what the paper leads to, as far as it goes now."""
        if found.leads is Leads.OPINION:
            self.read(partial(_asked, self.office, found, file), partial(self._answer, found))
        elif found.leads is Leads.DELIVERY:
            self.delivery_wanted.emit(found.delivers or found.notice.number)
        else:
            self._open(found, self._deed(found, file, held))

    def _answer(self, found: AtHand, asked: tuple[Asked, ...]) -> None:
        self._open(found, next(iter(self._more.contacts.answers(asked)), None))

    def _open(self, found: AtHand, deed: Deed | None) -> None:
        if deed is not None:
            deed.act()
        elif found.leads is not Leads.CASE:
            self.said.emit(_("{paper}: there is nothing to enter from it now.", paper=found.notice.title))

    def _deed(self, found: AtHand, file: CaseFile, held: tuple[Held, ...]) -> Deed | None:
        row = _row(found, file)
        more = self._more
        if found.leads is Leads.PAPERS:
            return _of("P", more.life.deeds(file))
        if found.leads is Leads.HEARING:
            planned = [one for one in held if one.plan and found.about == f"change:{one.plan.id}"]
            return _of("H", (d for one in planned for d in more.benefits.deeds(one, township=file.place)))
        if row is None:
            return None
        if found.leads is Leads.ANSWER:
            return Deed("G", "", partial(self._acts.ask_paper_reply, target_of(row, file.number)))
        matter = Matter(row, file.number, file.place, file.papers)
        of_row = (*more.handling.deeds(matter), *more.boards.deeds(matter), *more.contacts.deeds(matter))
        return _of(_KEYS.get(found.leads, ""), of_row)


def _asked(office: Office, found: AtHand, file: CaseFile) -> tuple[Asked, ...]:
    """The question that the paper puts, while it waits for its answer."""
    asked = assisting.asked_of(office)
    return tuple(
        one
        for one in asked
        if one.case == file.number and found.about == f"consultation:{one.consultation.id}"
    )


def _row(found: AtHand, file: CaseFile) -> ReferralFile | None:
    """The referral that the paper is about, or the first open one of its department."""
    for one in file.referrals:
        if found.referral and one.number == found.referral:
            return one
    for one in file.referrals:
        if found.department == one.department and one.state in OPEN_REFERRAL_STATES:
            return one
    return None


def _of(key: str, deeds: Iterable[Deed]) -> Deed | None:
    return next((deed for deed in deeds if deed.key == key), None)
