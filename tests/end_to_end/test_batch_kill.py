"""A batch is killed at any page: it goes on with no page missing, none double unmarked, its numbers whole.

`python -m tests.end_to_end.test_batch_kill 50` kills fifty batches and tells what it found.
"""

import contextlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from counter.services import audit
from counter.services.office import Office, open_office
from counter.settings import Settings
from counter.store import records
from tests.end_to_end import printing_window
from tests.end_to_end.accepting_window import WINDOWS
from tests.end_to_end.printing_window import KIND, OUT, TRAY, pages_of

KILLS = 8
PAPERS = 3
COPIES, SIDES = 3, 2
STEPS = PAPERS * (1 + COPIES * SIDES)
"""What a window tells until all is printed: each number, and each page."""
LONGEST_LIFE = 0.5
START = 30.0
MOST_TURNS = 20
AGAIN = 0.3
"""How often the window that goes on is killed as well."""

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(WINDOWS)


def kill_in_window(folder: Path, chance: random.Random) -> None:
    """The window prints on paper until it has told so many steps."""
    hears, tells = PROCESSES.Pipe(duplex=False)
    window = PROCESSES.Process(target=printing_window.print_in_window, args=(folder, tells))
    window.start()
    tells.close()
    _hear(hears, chance.randint(1, STEPS - 1))
    _kill(window)
    hears.close()


def answer(folder: Path, *words: str, life: float | None = None) -> dict[str, Any] | None:
    """What a command answers; None where it was killed after so many seconds."""
    hears, tells = PROCESSES.Pipe(duplex=False)
    called = PROCESSES.Process(target=printing_window.command, args=(folder, [*words], tells))
    called.start()
    tells.close()
    assert hears.poll(START) and hears.recv() == "begun"
    told: str | None = None
    with contextlib.suppress(EOFError):
        told = hears.recv() if hears.poll(START if life is None else life) else None
    _kill(called)
    hears.close()
    return None if told is None else json.loads(told)


def _hear(hears: Connection, steps: int) -> None:
    with contextlib.suppress(EOFError):
        for _step in range(steps):
            hears.recv()


def _kill(process: Any) -> None:
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def go_on(folder: Path, chance: random.Random) -> list[str]:
    """From the command line until all is printed, as whoever stands at the printer would do it."""
    tray = folder / TRAY
    lines = tray.read_text(encoding="utf-8").split("\n")[:-1] if tray.exists() else []
    out = ("--out", str(folder / OUT))
    for _turn in range(MOST_TURNS):
        state = state_of(folder)
        if state in ("printed", "done"):
            return lines
        if state == "printing":
            words = ["resume", "1", "--last-good", str(len(lines)), *out]
        else:
            words = ["run", "--kind", KIND, *out] if state == "before" else ["resume", "1", *out]
        life = chance.uniform(0, LONGEST_LIFE) if chance.random() < AGAIN else None
        told = answer(folder, *words, life=life)
        assert told is None or "refused" not in told, (state, words, told)
    raise AssertionError(f"it does not go on: {state}")


def state_of(folder: Path) -> str:
    """How far the batch is, if it was begun."""
    with closing(sqlite3.connect(Settings(folder).database)) as store:
        row = store.execute("SELECT state FROM batches").fetchone()
    return str(row[0]) if row else "before"


def faults(folder: Path, tray: list[str]) -> Iterator[str]:
    """Every page that is missing or there twice, every number that is not whole."""
    files = list((folder / OUT).glob("*"))
    if len(files) > 1 or any(file.suffix != ".pdf" for file in files):
        yield f"files: {sorted(file.name for file in files)}"
    pages = Counter(tray + [page for file in files for page in pages_of(file.read_bytes())])
    office = open_office(Settings(folder))
    notices = _notices(office)
    codes = [f"{row.code[:4]}-{row.code[4:]}" for row in notices]
    wanted = Counter({f"{code} {side}": COPIES for code in codes for side in range(1, SIDES + 1)})
    if pages != wanted:
        yield f"missing {wanted - pages}, double {pages - wanted}"
    if [row.serial for row in notices] != list(range(1, PAPERS + 1)):
        yield f"numbers: {[row.serial for row in notices]}"
    if [row.prints for row in notices] != [1] * PAPERS:
        yield f"prints: {[row.prints for row in notices]}"
    found = audit.verify(office)
    if not found.ok:
        yield f"the record: {found.broken} {found.gaps} {found.cut}"
    office.close()


def _notices(office: Office) -> list[records.Notice]:
    with office.read() as session:
        return list(session.scalars(select(records.Notice).order_by(records.Notice.serial)))


def kill(empty: Path, place: Path, times: int, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """Kill so many batches. Returns in which state they died, and every fault."""
    died: Counter[str] = Counter()
    told: list[str] = []
    for turn in range(times):
        folder = place / f"{turn}"
        shutil.copytree(empty, folder)
        if chance.random() < 0.7:
            kill_in_window(folder, chance)
        else:
            life = chance.uniform(0, LONGEST_LIFE)
            answer(folder, "run", "--kind", KIND, "--out", str(folder / OUT), life=life)
        died[state_of(folder)] += 1
        told += [f"{turn}: {fault}" for fault in faults(folder, go_on(folder, chance))]
        shutil.rmtree(folder)
    return died, told


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_batch_killed_at_any_page_goes_on_with_no_page_missing_and_none_double(tmp_path: Path) -> None:
    printing_window.fill(tmp_path / "empty", PAPERS)
    died, told = kill(tmp_path / "empty", tmp_path, KILLS, random.Random(20261124))
    assert told == []
    assert died["printing"] or died["issuing"], "no batch was killed at its work"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        printing_window.fill(Path(place) / "empty", PAPERS)
        states, wrong = kill(Path(place) / "empty", Path(place), int(sys.argv[1]), random.Random())
        print(f"{states.total()} kills: {dict(states)}; {len(wrong)} faults", *wrong, sep="\n")
        sys.exit(bool(wrong))
