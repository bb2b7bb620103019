"""The list of what is owed on its way out of the office: as it was filtered on the screen, or on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from counter.cases.casefile import Verb
from counter.cases.duties import Duty
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


def printed(office: Office, rows: Sequence[Owed], *, late_only: bool = False) -> Mapping[str, bytes]:
    """The list of each department as PDF, by its code; names are masked for everyone (待办清单、逾期清单).

    What no department owes is on none of them. Raises `Refused` as every list that leaves the office.
    """
    from counter.letters import duty_sheet

    office.allow(Act.EXPORT, township=office.officer.township, department=office.officer.department)
    departments, liaisons = office.catalogue.departments, office.catalogue.liaisons
    owed: dict[str, list[Duty]] = {}
    for one in rows:
        if one.duty.department in departments and (one.duty.late or not late_only):
            owed.setdefault(one.duty.department, []).append(one.duty)
    sheets = {}
    for code, duties in owed.items():
        named = liaisons.get(code)
        sheet = duty_sheet.duty_sheet(
            departments[code].official_title,
            duties,
            liaison=f"{named.name} {named.phone}".strip() if named else "",
            made=office.now(),
            late_only=late_only,
            training=office.invented,
        )
        sheets[code] = duty_sheet.draw(sheet)
    with office.write() as session:
        count = sum(map(len, owed.values()))
        office.record(session, Verb.EXPORTED, detail={"file": "D36", "rows": count})
    return sheets


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
