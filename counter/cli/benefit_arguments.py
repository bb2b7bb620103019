"""The arguments of the commands on running benefits: changes, statuses, deaths, reviews."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from counter.cases.benefits import ChangeKind
from counter.text import _

Adder = Callable[..., argparse.ArgumentParser]
Type = Callable[[str], object]


def add_benefits(command: Adder, *, words: Type, day: Type) -> None:
    """Add the commands; `words` and `day` read lists and days as the other commands do."""
    benefits = command("benefits", _("what is given now, to one household or all"))
    benefits.add_argument("number", nargs="?", default="", metavar="CASE")
    benefits.add_argument("--department", metavar="CODE", help=_("of one department"))
    benefits.add_argument("--township", metavar="CODE", help=_("of one township"))
    _add_changes(command, words, day)
    _add_identity(command, day)
    death = command("death", _("report that a member of a case has died; without a case, deaths to settle"))
    death.add_argument("number", nargs="?", default="", metavar="CASE")
    death.add_argument("--member", type=int, default=0, metavar="N", help=_("counted from 0"))
    death.add_argument("--on", type=day, metavar="DAY", help=_("the day of the death"))
    death.add_argument("--source", default="", help=_("by what it is known"))
    death.add_argument("--withdraw", action="store_true", help=_("the report was wrong: take it back"))
    death.add_argument("--because", "--reason", default="", help=_("in a line, why"))
    reviews = command("reviews", _("benefits and statuses to look at again"))
    reviews.add_argument("--until", type=day, metavar="DAY", help=_("up to this day"))
    review = command("review", _("prepare the review of a benefit, or note what it found"))
    review.add_argument("benefit", type=int, metavar="BENEFIT")
    found = review.add_mutually_exclusive_group()
    found.add_argument("--unchanged", action="store_true", help=_("nothing has changed"))
    found.add_argument("--changed", metavar="TEXT", help=_("what has changed"))
    review.add_argument("--note", default="")
    review.add_argument("--class", dest="of_class", metavar="NAME", help=_("the class it is in from now on"))


def _add_changes(command: Adder, words: Type, day: Type) -> None:
    propose = command("propose", _("plan to reduce or end a benefit"))
    propose.add_argument("benefit", type=int, metavar="BENEFIT")
    propose.add_argument("--kind", required=True, choices=[kind.value for kind in ChangeKind])
    propose.add_argument("--facts", default="", help=_("what has changed"))
    propose.add_argument("--clause", default="", help=_("the clause it rests on"))
    propose.add_argument("--amount", metavar="YUAN", help=_("what is to be left"))
    propose.add_argument("--from", dest="planned_from", type=day, required=True, metavar="DAY")
    propose.add_argument("--hear-until", type=day, metavar="DAY", help=_("the household is heard until then"))
    hear = command("hear", _("note what the household says to a plan"))
    hear.add_argument("change", type=int, metavar="PLAN")
    hear.add_argument("--whom", default="", metavar="NAME")
    hear.add_argument("--by", type=words, default=(), metavar="A,B", help=_("who heard it"))
    hear.add_argument("--opinion", default="")
    hear.add_argument("--adopted", default="", help=_("what was taken up of it, or why not"))
    hear.add_argument("--on", type=day, metavar="DAY")
    decide = command("change", _("decide a plan; without a number, the plans that wait"))
    decide.add_argument("change", type=int, nargs="?", metavar="PLAN")
    decide.add_argument(
        "--fading-until", type=day, metavar="DAY", help=_("the last day of a gradual end after finding work")
    )
    drop = command("drop", _("give a plan up"))
    drop.add_argument("change", type=int, metavar="PLAN")
    drop.add_argument("--because", "--reason", default="", help=_("in a line, why"))


def _add_identity(command: Adder, day: Type) -> None:
    identity = command("identity", _("the confirmed statuses of a household; enter one, or end one"))
    identity.add_argument("number", nargs="?", default="", metavar="CASE")
    identity.add_argument("--enter", metavar="STATUS", help=_("one that another office conferred"))
    identity.add_argument("--document", default="", metavar="NUMBER", help=_("the number that it bears"))
    identity.add_argument("--by", default="", metavar="OFFICE", help=_("who conferred it"))
    identity.add_argument("--from", dest="starts", type=day, metavar="DAY")
    identity.add_argument("--to", dest="ends", type=day, metavar="DAY")
    identity.add_argument("--evidence", default="", help=_("by what it is known"))
    identity.add_argument("--member", type=int, metavar="N", help=_("whose it is, counted from 0"))
    identity.add_argument("--revoke", type=int, metavar="ID", help=_("it is held no more"))
    identity.add_argument("--because", "--reason", default="", help=_("in a line, why"))
