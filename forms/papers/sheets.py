"""The papers of a case as a set: which belong to the step, which are ticked, how far each one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from counter.cases.assisting import Consultation
from counter.cases.casefile import CaseFile, Delivery, Notice
from counter.cases.chasing import Reminder
from counter.cases.complaints import Complaint
from counter.cases.fast_lane import FastAid
from counter.cases.public_notice import Objection, Posting
from counter.catalogue.model import Catalogue
from counter.letters.kinds import KINDS
from counter.letters.occasions import occasions
from counter.services.notices import Wanted
from counter.text import _, ngettext

STEPS = {
    "accept": ("D01", "D02", "D03", "D03b", "D04", "D05", "D07", "D15", "D31"),
    "register": ("D05", "D06"),
    "decline": ("D08",),
    "send": ("D09", "D28"),
    "decide": ("D18", "D19", "D20", "D25", "D27", "D11", "D28", "D29", "D30", "D35"),
    "archive": ("D33",),
    "extend": ("D22",),
    "survey": ("D13", "D03b"),
    "check": ("D14",),
    "opinion": ("D18",),
    "object": ("D32",),
    "post": ("D16",),
    "take-down": ("D17",),
    "publish": ("D21",),
    "ask": ("D10",),
    "chase": ("D12",),
    "give": ("D26", "D27"),
    "propose": ("D23", "D25"),
    "hear": ("D23b",),
    "change": ("D24", "D25"),
}
"""What is handed out at a step of a case; any other step hands out whatever has no number yet."""

MOST_COPIES = 20


class Standing(StrEnum):
    """How far a paper is."""

    DRAFT = "draft"
    ISSUED = "issued"
    TO_DELIVER = "to-deliver"
    DELIVERED = "delivered"
    VOID = "void"


SIGNS = {
    Standing.DRAFT: "○",
    Standing.ISSUED: "●",
    Standing.TO_DELIVER: "◔",
    Standing.DELIVERED: "✓",
    Standing.VOID: "×",
}
TONES = {
    Standing.DRAFT: "idle",
    Standing.ISSUED: "good",
    Standing.TO_DELIVER: "wait",
    Standing.DELIVERED: "good",
    Standing.VOID: "bad",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of a case: what it is about, whether it is ticked, and how it was issued if it was."""

    wanted: Wanted
    about: str
    ticked: bool
    copies: int
    in_step: bool
    notice: Notice | None = None
    delivery: Delivery | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What stays the same when a draft becomes a numbered paper."""
        one = self.wanted
        again = self.number if self.standing is Standing.VOID else ""
        return one.kind, one.referral or "", one.department, one.notice or "", one.about, again

    @property
    def number(self) -> str:
        return self.notice.number if self.notice else ""

    @property
    def prints(self) -> int:
        """How often it was printed; 0 for a draft, and for a paper that still waits for its first print."""
        return self.notice.prints if self.notice else 0

    @property
    def title(self) -> str:
        return f"{self.wanted.title} · {self.about}" if self.about else self.wanted.title

    @property
    def standing(self) -> Standing:
        if self.notice is None:
            return Standing.DRAFT
        if self.notice.voided:
            return Standing.VOID
        if self.delivery is not None:
            return Standing.DELIVERED
        return Standing.TO_DELIVER if KINDS[self.wanted.kind].delivered else Standing.ISSUED

    @property
    def may_be_printed(self) -> bool:
        return self.standing is not Standing.VOID

    @property
    def has_word(self) -> bool:
        return bool(KINDS[self.wanted.kind].word_file)


def standing_text(sheet: Sheet) -> str:
    """Sign, word and number of how far a paper is."""
    words = {
        Standing.DRAFT: _("draft"),
        Standing.ISSUED: _("issued"),
        Standing.TO_DELIVER: _("to be delivered"),
        Standing.VOID: _("void"),
    }
    if sheet.delivery is not None and sheet.standing is Standing.DELIVERED:
        day = sheet.delivery.delivered_on
        word = _("delivered {day}", day=f"{day.month}-{day.day:02}")
    else:
        word = words.get(sheet.standing, "")
    again = max(sheet.notice.prints - 1, 0) if sheet.notice else 0
    reprinted = ngettext("printed again {n} time", "printed again {n} times", again) if again else ""
    return " · ".join(filter(None, (f"{SIGNS[sheet.standing]} {word}", sheet.number, reprinted)))


def sheets_of(
    file: CaseFile, wanted: tuple[Wanted, ...], step: str, catalogue: Catalogue
) -> tuple[Sheet, ...]:
    """The papers of the step first, ticked where they have no number yet; then all others of the case."""
    sheets = [*_called_for(file, wanted, step, catalogue), *_issued_besides(file, wanted)]
    return tuple(sorted(sheets, key=_rank))


def _called_for(
    file: CaseFile, wanted: tuple[Wanted, ...], step: str, catalogue: Catalogue
) -> Iterator[Sheet]:
    notices = {notice.number: notice for notice in file.notices}
    deliveries = {delivery.notice: delivery for delivery in file.deliveries}
    kinds = STEPS.get(step)
    for one in wanted:
        in_step = kinds is None or one.kind in kinds
        yield Sheet(
            one,
            _about(one, file, catalogue),
            ticked=in_step and not one.issued and not one.optional,
            copies=one.copies,
            in_step=in_step,
            notice=notices.get(one.issued),
            delivery=deliveries.get(one.issued),
        )


def _issued_besides(file: CaseFile, wanted: tuple[Wanted, ...]) -> Iterator[Sheet]:
    """What was issued and is not called for any more: void papers, proofs of delivery, earlier requests."""
    known = {one.issued for one in wanted}
    deliveries = {delivery.notice: delivery for delivery in file.deliveries}
    titles = {referral.number: referral.title for referral in file.referrals}
    for notice in file.notices:
        if notice.number in known:
            continue
        one = Wanted(
            notice.kind,
            KINDS[notice.kind].title,
            notice.referral or None,
            copies=KINDS[notice.kind].copies,
            issued=notice.number,
            about=notice.about,
        )
        yield Sheet(
            one,
            _occasion(notice.about, file) or titles.get(notice.referral, ""),
            ticked=False,
            copies=one.copies,
            in_step=False,
            notice=notice,
            delivery=deliveries.get(notice.number),
        )


def _about(one: Wanted, file: CaseFile, catalogue: Catalogue) -> str:
    if one.department:
        return catalogue.departments[one.department].title
    if one.notice:
        return one.notice
    if told := _occasion(one.about, file):
        return told
    return next((r.title for r in file.referrals if r.number == one.referral), "")


def _occasion(about: str, file: CaseFile) -> str:
    """The matter and what was done with it: two sheets on two boards are told apart."""
    for words, referral, what in occasions(file):
        if words == about:
            match what:
                case Posting():
                    return f"{referral.title} · {what.board}"
                case Consultation():
                    return f"{referral.title} · {what.department_title}"
                case Reminder():
                    return f"{referral.title} · {what.to}"
                case Objection() | Complaint():
                    return f"{referral.title} · {what.by}"
                case FastAid():
                    return f"{referral.title} · {what.receiver}"
    return ""


def _rank(sheet: Sheet) -> tuple[bool, bool]:
    return not sheet.in_step, sheet.standing is Standing.VOID
