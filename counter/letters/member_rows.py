"""The members of a household as the forms list them: D01 when they apply, D13 when they are visited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from counter.cases.application import FactValue, IncomeKind, Person
from counter.cases.means import monthly, total
from counter.letters.parts import RELATION_WORDS, Source, birth, full_id, sex
from counter.letters.pledges import who_signs
from counter.text import plain_number

INCOME_WORDS: Mapping[IncomeKind, str] = {
    IncomeKind.WAGE: "工资性收入",
    IncomeKind.BUSINESS: "经营净收入",
    IncomeKind.PROPERTY: "财产净收入",
    IncomeKind.TRANSFER: "转移净收入",
}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as on the form; an empty text is a cell to fill by hand. `signer` says who signs.

    `incomes` are yuan a month, one for each of the form's kinds.
    """

    name: str
    relation: str
    id_number: str
    sex: str
    birth: str
    ethnic: str
    marriage: str
    education: str
    health: str
    disability: str
    disability_card: str
    labour: str
    work: str
    income_month: str
    signer: str
    incomes: tuple[str, ...] = ()


def member_row(source: Source, person: Person) -> MemberRow:
    facts = person.facts
    grade = facts.get("disability_grade")
    types = facts.get("disability_types")
    kinds = "、".join(sorted(types)) if isinstance(types, frozenset) else ""
    disability = "无" if grade == 0 else kinds
    if isinstance(grade, int) and 1 <= grade <= 4:
        disability += f"{'一二三四'[grade - 1]}级"
    able = facts.get("has_labor_capacity")
    return MemberRow(
        name=person.name,
        relation=RELATION_WORDS.get(person.relation, person.relation),
        id_number=full_id(person),
        sex=sex(person),
        birth=birth(person),
        ethnic="",
        marriage="",
        education=""
        if facts.get("is_full_time_student") is not True
        else f"{facts.get('school_stage', '')}在读",
        health="重特大疾病" if facts.get("major_illness") is True else "",
        disability=disability,
        disability_card="",
        labour={True: "有", False: "无"}.get(able, "") if isinstance(able, bool) else "",
        work=str(facts.get("employment_status") or ""),
        income_month=figure(facts, "income_month"),
        signer=who_signs(source, person),
        incomes=_incomes(person),
    )


def _incomes(person: Person) -> tuple[str, ...]:
    """Yuan a month by kind; an empty cell was not told. Who has no income has none of any kind."""
    if any(row.kind is IncomeKind.NONE for row in person.incomes):
        return tuple("0" for _kind in INCOME_WORDS)
    return tuple(
        told_figure(total((row for row in person.incomes if row.kind is kind), monthly))
        for kind in INCOME_WORDS
    )


def figure(facts: Mapping[str, FactValue], key: str) -> str:
    """A fact that is a figure; empty where it is not known."""
    value = facts.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return ""
    return plain_number(value)


def told_figure(said: Fraction | None) -> str:
    return "" if said is None else plain_number(said)
