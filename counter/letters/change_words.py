"""What the papers about giving less have in common: what is given, what is planned, copies and basis."""

from __future__ import annotations

from counter.cases.benefits import Benefit, Change, ChangeKind
from counter.cases.casefile import ReferralFile
from counter.cases.split import quotable
from counter.catalogue.policy import Policy
from counter.errors import Problem, Refused
from counter.letters.decisions import money_words
from counter.letters.parts import Source, basis_of, is_under_the_law, short_title, whom_of
from counter.text import N_, chinese_month

LESS = {ChangeKind.REDUCE: "调减", ChangeKind.END: "终止"}
SUPPORT = "特困"
"""Whose end is told to the village as well. Legal source: 特困人员认定办法 art. 26."""


def refuse_unexplained(change: Change) -> None:
    """Whoever is given less is told the facts and the clause. Raises `Refused`."""
    missing = [
        Problem(text, field)
        for text, field, said in (
            (N_("Enter the facts found; whoever is given less is told them."), "facts", change.facts),
            (N_("Enter the text of the clause on which less is given."), "clause", change.clause),
        )
        if not said.strip()
    ]
    if missing:
        raise Refused.because(missing)


def matter_of(policy: Policy) -> str:
    """The policy's name within a title; what is confirmed is a status, not its confirmation."""
    return short_title(policy).removesuffix("认定")


def given_words(source: Source, referral: ReferralFile, benefit: Benefit) -> str:
    """`你户自2026年12月起享受“最低生活保障”，现每月¥620.00（人民币陆佰贰拾元整）。`"""
    document = referral.decision.document_number if referral.decision else ""
    document = f"（决定文书：{document}）" if document else ""
    amount = money_words(benefit.amount_fen, benefit.amount_unit)
    now = f"，现{amount}" if amount else ""
    return (
        f"{whom_of(source, referral)}自{chinese_month(benefit.starts)}起享受“{quotable(benefit.title)}”"
        f"{document}{now}。"
    )


def planned_words(source: Source, referral: ReferralFile, change: Change, benefit: Benefit) -> str:
    since, whom = chinese_month(change.planned_from), whom_of(source, referral)
    title = quotable(benefit.title)
    if change.kind is ChangeKind.END:
        return f"拟自{since}起终止{whom}的“{title}”。"
    before = money_words(benefit.amount_fen, benefit.amount_unit)
    after = money_words(change.planned_fen, benefit.amount_unit)
    return f"拟自{since}起把{whom}的“{title}”由{before}调减为{after}。"


def copies_of(policy: Policy) -> str:
    told = "一份送达本人，一份决定机关存档，一份窗口存入一户一档"
    if SUPPORT in policy.grants:
        return f"四份，{told}，一份送村（居）民委员会"
    return f"三份，{told}"


def change_basis(policy: Policy, articles: str) -> str:
    """社会救助法 first; a policy of another law follows its way of hearing people all the same."""
    law = f"《中华人民共和国社会救助法》{articles}"
    if not is_under_the_law(policy):
        return f"参照{law}；{basis_of(policy)}"
    own = "《特困人员认定办法》第二十六条" if SUPPORT in policy.grants else ""
    return "；".join(filter(None, (law, own)))
