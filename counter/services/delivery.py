"""How issued papers reach their addressees (送达), and how those that others sign come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from counter.cases import casefile as files
from counter.cases.casefile import Verb
from counter.cases.coming_back import HOLDS_ARCHIVE, ON_PAPER
from counter.cases.workflow import OPEN_REFERRAL_STATES
from counter.errors import Problem, Refused
from counter.services.casefiles import notice_of
from counter.services.notice_rows import notice_row, record_notice, referral_number
from counter.services.office import Act, Office
from counter.store import household_records, records
from counter.text import local_day

WAYS = ("direct", "left", "mail", "entrusted", "electronic", "publication")
WITNESSES = 2
"""民事诉讼法 art. 89, by analogy: what is left at the address is left before two witnesses."""
PUBLICATION_DAYS = (30, 60)
"""民事诉讼法 art. 95 and 283, by analogy: a publication counts after these days, here or abroad."""


@dataclass(frozen=True, slots=True)
class Handing:
    """How a paper was handed over: `way` is one of `WAYS`; who took it when it was not the addressee.

    Mail needs its `tracking` number, another body that was entrusted its name (`through`), electronic
    delivery the addressee's `consent` (when and how given); a publication counts after its `days`.
    """

    way: str
    on: date | None = None
    recipient: str = ""
    relation: str = ""
    witnesses: tuple[str, ...] = ()
    refused_because: str = ""
    deliverer: str = ""
    tracking: str = ""
    through: str = ""
    consent: str = ""
    days: int = PUBLICATION_DAYS[0]


@dataclass(frozen=True, slots=True)
class Away:
    """A paper that somebody outside the window signs, and that has not come back yet."""

    notice: files.Notice
    case: str
    applicant: str


def deliver(office: Office, number: str, delivery: Handing) -> files.Notice:
    """Note how a paper reached its addressee."""
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        if row.voided:
            raise Refused("{number} is void and cannot be delivered.", number=row.number)
        if problems := tuple(_wrong_handing(office, row, delivery)):
            raise Refused.because(problems)
        session.add(
            records.Delivery(
                notice_id=row.id,
                way=delivery.way,
                delivered_on=delivery.on or office.today(),
                recipient=delivery.recipient.strip() or row.recipient,
                relation=delivery.relation.strip(),
                witnesses=[name.strip() for name in delivery.witnesses],
                refused_because=delivery.refused_because.strip(),
                deliverer=delivery.deliverer.strip() or office.officer.name,
                tracking=delivery.tracking.strip(),
                through=delivery.through.strip(),
                consent=delivery.consent.strip(),
                days=delivery.days if delivery.way == "publication" else 0,
                recorded_at=office.now(),
            )
        )
        record_notice(office, session, row, Verb.DELIVERED, way=delivery.way)
        return notice_of(row, referral_number(session, row))


def came_back(office: Office, number: str, *, on: date | None = None) -> files.Notice:
    """Note that a paper came back signed, such as the proof of a delivery."""
    day = on or office.today()
    with office.write() as session:
        row = notice_row(office, session, number, Act.ISSUE)
        problems = []
        if row.voided:
            problems.append(Problem("{number} is void.", params={"number": row.number}))
        if row.back_on is not None:
            problems.append(
                Problem("{number} came back on {day}.", params={"number": row.number, "day": row.back_on})
            )
        if day > office.today():
            problems.append(Problem("The day on which it came back has not come yet.", "on"))
        if day < local_day(row.issued_at):
            problems.append(Problem("It cannot come back before it was issued.", "on"))
        if problems:
            raise Refused.because(problems)
        row.back_on = day
        record_notice(office, session, row, Verb.PAPER_BACK, back_on=day.isoformat())
        return notice_of(row, referral_number(session, row))


def not_back(office: Office) -> tuple[Away, ...]:
    """The papers that have not come back signed, of all that the officer may read, the oldest first."""
    with office.read() as session:
        return tuple(
            away
            for row, away in away_rows(session)
            if office.may(Act.READ, township=row.township, department=row.department)
        )


# --- steps ---------------------------------------------------------------------------------------


def away_rows(session: Session) -> Iterator[tuple[records.Notice, Away]]:
    """Papers not come back with their cases: proofs and records, and slips that travel on paper."""
    on_paper = (
        select(records.Referral.id)
        .where(
            records.Referral.case_id == records.Notice.case_id,
            records.Referral.department == records.Notice.department,
            records.Referral.travels == "paper",
            records.Referral.state.in_(OPEN_REFERRAL_STATES),
        )
        .exists()
    )
    rows = session.execute(
        select(records.Notice, records.Case.number, household_records.Person.name)
        .join(records.Case, records.Case.id == records.Notice.case_id)
        .join(household_records.Person, household_records.Person.id == records.Case.applicant_id)
        .where(
            records.Notice.back_on.is_(None),
            records.Notice.voided == "",
            records.Notice.kind.in_(HOLDS_ARCHIVE) | (records.Notice.kind.in_(ON_PAPER) & on_paper),
        )
        .order_by(records.Notice.issued_at, records.Notice.id)
        .options(defer(records.Notice.content))
    )
    for row, case, applicant in rows:
        yield row, Away(notice_of(row, referral_number(session, row)), case, applicant)


def _wrong_handing(office: Office, row: records.Notice, delivery: Handing) -> Iterator[Problem]:
    on = delivery.on or office.today()
    if delivery.way not in WAYS:
        yield Problem("There is no such way of delivery.", "way")
    if on > office.today():
        yield Problem("The day of the delivery has not come yet.", "on")
    if on < local_day(row.issued_at):
        yield Problem("It cannot be delivered before it was issued.", "on")
    if delivery.recipient.strip() not in ("", row.recipient) and not delivery.relation.strip():
        yield Problem("Say what the one who took it is to the addressee.", "relation")
    if delivery.way == "left" and len({name.strip() for name in delivery.witnesses} - {""}) < WITNESSES:
        yield Problem("What is left at the address needs {n} witnesses.", "witnesses", {"n": WITNESSES})
    if delivery.way == "left" and not delivery.refused_because.strip():
        yield Problem("Say why it was not taken.", "refused_because")
    if delivery.way == "mail" and not delivery.tracking.strip():
        yield Problem("Write the number of the mail, by which it can be followed.", "tracking")
    if delivery.way == "entrusted" and not delivery.through.strip():
        yield Problem("Say which body was entrusted with it.", "through")
    if delivery.way == "electronic" and not delivery.consent.strip():
        yield Problem("Say when and how the addressee agreed to electronic delivery.", "consent")
    if delivery.way == "publication" and delivery.days not in PUBLICATION_DAYS:
        yield Problem("A publication counts after 30 days, abroad after 60.", "days")
