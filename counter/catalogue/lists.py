"""The catalogue's lists: departments, facts, standards, materials, places, calendars, the district."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from counter.catalogue.model import (
    Calendar,
    Category,
    Department,
    DepartmentKind,
    Fact,
    FactType,
    Liaison,
    Place,
    Setting,
)
from counter.catalogue.policy import Material
from counter.catalogue.rules import (
    RuleError,
    StandardRef,
    Term,
    divisors_in,
    parse_formula,
    standards_in,
)
from counter.catalogue.standard import Standard, StandardVersion, State
from counter.catalogue.tables import Table, nearest

REQUIRED_SETTINGS = (
    "agency_code",
    "appeal_address",
    "appeal_authority",
    "appeal_first",
    "court",
    "delegated_to_townships",
    "district_name",
    "hotline",
    "place",
    "window_name",
    "window_phone",
)
"""What papers and rules ask the district for; a setting may be empty, its line must exist."""

_FACT_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PLACE_CODE = re.compile(r"[0-9]{9}")
_NUMERIC = frozenset({FactType.INTEGER, FactType.NUMBER})
_WITH_VALUES = frozenset({FactType.ENUM, FactType.SET})


def departments(file: Table) -> dict[str, Department]:
    found = {}
    for code, table in file.children():
        found[code] = Department(
            code=code,
            title=table.text("title", required=True),
            official_title=table.text("official_title", required=True),
            title_en=table.text("title_en", required=True),
            kind=table.choice("kind", DepartmentKind),
            verified=table.flag("verified", default=True),
        )
        table.done()
    return found


def categories(file: Table) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for table in file.tables("categories", required=True):
        code = table.text("code", required=True)
        if code in found:
            table.report("{code} is there twice.", "code", code=code)
        found[code] = Category(
            code=code,
            title=table.text("title", required=True),
            of_household=table.flag("of_household"),
            of_person=table.flag("of_person"),
            register=table.text("register"),
        )
        if not (found[code].of_household or found[code].of_person):
            table.report("A category is of a household, of a person, or of both.")
        table.done()
    return found


def facts(file: Table) -> dict[str, Fact]:
    found = {}
    for scope in ("context", "household", "person"):
        if (table := file.table(scope, required=True)) is None:
            continue
        for key, inner in table.children():
            if not _FACT_KEY.fullmatch(key):
                inner.report("A fact's name is of small letters, digits and _.")
            found[f"{scope}.{key}"] = _fact(f"{scope}.{key}", inner)
    file.done()
    return found


def _fact(name: str, table: Table) -> Fact:
    kind = table.choice("type", FactType)
    fact = Fact(
        name=name,
        type=kind,
        label=table.text("label", required=True),
        group=table.text("group", required=True),
        label_no=table.text("label_no"),
        unit=table.text("unit"),
        values=table.texts("values"),
        source=table.text("source"),
        shared_by=table.text("shared_by"),
        derived_from=table.text("derived_from"),
        note=table.text("note"),
        sensitive=table.flag("sensitive"),
        floor=table.number("floor", required=kind in _NUMERIC),
        ceiling=table.number("ceiling", required=kind in _NUMERIC),
    )
    if kind in _WITH_VALUES and not fact.values:
        table.report("{name} is missing.", "values", name="values")
    if len(set(fact.values)) != len(fact.values):
        table.report("A value is there twice.", "values")
    if fact.floor is not None and fact.ceiling is not None and fact.floor > fact.ceiling:
        table.report("The floor lies above the ceiling.", "floor")
    table.done()
    return fact


# --- standards -----------------------------------------------------------------------------------


def standards(file: Table) -> dict[str, Standard]:
    found = {key: _standard(key, table) for key, table in file.children()}
    for key, standard in found.items():
        for index, version in enumerate(standard.versions):
            if version.formula is None:
                continue
            at = f"{key}.versions[{index}].formula"
            for name in standards_in(version.formula):
                if name not in found:
                    file.report(
                        "There is no standard {name}; is {like} meant?",
                        at,
                        name=name,
                        like=nearest(name, found),
                    )
            if _circles(key, found):
                file.report("The formula comes back to itself.", at)
            if any(_may_be_nothing(divisor, found) for divisor in divisors_in(version.formula)):
                file.report("The formula divides by nothing.", at)
    return found


def _standard(key: str, table: Table) -> Standard:
    standard = Standard(
        key=key,
        label=table.text("label", required=True),
        unit=table.text("unit", required=True),
        region=table.text("region", required=True),
        note=table.text("note"),
        versions=tuple(_version(inner) for inner in table.tables("versions", required=True)),
    )
    starts = [version.valid_from or date.min for version in standard.versions]
    if starts != sorted(set(starts)):
        table.report("Versions stand oldest first, each with its own first day.", "versions")
    table.done()
    return standard


def _version(table: Table) -> StandardVersion:
    value = table.raw("value")
    formula = _formula(table)
    if value is not None and formula is not None:
        table.report("A version has a value or a formula, not both.", "value")
    outdated, placeholder = table.flag("outdated"), table.flag("placeholder")
    elsewhere, verified = table.flag("elsewhere"), table.flag("verified", required=True)
    version = StandardVersion(
        value=value if isinstance(value, date) else _figure(table, value),
        formula=formula,
        valid_from=table.day("valid_from", year_will_do=True),
        effective_text=table.text("effective_text"),
        source=table.text("source"),
        marked_outdated=outdated,
        marked_placeholder=placeholder,
        marked_elsewhere=elsewhere,
        state=_worst(outdated=outdated, placeholder=placeholder, elsewhere=elsewhere, verified=verified),
    )
    if value is None and formula is None and not placeholder:
        table.report("A version without a value is a placeholder; mark it.", "placeholder")
    table.done()
    return version


def _figure(table: Table, value: object) -> Fraction | None:
    figure = None if value is None else table.as_number(value, "value")
    if figure is not None and figure < 0:
        table.report("A figure cannot be less than nothing.", "value")
    return figure


def _formula(table: Table) -> Term | None:
    text = table.text("formula")
    if not text:
        return None
    try:
        return parse_formula(text)
    except RuleError as error:
        table.report(error.text, "formula", **error.params)
        return None


def _worst(*, outdated: bool, placeholder: bool, elsewhere: bool, verified: bool) -> State:
    if outdated:
        return State.OUTDATED
    if placeholder:
        return State.PLACEHOLDER
    if elsewhere:
        return State.ELSEWHERE
    return State.VERIFIED if verified else State.UNVERIFIED


def _may_be_nothing(divisor: Term, found: Mapping[str, Standard]) -> bool:
    if isinstance(divisor, StandardRef):
        standard = found.get(divisor.key)
        return standard is not None and any(version.value == 0 for version in standard.versions)
    return divisor == 0


def _circles(key: str, found: Mapping[str, Standard]) -> bool:
    seen: set[str] = set()
    open_keys = [key]
    while open_keys:
        standard = found.get(open_keys.pop())
        for version in standard.versions if standard is not None else ():
            if version.formula is None:
                continue
            for name in standards_in(version.formula):
                if name == key:
                    return True
                if name not in seen:
                    seen.add(name)
                    open_keys.append(name)
    return False


# --- papers, places, days ------------------------------------------------------------------------


def materials(file: Table) -> dict[str, Material]:
    found = {}
    for code, table in file.children():
        found[code] = Material(
            code=code,
            title=table.text("title", required=True),
            aliases=table.texts("aliases"),
            note=table.text("note"),
            shows_means=table.flag("shows_means"),
            signed_here=table.flag("signed_here"),
            for_agent=table.flag("for_agent"),
            shows_identity=table.flag("shows_identity"),
        )
        table.done()
    return found


def places(file: Table) -> dict[str, Place]:
    found: dict[str, Place] = {}
    tables = dict(file.children())
    for code, table in tables.items():
        found[code] = place = Place(
            code=code,
            title=table.text("title", required=True),
            short=table.text("short", required=True),
            valid_from=table.day("valid_from"),
            valid_to=table.day("valid_to"),
            successor=table.text("successor"),
        )
        if not _PLACE_CODE.fullmatch(code):
            table.report("A place's code has nine digits.")
        if place.valid_from and place.valid_to and place.valid_from > place.valid_to:
            table.report("The last day lies before the first.", "valid_to")
        if place.successor == code or (place.successor and place.successor not in tables):
            table.report("There is no place {code}.", "successor", code=place.successor)
        table.done()
    return found


def calendar(files: Iterable[Table]) -> Calendar:
    """The years that are known; a year is the file's own, whatever its holidays are called."""
    years: set[int] = set()
    off: set[date] = set()
    working: set[date] = set()
    sources: dict[int, str] = {}
    for file in files:
        year = file.whole("year", required=True)
        source = file.text("source")
        if year is None:
            continue
        if year in years or not file.file.endswith(f"{year}.toml"):
            file.report("The file of a year is named after it, one file for each.", "year")
        years.add(year)
        sources[year] = source
        free, swapped = _year(file, year)
        off |= free
        working |= swapped
        file.done()
    return Calendar(frozenset(years), frozenset(off), frozenset(working), sources)


def _year(file: Table, year: int) -> tuple[set[date], set[date]]:
    free: set[date] = set()
    swapped: dict[date, Table] = {}
    for table in file.tables("holidays", required=True):
        table.text("title", required=True)
        first, last = table.day("first", required=True), table.day("last", required=True)
        days = table.raw("working")
        table.done()
        if first is None or last is None:
            continue
        if not (first.year == last.year == year and first <= last):
            table.report("A holiday's days lie in the file's year, the first before the last.", "first")
            continue
        run = {first + timedelta(n) for n in range((last - first).days + 1)}
        if run & free:
            table.report("These days are already days off.", "first")
        free |= run
        for day in days if isinstance(days, list) else [] if days is None else [days]:
            if type(day) is not date or day.year != year or day.weekday() < 5:
                table.report("A working weekend is a Saturday or a Sunday of the year.", "working")
            else:
                swapped[day] = table
    for day, table in swapped.items():
        if day in free:
            table.report("A day cannot be both a day off and a working weekend.", "working")
    return free, set(swapped)


# --- the district's own --------------------------------------------------------------------------


def district(
    file: Table, policies: Collection[str] | None, departments: Collection[str] | None
) -> tuple[dict[str, Setting], dict[str, Liaison]]:
    """Settings by key, those of other parts with the part before them (`decides.<policy>`); liaisons."""
    found: dict[str, Setting] = {}
    for section in ("settings", "promises", "archive", "decides", "appeal_authority"):
        if (table := file.table(section, required=section == "settings")) is None:
            continue
        for name, inner in table.children():
            key = name if section == "settings" else f"{section}.{name}"
            found[key] = Setting(
                key=key,
                label=inner.text("label", required=True),
                value=inner.text("value", required=True, may_be_empty=True),
                source=inner.text("source"),
                confirmed=inner.flag("confirmed", required=True),
            )
            if section in ("decides", "appeal_authority") and policies is not None and name not in policies:
                inner.report("There is no policy {name}.", name=name)
            inner.done()
    for key in REQUIRED_SETTINGS:
        if key not in found:
            file.report("{name} is missing.", f"settings.{key}", name=key)
    liaisons: dict[str, Liaison] = {}
    if (table := file.table("liaisons")) is not None:
        for name, inner in table.children():
            liaisons[name] = Liaison(
                department=name,
                name=inner.text("name", may_be_empty=True),
                phone=inner.text("phone", may_be_empty=True),
                substitute=inner.text("substitute", may_be_empty=True),
                substitute_phone=inner.text("substitute_phone", may_be_empty=True),
            )
            if departments is not None and name not in departments:
                inner.report("There is no department {name}.", name=name)
            inner.done()
    file.done()
    return found, liaisons
