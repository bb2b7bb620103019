"""The columns of what waits to be printed, of the batches, and of the papers of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from counter.cases.batches import Batch, BatchPaper, BatchState, Waiting
from counter.catalogue.model import Department
from counter.text import BEIJING, _, display, mask_name, ngettext
from forms.rows_model import Shown

DAY, KIND, TITLE, WHO, OF, DEPARTMENT = range(6)
NUMBER, WHAT, STATE, PAPERS, PAGES = range(5)
WHERE, NOTICE, CASE, NOTE = range(4)

_TONES = {
    BatchState.ISSUING: "wait",
    BatchState.READY: "wait",
    BatchState.PRINTING: "bad",
    BatchState.PRINTED: "wait",
    BatchState.DONE: "good",
    BatchState.CANCELLED: "muted",
}


def of_waiting(departments: Mapping[str, Department]) -> Sequence[Shown[Waiting]]:
    """A paper that waits: since when, which, whose, about what."""
    return [
        Shown(_("Day"), lambda one: f"{one.day.month}-{one.day.day:02}"),
        Shown(_("Kind"), lambda one: one.kind),
        Shown(_("Papers"), lambda one: one.title),
        Shown(_("Applicant"), lambda one: mask_name(one.applicant)),
        Shown(_("Number or case"), lambda one: one.number or one.referral or one.case),
        Shown(
            _("Department"),
            lambda one: departments[one.department].title if one.department in departments else "",
        ),
    ]


def name_of_waiting(one: Waiting) -> str:
    return f"{one.title} {mask_name(one.applicant)} {one.number or one.case}"


def of_batches() -> Sequence[Shown[Batch]]:
    return [
        Shown(_("No."), lambda one: str(one.id), right=True),
        Shown(_("Papers"), lambda one: one.title),
        Shown(_("State"), lambda one: display(one.state), tone=lambda one: _TONES[one.state]),
        Shown(_("Count"), lambda one: str(one.papers), right=True),
        Shown(_("Pages"), lambda one: f"{one.sent}/{one.pages}", right=True),
    ]


def name_of_batch(one: Batch) -> str:
    return f"{one.id} {one.title} {display(one.state)} {told(one)}"


def told(one: Batch) -> str:
    """How far a batch is, in a sentence."""
    return _(
        "{handled} of {papers} papers, page {sent} of {pages}",
        handled=one.handled,
        papers=one.papers,
        sent=one.sent,
        pages=one.pages,
    )


def begun(one: Batch) -> str:
    """By whom and when."""
    at = one.begun_at.astimezone(BEIJING)
    return f"{at:%m-%d %H:%M} · {one.begun_by}"


def of_papers() -> Sequence[Shown[BatchPaper]]:
    return [
        Shown(_("Pages"), pages_of, right=True),
        Shown(_("Document"), lambda one: one.number or one.title),
        Shown(_("Case"), lambda one: one.case),
        Shown(_("Note"), _note, tone=lambda one: "bad" if one.problem or one.voided else "wait"),
    ]


def pages_of(one: BatchPaper) -> str:
    """`7–12`; nothing while it has no number."""
    if not one.last:
        return ""
    return f"{one.first}–{one.last}" if one.first < one.last else str(one.first)


def name_of_paper(one: BatchPaper) -> str:
    return " ".join(filter(None, (pages_of(one), one.title, one.number, _note(one))))


def _note(one: BatchPaper) -> str:
    if one.problem:
        return one.problem
    if one.voided:
        return _("void")
    return ngettext("reprint {n}", "reprint {n}", one.reprint) if one.reprint else ""
