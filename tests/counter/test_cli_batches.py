"""Batches by commands alone: what waits, into one file, on behind the last good page, done or cancelled."""

from pathlib import Path

from counter.services.clock import today
from tests.counter import test_cli_acts as acts
from tests.counter.test_cli_acts import Terminal

empty_office = acts.empty_office
terminal = acts.terminal

PAGES = 12
"""Two slips, of two pages in three copies each."""


def test_a_batch_goes_from_what_waits_to_its_last_page(terminal: Terminal) -> None:
    out = terminal.folder / "out"
    cases = [terminal.accepted()["number"] for _case in range(2)]
    waiting = terminal.done("batch", "waiting", "--kind", "D09", "--from", today().isoformat())
    assert [one["case"] for one in waiting["waiting"]] == cases
    assert waiting["kinds"] == [{"kind": "D09", "title": "社会救助转办单", "count": 2}]
    run = terminal.done("batch", "run", "--kind", "D09", "--out", out)
    assert (run["batch"]["state"], run["batch"]["pages"], run["batch"]["sent"]) == ("printed", PAGES, PAGES)
    assert [(one["first"], one["last"]) for one in run["papers"]] == [(1, 6), (7, 12)]
    assert [Path(file).name for file in run["files"]] == ["batch-0001-p1-12.pdf"]
    for page in ("-1", "13", "9999", "abc"):
        assert terminal.refused("batch", "resume", "1", f"--last-good={page}", "--out", out) == {"last_good"}
    assert terminal.refused("batch", "resume", "1", "--out", out) == {"last_good"}
    again = terminal.done("batch", "resume", "1", "--last-good", "8", "--out", out)
    assert [Path(file).name for file in again["files"]] == ["batch-0001-p9-12.pdf"]
    assert terminal.done("batch", "done", "1")["batch"]["state"] == "done"
    assert terminal.refused("batch", "resume", "1", "--last-good", "3", "--out", out) == {"reason"}
    marked = terminal.done("batch", "resume", "1", "--last-good", "3", "--reason", "受潮", "--out", out)
    assert [one["reprint"] for one in marked["papers"]] == [1, 1]
    assert terminal.done("batch", "resume", "1", "--last-good", PAGES, "--out", out)["files"] == []
    assert [one["state"] for one in terminal.done("batch", "list")["batches"]] == ["done"]


def test_what_is_cancelled_is_listed_as_numbered_and_never_printed(terminal: Terminal) -> None:
    terminal.accepted()
    out = terminal.folder / "out"
    # A file stands where the folder should be: the papers have their numbers, and none is written.
    out.mkdir()
    (out / "batch-0001-p1-6.pdf").mkdir()
    assert terminal("batch", "run", "--kind", "D09", "--out", out)[0] == 1
    assert terminal.done("batch", "show", "1")["batch"]["state"] == "ready"
    cancelled = terminal.done("batch", "cancel", "1", "--reason", "改期")
    assert cancelled["batch"]["state"] == "cancelled"
    left = terminal.done("batch", "waiting", "--issued")["waiting"]
    assert [one["issued"] for one in left] == [
        "(莲花)救转〔2026〕第0001号".replace("2026", str(today().year))
    ]
    (out / "batch-0001-p1-6.pdf").rmdir()
    printed = terminal.done("batch", "run", "--issued", "--out", out)
    assert [one["reprint"] for one in printed["papers"]] == [0]


def test_what_cannot_be_meant_is_refused(terminal: Terminal) -> None:
    out = terminal.folder / "out"
    assert terminal.refused("batch", "run", "--out", out) == {"kind"}
    assert terminal.refused("batch", "run", "--kind", "D99", "--out", out) == {"kind"}
    assert terminal.refused("batch", "run", "--kind", "D09", "--out", out) == {"papers"}
    assert terminal.refused("batch", "waiting", "--department", "nobody") == {"department"}
    assert terminal.refused("batch", "waiting", "--township", "nowhere") == {"township"}
    assert terminal.refused("batch", "waiting", "--from", "2026-02-30") == {"from"}
    for act in ("show", "done", "cancel"):
        assert terminal.refused("batch", act, "7") == {"number"}
