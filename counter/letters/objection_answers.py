"""D32 who objected to a public notice, or complained, in a name is told that it came, and what was found.

The paper leaves the case: it bears no number and no query code of it, and no name in full but the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.casefile import ReferralFile
from counter.cases.complaints import Complaint, is_nameless
from counter.cases.public_notice import Objection
from counter.errors import Refused
from counter.letters.notice_results import HANDLED
from counter.letters.occasions import occasions
from counter.letters.parts import Head, Source, head, is_under_the_law, masked_name_of, short_title
from counter.text import chinese_date

RECEIVED, ANSWERED = "投诉举报受理回执", "投诉举报处理反馈"


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """D32 投诉举报受理回执, and 处理反馈 once the objection was settled."""

    head: Head
    recipient: str
    matter: str
    about: str
    board: str
    received: str
    text: str
    handling: str
    result: str
    settled: str
    words: tuple[str, ...]
    officer: str


def objection_answer(source: Source) -> ObjectionAnswer:
    """For the objection or complaint that the paper is about.

    Raises `Refused` without one, and for one without a name: it is looked into, but nobody can be answered.
    """
    referral, said = _found(source)
    if is_nameless(said.by):
        raise Refused("It bears no name: it is looked into all the same, but nobody can be told.")
    policy = source.policy(referral)
    settled = said.settled_on if isinstance(said, Objection) else said.answered_on
    return ObjectionAnswer(
        recipient=said.by,
        matter=short_title(policy),
        about=masked_name_of(source.application, "0"),
        board=_board(referral, said),
        received=chinese_date(said.received_on),
        text=said.text,
        handling=HANDLED[said.handling] if isinstance(said, Objection) and said.handling else "",
        result=said.result if settled else "",
        settled=chinese_date(settled) if settled else "",
        words=_words(settled is not None),
        officer=source.officer,
        head=head(
            source,
            "D32",
            ANSWERED if settled else RECEIVED,
            unit=source.desk.office(source.place),
            copies="本件一式两份，一份交投诉举报人，一份由受理机关另行保管，不放入申请人可以查阅的材料。",
            seal="（公章）",
            basis=(
                "《中华人民共和国社会救助法》第六十八条；《最低生活保障审核确认办法》第三十七条"
                if is_under_the_law(policy)
                else "《中华人民共和国社会救助法》第六十八条"
            ),
        ),
    )


def _found(source: Source) -> tuple[ReferralFile, Objection | Complaint]:
    for words, referral, occasion in occasions(source.case):
        if words == source.about and isinstance(occasion, Objection | Complaint):
            return referral, occasion
    raise Refused("Say what the paper is about.", field="about")


def _board(referral: ReferralFile, said: Objection | Complaint) -> str:
    """The sheet that was objected to; nothing for a complaint."""
    for one in referral.postings:
        if said in one.objections:
            return f"{one.board}，{chinese_date(one.posted_on)}张贴"
    return ""


def _words(settled: bool) -> tuple[str, ...]:
    if settled:
        return (
            "以上是对你实名反映的问题核查、处理的结果。因保护个人隐私，不能提供他人的收入、财产等信息。",
            "对处理结果不满意的，可以向上级主管部门或者拨打下面的投诉监督电话反映。",
        )
    return (
        "你实名反映的问题已经受理，我们逐件核查，处理完毕后把结果书面告知你。",
        "对反映人的姓名、联系方式和反映的内容保密，不告知被反映的人。",
    )
