"""Which papers a case calls for as it stands: its own, those of what was done in it, those to deliver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from counter.cases.benefits import Change
from counter.cases.casefile import CaseFile, Notice, ReferralFile
from counter.cases.chasing import Level
from counter.cases.complaints import is_nameless
from counter.cases.deadlines import extension_of
from counter.cases.owed import ABSENT
from counter.cases.public_notice import Posting, PostingKind
from counter.cases.split import is_entrusted
from counter.cases.steps import StepKind, is_done
from counter.cases.workflow import OPEN_REFERRAL_STATES, CaseState, Outcome, ReferralState
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Policy
from counter.letters.aid_receipts import is_handed_over, is_signed_for
from counter.letters.approvals import has_opinions
from counter.letters.kinds import KINDS
from counter.letters.kinds import About as Subject
from counter.letters.objection_answers import RECEIVED
from counter.letters.occasions import (
    CHANGE,
    COMPLAINT,
    CONSULTATION,
    FAST_AID,
    OBJECTION,
    POSTING,
    REMINDER,
    words_of,
)
from counter.letters.outward import can_be_passed_on
from counter.text import local_day


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that a case calls for now, and what it is about; `issued` is its number once it has one.

    `about` names what was done with the referral: `posting:5`. An `optional` one is offered at its step, and
    issued only when somebody asks for it.
    """

    kind: str
    title: str
    referral: str | None = None
    department: str = ""
    member: int | None = None
    notice: str | None = None
    copies: int = 1
    issued: str = ""
    about: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan to give less and the referral that granted what it is about."""

    change: Change
    referral: str


_ENDED = frozenset({ReferralState.DECIDED, ReferralState.WITHDRAWN})
_AT_WORK = frozenset({ReferralState.SIGNED, ReferralState.WAITING})


def papers_of(
    file: CaseFile,
    catalogue: Catalogue,
    *,
    plans: Sequence[Planned],
    departments: Mapping[str, str],
    today: date,
) -> Iterator[Wanted]:
    """The papers in the order in which they are handed out; `departments` by the number of the notice."""
    found = _Set(file, catalogue, departments, today)
    if file.state is CaseState.AWAITING_PAPERS:
        yield from (found.paper("D05"), found.paper("D06"))
    elif file.state is CaseState.DECLINED or found.was_declined:
        yield found.paper("D08")
    elif file.referrals:
        yield from found.of_acceptance()
        for one in file.referrals:
            yield from found.of_handling(one)
        yield from found.of_the_end()
        for plan in plans:
            yield from found.of_a_plan(plan)
    if file.state is CaseState.ARCHIVED:
        yield found.paper("D33")
    yield from found.to_deliver()


FOR_EACH = frozenset({"D03b", "D35"})
"""One for each obligor, each account that is kept; the case knows them not by name."""


class _Set:
    """One case on one day, and what was issued in it already."""

    def __init__(
        self, file: CaseFile, catalogue: Catalogue, departments: Mapping[str, str], today: date
    ) -> None:
        self.file, self.catalogue, self.today = file, catalogue, today
        self.in_force = [one for one in file.notices if not one.voided]
        self.issued = {
            (one.kind, one.referral, departments.get(one.number, "")): one.number
            for one in self.in_force
            if not one.about
        }
        self.about = {(one.kind, one.about): one for one in self.in_force if one.about}
        self.departments = {one.number: one.department for one in file.referrals}

    @property
    def was_declined(self) -> bool:
        """Whether the case ended by not being accepted, also when it is archived by now."""
        return any(one.kind == "D08" for one in self.in_force)

    def paper(self, kind: str, referral: str = "", department: str = "") -> Wanted:
        entry = KINDS[kind]
        whose = department if entry.about is Subject.DEPARTMENT else self.departments.get(referral, "")
        return Wanted(
            kind,
            entry.title,
            referral or None,
            department,
            copies=entry.copies,
            issued=self.issued.get((kind, referral, whose), ""),
        )

    def offered(self, kind: str) -> Wanted:
        """A paper of the case that is issued only when somebody asks for it; some once for each person."""
        paper = self.paper(kind)
        return replace(paper, optional=True, issued="" if kind in FOR_EACH else paper.issued)

    def paper_about(self, kind: str, referral: str, about: str) -> Wanted:
        entry = KINDS[kind]
        issued = self.about.get((kind, about))
        number = issued.number if issued else ""
        return Wanted(kind, entry.title, referral, copies=entry.copies, issued=number, about=about)

    def of_acceptance(self) -> Iterator[Wanted]:
        yield self.paper("D01")
        if is_entrusted(self.file.application):
            yield self.paper("D04")
        yield from (self.paper("D05"), self.paper("D07"), self.paper("D31"))
        related = bool(self.file.application.staff_relative)
        if related:
            yield self.paper("D15")
        if any(
            self.catalogue.policy(one.policy, self.file.accepted_on).needs_means_test
            for one in self.file.referrals
        ):
            # D01 holds the pledge and the authorisation; these are for whoever needs them on their own.
            yield from (self.offered("D02"), self.offered("D03"), self.offered("D03b"))
            if not related:
                yield self.offered("D15")
        sent = [one for one in self.file.referrals if one.sent_at is not None]
        for department in dict.fromkeys(one.department for one in sent):
            yield self.paper("D09", department=department)

    def of_handling(self, one: ReferralFile) -> Iterator[Wanted]:
        awaited = one.state in OPEN_REFERRAL_STATES and any(p.state in ABSENT for p in one.papers_asked)
        request = self.paper("D06", one.number)
        if awaited or request.issued:
            yield request
        yield from self._survey(one)
        yield from self._check(one)
        for asked in one.consultations:
            yield from self._while(
                asked.answered_at is None, "D10", one.number, words_of(CONSULTATION, asked.id)
            )
        for chase in one.reminders:
            escalated = chase.level is not Level.REMIND and not chase.reply
            yield from self._while(escalated, "D12", one.number, words_of(REMINDER, chase.id))
        policy = self.catalogue.policy(one.policy, self.file.accepted_on)
        if extension_of(policy.limits, one.intervals) is not None:
            longer = self.paper("D22", one.number)
            if longer.issued or one.state in OPEN_REFERRAL_STATES:
                yield longer
        for posting in one.postings:
            yield from self._posted(one, posting)
        for said in one.complaints:
            yield from self._reported(
                one, words_of(COMPLAINT, said.id), said.by, said.answered_on is not None
            )
        if one.fast_aid is not None:
            yield self.paper_about("D26", one.number, words_of(FAST_AID, one.fast_aid.id))
        if is_signed_for(one, policy):
            # A sum usually goes to the bank; whoever is paid in cash signs.
            yield replace(self.paper("D27", one.number), optional=not is_handed_over(one, policy))
        yield from self._decided(one, policy)

    def _decided(self, one: ReferralFile, policy: Policy) -> Iterator[Wanted]:
        """The opinions for the file, the letter, what the department answers, and who else may help."""
        here = one.decision is not None and not one.decision.on_paper
        refused = one.decision is not None and one.decision.outcome is Outcome.REFUSE
        if has_opinions(policy) and (here or is_done(StepKind.OPINION, one.steps)):
            yield self.paper("D18", one.number)
        if here:
            yield self.paper("D20" if refused else "D19", one.number)
            yield replace(self.paper("D11", one.number), optional=True)
        if can_be_passed_on(self.file.application, one, refused=refused):
            yield replace(self.paper("D28", one.number), optional=refused)

    def of_the_end(self) -> Iterator[Wanted]:
        if self.file.referrals and all(one.state in _ENDED for one in self.file.referrals):
            yield self.paper("D29")
            if any(
                one.decision and one.decision.outcome is not Outcome.REFUSE for one in self.file.referrals
            ):
                yield self.paper("D30")
        if any(one.decision and one.decision.amount_fen for one in self.file.referrals):
            yield self.offered("D35")

    def of_a_plan(self, plan: Planned) -> Iterator[Wanted]:
        """Told, heard, decided: each paper when its time has come."""
        change, about = plan.change, words_of(CHANGE, plan.change.id)
        told = change.told_on is not None
        yield from self._while(change.is_open, "D23", plan.referral, about)
        record = self.about.get(("D23b", about))
        if told or record:
            paper = self.paper_about("D23b", plan.referral, about)
            # What was printed to be written on by hand before is not the record of a later hearing.
            if record and change.heard_on and local_day(record.issued_at) < change.heard_on:
                paper = replace(paper, issued="")
            if paper.issued or change.is_open or change.heard_on:
                yield paper
        yield from self._while(change.decided_on is not None, "D24", plan.referral, about)

    def to_deliver(self) -> Iterator[Wanted]:
        delivered = {one.notice for one in self.file.deliveries}
        entry = KINDS["D25"]
        for notice in self.in_force:
            if KINDS[notice.kind].delivered and notice.number not in delivered:
                yield Wanted(entry.code, entry.title, notice.referral or None, notice=notice.number)

    def _while(self, called_for: bool, kind: str, referral: str, about: str) -> Iterator[Wanted]:
        """The paper while it is called for, and afterwards where it was issued."""
        paper = self.paper_about(kind, referral, about)
        if called_for or paper.issued:
            yield paper

    def _survey(self, one: ReferralFile) -> Iterator[Wanted]:
        """A sheet for each survey that the district records; one after an objection has its own."""
        made = [notice for notice in self.in_force if _is(notice, "D13", one)]
        awaited = [s.turn for s in one.steps if s.kind is StepKind.SURVEY and s.done_on is None]
        paper = self.paper("D13", one.number)
        if awaited and one.state in _AT_WORK and len(made) < max(awaited):
            yield replace(paper, issued="")
        elif made:
            yield paper

    def _check(self, one: ReferralFile) -> Iterator[Wanted]:
        """A letter for each check that was done; one after an objection has its own."""
        made = sum(_is(notice, "D14", one) for notice in self.in_force)
        done = sum(s.kind is StepKind.CHECK and s.done_on is not None for s in one.steps)
        paper = self.paper("D14", one.number)
        if made < done and one.state in _AT_WORK:
            yield replace(paper, issued="")
        elif made:
            yield paper

    def _reported(self, one: ReferralFile, about: str, by: str, settled: bool) -> Iterator[Wanted]:
        """A receipt for who objected or complained in a name, and the answer once it was looked into."""
        if is_nameless(by):
            return
        paper = self.paper_about("D32", one.number, about)
        told = self.about.get(("D32", about))
        if told and settled and told.title == RECEIVED:
            paper = replace(paper, issued="")
        yield paper

    def _posted(self, one: ReferralFile, posting: Posting) -> Iterator[Wanted]:
        about, hangs = words_of(POSTING, posting.id), posting.taken_down_on is None
        if posting.kind is PostingKind.NOTICE:
            yield from self._while(hangs, "D16", one.number, about)
            yield from self._while(not hangs or not posting.runs_on(self.today), "D17", one.number, about)
            for objection in posting.objections:
                settled = objection.settled_on is not None
                yield from self._reported(one, words_of(OBJECTION, objection.id), objection.by, settled)
        elif self.catalogue.policy(one.policy, self.file.accepted_on).public_notice_days:
            yield from self._while(hangs, "D21", one.number, about)


def _is(notice: Notice, kind: str, one: ReferralFile) -> bool:
    return notice.kind == kind and notice.referral == one.number
