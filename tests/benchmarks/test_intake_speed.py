"""How long one application takes to store beside judging it: referrals, papers, event and number."""

import gc
import statistics
import time
from collections.abc import Callable

import pytest

from counter.cases import match as matching
from counter.cases.application import Application
from counter.cases.match import match
from counter.cases.split import Chosen
from counter.services import acceptance, intake
from counter.services.office import Office

MATTERS = 12
ROUNDS = 15
MOST = 5
"""Times the match of all policies that it begins with, in the same run; three on a quiet machine."""


def cpu_ms(act: Callable[[], object]) -> float:
    """The median of several rounds, in milliseconds of this process."""
    act()
    gc.collect()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def test_accepting_three_people_and_twelve_matters_is_quick(
    office: Office, family: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acceptance, "matching", matching)  # each time anew, as at the counter
    answer = match(family, office.catalogue)
    chosen = [Chosen(row.policy, row.for_member, "演练") for row in answer.policies[:MATTERS]]
    whole = cpu_ms(lambda: intake.accept(office, family, chosen))
    judging = cpu_ms(lambda: match(family, office.catalogue))
    print(f"accept {whole:.1f} ms, of which match {judging:.1f} ms")
    assert whole < MOST * judging
