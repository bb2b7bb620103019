"""Papers that come back: what a code stands on, which are out, back, back after all, or lost."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from counter.cases import paper_codes
from counter.cases.coming_back import AtHand, Out
from counter.cli import filed, given
from counter.cli.done import Command, Done
from counter.cli.places import made
from counter.cli.shapes import plain
from counter.errors import Refused
from counter.services import delivery, paper_at_hand, papers_out
from counter.settings import Settings
from counter.text import _, mask_name, ngettext, word


def paper(arguments: argparse.Namespace, settings: Settings) -> Done:
    """By its code, what its square code holds, or its number."""
    with given.opened(settings) as office:
        return Done(_at_hand(paper_at_hand.at_hand(office, given.named(arguments))))


def out(arguments: argparse.Namespace, settings: Settings) -> Done:
    with given.opened(settings) as office:
        found = papers_out.papers_out(office, case=arguments.case, kinds=arguments.only)
        if arguments.out is None:
            return Done({"papers_out": [_out(one) for one in found]})
        made(arguments.out.absolute().parent)
        papers_out.export(office, arguments.out, found)
        return Done({"papers_out": [_out(one) for one in found], "file": str(arguments.out)})


def back(arguments: argparse.Namespace, settings: Settings) -> Done:
    """One paper; or, by the number of a case, all of it that is out."""
    on, number = given.day(arguments.on, "on"), given.named(arguments)
    if arguments.undo and arguments.lost:
        raise Refused("A paper is either not back after all, or lost.", field="lost")
    with given.opened(settings) as office:
        if arguments.undo:
            return _notices(papers_out.undo_back(office, number))
        if arguments.lost:
            with given.called(reason="lost"):
                return _notices(papers_out.lost(office, number, reason=arguments.lost))
        if given.is_of_a_case(number):
            return _notices(*papers_out.all_back(office, number, on=on))
        return _notices(delivery.came_back(office, number, on=on))


def _notices(*found: Any) -> Done:
    return Done({"notices": [filed.notice(one) for one in found]})


def _at_hand(found: AtHand) -> dict[str, object]:
    return {
        "notice": plain(found.notice),
        "case": found.case,
        "applicant": mask_name(found.applicant),
        "leads": found.leads.value,
        "is_out": found.is_out,
        "referral": found.referral,
        "department": found.department,
        "about": found.about,
    }


def _out(one: Out) -> dict[str, object]:
    return {
        "notice": plain(one.notice),
        "case": one.case,
        "applicant": mask_name(one.applicant),
        "holder": one.holder.value,
        "who": mask_name(one.who) if one.who == one.applicant else one.who,
        "since": plain(one.since),
        "days": one.days,
        "long": one.is_long,
    }


# --- for people ----------------------------------------------------------------------------------


def _spoken_paper(data: Mapping[str, Any]) -> Iterator[str]:
    notice = data["notice"]
    yield f"{paper_codes.shown(notice['code'])}  {notice['title']}  {notice['number']}"
    yield f"  {data['case']}  {data['applicant']}"
    if data["is_out"]:
        yield "  " + _("It is waited for. paper-back {code} notes that it came.", code=notice["code"])
    yield f"  {word('Leads', data['leads'])}"


def _spoken_out(data: Mapping[str, Any]) -> Iterator[str]:
    for one in data["papers_out"]:
        notice, days = one["notice"], ngettext("{n} working day", "{n} working days", one["days"])
        told = (paper_codes.shown(notice["code"]), f"{days}{' !' if one['long'] else ''}", notice["title"])
        yield "  ".join((*told, notice["number"]))
        yield f"      {one['case']}  {one['applicant']}  {word('Holder', one['holder'])} {one['who']}"
    yield ngettext("{n} paper is out.", "{n} papers are out.", len(data["papers_out"]))


def _spoken_back(data: Mapping[str, Any]) -> Iterator[str]:
    for notice in data["notices"]:
        code = paper_codes.shown(notice["code"])
        if notice["back_on"]:
            yield _("{code} {title}: back {day}", code=code, title=notice["title"], day=notice["back_on"])
        else:
            yield _("{code} {title}: out", code=code, title=notice["title"])


SPOKEN = {"paper": _spoken_paper, "papers-out": _spoken_out, "paper-back": _spoken_back}
COMMANDS: Mapping[str, Command] = {"paper": paper, "papers-out": out, "paper-back": back}
