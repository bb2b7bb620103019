"""Scans of a case: taken in from files, listed, written under their watermark, withdrawn."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from counter.cases.scanned import Scan, Source, Use
from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain
from counter.errors import Refused
from counter.services import scans
from counter.services.office import Office
from counter.services.scan_pictures import refuse_large
from counter.services.scans import Paper
from counter.settings import Settings
from counter.store.files import put


def scan(arguments: argparse.Namespace, settings: Settings) -> Done:
    """The files are the pages of one paper, in their order."""
    with given.opened(settings) as office, given.called(file="files", material="paper", number="notice"):
        files = [_content(office, path) for path in arguments.files]
        paper = _paper(office, arguments.paper, arguments.notice)
        added = scans.add(office, given.named(arguments), paper, files, source=Source.FILE)
        return Done({"scans": [plain(added)]})


def listed(arguments: argparse.Namespace, settings: Settings) -> Done:
    """With a folder each of them is written there as PDF; with a reason the named one is withdrawn."""
    number = given.named(arguments)
    with given.opened(settings, arguments.out) as office:
        if arguments.withdraw is not None:
            gone = scans.withdraw(office, arguments.withdraw, reason=arguments.reason)
            return Done({"scans": [plain(gone)]})
        found = scans.of_case(office, number)
        files = [_written(office, one, arguments.out) for one in found if arguments.out and not one.withdrawn]
        return Done({"scans": [plain(one) for one in found], "files": [str(file) for file in files]})


def _content(office: Office, path: Path) -> bytes:
    refuse_large(path.stat().st_size, office.settings.limits)
    return path.read_bytes()


def _paper(office: Office, named: str, notice: str) -> Paper:
    """By its code or its name in the catalogue; anything else is a title."""
    if notice and named:
        raise Refused(
            "A scan is of a numbered paper or of one that was brought, not of both.", field="notice"
        )
    for code, known in office.catalogue.materials.items():
        if named in (code, known.title, *known.aliases):
            return Paper(code)
    return Paper(notice=notice, title=named)


def _written(office: Office, one: Scan, out: Path) -> Path:
    made(out)
    file = out / f"{one.case}-scan-{one.id}.pdf"
    put(file, scans.look_at(office, one.id, use=Use.SAVED).pdf)
    return file


COMMANDS: Mapping[str, Command] = {"scan": scan, "scans": listed}
