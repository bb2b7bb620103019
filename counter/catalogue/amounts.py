"""What a benefit amounts to, as a policy file writes it: a figure, a name, or a table with a `type`."""

from __future__ import annotations

from fractions import Fraction

from counter.catalogue.benefit import (
    Amount,
    AtMost,
    Case,
    FactRef,
    Gap,
    Goods,
    Least,
    NotComputable,
    Operand,
    Percentage,
    Product,
    Segment,
    Segments,
    Tier,
    Total,
)
from counter.catalogue.conditions import NUMERIC, ConditionReader
from counter.catalogue.rules import AllOf, StandardRef
from counter.catalogue.tables import Table

_KINDS = (
    "tier",
    "gap",
    "percentage",
    "segments",
    "product",
    "total",
    "least",
    "at_most",
    "goods",
    "not_computable",
)
_NOTHING = Fraction(0)


class AmountReader:
    """Reads amounts; a text is a fact where it has a dot, a fraction such as 1/12, else a standard."""

    def __init__(self, conditions: ConditionReader) -> None:
        self._conditions = conditions

    def operand(self, table: Table, key: str, *, required: bool = False) -> Operand | None:
        value = table.raw(key, required=required)
        return None if value is None else self._read(table, key, value)

    def _needed(self, table: Table, key: str) -> Operand:
        """Nothing stands for what could not be read: the problem is noted and the catalogue refused."""
        found = self.operand(table, key, required=True)
        return _NOTHING if found is None else found

    def _list(self, table: Table, key: str, *, may_be_empty: bool = False) -> tuple[Operand, ...]:
        value = table.raw(key, required=True)
        if value is None:
            return ()
        if not isinstance(value, list) or not (value or may_be_empty):
            table.report("This must be a list of amounts.", key)
            return ()
        return tuple(self._read(table, f"{key}[{index}]", item) for index, item in enumerate(value))

    def _read(self, table: Table, key: str, value: object) -> Operand:
        if isinstance(value, dict):
            return self._amount(table.inner(value, key))
        if isinstance(value, str) and not value[:1].isdigit():
            return self._named(table, key, value)
        number = table.as_number(value, key)
        if number is not None and number < 0:
            table.report("An amount is not below 0.", key)
        return _NOTHING if number is None else number

    def _named(self, table: Table, key: str, name: str) -> Operand:
        if "." not in name:
            self._conditions.standard(table, key, name)
            return StandardRef(name)
        fact = self._conditions.fact(table, key, name)
        if fact is not None and fact.type not in NUMERIC:
            table.report("{name} is no figure.", key, name=name)
        return FactRef(name)

    def _amount(self, table: Table) -> Operand:
        kind = table.raw("type", required=True)
        found = self._of_kind(table, str(kind))
        if kind is not None and found is None:
            table.report("This must be one of: {kinds}.", "type", kinds="、".join(_KINDS))
        if found is not None:
            table.done()
        return _NOTHING if found is None else found

    def _of_kind(self, table: Table, kind: str) -> Amount | None:  # noqa: PLR0911 - one line for each kind
        match kind:
            case "tier":
                return Tier(tuple(self._case(inner) for inner in table.tables("cases", required=True)))
            case "gap":
                return Gap(
                    self._needed(table, "base"),
                    self._list(table, "minus", may_be_empty=True),
                    self.operand(table, "times"),
                )
            case "percentage":
                return Percentage(
                    self._needed(table, "of"),
                    self._needed(table, "deductible"),
                    self._needed(table, "ratio"),
                    self.operand(table, "cap"),
                )
            case "segments":
                return self._segments(table)
            case "product":
                return Product(self._list(table, "of"))
            case "total":
                return Total(self._list(table, "of"))
            case "least":
                return Least(self._list(table, "of"))
            case "at_most":
                return AtMost(self._needed(table, "ceiling"), table.text("decided_by"))
            case "goods":
                return Goods(self._needed(table, "amount"), table.text("unit", required=True))
            case "not_computable":
                return NotComputable(table.text("why", required=True))
        return None

    def _case(self, table: Table) -> Case:
        needs = self._conditions.needs(table, "when")
        case = Case(needs[0] if len(needs) == 1 else AllOf(needs), self._needed(table, "amount"))
        table.done()
        return case

    def _segments(self, table: Table) -> Segments:
        segments = []
        for inner in table.tables("segments", required=True):
            segments.append(Segment(inner.number("upto"), self._needed(inner, "ratio")))
            inner.done()
        bounds = [segment.upto for segment in segments]
        known = [bound for bound in bounds if bound is not None]
        if None in bounds[:-1] or known != sorted(set(known)):
            table.report("Segments rise; only the last may have no end.", "segments")
        return Segments(
            of=self._needed(table, "of"),
            deductible=self._needed(table, "deductible"),
            segments=tuple(segments),
            ratio_add=self.operand(table, "ratio_add"),
            cap=self.operand(table, "cap"),
        )
