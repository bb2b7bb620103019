"""Every granting decision makes a benefit; a correction replaces it; nothing is taken away on the way."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from counter.cases.application import Application, Household, Person
from counter.cases.benefits import runs
from counter.cases.casefile import CaseFile
from counter.cases.months import first_of_next_month, last_day, months_after
from counter.cases.reviewing import next_review, review_class
from counter.cases.workflow import Outcome, ReferralState
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import Renewal
from counter.errors import Refused
from counter.services import benefits, decisions, identities, referrals
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from counter.store import records
from tests.clock import Clock
from tests.counter.grants import AGED, DIBAO, FROM, GRANT, RIGID, STATUS, grant, granted, hand_over_letter

REFUSE = Answer(Outcome.REFUSE, reason="不符合条件。", clause="《社会救助法》第四十八条")
CLASSES = {"A类": 12, "B类": 12, "C类": 6}


def test_a_grant_makes_a_running_benefit_of_the_household(office: Office, family: Application) -> None:
    benefit = granted(office, family)
    assert (benefit.policy, benefit.holder, benefit.person_id) == (DIBAO, "陈水木", None)
    assert (benefit.amount_fen, benefit.amount_unit, benefit.starts) == (62_000, "元/月", FROM)
    assert benefit.ended_on is None and benefit.decided_on == office.today()
    assert benefit.decision == f"{benefit.referral}-1"


def test_a_partial_grant_makes_one_too_and_a_refusal_none(office: Office, family: Application) -> None:
    partly = replace(GRANT, outcome=Outcome.PARTLY, reason="一人不符合。", clause="第十九条")
    assert granted(office, family, DIBAO, partly).amount_fen == 62_000
    grant(office, family, AGED, REFUSE, member=1)
    assert [one.policy for one in benefits.running(office)] == [DIBAO]


def test_an_answer_on_paper_makes_one_too(office: Office, sent: CaseFile) -> None:
    answer = replace(GRANT, decided_by="区民政局", document_number="9号", decided_on=office.today())
    decisions.record_paper_reply(office, sent.referrals[0].number, answer)
    assert [one.policy for one in benefits.running(office)] == [DIBAO]


def test_a_members_benefit_is_that_members(office: Office, family: Application) -> None:
    benefit = granted(office, family, AGED, replace(GRANT, amount_fen=10_000), member=1)
    assert benefit.holder == "林秀珠" and benefit.person_id is not None


def test_aid_given_once_ends_at_once_and_is_never_reviewed(office: Office, family: Application) -> None:
    once = Answer(Outcome.GRANT, amount_fen=300_000, amount_unit="元")
    referral = grant(office, family, "civil-affairs.temp-expense", once)
    assert benefits.running(office) == ()
    given = benefits.benefit(office, 1)
    assert given.referral == referral.number and given.ended_on == office.today()
    assert given.review_due is None


def test_what_ends_by_its_own_decision_runs_until_that_day(
    office: Office, family: Application, clock: Clock
) -> None:
    granted(office, family, DIBAO, replace(GRANT, ends=date(2027, 5, 31)))
    clock.go_to(date(2027, 5, 31))
    assert len(benefits.running(office)) == 1
    clock.go_to(date(2027, 6, 1))
    assert benefits.running(office) == ()


def test_what_the_law_gives_for_some_months_ends_by_itself_unless_decided_otherwise(
    office: Office, family: Application, clock: Clock
) -> None:
    apply = "healthcare-security.medical-aid-apply"
    own = granted(office, family, apply, replace(GRANT, amount_unit="次"))
    assert own.ends == date(2027, 11, 30), "one application counts for twelve months"
    other = granted(office, family, RIGID, replace(STATUS, ends=date(2027, 5, 31)))
    assert other.ends == date(2027, 5, 31)
    held = {one.category: one.ends for one in identities.of_household(office, own.household_id)}
    assert held["因病致贫重病患者"] == own.ends and held["刚性支出困难"] == date(2027, 5, 31)


def test_a_correction_before_the_letter_came_replaces_it(office: Office, family: Application) -> None:
    first = granted(office, family)
    decisions.correct(office, first.referral, replace(GRANT, amount_fen=60_000), because="金额录错")
    (now,) = benefits.running(office)
    assert (now.amount_fen, now.decision) == (60_000, f"{first.referral}-2")
    assert benefits.benefit(office, first.id).ended_on == office.today()


def test_a_refusing_correction_ends_it_before_the_letter_came(office: Office, family: Application) -> None:
    first = granted(office, family)
    decisions.correct(office, first.referral, REFUSE, because="录错结果")
    assert benefits.running(office) == ()


@pytest.mark.parametrize(
    "less",
    [
        REFUSE,
        replace(GRANT, amount_fen=61_999),
        replace(GRANT, amount_unit="元/年"),
        replace(GRANT, ends=date(2027, 3, 31)),
        replace(GRANT, starts=date(2027, 1, 1)),
    ],
)
def test_once_the_letter_was_delivered_no_correction_takes_anything_away(
    office: Office, family: Application, less: Answer
) -> None:
    referral = grant(office, family)
    hand_over_letter(office, referral)
    with pytest.raises(Refused, match="Less can only be given by a change"):
        decisions.correct(office, referral.number, less, because="重新核定")
    (still,) = benefits.running(office)
    assert (still.amount_fen, still.decision) == (62_000, f"{referral.number}-1")


def test_more_can_still_be_given_by_a_correction_afterwards(office: Office, family: Application) -> None:
    referral = grant(office, family)
    hand_over_letter(office, referral)
    decisions.correct(office, referral.number, replace(GRANT, amount_fen=65_000), because="漏算一人")
    (now,) = benefits.running(office)
    assert now.amount_fen == 65_000


def test_a_slip_in_an_answer_on_paper_is_mended_on_the_same_day_only(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    number = sent.referrals[0].number
    answer = replace(GRANT, decided_by="区民政局", document_number="9号", decided_on=office.today())
    decisions.record_paper_reply(office, number, answer)
    decisions.correct(office, number, replace(answer, amount_fen=26_000), because="看错一位")
    clock.pass_by(days=1)
    with pytest.raises(Refused, match="Less can only be given by a change"):
        decisions.correct(office, number, replace(answer, amount_fen=20_000), because="再改")


def test_a_second_grant_of_what_runs_takes_its_place_and_is_never_less(
    office: Office, family: Application, clock: Clock
) -> None:
    first = granted(office, family)
    clock.go_to(date(2027, 3, 1))
    later = replace(GRANT, starts=date(2027, 4, 1), amount_fen=70_000)
    with pytest.raises(Refused, match="is given already"):
        grant(office, family, DIBAO, replace(later, amount_fen=50_000))
    grant(office, family, DIBAO, later)
    assert benefits.benefit(office, first.id).ended_on == date(2027, 4, 1)
    clock.go_to(date(2027, 4, 1))
    (now,) = benefits.running(office)
    assert now.amount_fen == 70_000


def test_a_department_sees_its_own_benefits_and_nobody_elses(office: Office, family: Application) -> None:
    granted(office, family)
    civil = Officer(7, "li", "李", (Role.LIAISON,), department="civil-affairs")
    school = Officer(8, "wu", "吴", (Role.LIAISON,), department="education")
    assert len(benefits.running(office.with_officer(civil))) == 1
    assert benefits.running(office.with_officer(school)) == ()
    assert benefits.running(office, department="education") == ()


# --- classes and days of review --------------------------------------------------------------------


def one(**facts: Any) -> Application:
    person = Person(name="某", birth_date=date(1980, 5, 5), facts=facts)
    return Application(on=date(2026, 11, 24), people=(person,), household=Household())


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "C类"),
        ({"employment_status": "灵活就业"}, "C类"),
        ({"employment_status": "在职"}, "B类"),
        ({"employment_status": "灵活就业", "disability_grade": 1}, "A类"),
        ({"major_illness": True}, "A类"),
        ({"has_labor_capacity": False}, "A类"),
        ({"has_labor_capacity": True, "major_illness": True}, "C类"),
        ({"employment_status": "在读"}, "A类"),
    ],
)
def test_unsteady_income_with_someone_able_to_work_is_reviewed_half_yearly(
    facts: dict[str, Any], expected: str
) -> None:
    assert review_class(Renewal("", None, CLASSES), one(**facts)) == expected


def test_without_classes_there_is_none(family: Application) -> None:
    assert review_class(Renewal("每年", 12), family) == ""


@pytest.mark.parametrize(
    ("renewal", "of_class", "ends", "expected"),
    [
        (Renewal("", 12), "", None, date(2027, 11, 24)),
        (Renewal("", None, CLASSES), "C类", None, date(2027, 5, 24)),
        # A class that the list no longer knows is looked at as often as the strictest one.
        (Renewal("", None, CLASSES), "D类", None, date(2027, 5, 24)),
        (Renewal("一次性"), "", None, None),
        (Renewal("", 12), "", date(2027, 11, 24), None),
        (Renewal("", 12), "", date(2027, 11, 25), date(2027, 11, 24)),
    ],
)
def test_the_next_review_follows_the_policy_unless_it_ends_before(
    renewal: Renewal, of_class: str, ends: date | None, expected: date | None
) -> None:
    assert next_review(renewal, of_class, date(2026, 11, 24), ends) == expected


def test_the_ill_family_is_reviewed_yearly_and_an_unsteady_one_half_yearly(
    office: Office, family: Application
) -> None:
    assert granted(office, family).review_due == date(2027, 11, 24)
    ill, *rest = family.people
    well = replace(
        ill, id_number="350212198406152817", birth_date=date(1984, 6, 15), facts={"deceased": False}
    )
    others = tuple(replace(person, id_number="", birth_date=person.birth_date) for person in rest[1:])
    benefit = granted(office, replace(family, people=(well, *others)))
    assert benefit.review_class.startswith("C类") and benefit.review_due == date(2027, 5, 24)


def test_months_end_on_the_last_day_of_a_shorter_one() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert last_day(date(2026, 12, 1), 12) == date(2027, 11, 30)
    assert first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)


def test_every_policy_says_whether_it_runs(catalogue: Catalogue) -> None:
    running = {policy.code for policy in catalogue.policies if runs(policy)}
    assert {DIBAO, "civil-affairs.rigid-expense", "power-supply.free-electricity"} <= running
    assert not running & {
        "civil-affairs.temp-emergency",
        "justice.legal-aid",
        "construction.rural-dangerous-house",
    }


def test_a_status_alone_runs_as_well(office: Office, family: Application) -> None:
    benefit = granted(office, family, "civil-affairs.dibao-edge", STATUS)
    assert benefit.amount_fen is None and benefit.review_due == date(2027, 11, 24)


def test_a_referral_that_was_only_signed_for_gives_nothing(office: Office, sent: CaseFile) -> None:
    referrals.sign(office, sent.referrals[0].number)
    assert benefits.running(office) == ()


def test_what_was_decided_before_benefits_were_kept_is_made_once(office: Office, sent: CaseFile) -> None:
    with office.write() as session:
        row = session.query(records.Referral).filter_by(policy=DIBAO).one()
        row.state = ReferralState.DECIDED
        for count, (replaces, fen) in enumerate((("", 50_000), (f"{row.number}-1", 62_000)), start=1):
            session.add(
                records.Decision(
                    number=f"{row.number}-{count}",
                    referral_id=row.id,
                    case_id=row.case_id,
                    household_id=row.household_id,
                    township=row.township,
                    department=row.department,
                    policy=row.policy,
                    subject=row.subject,
                    grants=["低保"],
                    outcome=Outcome.GRANT,
                    amount_fen=fen,
                    amount_unit="元/月",
                    decided_on=office.today(),
                    decided_by="区民政局",
                    replaces=replaces,
                    recorded_at=office.now(),
                    recorded_by="窗口",
                )
            )
    with office.write() as session:
        assert benefits.catch_up(office, session) == 1
        assert benefits.catch_up(office, session) == 0
    assert [one.amount_fen for one in benefits.running(office)] == [62_000]
    (status,) = identities.of_household(office, sent.household_id, office.today())
    assert status.category == "低保"
