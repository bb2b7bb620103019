"""What goes between departments about a referral: questions and answers, reminders and replies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from counter.cases.assisting import ANSWER_DAYS
from counter.cases.chasing import Level, Reminder
from counter.cases.workflow import ReferralState
from counter.errors import Refused
from counter.services import assisting, chasing
from counter.services.assisting import Asked
from counter.services.office import Act, Office
from counter.text import _, display, local_day
from forms.acts_menu import Deed
from forms.asking import WIDE, Form, Said, day, one_of, papers_of, prose, words
from forms.choice_fields import Choice
from forms.matter import HANDLED, Matter, MatterActs, choices_of
from forms.words import day_text

_CHASED = frozenset({ReferralState.SENT, ReferralState.SIGNED})


class ContactActs(MatterActs):
    """The lead asks and decides; who supervises reminds and escalates."""

    def deeds(self, matter: Matter) -> Iterator[Deed]:
        """The acts on this referral that go now."""
        row = matter.row
        if self.may(matter, Act.WORK) and row.is_lead and row.state in HANDLED:
            yield Deed("7", _("Ask another department"), partial(self._ask_department, matter))
        if self.may(matter, Act.CHASE) and row.state in _CHASED:
            heading = _("Remind or escalate: {policy}", policy=row.title)
            last = row.reminders[-1].level if row.reminders else None
            chase = partial(self.chase, matter.case, row.number, heading, after=last)
            yield Deed("9", _("Remind or escalate"), chase)
        unanswered = [_reminder(one) for one in row.reminders if one.replied_at is None]
        if self.may(matter, Act.ANSWER) and unanswered:
            heading = _("Answer a reminder: {policy}", policy=row.title)
            yield Deed("0", _("Answer a reminder"), partial(self.reply, heading, unanswered))

    def answers(self, asked: Sequence[Asked]) -> Iterator[Deed]:
        """The questions of others that the officer's department has to answer."""
        if asked:
            yield Deed("8", _("Answer another department's question"), partial(self._answer, asked))

    # --- other departments -------------------------------------------------------------------------

    def _ask_department(self, matter: Matter) -> None:
        row = matter.row

        def work(said: Said) -> object:
            return assisting.ask(
                self.office,
                row.number,
                department=said.text("department"),
                question=said.text("question"),
                answer_by=said.day("answer_by"),
            )

        others = [
            (code, one.title)
            for code, one in self.office.catalogue.departments.items()
            if code != row.department
        ]
        self.ask(
            Form(
                _("Ask another department"),
                _("Ask"),
                (
                    one_of("department", _("Which department"), others, empty=_("Choose one")),
                    day("answer_by", _("Answer until (left out: {n} working days)", n=ANSWER_DAYS)),
                    prose("question", _("What is asked"), must=True),
                ),
                work,
                heading=_("Ask another department: {policy}", policy=row.title),
                text=_("The waiting is charged to the one that is asked; your department decides."),
                prints=papers_of(matter.case, "ask"),
            )
        )

    def _answer(self, asked: Sequence[Asked]) -> None:
        def work(said: Said) -> object:
            return assisting.answer(
                self.office,
                said.number("number"),
                text=said.text("text"),
                agrees=said.text("agrees") == "yes",
            )

        questions = [(f"{one.consultation.id}", _question(one)) for one in asked]
        self.ask(
            Form(
                _("Answer another department's question"),
                _("Answer"),
                (
                    one_of("number", _("Question"), questions, span=WIDE),
                    one_of(
                        "agrees",
                        _("Do you agree"),
                        (("yes", _("Agreed")), ("no", _("Not agreed"))),
                        empty=_("Choose one"),
                    ),
                    prose("text", _("Answer"), must=True),
                ),
                work,
                text=_("The department that asks leads and decides."),
            )
        )

    # --- chasing -----------------------------------------------------------------------------------

    def chase(self, case: str, referral: str, heading: str, *, after: Level | None = None) -> None:
        """Remind or escalate; the step that follows `after`, the last one sent, is chosen already."""
        read = partial(_proposals, self.office, referral)
        self.read(read, partial(self._open_chase, case, referral, heading, _next(after)))

    def _open_chase(
        self, case: str, referral: str, heading: str, meant: Level, proposed: dict[Level, str]
    ) -> None:
        def work(said: Said) -> object:
            return chasing.chase(
                self.office,
                referral,
                level=Level(said.text("level")),
                text=said.text("text"),
                to=said.text("to"),
            )

        level = one_of("level", _("How"), choices_of(proposed))
        self.ask(
            Form(
                _("Remind or escalate"),
                _("Send"),
                (
                    replace(level, value=meant.value if meant in proposed else None),
                    words("to", _("To (left out: the liaison)")),
                    prose("text", _("Text"), must=True, lines=5),
                ),
                work,
                heading=heading,
                text=_("The text says how it stands by the charged clock; it may be changed."),
                proposes=("level", "text"),
                proposals={one.value: text for one, text in proposed.items()},
                otherwise="text",
                prints=papers_of(case, "chase"),
            )
        )

    def reply(self, heading: str, unanswered: Sequence[Choice]) -> None:
        """Answer one of these reminders, by their ids."""

        def work(said: Said) -> object:
            return chasing.reply(self.office, said.number("number"), text=said.text("text"))

        self.ask(
            Form(
                _("Answer a reminder"),
                _("Answer"),
                (
                    one_of("number", _("Reminder"), unanswered, span=WIDE),
                    prose("text", _("Why, and until when"), must=True),
                ),
                work,
                heading=heading,
                otherwise="text",
            )
        )


def _next(sent: Level | None) -> Level:
    """The step after the last one; the leader is the last of all."""
    levels = tuple(Level)
    return levels[0] if sent is None else levels[min(levels.index(sent) + 1, len(levels) - 1)]


def _reminder(one: Reminder) -> Choice:
    return f"{one.id}", f"{display(one.level)} {day_text(local_day(one.sent_at))} {one.text}"


def _question(one: Asked) -> str:
    return f"{one.lead} {one.title}（{day_text(one.consultation.answer_by)}）：{one.consultation.question}"


def _proposals(office: Office, number: str) -> dict[Level, str]:
    """The texts of the chases that go now. Raises `Refused` when none does."""
    found: dict[Level, str] = {}
    last: Refused | None = None
    for level in Level:
        try:
            found[level] = chasing.proposed(office, number, level=level)
        except Refused as refused:
            last = last or refused
    if not found and last is not None:
        raise last
    return found
