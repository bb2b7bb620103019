"""From chosen policies to referrals: order, numbers, questions, papers, the least that a department sees."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from counter.cases.application import Agent, Application
from counter.cases.casefile import Paper
from counter.cases.facts import Known
from counter.cases.match import Answer, match
from counter.cases.reading import read_application
from counter.cases.snapshot import snapshot
from counter.cases.split import (
    Asks,
    Chosen,
    NeededPaper,
    PlannedReferral,
    asked_words,
    check_before_sending,
    is_delegated,
    needed_papers,
    speak,
    split,
)
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue, Liaison, Setting
from counter.catalogue.policy import ExclusionMode

DAY = date(2026, 11, 23)
DIBAO, TEKUN, CARE = "civil-affairs.dibao", "civil-affairs.tekun", "civil-affairs.disability-care"
AID, CHARITY, POWER = (
    "education.compulsory-living-aid",
    "charity.charity-aid",
    "power-supply.free-electricity",
)
SAID = {
    "on": "2026-11-23",
    "place": "350212105",
    "request": "家里没有收入",
    "people": [
        {
            "name": "高春兰",
            "birth_date": "1982-03-04",
            "id_type": "none",
            "no_id_reason": "补办中",
            "relation": "02",
            "phone": "13800005678",
            "facts": {"income_month": 1200, "union_member": True, "hukou_district": "同安区"},
        },
        {
            "name": "叶大祥",
            "birth_date": "1979-05-06",
            "id_type": "none",
            "no_id_reason": "补办中",
            "relation": "11",
            "facts": {
                "income_month": 0,
                "hukou_district": "同安区",
                "disability_grade": 2,
                "disability_types": ["肢体"],
                "has_disability_cert": True,
                "mental_disorder_serious": False,
                "is_party_member": True,
            },
        },
        {
            "name": "叶小满",
            "birth_date": "2012-06-01",
            "id_type": "none",
            "no_id_reason": "未带",
            "relation": "20",
            "facts": {"school_stage": "初中", "is_full_time_student": True},
        },
    ],
    "household": {
        "address": "同安区莲花镇小坪村",
        "facts": {
            "hukou_in_district": True,
            "income_per_capita_month": 400,
            "financial_assets_per_capita": 700,
            "extra_houses": 0,
            "vehicles_nonexempt": 0,
        },
    },
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def read(catalogue: Catalogue, **changes: object) -> tuple[Application, Answer]:
    said = deepcopy(SAID)
    said["household"]["facts"].update(changes)  # type: ignore[index]  # the family above
    application = read_application(said, catalogue, today=DAY).application
    return application, match(application, catalogue)


def plan(catalogue: Catalogue, *chosen: Chosen, **changes: object) -> tuple[PlannedReferral, ...]:
    application, answer = read(catalogue, **changes)
    return split(application, catalogue, answer, chosen, number="N-1", sent_on=DAY)


def test_each_policy_and_subject_is_one_referral_in_the_lists_order(catalogue: Catalogue) -> None:
    planned = plan(
        catalogue, Chosen(CHARITY, 1), Chosen(AID, 2), Chosen(CARE, 1), Chosen(DIBAO), Chosen(DIBAO)
    )
    assert [(one.policy, one.subject) for one in planned] == [
        (DIBAO, "household"),
        (CARE, "1"),
        (AID, "2"),
        (CHARITY, "1"),
    ]
    assert [one.number for one in planned] == ["N-1-01", "N-1-02", "N-1-03", "N-1-04"]
    assert [one.department for one in planned] == ["civil-affairs", "civil-affairs", "education", "charity"]
    assert all(one.is_lead for one in planned)


def test_what_is_added_later_goes_on_counting(catalogue: Catalogue) -> None:
    application, answer = read(catalogue)
    (added,) = split(application, catalogue, answer, [Chosen(AID, 2)], number="N-1", first=5)
    assert (added.number, added.position) == ("N-1-05", 5)


def test_a_policy_that_the_list_does_not_hold_is_a_bug(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        plan(catalogue, Chosen("civil-affairs.nothing"))


def test_the_question_says_what_is_asked_and_of_whom(catalogue: Catalogue) -> None:
    dibao, aid, charity = plan(
        catalogue, Chosen(DIBAO, because="邻居证明"), Chosen(AID, 2), Chosen(CHARITY, 1)
    )
    assert (dibao.asks, aid.asks, charity.asks) == (Asks.APPROVE, Asks.VERIFY, Asks.REFER)
    assert dibao.question.startswith("请审批：申请人家庭申请“最低生活保障”")
    assert dibao.question.endswith("窗口说明：邻居证明")
    assert "叶小满" in aid.question
    assert charity.question.startswith("转介")


def test_what_the_window_could_not_ask_is_named_in_words(catalogue: Catalogue) -> None:
    (care,) = plan(catalogue, Chosen(CARE, 1))
    assert "窗口尚未问清：叶大祥：" in care.question
    assert "people[" not in care.question
    assert "facts" not in care.question


def test_a_yes_or_no_is_asked_as_one(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    words = asked_words(
        ("people[1].facts.needs_long_term_care", "people[1].birth_date", "household.facts.size"),
        catalogue,
        application,
    )
    who, _, what = words.partition("；")
    assert who.startswith("叶大祥：是否")
    assert what


def test_the_clock_of_each_is_its_own_and_that_of_the_sending(catalogue: Catalogue) -> None:
    dibao, emergency = plan(catalogue, Chosen(DIBAO), Chosen("civil-affairs.temp-emergency"))
    assert (dibao.due.due, dibao.due.provisional, dibao.due.verified) == (date(2027, 1, 4), True, True)
    assert dibao.due.due_sign == date(2026, 11, 24)
    assert emergency.due.due == date(2026, 11, 26)
    application, answer = read(catalogue)
    (draft,) = split(application, catalogue, answer, [Chosen(DIBAO)], number="N-1")
    assert draft.due.due_sign is None


def test_a_township_that_decides_has_the_shorter_limit(catalogue: Catalogue) -> None:
    told = dict(catalogue.district)
    told["delegated_to_townships"] = Setting("delegated_to_townships", "", "是")
    entrusted = replace(catalogue, district=told)
    assert not is_delegated(catalogue, catalogue.policy(DIBAO))
    assert is_delegated(entrusted, catalogue.policy(DIBAO))
    (dibao,) = plan(entrusted, Chosen(DIBAO))
    assert dibao.due.due == date(2026, 12, 21)


def test_what_waits_for_another_grant_says_so(catalogue: Catalogue) -> None:
    dibao, power = plan(
        catalogue,
        Chosen(DIBAO),
        Chosen(POWER),
        has_own_utility_account=True,
        categories=[],
    )
    assert dibao.waits_for == ()
    assert power.waits_for == (DIBAO,)
    assert "须先取得身份：低保" in power.question
    found = check_before_sending(power, catalogue)
    assert any(check.problem.text == "{title} waits for: {others}." for check in found)


# --- papers --------------------------------------------------------------------------------------


def test_what_data_sharing_shows_is_not_asked_of_the_applicant(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    papers = needed_papers(catalogue.policy(DIBAO), catalogue, Known(application, catalogue))
    spared = {paper.material: paper.spared_by for paper in papers}
    assert spared["household-register"] == "公安人口库"
    assert spared["checking-authorisation"] == ""
    assert spared["application-form"] == ""


def test_a_confirmed_status_spares_the_proof_of_means(catalogue: Catalogue) -> None:
    policy = catalogue.policy("education.student-loan")
    means = [one for one in policy.requirements if catalogue.materials[one.material].shows_means]
    application, _ = read(catalogue)
    plain = needed_papers(policy, catalogue, Known(application, catalogue))
    held, _ = read(catalogue, categories=["低保"])
    recognised = needed_papers(policy, catalogue, Known(held, catalogue))
    asked = {one.material for one in means if not one.shared_by}
    assert asked <= {paper.material for paper in plain if not paper.spared_by}
    assert not asked & {paper.material for paper in recognised if not paper.spared_by}


def test_what_the_window_makes_is_signed_there(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    papers = {
        paper.material: paper
        for paper in needed_papers(catalogue.policy(DIBAO), catalogue, Known(application, catalogue))
    }
    assert papers["application-form"].signed_here and not papers["application-form"].brought
    assert papers["checking-authorisation"].signed_here
    assert not papers["household-register"].signed_here


def test_an_agent_of_a_grown_applicant_is_entrusted_in_writing_and_nobody_else(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)

    def entrusting(said: Application) -> list[NeededPaper]:
        papers = needed_papers(catalogue.policy(DIBAO), catalogue, Known(said, catalogue))
        return [paper for paper in papers if paper.material == "power-of-attorney"]

    assert entrusting(application) == []
    acted_for = replace(application, agent=Agent("林二"))
    (paper,) = entrusting(acted_for)
    assert paper.required and paper.signed_here
    child = replace(application.applicant, birth_date=date(2012, 6, 1))
    assert entrusting(replace(acted_for, people=(child, *application.people[1:]))) == []


# --- the least that a department sees ------------------------------------------------------------


def test_a_personal_policy_shows_the_subject_and_only_what_its_rule_reads(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    seen = snapshot(catalogue.policy(CARE), application, Known(application, catalogue), 1)
    (person,) = seen.people
    assert person.name == "叶大祥"
    assert person.facts["disability_grade"] == 2
    assert "is_party_member" not in person.facts
    assert "mental_disorder_serious" not in person.facts
    assert "union_member" not in json.dumps(seen.plain(), ensure_ascii=False)


def test_a_households_policy_shows_every_member(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    seen = snapshot(catalogue.policy(DIBAO), application, Known(application, catalogue), None)
    assert [person.name for person in seen.people] == ["高春兰", "叶大祥", "叶小满"]
    assert seen.household["income_per_capita_month"] == 400
    assert "school_stage" not in seen.people[2].facts


def test_no_department_sees_a_fact_that_no_rule_of_its_policy_reads(catalogue: Catalogue) -> None:
    """For each policy: change a fact that its rule does not name, and its snapshot stays the same."""
    application, _ = read(catalogue)
    known = Known(application, catalogue)
    secret = {"is_party_member", "union_member"}
    for policy in catalogue.policies:
        member = 1 if policy.of_person else None
        written = json.dumps(snapshot(policy, application, known, member).plain(), ensure_ascii=False)
        reads = {name for name in secret if f"person.{name}" in str(policy.ways)}
        for name in secret - reads:
            assert name not in written, policy.code


def test_statuses_are_shown_where_the_rule_asks_for_one(catalogue: Catalogue) -> None:
    application, _ = read(catalogue, categories=["低保", "归侨"])
    seen = snapshot(catalogue.policy(AID), application, Known(application, catalogue), 2)
    assert "低保" in seen.categories
    assert "归侨" not in seen.categories


# --- what speaks, and what is checked ------------------------------------------------------------


def test_exclusions_speak_when_both_are_chosen_and_once(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    remarks = speak(catalogue, [Chosen(DIBAO), Chosen(TEKUN, 1)], application)
    told = [(one.policy, one.other, one.mode) for one in remarks if one.other in (DIBAO, TEKUN)]
    assert told == [(DIBAO, TEKUN, ExclusionMode.EXCLUSIVE)]


def test_exclusions_speak_to_a_status_that_is_held(catalogue: Catalogue) -> None:
    application, _ = read(catalogue, categories=["特困"])
    remarks = speak(catalogue, [Chosen(DIBAO)], application)
    assert [(one.other, one.held) for one in remarks if one.held] == [(TEKUN, "特困")]


def test_nothing_speaks_without_cause(catalogue: Catalogue) -> None:
    application, _ = read(catalogue)
    assert [one for one in speak(catalogue, [Chosen(DIBAO)], application) if one.other] == []


def test_a_missing_liaison_warns_and_does_not_block(catalogue: Catalogue) -> None:
    (dibao,) = plan(catalogue, Chosen(DIBAO))
    (warning,) = check_before_sending(dibao, catalogue)
    assert not warning.blocks
    named = replace(
        catalogue, liaisons={**catalogue.liaisons, "civil-affairs": Liaison("civil-affairs", "陈大文")}
    )
    assert check_before_sending(dibao, named) == ()


def test_missing_papers_an_open_task_and_an_empty_question_are_told(catalogue: Catalogue) -> None:
    (dibao,) = plan(catalogue, Chosen(DIBAO))
    missing = Paper("application-form", "申请表", "missing")
    found = check_before_sending(replace(dibao, question=" "), catalogue, [missing], same_task_open="N-0-01")
    texts = {check.problem.text: check.blocks for check in found}
    assert texts["{title}: still missing: {papers}."] is False
    assert texts["{title} is already open under {number}."] is False
    assert texts["{title}: say what is asked of the department."] is True
