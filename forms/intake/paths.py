"""Where a value stands in an application: paths such as `people[0].facts.sex`, as the problems name them."""

from __future__ import annotations

import re
from collections.abc import MutableMapping

Data = dict[str, object]

_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")
_MEMBER = re.compile(r"people\[(\d+)\]")


def steps(path: str) -> list[str | int]:
    return [int(number) if number else name for name, number in _STEP.findall(path)]


def get(data: object, path: str) -> object:
    """The value at a path; None where there is none."""
    at = data
    for step in steps(path):
        if isinstance(step, int):
            at = at[step] if isinstance(at, list) and step < len(at) else None
        else:
            at = at.get(step) if isinstance(at, dict) else None
        if at is None:
            return None
    return at


def put(data: MutableMapping[str, object], path: str, value: object) -> None:
    """Set the value at a path, making what leads there; None takes it away, so that it is unknown."""
    *way, last = steps(path)
    at: object = data
    for place, step in enumerate(way):
        following = [*way, last][place + 1]
        fresh: object = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            assert isinstance(at, list)
            while len(at) <= step:
                at.append({})
            at = at[step]
        else:
            assert isinstance(at, dict)
            at = at.setdefault(step, fresh)
    if isinstance(last, int):
        assert isinstance(at, list)
        at[last] = value
    elif isinstance(at, dict):
        if value is None:
            at.pop(last, None)
        else:
            at[last] = value


def member_of(path: str) -> int | None:
    """The member that a path speaks of, by index; None for the household and the situation."""
    found = _MEMBER.match(path)
    return int(found[1]) if found else None


def fact_path(scope: str, key: str, member: int | None = None) -> str:
    """Where a fact is said: of a member, of the household, or of the situation."""
    if scope == "person":
        return f"people[{member or 0}].facts.{key}"
    return f"{scope}.facts.{key}"


def fact_name(path: str) -> str:
    """The name of the fact that is said at a path, `person.sex`; empty for what is no fact."""
    head, facts, key = path.partition(".facts.")
    if not facts:
        return ""
    return f"person.{key}" if head.startswith("people[") else f"{head}.{key}"
