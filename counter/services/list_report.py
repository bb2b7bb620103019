"""The responsibility list on its way out of the office: policies, figures and who is responsible."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from counter.cases.casefile import Verb
from counter.catalogue.standard import StandardVersion
from counter.services.office import Act, Office
from counter.services.spreadsheet import Cell, Exported, Sheet, written
from counter.text import _, display


def export_list(office: Office, out: Path) -> Exported:
    """Write the list as it reads today as XLSX: nothing in it is personal but the officers' telephones."""
    office.allow(Act.EXPORT, township=office.officer.township, department=office.officer.department)
    exported = written(office, out, (_policies(office), _standards(office), _liaisons(office)))
    with office.write() as session:
        office.record(session, Verb.EXPORTED, detail={"file": out.name, "rows": exported.rows})
    return exported


def _policies(office: Office) -> Sheet:
    departments = office.catalogue.departments
    return Sheet(
        _("Policies"),
        (
            _("Code"),
            _("Policy"),
            _("Department"),
            _("What is given"),
            _("Conditions"),
            _("Days of the law"),
            _("Days are"),
            _("Articles"),
            _("In force from"),
            _("Checked"),
        ),
        tuple(
            (
                one.code,
                one.title,
                departments[one.department].title,
                one.benefit.text,
                one.conditions_text,
                one.limits.total,
                display(one.limits.day_kind),
                one.basis,
                one.valid_from,
                _yes(one.verified),
            )
            for one in office.catalogue.policies_on(office.today())
        ),
    )


def _standards(office: Office) -> Sheet:
    today = office.today()
    figures = office.catalogue.figures_on(today)
    return Sheet(
        _("Figures"),
        (_("Code"), _("Figure"), _("Value"), _("Unit"), _("Region"), _("State"), _("From"), _("Source")),
        tuple(
            (
                one.key,
                one.label,
                _figure(figures.get(one.key)),
                one.unit,
                one.region,
                display(version.state),
                _since(version),
                version.source,
            )
            for one in office.catalogue.standards.values()
            for version in (one.on(today),)
        ),
    )


def _liaisons(office: Office) -> Sheet:
    catalogue = office.catalogue
    return Sheet(
        _("Responsible people"),
        (_("Department"), _("Liaison"), _("Telephone"), _("Stands in"), _("Telephone of the stand-in")),
        tuple(
            (
                department.title,
                *((who.name, who.phone, who.substitute, who.substitute_phone) if who else ("", "", "", "")),
            )
            for code, department in catalogue.departments.items()
            for who in (catalogue.liaisons.get(code),)
        ),
    )


def _figure(value: Fraction | date | None) -> Cell:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    return value


def _since(version: StandardVersion) -> Cell:
    return version.valid_from or version.effective_text


def _yes(said: bool) -> str:
    return _("Yes") if said else _("No")
