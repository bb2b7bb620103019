"""The states of a case and of a referral, and the one table of the moves between them.

The table also says by whose right a move is made, what it needs and what it prints; services ask it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


class Need(StrEnum):
    """What a move asks for; the words are said by whoever makes it, the rest is read from the case."""

    REASON = "reason"  # why, in a line
    CLAUSE = "clause"  # the clause it rests on
    POLICIES = "policies"  # at least one policy chosen, with a reason where it does not fit
    WHOLE_APPLICATION = "whole-application"  # nothing missing that acceptance asks for
    GAP_DATES = "gap-dates"  # until when each paper of 容缺受理 is brought
    PAPERS = "papers"  # which papers are asked for
    ASKED_ONCE = "asked-once"  # 一次性告知: no second request without something new
    QUESTION = "question"  # what is asked of the department
    DEPARTMENT = "department"  # who gets it
    OTHER_CASE = "other-case"  # an open case of the same household
    NOTHING_DECIDED = "nothing-decided"  # no department has decided in it
    ALL_ENDED = "all-ended"  # no referral is open
    ALL_TOLD = "all-told"  # every refusal and every corrected letter has reached the household
    ALL_SETTLED = "all-settled"  # objections settled, aid given at once made good
    NOTHING_OWED = "nothing-owed"  # no paper, letter or answer is outstanding
    GROUND = "ground"  # one that the policy lists
    IN_TIME = "in-time"  # before the last day, and only once
    ANSWER = "answer"  # the outcome with all that it must tell


@dataclass(frozen=True, slots=True)
class CaseRule:
    """One move of a case: from which state to which, by which right, on what it depends, what is printed.

    `right` names an act of the table of rights; `prints` are kinds of papers.
    """

    ways: Mapping[CaseState, CaseState]
    right: str
    needs: tuple[Need, ...] = ()
    prints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralRule:
    """One move of a referral, as `CaseRule`.

    `right_on_paper` is the right by which the window enters what a department did on paper.
    """

    ways: Mapping[ReferralState, ReferralState]
    right: str
    needs: tuple[Need, ...] = ()
    prints: tuple[str, ...] = ()
    right_on_paper: str = ""


_C = CaseState
_S = ReferralState
_M = ReferralMove

CASE_RULES: Mapping[CaseMove, CaseRule] = {
    CaseMove.ASK_PAPERS: CaseRule(
        {_C.CONSULTED: _C.AWAITING_PAPERS, _C.AWAITING_PAPERS: _C.AWAITING_PAPERS},
        right="intake",
        needs=(Need.PAPERS, Need.ASKED_ONCE, Need.WHOLE_APPLICATION),
        prints=("D05", "D06"),
    ),
    CaseMove.ACCEPT: CaseRule(
        {_C.CONSULTED: _C.ACCEPTED, _C.AWAITING_PAPERS: _C.ACCEPTED},
        right="intake",
        needs=(Need.POLICIES, Need.WHOLE_APPLICATION, Need.GAP_DATES),
        prints=("D01", "D05", "D07", "D31"),
    ),
    CaseMove.DECLINE: CaseRule(
        {_C.CONSULTED: _C.DECLINED, _C.AWAITING_PAPERS: _C.DECLINED},
        right="decline",
        needs=(Need.REASON, Need.CLAUSE),
        prints=("D08",),
    ),
    CaseMove.WITHDRAW: CaseRule(
        {_C.AWAITING_PAPERS: _C.WITHDRAWN, _C.ACCEPTED: _C.WITHDRAWN},
        right="withdraw-case",
        needs=(Need.REASON,),
    ),
    CaseMove.MERGE: CaseRule(
        {_C.CONSULTED: _C.MERGED, _C.AWAITING_PAPERS: _C.MERGED, _C.ACCEPTED: _C.MERGED},
        right="merge",
        needs=(Need.REASON, Need.OTHER_CASE, Need.NOTHING_DECIDED),
    ),
    CaseMove.CLOSE: CaseRule(
        {_C.CONSULTED: _C.CLOSED, _C.ACCEPTED: _C.CLOSED},
        right="close",
        needs=(Need.ALL_ENDED, Need.ALL_TOLD, Need.ALL_SETTLED),
        prints=("D29",),
    ),
    CaseMove.REOPEN: CaseRule(
        {_C.CLOSED: _C.ACCEPTED, _C.ARCHIVED: _C.ACCEPTED}, right="merge", needs=(Need.REASON,)
    ),
    CaseMove.ARCHIVE: CaseRule(
        {_C.CLOSED: _C.ARCHIVED, _C.DECLINED: _C.ARCHIVED, _C.WITHDRAWN: _C.ARCHIVED},
        right="close",
        # What was taken back may hold refusals from before.
        needs=(Need.ALL_TOLD, Need.ALL_SETTLED, Need.NOTHING_OWED),
        prints=("D33",),
    ),
}
"""The moves of a case: from where to where, who may, what it needs and prints. To add one, add a line."""

REFERRAL_RULES: Mapping[ReferralMove, ReferralRule] = {
    _M.SEND: ReferralRule({_S.DRAFT: _S.SENT}, right="dispatch", needs=(Need.QUESTION,), prints=("D09",)),
    _M.SIGN: ReferralRule({_S.SENT: _S.SIGNED}, right="answer", right_on_paper="record-paper"),
    _M.RETURN: ReferralRule(
        {_S.SENT: _S.RETURNED, _S.SIGNED: _S.RETURNED, _S.WAITING: _S.RETURNED},
        right="answer",
        needs=(Need.REASON,),
    ),
    _M.REASSIGN: ReferralRule(
        {_S.DRAFT: _S.DRAFT, _S.SENT: _S.SENT, _S.SIGNED: _S.SENT, _S.RETURNED: _S.SENT},
        right="dispatch",
        needs=(Need.REASON, Need.DEPARTMENT),
        prints=("D09",),
    ),
    _M.WITHDRAW: ReferralRule(
        {state: _S.WITHDRAWN for state in (_S.DRAFT, _S.SENT, _S.SIGNED, _S.WAITING, _S.RETURNED)},
        right="dispatch",
        needs=(Need.REASON,),
    ),
    _M.REQUEST_PAPERS: ReferralRule(
        {_S.SIGNED: _S.WAITING},
        right="answer",
        needs=(Need.PAPERS, Need.ASKED_ONCE),
        prints=("D06",),
    ),
    _M.SUSPEND: ReferralRule({_S.SIGNED: _S.WAITING}, right="answer", needs=(Need.REASON,)),
    _M.RESUME: ReferralRule({_S.WAITING: _S.SIGNED}, right="answer", right_on_paper="record-paper"),
    _M.EXTEND: ReferralRule(
        {_S.SIGNED: _S.SIGNED, _S.WAITING: _S.WAITING},
        right="extend",
        needs=(Need.GROUND, Need.IN_TIME),
        prints=("D22",),
    ),
    _M.DECIDE: ReferralRule(
        {_S.SIGNED: _S.DECIDED},
        right="decide",
        needs=(Need.ANSWER,),
        prints=("D19", "D20"),
        right_on_paper="record-paper",
    ),
}
"""The moves of a referral, likewise; of `prints` those that the move gives occasion to."""

CASE_MOVES: Mapping[tuple[CaseState, CaseMove], CaseState] = {
    (start, move): after for move, rule in CASE_RULES.items() for start, after in rule.ways.items()
}
REFERRAL_MOVES: Mapping[tuple[ReferralState, ReferralMove], ReferralState] = {
    (start, move): after for move, rule in REFERRAL_RULES.items() for start, after in rule.ways.items()
}

OPEN_CASE_STATES = frozenset({_C.CONSULTED, _C.AWAITING_PAPERS, _C.ACCEPTED})
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


def case_moves_from(state: CaseState) -> frozenset[CaseMove]:
    """What can be done with a case in this state; for buttons and keys."""
    return frozenset(move for (start, move) in CASE_MOVES if start is state)


def moves_from(state: ReferralState) -> frozenset[ReferralMove]:
    """What can be done with a referral in this state; for buttons and keys."""
    return frozenset(move for (start, move) in REFERRAL_MOVES if start is state)
