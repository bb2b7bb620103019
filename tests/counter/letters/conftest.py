"""Cases to write papers from: read, matched and split by the real rules, without a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date

import pytest

from counter.cases.benefits import Benefit
from counter.cases.casefile import CaseFile, Decision, Paper, ReferralFile
from counter.cases.match import Answer, Verdict, match
from counter.cases.reading import read_application
from counter.cases.split import Chosen, split
from counter.cases.workflow import CaseState, Outcome, ReferralState
from counter.catalogue.load import load
from counter.catalogue.model import Catalogue
from counter.demonstration import sample_case
from counter.letters.content import content
from counter.letters.parts import Content

DAY = date(2026, 11, 23)
NUMBER = "350212105-20261123-0007-K"
SAID = {
    "on": "2026-11-23",
    "place": "350212105",
    "request": "丈夫患病住院，家里没有别的收入，孩子还在上学。",
    "people": [
        {
            "name": "高春兰",
            "id_number": "350212198203040022",
            "relation": "02",
            "phone": "13800005678",
            "bank_account": "",
            "facts": {
                "hukou_district": "同安区",
                "income_month": 1200,
                "major_illness": False,
                "disability_grade": 0,
                "employment_status": "务农",
                "has_labor_capacity": True,
                "financial_assets": 2000,
            },
        },
        {
            "name": "叶𠮷祥",
            "birth_date": "1979-05-06",
            "id_type": "none",
            "no_id_reason": "证件遗失，正在补办",
            "relation": "11",
            "facts": {
                "hukou_district": "同安区",
                "income_month": 0,
                "major_illness": True,
                "disability_grade": 2,
                "disability_types": ["肢体"],
                "has_disability_cert": True,
                "employment_status": "无业",
                "financial_assets": 0,
            },
        },
        {
            "name": "叶小满",
            "birth_date": "2012-06-01",
            "id_type": "none",
            "no_id_reason": "未成年，证件未带",
            "relation": "20",
            "facts": {"school_stage": "初中", "is_full_time_student": True, "income_month": 0},
        },
    ],
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
PAPERS = (
    Paper("household-register", "户口簿", "copy", copies=1, pages=4, policies=("civil-affairs.dibao",)),
    Paper("id-card", "居民身份证", "original", copies=1, pages=2, policies=("civil-affairs.dibao",)),
    Paper("property-declaration", "财产情况声明", "shared", shared_by="不动产、车辆、银行核对"),
    Paper(
        "diagnosis",
        "疾病诊断证明或病历",
        "missing",
        due=date(2026, 12, 4),
        policies=("civil-affairs.dibao",),
        where_to_get="就诊医院病案室",
    ),
)


@dataclass(frozen=True)
class Family:
    """A case, how the list answers, and the way to its papers."""

    case: CaseFile
    answer: Answer
    catalogue: Catalogue
    benefits: tuple[Benefit, ...] = ()

    def paper(self, kind: str, *, number: str = "(莲花)救受〔2026〕第0123号", **about: object) -> Content:
        return content(
            kind,
            self.case,
            self.catalogue,
            number=number,
            issued_on=DAY,
            answer=self.answer,
            benefits=self.benefits,
            **about,  # type: ignore[arg-type]  # what a kind is about is named by its test
        )

    def referral(self, policy: str) -> ReferralFile:
        return next(one for one in self.case.referrals if one.policy == policy)

    def decided(self, policy: str, decision: Decision) -> Family:
        referrals = tuple(
            replace(one, state=ReferralState.DECIDED, decision=decision) if one.policy == policy else one
            for one in self.case.referrals
        )
        return replace(self, case=replace(self.case, referrals=referrals))


def decision_of(outcome: Outcome, **changes: object) -> Decision:
    """A decision with everything that a paper needs."""
    plain = Decision(
        number="J-1",
        outcome=outcome,
        amount_fen=120_000 if outcome is not Outcome.REFUSE else None,
        amount_unit="元/月",
        starts=date(2026, 12, 1) if outcome is not Outcome.REFUSE else None,
        ends=None,
        reason="家庭人均月收入高于低保标准。",
        facts="经核对，你户共同生活家庭成员三人，家庭人均月收入 1,020 元。",
        evidence="入户调查表（2026年12月2日）；家庭经济状况核对报告。",
        clause="《最低生活保障审核确认办法》第四条：共同生活的家庭成员人均收入低于当地最低生活保障标准……",
        decided_on=date(2026, 12, 10),
        decided_by="区民政局",
        document_number="同民救〔2026〕15号",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # named by the test


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def family_of(catalogue: Catalogue) -> Callable[..., Family]:
    def make(
        said: dict[str, object] = SAID,
        policies: Iterable[Chosen] | None = None,
        *,
        papers: tuple[Paper, ...] = PAPERS,
        sent: bool = True,
        catalogue: Catalogue = catalogue,
    ) -> Family:
        application = read_application(said, catalogue, today=DAY).application
        answer = match(application, catalogue)
        chosen = policies or [
            Chosen(row.policy, row.for_member)
            for row in answer.policies
            if row.verdict in (Verdict.ELIGIBLE, Verdict.POSSIBLE) and not row.if_granted
        ]
        planned = split(application, catalogue, answer, chosen, number=NUMBER, sent_on=DAY if sent else None)
        referrals = tuple(map(sample_case.sent, planned))
        if not sent:
            referrals = tuple(replace(one, state=ReferralState.DRAFT, sent_at=None) for one in referrals)
        case = CaseFile(
            number=NUMBER,
            query_code="48210937",
            state=CaseState.ACCEPTED,
            place="350212105",
            place_title="莲花镇",
            accepted_on=application.on,
            registered_at=sample_case.MOMENT,
            urgent=application.urgent,
            officer="王小明",
            application=application,
            catalogue_digest=catalogue.digest,
            household_id=1,
            version=1,
            papers=papers,
            referrals=referrals,
        )
        return Family(case, answer, catalogue)

    return make


@pytest.fixture(scope="session")
def family(family_of: Callable[..., Family]) -> Family:
    return family_of()


@pytest.fixture
def decide() -> Callable[..., Decision]:
    return decision_of


@pytest.fixture
def said() -> dict[str, object]:
    """What the family says, to be changed by a test."""
    return deepcopy(SAID)
