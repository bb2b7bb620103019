"""Letters in Word: the office's templates, and a letter that was changed and is taken back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.shapes import plain, told
from counter.demonstration import sample_set
from counter.errors import Refused
from counter.letters.differences import Difference, Mark
from counter.services import letter_versions, printing, templates
from counter.services.letter_versions import Version
from counter.services.office import Office
from counter.services.templates import Template
from counter.settings import Settings
from counter.store.files import put
from counter.text import _, ngettext

Data = Mapping[str, Any]


def templates_(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a kind, all of them; a file with a problem ends with 1 and is not put in."""
    kind = arguments.kind or ""
    if not kind and any((arguments.take_out, arguments.check, arguments.put_in, arguments.ours)):
        raise Refused("Name the paper whose template is meant, such as D20.", field="kind")
    with given.opened(settings) as office:
        if arguments.put_in is not None:
            data = templates.read(arguments.put_in)
            return Done(_template(templates.put_in(office, kind, data, reason=arguments.reason)))
        if arguments.ours:
            return Done(_template(templates.back_to_ours(office, kind, reason=arguments.reason)))
        if arguments.take_out is not None:
            put(arguments.take_out, templates.file_of(office, kind, arguments.version))
            return Done({"kind": kind, "file": str(arguments.take_out)})
        if arguments.check is not None:
            return _checked(office, kind, arguments.check, arguments.preview)
        if kind:
            history = [_template(one) for one in templates.history(office, kind)]
            return Done({"kind": kind, "history": history, "names": {**templates.names_in(kind)}})
        return Done({"templates": [_template(one) for one in templates.templates(office)]})


def _checked(office: Office, kind: str, file: Path, preview: Path | None) -> Done:
    found = templates.look(office, kind, templates.read(file), sample_set.samples().content(kind))
    answer: dict[str, object] = {"kind": kind, "problems": told(found.problems), "text": [*found.paragraphs]}
    if preview is not None and found.pdf:
        put(preview, found.pdf)
        answer["file"] = str(preview)
    return Done(answer, status=1 if found.problems else 0)


def _template(one: Template) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.title,
        "own": one.is_own,
        "version": one.version,
        "since": plain(one.since),
        "by": one.by,
        "reason": one.reason,
    }


def letter(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a file, how often the letter came back; a dry run shows what was changed and stores nothing."""
    with given.opened(settings) as office:
        number = given.named(arguments)
        if arguments.take_out is not None:
            put(arguments.take_out, printing.draw_word(office, number))
            return Done({"number": number, "file": str(arguments.take_out)})
        if arguments.changed is None:
            found = letter_versions.versions(office, number)
            return Done({"number": number, "versions": [_version(one) for one in found]})
        data = templates.read(arguments.changed)
        if arguments.dry_run:
            return Done({"number": number, **_difference(letter_versions.compare(office, number, data))})
        return Done(_version(letter_versions.take_back(office, number, data, reason=arguments.reason)))


def _version(one: Version) -> dict[str, object]:
    return {
        "number": one.number,
        "version": one.version,
        "at": plain(one.taken_back_at),
        "by": one.taken_back_by,
        "reason": one.reason,
        "digest": one.digest,
        "digest_before": one.digest_before,
        **_difference(one.difference),
    }


def _difference(found: Difference) -> dict[str, object]:
    return {
        "changes": [
            [{"mark": piece.mark.value, "text": piece.text} for piece in paragraph.pieces]
            for paragraph in found.changed
        ],
        "warnings": told(found.warnings),
    }


COMMANDS: Mapping[str, Command] = {"templates": templates_, "letter": letter}


# --- for people ----------------------------------------------------------------------------------


def _templates_said(data: Data) -> Iterator[str]:
    if "problems" in data:
        for problem in data["problems"]:
            where = _("paragraph {n}", n=problem["field"]) + ": " if problem["field"] else ""
            yield f"  {where}{problem['text']}"
        yield (
            ngettext(
                "{n} problem; it cannot be put in.",
                "{n} problems; it cannot be put in.",
                len(data["problems"]),
            )
            if data["problems"]
            else _("The template can be put in.")
        )
        return
    rows = data.get("templates") or data.get("history") or ([data] if "own" in data else [])
    for one in rows:
        whose = _("the office's own") if one["own"] else _("ours")
        about = "  ".join(filter(None, (one["since"] or "", one["by"], one["reason"])))
        yield f"{one['kind']}  {one['title']}  {whose}  {one['version'] or ''}  {about}".rstrip()
    if "names" in data:
        yield _("The names that may stand in it")
        yield from (f"  {name}  {means}" for name, means in data["names"].items())
    if "file" in data:
        yield _("Saved: {path}", path=data["file"])


def _letter_said(data: Data) -> Iterator[str]:
    if "file" in data:
        yield _("Saved: {path}", path=data["file"])
        return
    for one in data.get("versions", [data]):
        if "version" in one:
            yield _("Version {n}", n=one["version"]) + f"  {one['at']}  {one['by']}  {one['reason']}"
        for pieces in one["changes"]:
            yield "  " + "".join(_piece(piece["mark"], piece["text"]) for piece in pieces)
        for warning in one["warnings"]:
            yield "  ! " + warning["text"]
    if data.get("versions") == []:
        yield _("The letter stands as it was issued.")


def _piece(mark: str, text: str) -> str:
    if mark == Mark.REMOVED:
        return _("[taken out: {text}]", text=text)
    return _("[put in: {text}]", text=text) if mark == Mark.ADDED else text


SPOKEN = {"templates": _templates_said, "letter": _letter_said}
