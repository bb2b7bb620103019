"""The names that a letter's template may print: what each prints, and which may not be missing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args, get_origin, get_type_hints

from counter.errors import Problem, Verbatim
from counter.letters.board_check import BOARDS
from counter.letters.kinds import KINDS
from counter.letters.parts import Head
from counter.letters.word import CODE
from counter.words import N_

_NOT_PRINTED = frozenset({"kind", "gaps", "qr", "public"})
_NOT_ON_A_BOARD = frozenset({"case_number", "query_code", "code", "proof"})

MUST: Mapping[str, tuple[str, ...]] = {
    "D06": ("applicant", "text", "rows", "until", "otherwise", "contact", "head.unit", "head.issued"),
    "D08": (
        *("applicant", "text", "facts", "reason", "clause", "decision", "proper_office"),
        *("remedies.paragraphs", "head.unit", "head.issued"),
    ),
    "D16": ("opening", "rows", "period", "how", "unit", "day", "head.window_phone"),
    "D19": (
        *("recipient", "opening", "decision", "partly", "members", "amount", "starts", "ends", "payment"),
        *("review", "duties", "remedies.paragraphs", "authority", "decided"),
    ),
    "D20": (
        *("recipient", "opening", "facts", "evidence", "reason", "clause", "decision", "other_help"),
        *("remedies.paragraphs", "authority", "decided"),
    ),
    "D21": ("opening", "rows", "period", "how", "unit", "day", "head.window_phone"),
    "D22": ("applicant", "text", "before", "after", "ground", "head.unit", "head.issued"),
    "D23": ("recipient", "opening", "plan", "facts", "clause", "ways", "authority", "head.issued"),
    "D24": (
        *("recipient", "opening", "heard", "facts", "clause", "decision", "starts", "before", "after"),
        *("fading", "remedies.paragraphs", "authority", "decided"),
    ),
}
"""What a letter may not go without, besides its title and number.

Legal source: 社会救助法 art. 45, 47, 48, 62, 76.
"""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a template may print, and what it prints; `rows[].title` is one of each row of a list."""

    name: str
    means: str


def names(kind: str) -> tuple[Named, ...]:
    """Every name that a template of the kind may use, in the order of its content."""
    known = [*_names(KINDS[kind].content, "", kind), *([] if kind in BOARDS else [CODE])]
    return tuple(Named(name, meaning(kind, name)) for name in known)


def meaning(kind: str, name: str) -> str:
    """What a name prints in a kind; empty for one that nobody explained."""
    told = _meanings()
    return told.get(kind, {}).get(name, "") or str(told.get(name, ""))


@cache
def _meanings() -> Mapping[str, Any]:
    with (files("resources") / "letters" / "names.toml").open("rb") as file:
        names: Mapping[str, Any] = tomllib.load(file)["names"]
    return names


def missing(kind: str, name: str) -> Problem:
    return Problem(
        N_("The template does not print {name} ({means}) in every letter; a letter may not go without it."),
        params={"name": Verbatim(name), "means": Verbatim(meaning(kind, name))},
    )


def itself(type_: Any, path: str) -> Any:
    """A content in which every text is its own name."""
    if get_origin(type_) is tuple:
        (inner, *_) = get_args(type_)
        return (itself(inner, path),)
    if is_dataclass(type_) and isinstance(type_, type):
        hints = get_type_hints(type_)
        return type_(
            **{
                field.name: itself(hints[field.name], f"{path}.{field.name}".lstrip("."))
                for field in fields(type_)
                if field.init
            }
        )
    return f"〔{path}〕"


def fields_of(type_: Any, kind: str) -> dict[str, Any]:
    """The names inside of a group; those that are kept from print are not among them."""
    if isinstance(type_, dict):
        return type_
    if not is_dataclass(type_) or not isinstance(type_, type):
        return {}
    hints = get_type_hints(type_)
    found = {field.name: hints[field.name] for field in fields(type_)}
    found |= {name: str for name, one in vars(type_).items() if isinstance(one, property)}
    hidden = _NOT_PRINTED | (_NOT_ON_A_BOARD if kind in BOARDS and type_ is Head else frozenset())
    return {name: one for name, one in found.items() if name not in hidden}


def _names(type_: Any, prefix: str, kind: str) -> Iterator[str]:
    for name, one in fields_of(type_, kind).items():
        path = f"{prefix}{name}"
        if get_origin(one) is tuple:
            (inner, *_) = get_args(one)
            yield path
            if is_dataclass(inner):
                yield from _names(inner, f"{path}[].", kind)
        elif is_dataclass(one):
            yield from _names(one, f"{path}.", kind)
        else:
            yield path
