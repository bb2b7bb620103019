"""Complaints: noted about a matter, owed until they were looked into, answered on paper in a name."""

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Application
from counter.cases.casefile import ReferralFile, Verb
from counter.cases.duties import DutyKind
from counter.errors import Refused
from counter.letters.objection_answers import ANSWERED, RECEIVED
from counter.services import audit, cases, complaints, duties, notices, printing
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.grants import grant

TEXT = "家里有人在外务工，没有申报。"


@pytest.fixture
def decided(office: Office, family: Application) -> ReferralFile:
    return grant(office, family)


def case_of(row: ReferralFile) -> str:
    return row.number.rpartition("-")[0]


def papers(office: Office, row: ReferralFile) -> list[tuple[str, str]]:
    """What D32 is called for, and whether it has its number."""
    wanted = notices.wanted(office, case_of(row))
    return [(one.about, one.issued) for one in wanted if one.kind == "D32"]


def test_a_complaint_is_owed_until_it_is_looked_into_and_its_maker_is_told_twice(
    office: Office, decided: ReferralFile, clock: Clock
) -> None:
    row = complaints.receive(office, decided.number, by="李某", contact="13800000009", text=TEXT)
    told = row.complaints[0]
    about = f"complaint:{told.id}"
    assert [one.what for one in duties.duties(office) if one.kind is DutyKind.OBJECTION] == [TEXT]
    receipt = notices.issue(office, case_of(row), "D32", about=about)
    assert (receipt.title, receipt.recipient) == (RECEIVED, "李某")
    assert papers(office, row) == [(about, receipt.number)]
    clock.go_to(date(2026, 11, 27))
    found = complaints.answer(office, told.id, result="该成员已如实申报，收入已计入。")
    assert found.complaints[0].answered_on == date(2026, 11, 27)
    assert not [one for one in duties.duties(office) if one.kind is DutyKind.OBJECTION]
    assert papers(office, row) == [(about, "")]
    answer = notices.issue(office, case_of(row), "D32", about=about)
    assert answer.title == ANSWERED and papers(office, row) == [(about, answer.number)]
    assert printing.draw(office, answer.number).startswith(b"%PDF")
    verbs = [one.verb for one in audit.events(office, case=case_of(row))]
    assert verbs.count(Verb.COMPLAINED) == verbs.count(Verb.COMPLAINT_ANSWERED) == 1


def test_the_record_of_acts_names_neither_who_complained_nor_what_was_said(
    office: Office, decided: ReferralFile
) -> None:
    complaints.receive(office, decided.number, by="李某", text=TEXT)
    told = str(audit.events(office, case=case_of(decided))[0].detail)
    assert "李某" not in told and TEXT not in told


def test_a_nameless_complaint_is_owed_all_the_same_and_has_no_paper(
    office: Office, decided: ReferralFile
) -> None:
    row = complaints.receive(office, decided.number, by="匿名", text=TEXT)
    assert len([one for one in duties.duties(office) if one.kind is DutyKind.OBJECTION]) == 1
    assert papers(office, row) == []
    with pytest.raises(Refused, match="bears no name"):
        notices.issue(office, case_of(row), "D32", about=f"complaint:{row.complaints[0].id}")


def test_what_is_missing_or_done_already_is_refused(office: Office, decided: ReferralFile) -> None:
    for by, text in (("", TEXT), ("李某", " ")):
        with pytest.raises(Refused):
            complaints.receive(office, decided.number, by=by, text=text)
    told = complaints.receive(office, decided.number, by="李某", text=TEXT).complaints[0]
    with pytest.raises(Refused, match="found"):
        complaints.answer(office, told.id, result="")
    complaints.answer(office, told.id, result="不属实。")
    with pytest.raises(Refused, match="already"):
        complaints.answer(office, told.id, result="再查。")
    with pytest.raises(Refused, match="no complaint"):
        complaints.answer(office, 99, result="不属实。")


def test_only_who_works_on_the_matter_takes_it_down(office: Office, decided: ReferralFile) -> None:
    auditor = office.with_officer(Officer(9, "a", "审计", (Role.AUDIT,)))
    with pytest.raises(Refused):
        complaints.receive(auditor, decided.number, by="李某", text=TEXT)
    assert replace(cases.case(office, case_of(decided)).referrals[0]).complaints == ()
