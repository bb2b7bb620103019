"""How long the file of a household is kept: from the day it left, the longer of both classes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Household
from counter.cases.benefits import Benefit
from counter.cases.retention import Ended, Terms, archive_year, retention, terms_of, years_after
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.letters.case_covers import COVER, SECTIONS, archive_number, kept_words, village
from counter.letters.kinds import KINDS
from counter.services import district
from counter.services.office import Office

TODAY = date(2030, 6, 1)
CLOSED = Ended(date(2026, 12, 1))
GIVEN = Benefit(
    *(1, 7, "civil-affairs.dibao", "最低生活保障", "civil-affairs", "350212105", "household", "", "", "", ""),
    amount_fen=62_000,
    amount_unit="元/月",
    starts=date(2026, 12, 1),
    ends=None,
)


@pytest.mark.parametrize(
    ("cases", "benefits", "left", "until"),
    [
        ([CLOSED], [], date(2026, 12, 1), date(2029, 12, 1)),
        ([CLOSED, Ended(None)], [], None, None),
        ([], [], None, None),
        ([CLOSED], [GIVEN], None, None),
        ([CLOSED], [replace(GIVEN, ended_on=date(2028, 3, 1))], date(2028, 2, 29), date(2031, 3, 1)),
        ([CLOSED], [replace(GIVEN, ends=date(2027, 5, 31))], date(2027, 5, 31), date(2030, 5, 31)),
        ([CLOSED], [replace(GIVEN, ended_on=date(2031, 1, 1))], None, None),
        ([replace(CLOSED, last_routine=date(2026, 11, 30))], [], date(2026, 12, 1), date(2031, 11, 30)),
    ],
)
def test_the_term_runs_from_the_day_the_household_left(
    cases: list[Ended], benefits: list[Benefit], left: date | None, until: date | None
) -> None:
    kept = retention(cases, benefits, TODAY)
    assert (kept.left_on, kept.until) == (left, until)
    assert kept.is_over(TODAY) == (until is not None and until < TODAY)
    assert ("尚未起算" in kept_words(kept)) == (until is None)


def test_a_locality_may_keep_longer_and_never_shorter(office: Office) -> None:
    assert terms_of(office.catalogue.district) == Terms(3, 5)
    longer = district.set_district(
        office, {"archive.approval_years": "10", "archive.routine_years": ""}, confirmed=True
    )
    assert terms_of(longer.catalogue.district) == Terms(10, 5)
    for said in ("2", "三", "1000"):
        with pytest.raises(Refused, match="years"):
            district.set_district(office, {"archive.approval_years": said}, confirmed=True)


def test_a_leap_day_ends_after_the_term_and_a_file_belongs_to_the_year_of_its_end() -> None:
    assert years_after(date(2028, 2, 29), 3) == date(2031, 3, 1)
    assert archive_year(date(2026, 12, 30), date(2027, 1, 4)) == 2027
    assert archive_year(date(2026, 12, 30), None) == 2026
    kept = retention([CLOSED], [], TODAY)
    assert archive_number("0123", 2026, kept, 42) == "0123-2026-审批-000042"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("同安区莲花镇小坪村 12 号", "小坪村"),
        ("莲花镇云埔村委会后 3 号", "云埔村委会"),
        ("莲花镇 5 号楼后的村", ""),
        ("同安区大同街道城北路 1 号", ""),
        ("莲花镇", ""),
        ("莲花小坪村9号", "小坪村"),
    ],
)
def test_the_village_is_read_from_the_address_or_left_blank(address: str, found: str) -> None:
    assert village(Household(address=address), "莲花镇") == found


def test_every_kind_of_paper_has_its_place_in_the_file(catalogue: Catalogue) -> None:
    placed = [kind for section in SECTIONS for kind in section.kinds]
    assert len(placed) == len(set(placed)) and set(placed) == set(KINDS) - {COVER}
