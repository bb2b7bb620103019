"""D22 the limit was extended: the old and the new last day, on which of the law's grounds, only once."""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.deadlines import EXTENSION, due_of, extension_of
from counter.cases.split import is_delegated
from counter.catalogue.policy import DayKind, Policy
from counter.errors import Refused
from counter.letters.parts import (
    Head,
    Source,
    asked_on,
    due_words,
    first_law,
    head,
    notes_on_days,
    short_title,
)
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class Extension:
    """D22 延期告知书."""

    head: Head
    applicant: str
    text: str
    before: str
    after: str
    cap: str
    ground: str
    details: str
    rule: str
    notes: tuple[str, ...]
    officer: str


def extension(source: Source) -> Extension:
    """For `referral`. Raises `Refused` when its limit was not extended."""
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    policy = source.policy(referral)
    longer = extension_of(policy.limits, referral.intervals)
    if longer is None:
        raise Refused("The limit of this referral was not extended.")
    before = due_of(
        policy.limits,
        accepted_on=source.case.accepted_on,
        calendar=source.catalogue.calendar,
        intervals=tuple(one for one in referral.intervals if one.kind != EXTENSION),
        delegated=is_delegated(source.catalogue, policy),
        today=source.issued_on,
    )
    if before.due is not None and source.issued_on > before.due:
        source.desk.remind("延期告知书应当在原办结期限届满前出具（现已届满）")
    unit = source.desk.office(source.place)
    return Extension(
        applicant=source.application.applicant.name,
        text=(
            f"你（户）于{chinese_date(asked_on(source.case))}提出的“{short_title(policy)}”申请，"
            f"{source.desk.window(source.place)}于{chinese_date(source.case.accepted_on)}受理"
            f"（受理编号：{source.case.number}）。因{longer.ground}，不能在原定期限内办结，"
            "办理期限依法延长，现告知如下。"
        ),
        before=due_words(before),
        after=due_words(referral.due),
        cap=_cap(policy),
        ground=longer.ground,
        details=longer.reason if longer.reason != longer.ground else "",
        rule=(
            "办理期限只延长一次，延长后仍应当尽早办结；延长期间不需要你重新申请，"
            "没有另行通知的，也不需要补交材料。"
        ),
        notes=notes_on_days((before, referral.due)),
        officer=source.officer,
        head=head(
            source,
            "D22",
            "延期告知书",
            unit=unit,
            copies="本告知书一式两份，一份交申请人，一份窗口存档；同时告知调度人员。",
            seal="（受理专用章）",
            basis=f"{first_law(policy)}；办理期限：{policy.limits.source}",
        ),
    )


def _cap(policy: Policy) -> str:
    unit = "个工作日" if policy.limits.day_kind is DayKind.WORKING else "日"
    return f"自受理之日起{policy.limits.extended_total}{unit}"
