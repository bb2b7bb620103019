"""The long run of the model: `python -m tests.counter.model_runs 2000 [--processes 2] [--seed 1]`.

Each part of it has its own seed, which is told when it fails: `--only SEED` makes that part again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.counter.model.walks import WALKS
from tests.counter.model.whole import CaseMachine

PART = 50
"""Runs with one seed."""


def part(number: int, runs: int, steps: int, shrink: bool) -> tuple[int, str, Counter[str], Counter[str]]:
    """One part: its seed, what failed in it, and how often each act was made, or refused."""
    CaseMachine.done.clear()
    CaseMachine.refused.clear()
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    failed = ""
    try:
        run_state_machine_as_test(seed(number)(CaseMachine), settings=chosen)
    except Exception:
        failed = traceback.format_exc()
    return number, failed, Counter(CaseMachine.done), Counter(CaseMachine.refused)


def gate(more: int) -> int:
    """The runs and the walks of the gate, without looking for the shortest failure; 1 where one fails."""
    from tests.counter.test_model_of_a_case import GATE

    found = []
    runs = settings(GATE, max_examples=GATE.max_examples * more, phases=(Phase.generate,))
    try:
        run_state_machine_as_test(CaseMachine, settings=runs)
    except Exception as failure:
        found.append(f"run {CaseMachine.runs}: {str(failure) or type(failure).__name__}")
    for walk in WALKS:
        try:
            with contextlib.redirect_stdout(None):
                walk()
        except Exception as failure:
            found.append(f"{walk.__name__}: {str(failure) or type(failure).__name__}")
    for one in found:
        print(one.splitlines()[0])
    return 1 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=2000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument(
        "--gate", action="store_true", help="the few runs of the gate; the first failure ends"
    )
    parser.add_argument("--more", type=int, default=1, help="so many times the runs of the gate")
    given = parser.parse_args()
    if given.gate:
        return gate(given.more)
    if given.only is not None:
        print(part(given.only, min(given.runs, PART), given.steps, shrink=False)[1] or "nothing failed")
        return 0
    os.nice(5)
    begun, done, refused, failures = time.monotonic(), Counter[str](), Counter[str](), 0
    parts = -(-given.runs // PART)
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(part, given.seed * 1_000_000 + at, PART, given.steps, False) for at in range(parts)
        ]
        for count, future in enumerate(as_completed(waiting), 1):
            number, failed, made, not_made = future.result()
            done, refused, failures = done + made, refused + not_made, failures + bool(failed)
            print(f"{count}/{parts} seed {number}: {'FAILED' if failed else 'as foretold'}", flush=True)
            if failed:
                print(failed, flush=True)
    print(f"{parts * PART} runs, {failures} parts failed, {time.monotonic() - begun:.0f} s")
    print("made:", dict(done.most_common()))
    print("refused:", dict(refused.most_common()))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
