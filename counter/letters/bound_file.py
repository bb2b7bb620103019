"""What a bound file says of itself: its cover over one case or several, its list with pages, its remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter.cases.retention import Retention
from counter.letters.case_covers import CaseCover, Filed, archive_number
from counter.text import chinese_moment


@dataclass(frozen=True, slots=True)
class Filing:
    """What was counted while the file was bound; papers by their numbers."""

    papers: int
    pages: int
    on_paper: int
    void: tuple[str, ...]
    changed: tuple[str, ...]
    away: tuple[str, ...]
    undrawable: tuple[str, ...]
    elsewhere: int
    made_at: datetime
    made_by: str


def over(covers: Sequence[CaseCover], kept: Retention, fonds: str, household: int) -> CaseCover:
    """One cover over the cases of a household, the oldest first; of its people and place by the last one."""
    first, last = covers[0], covers[-1]
    if len(covers) == 1:
        return last
    year = max(int(one.year.removesuffix("年")) for one in covers)
    return replace(
        last,
        # No paper of one case alone: the cover of the whole household has no number and no code.
        head=replace(last.head, number="", code="", proof=""),
        year=f"{year}年",
        matters=tuple(dict.fromkeys(matter for one in covers for matter in one.matters)),
        opened=first.opened,
        archive_number=archive_number(fonds, year, kept, household),
        cases=tuple(one.head.case_number for one in covers),
    )


def paged(line: Filed, order: int, pages: tuple[int, int] | None, part: str = "") -> Filed:
    """A line of the list, with where in the file its paper stands."""
    ends = () if pages is None else sorted(set(pages))
    return replace(line, order=str(order), pages="-".join(map(str, ends)), part=part)


def remarks(found: Filing) -> tuple[str, ...]:
    """What the sheet for remarks tells; the rest of it is written by hand."""
    return tuple(_remarks(found))


def _remarks(found: Filing) -> Iterator[str]:
    on_paper = f"另有{found.on_paper}件只有纸质，未编页号。" if found.on_paper else ""
    yield f"本卷电子件共{found.papers}件{found.pages}页。{on_paper}"
    for word, numbers in (
        ("作废的文书（仍在卷内）", found.void),
        ("用Word改过的文书（各稿都在卷内，最后一稿有效）", found.changed),
        ("应交回未交回的文书", found.away),
        ("不能打印、须附纸质件的文书", found.undrawable),
    ):
        if numbers:
            yield f"{word}：{'、'.join(numbers)}。"
    if found.elsewhere:
        yield f"该户另有{found.elsewhere}个办件由其他镇街保管，不在本卷内。"
    by = f"，{found.made_by}" if found.made_by and not found.made_by.startswith("console") else ""
    yield f"本卷由程序于{chinese_moment(found.made_at)}汇编{by}。"
    yield "缺损、补充和需要说明的情况："
