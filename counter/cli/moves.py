"""The moves of a case and of a referral; each is one service, one transaction, one event."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial

from counter.cases.casefile import ReferralFile
from counter.cases.deadlines import NO_GROUND, WhoseTime
from counter.cases.workflow import Outcome, ReturnReason
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.services import cases, decisions, delivery, dispatch, notices, referrals
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.settings import Settings
from counter.text import _, display


def send(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.case(dispatch.send(office, given.named(arguments), arguments.only)))


def sign(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.referral(referrals.sign(office, given.named(arguments))))


def return_(arguments: argparse.Namespace, settings: Settings) -> Done:
    reason = _return_reason(arguments.reason)
    text = arguments.text or display(reason)
    with given.opened(settings) as office:
        number = given.named(arguments)
        return Done(filed.referral(referrals.return_to_dispatcher(office, number, reason=reason, text=text)))


def _return_reason(said: str) -> ReturnReason:
    """By its name here, or by the word that people read."""
    for reason in ReturnReason:
        if said.strip() in (reason.value, display(reason)):
            return reason
    raise Refused(
        "{said} is no reason to return a referral; there are: {reasons}. Explain it with --text.",
        field="reason",
        said=said,
        reasons=[reason.value for reason in ReturnReason],
    )


def reassign(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        moved = dispatch.reassign(
            office, given.named(arguments), department=arguments.department, because=arguments.reason
        )
        return Done(filed.referral(moved))


def withdraw(arguments: argparse.Namespace, settings: Settings) -> Done:
    """A referral's number is its case's with two digits behind; either can be taken back."""
    number = given.named(arguments)
    with given.opened(settings) as office:
        if number == given.case_of(number):
            return Done(filed.case(cases.withdraw_case(office, number, because=arguments.reason)))
        return Done(filed.referral(dispatch.withdraw(office, number, because=arguments.reason)))


def suspend(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        stopped = referrals.suspend(
            office,
            given.named(arguments),
            reason=arguments.reason,
            kind=arguments.kind,
            ground=arguments.ground,
            evidence=arguments.evidence,
            waits_for=WhoseTime(arguments.waits_for),
        )
        ground = stopped.intervals[-1].ground
        goes_on = {} if ground else {"limit_goes_on": _goes_on(office, stopped)}
        return Done(filed.referral(stopped) | goes_on)


def _goes_on(office: Office, stopped: ReferralFile) -> str:
    """That only the charged days stand still, and which grounds would stop the limit as well."""
    grounds = office.catalogue.policy(stopped.policy, office.today()).limits.suspension_grounds
    if not grounds:
        return _(NO_GROUND)
    return _("The limit of the law goes on; grounds that stop it: {grounds}.", grounds=list(grounds))


def resume(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        came = given.papers(arguments.papers, office.catalogue, state="original")
        return Done(filed.referral(referrals.resume(office, given.named(arguments), papers=came)))


def extend(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        longer = referrals.extend(
            office,
            given.named(arguments),
            ground=arguments.ground or arguments.reason,
            reason=arguments.reason,
        )
        return Done(filed.referral(longer))


def decide(arguments: argparse.Namespace, settings: Settings) -> Done:
    enter = decisions.record_paper_reply if arguments.on_paper_by else decisions.decide
    return _decided(arguments, settings, enter)


def correct(arguments: argparse.Namespace, settings: Settings) -> Done:
    """A new decision takes the place of the one before, and a new letter that of its letter."""
    return _decided(arguments, settings, partial(decisions.correct, because=arguments.because))


def _decided(
    arguments: argparse.Namespace,
    settings: Settings,
    enter: Callable[[Office, str, decisions.Answer], ReferralFile],
) -> Done:
    typed = given.Typed()
    answer = decisions.Answer(
        outcome=Outcome(arguments.outcome),
        amount_fen=typed.fen(arguments.amount, "amount"),
        amount_unit=arguments.unit,
        starts=typed.day(arguments.starts, "from"),
        ends=typed.day(arguments.ends, "to"),
        reason=arguments.reason,
        facts=arguments.facts,
        evidence=arguments.evidence,
        clause=arguments.clause,
        document_number=arguments.document_number,
        decided_by=arguments.on_paper_by,
        decided_on=typed.day(arguments.on, "on"),
    )
    typed.refuse()
    with given.opened(settings, arguments.out) as office:
        with given.called(amount_fen="amount", starts="from", ends="to", decided_on="on"):
            decided = enter(office, given.named(arguments), answer)
        case = cases.number_of_case(office, decided.number)
        if arguments.out is None:
            _issue_letter(office, case, decided.number)
        return Done(given.with_papers(office, filed.referral(decided), case, arguments.out))


def _issue_letter(office: Office, case: str, referral: str) -> None:
    """The letter of a decision gets its number at once; it can be drawn at the window later."""
    for letter in notices.wanted(office, case):
        if letter.referral == referral and KINDS[letter.kind].delivered and not letter.issued:
            notices.issue(office, case, letter.kind, referral=referral)


def deliver(arguments: argparse.Namespace, settings: Settings) -> Done:
    handing = Handing(
        way=arguments.way,
        on=given.day(arguments.on, "on"),
        recipient=arguments.recipient,
        relation=arguments.relation,
        witnesses=arguments.witnesses,
        refused_because=arguments.refused_because,
        tracking=arguments.tracking,
        through=arguments.through,
        consent=arguments.consent,
        days=arguments.days,
    )
    with given.opened(settings) as office:
        delivered = [
            delivery.deliver(office, number, handing) for number in _letters(office, given.named(arguments))
        ]
        return Done({"notices": [filed.notice(one) for one in delivered]})


def _letters(office: Office, number: str) -> list[str]:
    """The notice itself; of a referral or a case the letters that have not been handed over yet."""
    if not given.is_of_a_case(number):
        return [number]
    case = cases.number_of_case(office, number)
    of_referral = number if number != given.case_of(number) else ""
    file = cases.case(office, case)
    delivered = {one.notice for one in file.deliveries}
    found = [
        notice.number
        for notice in file.notices
        if KINDS[notice.kind].delivered
        and notice.number not in delivered
        and not notice.voided
        and (not of_referral or notice.referral == of_referral)
    ]
    if not found:
        raise Refused("Nothing is left to deliver of {number}.", field="number", number=number)
    return found


def close(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.case(cases.close(office, given.named(arguments))))


COMMANDS: Mapping[str, Command] = {
    "send": send,
    "sign": sign,
    "return": return_,
    "reassign": reassign,
    "withdraw": withdraw,
    "suspend": suspend,
    "resume": resume,
    "extend": extend,
    "decide": decide,
    "correct": correct,
    "deliver": deliver,
    "close": close,
}
