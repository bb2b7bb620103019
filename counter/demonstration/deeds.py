"""What a story can tell: each deed calls the service that a window or a department would call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from counter.cases.application import Application
from counter.cases.casefile import Paper, ReferralFile
from counter.cases.deadlines import WhoseTime
from counter.cases.reading import read_application, read_json
from counter.cases.said import policy_named
from counter.cases.values import read_figure
from counter.cases.workflow import Outcome, ReturnReason
from counter.demonstration.stories import STORIES, Family, Told, day_of
from counter.errors import BadCatalogue, Refused
from counter.papers import print_papers
from counter.services import cases, decisions, delivery, dispatch, intake, referrals
from counter.services.delivery import Handing
from counter.services.notices import Wanted
from counter.services.office import Office

Deed: TypeAlias = Callable[[Office, Family, Told], Iterator[Wanted]]
"""Does what a step tells; yields the papers that it calls for besides what the case calls for anyway."""


WITHOUT_PAPER = frozenset({"sign", "suspend", "resume", "return", "deliver"})
"""After these a case calls for no paper that it did not call for before."""


def do(office: Office, family: Family, step: Told, out: Path) -> None:
    deed = DEEDS.get(_text(step, "do"))
    if deed is None:
        raise BadCatalogue(
            "Nobody knows how to do {deed}.", field=f"{STORIES}: {family.file}", deed=step["do"]
        )
    also = tuple(deed(office, family, step))
    if step["do"] in WITHOUT_PAPER:
        return
    printed = print_papers(office, family.number, out, also=also)
    family.papers += printed.files
    if printed.problems:
        raise Refused.because(printed.problems)


def _application(office: Office, family: Family) -> Application:
    data = read_json(family.application)
    limits = office.settings.limits
    return read_application(data, office.catalogue, today=office.today(), limits=limits).application


def _accept(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
    application = _application(office, family)
    answer = intake.match(office, application)
    codes = [policy_named(name, office.catalogue).code for name in family.policies]
    chosen = [one for code in codes for one in intake.chosen_for(answer, code, family.because)]
    family.number = intake.accept(office, application, chosen or intake.eligible(answer)).number
    yield from ()


def _decline(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
    application = _application(office, family)
    family.number = intake.decline(
        office,
        application,
        reason=_text(step, "reason"),
        clause=_text(step, "clause"),
        proper_office=_text(step, "proper_office"),
    ).number
    yield from ()


def _send(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
    dispatch.send(office, family.number)
    yield from ()


def _of_policy(act: Callable[[Office, str, Told], Wanted | None]) -> Deed:
    """The act on every referral of the policy that the step names, or on that of one member."""

    def deed(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
        for referral in _referrals(office, family, step):
            if paper := act(office, referral.number, step):
                yield paper

    return deed


def _referrals(office: Office, family: Family, step: Told) -> list[ReferralFile]:
    code = policy_named(_text(step, "policy"), office.catalogue).code
    found = [
        one
        for one in cases.case(office, family.number).referrals
        if one.policy == code and one.subject == str(step.get("member", one.subject))
    ]
    if not found:
        raise BadCatalogue(
            "The story speaks of {policy}, which nobody applied for.",
            field=f"{STORIES}: {family.file}",
            policy=step["policy"],
        )
    return found


def _sign(office: Office, number: str, step: Told) -> None:
    referrals.sign(office, number)


def _request_papers(office: Office, number: str, step: Told) -> Wanted:
    referrals.request_papers(office, number, papers=_papers(office, step, "missing"))
    return Wanted("D06", "", number)


def _suspend(office: Office, number: str, step: Told) -> None:
    referrals.suspend(
        office,
        number,
        reason=_text(step, "reason"),
        kind=_text(step, "kind") or "suspension",
        ground=_text(step, "ground"),
        evidence=_text(step, "evidence"),
        waits_for=WhoseTime(_text(step, "waits_for")),
    )


def _resume(office: Office, number: str, step: Told) -> None:
    referrals.resume(office, number, papers=_papers(office, step, "original"))


def _extend(office: Office, number: str, step: Told) -> None:
    referrals.extend(office, number, ground=_text(step, "ground"), reason=_text(step, "reason"))


def _return(office: Office, number: str, step: Told) -> None:
    referrals.return_to_dispatcher(
        office, number, reason=ReturnReason(_text(step, "reason")), text=_text(step, "text")
    )


def _reassign(office: Office, number: str, step: Told) -> None:
    dispatch.reassign(office, number, department=_text(step, "department"), because=_text(step, "because"))


def _withdraw(office: Office, number: str, step: Told) -> None:
    dispatch.withdraw(office, number, because=_text(step, "because"))


def _decide(office: Office, number: str, step: Told) -> None:
    decisions.decide(office, number, _answer(step))


def _paper_reply(office: Office, number: str, step: Told) -> None:
    decisions.record_paper_reply(office, number, _answer(step))


def _answer(step: Told) -> decisions.Answer:
    amount = read_figure(step["amount"], decimals=2).value if "amount" in step else None
    return decisions.Answer(
        outcome=Outcome(_text(step, "outcome")),
        amount_fen=None if amount is None else int(amount * 100),
        amount_unit=_text(step, "unit"),
        starts=_optional_day(step, "starts"),
        ends=_optional_day(step, "ends"),
        reason=_text(step, "reason"),
        facts=_text(step, "facts"),
        evidence=_text(step, "evidence"),
        clause=_text(step, "clause"),
        document_number=_text(step, "document_number"),
        decided_by=_text(step, "decided_by"),
        decided_on=day_of(step) if "decided_by" in step else None,
    )


def _deliver(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
    """Hand over the letters of decision of a policy that have not been handed over."""
    file = cases.case(office, family.number)
    decided = {one.number for one in _referrals(office, family, step)}
    delivered = {one.notice for one in file.deliveries}
    handing = Handing(
        way=_text(step, "way"),
        recipient=_text(step, "recipient"),
        relation=_text(step, "relation"),
        witnesses=_words(step, "witnesses"),
        refused_because=_text(step, "refused_because"),
        tracking=_text(step, "tracking"),
    )
    for notice in file.notices:
        if notice.kind in ("D19", "D20") and notice.referral in decided and notice.number not in delivered:
            delivery.deliver(office, notice.number, handing)
    yield from ()


def _close(office: Office, family: Family, step: Told) -> Iterator[Wanted]:
    cases.close(office, family.number)
    yield from ()


DEEDS: Mapping[str, Deed] = {
    "accept": _accept,
    "decline": _decline,
    "send": _send,
    "sign": _of_policy(_sign),
    "request-papers": _of_policy(_request_papers),
    "suspend": _of_policy(_suspend),
    "resume": _of_policy(_resume),
    "extend": _of_policy(_extend),
    "return": _of_policy(_return),
    "reassign": _of_policy(_reassign),
    "withdraw": _of_policy(_withdraw),
    "decide": _of_policy(_decide),
    "paper-reply": _of_policy(_paper_reply),
    "deliver": _deliver,
    "close": _close,
}


def _papers(office: Office, step: Told, state: str) -> tuple[Paper, ...]:
    materials = office.catalogue.materials
    return tuple(Paper(code, materials[code].title, state) for code in _words(step, "papers"))


def _text(step: Told, name: str) -> str:
    return str(step.get(name, ""))


def _words(step: Told, name: str) -> tuple[str, ...]:
    words = step.get(name, ())
    return tuple(map(str, words)) if isinstance(words, list) else ()


def _optional_day(step: Told, name: str) -> date | None:
    day = step.get(name)
    return day if isinstance(day, date) else None
