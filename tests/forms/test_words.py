"""How days are written on the screens."""

from __future__ import annotations

from datetime import date

from counter.cases.casefile import Due
from forms.words import day_text, due_text


def test_a_day_long_past_bears_its_year() -> None:
    assert day_text(date(2025, 10, 13), away=279) == "2025-10-13"
    assert day_text(date(2026, 11, 9), away=-12) == "11-09"


def test_a_last_day_is_told_with_its_year_only_where_it_could_be_taken_for_another() -> None:
    assert "(2025-10-13)" in due_text(Due(due=date(2025, 10, 13)), -279)
    assert "(11-09?)" in due_text(Due(due=date(2026, 11, 9), provisional=True), -12)
