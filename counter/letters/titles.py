"""Where a title that is longer than its line is broken: by meaning, into lines of like length."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from counter.letters.atoms import NOT_FIRST, NOT_LAST, Type
from counter.letters.fonts import printable, width

# A title may be broken after a place, an office, those whom a matter is for, or 的, and before 与, 及, 和;
# inside other words only when nothing else is left.
_AFTER = re.compile(
    r"[省市区县镇乡村](?!人民政府|政府|民政|街道|社区|村|委员会)"
    r"|街道(?!办)|社区(?!居)|委员会|办公室|办事处|人民政府|[局处厅部会](?=.)|联合会|关于|中心|[的、》]"
    r"|家庭|学生|儿童|人员|老年人|残疾人(?!联|证)|对象|群众|学校|城乡居民|补助|补贴|生活保障"
    r"|.(?=[与及](?!时)|和(?!谐))"
)
_BETWEEN_WORDS, _WITHIN_A_WORD = 0.05, 0.6
# Where its author would break it, a title is broken even if its lines are less alike.
_ELSEWHERE = 0.25


def break_title(title: str, style: Type, room: float) -> tuple[str, ...]:
    """The lines of a title; `|` marks where its author would break it, a line break where it must break.

    Errors: Refused, naming every character that no font has.
    """
    lines: list[str] = []
    for part in printable(title).split("\n"):
        lines += _balanced(part, style, room)
    return tuple(lines)


def _balanced(title: str, style: Type, room: float) -> list[str]:
    text = title.replace("|", "")
    whole = width(text, style.face, style.size)
    if whole <= room:
        return [text]
    costs = _costs(title, text)
    starts = [0.0]
    for character in text:
        starts.append(starts[-1] + width(character, style.face, style.size))
    for count in range(int(whole // room) + 1, len(text) + 1):
        # Three lines are broken one after another: a title of more is rare, and would take long to try out.
        best = _best(starts, costs, room, count) if count <= 3 else _greedy(starts, costs, room)
        if best:
            edges = (0, *best, len(text))
            return [text[a:b] for a, b in pairwise(edges)]
    return list(text)


def _costs(title: str, text: str) -> dict[int, float]:
    """What it costs to break before a character; places where it is never broken are left out."""
    costs = {
        i: _WITHIN_A_WORD
        for i in range(1, len(text))
        if text[i] not in NOT_FIRST
        and text[i - 1] not in NOT_LAST
        and not (text[i - 1].isascii() and text[i].isascii() and not text[i].isspace())
    }
    for found in _AFTER.finditer(text):
        if found.end() in costs:
            costs[found.end()] = _BETWEEN_WORDS + (_ELSEWHERE if "|" in title else 0.0)
    at = 0
    for character in title:
        if character != "|":
            at += 1
        elif at in costs:
            costs[at] = 0.0
    return costs


def _best(starts: list[float], costs: dict[int, float], room: float, count: int) -> tuple[int, ...] | None:
    whole = starts[-1]
    found: tuple[float, tuple[int, ...]] | None = None
    for breaks in combinations(costs, count - 1):
        edges = (0, *breaks, len(starts) - 1)
        widths = [starts[b] - starts[a] for a, b in pairwise(edges)]
        if max(widths) > room:
            continue
        uneven = sum(abs(w - whole / count) for w in widths) / whole
        cost = uneven + sum(costs[b] for b in breaks)
        if found is None or cost < found[0]:
            found = (cost, breaks)
    return found[1] if found else None


def _greedy(starts: list[float], costs: dict[int, float], room: float) -> tuple[int, ...]:
    breaks: list[int] = []
    begin = 0
    while starts[-1] - starts[begin] > room:
        fitting = [i for i in costs if i > begin and starts[i] - starts[begin] <= room]
        if not fitting:
            fitting = [begin + 1]
        latest = max(fitting)
        begin = min(fitting, key=lambda i: (costs.get(i, 1.0) + (starts[latest] - starts[i]) / room, -i))
        breaks.append(begin)
    return tuple(breaks)
