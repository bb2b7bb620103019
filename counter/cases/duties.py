"""Duties: what somebody still owes a household, due first, and whose fault it is when late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.deadlines import Urgency, WhoseTime


class DutyKind(StrEnum):
    PAPERS_AWAITED = "papers-awaited"  # 待补正
    GAPS = "gaps"  # 容缺待补
    BACK_FILL = "back-fill"  # 急难补手续
    DISPATCH = "dispatch"  # 待分办
    SIGN = "sign"  # 待签收
    RETURNED = "returned"  # 退回待调度
    STEP = "step"  # 承办步骤
    DECIDE = "decide"  # 待办结
    CONSULTATION = "consultation"  # 协办待答
    OBJECTION = "objection"  # 异议待处理
    TAKE_DOWN = "take-down"  # 公示到期待撤
    PUBLISH = "publish"  # 待公布
    FEED_BACK = "feed-back"  # 待反馈
    TELL = "tell"  # 结果待告知
    DELIVER = "deliver"  # 文书待送达
    PAPER_BACK = "paper-back"  # 文书未签回
    REPLY = "reply"  # 督办待答复
    HEAR = "hear"  # 待听取意见
    DECIDE_CHANGE = "decide-change"  # 调减终止待决定
    REVIEW = "review"  # 待复核
    DEATH = "death"  # 死亡三个月核减
    ARCHIVE = "archive"  # 待归档


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do. `whose` says who has to move now; `late` are working days past `due`, 0 before.

    `charged` are the days charged to the department so far, waiting left out.
    """

    kind: DutyKind
    what: str
    due: date | None
    urgency: Urgency
    whose: WhoseTime
    late: int
    charged: int
    case: str
    referral: str
    household_id: int
    applicant: str
    department: str
    township: str
    officer: str
    reference: str = ""
    provisional: bool = False
    verified: bool = True
    chased: int = 0
