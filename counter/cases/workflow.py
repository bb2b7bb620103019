"""The states of a case and of a referral, and the one table of the moves between them."""

from __future__ import annotations

from enum import StrEnum

from counter.errors import Refused


class CaseState(StrEnum):
    CONSULTED = "consulted"  # 咨询登记: asked about, not applied for yet
    AWAITING_PAPERS = "awaiting_papers"  # 待补正: registered, not accepted, no clock runs
    DECLINED = "declined"  # 不予受理
    ACCEPTED = "accepted"  # 已受理
    WITHDRAWN = "withdrawn"  # 申请人撤回
    MERGED = "merged"  # 并案
    CLOSED = "closed"  # 办结
    ARCHIVED = "archived"  # 归档


class ReferralState(StrEnum):
    DRAFT = "draft"  # 待发出
    SENT = "sent"  # 已转办, 待签收
    SIGNED = "signed"  # 已签收, 在办
    WAITING = "waiting"  # 中止计时: 等补件或等外部核查
    RETURNED = "returned"  # 退回, 待调度
    DECIDED = "decided"  # 已办结
    WITHDRAWN = "withdrawn"  # 已撤回


class CaseMove(StrEnum):
    ASK_PAPERS = "ask-papers"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    CLOSE = "close"
    REOPEN = "reopen"
    ARCHIVE = "archive"


class ReferralMove(StrEnum):
    SEND = "send"
    SIGN = "sign"
    RETURN = "return"
    REASSIGN = "reassign"
    WITHDRAW = "withdraw"
    REQUEST_PAPERS = "request-papers"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    DECIDE = "decide"


class Outcome(StrEnum):
    GRANT = "grant"  # 同意
    PARTLY = "partly"  # 部分同意
    REFUSE = "refuse"  # 不同意


class ReturnReason(StrEnum):
    NOT_OURS = "not-ours"  # 非本部门职责
    PAPERS_MISSING = "papers-missing"  # 材料不全
    OUTSIDE_DISTRICT = "outside-district"  # 不在辖区
    DUPLICATE = "duplicate"  # 重复


CASE_MOVES: dict[tuple[CaseState, CaseMove], CaseState] = {
    (CaseState.CONSULTED, CaseMove.ASK_PAPERS): CaseState.AWAITING_PAPERS,
    (CaseState.CONSULTED, CaseMove.ACCEPT): CaseState.ACCEPTED,
    (CaseState.CONSULTED, CaseMove.DECLINE): CaseState.DECLINED,
    (CaseState.CONSULTED, CaseMove.CLOSE): CaseState.CLOSED,
    (CaseState.AWAITING_PAPERS, CaseMove.ACCEPT): CaseState.ACCEPTED,
    (CaseState.AWAITING_PAPERS, CaseMove.DECLINE): CaseState.DECLINED,
    (CaseState.AWAITING_PAPERS, CaseMove.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.ACCEPTED, CaseMove.WITHDRAW): CaseState.WITHDRAWN,
    (CaseState.AWAITING_PAPERS, CaseMove.MERGE): CaseState.MERGED,
    (CaseState.ACCEPTED, CaseMove.MERGE): CaseState.MERGED,
    (CaseState.ACCEPTED, CaseMove.CLOSE): CaseState.CLOSED,
    (CaseState.CLOSED, CaseMove.REOPEN): CaseState.ACCEPTED,
    (CaseState.CLOSED, CaseMove.ARCHIVE): CaseState.ARCHIVED,
    (CaseState.DECLINED, CaseMove.ARCHIVE): CaseState.ARCHIVED,
    (CaseState.WITHDRAWN, CaseMove.ARCHIVE): CaseState.ARCHIVED,
    (CaseState.ARCHIVED, CaseMove.REOPEN): CaseState.ACCEPTED,
}

_S = ReferralState
_M = ReferralMove
REFERRAL_MOVES: dict[tuple[ReferralState, ReferralMove], ReferralState] = {
    (_S.DRAFT, _M.SEND): _S.SENT,
    (_S.DRAFT, _M.REASSIGN): _S.DRAFT,
    (_S.DRAFT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.SENT, _M.SIGN): _S.SIGNED,
    (_S.SENT, _M.RETURN): _S.RETURNED,
    (_S.SENT, _M.REASSIGN): _S.SENT,
    (_S.SENT, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.SIGNED, _M.RETURN): _S.RETURNED,
    (_S.SIGNED, _M.REASSIGN): _S.SENT,
    (_S.SIGNED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.SIGNED, _M.REQUEST_PAPERS): _S.WAITING,
    (_S.SIGNED, _M.SUSPEND): _S.WAITING,
    (_S.SIGNED, _M.EXTEND): _S.SIGNED,
    (_S.SIGNED, _M.DECIDE): _S.DECIDED,
    (_S.WAITING, _M.RESUME): _S.SIGNED,
    (_S.WAITING, _M.EXTEND): _S.WAITING,
    (_S.WAITING, _M.RETURN): _S.RETURNED,
    (_S.WAITING, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.RETURNED, _M.REASSIGN): _S.SENT,
    (_S.RETURNED, _M.WITHDRAW): _S.WITHDRAWN,
}

OPEN_REFERRAL_STATES = frozenset({_S.DRAFT, _S.SENT, _S.SIGNED, _S.WAITING, _S.RETURNED})


def move_case(state: CaseState, move: CaseMove) -> CaseState:
    """The state after a move. Raises `Refused` for a move that is not in the table."""
    try:
        return CASE_MOVES[state, move]
    except KeyError:
        raise Refused(
            "A case that is {state} cannot be changed by: {move}.", state=state, move=move
        ) from None


def move_referral(state: ReferralState, move: ReferralMove) -> ReferralState:
    """The state after a move. Raises `Refused` for a move that is not in the table."""
    try:
        return REFERRAL_MOVES[state, move]
    except KeyError:
        raise Refused(
            "A referral that is {state} cannot be changed by: {move}.", state=state, move=move
        ) from None


def moves_from(state: ReferralState) -> frozenset[ReferralMove]:
    """What can be done with a referral in this state; for buttons and keys."""
    return frozenset(move for (start, move) in REFERRAL_MOVES if start is state)
