"""What is found while an application is read: everything wrong at once, what was mended, what to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from counter.cases.values import Parsed, nearest, shown
from counter.errors import Problem, Refused, Verbatim

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Normalised:
    """What was mended on the way in, as it stood and as it is kept; numbers of persons are masked."""

    field: str
    before: str
    after: str


class Repeated(dict[str, object]):
    """An object of a file in which names stood more than once; only the last value of each is left."""

    names: tuple[str, ...] = ()


class Gathering:
    """Reads value after value, keeps going after a wrong one, and remembers where each thing was."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.normalised: list[Normalised] = []
        self.notes: list[Problem] = []

    def refuse(self, field: str, text: str, /, **params: object) -> None:
        self.problems.append(Problem(text, field, params))

    def remark(self, field: str, text: str, /, **params: object) -> None:
        self.notes.append(Problem(text, field, params))

    def mended(self, field: str, before: str, after: str) -> None:
        self.normalised.append(Normalised(field, before, after))

    def take(
        self,
        field: str,
        raw: object,
        parse: Callable[[object], Parsed[T]],
        *,
        show: Callable[[object], str] = shown,
    ) -> T | None:
        """The value, or None when it is wrong and the reason is kept. `show` writes it, masked if need be."""
        try:
            parsed = parse(raw)
        except Refused as refused:
            self.problems += [replace(problem, field=field) for problem in refused.problems]
            return None
        if parsed.mended:
            self.mended(field, show(raw), show(parsed.value))
        return parsed.value

    def take_code(
        self, field: str, raw: object, read: Callable[[object], str], *, show: Callable[[object], str] = shown
    ) -> str | None:
        """A number or a code, mended when it is kept otherwise than it was typed."""

        def parse(raw: object) -> Parsed[str]:
            code = read(raw)
            return Parsed(code, code != raw and (bool(code) or not isinstance(raw, str) or bool(raw.strip())))

        return self.take(field, raw, parse, show=show)

    def take_object(
        self, field: str, raw: object, known: Iterable[str], *, elsewhere: Mapping[str, str] | None = None
    ) -> dict[str, object]:
        """The known members of an object that are not null; what is unknown, or stands twice, is refused.

        `elsewhere` says where a name belongs that is right but stands in the wrong place.
        """
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.refuse(
                field, "An object with named values is expected here; {value} is not one.", value=shown(raw)
            )
            return {}
        self.refuse_repeated(field, raw)
        known = tuple(known)
        for name in raw:
            if name in known:
                continue
            place = (elsewhere or {}).get(str(name))
            if place:
                self.refuse(
                    within(field, name),
                    "{name} stands in the wrong place. Write it as {place}.",
                    name=shown(name),
                    place=place,
                )
            else:
                self.refuse(
                    within(field, name),
                    "Nothing called {name} is known here; the nearest is {nearest}. "
                    "Correct the name or delete it.",
                    name=shown(name),
                    nearest=Verbatim(nearest(str(name), known) or known[0]),
                )
        return {name: raw[name] for name in known if raw.get(name) is not None}

    def refuse_repeated(self, field: str, raw: Mapping[object, object]) -> None:
        for name in raw.names if isinstance(raw, Repeated) else ():
            self.refuse(
                within(field, name), "{name} stands more than once in the file. Keep one.", name=shown(name)
            )


def within(field: str, name: object) -> str:
    """The path of a member of an object, `household.facts.income_per_capita_month`."""
    return f"{field}.{shown(name)}" if field else shown(name)
