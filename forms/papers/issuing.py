"""What the page does beside the window: find the papers of a case, look at one, issue what is ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from counter.cases.casefile import Notice
from counter.errors import CounterError
from counter.progress import Progress, silent
from counter.services import notices, printing
from counter.services.notices import Wanted
from counter.services.office import Office
from counter.services.printing import Proof
from forms.papers import files
from forms.papers.print_jobs import PrintJob
from forms.papers.sending import Out, Ready, Sent
from forms.papers.sheets import Sheet

NOTHING: Mapping[str, int] = MappingProxyType({})


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
    never_out: Mapping[str, int] = NOTHING,
    progress: Progress = silent,
) -> tuple[Ready, ...]:
    """Give each paper its number, or count one more print of it, and draw it.

    `never_out` are numbers that never came out of a printer, each with the print that is meant: that print is
    made again, and not counted. All drafts are drawn beforehand, so that no number is spent on a paper that
    cannot be printed.
    """
    steps = 2 * len(sheets)
    for place, sheet in enumerate(sheets):
        progress(place, steps)
        if sheet.notice is None:
            _preview(office, case_number, sheet.wanted)
    ready = []
    for place, sheet in enumerate(sheets, start=len(sheets)):
        progress(place, steps)
        notice = _issued(office, case_number, sheet, why=why, never_out=never_out)
        ready.append(_ready(office, notice, case_number, sheet.copies))
    return tuple(ready)


def again(office: Office, job: PrintJob, *, why: str, never_out: Mapping[str, int]) -> tuple[Ready, ...]:
    """The paper of a job once more, as many copies as before."""
    if never_out.get(job.number) == job.prints:
        pdf = printing.draw(office, job.number)
        return (Ready(job.number, pdf, job.copies, job.title, job.case, job.prints),)
    return (_ready(office, notices.reprint(office, job.number, reason=why), job.case, job.copies),)


def save_words(ready: Sequence[Ready], *, office: Office, folder: Path, progress: Progress = silent) -> Out:
    """Write what comes as Word into a folder, each under its number, never over something else."""
    sent: list[Sent] = []
    for place, paper in enumerate(ready):
        progress(place, len(ready))
        try:
            document = printing.draw_word(office, paper.number)
            files.save_beside(document, folder / files.file_name(paper.number, ".docx"))
        except CounterError as refused:
            return Out(tuple(sent), refused)
        sent.append(Sent(paper, "", ""))
    return Out(tuple(sent))


def _issued(
    office: Office, case_number: str, sheet: Sheet, *, why: str, never_out: Mapping[str, int]
) -> Notice:
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
        )
    if never_out.get(sheet.number) == sheet.prints:
        return sheet.notice
    return notices.reprint(office, sheet.number, reason=why)


def _ready(office: Office, notice: Notice, case_number: str, copies: int) -> Ready:
    pdf = printing.draw(office, notice.number)
    return Ready(notice.number, pdf, copies, notice.title, case_number, notice.prints)


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
