"""What is done with what a household is given: less only after it was told and heard; reviewed; a death."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import CaseFile
from counter.cases.hearing import unheard
from counter.cases.identities import Identity
from counter.errors import Refused
from counter.services import benefits, changes, deaths, identities, reviews
from counter.services.identities import Resident
from counter.services.office import Act, Office
from counter.text import _, chinese_date, display, mask_name, yuan
from forms.acts_menu import Deed
from forms.asking import WIDE, Asking, Form, Said, day, money, names, one_of, papers_of, prose, words


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that a household has: a benefit with the plan that is open about it, or a status."""

    benefit: Benefit | None = None
    plan: Change | None = None
    identity: Identity | None = None


def held_by(office: Office, household_id: int) -> tuple[Held, ...]:
    """What is given to a household, and the statuses in force as far as the officer may see them."""
    running = benefits.running(office, household_id=household_id)
    try:
        statuses = identities.of_household(office, household_id, office.today())
    except Refused:
        # A department sees what it gives itself; the statuses travel with its referrals.
        statuses = ()
    return (*(_with_plan(office, one) for one in running), *(Held(identity=one) for one in statuses))


def given_by(office: Office, referral: str) -> Held | None:
    """What is given by the decision of one referral."""
    running = benefits.running(office, referral=referral)
    return _with_plan(office, running[0]) if running else None


def _with_plan(office: Office, one: Benefit) -> Held:
    plans = changes.changes(office, benefit_id=one.id, open_only=True)
    return Held(one, plans[0] if plans else None)


class BenefitActs(Asking):
    """Each is offered only while the officer's rights and the state of the plan let it go."""

    draft_wanted = Signal(int)
    """The intake that was prepared for a review."""

    def deeds(self, held: Held, *, township: str) -> Iterator[Deed]:
        """The acts on one benefit or status that go now."""
        if held.benefit is not None:
            yield from self._of_benefit(held.benefit, held.plan)
        elif held.identity is not None and self.office.may(Act.RECORD_PAPER, township=township):
            yield Deed("J", _("The status is held no more"), partial(self._revoke, held.identity))

    def of_household(self, file: CaseFile) -> Iterator[Deed]:
        """The acts on a household that go now."""
        if self.office.may(Act.RECORD_PAPER, township=file.place):
            yield Deed("I", _("Enter a status of another office"), partial(self._with_people, file, "enter"))
        if self.office.may(Act.PROPOSE, township=file.place):
            yield Deed("Z", _("Report a death"), partial(self._with_people, file, "death"))
            yield Deed("L", _("Take the report of a death back"), partial(self._with_people, file, "lives"))

    def _of_benefit(self, given: Benefit, plan: Change | None) -> Iterator[Deed]:
        def may(act: Act) -> bool:
            return self.office.may(act, township=given.township, department=given.department)

        if may(Act.PROPOSE):
            if plan is None:
                yield Deed("T", _("Plan to give less, or no more"), partial(self._propose, given))
            else:
                if plan.told_on is not None:
                    yield Deed("H", _("Note the hearing"), partial(self._hear, given, plan))
                yield Deed("X", _("Give the plan up"), partial(self._drop, given, plan))
        if plan is not None and may(Act.DECIDE) and not any(unheard(plan, self.office.today())):
            yield Deed("D", _("Decide as planned"), partial(self._decide, given, plan))
        if may(Act.INTAKE):
            yield Deed("R", _("Review: prepare an intake"), partial(self._prepare, given))
        if may(Act.PROPOSE):
            yield Deed("E", _("Reviewed: note the result"), partial(self._reviewed, given))

    # --- less, or no more --------------------------------------------------------------------------

    def _propose(self, given: Benefit) -> None:
        def work(said: Said) -> object:
            planned_from = said.day("planned_from")
            if planned_from is None:
                raise Refused("Say from which day.", field="planned_from")
            return changes.propose(
                self.office,
                given.id,
                kind=ChangeKind(said.text("kind")),
                facts=said.text("facts"),
                clause=said.text("clause"),
                planned_fen=said.fen("planned_fen"),
                planned_from=planned_from,
                hear_until=said.day("hear_until"),
            )

        kinds = [(kind.value, display(kind)) for kind in ChangeKind]
        if given.amount_fen is None:
            kinds = [(ChangeKind.END.value, display(ChangeKind.END))]
        unit = "/".join(filter(None, (_("yuan"), _per(given))))
        self.ask(
            Form(
                _("Plan to give less, or no more"),
                _("Plan it"),
                (
                    one_of("kind", _("What"), kinds),
                    money("planned_fen", _("Amount from then on"), unit, must=True).only_for(
                        "kind", ChangeKind.REDUCE.value
                    ),
                    day("planned_from", _("From"), must=True),
                    day("hear_until", _("Heard until (left out: as the law says)")),
                    prose("facts", _("Which facts have changed"), must=True, lines=2),
                    prose("clause", _("Clause, as it reads"), must=True, lines=2),
                ),
                work,
                heading=_("Plan to give less, or no more: {title}", title=benefit_text(given)),
                text=_("The household is told (D23) and heard before anything is decided."),
                prints=papers_of(given.case, "propose"),
            )
        )

    def _hear(self, given: Benefit, plan: Change) -> None:
        def work(said: Said) -> object:
            return changes.hear(
                self.office,
                plan.id,
                whom=said.text("whom"),
                by=said.names("by"),
                opinion=said.text("opinion"),
                adopted=said.text("adopted"),
                on=said.day("on"),
            )

        self.ask(
            Form(
                _("Note the hearing"),
                _("Note it"),
                (
                    words("whom", _("Who was heard"), must=True),
                    day("on", _("Heard on"), self.office.today()),
                    names("by", _("Who heard it"), [self.office.officer.name], span=WIDE),
                    prose("opinion", _("What the household says"), must=True),
                    prose("adopted", _("What was taken up of it, or why not"), must=True),
                ),
                work,
                heading=_("Note the hearing: {title}", title=given.title),
                text=plan_text(plan),
                prints=papers_of(given.case, "hear"),
            )
        )

    def _decide(self, given: Benefit, plan: Change) -> None:
        def work(said: Said) -> object:
            return changes.decide_change(self.office, plan.id, fading_until=said.day("fading_until"))

        fading = day("fading_until", _("Gradual end until (after work was found; may be left out)"))
        self.ask(
            Form(
                _("Decide as planned"),
                _("Decide"),
                (fading,) if plan.kind is ChangeKind.END else (),
                work,
                heading=_("Decide as planned: {title}", title=given.title),
                text=plan_text(plan),
                prints=papers_of(given.case, "change"),
                kind="danger",
                columns=1,
            )
        )

    def _drop(self, given: Benefit, plan: Change) -> None:
        def work(said: Said) -> object:
            return changes.drop(self.office, plan.id, because=said.text("because"))

        self.ask(
            Form(
                _("Give the plan up"),
                _("Give it up"),
                (words("because", _("Why"), must=True, span=WIDE),),
                work,
                heading=_("Give the plan up: {title}", title=given.title),
                text=plan_text(plan),
            )
        )

    # --- reviews -----------------------------------------------------------------------------------

    def _prepare(self, given: Benefit) -> None:
        self.read(partial(reviews.open_case, self.office, given.id), self.draft_wanted.emit)

    def _reviewed(self, given: Benefit) -> None:
        def work(said: Said) -> object:
            return reviews.reviewed(
                self.office,
                given.id,
                unchanged=said.text("unchanged") == "yes",
                note=said.text("note"),
                of_class=said.text("class") or None,
            )

        classes = [(name, name) for name in self.office.catalogue.policy(given.policy).renewal.classes]
        changed = (("yes", _("Unchanged")), ("no", _("Something has changed")))
        of_class = one_of("class", _("Class"), classes, empty=_("Worked out by the program"), must=False)
        self.ask(
            Form(
                _("Reviewed: note the result"),
                _("Reviewed"),
                (
                    one_of("unchanged", _("Result"), changed),
                    *((of_class,) if classes else ()),
                    prose("note", _("What has changed, or a note"), lines=2),
                ),
                work,
                heading=_("Reviewed: {title}", title=benefit_text(given)),
                text=_("Less is given by a plan alone, of which the household is told and heard."),
                otherwise="note",
            )
        )

    # --- the household -----------------------------------------------------------------------------

    def _with_people(self, file: CaseFile, what: str) -> None:
        then = {"enter": self._enter, "death": self._death, "lives": self._lives}[what]
        self.read(partial(identities.people_of_case, self.office, file.number), partial(then, file))

    def _enter(self, file: CaseFile, people: Sequence[Resident]) -> None:
        def work(said: Said) -> object:
            whose = said.text("person")
            starts = said.day("starts")
            if starts is None:
                raise Refused("Say from which day.", field="starts")
            return identities.enter(
                self.office,
                file.household_id,
                category=said.text("category"),
                number=said.text("number"),
                conferred_by=said.text("conferred_by"),
                starts=starts,
                ends=said.day("ends"),
                evidence=said.text("evidence"),
                person_id=int(whose) if whose else None,
            )

        categories = [(code, one.title) for code, one in self.office.catalogue.categories.items()]
        living = [_resident(one) for one in people if one.died_on is None]
        self.ask(
            Form(
                _("Enter a status of another office"),
                _("Enter it"),
                (
                    one_of("category", _("Status"), categories, empty=_("Choose one")),
                    one_of("person", _("Whose"), living, empty=_("the whole household"), must=False),
                    words("number", _("Its number"), must=True),
                    words("conferred_by", _("Conferred by"), must=True),
                    day("starts", _("From"), must=True),
                    day("ends", _("Until")),
                    words("evidence", _("By what paper or register it is known"), must=True, span=WIDE),
                ),
                work,
            )
        )

    def _revoke(self, identity: Identity) -> None:
        def work(said: Said) -> object:
            return identities.revoke(
                self.office, identity.id, because=said.text("because"), on=said.day("on")
            )

        self.ask(
            Form(
                _("The status is held no more"),
                _("Held no more"),
                (
                    words("because", _("Why"), must=True),
                    day("on", _("Since"), self.office.today()),
                ),
                work,
                heading=_("The status is held no more: {title}", title=identity.category),
                kind="danger",
            )
        )

    def _death(self, file: CaseFile, people: Sequence[Resident]) -> None:
        def work(said: Said) -> object:
            died_on = said.day("died_on")
            if died_on is None:
                raise Refused("Say which day.", field="died_on")
            return deaths.report_death(
                self.office, said.number("person"), died_on=died_on, source=said.text("source")
            )

        living = [_resident(one) for one in people if one.died_on is None]
        self.ask(
            Form(
                _("Report a death"),
                _("Report it"),
                (
                    one_of("person", _("Who has died"), living, empty=_("Choose one")),
                    day("died_on", _("Died on"), must=True),
                    words("source", _("By what it is known"), span=WIDE),
                ),
                work,
                text=_("The person's own aid ends the month after; the rest is put right in three months."),
                kind="danger",
            )
        )

    def _lives(self, file: CaseFile, people: Sequence[Resident]) -> None:
        def work(said: Said) -> object:
            return deaths.withdraw_death(self.office, said.number("person"), because=said.text("because"))

        dead = [_resident(one) for one in people if one.died_on is not None]
        if not dead:
            self.said.emit(_("No death of a member is on record."))
            return
        self.ask(
            Form(
                _("Take the report of a death back"),
                _("Take it back"),
                (
                    one_of("person", _("Who lives"), dead, empty=_("Choose one")),
                    words("because", _("By what it is known"), must=True, span=WIDE),
                ),
                work,
                text=_("All that the report ended goes on as before."),
            )
        )


# --- words ---------------------------------------------------------------------------------------


def _resident(one: Resident) -> tuple[str, str]:
    born = chinese_date(one.birth_date) if one.birth_date else ""
    return f"{one.person_id}", " ".join(filter(None, (mask_name(one.name), born)))


def benefit_text(given: Benefit) -> str:
    """Title and amount of a benefit."""
    return " ".join(filter(None, (given.title, amount_text(given))))


def amount_text(given: Benefit) -> str:
    if given.amount_fen is None:
        return ""
    return "/".join(filter(None, (yuan(given.amount_fen), _per(given))))


def _per(given: Benefit) -> str:
    """For how long the amount is given: some decisions name the currency before it, some do not."""
    return given.amount_unit.rpartition("/")[2]


def plan_text(plan: Change) -> str:
    """What is planned, from when, and how far it has come."""
    left = yuan(plan.planned_fen) if plan.planned_fen is not None else ""
    parts = [f"{display(plan.kind)} {left}".strip(), _("from {day}", day=chinese_date(plan.planned_from))]
    parts.append(plan.facts)
    if plan.told_on is None:
        parts.append(_("not told yet: issue D23 and note its delivery"))
    else:
        parts.append(_("told {day}", day=chinese_date(plan.told_on)))
        if plan.heard_on is not None:
            parts.append(_("heard {day}", day=chinese_date(plan.heard_on)))
        elif plan.hear_until is not None:
            parts.append(_("heard until {day}", day=chinese_date(plan.hear_until)))
    return " · ".join(filter(None, parts))
