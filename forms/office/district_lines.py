"""What only the district can say, as lines in groups: what is open first, then what is not confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter.catalogue.model import Liaison, Setting
from counter.services import district
from counter.services.office import Office
from counter.text import _, ngettext
from forms import pinyin
from forms.line_list import Line

HEADING = "#"
LIAISONS = "liaisons"
"""The group of the responsible people, and the first part of the keys in it."""


class Standing(StrEnum):
    """How far something that the district can say is."""

    OPEN = "open"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


SIGNS = {Standing.OPEN: "○", Standing.UNCONFIRMED: "◐", Standing.CONFIRMED: "●"}
TONES = {Standing.OPEN: "bad", Standing.UNCONFIRMED: "wait", Standing.CONFIRMED: "good"}


def standing_text(standing: Standing) -> str:
    """Sign and word."""
    word = {
        Standing.OPEN: _("open"),
        Standing.UNCONFIRMED: _("not confirmed"),
        Standing.CONFIRMED: _("confirmed"),
    }[standing]
    return f"{SIGNS[standing]} {word}"


def standing_of(said: Setting | Liaison) -> Standing:
    if isinstance(said, Liaison):
        return Standing.CONFIRMED if said.name else Standing.OPEN
    if not said.value:
        return Standing.OPEN
    return Standing.CONFIRMED if said.confirmed else Standing.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say: a setting, or who answers for a department."""

    key: str
    group: str
    title: str
    shown: str
    said: Setting | Liaison

    @property
    def standing(self) -> Standing:
        return standing_of(self.said)


def group_titles() -> dict[str, str]:
    return {
        "window": _("The window and the authority"),
        "promises": _("What is promised, in working days"),
        "archive": _("The archive"),
        "decides": _("Who decides"),
        "appeal_authority": _("Who reviews instead"),
        LIAISONS: _("Liaisons of the departments"),
    }


def items_of(office: Office) -> tuple[Item, ...]:
    """Everything the district can say, group by group, what is open first in each."""
    titles = {code: department.title for code, department in office.catalogue.departments.items()}
    found = [_setting(office, setting) for setting in district.district_settings(office)]
    found += [_liaison(liaison, titles) for liaison in district.liaisons(office)]
    groups, worst = list(group_titles()), list(Standing)
    return tuple(sorted(found, key=lambda one: (groups.index(one.group), worst.index(one.standing))))


def _setting(office: Office, setting: Setting) -> Item:
    head, dot, _name = setting.key.partition(".")
    word = dict(district.choices(office, setting.key)).get(setting.value, setting.value)
    # The heading says already what every label of these groups begins with.
    title = setting.label.partition("：")[2] if dot and "：" in setting.label else setting.label
    return Item(setting.key, head if dot else "window", title, word, setting)


def _liaison(liaison: Liaison, titles: dict[str, str]) -> Item:
    people = [
        " ".join(filter(None, pair))
        for pair in ((liaison.name, liaison.phone), (liaison.substitute, liaison.substitute_phone))
        if any(pair)
    ]
    key = f"{LIAISONS}.{liaison.department}"
    return Item(key, LIAISONS, titles[liaison.department], "、".join(people), liaison)


def lines_of(items: Sequence[Item], *, typed: str, closed: frozenset[str]) -> list[Line]:
    """The lines that fit what is typed; while something is typed, every group is open."""
    lines: list[Line] = []
    for group, title in group_titles().items():
        fitting = [one for one in items if one.group == group and _fits(one, typed)]
        if not fitting:
            continue
        is_open = bool(typed.strip()) or group not in closed
        waiting = sum(one.standing is not Standing.CONFIRMED for one in fitting)
        mark = ngettext("{n} to say", "{n} to say", waiting) if waiting else standing_text(Standing.CONFIRMED)
        lines.append(
            Line(
                f"{HEADING}{group}",
                title,
                mark=mark,
                tone="wait" if waiting else "good",
                is_heading=True,
                is_open=is_open,
            )
        )
        if is_open:
            lines += [
                Line(
                    one.key,
                    one.title,
                    small=one.shown,
                    mark=standing_text(one.standing),
                    tone=TONES[one.standing],
                )
                for one in fitting
            ]
    return lines


def _fits(item: Item, typed: str) -> bool:
    return any(pinyin.matches(one, typed) for one in (item.title, item.shown))
