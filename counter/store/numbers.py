"""The numbers that are given out: without a gap, never twice, with a character that catches a slip.

A number comes from a counter row in the transaction of its act, so an act that fails gives none away.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from counter.cases import paper_codes
from counter.store.office_records import Counter, Store
from counter.store.records import Case, Notice

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
QUERY_CODE_DIGITS = 8
CASE, NOTICE = "case ", "notice "


def next_of(session: Session, name: str) -> int:
    """The next number of a counter, beginning with 1."""
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    counting = insert(Counter).values(name=name, value=1)
    counting = counting.on_conflict_do_update(
        index_elements=[Counter.name], set_={"value": Counter.value + 1}
    )
    return session.scalars(counting.returning(Counter.value)).one()


def raise_to(session: Session, given: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Let no counter give again what another store has given.

    Returns the counters that were moved, each with its last number before and now.
    """
    own = {counter.name: counter for counter in session.scalars(select(Counter))}
    moved = {}
    for name, value in sorted(given.items()):
        counter = own.get(name)
        before = counter.value if counter else 0
        if value <= before:
            continue
        if counter is None:
            session.add(Counter(name=name, value=value))
        else:
            counter.value = value
        moved[name] = (before, value)
    return moved


def case_counter(place: str, day: str) -> str:
    """The counter of a place's cases of one day, as the day stands in their numbers."""
    return f"{CASE}{place} {day}"


def notice_counter(unit: str, kind: str, year: int) -> str:
    """The counter of a unit's papers of one kind and year."""
    return f"{NOTICE}{unit} {kind} {year}"


def case_number(session: Session, place: str, day: date) -> str:
    """受理编号: nine digits of the place, the day, a serial of that place and day, a check character."""
    serial = next_of(session, case_counter(place, f"{day:%Y%m%d}"))
    body = f"{place}-{day:%Y%m%d}-{serial:04d}"
    return f"{body}-{check_character(body)}"


def query_code(session: Session) -> str:
    """查询码: eight digits by chance, so that nobody can work one out from an id number or another code."""
    while True:
        code = f"{secrets.randbelow(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}d}"
        if session.scalar(select(func.count()).select_from(Case).where(Case.query_code == code)) == 0:
            return code


def paper_code(session: Session) -> str:
    """文书码: the code of a paper, by chance; no other paper of the office has it."""
    while True:
        code = paper_codes.code_of(secrets.randbelow(paper_codes.HOW_MANY))
        if session.scalar(select(Notice.id).where(Notice.code == code)) is None:
            return code


def paper_key(session: Session) -> bytes:
    """What seals the square codes of this office."""
    return session.scalars(select(Store.paper_key)).one()


def check_character(body: str) -> str:
    """ISO/IEC 7064, MOD 37,36, over the letters and digits of `body`."""
    check = 36
    for character in body:
        if character != "-":
            check = (check + ALPHABET.index(character)) % 36 or 36
            check = check * 2 % 37
    return ALPHABET[(37 - check) % 36]


def is_case_number(number: str) -> bool:
    """Whether the check character fits; false for what cannot be a case number at all."""
    body, _, check = number.rpartition("-")
    digits = body.replace("-", "")
    return bool(digits) and digits.isascii() and digits.isalnum() and check_character(body.upper()) == check
