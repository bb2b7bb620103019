"""What else is open to a household, and what would have to change: a refusal that opens doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from counter.cases.application import Application
from counter.cases.compiled import State
from counter.cases.facts import Range, Value
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.reasons import Finding
from counter.cases.split import asked_words
from counter.catalogue.model import Catalogue
from counter.text import chinese_date, plain_number


@dataclass(frozen=True, slots=True)
class Door:
    """Another policy: `judged` is what may be said of it, `what` the question or the distance."""

    title: str
    department: str
    judged: str
    what: str
    provisional: str


WORDS = {
    Verdict.ELIGIBLE: "符合条件（以审批为准）",
    Verdict.POSSIBLE: "可能符合（待核实）",
    Verdict.NEAR: "差一点",
}
_QUESTIONS = 3


def doors(
    answer: Answer | None,
    catalogue: Catalogue,
    application: Application,
    *,
    without: frozenset[str],
    granted: frozenset[str] = frozenset(),
    refused: frozenset[str] = frozenset(),
    most: tuple[int, int] = (12, 5),
) -> tuple[Door, ...]:
    """The open, possible and near policies, best first; `without` those already asked for in this case.

    At `most` so many that are open for certain or nearly, and so many that are possible. `granted` are the
    statuses that the decision confers, which open more; what needs one that it refuses stays closed.
    """
    if answer is None:
        return ()
    rows = [
        row
        for row in answer.policies
        if row.policy not in without
        and row.verdict in WORDS
        and not set(row.if_granted) & refused
        and not any(path.endswith(".deceased") for path in row.ask)
    ]
    sure = [row for row in rows if row.verdict is not Verdict.POSSIBLE or opens(row, granted)]
    # Those that fewest questions would settle; a letter is no questionnaire.
    unsure = sorted(
        (row for row in rows if row not in sure and len(row.ask) <= _QUESTIONS), key=lambda row: len(row.ask)
    )
    found = [
        _door(row, catalogue, application, opened=opens(row, granted))
        for row in (*sure[: most[0]], *unsure[: most[1]])
    ]
    return tuple(sorted(found, key=lambda door: list(WORDS.values()).index(door.judged)))


def opens(row: PolicyMatch, granted: frozenset[str]) -> bool:
    """True when the statuses that a policy waits for have now been conferred."""
    return bool(row.if_granted) and set(row.if_granted) <= granted


def _door(row: PolicyMatch, catalogue: Catalogue, application: Application, *, opened: bool) -> Door:
    verdict = Verdict.ELIGIBLE if opened and not row.ask else row.verdict
    questions = f"需问清：{asked_words(row.ask, catalogue, application)}" if row.ask else ""
    if opened:
        what = questions or "因本次决定可以申请"
    elif row.verdict is Verdict.POSSIBLE and row.if_granted:
        what = f"取得{'、'.join(row.if_granted)}身份后"
    elif row.verdict is Verdict.POSSIBLE:
        what = questions
    elif row.verdict is Verdict.NEAR:
        what = "；".join(changes(row))
    else:
        what = row.way
    figures = [catalogue.standards[key].label for key in row.provisional if key in catalogue.standards]
    return Door(
        title=row.title,
        department=catalogue.departments[row.department].title,
        judged=WORDS[verdict],
        what=what,
        provisional=f"标准待核：{'、'.join(figures)}" if figures else "",
    )


def changes(row: PolicyMatch) -> tuple[str, ...]:
    """What was not met, with figure, line and distance where there are any.

    Of conditions of which any one was enough, all are told together, and only when none was met.
    """
    told: list[str] = []
    done: set[str] = set()
    for finding in row.conditions:
        top = finding.group.partition(".")[0]
        if not top:
            told += [_change(finding)] if finding.state is State.UNMET else []
        elif top not in done:
            done.add(top)
            branches = _branches([one for one in row.conditions if one.group.partition(".")[0] == top])
            if all(any(one.state is State.UNMET for one in branch) for branch in branches):
                told.append("，或者".join("且".join(map(_change, branch)) for branch in branches))
    return tuple(told)


def _branches(findings: list[Finding]) -> list[list[Finding]]:
    """The alternatives of an any-of: its own conditions one by one, those of an inner list together."""
    branches: dict[str, list[Finding]] = {}
    for at, finding in enumerate(findings):
        inner = ".".join(finding.group.split(".")[:2]) if "." in finding.group else f"{finding.group}#{at}"
        branches.setdefault(inner, []).append(finding)
    return list(branches.values())


def _change(finding: Finding) -> str:
    value = value_words(finding.value, finding.unit)
    if finding.distance is None or not isinstance(finding.line, Fraction | int) or not value:
        return finding.text
    distance = f"{plain_number(finding.distance)}{finding.unit}"
    return f"{finding.text}：现为{value}，相差{distance}"


def value_words(value: Value, unit: str) -> str:
    """A figure with its unit; nothing for what is unknown or no figure."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, Range):
        low = value.low if isinstance(value.low, int | Fraction) else None
        return f"至少{plain_number(low)}{unit}" if low is not None else ""
    if isinstance(value, int | Fraction):
        return f"{plain_number(value)}{unit}"
    return ""


def earliest_again(row: PolicyMatch | None, application: Application) -> str:
    """When a new application may have another end: a birthday where only the age was short, else at once."""
    at_once = "情况发生变化或者有新的材料的，可以随时重新申请，没有等待期。"
    if row is None:
        return at_once
    unmet = [finding for finding in row.conditions if finding.state is State.UNMET]
    if len(unmet) != 1 or not unmet[0].path.endswith(".birth_date") or row.for_member is None:
        return at_once
    line, value = unmet[0].line, unmet[0].value
    born = application.people[row.for_member].birth_date
    if born is None or not isinstance(line, int | Fraction) or not isinstance(value, int) or value >= line:
        return at_once
    day = _birthday(born, int(line))
    return f"年龄达到要求之日（{chinese_date(day)}）起可以重新申请；其他情况发生变化的，可以随时重新申请。"


def _birthday(born: date, age: int) -> date:
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        # 29 February: the age rises on 1 March of a common year.
        return date(year, 3, 1)
