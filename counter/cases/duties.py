"""Duties: what somebody still owes a household, due first, and whose fault it is when late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.deadlines import Urgency


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
    TELL = "tell"  # 结果待告知
    DELIVER = "deliver"  # 文书待送达
    PAPER_BACK = "paper-back"  # 文书未签回
    REPLY = "reply"  # 督办待答复
    HEAR = "hear"  # 待听取意见
    DECIDE_CHANGE = "decide-change"  # 调减终止待决定
    REVIEW = "review"  # 待复核
    DEATH = "death"  # 死亡三个月核减
    ARCHIVE = "archive"  # 待归档


class Owes(StrEnum):
    """Who has to move now; what waits for the applicant or for others is nobody's fault here."""

    WINDOW = "window"  # 窗口
    DISPATCHER = "dispatcher"  # 调度
    DEPARTMENT = "department"  # 部门
    APPLICANT = "applicant"  # 申请人
    OUTSIDE = "outside"  # 外部单位


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do. `late` are working days past `due`, 0 before; `what` says it in words of data.

    `reference` is the number or id of the thing itself where it is no case and no referral; `officer` is who
    answers for it: the liaison of a department, the owner of a case (首问负责).
    """

    kind: DutyKind
    what: str
    due: date | None
    urgency: Urgency
    owes: Owes
    late: int
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
