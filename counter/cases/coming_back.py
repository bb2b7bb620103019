"""Papers that are signed outside the program and belong into the file: which, by whom, what they lead to.

What is torn in two at the window (D05, D06, D07) is signed there and then, and its half never leaves; it is
not waited for. How to add one: a line in `RETURNS`, and in `LEADS` where a paper leads somewhere without
being waited for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.casefile import Notice


class Holder(StrEnum):
    """Who has a paper while it is out."""

    APPLICANT = "applicant"
    DEPARTMENT = "department"
    STAFF = "staff"  # who surveys, posts, hears or delivers
    OFFICES = "offices"  # it goes from desk to desk for opinions


class Leads(StrEnum):
    """What is done next with a paper that lies on the desk."""

    CASE = "case"
    ANSWER = "answer"
    SURVEY = "survey"
    DELIVERY = "delivery"
    BOARD = "board"
    HEARING = "hearing"
    OPINION = "opinion"
    REPLY = "reply"
    PAPERS = "papers"
    BACK_FILL = "back-fill"


@dataclass(frozen=True, slots=True)
class Return:
    """`days` are the working days after which one asks for it: usage, no law gives a number.

    Without it no case goes into the archive where `holds_archive`. `on_paper` is waited for only while its
    department answers on paper.
    """

    holder: Holder
    leads: Leads
    days: int
    holds_archive: bool = False
    on_paper: bool = False


RETURNS: Mapping[str, Return] = {
    "D01": Return(Holder.APPLICANT, Leads.CASE, 1),
    "D02": Return(Holder.APPLICANT, Leads.CASE, 1),
    "D03": Return(Holder.APPLICANT, Leads.CASE, 1),
    "D03b": Return(Holder.APPLICANT, Leads.CASE, 5),
    "D04": Return(Holder.APPLICANT, Leads.CASE, 3),
    "D09": Return(Holder.DEPARTMENT, Leads.ANSWER, 5, on_paper=True),
    "D10": Return(Holder.DEPARTMENT, Leads.OPINION, 5, holds_archive=True),
    "D11": Return(Holder.DEPARTMENT, Leads.ANSWER, 15, on_paper=True),
    "D13": Return(Holder.STAFF, Leads.SURVEY, 5),
    "D15": Return(Holder.STAFF, Leads.CASE, 3),
    "D17": Return(Holder.STAFF, Leads.BOARD, 3),
    "D18": Return(Holder.OFFICES, Leads.CASE, 10),
    "D23b": Return(Holder.STAFF, Leads.HEARING, 5),
    "D25": Return(Holder.STAFF, Leads.DELIVERY, 5, holds_archive=True),
    "D26": Return(Holder.STAFF, Leads.BACK_FILL, 3, holds_archive=True),
    "D27": Return(Holder.APPLICANT, Leads.CASE, 3),
    "D35": Return(Holder.APPLICANT, Leads.CASE, 3),
}
LEADS: Mapping[str, Leads] = {
    "D06": Leads.PAPERS,
    "D12": Leads.REPLY,
    "D16": Leads.BOARD,
    "D19": Leads.DELIVERY,
    "D20": Leads.DELIVERY,
    "D08": Leads.DELIVERY,
    "D21": Leads.BOARD,
    "D23": Leads.DELIVERY,
    "D24": Leads.DELIVERY,
}
"""Papers that others keep, or that lie with the window, and what is done when one brings them back."""
HOLDS_ARCHIVE = frozenset(kind for kind, one in RETURNS.items() if one.holds_archive)
ON_PAPER = frozenset(kind for kind, one in RETURNS.items() if one.on_paper)


def leads_to(kind: str) -> Leads:
    """What a paper of this kind leads to; to its case where nothing in particular is done with it."""
    known = RETURNS.get(kind)
    return known.leads if known else LEADS.get(kind, Leads.CASE)


@dataclass(frozen=True, slots=True)
class Out:
    """A paper that was handed out to be signed and has not come back; `days` are the working days since."""

    notice: Notice
    case: str
    applicant: str
    township: str
    department: str
    holder: Holder
    who: str
    since: date
    days: int

    @property
    def is_long(self) -> bool:
        """Whether it is out longer than is usual."""
        return self.days > RETURNS[self.notice.kind].days


@dataclass(frozen=True, slots=True)
class AtHand:
    """A paper that lies on the desk, as its code says; `is_out` while it is waited for.

    `about` names what it is about (`change:3`), `delivers` the letter of a proof of delivery.
    """

    notice: Notice
    case: str
    applicant: str
    leads: Leads
    is_out: bool
    referral: str = ""
    department: str = ""
    about: str = ""
    delivers: str = ""
