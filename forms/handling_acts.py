"""What a department does beside its own keys: the steps of handling, and aid given at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from counter.cases.casefile import ReferralFile
from counter.cases.fast_lane import STAFF, cap, is_fast
from counter.cases.owed import ABSENT
from counter.cases.steps import INVESTIGATORS, StepKind, in_the_way_of
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.catalogue.policy import Policy
from counter.services import fast_lane, steps
from counter.services.fast_lane import Gift
from counter.services.handled import kept_steps
from counter.services.office import Act, Office
from counter.text import _, yuan
from forms.acts_menu import Deed
from forms.asking import WIDE, Form, Said, day, money, names, one_of, papers_of, prose, words
from forms.matter import HANDLED, Matter, MatterActs, choices_of


class HandlingActs(MatterActs):
    """Survey, check, opinion; and aid first, papers later."""

    def deeds(self, matter: Matter) -> Iterator[Deed]:
        """The acts on this referral that go now."""
        if self.may(matter, Act.WORK):
            yield from self._steps(matter)
        if self.may(matter, Act.GIVE_FAST):
            yield from self._at_once(matter)

    # --- steps -------------------------------------------------------------------------------------

    def _steps(self, matter: Matter) -> Iterator[Deed]:
        row = matter.row
        if row.state not in HANDLED:
            return
        running = [
            one.kind
            for one in row.steps
            if one.started_on is not None and one.done_on is None and one.kind is not StepKind.NOTICE
        ]
        beginning = list(_beginning(self.office, self.policy(row), row))
        if beginning:
            yield Deed("1", _("Begin a step"), partial(self._begin, matter, beginning))
        if running or beginning:
            yield Deed(
                "2", _("Note what a step found"), partial(self._finish, matter, [*running, *beginning])
            )

    def _begin(self, matter: Matter, kinds: Sequence[StepKind]) -> None:
        row = matter.row

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
                    one_of("kind", _("Step"), choices_of(kinds)),
                    day("on", _("Day"), self.office.today()),
                    names("by", _("Who does it"), self.own_name, must=False, span=WIDE),
                ),
                work,
                heading=_("Begin a step: {policy}", policy=row.title),
                text=_("While data are checked outside, nothing is charged to the department."),
                prints=partial(_sheet_of_survey, matter.case),
            )
        )

    def _finish(self, matter: Matter, kinds: Sequence[StepKind]) -> None:
        row = matter.row

        def work(said: Said) -> object:
            return steps.finish(
                self.office,
                row.number,
                StepKind(said.text("kind")),
                on=said.day("on"),
                by=said.names("by"),
                present=said.text("present"),
                result=said.text("result"),
                as_stated={"yes": True, "no": False}.get(said.text("as_stated")),
                amount_fen=said.fen("amount_fen"),
            )

        survey = StepKind.SURVEY.value
        self.ask(
            Form(
                _("Note what a step found"),
                _("Note it"),
                (
                    one_of("kind", _("Step"), choices_of(kinds)),
                    day("on", _("Day"), self.office.today()),
                    names("by", _("Who did it"), self.own_name),
                    words("present", _("Who of the household was present"), must=True).only_for(
                        "kind", survey
                    ),
                    one_of(
                        "as_stated",
                        _("Against what was stated"),
                        [("yes", _("as stated")), ("no", _("otherwise; say how"))],
                        empty=_("not said"),
                        must=False,
                    ).only_for("kind", StepKind.CHECK.value),
                    money(
                        "amount_fen",
                        _("Proposed amount, each {period}", period=self.policy(row).benefit.each),
                        _("yuan"),
                    ).only_for("kind", StepKind.OPINION.value),
                    prose("result", _("What the step found"), must=True),
                ),
                work,
                heading=_("Note what a step found: {policy}", policy=row.title),
                text=_("A home survey needs {n} names, 、 between them.", n=INVESTIGATORS),
                otherwise="result",
                prints=partial(_papers_of_step, matter.case),
            )
        )

    # --- aid at once -------------------------------------------------------------------------------

    def _at_once(self, matter: Matter) -> Iterator[Deed]:
        row = matter.row
        if row.fast_aid is None and row.state in OPEN_REFERRAL_STATES and is_fast(self.policy(row)):
            yield Deed("A", _("Give aid at once"), partial(self._give, matter))
        if row.fast_aid is not None and row.fast_aid.completed_on is None:
            yield Deed("B", _("Papers of the aid complete"), partial(self._complete, matter))

    def _give(self, matter: Matter) -> None:
        row = matter.row

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
                    names("staff", _("Two of the staff"), self.own_name),
                    words("cause", _("What has happened"), must=True, span=WIDE),
                    words("proof", _("By what it is shown"), span=WIDE),
                ),
                work,
                heading=_("Give aid at once: {policy}", policy=row.title),
                text=self._cap_text(),
                prints=papers_of(matter.case, "give"),
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
                text=_("Tick what has come.") if absent else _("No paper is missing any more."),
                papers=absent,
            )
        )


def _sheet_of_survey(case: str, said: Said) -> tuple[str, str]:
    """Only a survey takes a sheet along; no other step does."""
    return case, "survey" if said.text("kind") == StepKind.SURVEY else ""


_PRINTED = {StepKind.CHECK: "check", StepKind.OPINION: "opinion"}
"""What is told or signed once a step is done."""


def _papers_of_step(case: str, said: Said) -> tuple[str, str]:
    return case, _PRINTED.get(StepKind(said.text("kind")), "")


def _beginning(office: Office, policy: Policy, row: ReferralFile) -> Iterator[StepKind]:
    """The steps in whose way nothing stands today."""
    kept = kept_steps(office)
    recorded = [one for one in row.steps if one.started_on is not None or one.done_on is not None]
    for kind in StepKind:
        if kind is not StepKind.NOTICE and not any(in_the_way_of(kind, policy, recorded, row.postings, kept)):
            yield kind
