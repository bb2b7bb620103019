"""The one table of moves: what is in it is possible, everything else is refused."""

from __future__ import annotations

from itertools import product

import pytest

from counter.cases.workflow import (
    CASE_MOVES,
    OPEN_REFERRAL_STATES,
    REFERRAL_MOVES,
    CaseMove,
    CaseState,
    ReferralMove,
    ReferralState,
    move_case,
    move_referral,
    moves_from,
)
from counter.errors import Refused


def test_every_move_that_is_not_in_the_table_is_refused() -> None:
    for state, move in product(ReferralState, ReferralMove):
        if (state, move) in REFERRAL_MOVES:
            assert move_referral(state, move) is REFERRAL_MOVES[state, move]
        else:
            with pytest.raises(Refused):
                move_referral(state, move)
    for case_state, case_move in product(CaseState, CaseMove):
        if (case_state, case_move) in CASE_MOVES:
            assert move_case(case_state, case_move) is CASE_MOVES[case_state, case_move]
        else:
            with pytest.raises(Refused):
                move_case(case_state, case_move)


def test_nothing_moves_once_it_is_decided_or_withdrawn() -> None:
    for state in (ReferralState.DECIDED, ReferralState.WITHDRAWN):
        assert moves_from(state) == frozenset()
        assert state not in OPEN_REFERRAL_STATES
    for state in OPEN_REFERRAL_STATES:
        assert moves_from(state)


def test_every_referral_can_come_to_its_end() -> None:
    ends = {ReferralState.DECIDED, ReferralState.WITHDRAWN}
    for start in ReferralState:
        reached, todo = {start}, [start]
        while todo:
            state = todo.pop()
            for move in moves_from(state):
                after = REFERRAL_MOVES[state, move]
                if after not in reached:
                    reached.add(after)
                    todo.append(after)
        assert reached & ends, start


def test_a_decision_needs_a_signature_and_a_running_clock() -> None:
    deciding = [state for state, move in REFERRAL_MOVES if move is ReferralMove.DECIDE]
    assert deciding == [ReferralState.SIGNED]


def test_a_returned_referral_goes_to_the_dispatcher_alone() -> None:
    assert moves_from(ReferralState.RETURNED) == {ReferralMove.REASSIGN, ReferralMove.WITHDRAW}


def test_no_case_is_accepted_twice_and_what_was_refused_is_only_archived() -> None:
    accepted_from = {state for state, move in CASE_MOVES if move is CaseMove.ACCEPT}
    assert accepted_from == {CaseState.CONSULTED, CaseState.AWAITING_PAPERS}
    for state in (CaseState.DECLINED, CaseState.WITHDRAWN):
        assert [move for start, move in CASE_MOVES if start is state] == [CaseMove.ARCHIVE]
    assert not [move for start, move in CASE_MOVES if start is CaseState.MERGED]


def test_the_refusal_names_state_and_move() -> None:
    with pytest.raises(Refused) as refused:
        move_referral(ReferralState.DRAFT, ReferralMove.DECIDE)
    assert refused.value.params == {"state": ReferralState.DRAFT, "move": ReferralMove.DECIDE}
