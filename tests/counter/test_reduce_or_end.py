"""Nobody is given less unheard: told, heard, decided, never backwards (社会救助法 art. 47, 48)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from counter.cases.application import Application, Household, Person
from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import Verb
from counter.cases.hearing import HEARING_DAYS, effective_from, heard_until
from counter.cases.months import first_of_next_month
from counter.cases.workflow import Outcome
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.services import (
    benefits,
    cases,
    chains,
    changes,
    deaths,
    decisions,
    district,
    drafts,
    identities,
    known,
    reviews,
)
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from tests.clock import Clock
from tests.counter.grants import AGED, DIBAO, EDGE, GRANT, STATUS, grant, granted, hand_over_letter, tell

FACTS = "长子2027年1月起在同安工业区就业，月收入4200元，家庭人均收入超过标准。"
FUNERAL = "civil-affairs.funeral-relief"
CLAUSE = "《社会救助法》第四十七条"
FROM = date(2027, 2, 1)
HEARD = {"whom": "陈水木", "by": ["林晓", "黄慧"], "opinion": "没有意见。", "adopted": "无需采纳。"}


@pytest.fixture
def dibao(office: Office, family: Application, clock: Clock) -> Benefit:
    """低保 granted and known to the family since November; now it is 4 January 2027, a Monday."""
    referral = grant(office, family)
    hand_over_letter(office, referral)
    clock.go_to(date(2027, 1, 4))
    (benefit,) = benefits.running(office)
    return benefit


def end(office: Office, benefit: Benefit, **changes_: Any) -> Change:
    said = {"kind": ChangeKind.END, "facts": FACTS, "clause": CLAUSE, "planned_from": FROM}
    return changes.propose(office, benefit.id, **(said | changes_))


def reduce(office: Office, benefit: Benefit, fen: int = 40_000, **changes_: Any) -> Change:
    return end(office, benefit, kind=ChangeKind.REDUCE, planned_fen=fen, **changes_)


def verbs(office: Office, benefit: Benefit) -> list[Verb]:
    return [event.verb for event in cases.case(office, benefit.case).events]


# --- the plan --------------------------------------------------------------------------------------


def test_a_plan_needs_its_facts_and_its_clause(office: Office, dibao: Benefit) -> None:
    with pytest.raises(Refused) as refused:
        end(office, dibao, facts=" ", clause="")
    assert [problem.field for problem in refused.value.problems] == ["facts", "clause"]
    assert changes.changes(office) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"planned_from": date(2027, 1, 4)}, "planned_from"),
        ({"planned_from": date(2026, 12, 1)}, "planned_from"),
        ({"hear_until": date(2027, 1, 4)}, "hear_until"),
        ({"planned_fen": 100}, "planned_fen"),
        ({"kind": ChangeKind.REDUCE}, "planned_fen"),
        ({"kind": ChangeKind.REDUCE, "planned_fen": 62_000}, "planned_fen"),
        ({"kind": ChangeKind.REDUCE, "planned_fen": 0}, "planned_fen"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    office: Office, dibao: Benefit, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        end(office, dibao, **wrong)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_status_without_an_amount_can_only_end(office: Office, family: Application) -> None:
    edge = granted(office, family, EDGE, STATUS)
    with pytest.raises(Refused, match="can only end"):
        reduce(office, edge)


def test_there_is_one_plan_at_a_time_until_it_is_given_up(office: Office, dibao: Benefit) -> None:
    first = end(office, dibao)
    with pytest.raises(Refused, match="planned already"):
        reduce(office, dibao)
    with pytest.raises(Refused, match="Say why"):
        changes.drop(office, first.id, because="")
    assert changes.drop(office, first.id, because="收入核对有误").dropped_because == "收入核对有误"
    reduce(office, dibao)
    assert [one.id for one in changes.changes(office, open_only=True)] == [2]


def test_what_has_ended_cannot_be_changed(office: Office, family: Application, clock: Clock) -> None:
    ending = granted(office, family, DIBAO, replace(GRANT, ends=date(2026, 12, 31)))
    clock.go_to(date(2027, 1, 4))
    with pytest.raises(Refused, match="has ended"):
        end(office, ending)


# --- told, then heard ------------------------------------------------------------------------------


def test_nothing_is_decided_before_the_household_was_told(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(office, plan.id)
    with pytest.raises(Refused, match="not been told"):
        changes.hear(office, plan.id, **HEARD)
    assert benefits.running(office) == (dibao,)


def test_a_void_notice_has_told_nobody(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    tell(office, plan.id, voided="打印有误")
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(office, plan.id)


def test_the_notice_of_another_plan_has_told_nothing_of_this_one(
    office: Office, dibao: Benefit, family: Application
) -> None:
    plan = end(office, dibao)
    other = end(office, granted(office, family, AGED, replace(GRANT, amount_fen=10_000), member=1))
    tell(office, other.id)
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(office, plan.id)


def test_who_was_told_and_says_nothing_is_waited_for_five_working_days(
    office: Office, dibao: Benefit, clock: Clock
) -> None:
    plan = end(office, dibao)
    tell(office, plan.id)
    assert changes.change(office, plan.id).hear_until == date(2027, 1, 11)
    for day in (date(2027, 1, 8), date(2027, 1, 11)):
        clock.go_to(day)
        with pytest.raises(Refused, match="can be heard until"):
            changes.decide_change(office, plan.id)
    clock.go_to(date(2027, 1, 12))
    assert changes.decide_change(office, plan.id).decided_on == date(2027, 1, 12)


def test_a_longer_time_that_was_promised_is_kept_and_a_shorter_one_is_not(
    office: Office, dibao: Benefit
) -> None:
    long = end(office, dibao, hear_until=date(2027, 1, 20))
    tell(office, long.id)
    assert changes.change(office, long.id).hear_until == date(2027, 1, 20)
    changes.drop(office, long.id, because="重来")
    short = end(office, dibao, hear_until=date(2027, 1, 5))
    tell(office, short.id)
    assert changes.change(office, short.id).hear_until == date(2027, 1, 11)


def test_the_time_to_be_heard_jumps_over_the_holiday(catalogue: Catalogue) -> None:
    before_national_day = date(2026, 9, 29)
    assert heard_until(before_national_day, None, catalogue.calendar) == date(2026, 10, 12)
    # A district cannot promise less than the law's own practice.
    assert heard_until(date(2026, 11, 24), None, catalogue.calendar, 1) == date(2026, 12, 1)
    assert HEARING_DAYS == 5


def test_who_was_heard_need_not_be_waited_for(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    tell(office, plan.id)
    heard = changes.hear(office, plan.id, **HEARD)
    assert (heard.heard_on, heard.heard_by, heard.opinion) == (
        date(2027, 1, 4),
        ("林晓", "黄慧"),
        "没有意见。",
    )
    assert changes.decide_change(office, plan.id).decided_on == date(2027, 1, 4)


def test_an_opinion_is_whole_and_of_a_day_that_can_be(office: Office, dibao: Benefit, clock: Clock) -> None:
    plan = end(office, dibao)
    clock.go_to(date(2027, 1, 6))
    tell(office, plan.id)
    with pytest.raises(Refused) as refused:
        changes.hear(office, plan.id, whom="", by=[" "], opinion="", adopted="", on=date(2027, 1, 5))
    assert [one.field for one in refused.value.problems] == ["whom", "by", "opinion", "adopted", "on"]
    with pytest.raises(Refused, match="not come yet"):
        changes.hear(office, plan.id, **HEARD, on=date(2027, 1, 7))


def test_who_comes_back_with_more_is_heard_again_and_nothing_is_lost(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    tell(office, plan.id)
    changes.hear(office, plan.id, **HEARD)
    more = changes.hear(office, plan.id, **(HEARD | {"opinion": "补充：长子已离职。"}))
    assert more.opinion == "没有意见。\n补充：长子已离职。"


# --- decided ---------------------------------------------------------------------------------------


def told_and_heard(office: Office, plan: Change) -> None:
    tell(office, plan.id)
    changes.hear(office, plan.id, **HEARD)


def test_it_ends_from_the_planned_day_on_and_its_status_with_it(
    office: Office, dibao: Benefit, clock: Clock
) -> None:
    plan = end(office, dibao)
    told_and_heard(office, plan)
    decided = changes.decide_change(office, plan.id)
    assert decided.effective_from == FROM
    clock.go_to(date(2027, 1, 31))
    assert [one.id for one in benefits.running(office)] == [dibao.id]
    assert identities.of_household(office, dibao.household_id, office.today()) != ()
    clock.go_to(FROM)
    assert benefits.running(office) == ()
    assert identities.of_household(office, dibao.household_id, office.today()) == ()
    assert verbs(office, dibao)[-5:] == [
        Verb.CHANGE_PROPOSED,
        Verb.ISSUED,
        Verb.DELIVERED,
        Verb.HEARD,
        Verb.CHANGE_DECIDED,
    ]


def test_it_is_less_from_the_planned_day_on_and_the_status_stays(
    office: Office, dibao: Benefit, clock: Clock
) -> None:
    plan = reduce(office, dibao)
    told_and_heard(office, plan)
    changes.decide_change(office, plan.id)
    (before,) = benefits.running(office)
    clock.go_to(FROM)
    (after,) = benefits.running(office)
    assert (before.amount_fen, after.amount_fen) == (62_000, 40_000)
    assert [one.category for one in identities.of_household(office, dibao.household_id, FROM)] == ["低保"]


def test_it_never_works_backwards(office: Office, dibao: Benefit, clock: Clock) -> None:
    plan = end(office, dibao)
    told_and_heard(office, plan)
    clock.go_to(date(2027, 2, 10))
    assert changes.decide_change(office, plan.id).effective_from == date(2027, 3, 1)
    assert benefits.benefit(office, dibao.id).ended_on == date(2027, 3, 1)
    assert effective_from(FROM, FROM) == first_of_next_month(FROM)


def test_what_was_decided_or_given_up_is_not_touched_again(office: Office, dibao: Benefit) -> None:
    plan = reduce(office, dibao)
    told_and_heard(office, plan)
    changes.decide_change(office, plan.id)
    for again in (
        lambda: changes.decide_change(office, plan.id),
        lambda: changes.hear(office, plan.id, **HEARD),
        lambda: changes.drop(office, plan.id, because="反悔"),
    ):
        with pytest.raises(Refused, match="was decided on"):
            again()


def test_after_finding_work_it_ends_gradually_within_six_months(
    office: Office, dibao: Benefit, clock: Clock
) -> None:
    plan = end(office, dibao)
    told_and_heard(office, plan)
    for wrong in (date(2027, 8, 1), date(2027, 1, 31)):
        with pytest.raises(Refused, match="gradual end"):
            changes.decide_change(office, plan.id, fading_until=wrong)
    changes.decide_change(office, plan.id, fading_until=date(2027, 7, 31))
    clock.go_to(date(2027, 7, 31))
    (fading,) = benefits.running(office)
    assert fading.fading_until == date(2027, 7, 31) and fading.amount_fen == 62_000
    clock.go_to(date(2027, 8, 1))
    assert benefits.running(office) == ()


def test_a_reduction_does_not_fade(office: Office, dibao: Benefit) -> None:
    plan = reduce(office, dibao)
    told_and_heard(office, plan)
    with pytest.raises(Refused, match="Only what ends"):
        changes.decide_change(office, plan.id, fading_until=date(2027, 3, 1))


def test_the_window_proposes_and_hears_but_the_department_decides(office: Office, dibao: Benefit) -> None:
    clerk = office.with_officer(Officer(3, "lin", "林晓", (Role.CLERK,), township=dibao.township))
    other = office.with_officer(Officer(4, "wu", "吴", (Role.HEAD,), department="education"))
    head = office.with_officer(Officer(5, "he", "何", (Role.HEAD,), department="civil-affairs"))
    plan = end(clerk, dibao)
    tell(office, plan.id)
    changes.hear(clerk, plan.id, **HEARD)
    for stranger in (clerk, other):
        with pytest.raises(Refused, match="may not"):
            changes.decide_change(stranger, plan.id)
    with pytest.raises(Refused, match="may not"):
        changes.drop(other, plan.id, because="无关")
    assert changes.decide_change(head, plan.id).decided_by == "何"


def test_a_correction_that_gives_more_makes_an_open_plan_pointless(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    more = replace(GRANT, amount_fen=70_000)
    decisions.correct(office, dibao.referral, more, because="漏算一人")
    assert changes.change(office, plan.id).dropped_because
    assert [one.amount_fen for one in benefits.running(office)] == [70_000]


# --- a death ---------------------------------------------------------------------------------------


def member(office: Office, benefit: Benefit, index: int) -> int:
    return identities.people_of_case(office, benefit.case)[index].person_id


def test_what_was_the_dead_person_s_own_ends_the_month_after_unheard(
    office: Office, family: Application, clock: Clock
) -> None:
    own = granted(office, family, AGED, replace(GRANT, amount_fen=10_000), member=1)
    clock.go_to(date(2027, 1, 20))
    death = deaths.report_death(
        office, member(office, own, 1), died_on=date(2027, 1, 18), source="死亡医学证明"
    )
    assert benefits.benefit(office, own.id).ended_on == date(2027, 2, 1)
    assert death.settled_on == date(2027, 1, 20) and deaths.deaths(office) == ()
    assert identities.of_household(office, own.household_id, date(2027, 1, 19)) == ()


def test_what_the_household_is_given_is_put_right_within_three_months_and_the_rest_is_heard(
    office: Office, dibao: Benefit, clock: Clock
) -> None:
    death = deaths.report_death(office, member(office, dibao, 1), died_on=date(2027, 1, 2))
    assert (death.due, death.settled_on, [one.id for one in death.open]) == (
        date(2027, 4, 2),
        None,
        [dibao.id],
    )
    plan = reduce(office, dibao, facts="成员死亡，保障人口减为二人。")
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(office, plan.id)
    told_and_heard(office, plan)
    changes.decide_change(office, plan.id)
    assert deaths.deaths(office) == ()
    (settled,) = deaths.deaths(office, open_only=False)
    assert settled.settled_on == date(2027, 1, 4)


def test_a_review_that_finds_nothing_to_change_settles_it_too(office: Office, dibao: Benefit) -> None:
    deaths.report_death(office, member(office, dibao, 1), died_on=date(2027, 1, 2))
    reviews.reviewed(office, dibao.id, unchanged=True, note="不影响保障")
    assert deaths.deaths(office) == ()


def test_where_nobody_remains_there_is_nobody_to_be_heard(
    office: Office, family: Application, clock: Clock
) -> None:
    alone = replace(family, people=family.people[:1])
    benefit = granted(office, alone)
    clock.go_to(date(2027, 1, 4))
    death = deaths.report_death(office, member(office, benefit, 0), died_on=date(2027, 1, 2))
    assert death.settled_on is not None
    assert benefits.benefit(office, benefit.id).ended_on == date(2027, 2, 1)


def test_a_death_is_reported_once_and_on_a_day_that_can_be(office: Office, dibao: Benefit) -> None:
    person = member(office, dibao, 1)
    for impossible in (date(2027, 1, 5), date(1945, 8, 14)):
        with pytest.raises(Refused) as refused:
            deaths.report_death(office, person, died_on=impossible)
        assert [one.field for one in refused.value.problems] == ["died_on"]
    deaths.report_death(office, person, died_on=date(2027, 1, 2))
    with pytest.raises(Refused, match="reported already"):
        deaths.report_death(office, person, died_on=date(2027, 1, 2))


def test_who_has_died_is_no_member_any_more_but_stays_known(
    office: Office, dibao: Benefit, family: Application
) -> None:
    deaths.report_death(office, member(office, dibao, 1), died_on=date(2027, 1, 2))
    person = known.known_person(office, family.applicant.id_number)
    assert person is not None
    assert [one.name for one in person.members] == ["陈水木", "陈小宝"]
    assert identities.people_of_case(office, dibao.case)[1].died_on == date(2027, 1, 2)


def test_somebody_elses_death_ends_nothing(office: Office, dibao: Benefit, family: Application) -> None:
    stranger = Person(name="周某", id_number="350212198406152817", birth_date=date(1984, 6, 15), facts={})
    home = replace(family, people=(stranger,), household=Household("别处", family.household.facts))
    other = granted(office, home, DIBAO, replace(GRANT, starts=date(2027, 2, 1)))
    deaths.report_death(office, member(office, other, 0), died_on=date(2027, 1, 3))
    assert benefits.running(office, household_id=dibao.household_id) == (dibao,)


# --- a death that was none -------------------------------------------------------------------------


def test_a_death_reported_by_mistake_is_taken_back_with_all_that_it_ended(
    office: Office, family: Application, clock: Clock
) -> None:
    own = granted(office, family, AGED, replace(GRANT, amount_fen=10_000), member=1)
    clock.go_to(date(2027, 1, 4))
    plan, person = end(office, own), member(office, own, 1)
    before = (benefits.benefit(office, own.id), identities.of_household(office, own.household_id))
    deaths.report_death(office, person, died_on=date(2027, 1, 2))
    assert benefits.benefit(office, own.id).ended_on and changes.change(office, plan.id).dropped_because
    with pytest.raises(Refused, match="Say by what"):
        deaths.withdraw_death(office, person, because=" ")
    taken_back = deaths.withdraw_death(office, person, because="同名误报，本人到窗口")
    assert (taken_back.withdrawn_on, taken_back.open) == (date(2027, 1, 4), ())
    assert (benefits.benefit(office, own.id), identities.of_household(office, own.household_id)) == before
    assert changes.change(office, plan.id).is_open
    assert identities.people_of_case(office, own.case)[1].died_on is None
    home = known.known_person(office, family.applicant.id_number)
    assert home is not None and len(home.members) == 3
    assert verbs(office, own)[-2:] == [Verb.DEATH_REPORTED, Verb.DEATH_WITHDRAWN]
    with pytest.raises(Refused, match="No death"):
        deaths.withdraw_death(office, person, because="再撤")
    # Who lives can die, later.
    assert deaths.report_death(office, person, died_on=date(2027, 1, 3)).withdrawn_on is None
    assert [bool(one.withdrawn_on) for one in deaths.deaths(office, open_only=False)] == [True, False]


def test_its_three_months_and_the_intakes_prepared_without_the_person_are_gone(
    office: Office, dibao: Benefit
) -> None:
    kept = drafts.save_draft(office, None, {"request": "别的事"})
    person = member(office, dibao, 1)
    deaths.report_death(office, person, died_on=date(2027, 1, 2))
    reviews.open_case(office, dibao.id)
    deaths.withdraw_death(office, person, because="误报")
    assert deaths.deaths(office) == () and reviews.due(office) == ()
    assert [one.id for one in drafts.drafts(office)] == [kept]


def test_what_was_decided_on_a_death_is_put_right_before_it_is_taken_back(
    office: Office, dibao: Benefit, family: Application
) -> None:
    person = member(office, dibao, 1)
    deaths.report_death(office, person, died_on=date(2027, 1, 2))
    plan = reduce(office, dibao)
    told_and_heard(office, plan)
    changes.decide_change(office, plan.id)
    with pytest.raises(Refused) as refused:
        deaths.withdraw_death(office, person, because="误报")
    assert [one.params["title"] for one in refused.value.problems] == [dibao.title]
    grant(office, replace(family, people=family.people[:1]))
    deaths.withdraw_death(office, person, because="误报")


def test_what_was_granted_for_a_death_is_corrected_before_it_is_taken_back(
    office: Office, dibao: Benefit, family: Application
) -> None:
    funeral = grant(office, family, FUNERAL, Answer(Outcome.GRANT, facts="减免基本殡葬服务费"), member=1)
    person = member(office, dibao, 1)
    deaths.report_death(office, person, died_on=date(2027, 1, 2))
    with pytest.raises(Refused) as refused:
        deaths.withdraw_death(office, person, because="误报")
    assert [one.params["number"] for one in refused.value.problems] == [funeral.number]
    no = Answer(Outcome.REFUSE, reason="本人健在", facts="误报死亡", evidence="户籍查询", clause="第一条")
    decisions.correct(office, funeral.number, no, because="误报死亡")
    deaths.withdraw_death(office, person, because="误报")


def test_a_district_can_promise_a_longer_hearing(office: Office, dibao: Benefit) -> None:
    longer = district.set_district(office, {"promises.hearing": "10"}, confirmed=True)
    plan = end(longer, dibao)
    tell(longer, plan.id)
    assert changes.change(longer, plan.id).hear_until == date(2027, 1, 18)


def test_the_chain_of_the_household_tells_it_all(office: Office, dibao: Benefit) -> None:
    plan = end(office, dibao)
    told_and_heard(office, plan)
    changes.decide_change(office, plan.id)
    deaths.report_death(office, member(office, dibao, 1), died_on=date(2027, 1, 2))
    chain = chains.chain(office, dibao.household_id)
    assert [link.verb for link in chain][:6] == [
        Verb.DEATH_REPORTED,
        Verb.CHANGE_DECIDED,
        Verb.HEARD,
        Verb.DELIVERED,
        Verb.ISSUED,
        Verb.CHANGE_PROPOSED,
    ]
    assert chain[1].title == "最低生活保障" and chain[1].referral == dibao.referral
