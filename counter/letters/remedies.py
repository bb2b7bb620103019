"""What a person can do against a decision: review and court for administrative bodies only."""

from __future__ import annotations

from dataclasses import dataclass

from counter.catalogue.policy import Policy, RemedyKind
from counter.letters.district import BLANK, Desk

_REVIEW_OR_COURT = (
    "如不服本决定，可以自收到本决定之日起六十日内向{authority}申请行政复议；"
    "也可以自收到本决定之日起六个月内依法向{court}提起行政诉讼。"
)
_REVIEW_FIRST = (
    "如不服本决定，应当先自收到本决定之日起六十日内向{authority}申请行政复议；"
    "对复议决定不服的，可以自收到复议决定书之日起十五日内依法向{court}提起行政诉讼。"
)
_ORDINARY = "不服本决定的，可以自收到决定之日起六十日内向"
"""How the list begins a remedy that follows the general rule, for which the district chooses the wording."""

BASIS = (
    "《中华人民共和国社会救助法》第七十六条；《中华人民共和国行政复议法》第二十条；"
    "《中华人民共和国行政诉讼法》第四十五条、第四十六条"
)


@dataclass(frozen=True, slots=True)
class Remedies:
    """The paragraphs as printed; `title` says what kind of way it is."""

    title: str
    paragraphs: tuple[str, ...]
    basis: str


def remedies(policy: Policy, desk: Desk) -> Remedies:
    """The ways open against a decision on this policy."""
    remedy = policy.remedy
    if remedy.kind is not RemedyKind.ADMINISTRATIVE:
        return Remedies("不服结果的途径", (remedy.text,), remedy.basis)
    authority = appeal_authority(desk, policy)
    court = desk.say("court")
    if remedy.text.startswith(_ORDINARY):
        paragraphs = _chosen(desk, authority, court)
    else:
        paragraphs = (remedy.text.format(appeal_authority=authority, court=court),)
    address = desk.peek("appeal_address")
    if address:
        paragraphs += (f"行政复议申请可以书面提出，也可以口头提出；地址、电话：{address}。",)
    else:
        paragraphs += ("行政复议申请可以书面提出，也可以口头提出。",)
    return Remedies("权利救济", paragraphs, remedy.basis or BASIS)


def remedies_against_declining(desk: Desk) -> Remedies:
    """The ways open against not accepting, which is the township's own act."""
    paragraphs = _chosen(desk, desk.say("appeal_authority"), desk.say("court"))
    return Remedies("权利救济", paragraphs, BASIS)


def appeal_authority(desk: Desk, policy: Policy) -> str:
    own = f"appeal_authority.{policy.code}"
    return desk.say(own) if desk.peek(own) else desk.say("appeal_authority", blank=BLANK)


def _chosen(desk: Desk, authority: str, court: str) -> tuple[str, ...]:
    """The wording that the district's legal office chose; both to tick by hand until it has."""
    first = desk.say("appeal_first", blank="")
    either = _REVIEW_OR_COURT.format(authority=authority, court=court)
    before = _REVIEW_FIRST.format(authority=authority, court=court)
    if first == "否":
        return (either,)
    if first == "是":
        return (before,)
    return (f"☐ {either}", f"☐ {before}")
