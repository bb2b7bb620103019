"""Printing by CUPS: the finished file itself goes to the printer, and the queue is asked what became of it.

The program's own file is sent, as vectors with its fonts, through the standard input of `lp`: nothing of it
is laid out a second time, and no copy lies on the disk.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from enum import Enum, auto

from counter.errors import Refused, Verbatim

PATIENCE = 60
"""Seconds that a command may take; a print server in another room may be slow to answer."""
_JOB = re.compile(r"request id is (\S+-\d+)")
_ROW = re.compile(r"(?P<id>\S+-\d+)\s+\S+\s+\d+\s")
_STOPPED = re.compile(r"printer (?P<name>\S+) (?P<state>disabled|is idle|now printing)")
_ENDED_BADLY = ("aborted-by-system", "job-completed-with-errors", "document-format-error")
_CANCELLED = ("job-canceled-by-user", "job-canceled-by-operator", "job-canceled-at-device")
_AT_WORK = ("job-printing", "job-transforming", "job-outgoing", "processing-to-stop-point")


class State(Enum):
    """What became of a job."""

    WAITING = auto()
    PRINTING = auto()
    STOPPED = auto()
    PRINTED = auto()
    CANCELLED = auto()
    FAILED = auto()
    ENDED = auto()
    """It has left the queue, and the printer had something to say."""
    GONE = auto()
    """The queue does not know it any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the queue says of a job: its state, the reasons in CUPS's words, what the printer said."""

    state: State
    reasons: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Able:
    """What a printer can do: its trays as its driver names them, both sides, sizes of paper."""

    trays: tuple[str, ...] = ()
    both_sides: bool = False
    sizes: tuple[str, ...] = ()


def is_here() -> bool:
    """Whether this computer prints by CUPS."""
    return all(shutil.which(command) for command in ("lp", "lpstat", "cancel"))


def printers() -> list[str]:
    """The names of the queues, the usual one first."""
    told = _asked("lpstat", "-d").partition(":")[2].strip()
    names = _asked("lpstat", "-e").split()
    return sorted(names, key=lambda name: name != told)


def able(printer: str) -> Able:
    """What the driver of a printer offers; nothing where it has none."""
    trays: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    both = False
    for line in _asked("lpoptions", "-p", printer, "-l").splitlines():
        key, _colon, offered = line.partition(":")
        choices = tuple(choice.lstrip("*") for choice in offered.split())
        match key.partition("/")[0]:
            case "InputSlot":
                trays = choices
            case "PageSize":
                sizes = choices
            case "Duplex":
                both = any("Tumble" in choice for choice in choices)
    return Able(trays, both, sizes)


def submit(
    pdf: bytes, printer: str, title: str, *, copies: int, media: str, tray: str, both_sides: bool
) -> str:
    """Hand a file over; the number of the job. Raises `Refused`, saying what the print server said."""
    options = ["-o", f"media={media}", "-o", "print-scaling=none", "-o", "collate=true"]
    options += ["-o", f"sides={'two-sided-long-edge' if both_sides else 'one-sided'}"]
    if tray:
        options += ["-o", f"InputSlot={tray}"]
    done = _run("lp", "-d", printer, "-n", str(max(copies, 1)), "-t", title, *options, "-", given=pdf)
    found = _JOB.search(done.stdout.decode(errors="replace"))
    if done.returncode or found is None:
        raise Refused(
            "The printer {printer} did not take the paper: {said}. Look whether it is on and is set up here; "
            "Ctrl+Shift+P chooses another one.",
            printer=Verbatim(printer),
            said=Verbatim(_said(done) or done.returncode),
        )
    return found[1]


def withdraw(job: str) -> None:
    """Take a job back. Raises `Refused` where it has ended or is somebody else's."""
    done = _run("cancel", job)
    if done.returncode:
        raise Refused("{job} could not be taken back: {said}", job=job, said=Verbatim(_said(done)))


def go_on(printer: str) -> None:
    """Let a printer that stands still print again. Raises `Refused` for who may not do that."""
    # It lies where plain users do not look for commands.
    command = shutil.which("cupsenable") or shutil.which("cupsenable", path="/usr/sbin:/sbin")
    done = _run(command, printer) if command else None
    if done is None or done.returncode:
        raise Refused(
            "Printer {printer} stands still, and you may not let it go on. Ask whoever looks after the "
            "computer, or take the job back and print again on another printer.",
            printer=Verbatim(printer),
        )


def states() -> dict[str, Told]:
    """What the queue knows of the jobs of all printers, by their numbers."""
    stopped = _stopped_printers()
    found: dict[str, Told] = {}
    for which in ("completed", "not-completed"):
        for job, reasons, said in _rows(_asked("lpstat", "-l", "-W", which, "-o")):
            if which == "completed":
                found[job] = Told(_ended(reasons, said), reasons, said)
            elif (printer := job.rpartition("-")[0]) in stopped:
                alerts, told = stopped[printer]
                found[job] = Told(State.STOPPED, (*reasons, *alerts), told or said)
            else:
                working = any(reason in _AT_WORK for reason in reasons)
                held = any("stopped" in reason or "held" in reason for reason in reasons)
                state = State.STOPPED if held else State.PRINTING if working else State.WAITING
                found[job] = Told(state, reasons, said)
    return found


def _ended(reasons: tuple[str, ...], said: str) -> State:
    """CUPS lists a job that somebody took back from a printer standing still without saying so."""
    if any(reason in _CANCELLED for reason in reasons):
        return State.CANCELLED
    if any(reason in _ENDED_BADLY for reason in reasons):
        return State.FAILED
    clean = not said or "job-completed-successfully" in reasons
    return State.PRINTED if clean else State.ENDED


def _rows(told: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Number, reasons and words of each job in a long list."""
    rows: list[tuple[str, tuple[str, ...], str]] = []
    for line in told.splitlines():
        if found := _ROW.match(line):
            rows.append((found["id"], (), ""))
        elif rows:
            job, reasons, said = rows[-1]
            key, _colon, value = line.strip().partition(":")
            if key == "Alerts":
                reasons = tuple(one for one in value.split() if one != "none")
            elif key == "Status":
                said = value.strip()
            rows[-1] = (job, reasons, said)
    return rows


def _stopped_printers() -> dict[str, tuple[tuple[str, ...], str]]:
    """The printers that do not go on by themselves: why, in CUPS's words and in the printer's."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    name, alerts, said, off = "", tuple[str, ...](), "", False
    for line in [*_asked("lpstat", "-l", "-p").splitlines(), "printer  is idle"]:
        if line.startswith("printer "):
            if off or any(one.endswith("-error") for one in alerts):
                found[name] = (alerts, said)
            head = _STOPPED.match(line)
            name = head["name"] if head else ""
            off, alerts, said = bool(head and head["state"] == "disabled"), (), ""
        elif (text := line.strip()).startswith("Alerts:"):
            alerts = tuple(
                one for one in text.removeprefix("Alerts:").split() if one not in ("none", "paused")
            )
        elif text and ":" not in text and not said and not line.startswith("\t\t"):
            said = text
    return found


def _asked(*command: str) -> str:
    """What a command answers; nothing where it fails, which the next print will tell."""
    done = _run(*command)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What a command complained of, without its own name."""
    return done.stderr.decode(errors="replace").strip().rpartition("Error - ")[2].rstrip(".")


def _run(*command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # The answers are read, so they come in English; and a bundle's own libraries are not the commands'.
    plain = ["env", "-u", "LD_LIBRARY_PATH", "LC_ALL=C.UTF-8", *command]
    try:
        return subprocess.run(plain, input=given, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as late:
        raise Refused(
            "The print server of this computer does not answer. Look whether it runs, then print again."
        ) from late
