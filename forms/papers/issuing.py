"""What the page does beside the window: find the papers of a case, look at one, issue what is ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from counter.cases.casefile import CaseFile
from counter.progress import Progress, silent
from counter.services import cases, notices, printing
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.services.printing import Proof
from forms.papers.printers import Ready
from forms.papers.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Found:
    """A case with the papers that it calls for."""

    file: CaseFile
    wanted: tuple[Wanted, ...]


def find(office: Office, number: str) -> Found:
    return Found(cases.case(office, number), notices.wanted(office, number))


def look_at(office: Office, case_number: str, sheet: Sheet) -> Proof:
    """The paper as issued, or as it would be issued now."""
    if sheet.notice is not None:
        return printing.proof(office, sheet.notice.number)
    return _preview(office, case_number, sheet.wanted)


def issue_all(
    office: Office,
    case_number: str,
    sheets: Sequence[Sheet],
    *,
    why: str,
    not_out: Collection[str] = (),
    progress: Progress = silent,
) -> tuple[Ready, ...]:
    """Give each paper its number, or count one more print of it, and draw it.

    `not_out` are numbers that never came out of a printer: their next print is still the first. All
    drafts are drawn beforehand, so that no number is spent on a paper that cannot be printed.
    """
    steps = 2 * len(sheets)
    for place, sheet in enumerate(sheets):
        progress(place, steps)
        if sheet.notice is None:
            _preview(office, case_number, sheet.wanted)
    ready = []
    for place, sheet in enumerate(sheets, start=len(sheets)):
        progress(place, steps)
        number = _number(office, case_number, sheet, why=why, not_out=not_out)
        ready.append(Ready(number, printing.draw(office, number), sheet.copies))
    return tuple(ready)


def _number(office: Office, case_number: str, sheet: Sheet, *, why: str, not_out: Collection[str]) -> str:
    if sheet.notice is None:
        one = sheet.wanted
        return notices.issue(
            office,
            case_number,
            one.kind,
            referral=one.referral,
            department="" if one.referral else one.department,
            member=one.member,
            notice=one.notice,
            about=one.about,
        ).number
    if sheet.number in not_out:
        return sheet.number
    return notices.reprint(office, sheet.number, reason=why).number


def _preview(office: Office, case_number: str, one: Wanted) -> Proof:
    return printing.preview(
        office,
        case_number,
        one.kind,
        referral=one.referral,
        department=one.department,
        member=one.member,
        notice=one.notice,
        about=one.about,
    )
