"""转介: what a charity is told before the applicant agrees, once he has, and after he took it back."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import audit, dispatch, intake, notices, outward, referrals
from counter.services.office import Office
from counter.store import records
from tests.counter.grants import DIBAO

CHARITY = "charity.charity-aid"


@pytest.fixture
def asked(office: Office, family: Application) -> CaseFile:
    """A charity and a department are asked, and nothing was agreed."""
    return intake.accept(office, family, [Chosen(DIBAO), Chosen(CHARITY, 0, "家庭困难")])


def of_charity(file: CaseFile) -> str:
    return next(one.number for one in file.referrals if one.policy == CHARITY)


def snapshot(office: Office, number: str) -> str:
    return json.dumps(referrals.referral(office, number).snapshot, ensure_ascii=False)


def paper(office: Office, case: str, kind: str, **about: str) -> str:
    """All that an issued paper says."""
    issued = notices.issue(office, case, kind, **about)
    with office.read() as session:
        kept = session.scalars(select(records.Notice.content).filter_by(number=issued.number)).one()
    return json.dumps(kept, ensure_ascii=False)


def test_a_charity_is_told_nothing_before_it_is_agreed_and_the_dispatcher_is_told_so(
    office: Office, family: Application, asked: CaseFile
) -> None:
    name, number = family.applicant.name, of_charity(asked)
    told = [one.problem.text for one in dispatch.checks(office, asked.number) if one.referral == number]
    assert any("has not agreed" in text for text in told)
    assert name not in snapshot(office, number) and name not in referrals.referral(office, number).question
    sent = dispatch.send(office, asked.number)
    slip = paper(office, sent.number, "D09", department="charity")
    for private in (
        name[0] + "*",
        family.applicant.phone[:3] + "*",
        family.household.address,
        sent.query_code,
    ):
        assert private not in slip, private
    to_the_office = paper(office, sent.number, "D09", department="civil-affairs")
    assert name[0] + "*" in to_the_office and sent.query_code in to_the_office
    with pytest.raises(Refused, match="has not agreed"):
        notices.issue(office, sent.number, "D28", referral=number)


def test_consent_can_be_given_later_and_taken_back(
    office: Office, family: Application, asked: CaseFile
) -> None:
    number = of_charity(asked)
    agreed = outward.agree(office, asked.number)
    assert agreed.outward_on == office.today()
    assert family.applicant.name in snapshot(office, number)
    assert not [one for one in dispatch.checks(office, asked.number) if "agreed" in one.problem.text]
    dispatch.send(office, asked.number)
    said = paper(office, asked.number, "D28", referral=number)
    assert f"{office.today().day}日同意" in said and family.applicant.phone in said
    assert asked.query_code not in said and family.applicant.id_number not in said
    with pytest.raises(Refused, match="already"):
        outward.agree(office, asked.number)
    gone = outward.take_back(office, asked.number)
    assert gone.outward_on is None and family.applicant.name not in snapshot(office, number)
    assert [one.detail["agreed"] for one in audit.events(office) if one.verb is Verb.OUTWARD] == [False, True]
    with pytest.raises(Refused, match="no consent"):
        outward.take_back(office, asked.number)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_of_a_consent_is_one_of_the_case(office: Office, asked: CaseFile, days: int) -> None:
    day: date = office.today() + timedelta(days)
    with pytest.raises(Refused, match="between"):
        outward.agree(office, asked.number, on=day)
