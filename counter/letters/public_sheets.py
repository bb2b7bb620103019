"""D16 on notice before a decision, D21 made public after it.

On a board stand a name, how many they are, how much, days and a telephone, and nothing else. Legal source:
最低生活保障审核确认办法 art. 19, 24.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.casefile import ReferralFile
from counter.cases.private_data import may_be_minor
from counter.cases.public_notice import Posting, PostingKind, day_kind
from counter.cases.split import HOUSEHOLD
from counter.cases.steps import proposed_fen
from counter.cases.workflow import Outcome
from counter.catalogue.policy import DayKind, Policy
from counter.errors import Refused
from counter.letters.board_check import tells
from counter.letters.district import SHORT_BLANK
from counter.letters.occasions import found
from counter.letters.parts import (
    PROVISIONAL_NOTE,
    Head,
    Source,
    day_or_blank,
    first_law,
    head,
    is_under_the_law,
    recipient_of,
    short_title,
)
from counter.text import chinese_date, chinese_month, mask_name, yuan

DAY_KIND = "public_notice_day_kind"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of a sheet on a board."""

    name: str
    members: str
    matter: str
    amount: str
    starts: str


@dataclass(frozen=True, slots=True)
class PublicSheet:
    """D16 初审意见公示 and D21 公布单; `amounts` and `begin` are the heads of their columns."""

    head: Head
    opening: str
    amounts: str
    begin: str
    rows: tuple[PublicRow, ...]
    period: str
    board: str
    how: str
    unit: str
    day: str
    notes: tuple[str, ...]


def notice_sheet(source: Source) -> PublicSheet:
    """D16 for the posting that the paper is about, or for `referral` with days to fill in when it is posted.

    Raises `Refused` for a policy that is not put on notice.
    """
    posting = _posting(source, PostingKind.NOTICE)
    referral = _referral(source, posting)
    policy = source.policy(referral)
    if not policy.public_notice_days:
        raise Refused("{title} is not put on public notice.", title=policy.title)
    unit = source.desk.office(source.place)
    kind = day_kind(source.case.district.get(DAY_KIND, ""))
    days = f"{policy.public_notice_days}{'个工作日' if kind is DayKind.WORKING else '天'}"
    matter = _matter(policy)
    return PublicSheet(
        opening=f"经调查和初审，拟对下列申请人给予{matter}，现予公示，接受监督。",
        amounts="拟救助金额",
        begin="",
        rows=(
            PublicRow(
                public_name(source, referral),
                _members(source, referral),
                matter,
                _proposed(referral, policy),
                "",
            ),
        ),
        period=(
            f"公示时间（{days}）：\n{chinese_date(posting.posted_on)}至{day_or_blank(posting.until)}"
            if posting
            else f"公示时间（{days}，张贴当日不计）：\n____年__月__日至____年__月__日"
        ),
        board=f"张贴地点：{posting.board}" if posting else "",
        how=(
            "对公示内容有异议的，请在公示时间内向下列单位提出，书面、口头、电话都可以；"
            "收到异议后重新调查或者组织民主评议，结果再次公示。"
        ),
        unit=unit,
        day=chinese_date(posting.posted_on if posting else source.issued_on),
        notes=(PROVISIONAL_NOTE,) if posting and posting.provisional else (),
        head=head(
            source,
            "D16",
            f"{matter}|初审意见公示",
            unit=unit,
            copies="本公示每处张贴一式一份，另存档一份；期满后撤下。",
            seal="（公章）",
            basis=_basis(policy),
        ),
    )


def publication_sheet(source: Source) -> PublicSheet:
    """D21 for the posting that the paper is about, or for `referral`.

    Raises `Refused` for what was not granted, for a policy that no notice went before.
    """
    posting = _posting(source, PostingKind.PUBLICATION)
    referral = _referral(source, posting)
    policy = source.policy(referral)
    decision = referral.decision
    if decision is None or decision.outcome is Outcome.REFUSE:
        raise Refused("Only what was granted is published.")
    if not policy.public_notice_days:
        raise Refused(
            "{title} is not made public: its name would tell of an illness, a disability or a need.",
            title=policy.title,
        )
    unit = source.desk.office(source.place)
    matter = _matter(policy)
    authority = "" if matter == NEUTRAL else source.desk.decides(policy, source.place)
    return PublicSheet(
        opening=f"经{authority}审核确认，下列家庭（人员）享受{matter}，现予公布，接受监督。",
        amounts="救助金额",
        begin="起始时间",
        rows=(
            PublicRow(
                public_name(source, referral),
                _members(source, referral),
                matter,
                f"{yuan(decision.amount_fen)}{_period(decision.amount_unit)}"
                if decision.amount_fen is not None
                else "确认身份",
                chinese_month(decision.starts or decision.decided_on),
            ),
        ),
        period=f"公布时间：自{chinese_date(posting.posted_on)}起，享受期间长期公布。"
        if posting
        else "公布时间：自____年__月__日起，享受期间长期公布。",
        board=f"张贴地点：{posting.board}" if posting else "",
        how="发现公布的家庭（人员）不符合条件或者情况已经变化的，请向下列单位反映，实名反映的逐一核查并答复。",
        unit=unit,
        day=chinese_date(posting.posted_on if posting else source.issued_on),
        notes=(),
        head=head(
            source,
            "D21",
            f"{matter}|公布单",
            unit=unit,
            copies="本单每处张贴一式一份，另存档一份；不再享受的及时撤下。",
            seal="（公章）",
            basis="《中华人民共和国社会救助法》第四十五条" if is_under_the_law(policy) else _basis(policy),
        ),
    )


# --- what may be read ----------------------------------------------------------------------------


def public_name(source: Source, referral: ReferralFile) -> str:
    """Whose name stands on a board: who applies; never a minor's."""
    person = recipient_of(source, referral)
    if not may_be_minor(person, source.issued_on):
        return person.name
    applicant, agent = source.application.applicant, source.application.agent
    if not may_be_minor(applicant, source.issued_on):
        return applicant.name
    return agent.name if agent else mask_name(applicant.name)


def _proposed(referral: ReferralFile, policy: Policy) -> str:
    """What the first opinion proposes; a line to fill in where it names no amount."""
    fen = proposed_fen(referral.steps)
    unit = policy.benefit.each
    return SHORT_BLANK if fen is None else f"{yuan(fen)}{_period(unit)}"


def _posting(source: Source, kind: PostingKind) -> Posting | None:
    if not source.about:
        return None
    _one, posting = found(source, Posting)
    if posting.kind is not kind:
        raise Refused("This sheet on a board is of the other kind.", field="about")
    return posting


def _referral(source: Source, posting: Posting | None) -> ReferralFile:
    if posting is not None:
        return found(source, Posting)[0]
    if source.referral is None:
        raise Refused("Say what the paper is about.", field="about")
    return source.referral


def _members(source: Source, referral: ReferralFile) -> str:
    return f"{len(source.application.people) if referral.subject == HOUSEHOLD else 1}人"


NEUTRAL = "社会救助"
"""What a matter is called on a board if its own name would tell of an illness, a disability or a need."""


def _matter(policy: Policy) -> str:
    return NEUTRAL if _tells(policy) else short_title(policy).removesuffix("认定")


def _basis(policy: Policy) -> str:
    return "" if _tells(policy) else first_law(policy)


def _tells(policy: Policy) -> bool:
    return tells(f"{short_title(policy)}\n{first_law(policy)}")


def _period(unit: str) -> str:
    """`/月` behind a figure; nothing behind what is paid once."""
    period = unit.removeprefix("元").removeprefix("/").removeprefix("每")
    return f"/{period}" if period and "次" not in period else ""
