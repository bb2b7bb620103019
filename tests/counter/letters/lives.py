"""A family whose case was handled: on notice, chased, asked about, extended, helped at once, given less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from counter.cases.application import Agent, Consent
from counter.cases.assisting import Consultation
from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import Interval, Notice
from counter.cases.chasing import Level, Reminder
from counter.cases.fast_lane import FastAid
from counter.cases.public_notice import Handling, Objection, Posting, PostingKind
from counter.cases.steps import Step, StepKind
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.letters.parts import Content, Plan

DIBAO = "civil-affairs.dibao"
MOMENT = datetime(2026, 12, 30, 2, 30, tzinfo=UTC)
POSTED = Posting(
    5, "", PostingKind.NOTICE, "莲花镇小坪村村务公开栏", date(2026, 12, 1), date(2026, 12, 10), "王小明"
)
PUBLISHED = replace(POSTED, id=6, kind=PostingKind.PUBLICATION, until=None, posted_on=date(2026, 12, 20))
OBJECTION = Objection(
    1,
    date(2026, 12, 3),
    "小坪村村民",
    "家里有一辆小汽车。",
    Handling.INVESTIGATION,
    "车辆属邻村同名人。",
    date(2026, 12, 8),
)
ESCALATED = Reminder(
    2,
    "",
    Level.ESCALATE,
    "区民政局社会救助科",
    "办件350212105-20261123-0007-K转交贵单位办理的“最低生活保障”事项，已逾期3天。现予督办。",
    3,
    MOMENT,
    "林主任",
    reply_due=date(2027, 1, 6),
)
ASKED = Consultation(
    4,
    "",
    "healthcare-security",
    "区医保局",
    "叶某近12个月住院自付费用是多少，是否已纳入门诊慢特病？",
    date(2026, 12, 4),
    MOMENT,
    "陈科员",
)
AID = FastAid(
    7,
    "",
    "350212105-20261123-0007-K",
    "高春兰",
    "丈夫突发脑出血住院，家中没有现金。",
    80_000,
    "大米2袋、食用油1桶",
    "收条、病危通知书照片",
    ("王小明", "林美华"),
    date(2026, 11, 23),
    date(2026, 12, 7),
)
EXTENDED = Interval(
    "extension", date(2026, 12, 20), date(2026, 12, 20), "户籍在外区，须发函协查", "人户分离", "law"
)
BENEFIT = Benefit(
    1,
    1,
    DIBAO,
    "最低生活保障",
    "civil-affairs",
    "350212105",
    "household",
    "350212105-20261123-0007-K",
    "",
    "J-1",
    "高春兰",
    120_000,
    "元/月",
    date(2026, 12, 1),
    None,
)
ENDED_BENEFIT = replace(
    BENEFIT,
    id=2,
    policy="education.compulsory-living-aid",
    title="义务教育家庭经济困难学生生活补助",
    department="education",
    subject="2",
    holder="叶小满",
    amount_fen=62_500,
    amount_unit="元/学期",
    starts=date(2026, 2, 1),
    ends=date(2026, 7, 31),
)
CHANGE = Change(
    3,
    1,
    ChangeKind.REDUCE,
    "2027年1月起，高春兰在本镇企业就业，月工资1,900元，家庭人均月收入由400元增加到633元。",
    "《最低生活保障审核确认办法》第三十一条：共同生活的家庭成员收入发生变化的，应当及时调整最低生活保障金……",
    80_000,
    date(2027, 3, 1),
    date(2027, 1, 18),
    "陈科员",
)
TOLD = replace(CHANGE, told_on=date(2027, 1, 20), hear_until=date(2027, 1, 27))
HEARD = replace(
    TOLD,
    heard_on=date(2027, 1, 25),
    heard_whom="高春兰",
    heard_by=("王小明", "林美华"),
    opinion="工资只发了一个月，试用期三个月，怕转不了正",
    adopted="试用期工资按实际发放计算，金额不变；失业的随时重新核定",
)
DECIDED = replace(HEARD, decided_on=date(2027, 2, 1), decided_by="区民政局", effective_from=date(2027, 3, 1))
ENDED = replace(DECIDED, kind=ChangeKind.END, planned_fen=None, fading_until=date(2027, 8, 31))


EXAMINED = (
    Step(
        StepKind.SURVEY,
        None,
        date(2026, 11, 26),
        date(2026, 11, 26),
        ("王小明", "林美华"),
        "高春兰",
        "情况属实。",
    ),
    Step(
        StepKind.CHECK,
        None,
        date(2026, 11, 26),
        date(2026, 11, 30),
        ("陈科员",),
        "",
        "名下存款1,800元，无车辆。",
        as_stated=True,
    ),
    Step(
        StepKind.OPINION,
        None,
        date(2026, 11, 30),
        date(2026, 12, 1),
        ("王小明",),
        "",
        "人均月收入400元，拟同意。",
        amount_fen=120_000,
    ),
)


def agreed(family: Any) -> Any:
    """The family, which agrees that what is known is passed on."""
    application = replace(family.case.application, consents=frozenset({Consent.OUTWARD}))
    return replace(family, case=replace(family.case, application=application))


def handled(family: Any, policy: str = DIBAO, **changes: object) -> Any:
    """The family with all that was done with one of its referrals."""
    number = family.referral(policy).number
    done: dict[str, Any] = {
        "state": ReferralState.SIGNED,
        "intervals": (EXTENDED,),
        "postings": (
            replace(POSTED, referral=number, objections=(OBJECTION,)),
            replace(PUBLISHED, referral=number),
        ),
        "reminders": (replace(ESCALATED, id=1, level=Level.REMIND), replace(ESCALATED, referral=number)),
        "consultations": (replace(ASKED, referral=number),),
        "fast_aid": replace(AID, referral=number),
        "steps": (Step(StepKind.SURVEY, date(2026, 11, 26)),),
        **changes,
    }
    done.setdefault("due", replace(family.referral(policy).due, due=date(2027, 1, 26), provisional=False))
    referrals = tuple(replace(one, **done) if one.number == number else one for one in family.case.referrals)
    return replace(family, case=replace(family.case, referrals=referrals))


def plan(family: Any, change: Change, policy: str = DIBAO) -> Plan:
    return Plan(change, replace(BENEFIT, referral=family.referral(policy).number))


def closed(family: Any) -> Any:
    """The family's case at its end, with papers issued in it."""
    notices = (
        Notice(
            "(莲花)救送〔2026〕第0001号", "D25", "送达回证", MOMENT, "王小明", "", back_on=date(2027, 1, 5)
        ),
        Notice("(莲花)救受〔2026〕第0001号", "D07", "受理通知书", MOMENT, "王小明", "", voided="写错"),
    )
    case = replace(
        family.case,
        state=CaseState.ARCHIVED,
        closed_at=MOMENT,
        archived_on=date(2027, 1, 8),
        notices=notices,
    )
    return replace(family, case=case)


def entrusted(family: Any) -> Any:
    """Somebody acts for the applicant."""
    agent = Agent("高秋生", "350212195001010011", "71", "13800009999")
    application = replace(family.case.application, agent=agent)
    return replace(family, case=replace(family.case, application=application))


def papers_of_life(family: Any, decide: Any, policy: str = DIBAO) -> dict[str, Content]:
    """One of each kind that the life of a case needs."""
    number = family.referral(policy).number
    lived = handled(family, policy)
    granted = handled(family.decided(policy, decide(Outcome.GRANT)), policy, state=ReferralState.DECIDED)
    examined = handled(family, policy, steps=EXAMINED)
    return {
        **{kind: family.paper(kind) for kind in ("D02", "D03", "D03b", "D15", "D35")},
        "D04": entrusted(family).paper("D04"),
        "D11": granted.paper("D11", referral=number),
        "D14": examined.paper("D14", referral=number),
        "D18": examined.paper("D18", referral=number),
        "D27": lived.paper("D27", referral=number),
        "D28": agreed(lived).paper("D28", referral=number),
        "D32": lived.paper("D32", about="objection:1"),
        "D10": lived.paper("D10", about="consultation:4"),
        "D12": lived.paper("D12", about="reminder:2"),
        "D13": lived.paper("D13", referral=number),
        "D16": lived.paper("D16", about="posting:5"),
        "D17": lived.paper("D17", about="posting:5"),
        "D21": granted.paper("D21", about="posting:6"),
        "D22": lived.paper("D22", referral=number),
        "D23": granted.paper("D23", plan=plan(family, CHANGE, policy)),
        "D23b": granted.paper("D23b", plan=plan(family, HEARD, policy)),
        "D24": granted.paper("D24", plan=plan(family, DECIDED, policy)),
        "D26": lived.paper("D26", about="fast-aid:7"),
        "D30": replace(granted, benefits=(BENEFIT, ENDED_BENEFIT)).paper("D30"),
        "D33": closed(lived).paper("D33"),
    }
