"""Why a policy answers as it does: met, not met and not yet known, with the figures, as a readable page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from counter.cases.amount import Estimate
from counter.cases.compiled import State
from counter.cases.facts import Range, Value
from counter.cases.match import PolicyMatch, Verdict
from counter.cases.reasons import Finding
from counter.catalogue.wording import figure_text
from counter.text import _, display, yuan
from forms import look

SIGNS = {State.MET: "✓", State.UNMET: "✗", State.UNKNOWN: "?"}


@dataclass(slots=True)
class Branch:
    """Conditions that belong together: any one of them (at odd depth), or all of them."""

    any_of: bool
    parts: list[Branch | Finding] = field(default_factory=list)

    @property
    def state(self) -> State:
        states = {_state(part) for part in self.parts}
        decisive, other = (State.MET, State.UNMET) if self.any_of else (State.UNMET, State.MET)
        if decisive in states:
            return decisive
        return State.UNKNOWN if State.UNKNOWN in states else other


def _state(part: Branch | Finding) -> State:
    return part.state


def tree(findings: Sequence[Finding]) -> Branch:
    """The conditions of a way as they hang together, by their groups."""
    root = Branch(any_of=False)
    known: dict[str, Branch] = {"": root}
    for finding in findings:
        steps = finding.group.split(".") if finding.group else []
        parent = root
        for depth in range(1, len(steps) + 1):
            name = ".".join(steps[:depth])
            if name not in known:
                known[name] = Branch(any_of=depth % 2 == 1)
                parent.parts.append(known[name])
            parent = known[name]
        parent.parts.append(finding)
    return root


def amount_text(estimate: Estimate) -> str:
    """What it may come to: `¥520.00/月`, `最高 ¥4,800.00/次`; empty where it cannot be worked out."""
    if estimate.quantity:
        text = estimate.quantity
    elif estimate.fen is None:
        return ""
    else:
        text = yuan(estimate.fen)
    if estimate.period and estimate.period not in text:
        text = f"{text}/{estimate.period}"
    return _("at most {amount}", amount=text) if estimate.at_most else text


def value_text(value: Value, unit: str) -> str:
    """What is held of a fact, in words."""
    if value is None:
        return _("not asked")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Range):
        low = figure_text(value.low, unit)
        high = figure_text(value.high, unit) if value.high is not None else ""
        return f"{low}～{high}" if high else _("at least {figure}", figure=low)
    if isinstance(value, int | Fraction | date):
        return figure_text(value, unit)
    if isinstance(value, frozenset):
        return "、".join(sorted(value)) or _("None")
    return str(value)


def page(
    row: PolicyMatch, *, who: str, department: str, statuses: str = "", remarks: Sequence[str] = ()
) -> str:
    """The reasons of one policy as rich text; links lead to the questions that are open."""
    tokens = look.colours()
    parts = [
        f"<p style='font-size:{look.px(15)}px;margin:0'><b>{html.escape(row.title)}</b></p>",
        _small(" · ".join(filter(None, (department, who, row.way)))),
    ]
    if amount := amount_text(row.amount):
        expected = html.escape(_("Expected: {amount}", amount=amount))
        parts.append(_line(f"<b>{expected}</b>"))
    elif row.amount.missing and row.verdict is not Verdict.NOT:
        parts.append(_small(_("No amount yet: {missing}", missing=list(row.amount.missing))))
    for step in row.amount.steps:
        parts.append(_small(step))
    if row.if_granted:
        parts.append(_note(_("Open if granted: {statuses}", statuses=list(row.if_granted)), tokens.wait))
    if row.lost_if:
        parts.append(_note(_("Falls away if granted: {statuses}", statuses=list(row.lost_if)), tokens.wait))
    parts += [_note(remark, tokens.wait) for remark in remarks]
    root = tree(row.conditions)
    for state, heading, colour in (
        (State.UNMET, _("Not met"), tokens.bad),
        (State.UNKNOWN, _("Not yet known"), tokens.wait),
        (State.MET, _("Met"), tokens.good),
    ):
        lines = [text for part in root.parts if _state(part) is state for text in _part(part, colour, 0)]
        if lines:
            parts.append(f"<p style='margin:10px 0 2px 0;color:{colour}'><b>{html.escape(heading)}</b></p>")
            parts += lines
    if row.provisional or row.amount.provisional:
        names = statuses or _("some figures")
        parts.append(_note(_("Still to be confirmed: {figures}", figures=names), tokens.wait))
    bases = dict.fromkeys(finding.basis for finding in row.conditions if finding.basis)
    parts += [_small(basis) for basis in bases]
    return "".join(parts)


def _part(part: Branch | Finding, colour: str, depth: int) -> list[str]:
    if isinstance(part, Finding):
        return [_finding(part, colour, depth)]
    inside = part.parts
    if part.any_of and part.state is State.MET:
        # One of several is enough, so the others are not worth reading.
        inside = [inner for inner in inside if _state(inner) is State.MET][:1]
    if len(inside) == 1:
        return _part(inside[0], colour, depth)
    head = _("any one of these") if part.any_of else _("all of these")
    lines = [_line(html.escape(head), depth=depth, colour=look.colours().muted)]
    tokens = look.colours()
    tones = {State.MET: tokens.good, State.UNMET: tokens.bad, State.UNKNOWN: tokens.wait}
    return lines + [text for inner in inside for text in _part(inner, tones[_state(inner)], depth + 1)]


def _finding(finding: Finding, colour: str, depth: int) -> str:
    sign = SIGNS[finding.state]
    text = html.escape(finding.text)
    if finding.state is State.UNKNOWN and finding.path:
        text = f"<a href='{html.escape(finding.path)}' style='color:{look.colours().text}'>{text}</a>"
    told = ""
    if finding.value is not None and not isinstance(finding.value, bool):
        told = value_text(finding.value, finding.unit)
    if finding.distance is not None and finding.distance > 0:
        gap = figure_text(finding.distance, finding.unit)
        told = _("{value}, {distance} away", value=told, distance=gap) if told else gap
    if told:
        told = f" <span style='color:{look.colours().muted}'>{html.escape(told)}</span>"
    return _line(f"<span style='color:{colour}'>{sign}</span> {text}{told}", depth=depth)


def _line(inner: str, *, depth: int = 0, colour: str = "") -> str:
    tint = f";color:{colour}" if colour else ""
    return f"<p style='margin:2px 0 2px {depth * look.px(14)}px;line-height:110%{tint}'>{inner}</p>"


def _small(text: str) -> str:
    return (
        f"<p style='margin:2px 0;font-size:{look.px(12)}px;line-height:108%;"
        f"color:{look.colours().muted}'>{html.escape(text)}</p>"
    )


def _note(text: str, colour: str) -> str:
    return f"<p style='margin:4px 0;line-height:110%;color:{colour}'>{html.escape(text)}</p>"


def verdict_title(verdict: Verdict) -> str:
    """The heading of a group; the machine never says that something is granted."""
    return display(verdict)
