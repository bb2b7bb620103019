"""Every paper once, on an invented case: to try a printer, to show, to teach; marked so on every page.

To add a kind: nothing, where it is about what other kinds are about; else say in `_ABOUT` what its sample is
about, in `_STATES` how far its case must have come, and in `sample_list.RECIPIENTS` to whom it goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import CaseFile, Notice
from counter.cases.match import Answer, match
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.demonstration import sample_case
from counter.demonstration.sample_list import RECIPIENTS, STEM, Entry
from counter.demonstration.sample_list import draw as list_of
from counter.demonstration.sample_sheets import LOOSE, Loose
from counter.errors import Problem, Refused
from counter.letters import pdf, word
from counter.letters.content import content, number_of
from counter.letters.kinds import KINDS, About, Kind
from counter.letters.parts import Content, Plan
from counter.letters.sheets import Print
from counter.progress import Progress, silent
from counter.store.files import put

_PLANNED = Change(
    3,
    1,
    ChangeKind.REDUCE,
    "2027年1月起，家中一人在本镇企业就业，月工资1,900元，家庭人均月收入由400元增加到633元。",
    "《最低生活保障审核确认办法》第三十一条：共同生活的家庭成员收入发生变化的，应当及时调整最低生活保障金……",
    80_000,
    date(2027, 3, 1),
    date(2027, 1, 18),
    "陈科员",
)
_HEARD = replace(
    _PLANNED,
    told_on=date(2027, 1, 20),
    hear_until=date(2027, 1, 27),
    heard_on=date(2027, 1, 25),
    heard_whom=sample_case.NAMES[0],
    heard_by=("王小明", "林美华"),
    opinion="工资只发了一个月，试用期三个月，怕转不了正",
    adopted="试用期工资按实际发放计算，金额不变；失业的随时重新核定",
)
_CHANGED = replace(
    _HEARD, decided_on=date(2027, 2, 1), decided_by="区民政局", effective_from=date(2027, 3, 1)
)
_PLANS: Mapping[str, Change] = {"D23b": _HEARD, "D24": _CHANGED}

_STATES: Mapping[str, Callable[[CaseFile], CaseFile]] = {
    "D04": sample_case.entrusted,
    "D08": sample_case.declined,
    "D11": sample_case.granted,
    "D14": sample_case.examined,
    "D18": sample_case.confirmed,
    "D19": sample_case.granted,
    "D20": sample_case.refused,
    "D21": sample_case.granted,
    "D23": sample_case.granted,
    "D23b": sample_case.granted,
    "D24": sample_case.granted,
    "D29": sample_case.granted,
    "D30": sample_case.granted,
    "D33": sample_case.archived,
}
"""How far the case has come for a kind; for the others it is in the middle of its life."""


def _benefit(case: CaseFile) -> Benefit:
    first = case.referrals[0]
    return Benefit(
        1,
        1,
        first.policy,
        first.title,
        first.department,
        case.place,
        first.subject,
        case.number,
        first.number,
        "J-1",
        sample_case.NAMES[0],
        120_000,
        "元/月",
        date(2026, 12, 1),
        None,
    )


def _plan(kind: Kind, case: CaseFile) -> Plan:
    return Plan(_PLANS.get(kind.code, _PLANNED), _benefit(case))


def _notice(kind: Kind, case: CaseFile) -> Notice:
    return Notice("(莲花)救认〔2026〕第0001号", "D19", "确认通知书", sample_case.LATER, "王小明", "")


_ABOUT: Mapping[About, Callable[[Kind, CaseFile], Mapping[str, object]]] = {
    About.CASE: lambda kind, case: {},
    About.DEPARTMENT: lambda kind, case: {"department": case.referrals[0].department},
    About.REFERRAL: lambda kind, case: {"referral": case.referrals[3 if kind.code == "D28" else 0].number},
    About.NOTICE: lambda kind, case: {"notice": _notice(kind, case)},
    About.POSTING: lambda kind, case: {"about": "posting:6" if kind.code == "D21" else "posting:5"},
    About.CONSULTATION: lambda kind, case: {"about": "consultation:4"},
    About.REMINDER: lambda kind, case: {"about": "reminder:2"},
    About.OBJECTION: lambda kind, case: {"about": "objection:1"},
    About.FAST_AID: lambda kind, case: {"about": "fast-aid:7"},
    About.CHANGE: lambda kind, case: {"plan": _plan(kind, case)},
}


@dataclass(frozen=True, slots=True)
class Samples:
    """The invented case, how the list answers it, and the list."""

    case: CaseFile
    answer: Answer
    catalogue: Catalogue

    def content(self, code: str) -> Content:
        """What the paper of a kind says on the invented case.

        Raises `Refused` for a kind of which there is no sample, and as the kind itself refuses.
        """
        kind = KINDS[code]
        if kind.about not in _ABOUT:
            raise Refused("There is no sample of {title} yet.", title=kind.title)
        case = _STATES[code](self.case) if code in _STATES else self.case
        return content(
            code,
            case,
            self.catalogue,
            number=number_of(code, self.catalogue, case.place, sample_case.DAY.year, 1),
            issued_on=sample_case.DAY,
            answer=self.answer,
            benefits=(_benefit(case),),
            **_ABOUT[kind.about](kind, case),  # type: ignore[arg-type]  # what a kind is about, by its name
        )


def samples() -> Samples:
    """The invented case on the list that ships with the program."""
    catalogue = load()
    application = sample_case.read(catalogue)
    answer = match(application, catalogue)
    return Samples(sample_case.handled(application, answer, catalogue), answer, catalogue)


@dataclass(frozen=True, slots=True)
class Written:
    """The files, what each is, and a sentence for each that could not be drawn; `field` is its kind."""

    files: tuple[Path, ...]
    documents: tuple[Entry, ...]
    problems: tuple[Problem, ...]


CODES = (*KINDS, *dict.fromkeys(one.code for one in LOOSE))
"""Every document of which there is a sample."""


def write(
    out: Path, *, only: Collection[str] = (), large: bool = False, progress: Progress = silent
) -> Written:
    """Every paper once into a folder, `D01-社会救助申请表.pdf`, its .docx where it has one, and their list.

    `only` are kinds; none means all of them. `large`: what is taken home stands in large type.
    """
    made = samples()
    drawn = [
        *(partial(_of_case, made, code, large=large) for code in KINDS),
        *(partial(_loose, made, one) for one in LOOSE),
    ]
    codes = [*KINDS, *(one.code for one in LOOSE)]
    wanted = sorted((code, n) for n, code in enumerate(codes) if not only or code in only)
    files: list[Path] = []
    documents: list[Entry] = []
    problems: list[Problem] = []
    for done, (code, n) in enumerate(wanted):
        progress(done, len(wanted))
        try:
            entry, finished = drawn[n]()
        except Refused as refused:
            problems += (Problem(one.text, code, one.params) for one in refused.problems)
            continue
        documents.append(entry)
        for name, data in finished.items():
            put(out / name, data)
            files.append(out / name)
    if not only:
        files.append(out / f"{STEM}.pdf")
        put(files[-1], list_of(documents))
    progress(len(wanted), len(wanted))
    return Written(tuple(files), tuple(documents), tuple(problems))


def _of_case(made: Samples, code: str, *, large: bool) -> tuple[Entry, Mapping[str, bytes]]:
    """A paper of the invented case: what it is, and its files by name."""
    said, kind = made.content(code), KINDS[code]
    drawn = {f"{stem(code)}.pdf": pdf.draw(said, Print(training=True, large=large))}
    if kind.word_file:
        drawn[f"{stem(code)}.docx"] = word.draw(said, training=True)
    head = said.head
    return Entry(code, kind.title, RECIPIENTS[code], head.copies, head.basis, tuple(drawn)), drawn


def _loose(made: Samples, one: Loose) -> tuple[Entry, Mapping[str, bytes]]:
    """A paper of no case."""
    name = f"{one.stem}.pdf"
    entry = Entry(one.code, one.title, one.recipient, one.copies, one.basis, (name,))
    return entry, {name: one.drawn(made.case, made.catalogue)}


def stem(code: str) -> str:
    """`D24-调整、停发通知书`: the kind and its title, without what stands in brackets."""
    title = re.sub("（[^）]*）", "", KINDS[code].title)
    return f"{code}-{title.replace('/', '、')}"
