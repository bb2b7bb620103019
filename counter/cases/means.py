"""Incomes and spendings row by row, the figures that they add up to, and what was read out to the family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from counter.cases.application import (
    Consent,
    FactValue,
    Income,
    IncomeKind,
    Per,
    Spending,
    SpendingKind,
)
from counter.cases.gathering import Gathering, within
from counter.cases.said import MONEY_DECIMALS, MONTHLY_CEILING, read_facts
from counter.cases.values import Parsed, read_choice, read_figure, read_items, shown, written_figure
from counter.catalogue.model import Catalogue
from counter.errors import Refused, Verbatim
from counter.text import YUAN_TYPED, plain_number

ROW_KEYS = ("kind", "amount", "per")
MOST_ROWS = 60
_MONTHS = 12
_CENTS = 100

Kind = TypeVar("Kind", bound=StrEnum)


# --- reading ---------------------------------------------------------------------------------------


def read_incomes(gathering: Gathering, field: str, raw: object) -> tuple[Income, ...]:
    """What a member earns; who has nothing says so with one row of the kind `none`."""
    found = []
    for path, said in _rows(gathering, field, raw):
        kind = _kind(gathering, path, said, IncomeKind)
        amount, per = _amount(gathering, path, said, usual=Per.MONTH)
        if kind is IncomeKind.NONE:
            if amount:
                gathering.refuse(
                    within(path, "amount"),
                    "Who has no income has no amount; here stands {value}. Correct one of them.",
                    value=shown(written_figure(amount)),
                )
            amount = Fraction(0)
        if kind is not None:
            found.append(Income(kind, amount, per))
    if len(found) > 1 and any(row.kind is IncomeKind.NONE for row in found):
        gathering.refuse(field, "No income stands here beside an income. Delete one of them.")
    return tuple(found)


def read_spending(gathering: Gathering, field: str, raw: object) -> tuple[Spending, ...]:
    """What the household has to spend."""
    found = []
    for path, said in _rows(gathering, field, raw):
        kind = _kind(gathering, path, said, SpendingKind)
        amount, per = _amount(gathering, path, said, usual=Per.YEAR)
        if kind is not None:
            found.append(Spending(kind, amount, per))
    return tuple(found)


def read_consents(gathering: Gathering, field: str, raw: object) -> frozenset[Consent]:
    """What was read out and understood."""
    if raw is None:
        return frozenset()

    def parse(raw: object) -> Parsed[frozenset[Consent]]:
        items = read_items(raw)
        words = [read_choice(item, _names(Consent)) for item in items.value]
        mended = items.mended or any(word.mended for word in words)
        return Parsed(frozenset(Consent(word.value) for word in words), mended)

    return gathering.take(field, raw, parse, show=_shown_words) or frozenset()


def _shown_words(value: object) -> str:
    words = value if isinstance(value, frozenset | set | list | tuple) else [value]
    return f"[{'、'.join(shown(word) for word in sorted(map(str, words)))}]"


def _rows(gathering: Gathering, field: str, raw: object) -> Iterable[tuple[str, dict[str, object]]]:
    if raw is None:
        return
    if not isinstance(raw, list | tuple):
        gathering.refuse(field, "A list of rows is expected here; {value} is not one.", value=shown(raw))
        return
    if len(raw) > MOST_ROWS:
        gathering.refuse(
            field, "There are {count} rows here; at most {most} fit.", count=len(raw), most=MOST_ROWS
        )
        return
    for place, row in enumerate(raw):
        path = f"{field}[{place}]"
        if row is None:
            gathering.refuse(
                path, "An object with named values is expected here; {value} is not one.", value="null"
            )
        yield path, gathering.take_object(path, row, ROW_KEYS)


def _kind(gathering: Gathering, path: str, said: Mapping[str, object], kinds: type[Kind]) -> Kind | None:
    if "kind" not in said:
        if said:
            gathering.refuse(within(path, "kind"), "Say of which kind this is: {kinds}.", kinds=_names(kinds))
        return None
    word = gathering.take(within(path, "kind"), said["kind"], lambda raw: read_choice(raw, _names(kinds)))
    return None if word is None else kinds(word)


def _names(kinds: type[StrEnum]) -> tuple[Verbatim, ...]:
    """The words of the file, which no language changes."""
    return tuple(Verbatim(kind.value) for kind in kinds)


def _amount(
    gathering: Gathering, path: str, said: Mapping[str, object], *, usual: Per
) -> tuple[Fraction | None, Per]:
    word = gathering.take(
        within(path, "per"), said.get("per", usual.value), lambda raw: read_choice(raw, _names(Per))
    )
    per = Per(word) if word else usual
    if "amount" not in said:
        return None, per
    most = MONTHLY_CEILING if per is Per.MONTH else MONTHLY_CEILING * _MONTHS

    def parse(raw: object) -> Parsed[Fraction]:
        parsed = read_figure(raw, decimals=MONEY_DECIMALS, units=YUAN_TYPED)
        if not 0 <= parsed.value <= most:
            raise Refused(
                "An amount lies between nothing and {most} yuan here; {value} does not. Check it.",
                most=most,
                value=shown(written_figure(parsed.value)),
            )
        return parsed

    return gathering.take(within(path, "amount"), said["amount"], parse), per


# --- the figures -----------------------------------------------------------------------------------


def monthly(amount: Fraction, per: Per) -> Fraction:
    return amount / _MONTHS if per is Per.YEAR else amount


def yearly(amount: Fraction, per: Per) -> Fraction:
    return amount * _MONTHS if per is Per.MONTH else amount


def total(rows: Iterable[Income | Spending], into: Callable[[Fraction, Per], Fraction]) -> Fraction | None:
    """What all rows come to, to the fen; None without a row, or while one of them is not told."""
    amounts = [None if row.amount is None else into(row.amount, row.per) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    if not amounts or len(known) < len(amounts):
        return None
    return Fraction(round(sum(known, Fraction(0)) * _CENTS), _CENTS)


def tell_income(
    gathering: Gathering,
    field: str,
    facts: dict[str, FactValue],
    incomes: Iterable[Income],
    catalogue: Catalogue,
) -> None:
    """A member's monthly income, from the rows unless it was said; a different figure is told."""
    figures = {"income_month": total(incomes, monthly)}
    _tell(gathering, field, facts, figures, scope="person", catalogue=catalogue)


def tell_spending(
    gathering: Gathering,
    field: str,
    facts: dict[str, FactValue],
    spending: Iterable[Spending],
    catalogue: Catalogue,
) -> None:
    """What the household spent in twelve months, from the rows unless it was said; as for incomes."""
    rows = tuple(spending)
    medical = [row for row in rows if row.kind is SpendingKind.MEDICAL]
    figures = {"rigid_expense_12m": total(rows, yearly), "medical_self_pay_12m": total(medical, yearly)}
    _tell(gathering, field, facts, figures, scope="household", catalogue=catalogue)


def _tell(
    gathering: Gathering,
    field: str,
    facts: dict[str, FactValue],
    figures: Mapping[str, Fraction | None],
    *,
    scope: str,
    catalogue: Catalogue,
) -> None:
    for key, figure in figures.items():
        fact = catalogue.facts.get(f"{scope}.{key}")
        if figure is None or fact is None:
            continue
        said = facts.get(key)
        if said is None:
            told = {key: written_figure(figure)}
            facts |= read_facts(gathering, field, told, scope=scope, catalogue=catalogue, elsewhere={})
        elif said != figure:
            gathering.remark(
                within(field, key),
                "{label} is said to be {said}, but the rows add up to {total}. Check both.",
                label=fact.label,
                said=plain_number(said) if isinstance(said, int | Fraction) else shown(said),
                total=plain_number(figure),
            )
