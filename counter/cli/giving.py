"""The commands on running benefits; each is one service, one transaction, one event, or a list."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cases.benefits import Benefit, Change, ChangeKind, Death
from counter.cases.reviewing import ReviewDue
from counter.cli import given
from counter.cli.done import Command, Done
from counter.cli.shapes import plain, yuan
from counter.errors import Refused
from counter.services import benefits, cases, changes, deaths, identities, notices, reviews
from counter.services.identities import Resident
from counter.services.office import Office
from counter.settings import Settings


def benefits_(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        household = cases.case(office, given.named(arguments)).household_id if arguments.number else None
        found = benefits.running(
            office,
            household_id=household,
            department=arguments.department,
            township=arguments.township,
        )
        return Done({"benefits": [benefit(one) for one in found]})


# --- changes ---------------------------------------------------------------------------------------


def propose(arguments: argparse.Namespace, settings: Settings) -> Done:
    typed = given.Typed()
    planned_from = typed.day(arguments.planned_from, "from")
    planned_fen = typed.fen(arguments.amount, "amount")
    hear_until = typed.day(arguments.hear_until, "hear_until")
    typed.refuse()
    if planned_from is None:
        raise Refused("Say from which day.", field="from")
    with given.opened(settings) as office, given.called(planned_from="from", planned_fen="amount"):
        planned = changes.propose(
            office,
            arguments.benefit,
            kind=ChangeKind(arguments.kind),
            facts=arguments.facts,
            clause=arguments.clause,
            planned_fen=planned_fen,
            planned_from=planned_from,
            hear_until=hear_until,
        )
        return Done(change(planned) | {"notice": _letter(office, planned, "D23")})


def _letter(office: Office, planned: Change, kind: str) -> str:
    """The letter about a plan gets its number at once, to be delivered; it can be drawn later."""
    case = benefits.benefit(office, planned.benefit_id).case
    return notices.issue(office, case, kind, about=f"change:{planned.id}").number


def hear(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        heard = changes.hear(
            office,
            arguments.change,
            whom=arguments.whom,
            by=arguments.by,
            opinion=arguments.opinion,
            adopted=arguments.adopted,
            on=on,
        )
        return Done(change(heard))


def change_(arguments: argparse.Namespace, settings: Settings) -> Done:
    fading_until = given.day(arguments.fading_until, "fading_until")
    with given.opened(settings) as office:
        if arguments.change is None:
            return Done({"changes": [change(one) for one in changes.changes(office, open_only=True)]})
        decided = changes.decide_change(office, arguments.change, fading_until=fading_until)
        return Done(change(decided) | {"notice": _letter(office, decided, "D24")})


def drop(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(change(changes.drop(office, arguments.change, because=arguments.because)))


# --- statuses and deaths ---------------------------------------------------------------------------


def identity(arguments: argparse.Namespace, settings: Settings) -> Done:
    typed = given.Typed()
    starts, ends = typed.day(arguments.starts, "from"), typed.day(arguments.ends, "to")
    typed.refuse()
    with given.opened(settings) as office:
        if arguments.revoke is not None:
            revoked = identities.revoke(office, arguments.revoke, because=arguments.because)
            return Done({"identities": [plain(revoked)]})
        household = cases.case(office, given.named(arguments)).household_id
        if arguments.enter is None:
            return Done({"identities": plain(identities.of_household(office, household))})
        whose = None if arguments.member is None else _member(office, arguments).person_id
        with given.called(starts="from", ends="to", number="document", conferred_by="by", person="member"):
            entered = identities.enter(
                office,
                household,
                category=arguments.enter,
                number=arguments.document,
                conferred_by=arguments.by,
                starts=starts or office.today(),
                ends=ends,
                evidence=arguments.evidence,
                person_id=whose,
            )
        return Done({"identities": [plain(entered)]})


def _member(office: Office, arguments: argparse.Namespace) -> Resident:
    """The member of the case, counted as in its application."""
    found, at = identities.people_of_case(office, given.named(arguments)), int(arguments.member)
    if not 0 <= at < len(found):
        raise Refused("Person number {n} is not on this application.", field="member", n=at + 1)
    return found[at]


def death(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        if not arguments.number:
            return Done({"deaths": [dead(one) for one in deaths.deaths(office)]})
        person = _member(office, arguments).person_id
        if arguments.withdraw:
            with given.called(person="member"):
                return Done(dead(deaths.withdraw_death(office, person, because=arguments.because)))
        if on is None:
            raise Refused("Say on which day.", field="on")
        with given.called(died_on="on", person="member"):
            reported = deaths.report_death(office, person, died_on=on, source=arguments.source)
        return Done(dead(reported))


# --- reviews ---------------------------------------------------------------------------------------


def reviews_(arguments: argparse.Namespace, settings: Settings) -> Done:
    until = given.day(arguments.until, "until")
    with given.opened(settings) as office:
        return Done({"reviews": [review_due(one) for one in reviews.due(office, until=until)]})


def review(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a finding, the case is prepared; with one, it is noted and the next review known."""
    with given.opened(settings) as office:
        if not arguments.unchanged and arguments.changed is None:
            draft = reviews.open_case(office, arguments.benefit)
            return Done({"draft": draft, **benefit(benefits.benefit(office, arguments.benefit))})
        with given.called(note="changed"):
            found = reviews.reviewed(
                office,
                arguments.benefit,
                unchanged=arguments.unchanged,
                note=arguments.note or arguments.changed or "",
                of_class=arguments.of_class,
            )
        return Done(benefit(found))


# --- shapes ----------------------------------------------------------------------------------------


def benefit(one: Benefit) -> dict[str, object]:
    return _with_amount(one, one.amount_fen)


def change(one: Change) -> dict[str, object]:
    return _with_amount(one, one.planned_fen)


def dead(one: Death) -> dict[str, object]:
    values = plain(one)
    assert isinstance(values, dict)
    return values | {"open": [benefit(still) for still in one.open]}


def review_due(one: ReviewDue) -> dict[str, object]:
    values = plain(one)
    assert isinstance(values, dict)
    return values | {"benefit": benefit(one.benefit) if one.benefit else None}


def _with_amount(one: Benefit | Change, fen: int | None) -> dict[str, object]:
    values = plain(one)
    assert isinstance(values, dict)
    return values | {"amount": yuan(fen)}


COMMANDS: Mapping[str, Command] = {
    "benefits": benefits_,
    "propose": propose,
    "hear": hear,
    "change": change_,
    "drop": drop,
    "identity": identity,
    "death": death,
    "reviews": reviews_,
    "review": review,
}
