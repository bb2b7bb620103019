"""支出型临时救助: what has not been on public notice is not granted.

民政部、财政部 2026 年意见: for households at the edge the notice comes first, then the aid.
"""

from datetime import date

import pytest

from counter.cases.public_notice import PostingKind
from counter.cases.steps import StepKind
from counter.errors import Refused
from counter.services import benefits, district, postings, steps
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

EXPENSE = "civil-affairs.temp-expense"


def test_what_was_not_on_notice_is_not_granted(office: Office, clock: Clock) -> None:
    # Tuesday 13 October; the district keeps every step in the program.
    clock.go_to(date(2026, 10, 13))
    office = district.set_district(office, {"steps_recorded": "全部"}, confirmed=True)
    su = life.resident("苏明月", date(1985, 12, 12), life.SHE)
    boy = life.resident("苏小军", date(2012, 6, 6), life.SON, major_illness=True)
    household = life.family_of(
        su, boy, request="孩子手术自付八万元。", income=1400, necessary_expense_surge=True
    )
    expense = life.apply(office, household, EXPENSE)
    assert expense.due.due == date(2026, 10, 27)

    # The town surveys and checks within two days, and writes what it thinks.
    clock.go_to(date(2026, 10, 14))
    life.sign(office, expense)
    town = life.window(office)
    steps.finish(town, expense.number, StepKind.SURVEY, by=("林晓", "黄慧"), present="苏明月", result="属实")
    steps.finish(town, expense.number, StepKind.CHECK, by=("黄慧",), result="必需支出8.2万元，其余不再核查")
    owed = [step.kind for step in life.again(office, expense).steps if step.done_on is None]
    if StepKind.OPINION in owed:
        steps.finish(town, expense.number, StepKind.OPINION, by=("黄慧",), result="拟救助六千元")

    # All is known, and yet the money waits for the village board.
    with pytest.raises(Refused, match="has not been on public notice yet"):
        life.decide(office, expense, life.once(6000))
    file = postings.post(town, expense.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    assert file.postings[0].until == date(2026, 10, 23)
    clock.go_to(date(2026, 10, 26))
    postings.take_down(town, file.postings[0].id)
    life.decide(office, expense, life.once(6000))
    life.letter(office, expense)
    filed = life.file_away(office, expense)
    # Given once: nothing runs on, and nothing has to be reviewed.
    assert benefits.running(office, household_id=filed.household_id) == ()
