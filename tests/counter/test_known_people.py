"""Who is known already: by number for certain, by likeness with reasons, and what they have or asked for."""

from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Application, IdType, Person
from counter.cases.casefile import CaseFile
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.services import decisions, duplicates, known, referrals
from counter.services.decisions import Answer
from counter.services.duplicates import Grade
from counter.services.office import Office
from tests.clock import Clock

GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=date(2026, 12, 1))


def test_a_known_number_opens_the_person_with_household_cases_and_chain(
    office: Office, accepted: CaseFile, family: Application
) -> None:
    person = known.known_person(office, "350221194508153026")
    assert person is not None
    assert (person.name, person.id_number, person.address) == (
        "林秀珠",
        "3502**********3026",
        "莲花镇云埔村1号",
    )
    assert [member.name for member in person.members] == ["陈水木", "林秀珠", "陈小宝"]
    assert [case.number for case in person.open_cases] == [accepted.number]
    assert person.last == family and person.statuses == ()
    assert [link.case for link in person.chain] == [accepted.number]


def test_someone_new_is_nobody(office: Office, accepted: CaseFile) -> None:
    assert known.known_person(office, "350212201001011236") is None
    assert known.known_person(office, "350221194508153026", IdType.PASSPORT) is None


LIKE = Person(name="陈水木", id_number="35021219720304001X", birth_date=date(1972, 3, 4), phone="13859990001")


@pytest.mark.parametrize(
    ("person", "grade", "reasons"),
    [
        (LIKE, Grade.SAME_NUMBER, ["The id number is the same."]),
        (
            replace(LIKE, id_number=""),
            Grade.SAME_PERSON,
            ["The name and the birth date are the same.", "The name and the phone are the same."],
        ),
        (
            replace(LIKE, id_number="", birth_date=None, phone="13859990001"),
            Grade.SAME_PERSON,
            ["The name and the phone are the same."],
        ),
        (
            replace(LIKE, name="王大有", id_number="35021219720340001X", birth_date=None, phone=""),
            Grade.NEAR,
            ["Two digits of the id number are swapped."],
        ),
        (
            replace(LIKE, name="王大有", id_number="35021219720304007X", phone=""),
            Grade.NEAR,
            ["{n} digits of the id number differ."],
        ),
        (
            replace(LIKE, name="陈水慕", id_number="", birth_date=date(1973, 1, 1), phone=""),
            Grade.NEAR,
            ["The name sounds the same ({other}) and the age fits."],
        ),
        (
            replace(LIKE, name="陈水本", id_number="", phone=""),
            Grade.NEAR,
            ["One character of the name differs ({other}); the birth date is the same."],
        ),
    ],
)
def test_likeness_is_graded_with_its_reasons(
    office: Office, accepted: CaseFile, person: Person, grade: Grade, reasons: list[str]
) -> None:
    (found,) = duplicates.possible_duplicates(office, person)
    assert (found.grade, [reason.text for reason in found.reasons]) == (grade, reasons)
    assert found.id_number == "3502**********001X" and found.phone == "138****0001"


@pytest.mark.parametrize(
    "stranger",
    [
        Person(),
        replace(LIKE, name="王大有", id_number="350212198001010015", birth_date=date(1980, 1, 1), phone=""),
        # The same name alone is common.
        replace(LIKE, id_number="", birth_date=date(1990, 1, 1), phone=""),
        # So is the same birthday.
        replace(LIKE, name="王大有", id_number="", phone=""),
    ],
)
def test_strangers_are_not_suspected(office: Office, accepted: CaseFile, stranger: Person) -> None:
    assert duplicates.possible_duplicates(office, stranger) == ()


def test_aid_that_is_still_open_is_told(office: Office, family: Application, accepted: CaseFile) -> None:
    told = known.double_aid(
        office, family, [Chosen("civil-affairs.dibao"), Chosen("education.student-loan", 2)]
    )
    assert [(one.policy, one.referral) for one in told] == [
        ("civil-affairs.dibao", accepted.referrals[0].number)
    ]


def test_aid_granted_counts_for_its_period_and_refused_aid_does_not(
    office: Office, family: Application, sent: CaseFile, clock: Clock
) -> None:
    granted, refused = (one.number for one in sent.referrals)
    for number in (granted, refused):
        referrals.sign(office, number)
    decisions.decide(office, granted, GRANT)
    decisions.decide(office, refused, Answer(Outcome.REFUSE, reason="不足龄", clause="第三十三条"))
    chosen = [Chosen("civil-affairs.dibao"), Chosen("civil-affairs.aged-allowance", 1)]
    (told,) = known.double_aid(office, family, chosen)
    assert (told.referral, told.amount_fen) == (granted, 62_000)
    clock.pass_by(days=800)
    assert known.double_aid(office, family, chosen) == ()


def test_aid_is_double_only_for_the_same_member(
    office: Office, family: Application, accepted: CaseFile
) -> None:
    (told,) = known.double_aid(office, family, [Chosen("civil-affairs.aged-allowance", 1)])
    assert (told.person, told.decided_on) == ("林秀珠", None)
    assert known.double_aid(office, family, [Chosen("civil-affairs.aged-allowance", 0)]) == ()


def test_nobody_known_has_nothing_twice(office: Office, family: Application) -> None:
    assert known.double_aid(office, family, [Chosen("civil-affairs.dibao")]) == ()
