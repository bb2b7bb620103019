"""The life of a case beside its moves: asked about, merged, taken up again, archived, handed over."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from counter.cases.handover import Handover, HandoverKind, Item
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.cli.shapes import mended, plain, told
from counter.services import cases, delivery, handovers, papers_given
from counter.settings import Settings


def consult(arguments: argparse.Namespace, settings: Settings) -> Done:
    """A question is noted with what was said; nothing needs to be complete yet."""
    with given.opened(settings) as office:
        reading = given.partly(office, arguments.file)
        noted = cases.consult(office, reading.application, note=arguments.note)
        notes = {"normalised": mended(reading.normalised), "notes": told(reading.notes)}
        return Done(filed.case(noted) | notes)


def merge(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        merged = cases.merge(office, given.named(arguments), into=arguments.into, because=arguments.reason)
        return Done(filed.case(merged))


def reopen(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.case(cases.reopen(office, given.named(arguments), because=arguments.reason)))


def archive(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        return Done(filed.case(cases.archive(office, given.named(arguments))))


def bring(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        came = given.papers(arguments.papers, office.catalogue, state=arguments.form)
        return Done(filed.case(papers_given.bring(office, given.named(arguments), came)))


def came_back(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Without a number, the list of those that have not come back."""
    with given.opened(settings) as office:
        if arguments.number is None:
            return Done({"not_back": plain(delivery.not_back(office))})
        on = given.day(arguments.on, "on")
        return Done({"notices": [filed.notice(delivery.came_back(office, given.named(arguments), on=on))]})


def hand_over(arguments: argparse.Namespace, settings: Settings) -> Done:
    """Offered with --to, taken over with --confirm; without either, what would be handed over now."""
    kind = HandoverKind(arguments.kind)
    with given.opened(settings) as office:
        if arguments.confirm is not None:
            return Done(_handover(handovers.confirm(office, arguments.confirm)))
        if arguments.to:
            with given.called(to_login="to", for_login="of"):
                offered = handovers.offer(
                    office,
                    to_login=arguments.to,
                    kind=kind,
                    cases=arguments.cases,
                    note=arguments.note,
                    goods=arguments.goods,
                    for_login=arguments.of,
                )
            return Done(_handover(offered))
        return Done(
            {
                "proposed": [_item(item) for item in handovers.proposed_items(office, kind)],
                "pending": [_handover(one) for one in handovers.pending(office)],
            }
        )


def _handover(one: Handover) -> dict[str, object]:
    values = plain(one)
    assert isinstance(values, dict)
    return {**values, "items": [_item(item) for item in one.items]}


def _item(item: Item) -> dict[str, object]:
    return {"kind": item.kind.value, "reference": item.reference, "text": item.text}


COMMANDS: Mapping[str, Command] = {
    "consult": consult,
    "merge": merge,
    "reopen": reopen,
    "archive": archive,
    "bring": bring,
    "came-back": came_back,
    "hand-over": hand_over,
}
