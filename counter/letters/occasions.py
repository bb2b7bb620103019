"""What a paper is about besides its referral, by the words kept with it: `posting:5`, `change:3` …"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from counter.cases.assisting import Consultation
from counter.cases.casefile import CaseFile, ReferralFile
from counter.cases.chasing import Reminder
from counter.cases.complaints import Complaint
from counter.cases.fast_lane import FastAid
from counter.cases.public_notice import Objection, Posting
from counter.errors import Refused
from counter.letters.parts import Plan, Source

CHANGE, POSTING, REMINDER = "change", "posting", "reminder"
CONSULTATION, FAST_AID, OBJECTION, COMPLAINT = "consultation", "fast-aid", "objection", "complaint"

Occasion = Posting | Reminder | Consultation | FastAid | Objection | Complaint
T = TypeVar("T", bound=Occasion)


def words_of(kind: str, number: int) -> str:
    """How a paper names what it is about: `posting:5`."""
    return f"{kind}:{number}"


def occasions(case: CaseFile) -> Iterator[tuple[str, ReferralFile, Occasion]]:
    """All that was done with the case's referrals and can have a paper, each with its words."""
    for one in case.referrals:
        for posting in one.postings:
            yield words_of(POSTING, posting.id), one, posting
            for objection in posting.objections:
                yield words_of(OBJECTION, objection.id), one, objection
        for complaint in one.complaints:
            yield words_of(COMPLAINT, complaint.id), one, complaint
        for reminder in one.reminders:
            yield words_of(REMINDER, reminder.id), one, reminder
        for asked in one.consultations:
            yield words_of(CONSULTATION, asked.id), one, asked
        if one.fast_aid is not None:
            yield words_of(FAST_AID, one.fast_aid.id), one, one.fast_aid


def referral_of(case: CaseFile, about: str, plan: Plan | None = None) -> str:
    """The number of the referral behind `about`; empty for nothing. Raises `Refused` for what is not here."""
    if not about:
        return ""
    if plan is not None:
        numbers = [one.number for one in case.referrals if one.number == plan.benefit.referral]
    else:
        numbers = [one.number for words, one, _occasion in occasions(case) if words == about]
    if not numbers:
        raise Refused("Case {case} has no {about}.", field="about", case=case.number, about=about)
    return numbers[0]


def referral_meant(case: CaseFile, referral: str | None, about: str, plan: Plan | None) -> str | None:
    """The referral that a paper is about, named or found. Raises `Refused` where another one is named.

    Whoever may read the named one may not read what was done in another.
    """
    behind = referral_of(case, about, plan)
    if referral and behind and referral != behind:
        raise Refused(
            "{about} was not done in referral {referral}.", field="about", about=about, referral=referral
        )
    return referral or behind or None


def found(source: Source, kind: type[T]) -> tuple[ReferralFile, T]:
    """What the paper is about, with its referral. Raises `Refused` when the paper is about nothing of it."""
    for words, referral, occasion in occasions(source.case):
        if words == source.about and isinstance(occasion, kind):
            return referral, occasion
    raise Refused("Say what the paper is about.", field="about")


def plan_of(source: Source) -> tuple[ReferralFile, Plan]:
    """The plan that the paper is about, with its referral. Raises `Refused` without one."""
    plan = source.plan
    referral = next(
        (one for one in source.case.referrals if plan and one.number == plan.benefit.referral), None
    )
    if plan is None or referral is None:
        raise Refused("Say which plan the paper is about.", field="about")
    return referral, plan
