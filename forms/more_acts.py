"""M 更多办理: what goes now with a referral, with its case and with what it gives, in one menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter.cases.casefile import CaseFile, Paper, ReferralFile
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.services import assisting, cases, referrals
from counter.services.assisting import Asked
from counter.services.office import Act, Office
from counter.services.queue import QueueRow
from counter.text import _
from forms import jobs
from forms.acts_menu import ActsMenu, Group
from forms.additions import Additions
from forms.benefit_acts import BenefitActs, Held, given_by
from forms.board_acts import BoardActs
from forms.complaint_acts import ComplaintActs
from forms.contact_acts import ContactActs
from forms.file_acts import FileActs
from forms.handling_acts import HandlingActs
from forms.life_acts import LifeActs
from forms.matter import Matter

_ORDER = "1234567890ABKW"
"""The keys of the acts on a referral, in the order in which they usually come."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is read before the menu opens; the case only where the officer may read it."""

    matter: Matter | None = None
    file: CaseFile | None = None
    held: Held | None = None
    asked: tuple[Asked, ...] = ()


class MoreActs(QObject):
    """The menu is read when it is asked for, so that it shows only what goes at that moment."""

    changed = Signal(object)
    refused = Signal(object)
    said = Signal(str)
    draft_wanted = Signal(int)
    prints = Signal(str, str)
    """The case, and the step whose papers are handed out now."""

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self._office = office
        self._window = window
        self.handling = HandlingActs(office, window)
        self.boards = BoardActs(office, window)
        self.contacts = ContactActs(office, window)
        self.complaints = ComplaintActs(office, window)
        self.life = LifeActs(office, window)
        self.additions = Additions(office, window)
        self.benefits = BenefitActs(office, window)
        self.files = FileActs(office, window)
        of_matter = (self.handling, self.boards, self.contacts, self.complaints)
        for acts in (*of_matter, self.life, self.additions, self.benefits, self.files):
            acts.changed.connect(self.changed)
            acts.refused.connect(self.refused)
            acts.said.connect(self.said)
            acts.prints.connect(self.prints)
        self.benefits.draft_wanted.connect(self.draft_wanted)

    def of_case(self, file: CaseFile, row: ReferralFile | None) -> None:
        """What goes with the case that is open, and with the referral of its row."""
        self._read(partial(_of_case, self._office, file.number, row.number if row is not None else ""))

    def of_queue(self, row: QueueRow | None) -> None:
        """What goes with the referral of a row of the queue, and the questions of other departments."""
        self._read(partial(_of_queue, self._office, row))

    def _read(self, work: Callable[[], Known]) -> None:
        jobs.start(self, work, succeeded=self._open, refused=self.refused.emit)

    def _open(self, known: Known) -> None:
        groups = self.groups(known)
        if groups:
            ActsMenu(self._window, groups).open()
        else:
            self.said.emit(_("Nothing more can be done here now."))

    def groups(self, known: Known) -> list[Group]:
        """The acts that go now, by what they are about."""
        groups: list[Group] = []
        if known.matter is not None:
            deeds = [
                deed
                for acts in (self.handling, self.boards, self.contacts, self.complaints)
                for deed in acts.deeds(known.matter)
            ]
            deeds.sort(key=lambda deed: _ORDER.index(deed.key))
            if known.held is not None:
                deeds += self.benefits.deeds(known.held, township=known.matter.township)
            groups.append((known.matter.row.title, deeds))
        groups.append((_("Questions of other departments"), [*self.contacts.answers(known.asked)]))
        if known.file is not None:
            of_case = (self.additions, self.life, self.files)
            groups.append((_("The case"), [deed for acts in of_case for deed in acts.deeds(known.file)]))
        return [group for group in groups if group[1]]


# --- what is read --------------------------------------------------------------------------------


def _of_case(office: Office, number: str, referral: str) -> Known:
    file = cases.case(office, number)
    row = next((one for one in file.referrals if one.number == referral), None)
    matter = Matter(row, file.number, file.place, file.papers) if row is not None else None
    return Known(matter, file, None, _asked_in(office, file))


def _asked_in(office: Office, file: CaseFile) -> tuple[Asked, ...]:
    """The questions in this case that the officer may answer."""
    waiting = any(
        one.answered_at is None and office.may(Act.ANSWER, township=file.place, department=one.department)
        for row in file.referrals
        if row.state in OPEN_REFERRAL_STATES
        for one in row.consultations
    )
    if not waiting:
        return ()
    return tuple(one for one in assisting.asked_of(office) if one.case == file.number)


def _of_queue(office: Office, queued: QueueRow | None) -> Known:
    asked = assisting.asked_of(office)
    asked = tuple(
        one
        for one in asked
        if office.may(Act.ANSWER, township=one.township, department=one.consultation.department)
    )
    if queued is None:
        return Known(asked=asked)
    row = referrals.referral(office, queued.number)
    held = given_by(office, row.number) if row.decision is not None else None
    file = cases.case(office, queued.case) if office.may(Act.READ, township=queued.township) else None
    papers: tuple[Paper, ...] = file.papers if file is not None else ()
    return Known(Matter(row, queued.case, queued.township, papers), file, held, asked)
