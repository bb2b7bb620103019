"""年度归档目录: the files of a year, household by household, and which of them are proposed for review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from counter.cases.retention import Retention


@dataclass(frozen=True, slots=True)
class FileRow:
    """The file of a household in a year: the cases that ended in it, and the pages that it has when bound."""

    archive_number: str
    household: int
    applicant: str
    township: str
    town: str
    village: str
    cases: tuple[str, ...]
    pages: int
    kept: Retention
    archived_on: date | None
    keeper: str

    @property
    def review_on(self) -> date | None:
        """The last day of keeping: from the next one on the file may be looked through."""
        return self.kept.until


@dataclass(frozen=True, slots=True)
class YearList:
    """`year` is None for the files of all years whose term is over."""

    year: int | None
    whose: str
    rows: tuple[FileRow, ...]
    made_at: datetime
    made_by: str
    today: date

    @property
    def over(self) -> tuple[FileRow, ...]:
        """What the keeper is proposed to look through; nothing is removed."""
        return tuple(row for row in self.rows if row.kept.is_over(self.today))
