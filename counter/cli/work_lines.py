"""What was done in the handling of a referral, and what is late, line by line for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from counter.text import _, ngettext, word

Data = Mapping[str, Any]


def of_referral(one: Data) -> Iterator[str]:
    """The steps, sheets, questions and chases of a referral, each by the number that commands take."""
    for step in one["steps"]:
        done = step["done_on"] or step["started_on"] or "–"
        yield f"      {word('StepKind', step['kind'])}  {done}  {'、'.join(step['by'])}"
    for sheet in one["postings"]:
        hangs = f"{sheet['posted_on']} – {sheet['until'] or ''}"
        yield f"      {word('PostingKind', sheet['kind'])} {sheet['id']}  {sheet['board']}  {hangs}"
        for objection in sheet["objections"]:
            number = objection["id"]
            settled = objection["settled_on"] or "–"
            yield "        " + _("objection {number}, settled {day}", number=number, day=settled)
    for asked in one["consultations"]:
        until = asked["answer"] or asked["answer_by"]
        yield "      " + _(
            "question {number} to {department}: {until}",
            number=asked["id"],
            department=asked["department_title"],
            until=until,
        )
    for sent in one["reminders"]:
        yield f"      {word('Level', sent['level'])} {sent['id']}  {sent['to']}  {sent['text']}"
    if aid := one["fast_aid"]:
        yield "      " + _("papers of aid given at once until {day}", day=aid["papers_due"])


def late(data: Data) -> Iterator[str]:
    """All that is late, the most days first, with the one at fault."""
    for row in data["late"]:
        yield _("{days} days late", days=row["days"]) + f"  {row['referral']}  {row['title']}"
        yield f"      {word('DutyKind', row['kind'])}  {word('Fault', row['fault'])}  {row['who']}"
    yield _("{count} things are late.", count=len(data["late"]))


def duties(data: Data) -> Iterator[str]:
    """All that is owed, due first; of what is late by whose fault."""
    for row in data["duties"]:
        days = row["late"]
        late = ngettext("{n} working day late", "{n} working days late", days) if days else ""
        said = (row["due"] or "–", late, word("DutyKind", row["kind"]), row["what"])
        yield "  ".join(filter(None, said))
        owes = f"{word('Owes', row['owes'])} {row['officer']}".strip()
        fault = word("Fault", row["fault"]) if row["fault"] else ""
        told = (row["referral"] or row["case"], owes, row["department_title"], row["township_title"], fault)
        yield "      " + "  ".join(filter(None, told))
    over = sum(1 for row in data["duties"] if row["late"])
    yield _("{count} duties, {late} of them late.", count=len(data["duties"]), late=over)
    for blamed, count in data["late_by_fault"].items():
        who = _("Limit not verified") if blamed == "unverified" else word("Fault", blamed)
        yield f"  {who}: {count}"


def back_fills(data: Data) -> Iterator[str]:
    """Aid whose papers are still to come; of one referral what it is now."""
    for row in data["back_fills"]:
        aid = row["aid"]
        yield f"{aid['papers_due']}  {aid['referral']}  {row['title']}  {'、'.join(row['missing'])}"


def questions(data: Data) -> Iterator[str]:
    """The questions that wait for a department."""
    for row in data["questions"]:
        asked = row["consultation"]
        yield f"{asked['answer_by']}  {asked['id']}  {asked['department_title']}  {row['title']}"
        yield f"      {asked['question']}"
