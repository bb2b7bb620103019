"""Plants one fault at a time in a copy of the program, and says whether the model test of the gate sees it.

`python -m tests.counter.planted_faults [NAME...]`; some minutes for all. It changes nothing here. A text that
is no longer found has been rewritten since: say the fault anew.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[2]
COPIED = ("counter", "resources", "tests", "pyproject.toml")


@dataclass(frozen=True)
class Fault:
    """What is put where in the place of what."""

    name: str
    changes: tuple[tuple[str, str, str], ...]


FAULTS = (
    Fault(
        "hold time is added to the wrong end",
        (
            (
                "counter/cases/deadlines.py",
                "return lambda day: any(started < day <= ended for started, ended in spans)",
                "return lambda day: any(started <= day < ended for started, ended in spans)",
            ),
        ),
    ),
    Fault(
        "an extension is had twice",
        (
            (
                "counter/services/referrals.py",
                "if any(interval.kind == EXTENSION for interval in intervals):",
                "if False:",
            ),
            (
                "counter/cases/deadlines.py",
                "        and not any(interval.kind == EXTENSION for interval in intervals)\n    )",
                "    )",
            ),
        ),
    ),
    Fault(
        "an extension on a ground that is not listed moves the last day",
        (
            ("counter/services/referrals.py", "if not may_extend(limits, intervals, ground):", "if False:"),
            (
                "counter/cases/deadlines.py",
                "if one.kind == EXTENSION and one.ground in limits.extension_grounds",
                "if one.kind == EXTENSION",
            ),
        ),
    ),
    Fault(
        "an extension after the last day",
        (
            (
                "counter/services/referrals.py",
                "if before is not None and today > before:",
                "if False:",
            ),
        ),
    ),
    Fault(
        "a waiting for papers is charged",
        (
            (
                "counter/cases/deadlines.py",
                "waits = sorted((i for i in intervals if i.kind != EXTENSION), key=lambda i: i.started)",
                'waits = [i for i in intervals if i.kind not in (EXTENSION, "papers")]',
            ),
        ),
    ),
    Fault(
        "the time at the dispatcher is charged",
        (
            (
                "counter/services/referrals.py",
                "        if row.sent_at is not None:\n            # Till",
                "        if False:\n            # Till",
            ),
        ),
    ),
    Fault(
        "a refusal is closed without its delivery",
        (
            (
                "counter/cases/owed.py",
                "elif not any(reached(file, letter, today) for letter in letters):",
                "elif False:",
            ),
        ),
    ),
    Fault(
        "a benefit is ended unheard",
        (
            (
                "counter/cases/hearing.py",
                "    elif change.heard_on is None and change.hear_until is not None and",
                "    elif False and change.hear_until is not None and",
            ),
        ),
    ),
    Fault(
        "a correction takes away what the household was told of",
        (
            (
                "counter/services/decisions.py",
                "        benefits.refuse_unheard(office, session, last, decision)\n",
                "",
            ),
        ),
    ),
    Fault(
        "resuming writes no event",
        (
            (
                "counter/services/referrals.py",
                "return done(office, session, row, Verb.RESUMED, papers=[paper.material for paper in came])",
                "return file_of(office, session, row)",
            ),
        ),
    ),
    Fault(
        "a clerk may decide",
        (
            (
                "counter/store/access.py",
                "    Role.CLERK: {\n",
                "    Role.CLERK: {\n        Act.DECIDE: _OWN,\n",
            ),
        ),
    ),
    Fault(
        "worked weekends are ignored",
        (
            (
                "counter/catalogue/model.py",
                "if day in self.working_weekends:",
                "if False:",
            ),
        ),
    ),
    Fault(
        "numbers have gaps",
        (
            (
                "counter/store/numbers.py",
                'set_={"value": Counter.value + 1}',
                'set_={"value": Counter.value + 2}',
            ),
        ),
    ),
    Fault(
        "the number of a void letter is given again",
        (
            (
                "counter/services/notices.py",
                "serial = numbers.next_of(session, numbers.notice_counter(row.township, kind, year))",
                "serial = 1 + sum(one.voided == '' for one in session.scalars(select(records.Notice)"
                ".filter_by(unit=row.township, kind=kind, year=year)))",
            ),
        ),
    ),
    Fault(
        "what was withdrawn is sent",
        (
            (
                "counter/cases/workflow.py",
                "_M.SEND: ReferralRule({_S.DRAFT: _S.SENT}",
                "_M.SEND: ReferralRule({_S.DRAFT: _S.SENT, _S.WITHDRAWN: _S.SENT}",
            ),
        ),
    ),
    Fault(
        "a refused act leaves its traces",
        (
            (
                "counter/store/engine.py",
                "    with _said_plainly(), Session(immediate) as session, session.begin():\n"
                "        yield session\n",
                "    with _said_plainly(), Session(immediate) as session:\n"
                "        try:\n            yield session\n        finally:\n            session.commit()\n",
            ),
        ),
    ),
    Fault(
        "a calendar that comes late moves nothing",
        (
            (
                "counter/services/calendars.py",
                "        clocks.recompute(fresh, session, clocks.reaching(first, last))\n",
                "",
            ),
        ),
    ),
)


def planted(fault: Fault, copy: Path, more: int) -> list[str]:
    """What the gate said of the fault: the random run and the walks that saw it."""
    before = {name: (copy / name).read_text(encoding="utf-8") for name, _old, _new in fault.changes}
    try:
        for name, old, new in fault.changes:
            text = (copy / name).read_text(encoding="utf-8")
            if text.count(old) != 1:
                raise SystemExit(f"{fault.name}: {name} no longer says once: {old}")
            (copy / name).write_text(text.replace(old, new), encoding="utf-8")
        found = subprocess.run(
            [sys.executable, "-m", "tests.counter.model_runs", "--gate", "--more", str(more)],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for name, text in before.items():
            (copy / name).write_text(text, encoding="utf-8")
    if found.returncode not in (0, 1):
        raise SystemExit(f"{fault.name}: the runs themselves broke down: {found.stderr[-500:]}")
    return found.stdout.strip().splitlines()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; all faults without")
    parser.add_argument("--more", type=int, default=1, help="so many times as many runs as the gate makes")
    given = parser.parse_args()
    chosen = [fault for fault in FAULTS if not given.names or any(one in fault.name for one in given.names)]
    unseen = 0
    with tempfile.TemporaryDirectory(prefix="counter-faults-") as folder:
        copy = Path(folder)
        for name in COPIED:
            source = HERE / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, copy / name)
        for fault in chosen:
            seen = planted(fault, copy, given.more)
            unseen += not seen
            print(f"{'seen' if seen else 'NOT SEEN'}: {fault.name}")
            for line in seen:
                print(f"    {line[:150]}", flush=True)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
