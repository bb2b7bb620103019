"""The arguments of the commands of handling: steps, public notice, aid at once, questions, chasing."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from counter.cases.public_notice import Handling
from counter.cases.steps import StepKind
from counter.text import _

Adder = Callable[..., argparse.ArgumentParser]
Type = Callable[[str], object]


def add_work(command: Adder, *, words: Type, day: Type) -> None:
    """Add the commands; `words` and `day` read lists and days as the other commands do."""
    _add_steps(command, words, day)
    _add_postings(command, day)
    _add_fast_lane(command, words)
    _add_assisting(command, words, day)
    _add_chasing(command)


def _add_steps(command: Adder, words: Type, day: Type) -> None:
    step = command("step", _("note a step of handling: done, or begun"))
    step.add_argument("number", metavar="REFERRAL")
    kinds = [kind.value for kind in StepKind if kind is not StepKind.NOTICE]
    step.add_argument("--kind", required=True, choices=kinds)
    step.add_argument("--begin", action="store_true", help=_("it is only begun"))
    step.add_argument("--by", type=words, default=(), metavar="A,B", help=_("who did it; a survey takes two"))
    step.add_argument("--present", default="", metavar="NAME", help=_("of the household, at a survey"))
    step.add_argument("--result", default="", help=_("what was found"))
    step.add_argument(
        "--as-stated", action=argparse.BooleanOptionalAction, help=_("of a check: it found what was stated")
    )
    step.add_argument("--amount", metavar="YUAN", help=_("of an opinion: what it proposes"))
    step.add_argument("--on", type=day, metavar="DAY")


def _add_postings(command: Adder, day: Type) -> None:
    post = command("post", _("note that a sheet was posted on a board"))
    post.add_argument("number", metavar="REFERRAL")
    post.add_argument("--board", default="", metavar="PLACE", help=_("where it hangs"))
    post.add_argument("--publication", action="store_true", help=_("after the decision, not before it"))
    post.add_argument("--photo", default="", metavar="FILE", help=_("the name of the photo of it"))
    post.add_argument("--on", type=day, metavar="DAY")
    against = command("object", _("note an objection to a sheet"))
    against.add_argument("number", type=int, metavar="SHEET")
    against.add_argument("--by", default="", metavar="NAME")
    against.add_argument("--text", default="", help=_("what is objected to"))
    against.add_argument("--on", type=day, metavar="DAY")
    settle = command("settle", _("note what came of an objection"))
    settle.add_argument("number", type=int, metavar="OBJECTION")
    settle.add_argument("--handling", required=True, choices=[one.value for one in Handling])
    settle.add_argument("--result", default="", help=_("what was found"))
    complain = command("complain", _("take down a complaint or report about a matter"))
    complain.add_argument("number", metavar="REFERRAL")
    complain.add_argument("--by", default="", metavar="NAME")
    complain.add_argument("--contact", default="", help=_("how its maker is reached"))
    complain.add_argument("--text", default="", help=_("what it is about"))
    complain.add_argument("--on", type=day, metavar="DAY")
    found = command("answer-complaint", _("note what a complaint came to"))
    found.add_argument("number", type=int, metavar="COMPLAINT")
    found.add_argument("--result", default="", help=_("what was found"))
    down = command("take-down", _("note that a sheet was taken down"))
    down.add_argument("number", type=int, metavar="SHEET")
    down.add_argument("--photo", default="", metavar="FILE", help=_("the name of the photo of it"))
    down.add_argument("--on", type=day, metavar="DAY")


def _add_fast_lane(command: Adder, words: Type) -> None:
    give = command("give", _("give aid at once; its papers come later"))
    give.add_argument("number", metavar="REFERRAL")
    give.add_argument("--receiver", default="", metavar="NAME")
    give.add_argument("--cause", default="", help=_("what has happened"))
    give.add_argument("--amount", metavar="YUAN")
    give.add_argument("--goods", default="", help=_("what else was given"))
    give.add_argument("--proof", default="", help=_("what shows that it was received"))
    give.add_argument("--staff", type=words, default=(), metavar="A,B", help=_("the two who gave it"))
    complete = command("complete", _("note the papers of aid given at once, or list those still to come"))
    complete.add_argument("number", nargs="?", metavar="REFERRAL")
    complete.add_argument("--papers", type=words, default=(), metavar="A,B", help=_("papers that came"))
    complete.add_argument("--note", default="", help=_("why a paper cannot be brought"))


def _add_assisting(command: Adder, words: Type, day: Type) -> None:
    ask = command("ask", _("ask another department; the lead decides"))
    ask.add_argument("number", metavar="REFERRAL")
    ask.add_argument("--department", required=True, metavar="CODE")
    ask.add_argument("--question", default="")
    ask.add_argument("--answer-by", type=day, metavar="DAY")
    answer = command("answer", _("answer the question of another department, or list those that wait"))
    answer.add_argument("number", nargs="?", type=int, metavar="QUESTION")
    answer.add_argument("--text", default="", help=_("the answer"))
    answer.add_argument("--agrees", choices=("yes", "no"), default="yes")
    answer.add_argument("--department", metavar="CODE", help=_("of one department"))
    confer = command("confer", _("record a case conference"))
    confer.add_argument("number", metavar="CASE")
    confer.add_argument("--on", type=day, metavar="DAY")
    confer.add_argument("--present", type=words, default=(), metavar="A,B")
    confer.add_argument("--question", default="", help=_("what was discussed"))
    confer.add_argument("--conclusion", default="")


def _add_chasing(command: Adder) -> None:
    remind = command("remind", _("remind a department"))
    escalate = command("escalate", _("escalate what a department is late with"))
    escalate.add_argument("--leader", action="store_true", help=_("to the leader in charge"))
    for chase in (remind, escalate):
        chase.add_argument("number", metavar="REFERRAL")
        chase.add_argument("--text", default="", help=_("instead of the proposed text"))
        chase.add_argument("--to", default="", metavar="NAME")
    reply = command("reply", _("answer a reminder"))
    reply.add_argument("number", type=int, metavar="REMINDER")
    reply.add_argument("--text", default="", help=_("the answer"))
    command("late", _("all that is late, and by whose fault"))
