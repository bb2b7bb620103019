"""What every row of the store shares: portable types, and a version where two people may write at once."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    Integer,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from counter.cases.workflow import CaseState, Outcome, ReferralState, ReturnReason
from counter.store.columns import Json, UtcTime, Word

Key = BigInteger().with_variant(Integer(), "sqlite")


class Record(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: UtcTime(),
        dict[str, object]: Json,
        list[str]: Json,
        CaseState: Word(CaseState),
        ReferralState: Word(ReferralState),
        Outcome: Word(Outcome),
        ReturnReason: Word(ReturnReason),
    }


class Versioned:
    """A row that two people may change at once: who saves second is told, and saves nothing."""

    version: Mapped[int] = mapped_column(default=1, sort_order=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}
