"""The steps that every acceptance shares: is it fit to be accepted, for what, and what is put on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases import match as matching
from counter.cases.application import Application
from counter.cases.casefile import Paper, Verb
from counter.cases.match import Answer, PolicyMatch, Verdict
from counter.cases.reading import abolished, incomplete
from counter.cases.split import Chosen, PlannedReferral
from counter.cases.values import nearest
from counter.cases.workflow import OPEN_REFERRAL_STATES, ReferralState
from counter.errors import Problem, Refused
from counter.services import papers_given, people
from counter.services.office import Office
from counter.store import records
from counter.store.chain import masked
from counter.text import N_

TOLD = 20
"""How many open referrals of the household an event names; more would say no more."""


def placed(office: Office, application: Application) -> Application:
    """The application at the office's own place, unless it names another.

    Raises `Refused`, with the successor, where that township is no more: cases of before keep its name.
    """
    told = application if application.place else replace(application, place=office.place)
    if problems := tuple(abolished(told, office.catalogue)):
        raise Refused.because(problems)
    return told


def fresh(session: Session, application: Application) -> None:
    """Raises `Refused` where someone is said to live whose death is on record."""
    if problems := tuple(
        Problem(
            "The death of {name} on {day} is on record. Leave the person out, say that the person has died, "
            "or take that report back.",
            f"people[{at}].facts.deceased",
            {"name": application.people[at].name, "day": died_on},
        )
        for at, died_on in people.deaths_among(session, application).items()
        if application.people[at].facts.get("deceased") is not True
    ):
        raise Refused.because(problems)


def without_the_dead(
    session: Session, application: Application, chosen: Collection[Chosen]
) -> tuple[Application, tuple[Chosen, ...]]:
    """What was said before somebody died, as it is now, with the choices at their new places.

    Whom something is chosen for stays and is said to have died, for the costs of a funeral. Raises `Refused`
    where the applicant is dead.
    """
    gone = people.deaths_among(session, application)
    if 0 in gone:
        raise Refused(
            "The applicant died on {day}. Enter a new application of whoever applies now.",
            field="people[0].facts.deceased",
            day=gone[0],
        )
    kept = {one.member for one in chosen}
    stays = [at for at in range(len(application.people)) if at not in gone or at in kept]
    now = tuple(
        replace(one, facts={**one.facts, "deceased": True}) if at in gone else one
        for at, one in ((at, application.people[at]) for at in stays)
    )
    moved = {at: to for to, at in enumerate(stays)}
    return replace(application, people=now), tuple(
        one if one.member is None else replace(one, member=moved.get(one.member, one.member))
        for one in chosen
    )


def judge(
    office: Office, application: Application, chosen: Collection[Chosen], papers: Sequence[Paper] = ()
) -> tuple[Answer, tuple[Chosen, ...]]:
    """Judge again what will be stored, and refuse for everything that stands in the way at once.

    Of `papers` those to be brought later need their day (容缺受理).
    """
    problems = [*incomplete(application, office.catalogue, place_known=bool(application.place))]
    problems += papers_given.undated(office, papers)
    if not chosen:
        problems.append(Problem("Choose at least one policy.", "policies"))
    if problems:
        raise Refused.because(problems)
    answer = matching.match(application, office.catalogue)
    settled = []
    for one in chosen:
        try:
            row = answer.row(one.policy)
        except KeyError:
            problems.append(unknown_policy(one.policy, answer))
            continue
        if one.member is not None and not 0 <= one.member < len(application.people):
            problems.append(
                Problem("Person number {n} is not on this application.", "policies", {"n": one.member + 1})
            )
            continue
        verdict = _verdict(row, one.member)
        if verdict is not Verdict.ELIGIBLE and not one.because.strip():
            problems.append(
                Problem(
                    "{title}: {verdict}. To apply all the same, give a reason.",
                    "policies",
                    {"title": row.title, "verdict": verdict},
                )
            )
        settled.append(one)
    if problems:
        raise Refused.because(problems)
    return answer, tuple(settled)


def _verdict(row: PolicyMatch, member: int | None) -> Verdict:
    if member is None or member == row.for_member:
        return row.verdict
    return next((one.verdict for one in row.subjects if one.member == member), row.verdict)


def there_already(case: records.Case, chosen: Collection[Chosen]) -> Iterator[Problem]:
    """What is chosen once more in a case that has it: open still, or decided and to be corrected."""
    rows = {
        (row.policy, row.subject): row for row in case.referrals if row.state is not ReferralState.WITHDRAWN
    }
    for one in chosen:
        row = rows.get((one.policy, one.subject))
        if row is None:
            continue
        text = N_("{title} is already open under {number}.")
        if row.state is ReferralState.DECIDED:
            text = N_("{title} was decided under {number}; correct that decision instead.")
        yield Problem(text, "policies", {"title": row.title, "number": row.number})


def unknown_policy(policy: str, answer: Answer) -> Problem:
    """That there is no such policy, and the nearest that there is."""
    return Problem(
        "There is no policy {policy}. The nearest is {nearest}.",
        "policies",
        {"policy": masked(policy), "nearest": nearest(policy, (row.policy for row in answer.policies))},
    )


def record_acceptance(
    office: Office,
    session: Session,
    case: records.Case,
    planned: Sequence[PlannedReferral],
    answer: Answer,
    *,
    dropped: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the event of an acceptance: what was chosen and why, and what was left out."""
    chosen = {one.policy for one in planned}
    left_out = [
        row.policy for row in answer.policies if row.verdict is Verdict.ELIGIBLE and row.policy not in chosen
    ]
    office.record(
        session,
        Verb.ACCEPTED,
        township=case.township,
        case=case.number,
        detail={
            "referrals": numbers_of(case, planned),
            "policies": [one.policy for one in planned],
            "because": {one.policy: one.because for one in planned if one.because},
            "left_out": left_out,
            "dropped": {policy: why for policy, why in dropped.items() if policy in left_out},
            "open_already": _open_already(session, case, chosen),
        },
    )


def _open_already(session: Session, case: records.Case, policies: Collection[str]) -> list[str]:
    """Open referrals of this household for the same policies: told, never refused."""
    return list(
        session.scalars(
            select(records.Referral.number)
            .where(
                records.Referral.household_id == case.household_id,
                records.Referral.policy.in_(policies),
                records.Referral.case_id != case.id,
                records.Referral.state.in_(OPEN_REFERRAL_STATES),
            )
            .order_by(records.Referral.id.desc())
            .limit(TOLD)
        )
    )


def numbers_of(case: records.Case, planned: Sequence[PlannedReferral]) -> list[str]:
    """The numbers that the planned referrals have in this case."""
    return [f"{case.number}-{one.position:02}" for one in planned]
