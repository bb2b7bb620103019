"""The chain of help (一户一条救助链): everything one household asked for and got, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from counter.cases.casefile import Verb
from counter.cases.workflow import Outcome
from counter.services.casefiles import case_row
from counter.services.office import Act, Office
from counter.store import records


class Lane(StrEnum):
    """Which of the lanes a link runs in."""

    CASE = "case"
    REFERRAL = "referral"
    AID = "aid"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One thing that happened to a household; amounts are whole fen per `amount_unit`."""

    at: datetime
    lane: Lane
    verb: Verb
    case: str
    referral: str = ""
    title: str = ""
    department: str = ""
    officer: str = ""
    outcome: Outcome | None = None
    amount_fen: int | None = None
    amount_unit: str = ""
    starts: date | None = None
    ends: date | None = None
    text: str = ""


_LANES = {
    Lane.CASE: {
        Verb.CONSULTED,
        Verb.REGISTERED,
        Verb.ACCEPTED,
        Verb.DECLINED,
        Verb.CASE_WITHDRAWN,
        Verb.MERGED,
        Verb.CLOSED,
        Verb.REOPENED,
        Verb.ARCHIVED,
    },
    Lane.REFERRAL: {
        Verb.SENT,
        Verb.SIGNED,
        Verb.RETURNED,
        Verb.REASSIGNED,
        Verb.REFERRAL_WITHDRAWN,
        Verb.PAPERS_REQUESTED,
        Verb.SUSPENDED,
        Verb.RESUMED,
        Verb.EXTENDED,
    },
    Lane.AID: {
        Verb.DECIDED,
        Verb.PAPER_REPLY,
        Verb.CORRECTED,
        Verb.FAST_AID_GIVEN,
        Verb.REVIEWED,
        Verb.CHANGE_PROPOSED,
        Verb.HEARD,
        Verb.CHANGE_DECIDED,
        Verb.CHANGE_DROPPED,
        Verb.IDENTITY_ENTERED,
        Verb.IDENTITY_REVOKED,
        Verb.DEATH_REPORTED,
        Verb.DEATH_SETTLED,
        Verb.DEATH_WITHDRAWN,
    },
    Lane.PAPER: {Verb.ISSUED, Verb.VOIDED, Verb.DELIVERED},
}
_LANE_OF = {verb: lane for lane, verbs in _LANES.items() for verb in verbs}
_TEXTS = ("category", "because", "text", "reason", "papers", "note", "notice")


def chain(office: Office, of: int | str) -> tuple[ChainLink, ...]:
    """The chain of a household, by its id or by the number of one of its cases; the newest link first."""
    with office.read() as session:
        household_id = of if isinstance(of, int) else case_row(office, session, of).household_id
        return links(office, session, household_id)


def links(office: Office, session: Session, household_id: int) -> tuple[ChainLink, ...]:
    """The links of a household that the officer may see, the newest first."""
    cases = {
        case.number: case
        for case in session.scalars(select(records.Case).filter_by(household_id=household_id))
        if office.may(Act.READ, township=case.township)
    }
    referrals = {
        row.number: row
        for row in session.scalars(
            select(records.Referral).where(records.Referral.case_id.in_([c.id for c in cases.values()]))
        )
    }
    decisions = {
        row.number: row
        for row in session.scalars(
            select(records.Decision).where(records.Decision.household_id == household_id)
        )
    }
    events = session.scalars(
        select(records.Event)
        .where(records.Event.case_number.in_(cases), records.Event.verb.in_(_LANE_OF))
        .order_by(records.Event.id.desc())
    )
    return tuple(_link(office, event, referrals.get(event.referral_number), decisions) for event in events)


def _link(
    office: Office,
    event: records.Event,
    referral: records.Referral | None,
    decisions: Mapping[str, records.Decision],
) -> ChainLink:
    verb = Verb(event.verb)
    decision = decisions.get(str(event.detail.get("decision", "")))
    department = office.catalogue.departments.get(referral.department) if referral else None
    return ChainLink(
        at=event.at,
        lane=_LANE_OF[verb],
        verb=verb,
        case=event.case_number,
        referral=event.referral_number,
        title=referral.title if referral else str(event.detail.get("title", "")),
        department=department.title if department else "",
        officer=event.officer,
        outcome=decision.outcome if decision else None,
        amount_fen=decision.amount_fen if decision else None,
        amount_unit=decision.amount_unit if decision else "",
        starts=decision.starts if decision else None,
        ends=decision.ends if decision else None,
        text="；".join(_text(event.detail[key]) for key in _TEXTS if event.detail.get(key)),
    )


def _text(said: object) -> str:
    """What an event tells; of several reasons, one for each policy, only the reasons."""
    if isinstance(said, Mapping):
        return "、".join(dict.fromkeys(map(str, said.values())))
    return "、".join(map(str, said)) if isinstance(said, list) else str(said)
