"""What a department does beside its own keys: steps, sheets on boards, questions, chases, aid at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from counter.cases.assisting import ANSWER_DAYS
from counter.cases.casefile import Paper, ReferralFile
from counter.cases.chasing import Level
from counter.cases.fast_lane import STAFF, cap, is_fast
from counter.cases.owed import ABSENT
from counter.cases.public_notice import Handling, PostingKind
from counter.cases.steps import INVESTIGATORS, StepKind, in_the_way_of
from counter.cases.workflow import OPEN_REFERRAL_STATES, Outcome, ReferralState
from counter.catalogue.policy import Policy
from counter.errors import Refused
from counter.services import assisting, chasing, fast_lane, postings, steps
from counter.services.assisting import Asked
from counter.services.fast_lane import Gift
from counter.services.handled import kept_steps
from counter.services.office import Act, Office
from counter.text import _, display, yuan
from forms.acts_menu import Deed
from forms.asking import WIDE, Asking, Form, Said, day, money, names, one_of, prose, words
from forms.choice_fields import Choice
from forms.handling_words import objection_text, sheet_text
from forms.words import day_text

_HANDLED = frozenset({ReferralState.SIGNED, ReferralState.WAITING})
_CHASED = frozenset({ReferralState.SENT, ReferralState.SIGNED})


@dataclass(frozen=True, slots=True)
class Matter:
    """A referral with where it stands: the case it belongs to now, the township, the papers of the case."""

    row: ReferralFile
    case: str
    township: str
    papers: tuple[Paper, ...] = ()


class HandlingActs(Asking):
    """Each is offered only while the tables of moves and rights let it go."""

    def deeds(self, matter: Matter) -> Iterator[Deed]:
        """The acts on this referral that go now."""
        row = matter.row
        if self._may(matter, Act.WORK):
            yield from self._steps(row)
            yield from self._sheets(row)
            if row.is_lead and row.state in _HANDLED:
                yield Deed("7", _("Ask another department"), partial(self._ask_department, row))
        if self._may(matter, Act.CHASE) and row.state in _CHASED:
            yield Deed("9", _("Remind or escalate"), partial(self._chase, row))
        if self._may(matter, Act.ANSWER) and any(one.replied_at is None for one in row.reminders):
            yield Deed("0", _("Answer a reminder"), partial(self._reply, row))
        if self._may(matter, Act.GIVE_FAST):
            yield from self._at_once(matter)

    def answers(self, asked: Sequence[Asked]) -> Iterator[Deed]:
        """The questions of others that the officer's department has to answer."""
        if asked:
            yield Deed("8", _("Answer another department's question"), partial(self._answer, asked))

    def _may(self, matter: Matter, act: Act) -> bool:
        return self.office.may(act, township=matter.township, department=matter.row.department)

    def _policy(self, row: ReferralFile) -> Policy:
        return self.office.catalogue.policy(row.policy)

    @property
    def _own_name(self) -> Sequence[str]:
        return [self.office.officer.name]

    # --- steps -------------------------------------------------------------------------------------

    def _steps(self, row: ReferralFile) -> Iterator[Deed]:
        if row.state not in _HANDLED:
            return
        running = [
            one.kind
            for one in row.steps
            if one.started_on is not None and one.done_on is None and one.kind is not StepKind.NOTICE
        ]
        beginning = list(_beginning(self.office, self._policy(row), row))
        if beginning:
            yield Deed("1", _("Begin a step"), partial(self._begin, row, beginning))
        if running or beginning:
            yield Deed("2", _("Note what a step found"), partial(self._finish, row, [*running, *beginning]))

    def _begin(self, row: ReferralFile, kinds: Sequence[StepKind]) -> None:
        def work(said: Said) -> object:
            return steps.begin(
                self.office,
                row.number,
                StepKind(said.text("kind")),
                on=said.day("on"),
                by=said.names("by"),
            )

        self.ask(
            Form(
                _("Begin a step"),
                _("Begin"),
                (
                    one_of("kind", _("Step"), _choices(kinds)),
                    day("on", _("Day"), self.office.today()),
                    names("by", _("Who does it"), self._own_name, must=False, span=WIDE),
                ),
                work,
                heading=_("Begin a step: {policy}", policy=row.title),
                text=_("While data are checked outside, nothing is charged to the department."),
            )
        )

    def _finish(self, row: ReferralFile, kinds: Sequence[StepKind]) -> None:
        def work(said: Said) -> object:
            return steps.finish(
                self.office,
                row.number,
                StepKind(said.text("kind")),
                on=said.day("on"),
                by=said.names("by"),
                present=said.text("present"),
                result=said.text("result"),
            )

        survey = StepKind.SURVEY.value
        self.ask(
            Form(
                _("Note what a step found"),
                _("Note it"),
                (
                    one_of("kind", _("Step"), _choices(kinds)),
                    day("on", _("Day"), self.office.today()),
                    names("by", _("Who did it"), self._own_name),
                    words("present", _("Who of the household was present"), must=True).only_for(
                        "kind", survey
                    ),
                    prose("result", _("What the step found"), must=True),
                ),
                work,
                heading=_("Note what a step found: {policy}", policy=row.title),
                text=_("A home survey needs {n} names, 、 between them.", n=INVESTIGATORS),
                otherwise="result",
            )
        )

    # --- sheets on boards --------------------------------------------------------------------------

    def _sheets(self, row: ReferralFile) -> Iterator[Deed]:
        granted = row.decision is not None and row.decision.outcome is not Outcome.REFUSE
        days = self._policy(row).public_notice_days
        disputed = any(one.open_objections for one in row.postings)
        if row.state in _HANDLED and days and not disputed:
            yield Deed("3", _("Post a public notice"), partial(self._post, row, PostingKind.NOTICE, days))
        elif row.state is ReferralState.DECIDED and granted:
            yield Deed("3", _("Publish what was granted"), partial(self._post, row, PostingKind.PUBLICATION))
        hanging = [one for one in row.postings if one.taken_down_on is None]
        objections = [
            (f"{objection.id}", objection_text(objection))
            for one in row.postings
            for objection in one.open_objections
        ]
        sheets = [(f"{one.id}", sheet_text(one)) for one in hanging]
        if sheets:
            yield Deed("4", _("Note an objection"), partial(self._object, row, sheets))
        if objections:
            yield Deed("5", _("Settle an objection"), partial(self._settle, row, objections))
        if sheets:
            yield Deed("6", _("Take a sheet down"), partial(self._take_down, row, sheets))

    def _post(self, row: ReferralFile, kind: PostingKind, days: int = 0) -> None:
        def work(said: Said) -> object:
            return postings.post(
                self.office,
                row.number,
                kind=kind,
                board=said.text("board"),
                on=said.day("on"),
                photo=said.text("photo"),
            )

        if kind is PostingKind.NOTICE:
            title = _("Post a public notice")
            text = _("It hangs {n} days, not counting the first; the charged clock stands still.", n=days)
        else:
            title, text = _("Publish what was granted"), _("It hangs as long as the aid is given.")
        self.ask(
            Form(
                title,
                _("It hangs"),
                (
                    words("board", _("Board"), must=True),
                    day("on", _("Posted on"), self.office.today()),
                    words("photo", _("Photo (its number or file)"), span=WIDE),
                ),
                work,
                heading=f"{title}：{row.title}",
                text=text,
            )
        )

    def _object(self, row: ReferralFile, sheets: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.object_(
                self.office,
                said.number("posting"),
                by=said.text("by"),
                text=said.text("text"),
                on=said.day("on"),
            )

        self.ask(
            Form(
                _("Note an objection"),
                _("Note it"),
                (
                    one_of("posting", _("Sheet"), sheets, span=WIDE),
                    words("by", _("Who objects"), must=True),
                    day("on", _("Day"), self.office.today()),
                    prose("text", _("What is objected to"), must=True),
                ),
                work,
                heading=_("Note an objection: {policy}", policy=row.title),
                text=_("Nothing is decided until it is settled and the result was posted again."),
            )
        )

    def _settle(self, row: ReferralFile, objections: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.settle(
                self.office,
                said.number("objection"),
                handling=Handling(said.text("handling")),
                result=said.text("result"),
            )

        self.ask(
            Form(
                _("Settle an objection"),
                _("Settled"),
                (
                    one_of("objection", _("Objection"), objections, span=WIDE),
                    one_of("handling", _("How it was looked into"), _choices(Handling), span=WIDE),
                    prose("result", _("What came of the objection"), must=True),
                ),
                work,
                heading=_("Settle an objection: {policy}", policy=row.title),
                otherwise="result",
            )
        )

    def _take_down(self, row: ReferralFile, sheets: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.take_down(
                self.office, said.number("posting"), on=said.day("on"), photo=said.text("photo")
            )

        self.ask(
            Form(
                _("Take a sheet down"),
                _("Taken down"),
                (
                    one_of("posting", _("Sheet"), sheets, span=WIDE),
                    day("on", _("Taken down on"), self.office.today()),
                    words("photo", _("Photo (its number or file)")),
                ),
                work,
                heading=_("Take a sheet down: {policy}", policy=row.title),
            )
        )

    # --- other departments -------------------------------------------------------------------------

    def _ask_department(self, row: ReferralFile) -> None:
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

    def _chase(self, row: ReferralFile) -> None:
        self.read(partial(_proposals, self.office, row.number), partial(self._open_chase, row))

    def _open_chase(self, row: ReferralFile, proposed: dict[Level, str]) -> None:
        def work(said: Said) -> object:
            return chasing.chase(
                self.office,
                row.number,
                level=Level(said.text("level")),
                text=said.text("text"),
                to=said.text("to"),
            )

        self.ask(
            Form(
                _("Remind or escalate"),
                _("Send"),
                (
                    one_of("level", _("How"), _choices(proposed)),
                    words("to", _("To (left out: the liaison)")),
                    prose("text", _("Text"), must=True, lines=5),
                ),
                work,
                heading=_("Remind or escalate: {policy}", policy=row.title),
                text=_("The text says how it stands by the charged clock; it may be changed."),
                proposes=("level", "text"),
                proposals={level.value: text for level, text in proposed.items()},
            )
        )

    def _reply(self, row: ReferralFile) -> None:
        def work(said: Said) -> object:
            return chasing.reply(self.office, said.number("number"), text=said.text("text"))

        unanswered = [
            (f"{one.id}", f"{display(one.level)} {day_text(one.sent_at.date())} {one.text}")
            for one in row.reminders
            if one.replied_at is None
        ]
        self.ask(
            Form(
                _("Answer a reminder"),
                _("Answer"),
                (
                    one_of("number", _("Reminder"), unanswered, span=WIDE),
                    prose("text", _("Why, and until when"), must=True),
                ),
                work,
                heading=_("Answer a reminder: {policy}", policy=row.title),
            )
        )

    # --- aid at once -------------------------------------------------------------------------------

    def _at_once(self, matter: Matter) -> Iterator[Deed]:
        row = matter.row
        if row.fast_aid is None and row.state in OPEN_REFERRAL_STATES and is_fast(self._policy(row)):
            yield Deed("A", _("Give aid at once"), partial(self._give, row))
        if row.fast_aid is not None and row.fast_aid.completed_on is None:
            yield Deed("B", _("Papers of the aid complete"), partial(self._complete, matter))

    def _give(self, row: ReferralFile) -> None:
        def work(said: Said) -> object:
            gift = Gift(
                receiver=said.text("receiver"),
                cause=said.text("cause"),
                amount_fen=said.fen("amount_fen"),
                goods=said.text("goods"),
                proof=said.text("proof"),
                staff=said.names("staff"),
            )
            return fast_lane.give(self.office, row.number, gift)

        self.ask(
            Form(
                _("Give aid at once"),
                _("Given: enter it in the register"),
                (
                    money("amount_fen", _("Amount"), _("yuan")),
                    words("goods", _("Goods")),
                    words("receiver", _("Who received it"), must=True),
                    names("staff", _("Two of the staff"), self._own_name),
                    words("cause", _("What has happened"), must=True, span=WIDE),
                    words("proof", _("By what it is shown"), span=WIDE),
                ),
                work,
                heading=_("Give aid at once: {policy}", policy=row.title),
                text=self._cap_text(),
            )
        )

    def _cap_text(self) -> str:
        limit = cap(self.office.catalogue, self.office.today())
        rest = _("No paper that is missing holds it up; {n} of the staff sign for it.", n=STAFF)
        if limit.fen is None:
            return _("No figure says how much can be given at once.") + rest
        most = _("At most {cap} ({label}).", cap=yuan(limit.fen), label=limit.label)
        if limit.provisional:
            most = _(
                "At most {cap} ({label}; this figure is not confirmed).",
                cap=yuan(limit.fen),
                label=limit.label,
            )
        return most + rest

    def _complete(self, matter: Matter) -> None:
        row = matter.row

        def work(said: Said) -> object:
            return fast_lane.complete(self.office, row.number, papers=said.papers, note=said.text("note"))

        missing = [paper for paper in matter.papers if not paper.policies or row.policy in paper.policies]
        absent = tuple(paper for paper in (*missing, *row.papers_asked) if paper.state in ABSENT)
        self.ask(
            Form(
                _("Papers of the aid complete"),
                _("Complete"),
                (words("note", _("Why one cannot be brought (where one is missing)"), span=WIDE),),
                work,
                heading=_("Papers of the aid complete: {policy}", policy=row.title),
                text=_("Tick what has come."),
                papers=absent,
            )
        )


def _choices(kinds: Iterable[Enum]) -> list[Choice]:
    return [(kind.value, display(kind)) for kind in kinds]


def _question(one: Asked) -> str:
    return f"{one.lead} {one.title}（{day_text(one.consultation.answer_by)}）：{one.consultation.question}"


def _beginning(office: Office, policy: Policy, row: ReferralFile) -> Iterator[StepKind]:
    """The steps in whose way nothing stands today."""
    kept = kept_steps(office)
    recorded = [one for one in row.steps if one.started_on is not None or one.done_on is not None]
    for kind in StepKind:
        if kind is not StepKind.NOTICE and not any(in_the_way_of(kind, policy, recorded, row.postings, kept)):
            yield kind


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
