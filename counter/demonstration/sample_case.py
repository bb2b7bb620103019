"""An invented case with everything that a paper may speak of; it stands in no office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from counter.cases.application import Agent, Application
from counter.cases.assisting import Consultation
from counter.cases.casefile import CaseFile, Decision, Interval, Notice, Paper, ReferralFile
from counter.cases.chasing import Level, Reminder
from counter.cases.fast_lane import FastAid
from counter.cases.match import Answer
from counter.cases.public_notice import Handling, Objection, Posting, PostingKind
from counter.cases.reading import read_application
from counter.cases.split import Chosen, PlannedReferral, split
from counter.cases.steps import Step, StepKind
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.catalogue.model import Catalogue

DIBAO = "civil-affairs.dibao"
DAY = date(2026, 11, 23)
DECIDED_ON = date(2026, 12, 10)
MOMENT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 30, 2, 30, tzinfo=UTC)
NUMBER = "350212105-20261123-0007-K"
NAMES = (
    "高𬍛𫖯",
    "叶䶮㛃",
    "叶龑𠅤",
    "沙马·ꀉꁁꆈꌠ",
    "𠮷𪜀𫝀𫠠𬺰𰀀𱍐",
    ("阿卜杜拉·买买提·吾买尔江·阿不力米提·" * 5)[:79] + "提",
)
"""Rare ones, one of each extension from B to H, one with 彝文, one of 80 characters."""


def application() -> Mapping[str, object]:
    """What the household says; all of it is invented."""
    relations = ("02", "11", "20", "52", "51", "73")
    people = [
        {
            "name": name,
            "birth_date": f"{year}-05-06",
            "id_type": "none",
            "no_id_reason": "演练，不填证件号码",
            "relation": relation,
            "facts": {"hukou_district": "同安区", "income_month": 0, "financial_assets": 0},
        }
        for name, year, relation in zip(NAMES, (1982, 1979, 2012, 1955, 1953, 1985), relations, strict=True)
    ]
    people[0] |= {"phone": "13800000000"}
    people[0]["facts"] |= {"income_month": 1200, "employment_status": "务农"}  # type: ignore[operator]  # a mapping
    people[1]["facts"] |= {  # type: ignore[operator]  # a mapping
        "major_illness": True,
        "disability_grade": 2,
        "disability_types": ["肢体"],
        "has_disability_cert": True,
    }
    people[2]["facts"] |= {"school_stage": "初中", "is_full_time_student": True}  # type: ignore[operator]  # a mapping
    return {
        "on": DAY.isoformat(),
        "place": "350212105",
        "request": "丈夫患病住院，家里没有别的收入，孩子还在上学。",
        "consents": ["truth", "means", "sharing", "delivery", "remedies", "outward"],
        "people": people,
        "household": {
            "address": "同安区莲花镇小坪村 12 号",
            "facts": {
                "hukou_in_district": True,
                "income_per_capita_month": 400,
                "financial_assets_per_capita": 700,
                "extra_houses": 0,
                "vehicles_nonexempt": 0,
            },
        },
    }


CHOSEN = (
    Chosen(DIBAO),
    Chosen("civil-affairs.disability-care", 1),
    Chosen("education.compulsory-living-aid", 2),
    Chosen("charity.charity-aid"),
)
PAPERS = (
    Paper("household-register", "户口簿", "copy", copies=1, pages=4, policies=(DIBAO,)),
    Paper("id-card", "居民身份证", "original", copies=1, pages=2, policies=(DIBAO,)),
    Paper("property-declaration", "财产情况声明", "shared", shared_by="不动产、车辆、银行核对"),
    Paper(
        "diagnosis",
        "疾病诊断证明或病历",
        "missing",
        due=date(2026, 12, 4),
        policies=(DIBAO,),
        where_to_get="就诊医院病案室",
    ),
)


def read(catalogue: Catalogue) -> Application:
    return read_application(application(), catalogue, today=DAY).application


def handled(application: Application, answer: Answer, catalogue: Catalogue) -> CaseFile:
    """The case in the middle of its life: posted, chased, asked about, extended, helped at once."""
    planned = split(application, catalogue, answer, CHOSEN, number=NUMBER, sent_on=DAY)
    referrals = [sent(one) for one in planned]
    referrals[0] = _lived(referrals[0])
    return CaseFile(
        number=NUMBER,
        query_code="48210937",
        state=CaseState.ACCEPTED,
        place="350212105",
        place_title=catalogue.places["350212105"].title,
        accepted_on=DAY,
        registered_at=MOMENT,
        urgent=False,
        officer="王小明",
        application=application,
        catalogue_digest=catalogue.digest,
        household_id=1,
        version=1,
        papers=PAPERS,
        referrals=tuple(referrals),
    )


def sent(one: PlannedReferral) -> ReferralFile:
    """A planned referral as it lies with its department."""
    return ReferralFile(
        number=one.number,
        policy=one.policy,
        title=one.title,
        department=one.department,
        department_title=one.department_title,
        is_lead=one.is_lead,
        subject=one.subject,
        verdict=one.verdict,
        because=one.because,
        question=one.question,
        state=ReferralState.SENT,
        due=one.due,
        version=1,
        liaison=one.liaison,
        sent_at=MOMENT,
        asks=one.asks,
        snapshot=one.snapshot.plain(),
    )


def _lived(one: ReferralFile) -> ReferralFile:
    board = "莲花镇小坪村村务公开栏"
    notice = Posting(
        5, one.number, PostingKind.NOTICE, board, date(2026, 12, 1), date(2026, 12, 10), "王小明"
    )
    objection = Objection(
        1,
        date(2026, 12, 3),
        "小坪村村民",
        "家里有一辆小汽车。",
        Handling.INVESTIGATION,
        "车辆属邻村同名人。",
        date(2026, 12, 8),
    )
    published = replace(
        notice, id=6, kind=PostingKind.PUBLICATION, until=None, posted_on=date(2026, 12, 20), objections=()
    )
    text = f"办件{NUMBER}转交贵单位办理的“{one.title}”事项，已逾期3天。现予督办。"
    late, due = date(2026, 12, 20), date(2027, 1, 26)
    return replace(
        one,
        state=ReferralState.SIGNED,
        due=replace(one.due, due=due, provisional=False),
        intervals=(Interval("extension", late, late, "户籍在外区，须发函协查", "人户分离", "law"),),
        postings=(replace(notice, objections=(objection,)), published),
        reminders=(
            Reminder(
                2,
                one.number,
                Level.ESCALATE,
                "区民政局社会救助科",
                text,
                3,
                LATER,
                "林主任",
                reply_due=date(2027, 1, 6),
            ),
        ),
        consultations=(
            Consultation(
                4,
                one.number,
                "healthcare-security",
                "区医保局",
                "近12个月住院自付费用是多少，是否已纳入门诊慢特病？",
                date(2026, 12, 4),
                LATER,
                "陈科员",
            ),
        ),
        fast_aid=FastAid(
            7,
            one.number,
            NUMBER,
            NAMES[0],
            "丈夫突发脑出血住院，家中没有现金。",
            80_000,
            "大米2袋、食用油1桶",
            "收条、病危通知书照片",
            ("王小明", "林美华"),
            DAY,
            date(2026, 12, 7),
        ),
        steps=(Step(StepKind.SURVEY, date(2026, 11, 26)),),
    )


def examined(case: CaseFile) -> CaseFile:
    """Surveyed and checked, and the first opinion written."""
    surveyed, checked, written = date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 1)
    steps = (
        Step(
            StepKind.SURVEY,
            surveyed,
            surveyed,
            surveyed,
            ("王小明", "林美华"),
            NAMES[0],
            "住自建房60平方米，家具简单；所述情况属实。",
        ),
        Step(
            StepKind.CHECK,
            checked,
            surveyed,
            checked,
            ("陈科员",),
            result="收入、存款与申报一致，没有车辆。",
            as_stated=True,
        ),
        Step(
            StepKind.OPINION,
            written,
            checked,
            written,
            ("王小明",),
            result="该户人均月收入400元，低于标准，拟同意纳入，按差额给予。",
            amount_fen=120_000,
        ),
    )
    return replace(case, referrals=(replace(case.referrals[0], steps=steps), *case.referrals[1:]))


# --- how the case may end ------------------------------------------------------------------------


def decided(case: CaseFile, outcome: Outcome) -> CaseFile:
    """The first matter granted or refused."""
    granted = outcome is not Outcome.REFUSE
    decision = Decision(
        number="J-1",
        outcome=outcome,
        amount_fen=120_000 if granted else None,
        amount_unit="元/月",
        starts=date(2026, 12, 1) if granted else None,
        ends=None,
        reason="" if granted else "家庭人均月收入高于低保标准。",
        facts="经核对，你户共同生活家庭成员六人，家庭人均月收入 1,020 元。",
        evidence="入户调查表（2026年12月2日）；家庭经济状况核对报告。",
        clause="《最低生活保障审核确认办法》第四条：共同生活的家庭成员人均收入低于当地最低生活保障标准……",
        decided_on=DECIDED_ON,
        decided_by="区民政局",
        document_number="同民救〔2026〕15号",
    )
    first = replace(case.referrals[0], state=ReferralState.DECIDED, decision=decision)
    return replace(case, referrals=(first, *case.referrals[1:]))


def granted(case: CaseFile) -> CaseFile:
    return decided(case, Outcome.GRANT)


def confirmed(case: CaseFile) -> CaseFile:
    """Granted after all that goes before it."""
    return granted(examined(case))


def refused(case: CaseFile) -> CaseFile:
    return decided(case, Outcome.REFUSE)


def declined(case: CaseFile) -> CaseFile:
    """Refused at the counter, before anything was referred."""
    clause = "《中华人民共和国社会救助法》第三十九条……"
    return replace(
        case, declined_because="所申请事项不属于社会救助。", clause=clause, proper_office="区住建局"
    )


def entrusted(case: CaseFile) -> CaseFile:
    """Asked for by somebody else, whom the household sent."""
    agent = Agent(NAMES[4], "演练，不填", "51", "13800000001")
    return replace(case, application=replace(case.application, agent=agent))


def archived(case: CaseFile) -> CaseFile:
    """At its end, with papers issued in it."""
    acceptance = Notice("(莲花)救受〔2026〕第0001号", "D07", "受理通知书", LATER, "王小明", "")
    proof = replace(acceptance, number="(莲花)救送〔2026〕第0001号", kind="D25", title="送达回证")
    return replace(
        case,
        state=CaseState.ARCHIVED,
        closed_at=LATER,
        archived_on=date(2027, 1, 8),
        notices=(acceptance, replace(proof, back_on=date(2027, 1, 5))),
    )
