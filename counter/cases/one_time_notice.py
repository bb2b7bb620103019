"""一次性告知: what an applicant lacks is told once and whole; a second request needs something new."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from counter.errors import Problem
from counter.text import N_


@dataclass(frozen=True, slots=True)
class Asked:
    """One notice to the applicant about papers: its day, and the materials it named."""

    on: date
    materials: frozenset[str]


@dataclass(frozen=True, slots=True)
class Second:
    """A paper that may not be asked for now: it `was` named on that day, or should have been."""

    material: str
    title: str
    on: date
    was: bool

    @property
    def problem(self) -> Problem:
        """The sentence that stops the request."""
        if self.was:
            text = N_(
                "{paper} was asked for on {day} already. Ask again only for a new fact or an objection; "
                "name it."
            )
        else:
            text = N_(
                "{paper} should have been asked for on {day}, with all the others. Ask for it only for a "
                "new fact or an objection; name it."
            )
        return Problem(text, "papers", {"paper": self.title, "day": self.on})


def second_requests(
    wanted: Iterable[tuple[str, str]],
    earlier: Iterable[Asked],
    *,
    needed: Collection[str] | None,
) -> tuple[Second, ...]:
    """Which of the wanted papers (material and title) an earlier notice has named, or should have named.

    `needed` are the materials that the matter asked for at its acceptance; None where every paper could
    have been asked for at the first notice. The first notice itself is never a second one. Legal source:
    最低生活保障审核确认办法 art. 10 (一次性告知所需补充的全部材料).
    """
    told = sorted(earlier, key=lambda one: one.on)
    if not told:
        return ()
    found = []
    for material, title in wanted:
        named = next((one.on for one in told if material in one.materials), None)
        if named is not None:
            found.append(Second(material, title, named, was=True))
        elif needed is None or material in needed:
            found.append(Second(material, title, told[0].on, was=False))
    return tuple(found)
