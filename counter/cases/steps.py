"""What a department does between signing for a referral and deciding it: survey, check, opinion, notice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter.cases.public_notice import Handling, Posting, notices_of, round_of, standing_in_the_way
from counter.cases.workflow import Outcome
from counter.catalogue.policy import Policy
from counter.errors import Problem
from counter.text import N_

INVESTIGATORS = 2
"""A home survey is made by two at least. Legal source: 最低生活保障审核确认办法 art. 16."""

CHECKING = "信息核对"
"""Why the clock stands still while an outside body checks the household's data."""


class StepKind(StrEnum):
    SURVEY = "survey"  # 入户调查
    CHECK = "check"  # 信息核对
    OPINION = "opinion"  # 初审
    DELIBERATION = "deliberation"  # 民主评议
    NOTICE = "notice"  # 公示
    CONFIRM = "confirm"  # 审核确认


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a referral; `due` is the last day to begin or to end it, as the policy's limits say.

    `by` are the officers who did it (a survey needs two, 最低生活保障审核确认办法 art. 16). `turn` counts
    how often the step was done: an objection makes survey and notice begin again. `as_stated` says of a
    check whether it found what the household had said; `amount_fen` is what an opinion proposes, in the
    policy's period.
    """

    kind: StepKind
    due: date | None
    started_on: date | None = None
    done_on: date | None = None
    by: tuple[str, ...] = ()
    present: str = ""
    result: str = ""
    turn: int = 1
    provisional: bool = False
    as_stated: bool | None = None
    amount_fen: int | None = None


# --- which steps a policy has, and which of them the program keeps ------------------------------------

WORDS = {
    "入户调查": StepKind.SURVEY,
    "信息核对": StepKind.CHECK,
    "初审": StepKind.OPINION,
    "民主评议": StepKind.DELIBERATION,
    "公示": StepKind.NOTICE,
    "审核确认": StepKind.CONFIRM,
}
ALL, NONE = "全部", "无"
EVERY = frozenset(StepKind)


def recorded(said: str) -> frozenset[StepKind]:
    """The steps that the district records in the program (`steps_recorded`); the others are on paper.

    `said` names steps (`入户调查、公示`), or 全部 or 无; nothing said means none.
    """
    words = _split(said)
    return EVERY if ALL in words else frozenset(WORDS[word] for word in words if word in WORDS)


def unknown_words(said: str) -> tuple[str, ...]:
    """The words of the setting that name no step."""
    return tuple(word for word in _split(said) if word not in (ALL, NONE, *WORDS))


def _split(said: str) -> list[str]:
    return [
        word for part in said.replace("，", "、").replace(",", "、").split("、") if (word := part.strip())
    ]


def steps_of(policy: Policy) -> tuple[StepKind, ...]:
    """The steps of a policy in their order: without a means test there is no survey and no check.

    Neighbours deliberate only where something is disputed, so that step is nowhere planned ahead. Legal
    source: 中办国办 2020 意见 item 24.
    """
    found = []
    if policy.needs_means_test:
        found += [StepKind.SURVEY, StepKind.CHECK]
    if any("初审" in step.action for step in policy.procedure):
        found.append(StepKind.OPINION)
    if policy.public_notice_days:
        found.append(StepKind.NOTICE)
    if any("审核确认" in step.action for step in policy.procedure):
        found.append(StepKind.CONFIRM)
    return tuple(found)


# --- the order ------------------------------------------------------------------------------------------

_COMES_AFTER = {
    StepKind.OPINION: (StepKind.SURVEY, StepKind.CHECK),
    StepKind.NOTICE: (StepKind.OPINION, StepKind.SURVEY, StepKind.CHECK),
    StepKind.CONFIRM: (StepKind.NOTICE, StepKind.OPINION),
}
_MISSING = {
    StepKind.SURVEY: N_("The home survey of the household is not done yet."),
    StepKind.CHECK: N_("The check of the household's data is not done yet."),
    StepKind.OPINION: N_("The first opinion is not written yet."),
    StepKind.DELIBERATION: N_("The neighbours have not deliberated yet."),
    StepKind.NOTICE: N_("The result has not been on public notice yet."),
}


def is_done(kind: StepKind, steps: Sequence[Step], *, turn: int = 1) -> bool:
    """Whether the step was done in this round or a later one."""
    return any(one.kind is kind and one.turn >= turn and one.done_on is not None for one in steps)


def proposed_fen(steps: Sequence[Step]) -> int | None:
    """What the latest opinion proposes, in whole fen; None where it names no amount."""
    done = [one.amount_fen for one in steps if one.kind is StepKind.OPINION and one.done_on is not None]
    return done[-1] if done else None


def in_the_way_of(
    kind: StepKind,
    policy: Policy,
    steps: Sequence[Step],
    postings: Sequence[Posting],
    kept: Collection[StepKind],
) -> Iterator[Problem]:
    """Why a step cannot begin today; `kept` are the steps that the district records in the program."""
    planned = steps_of(policy)
    disputed = any(one.objections for one in notices_of(postings))
    if kind is StepKind.DELIBERATION:
        named = any("评议" in step.action for step in policy.procedure)
        if not (disputed or named):
            yield Problem("Neighbours deliberate only where something is disputed.", "kind")
    elif kind not in planned:
        yield Problem(
            "{title} has no such step: {step}. Ask for no more than the policy does.",
            "kind",
            {"title": policy.title, "step": kind},
        )
    current = round_of(postings)
    if any(one.kind is kind and one.started_on and not one.done_on for one in steps):
        yield Problem("This step was begun already and is not done yet.", "kind")
    elif any(one.kind is kind and one.turn >= current for one in steps):
        yield Problem("This step is done; it is done again only after an objection.", "kind")
    for earlier in _COMES_AFTER.get(kind, ()):
        turn = current if earlier in (StepKind.OPINION, StepKind.NOTICE) else 1
        if earlier in kept and earlier in planned and not _had(earlier, steps, postings, turn):
            yield Problem(_MISSING[earlier], earlier.value)


def _had(kind: StepKind, steps: Sequence[Step], postings: Sequence[Posting], turn: int) -> bool:
    if kind is StepKind.NOTICE:
        return any(one.turn >= turn for one in notices_of(postings))
    return is_done(kind, steps, turn=turn)


def owed(
    policy: Policy,
    steps: Sequence[Step],
    postings: Sequence[Posting],
    fast: bool = False,
    *,
    kept: Collection[StepKind] = EVERY,
    on: date | None = None,
    outcome: Outcome = Outcome.GRANT,
) -> tuple[Problem, ...]:
    """What has to be done before a decision of `on` (none: every notice has run its days), all at once.

    Only steps that the district records (`kept`) are owed; a notice that runs or an open objection always
    stands in the way. A refusal needs an investigation (or the record that it was not let happen), no
    opinion and no notice. Aid given at once (`fast`) owes nothing. The review is the decision itself.
    """
    if fast:
        return ()
    found: list[Problem] = []
    planned = [kind for kind in steps_of(policy) if kind in kept and kind is not StepKind.CONFIRM]
    if outcome is Outcome.REFUSE:
        looked = [kind for kind in planned if kind in (StepKind.SURVEY, StepKind.CHECK)]
        if looked and not any(is_done(kind, steps) for kind in looked):
            found.append(Problem(_MISSING[looked[0]], looked[0].value))
    else:
        current = round_of(postings)
        for kind in planned:
            turn = current if kind is StepKind.OPINION else 1
            if not _had(kind, steps, postings, turn):
                found.append(Problem(_MISSING[kind], kind.value))
    found += standing_in_the_way(postings, on or date.max, grants=outcome is not Outcome.REFUSE)
    return tuple(found)


def unsettled_without(
    handling: Handling, steps: Sequence[Step], posting: Posting, policy: Policy, kept: Collection[StepKind]
) -> Iterator[Problem]:
    """Why an objection cannot be settled so yet: the new investigation or deliberation is not recorded."""
    turn = posting.turn + 1
    if handling is Handling.DELIBERATION:
        if StepKind.DELIBERATION in kept and not is_done(StepKind.DELIBERATION, steps, turn=turn):
            yield Problem(_MISSING[StepKind.DELIBERATION], "handling")
        return
    looked = [k for k in steps_of(policy) if k in kept and k in (StepKind.SURVEY, StepKind.CHECK)]
    if looked and not any(is_done(kind, steps, turn=turn) for kind in looked):
        yield Problem("The new investigation after the objection is not recorded yet.", "handling")
