"""What an officer's rights reach, as a condition on rows that carry a township and a department."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from counter.services.office import Act, Office
from counter.store import access
from counter.store.access import Scope


def reached(
    office: Office,
    township: InstrumentedAttribute[str],
    department: InstrumentedAttribute[str],
    act: Act = Act.READ,
) -> ColumnElement[bool]:
    """The rows, by their two columns, to which the officer may do this; none for one who may not at all."""
    officer = office.officer
    reach = access.scopes(officer.roles, act) if officer.active else frozenset()
    if Scope.OFFICE in reach:
        return true()
    own: list[ColumnElement[bool]] = []
    if Scope.TOWNSHIP in reach:
        own.append(township == officer.township if officer.township else true())
    if Scope.DEPARTMENT in reach:
        own.append(department == officer.department if officer.department else true())
    return or_(false(), *own)
