"""D30 救助链（幸福清单）: all that one household was given in the year, by every department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counter.cases.benefits import Benefit
from counter.cases.split import HOUSEHOLD
from counter.errors import Refused
from counter.letters.decisions import money_words
from counter.letters.parts import QUERY, WHOLE, Head, Source, head
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class Link:
    """One benefit: for whom, by whom, how much, from when, how it stands, and whom to phone."""

    title: str
    holder: str
    department: str
    amount: str
    given: str
    standing: str
    liaison: str
    phone: str


@dataclass(frozen=True, slots=True)
class ChainSheet:
    """D30 救助链（幸福清单）."""

    head: Head
    applicant: str
    address: str
    opening: str
    links: tuple[Link, ...]
    duty: str
    query: str
    officer: str


def given_in(benefits: Sequence[Benefit], year: int) -> tuple[Benefit, ...]:
    """What was granted for some day of the year, oldest first; what was granted anew stands by itself."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    within = (one for one in benefits if one.starts <= last and one.runs_on(max(first, one.starts)))
    return tuple(sorted(within, key=lambda one: (one.starts, one.id)))


def chain_sheet(source: Source) -> ChainSheet:
    """Of the year of issue. Raises `Refused` where nothing was given in it."""
    year = source.issued_on.year
    given = given_in(source.benefits, year)
    if not given:
        raise Refused("Nothing was given to this household in {year}.", year=str(year))
    departments = len({one.department for one in given})
    return ChainSheet(
        applicant=source.application.applicant.name,
        address=source.application.household.address,
        opening=(
            f"到{chinese_date(source.issued_on)}为止，你家{year}年得到（含已经决定、即将发放）的救助帮扶共"
            f"{len(given)}项，由{departments}个部门办理，都列在下面。"
        ),
        links=tuple(_link(source, group) for group in _alike(source, given)),
        duty=(
            "单上没有、你家却收到的，或者单上有、你家没有收到的，请告诉窗口。"
            "家里的人口、收入、财产有变化的，也请及时告诉窗口。"
        ),
        query=QUERY,
        officer=source.officer,
        head=head(
            source,
            "D30",
            "救助链（幸福清单）",
            unit=source.desk.office(source.place),
            copies="本单一式一份，交救助对象家庭，可用红纸印制。",
            seal="（窗口专用章）",
            basis="《中华人民共和国社会救助法》第六十四条",
        ),
    )


def _alike(source: Source, given: Sequence[Benefit]) -> tuple[tuple[Benefit, ...], ...]:
    """The same given in the same way to several members is told once with their names."""
    groups: dict[tuple[str, ...], list[Benefit]] = {}
    for one in given:
        told = (one.policy, one.department, _amount(one), _given(one), _standing(one, source.issued_on))
        # A second benefit of the household itself is nobody else's.
        own = (str(one.id),) if one.subject == HOUSEHOLD else ()
        groups.setdefault((*told, *own), []).append(one)
    return tuple(map(tuple, groups.values()))


def _link(source: Source, group: Sequence[Benefit]) -> Link:
    one = group[0]
    name, phone = source.desk.liaison(one.department)
    return Link(
        title=one.title,
        holder=WHOLE if one.subject == HOUSEHOLD else "、".join(each.holder for each in group),
        department=source.catalogue.departments[one.department].title,
        amount=f"每人{_amount(one)}" if len(group) > 1 and one.amount_fen is not None else _amount(one),
        given=_given(one),
        standing=_standing(one, source.issued_on),
        liaison=name,
        phone=phone,
    )


def _amount(one: Benefit) -> str:
    return money_words(one.amount_fen, one.amount_unit) or "按决定书执行"


def _given(one: Benefit) -> str:
    until = f"至{chinese_date(one.ends)}" if one.ends and one.ends != one.starts else "起"
    if one.ends == one.starts:
        until = ""
    return f"{chinese_date(one.starts)}{until}"


def _standing(one: Benefit, day: date) -> str:
    """How it stands on the day; what ended says when."""
    if one.ended_on is not None and one.ended_on <= day:
        return f"{chinese_date(one.ended_on)}起停止"
    if one.ends is not None and one.ends < day:
        return "已经给完"
    if one.starts > day:
        return "即将开始"
    return f"正在享受，到{chinese_date(one.ended_on)}前" if one.ended_on else "正在享受"
