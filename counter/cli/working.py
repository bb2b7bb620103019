"""The commands of handling; each is one service, one transaction, one event, or a list."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cases.assisting import Consultation
from counter.cases.chasing import Level
from counter.cases.public_notice import Handling, PostingKind
from counter.cases.steps import StepKind
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.cli.shapes import plain
from counter.services import assisting, chasing, complaints, fast_lane, postings, steps
from counter.services.fast_lane import Gift
from counter.settings import Settings


def step(arguments: argparse.Namespace, settings: Settings) -> Done:
    kind, on = StepKind(arguments.kind), given.day(arguments.on, "on")
    with given.opened(settings) as office:
        number = given.named(arguments)
        if arguments.begin:
            return Done(filed.referral(steps.begin(office, number, kind, on=on, by=arguments.by)))
        done = steps.finish(
            office,
            number,
            kind,
            on=on,
            by=arguments.by,
            present=arguments.present,
            result=arguments.result,
            as_stated=arguments.as_stated,
            amount_fen=given.fen(arguments.amount, "amount"),
        )
        return Done(filed.referral(done))


def post(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        posted = postings.post(
            office,
            given.named(arguments),
            kind=PostingKind.PUBLICATION if arguments.publication else PostingKind.NOTICE,
            board=arguments.board,
            on=on,
            photo=arguments.photo,
        )
        return Done(filed.referral(posted))


def object_(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        against = postings.object_(office, arguments.number, by=arguments.by, text=arguments.text, on=on)
        return Done(filed.referral(against))


def settle(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        handling = Handling(arguments.handling)
        settled = postings.settle(office, arguments.number, handling=handling, result=arguments.result)
        return Done(filed.referral(settled))


def complain(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        number, by, text = given.named(arguments), arguments.by, arguments.text
        taken = complaints.receive(office, number, by=by, text=text, contact=arguments.contact, on=on)
        return Done(filed.referral(taken))


def answer_complaint(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.referral(complaints.answer(office, arguments.number, result=arguments.result)))


def take_down(arguments: argparse.Namespace, settings: Settings) -> Done:
    on = given.day(arguments.on, "on")
    with given.opened(settings) as office:
        return Done(
            filed.referral(postings.take_down(office, arguments.number, on=on, photo=arguments.photo))
        )


def give(arguments: argparse.Namespace, settings: Settings) -> Done:
    gift = Gift(
        receiver=arguments.receiver,
        cause=arguments.cause,
        amount_fen=given.fen(arguments.amount, "amount"),
        goods=arguments.goods,
        proof=arguments.proof,
        staff=arguments.staff,
    )
    with given.opened(settings) as office, given.called(amount_fen="amount"):
        return Done(filed.referral(fast_lane.give(office, given.named(arguments), gift)))


def complete(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a number: the queue of papers still to come."""
    with given.opened(settings) as office:
        if arguments.number is None:
            return Done({"back_fills": [plain(one) for one in fast_lane.back_fills(office)]})
        came = given.papers(arguments.papers, office.catalogue, state="original")
        completed = fast_lane.complete(office, given.named(arguments), papers=came, note=arguments.note)
        return Done(filed.referral(completed))


def ask(arguments: argparse.Namespace, settings: Settings) -> Done:
    answer_by = given.day(arguments.answer_by, "answer_by")
    with given.opened(settings) as office:
        asked = assisting.ask(
            office,
            given.named(arguments),
            department=arguments.department,
            question=arguments.question,
            answer_by=answer_by,
        )
        return Done(filed.referral(asked))


def answer(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a number: the questions that wait."""
    with given.opened(settings) as office:
        if arguments.number is None:
            waiting = assisting.asked_of(office, department=arguments.department)
            return Done({"questions": [plain(one) for one in waiting]})
        answered: Consultation = assisting.answer(
            office, arguments.number, text=arguments.text, agrees=arguments.agrees == "yes"
        )
        return Done({"consultation": plain(answered)})


def confer(arguments: argparse.Namespace, settings: Settings) -> Done:
    held_on = given.day(arguments.on, "on")
    with given.opened(settings) as office, given.called(held_on="on"):
        held = assisting.confer(
            office,
            given.named(arguments),
            held_on=held_on or office.today(),
            present=arguments.present,
            question=arguments.question,
            conclusion=arguments.conclusion,
        )
        return Done(filed.case(held))


def remind(arguments: argparse.Namespace, settings: Settings) -> Done:
    return _chase(arguments, settings, Level.REMIND)


def escalate(arguments: argparse.Namespace, settings: Settings) -> Done:
    return _chase(arguments, settings, Level.LEADER if arguments.leader else Level.ESCALATE)


def _chase(arguments: argparse.Namespace, settings: Settings, level: Level) -> Done:
    with given.opened(settings) as office:
        chased = chasing.chase(
            office, given.named(arguments), level=level, text=arguments.text, to=arguments.to
        )
        return Done(filed.referral(chased))


def reply(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done({"reminder": plain(chasing.reply(office, arguments.number, text=arguments.text))})


def late(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done({"late": [plain(one) for one in chasing.late(office)]})


COMMANDS: Mapping[str, Command] = {
    "step": step,
    "post": post,
    "object": object_,
    "settle": settle,
    "complain": complain,
    "answer-complaint": answer_complaint,
    "take-down": take_down,
    "give": give,
    "complete": complete,
    "ask": ask,
    "answer": answer,
    "confer": confer,
    "remind": remind,
    "escalate": escalate,
    "reply": reply,
    "late": late,
}
