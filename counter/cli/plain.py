"""Answers for people: a few lines in the language of the moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from counter.cli import batch_lines, benefit_lines, clock_lines, work_lines
from counter.errors import Problem
from counter.text import _, chinese_moment, translate, word

Data = Mapping[str, Any]

MARKS = {"met": "✓", "unmet": "✗", "unknown": "?"}
ASKED, QUESTIONS = 3, 8
VERDICTS = ("eligible", "possible", "near", "not")


def speak_up(notices: Iterable[Problem], *, last_good: bool) -> None:
    """What is worth knowing beside the answer, which has standard output for itself."""
    if last_good:
        print(_("The list could not be read; the last good one is in force."), file=sys.stderr)
    for one in notices:
        print(f"  {one.field}: {translate(one)}" if one.field else f"  {translate(one)}", file=sys.stderr)


def lines(command: str, data: Data) -> list[str]:
    """What a command answers, line by line."""
    if "refused" in data:
        return [*_refused(data)]
    return [*_spoken(command)(data)]


def _spoken(command: str) -> Callable[[Data], Iterator[str]]:
    if command in ("paper", "papers-out", "paper-back"):
        from counter.cli import papers_back

        return papers_back.SPOKEN[command]
    if command in ("templates", "letter"):
        from counter.cli import letter_commands

        return letter_commands.SPOKEN[command]
    if command in ("file", "files"):
        from counter.cli import file_commands

        return file_commands.SPOKEN[command]
    return SPOKEN.get(command, _anything)


def _refused(data: Data) -> Iterator[str]:
    yield _("Refused; nothing was stored.")
    for problem in data["refused"]:
        yield f"  {problem['field']}: {problem['text']}" if problem["field"] else f"  {problem['text']}"


def _anything(data: Data) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, list):
            yield f"{name}: {len(value)}"
            yield from (f"  {_one(item)}" for item in value)
        elif isinstance(value, Mapping):
            yield f"{name}: {_one(value)}"
        elif value not in (None, ""):
            yield f"{name}: {value}"


def _one(item: object) -> str:
    if isinstance(item, Mapping):
        return "  ".join(f"{key} {value}" for key, value in item.items() if value not in (None, "", [], {}))
    return str(item)


def _check(data: Data) -> Iterator[str]:
    for problem in data["problems"]:
        yield f"{problem['file']}: {problem['key']}: {problem['text']}"
    if data["problems"]:
        yield _("The list has {count} problems and cannot be used.", count=len(data["problems"]))
        return
    standards = data["standards"]
    yield _(
        "The list holds {departments} departments, {policies} policies, {facts} facts, {standards} figures.",
        departments=data["departments"],
        policies=data["policies"],
        facts=data["facts"],
        standards=data["all_standards"],
    )
    for state in ("verified", "unverified", "elsewhere", "placeholder", "outdated"):
        yield f"  {word('State', state)}: {standards[state]}"
    yield _("{count} limits are not verified yet.", count=len(data["unverified_limits"]))
    yield _("{count} things only the district can say are still open.", count=len(data["missing_settings"]))
    for finding in data["findings"]:
        yield f"  {finding['field']}: {finding['text']}"
    yield _("No problem was found.")


def _match(data: Data) -> Iterator[str]:
    for result in data.get("results", [data]):
        if "file" in result:
            yield f"== {result['file']}"
        if "refused" in result:
            yield from _refused(result)
        else:
            yield from _answered(result)


def _answered(data: Data) -> Iterator[str]:
    yield from _mended(data)
    labels = {question["fact"]: question["label"] for question in data["questions"]}
    for verdict in VERDICTS:
        rows = [row for row in data["policies"] if row["verdict"] == verdict]
        yield f"{word('Verdict', verdict)}: {len(rows)}"
        for row in rows if verdict != "not" else ():
            yield f"  {row['title']} ({row['policy']}){_for(row)}{_amount(row)}"
            if row["if_granted"]:
                yield "      " + _("if granted: {categories}", categories=row["if_granted"])
            for condition in row["conditions"] if verdict == "near" else ():
                if condition["state"] == "unmet":
                    yield f"      {MARKS[condition['state']]} {condition['text']}"
            if verdict == "possible" and row["ask"]:
                told = {condition["fact"]: condition["text"] for condition in row["conditions"]} | labels
                asked = list(dict.fromkeys(told.get(path, path) for path in row["ask"]))
                more = "" if len(asked) <= ASKED else " …"
                yield "      " + _("ask: {facts}", facts=asked[:ASKED]) + more
    for lesson in data.get("lessons", ()):
        yield _lesson(lesson)
    if data["questions"]:
        yield _("Ask next:")
    for question in data["questions"][:QUESTIONS]:
        yield f"  {question['label']} ({question['fact']}) → {question['settles']}"


def _mended(data: Data) -> Iterator[str]:
    for one in data.get("normalised", ()):
        yield _("Mended {field}: {before} → {after}", field=one["field"], before=one["from"], after=one["to"])
    for note in data.get("notes", ()):
        yield f"{note['field']}: {note['text']}"


def _for(row: Data) -> str:
    return "" if row["for"] == "household" else " · " + _("person {n}", n=row["for"] + 1)


def _amount(row: Data) -> str:
    amount = row["amount"]
    if amount["yuan"] is None:
        return f" · {amount['quantity']}" if amount["quantity"] else ""
    ceiling = _("at most") + " " if amount["at_most"] else ""
    return f" · {ceiling}¥{amount['yuan']:,} {amount['period']}"


def _case(data: Data) -> Iterator[str]:
    yield from _mended(data)
    yield _(
        "{number} · {place} · {on} · {state}",
        number=data["number"],
        place=data["place_title"] or data["place"],
        on=data["on"],
        state=word("CaseState", data["state"]),
    )
    if phase := data.get("phase"):
        yield _phase(phase)
    yield _("query code {code}", code=data["query_code"])
    if data["owner"]:
        yield _("answered for by {officer}", officer=data["owner"])
    if data["merged_into"]:
        yield _("goes on in {number}", number=data["merged_into"])
    yield from (f"  ! {alert['text']}" for alert in data["alerts"])
    for member in data["people"]:
        yield f"  {member['name']}  {member['id_number']}  {member['phone']}".rstrip()
    for one in data["referrals"]:
        yield from _referral(one)
    if missing := [paper["title"] for paper in data["papers"] if paper["state"] in ("missing", "gap")]:
        yield _("Still to be handed in: {papers}", papers=missing)
    for notice in data["notices"]:
        yield f"  {notice['number']} {notice['title']}"
    for event in data.get("events", ()):
        at = chinese_moment(datetime.fromisoformat(event["at"]))
        yield f"  {at}  {word('Verb', event['verb'])}  {event['referral']}  {event['officer']}"
    for lesson in data.get("lessons", ()):
        yield _lesson(lesson)
    yield from _files(data)


def _lesson(lesson: Data) -> str:
    return _(
        "{policy} came back {count} times: {reason}. {texts}",
        policy=lesson["policy"],
        count=lesson["count"],
        reason=word("ReturnReason", lesson["reason"]),
        texts="；".join(lesson["texts"]),
    )


def _phase(phase: Data) -> str:
    """`Handled: home survey (clock stopped)`."""
    text = word("Phase", phase["phase"])
    if phase["step"]:
        text += f"：{word('StepKind', phase['step'])}"
    return text + (f"（{word('ReferralState', 'waiting')}）" if phase["stopped"] else "")


def _referral(one: Data) -> Iterator[str]:
    provisional = " " + _("(provisional)") if one["provisional"] else ""
    yield f"  {one['number']}  {one['title']} → {one['department_title']}"
    yield (
        "      "
        + _("{state}; due {due}", state=word("ReferralState", one["state"]), due=one["due"] or "–")
        + provisional
    )
    if decision := one.get("decision"):
        yield "      " + word("Outcome", decision["outcome"]) + _money(decision)
    yield from work_lines.of_referral(one)
    yield from _files(one)


def _money(decision: Data) -> str:
    return "" if decision["amount"] is None else f" · ¥{decision['amount']:,} {decision['amount_unit']}"


def _queue(data: Data) -> Iterator[str]:
    for row in data["referrals"]:
        left = "" if row["days_left"] is None else " " + _("{n} working days left", n=row["days_left"])
        yield f"{row['due'] or '–'}{left}  {row['number']}  {row['title']} → {row['department_title']}"
        yield f"      {word('ReferralState', row['state'])}  {row['applicant']}"
    yield _("{count} referrals.", count=len(data["referrals"]))


def _verify(data: Data) -> Iterator[str]:
    if data["ok"]:
        yield _("The chain is whole: {n} events.", n=data["checked"])
        return
    yield _("The chain is not whole.")
    yield from _anything({name: data[name] for name in ("broken", "gaps", "cut", "scans")})


def _files(data: Data) -> Iterator[str]:
    for file in data.get("files", ()):
        yield f"  {file}"
    for problem in data.get("not_printed", ()):
        yield _("Not printed: {reason}", reason=problem["text"])


_OF_CASES = (
    "accept",
    "case",
    "send",
    "close",
    "decline",
    "consult",
    "merge",
    "reopen",
    "archive",
    "bring",
)
_OF_REFERRALS = ("sign", "return", "reassign", "resume", "extend", "decide", "correct")


def _either(data: Data) -> Iterator[str]:
    return _case(data) if "referrals" in data else _referral(data)


def _suspended(data: Data) -> Iterator[str]:
    yield from _referral(data)
    if "limit_goes_on" in data:
        yield data["limit_goes_on"]


_OF_WORK = ("step", "post", "object", "settle", "take-down", "give", "ask", "remind", "escalate")


def _completed(data: Data) -> Iterator[str]:
    return work_lines.back_fills(data) if "back_fills" in data else _referral(data)


def _questions(data: Data) -> Iterator[str]:
    return work_lines.questions(data) if "questions" in data else _anything(data)


SPOKEN: Mapping[str, Callable[[Data], Iterator[str]]] = {
    "check": _check,
    "match": _match,
    "queue": _queue,
    "verify": _verify,
    **batch_lines.SPOKEN,
    **benefit_lines.SPOKEN,
    **clock_lines.SPOKEN,
    **dict.fromkeys(_OF_CASES, _case),
    **dict.fromkeys((*_OF_REFERRALS, *_OF_WORK), _referral),
    "confer": _case,
    "suspend": _suspended,
    "complete": _completed,
    "answer": _questions,
    "late": work_lines.late,
    "duties": work_lines.duties,
    **dict.fromkeys(("withdraw", "request-papers"), _either),
}
