"""How each family's case stands at the end, as a table for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from counter.cases.casefile import CaseFile, ReferralFile
from counter.demonstration.stories import Family
from counter.services import cases
from counter.services.office import Office
from counter.text import display, yuan


@dataclass(frozen=True, slots=True)
class Ending:
    """How one family's case stands at the end, in words where people read it."""

    name: str
    number: str
    story: str
    source: str
    invented: str
    policies: tuple[Mapping[str, object], ...]
    outcome: str
    files: tuple[Path, ...]


def ending(office: Office, family: Family) -> Ending:
    file = cases.case(office, family.number)
    rows = tuple(_row(one, office.today()) for one in file.referrals)
    return Ending(
        name=family.name,
        number=family.number,
        story=family.story,
        source=family.source,
        invented=family.invented,
        policies=rows,
        outcome=_outcome(file, rows),
        files=tuple(family.papers),
    )


def _row(one: ReferralFile, today: date) -> dict[str, object]:
    made = one.decision
    late = made is None and one.ended_because == "" and one.due.due is not None and one.due.due < today
    return {
        "policy": one.policy,
        "title": one.title,
        "department": one.department_title,
        "for": one.subject,
        "state": one.state.value,
        "outcome": made.outcome.value if made else "",
        "amount": yuan(made.amount_fen) if made and made.amount_fen is not None else "",
        "unit": made.amount_unit if made else "",
        "due": one.due.due.isoformat() if one.due.due else "",
        "overdue": late and one.due.verified,
        "said": display(made.outcome) if made else display(one.state),
    }


def _outcome(file: CaseFile, rows: tuple[dict[str, object], ...]) -> str:
    """The decisions counted by what they say, what is still open, or why there are none."""
    if not rows:
        return display(file.state)
    counted: dict[str, int] = {}
    for row in rows:
        counted[str(row["said"])] = counted.get(str(row["said"]), 0) + 1
    return "，".join(f"{said} {count}" for said, count in counted.items())


def write_summary(out: Path, endings: tuple[Ending, ...]) -> Path:
    """A table for people (Markdown) and the same for machines."""
    lines = ["# 演示：每一户从申请到答复", "", "人物、证件号码和数字都是虚构的。", ""]
    for ending in endings:
        lines += [f"## {ending.name}　{ending.number}", "", ending.story, ""]
        lines += [f"来源：{ending.source}。{ending.invented}。", "", f"结果：{ending.outcome}", ""]
        if ending.policies:
            lines += ["| 政策 | 部门 | 结果 | 金额 | 法定办结 |", "|---|---|---|---|---|"]
            lines += [_line(row) for row in ending.policies]
            lines.append("")
    summary = out / "summary.md"
    summary.write_text("\n".join(lines), encoding="utf-8")
    (out / "summary.json").write_text(
        json.dumps({"families": [plain(ending) for ending in endings]}, ensure_ascii=False, indent=1),
        encoding="utf-8",
    )
    return summary


def _line(row: Mapping[str, object]) -> str:
    said = f"{row['said']}（超期）" if row["overdue"] else row["said"]
    amount = f"{row['amount']}/{row['unit']}" if row["amount"] else ""
    return f"| {row['title']} | {row['department']} | {said} | {amount} | {row['due']} |"


def plain(ending: Ending) -> dict[str, object]:
    """One family as JSON knows it."""
    return {
        "name": ending.name,
        "number": ending.number,
        "policies": [dict(row) for row in ending.policies],
        "outcome": ending.outcome,
        "story": ending.story,
        "source": ending.source,
        "invented": ending.invented,
        "files": [str(file) for file in ending.files],
    }
