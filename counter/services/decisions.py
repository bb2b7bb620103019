"""What a department decided: entered once, never changed; a correction is a new decision that replaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.benefits import runs
from counter.cases.casefile import Paper, ReferralFile, Verb
from counter.cases.identities import last_of_grant, wrong_validity
from counter.cases.match import match
from counter.cases.owed import GRANTED, REFUSED, past_their_day
from counter.cases.stated import stated_facts
from counter.cases.workflow import CaseState, Outcome, ReferralMove, ReferralState
from counter.catalogue.benefit import Benefit, Gives
from counter.catalogue.policy import Policy
from counter.errors import Problem, Refused
from counter.services import benefits, papers_given
from counter.services.casefiles import application_of, paper_of
from counter.services.handling import owed_by_decision
from counter.services.office import Act, Office
from counter.services.referral_rows import (
    done,
    end_waiting,
    moved,
    moving_row,
    referral_row,
    refresh_due,
    required,
    touched,
)
from counter.store import records
from counter.text import N_

RECEIVED = ("original", "copy", "electronic", "signed", "shared")
"""The states of a paper that a decision can rest on."""
CEILING_FEN = 100_000_000_00
"""No single decision of this list comes near a hundred million yuan; more is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department answers. A refusal, whole or in part, tells its reason and the clause it rests on.

    `amount_fen` is whole fen per `amount_unit`, which is the policy's period unless said; `decided_on` is
    today unless the paper bears another day.
    """

    outcome: Outcome
    amount_fen: int | None = None
    amount_unit: str = ""
    starts: date | None = None
    ends: date | None = None
    reason: str = ""
    facts: str = ""
    evidence: str = ""
    clause: str = ""
    document_number: str = ""
    decided_by: str = ""
    decided_on: date | None = None


def decide(
    office: Office, number: str, answer: Answer, *, expected_version: int | None = None
) -> ReferralFile:
    """Enter the decision of a referral that the department has signed for."""
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.DECIDE, expected_version)
        moved(office, row, ReferralMove.DECIDE)
        decision = enter(office, session, row, answer)
        return decided(office, session, row, decision, Verb.DECIDED)


def record_paper_reply(
    office: Office, number: str, answer: Answer, *, expected_version: int | None = None
) -> ReferralFile:
    """Enter what a department without the program answered on paper: who, the paper's number, its day."""
    required(answer.decided_by, "decided_by", N_("Say who answered."))
    required(answer.document_number, "document_number", N_("Say which number the paper bears."))
    if answer.decided_on is None:
        raise Refused("Say of which day the paper is.", field="decided_on")
    with office.write() as session:
        row = moving_row(office, session, number, ReferralMove.DECIDE, expected_version, on_paper=True)
        if row.state is ReferralState.SENT:
            # The slip that came back shows that the department took the referral on.
            moved(office, row, ReferralMove.SIGN)
            row.signed_at, row.signed_by = office.now(), answer.decided_by.strip()
        if row.state is ReferralState.WAITING:
            moved(office, row, ReferralMove.RESUME)
        moved(office, row, ReferralMove.DECIDE)
        row.travels = "paper"
        decision = enter(office, session, row, answer, on_paper=True)
        return decided(office, session, row, decision, Verb.PAPER_REPLY)


def correct(
    office: Office, number: str, answer: Answer, *, because: str, expected_version: int | None = None
) -> ReferralFile:
    """Replace the decision of a referral by a new one; both stay on the record."""
    required(because, "because", N_("Say what was wrong."))
    with office.write() as session:
        row = referral_row(office, session, number, Act.DECIDE, expected_version)
        last = session.scalars(
            select(records.Decision)
            .filter_by(referral_id=row.id)
            .order_by(records.Decision.id.desc())
            .limit(1)
        ).one_or_none()
        if last is None:
            raise Refused("There is no decision to correct yet.")
        if row.case.state is not CaseState.ACCEPTED:
            raise Refused(
                "Case {number} is now: {state}. Take it up again before its decision is corrected.",
                number=row.case_number,
                state=row.case.state,
            )
        touched(office, row)
        decision = enter(office, session, row, answer, replaces=last.number, on_paper=last.on_paper)
        benefits.refuse_unheard(office, session, last, decision)
        return decided(
            office,
            session,
            row,
            decision,
            Verb.CORRECTED,
            replaces=last.number,
            because=because.strip(),
            letters=_mark_replaced(session, row, decision),
        )


def _mark_replaced(session: Session, row: records.Referral, decision: records.Decision) -> list[str]:
    """Declare the letters of the replaced decision void, each naming what replaces it; their numbers."""
    letters = session.scalars(
        select(records.Notice)
        .filter_by(referral_id=row.id, voided="")
        .where(records.Notice.kind.in_((GRANTED, REFUSED)))
        .order_by(records.Notice.id)
    ).all()
    for letter in letters:
        letter.voided = f"已由更正决定{decision.number}替代"
    return [letter.number for letter in letters]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a refusal may begin from: the facts as the family stated them, and the papers they rest on.

    `overdue` are papers of this matter that were to be brought later and whose day has passed: they are
    named to the decider and block nothing (容缺).
    """

    facts: str
    evidence: str
    overdue: tuple[Paper, ...] = ()


def propose(office: Office, number: str) -> Proposal:
    """What the record holds already, for the decider to confirm or to correct; the clause never."""
    with office.read() as session:
        return _proposal(office, session, referral_row(office, session, number, Act.READ))


# --- steps ---------------------------------------------------------------------------------------


def _proposal(office: Office, session: Session, row: records.Referral) -> Proposal:
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    application = application_of(office, session, row.case)
    told = match(application, catalogue).row(row.policy)
    papers = session.scalars(select(records.Paper).filter_by(case_id=row.case_id)).all()
    received = [paper.title for paper in papers if paper.state in RECEIVED]
    return Proposal(
        facts=f"申请时陈述：{stated_facts(told, application, catalogue)}",
        evidence="、".join(dict.fromkeys([f"社会救助申请表（受理编号{row.case.number}）", *received])),
        overdue=tuple(past_their_day(map(paper_of, papers), office.today(), policy=row.policy)),
    )


def enter(
    office: Office,
    session: Session,
    row: records.Referral,
    answer: Answer,
    *,
    on_paper: bool = False,
    replaces: str = "",
    at_once: bool = False,
) -> records.Decision:
    """The row of a decision. Raises `Refused` for all that is missing in it or owed before it.

    Aid given `at_once` owes no step before it, and may be goods where money is usual.
    """
    decided_on = answer.decided_on or office.today()
    catalogue = office.catalogue_of(session, row.case.catalogue_digest)
    policy = catalogue.policy(row.policy, row.accepted_on)
    problems = [*_problems(office, row, answer, decided_on)]
    if answer.outcome is not Outcome.REFUSE:
        problems += wrong_validity(policy, decided_on, answer.starts, answer.ends)
    if not at_once:
        problems += _unsaid(policy.benefit, answer)
    if not at_once and not replaces:
        problems += owed_by_decision(
            office, session, row, on=decided_on, outcome=answer.outcome, on_paper=on_paper
        )
    if problems:
        raise Refused.because(problems)
    said = Proposal(answer.facts.strip(), answer.evidence.strip())
    if answer.outcome is Outcome.REFUSE and not (said.facts and said.evidence):
        # A refusal tells its facts and evidence; where the department adds none, those on record.
        record = _proposal(office, session, row)
        said = Proposal(said.facts or record.facts, said.evidence or record.evidence)
    count = len(session.scalars(select(records.Decision.id).filter_by(referral_id=row.id)).all())
    decision = records.Decision(
        number=f"{row.number}-{count + 1}",
        referral_id=row.id,
        case_id=row.case_id,
        household_id=row.household_id,
        township=row.township,
        department=row.department,
        policy=row.policy,
        subject=row.subject,
        grants=[] if answer.outcome is Outcome.REFUSE else list(policy.grants),
        outcome=answer.outcome,
        amount_fen=answer.amount_fen,
        amount_unit=answer.amount_unit.strip() or _usual_unit(policy.benefit, answer),
        starts=answer.starts,
        ends=answer.ends or _last_day(policy, answer, decided_on),
        reason=answer.reason.strip(),
        facts=said.facts,
        evidence=said.evidence,
        clause=answer.clause.strip(),
        decided_on=decided_on,
        decided_by=answer.decided_by.strip() or office.officer.name,
        document_number=answer.document_number.strip(),
        on_paper=on_paper,
        replaces=replaces,
        recorded_at=office.now(),
        recorded_by=office.officer.name,
    )
    session.add(decision)
    return decision


def _last_day(policy: Policy, answer: Answer, decided_on: date) -> date | None:
    """Until when a grant holds of which the decider says no day, where the list knows for how long."""
    if answer.outcome is Outcome.REFUSE or not runs(policy):
        return None
    return last_of_grant(policy, decided_on, answer.starts or decided_on)


def _problems(office: Office, row: records.Referral, answer: Answer, decided_on: date) -> Iterator[Problem]:
    refused = answer.outcome is not Outcome.GRANT
    if refused and not answer.reason.strip():
        yield Problem("A refusal tells the applicant why, also where it is only in part.", "reason")
    if refused and not answer.clause.strip():
        yield Problem("A refusal names the clause it rests on.", "clause")
    if answer.outcome is Outcome.REFUSE and (answer.amount_fen is not None or answer.starts is not None):
        yield Problem("What is refused has no amount and no beginning.", "amount_fen")
    if answer.amount_fen is not None and not 0 < answer.amount_fen <= CEILING_FEN:
        yield Problem("The amount must lie between one fen and a hundred million yuan.", "amount_fen")
    if answer.starts and answer.ends and answer.ends < answer.starts:
        yield Problem("It cannot end before it begins.", "ends")
    if decided_on > office.today():
        yield Problem("The day of the decision has not come yet.", "decided_on")
    if decided_on < row.accepted_on:
        yield Problem(
            "The case was accepted on {accepted}; the decision cannot be older.",
            "decided_on",
            {"accepted": row.accepted_on},
        )


def _unsaid(benefit: Benefit, answer: Answer) -> Iterator[Problem]:
    """What a letter that grants money has to tell: how much, and from when if it is given again and again.

    What is no money (a status, goods, a service, what somebody else is paid) needs neither.
    """
    if answer.outcome is Outcome.REFUSE or benefit.gives is not Gives.MONEY:
        return
    if answer.amount_fen is None:
        yield Problem("This benefit is money: say how much is granted.", "amount_fen")
    if answer.starts is None and benefit.is_running:
        yield Problem("This benefit is paid again and again: say from which day.", "starts")


def _usual_unit(benefit: Benefit, answer: Answer) -> str:
    """The period of the policy, `月` or `次`, for an amount of which nobody said for how long it is."""
    return "" if answer.amount_fen is None else benefit.each


def decided(
    office: Office,
    session: Session,
    row: records.Referral,
    decision: records.Decision,
    verb: Verb,
    /,
    **detail: object,
) -> ReferralFile:
    """What follows from every decision: the clocks stop, the last days are known, the event is written."""
    end_waiting(row, office.today())
    row.decided_at = office.now()
    refresh_due(office, session, row, decision)
    benefits.enter(office, session, row, decision)
    if gaps := papers_given.overdue(office, session, row):
        detail["gaps"] = gaps
    return done(
        office,
        session,
        row,
        verb,
        decision=decision.number,
        outcome=decision.outcome.value,
        amount_fen=decision.amount_fen,
        document_number=decision.document_number,
        decided_by=decision.decided_by,
        **detail,
    )
