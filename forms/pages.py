"""Which pages there are, each loaded when it is first asked for, and at which one an officer begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.page import Page

if TYPE_CHECKING:
    from counter.services.office import Office


def first_place(office: Office) -> str:
    """Where the day begins: at the counter, in the queue of a department, or with what is late."""
    from counter.services.office import Act

    def may(act: Act) -> bool:
        return office.may(act, township=office.place, department=office.officer.department)

    if may(Act.INTAKE):
        return "intake"
    if may(Act.ANSWER):
        return "queue"
    return "duties" if may(Act.CHASE) else "intake"


def make_page(name: str, office: Office) -> Page:
    """A new page. How to add one: a place in `places`, a line here."""
    match name:
        case "intake":
            from forms.intake.page import IntakePage

            return IntakePage(office)
        case "dispatch":
            from forms.dispatch_page import DispatchPage

            return DispatchPage(office)
        case "queue":
            from forms.queue_page import QueuePage

            return QueuePage(office)
        case "duties":
            from forms.duties_page import DutiesPage

            return DutiesPage(office)
        case "case":
            from forms.case_page import CasePage

            return CasePage(office)
        case "papers":
            from forms.papers_page import PapersPage

            return PapersPage(office)
        case "papers-out":
            from forms.papers_out_page import PapersOutPage

            return PapersOutPage(office)
        case "batches":
            from forms.batches_page import BatchesPage

            return BatchesPage(office)
        case "catalogue":
            from forms.catalogue_page import CataloguePage

            return CataloguePage(office)
        case _:
            from forms.office_page import OfficePage

            return OfficePage(office)
