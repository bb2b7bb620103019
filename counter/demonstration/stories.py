"""The families as their files tell them.

To add a family: write its application as a JSON file in `resources/families` and its story in `stories.toml`
beside it. A step names what is done, on which day and for which policy; what else it needs is named as the
service names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

STORIES = "stories.toml"

Told: TypeAlias = Mapping[str, object]
"""One step of a story."""


@dataclass(slots=True)
class Family:
    """One family on its way: what its files tell, its case once there is one, the papers it was given."""

    file: str
    name: str
    story: str
    source: str
    invented: str
    application: bytes
    policies: tuple[str, ...]
    because: str
    steps: tuple[Told, ...]
    number: str = ""
    papers: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who sits at the window in the pictures, and what she looks for."""

    login: str
    name: str
    looks_for: str


@dataclass(frozen=True, slots=True)
class Stories:
    """All families, the day on which the demonstration stops, and what its district says of itself."""

    families: tuple[Family, ...]
    last_day: date
    district: Mapping[str, str]
    clerk: Clerk


def stories() -> Stories:
    """Read the stories that ship with the program."""
    folder = files("resources") / "families"
    told = tomllib.loads((folder / STORIES).read_text(encoding="utf-8"))
    families = tuple(
        Family(
            file=family["file"],
            name=family["name"],
            story=family["story"],
            source=family["source"],
            invented=family["invented"],
            application=(folder / family["file"]).read_bytes(),
            policies=tuple(family.get("policies", ())),
            because=family.get("because", ""),
            steps=tuple(family["steps"]),
        )
        for family in told["families"]
    )
    return Stories(families, told["last_day"], told["district"], Clerk(**told["clerk"]))


def day_of(step: Told) -> date:
    day = step["day"]
    assert isinstance(day, date), "a story's days are TOML dates"
    return day
