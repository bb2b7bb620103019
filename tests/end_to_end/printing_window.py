"""A window that prints a batch on a printer whose tray is a file, page by page; to be killed anywhere."""

import contextlib
import io
import re
import subprocess
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from counter.cases.application import Application, Household, IdType, Person
from counter.cases.batches import Choice
from counter.cases.split import Chosen
from counter.cli import line
from counter.services import batch_printing, batches, intake, waiting_papers
from counter.services.office import open_office
from counter.settings import Settings

KIND = "D09"
TRAY, OUT = "tray.txt", "out"
AT_ONCE = 4


def fill(folder: Path, papers: int) -> None:
    """An office in which some slips wait to be printed."""
    office = open_office(Settings(folder))
    for count in range(papers):
        person = Person(f"成批{count}", IdType.NONE, birth_date=date(1980, 1, 1), no_id_reason="遗失")
        application = Application(
            on=office.today(), place="350212105", people=(person,), household=Household("某村")
        )
        intake.accept_and_send(office, application, [Chosen("civil-affairs.dibao", None, "演练")])
    office.close()


def run(folder: Path) -> None:
    """All that waits, by one command."""
    with contextlib.redirect_stdout(io.StringIO()):
        line.run(["batch", "run", "--kind", KIND, "--out", str(folder / OUT), "--office", str(folder)])


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
