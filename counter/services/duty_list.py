"""The list of what is owed on its way out of the office, as it was filtered and sorted on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from counter.cases.casefile import Verb
from counter.services.duties import Owed
from counter.services.office import Act, Office
from counter.services.spreadsheet import Exported, Sheet, written
from counter.text import _, display, mask_name


def export(office: Office, out: Path, rows: Sequence[Owed]) -> Exported:
    """Write these duties as XLSX, names masked for who may not see them. Raises `Refused` as every list."""
    office.allow(Act.EXPORT, township=office.officer.township, department=office.officer.department)
    exported = written(office, out, [_sheet(office, rows)])
    with office.write() as session:
        office.record(session, Verb.EXPORTED, detail={"file": out.name, "rows": exported.rows})
    return exported


def _sheet(office: Office, rows: Sequence[Owed]) -> Sheet:
    departments, places = office.catalogue.departments, office.catalogue.places
    return Sheet(
        _("Duties"),
        (
            _("Last day"),
            _("Working days late"),
            _("Kind"),
            _("What is owed"),
            _("Applicant"),
            _("Owed by"),
            _("Answers for it"),
            _("By whose fault"),
            _("Chased"),
            _("Department"),
            _("Township"),
            _("Case"),
            _("Referral"),
        ),
        tuple(
            (
                one.duty.due,
                one.duty.late or None,
                display(one.duty.kind),
                one.duty.what,
                _name(office, one),
                display(one.duty.owes),
                one.duty.officer,
                display(one.fault) if one.fault else "",
                display(one.chased) if one.chased else "",
                departments[one.duty.department].title if one.duty.department in departments else "",
                places[one.duty.township].title if one.duty.township in places else "",
                one.duty.case,
                one.duty.referral,
            )
            for one in rows
        ),
    )


def _name(office: Office, one: Owed) -> str:
    duty = one.duty
    may = office.may(Act.REVEAL, township=duty.township, department=duty.department)
    return duty.applicant if may else mask_name(duty.applicant)
