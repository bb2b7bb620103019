"""Random lives of cases by everybody in the office over two years, each act foretold by a simple model.

The model (`tests/counter/model`) shares no rule with the program: its own tables, its own days counted one by
one. `COUNTER_MODEL_RUNS=2000` makes the run a long one; so does `python -m tests.counter.model_runs 2000`.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from counter.services import cases
from counter.services.office import CONSOLE
from tests.clock import Clock
from tests.counter.model.days import Days
from tests.counter.model.real_office import Store, application, copy_of
from tests.counter.model.walks import WALKS
from tests.counter.model.whole import CaseMachine

GATE = settings(max_examples=20, stateful_step_count=40, deadline=None, derandomize=True)
LONG = int(os.environ.get("COUNTER_MODEL_RUNS", "0"))
COMMON = {
    "accept",
    "send",
    "sign",
    "return",
    "reassign",
    "suspend",
    "resume",
    "extend",
    "decide",
    "correct",
    "issue",
    "deliver",
    "close",
    "propose",
    "decide-change",
}
"""Acts that succeed in any twenty runs; were one of them idle, the run would prove little."""


def test_every_act_comes_out_as_foretold() -> None:
    CaseMachine.done.clear()
    run_state_machine_as_test(
        CaseMachine, settings=settings(GATE, max_examples=LONG, derandomize=False) if LONG else GATE
    )
    assert set(CaseMachine.done) >= COMMON
    assert sum(CaseMachine.refused.values()) > 100


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_a_walk_past_a_rule_comes_out_as_foretold(walk: Callable[[], None]) -> None:
    walk()


# --- that the model itself sees and counts ---------------------------------------------------------------


def test_the_file_tells_whether_anything_was_kept(tmp_path: Path) -> None:
    clock = Clock()
    office = copy_of(tmp_path, clock).with_officer(CONSOLE)
    store = Store(office.settings.database)
    before = store.version()
    said = application("alone", office.today(), set())
    cases.consult(office, said, note="问低保怎么申请")
    assert store.version() != before
    assert [event[1] for event in store.events_after(0)][-1] == "consulted"
    store.close()
    office.close()


def test_the_model_counts_days_as_the_official_process_does() -> None:
    days = Days()
    for accepted, count, last in (
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-18", 11, "2026-10-10"),
        ("2026-02-10", 30, "2026-03-30"),
        ("2026-04-29", 5, "2026-05-09"),
        ("2026-07-01", 45, "2026-09-02"),
        ("2026-11-23", 20, "2026-12-21"),
    ):
        assert days.nth(date.fromisoformat(accepted), count) == (date.fromisoformat(last), False)
    assert days.nth(date(2026, 11, 23), 30)[1], "it rests on a year that nobody knows"
    assert days.nth(date(2026, 9, 28), 3, working=False)[0] == date(2026, 10, 8)
    assert days.nth(date(2026, 9, 28), 3, working=False, moves=False)[0] == date(2026, 10, 1)
