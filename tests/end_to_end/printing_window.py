"""A window that prints a batch on a printer whose tray is a file, page by page; to be killed anywhere."""

import contextlib
import io
import re
import subprocess
from multiprocessing.connection import Connection
from pathlib import Path

from counter.cases.batches import Choice

# Loaded before the window starts, so that one killed early dies at its work and not while it loads a font.
from counter.cli import batching, line
from counter.letters import batch as drawn  # noqa: F401  # loaded for what it costs
from counter.services import batch_printing, batches, waiting_papers
from counter.services.office import open_office
from counter.settings import Settings

KIND = "D09"
TRAY, OUT = "tray.txt", "out"
AT_ONCE = 4

__all__ = ["KIND", "OUT", "TRAY", "command", "pages_of", "print_in_window"]


def print_in_window(folder: Path, tells: Connection) -> None:
    """Number the papers and print them, telling each step."""
    office = open_office(Settings(folder))
    batch = batches.begin(office, waiting_papers.waiting(office, Choice(kind=KIND)))
    batches.issue(office, batch.id, lambda done, _total: tells.send(done))
    with (folder / TRAY).open("a", encoding="utf-8") as tray:
        while (portion := batch_printing.next_portion(office, batch.id, AT_ONCE)) is not None:
            for page in pages_of(portion.pdf):
                tray.write(page)
                tray.flush()
                tells.send(page)
                # Half a page is none: the line that ends it has not come out yet.
                tray.write("\n")
                tray.flush()
            batch_printing.came_out(office, batch.id, portion.last)


def command(folder: Path, words: list[str], tells: Connection) -> None:
    """One command as the terminal gives it, its answer told at the end."""
    assert batching.COMMANDS
    tells.send("begun")
    quiet = contextlib.redirect_stderr(io.StringIO())
    with contextlib.redirect_stdout(io.StringIO()) as answer, quiet:
        line.run(["batch", *words, "--office", str(folder), "--json"])
    tells.send(answer.getvalue())


def pages_of(pdf: bytes) -> list[str]:
    """Each page by its short code, its place in its paper, and whether it says that it was printed again."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    told = []
    for text in read.stdout.decode().split("\f")[:-1]:
        code, place = re.search(r"文书码 (\S+)", text), re.search(r"第 ([0-9]+) 页", text)
        assert code and place
        told.append(f"{code[1]} {place[1]}{' again' if '补打' in text else ''}")
    return told
