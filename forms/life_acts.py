"""What is done with a case beside its buttons: papers brought, a conference, merged, handed on, filed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from counter.cases.casefile import CaseFile, Notice, Paper
from counter.cases.coming_back import RETURNS
from counter.cases.handover import HandoverKind
from counter.cases.owed import ABSENT
from counter.cases.workflow import (
    CASE_MOVES,
    CASE_RULES,
    OPEN_CASE_STATES,
    CaseMove,
    CaseState,
)
from counter.errors import Refused
from counter.services import assisting, cases, chains, delivery, handovers, officers, outward, papers_given
from counter.services.office import Act, Office, Officer
from counter.text import _, display, mask_name
from forms.acts_menu import Deed
from forms.asking import OTHER, WIDE, Asking, Form, Said, day, names, one_of, papers_of, prose, words
from forms.intake.consent_panel import consent_texts
from forms.words import day_text


class LifeActs(Asking):
    """Each is offered only while the table of moves and the officer's rights let it go."""

    def deeds(self, file: CaseFile) -> Iterator[Deed]:
        """The acts on this case that go now."""
        if file.state in OPEN_CASE_STATES and self._may(file, Act.INTAKE):
            yield Deed("P", _("Papers were brought"), partial(self._bring, file))
        away = [one for one in file.notices if one.kind in RETURNS and not one.back_on and not one.voided]
        if away and self._may(file, Act.ISSUE):
            yield Deed("S", _("A signed paper came back"), partial(self.ask_back, away))
        if file.state is not CaseState.ARCHIVED and self._may(file, Act.INTAKE):
            if file.outward_on is None:
                yield Deed("V", _("May be passed on to a charity: agreed"), partial(self._agree, file))
            else:
                yield Deed("V", _("Passing on to a charity: taken back"), partial(self._take_back, file))
        if file.state is CaseState.ACCEPTED and self._may(file, Act.WORK):
            yield Deed("C", _("Case conference"), partial(self._confer, file))
        if file.state in OPEN_CASE_STATES and file.owner == self.office.officer.name:
            yield Deed("H", _("Hand the case over"), partial(self._hand_over, file))
        for key, move, title, act in (
            ("M", CaseMove.MERGE, _("Merge into another case"), self._merge),
            ("O", CaseMove.REOPEN, _("Take it up again"), self._reopen),
            ("F", CaseMove.ARCHIVE, _("Put it into the archive"), self._archive),
        ):
            if (file.state, move) in CASE_MOVES and self._may(file, Act(CASE_RULES[move].right)):
                yield Deed(key, title, partial(act, file))

    def _may(self, file: CaseFile, act: Act) -> bool:
        return self.office.may(act, township=file.place)

    # --- papers ------------------------------------------------------------------------------------

    def _bring(self, file: CaseFile) -> None:
        def work(said: Said) -> object:
            other = said.text("other")
            more = (Paper(OTHER, other, "original"),) if other else ()
            return papers_given.bring(self.office, file.number, (*said.papers, *more))

        asked = [*file.papers, *(paper for row in file.referrals for paper in row.papers_asked)]
        absent = {paper.material: paper for paper in reversed(asked) if paper.state in ABSENT}
        self.ask(
            Form(
                _("Papers were brought"),
                _("Note them"),
                (words("other", _("Another paper"), span=WIDE),),
                work,
                text=_("What a department waits for it sees, and lets its clock go on itself."),
                papers=tuple(absent.values()),
                otherwise="other",
            )
        )

    def ask_back(self, away: Sequence[Notice]) -> None:
        """A paper that somebody signed outside the window belongs into the file."""

        def work(said: Said) -> object:
            return delivery.came_back(self.office, said.text("notice"), on=said.day("on"))

        papers = [(one.number, f"{one.number} {one.title}") for one in away]
        self.ask(
            Form(
                _("A signed paper came back"),
                _("It is back"),
                (
                    one_of("notice", _("Which paper"), papers, span=WIDE),
                    day("on", _("Came back on"), self.office.today()),
                ),
                work,
            )
        )

    # --- passing on --------------------------------------------------------------------------------

    def _agree(self, file: CaseFile) -> None:
        """The consent that was not given with the application."""

        def work(said: Said) -> object:
            return outward.agree(self.office, file.number, on=said.day("on"))

        self.ask(
            Form(
                _("May be passed on to a charity: agreed"),
                _("Note it"),
                (day("on", _("Agreed on"), self.office.today(), must=True),),
                work,
                text="\n".join(
                    (consent_texts()["outward"], _("They sign on the sheet that goes there (D28)."))
                ),
                prints=papers_of(file.number, "send"),
            )
        )

    def _take_back(self, file: CaseFile) -> None:
        def work(said: Said) -> object:
            return outward.take_back(self.office, file.number, on=said.day("on"))

        self.ask(
            Form(
                _("Passing on to a charity: taken back"),
                _("Note it"),
                (day("on", _("Taken back on"), self.office.today(), must=True),),
                work,
                text=_(
                    "Agreed on {day}. From now on nothing is passed on. Whoever has a sheet already (D28) "
                    "is to be told to delete what it says.",
                    day=day_text(file.outward_on),
                ),
                kind="danger",
            )
        )

    # --- the case ----------------------------------------------------------------------------------

    def _confer(self, file: CaseFile) -> None:
        def work(said: Said) -> object:
            held_on = said.day("held_on")
            if held_on is None:
                raise Refused("Say which day.", field="held_on")
            return assisting.confer(
                self.office,
                file.number,
                held_on=held_on,
                present=said.names("present"),
                question=said.text("question"),
                conclusion=said.text("conclusion"),
            )

        self.ask(
            Form(
                _("Case conference"),
                _("Enter the record"),
                (
                    day("held_on", _("Held on"), self.office.today(), must=True),
                    names("present", _("Who was present"), [self.office.officer.name]),
                    prose("question", _("What was discussed"), must=True),
                    prose("conclusion", _("What was concluded"), must=True),
                ),
                work,
                text=_("For what no rule settles; who decides then decides by it."),
            )
        )

    def _hand_over(self, file: CaseFile) -> None:
        self.read(partial(officers.officers, self.office), partial(self._open_hand_over, file))

    def _open_hand_over(self, file: CaseFile, everyone: Sequence[Officer]) -> None:
        def work(said: Said) -> object:
            return handovers.offer(
                self.office,
                to_login=said.text("to_login"),
                kind=HandoverKind.CASES,
                cases=[file.number],
                note=said.text("note"),
            )

        others = [
            (one.login, f"{one.name} ({one.login})")
            for one in everyone
            if one.login != self.office.officer.login and one.active
        ]
        self.ask(
            Form(
                _("Hand the case over"),
                _("Offer it"),
                (
                    one_of("to_login", _("To whom"), others, empty=_("Choose one"), span=WIDE),
                    words("note", _("Why, and what is still to do"), span=WIDE),
                ),
                work,
                text=_("You answer for it until the other one has confirmed."),
            )
        )

    def _merge(self, file: CaseFile) -> None:
        self.read(partial(_others, self.office, file), partial(self._open_merge, file))

    def _open_merge(self, file: CaseFile, others: Sequence[CaseFile]) -> None:
        if not others:
            self.said.emit(_("The household has no other open case."))
            return

        def work(said: Said) -> object:
            return cases.merge(
                self.office,
                file.number,
                into=said.text("into"),
                because=said.text("because"),
                expected_version=file.version,
            )

        choices = [
            (
                one.number,
                f"{one.number} {mask_name(one.application.applicant.name)} "
                f"{day_text(one.accepted_on)} {display(one.state)}",
            )
            for one in others
        ]
        self.ask(
            Form(
                _("Merge into another case"),
                _("Merge, for good"),
                (
                    one_of("into", _("It goes on in"), choices, span=WIDE),
                    words("because", _("Why the two are one"), must=True, span=WIDE),
                ),
                work,
                text=_("Open referrals, members and papers go over. It cannot be undone."),
                kind="danger",
            )
        )

    def _reopen(self, file: CaseFile) -> None:
        def work(said: Said) -> object:
            return cases.reopen(
                self.office, file.number, because=said.text("because"), expected_version=file.version
            )

        self.ask(
            Form(
                _("Take it up again"),
                _("Take it up again"),
                (words("because", _("Why"), must=True, span=WIDE),),
                work,
                text=_("To correct a decision, or to ask for something more."),
            )
        )

    def _archive(self, file: CaseFile) -> None:
        self.do(
            _("Put it into the archive"),
            partial(cases.archive, self.office, file.number, expected_version=file.version),
            case=file.number,
            step="archive",
        )


def _others(office: Office, file: CaseFile) -> list[CaseFile]:
    """The other cases of the household that are open."""
    numbers = dict.fromkeys(link.case for link in chains.chain(office, file.household_id))
    found = [cases.case(office, number) for number in numbers if number not in ("", file.number)]
    return [one for one in found if one.state in OPEN_CASE_STATES]
