"""How long one application takes to store, with its referrals, papers, event and number."""

import gc
import statistics
import time
from collections.abc import Callable

from counter.cases.application import Application
from counter.cases.match import match
from counter.cases.split import Chosen
from counter.services import intake
from counter.services.office import Office

MATTERS = 12
ROUNDS = 15
LONGEST_MS = 25
"""Of processor time on one core, the match of all policies left out; about ten on a quiet machine."""


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


def test_accepting_three_people_and_twelve_matters_is_quick(office: Office, family: Application) -> None:
    answer = match(family, office.catalogue)
    chosen = [Chosen(row.policy, row.for_member, "演练") for row in answer.policies[:MATTERS]]
    whole = cpu_ms(lambda: intake.accept(office, family, chosen))
    judging = cpu_ms(lambda: match(family, office.catalogue))
    print(f"accept {whole:.1f} ms, of which match {judging:.1f} ms")
    assert whole - judging < LONGEST_MS
