"""D14 what the check of a household's means has shown: told to the applicant, with how to object to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from counter.cases.casefile import ReferralFile
from counter.cases.compiled import State
from counter.cases.match import PolicyMatch
from counter.cases.reasons import Finding
from counter.cases.split import HOUSEHOLD
from counter.cases.steps import Step, StepKind, is_done
from counter.errors import Refused
from counter.letters.decisions import opening
from counter.letters.open_doors import value_words
from counter.letters.parts import (
    Head,
    Source,
    address_of,
    basis_of,
    full_id,
    head,
    recipient_of,
)
from counter.text import chinese_date


@dataclass(frozen=True, slots=True)
class MeansRow:
    """One line of the means test: what the list asks, what was said, what was found, whether it is over.

    What nobody recorded is written by hand: `over` is empty for that.
    """

    item: str
    said: str
    found: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class MeansResult:
    """D14 家庭经济状况调查（核对）结果告知书."""

    head: Head
    recipient: str
    id_number: str
    address: str
    opening: str
    checked: tuple[str, ...]
    rows: tuple[MeansRow, ...]
    private: str
    objection: tuple[str, ...]
    notes: tuple[str, ...]


def means_result(source: Source) -> MeansResult:
    """For `referral`. Raises `Refused` before the check of the household's data is done."""
    referral = source.referral
    if referral is None:
        raise Refused("Say what the paper is about.", field="referral")
    if not is_done(StepKind.CHECK, referral.steps):
        raise Refused("The check of the household's data is not done yet.")
    policy = source.policy(referral)
    recipient = recipient_of(source, referral)
    row = row_of(source, referral)
    return MeansResult(
        recipient=recipient.name,
        id_number=full_id(recipient),
        address=address_of(source, recipient, source.case.accepted_on),
        opening=opening(source, policy) + "家庭经济状况的调查、核对结果如下：",
        checked=tuple(checked(referral.steps)),
        rows=tuple(
            _row(one, as_stated=_found_as_stated(referral.steps)) for one in (means(row) if row else ())
        ),
        private="核对所得信息和信息来源只告知本人，不向他人提供。",
        objection=(
            "对结果有异议的，可以在____年__月__日前到窗口提出，书面、口头、电话都可以，并提供有关材料；"
            "收到异议后组织复查，复查结果书面告知你。",
            "没有异议的，按上述结果继续办理；结果不符合条件的，将另行作出书面决定，写明理由和救济途径。",
        ),
        notes=("标准中有参考数的，以本区公布的为准。",) if row and row.provisional else (),
        head=head(
            source,
            "D14",
            "家庭经济状况调查（核对）|结果告知书",
            unit=source.desk.office(source.place),
            copies="本告知书一式两份，一份交申请人，一份存入一户一档。",
            seal="（公章）",
            basis=basis_of(policy),
        ),
    )


AS_STATED = "与填写一致"
OVER = {State.MET: "否", State.UNMET: "是", State.UNKNOWN: ""}


def _row(one: Finding, *, as_stated: bool) -> MeansRow:
    """Where the check found what was stated, the figure that stands here is what was found."""
    said = value_words(one.value, one.unit)
    if not (said and as_stated):
        return MeansRow(one.text, said)
    return MeansRow(one.text, said, AS_STATED, OVER[one.state])


def _found_as_stated(steps: Sequence[Step]) -> bool:
    """What the latest check says of the household's own figures."""
    done = [one for one in steps if one.kind is StepKind.CHECK and one.done_on is not None]
    return bool(done) and done[-1].as_stated is True


def row_of(source: Source, referral: ReferralFile) -> PolicyMatch | None:
    """How the list answers for whom it is asked; None where nobody asked it, or it answers for another."""
    rows = source.answer.policies if source.answer else ()
    member = None if referral.subject == HOUSEHOLD else int(referral.subject)
    return next((row for row in rows if (row.policy, row.for_member) == (referral.policy, member)), None)


def means(row: PolicyMatch) -> tuple[Finding, ...]:
    """The conditions of income and property that have a figure for a line."""
    return tuple(
        one
        for one in row.conditions
        if isinstance(one.line, Fraction | int)
        and not isinstance(one.line, bool)
        and one.path.rpartition(".")[2] not in ("birth_date", "size")
        and one.unit
    )


def checked(steps: Sequence[Step]) -> list[str]:
    """The latest survey and check as they were recorded: the day and what was found."""
    found = []
    for kind, word in ((StepKind.SURVEY, "入户调查"), (StepKind.CHECK, "信息核对")):
        done = [one for one in steps if one.kind is kind and one.done_on is not None]
        if done and done[-1].done_on:
            found.append(f"{word}（{chinese_date(done[-1].done_on)}）：{done[-1].result or '____________'}")
    return found
