"""How issued papers reach their addressees (送达)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from counter.cases import casefile as files
from counter.cases.casefile import Verb
from counter.errors import Problem, Refused
from counter.services.casefiles import notice_of
from counter.services.notice_rows import notice_row, record_notice, referral_number
from counter.services.office import Act, Office
from counter.store import records
from counter.text import local_day

WAYS = ("direct", "left", "mail", "entrusted", "electronic", "publication")
WITNESSES = 2
"""民事诉讼法 art. 89, by analogy: what is left at the address is left before two witnesses."""


@dataclass(frozen=True, slots=True)
class Handing:
    """How a paper was handed over: `way` is one of `WAYS`; who took it when it was not the addressee."""

    way: str
    on: date | None = None
    recipient: str = ""
    relation: str = ""
    witnesses: tuple[str, ...] = ()
    refused_because: str = ""
    deliverer: str = ""


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
                recorded_at=office.now(),
            )
        )
        record_notice(office, session, row, Verb.DELIVERED, way=delivery.way)
        return notice_of(row, referral_number(session, row))


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
    if delivery.way == "left" and len([name for name in delivery.witnesses if name.strip()]) < WITNESSES:
        yield Problem("What is left at the address needs {n} witnesses.", "witnesses", {"n": WITNESSES})
    if delivery.way == "left" and not delivery.refused_because.strip():
        yield Problem("Say why it was not taken.", "refused_because")
