"""D04 somebody acts for the applicant, D35 somebody keeps the household's passbook or bank card for it.

Legal source: 社会救助法 art. 37; 最低生活保障审核确认办法 art. 6, 26.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.split import is_entrusted
from counter.errors import Refused
from counter.letters.application_form import Line
from counter.letters.matters import titles
from counter.letters.parts import RELATION_WORDS, Head, Source, full_id, head, sex


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who sign; an empty text is written by hand."""

    name: str = ""
    sex: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """D04 授权委托书（代办）."""

    head: Head
    recipient: str
    principal: Party
    agent: Party
    relation: str
    matters: str
    why: tuple[str, ...]
    opening: str
    scope: tuple[str, ...]
    term: str
    duties: tuple[str, ...]
    rule: str
    officer: str


SCOPE = ("提出申请，填写、签署申请材料", "提交、补充材料", "签收文书")
"""What the agent of a case does for the applicant; what goes beyond is ticked by hand."""
BEYOND = ("☐ 陈述意见和异议", "☐ 领取救助金和物资", "☐ 其他：______________")


def mandate(source: Source) -> Mandate:
    """Raises `Refused` where nobody acts for an applicant of age."""
    agent = source.application.agent
    if not source.is_blank and not is_entrusted(source.application):
        raise Refused("Nobody acts for the applicant in this case, so there is no power of attorney.")
    principal = source.application.applicant
    unit = source.desk.office(source.place)
    sign = "☐" if source.is_blank else "☑"
    return Mandate(
        recipient=unit,
        principal=Party(
            principal.name,
            sex(principal),
            full_id(principal),
            principal.phone,
            source.application.household.address,
        ),
        agent=Party(agent.name, "", agent.id_number, agent.phone) if agent else Party(),
        relation=RELATION_WORDS.get(agent.relation, agent.relation) if agent else "",
        matters=titles(source),
        why=("☐ 行动不便", "☐ 患病住院", "☐ 外出", "☐ 不识字", "☐ 其他：__________"),
        opening="委托人因办理上述社会救助，依照《中华人民共和国社会救助法》第三十七条，委托受托人代为：",
        scope=(*(f"{sign} {one}" for one in SCOPE), *BEYOND),
        term="自双方签字之日起，至本次申请办结。委托人可以随时书面撤回委托，撤回不影响此前已代为办理的事项。",
        duties=(
            "委托人对受托人在委托范围内所办的事项承担责任；对申报内容的真实性负责。",
            "受托人如实转达、如实提交，及时把文书和办理结果告诉委托人，不得泄露委托人的信息，不得收取报酬。",
        ),
        rule=(
            "委托人、受托人都应当出示身份证件。委托人不能书写的，捺印并由两名见证人签名；"
            "见证人不得是受托人。村（居）民委员会代办的，由经办人签名并盖章。"
        ),
        officer=source.officer,
        head=head(
            source,
            "D04",
            "授权委托书|（代办）",
            unit="",
            copies="本委托书一式一份，由窗口存入一户一档。",
            seal="",
            basis="《中华人民共和国社会救助法》第三十七条；《最低生活保障审核确认办法》第六条",
        ),
    )


@dataclass(frozen=True, slots=True)
class CardKeeping:
    """D35 代管存折（银行卡）协议; who keeps it is written by hand."""

    head: Head
    holder: Party
    keeper: Party
    keeper_post: str
    guardian: str
    matters: str
    account: tuple[Line, ...]
    why: tuple[str, ...]
    opening: str
    terms: tuple[str, ...]
    unit: str


def card_keeping(source: Source) -> CardKeeping:
    """For the account of the applicant, as far as the case knows it."""
    holder = source.application.applicant
    unit = source.desk.office(source.place)
    return CardKeeping(
        holder=Party(
            holder.name, sex(holder), full_id(holder), holder.phone, source.application.household.address
        ),
        keeper=Party(),
        keeper_post="",
        guardian="",
        matters=titles(source),
        account=(
            Line("户名", holder.name if holder.bank_account else ""),
            Line("开户银行", ""),
            Line("账号", holder.bank_account),
            Line("代管物品", "☐ 存折  ☐ 银行卡  ☐ 社会保障卡"),
        ),
        why=("☐ 无、限制民事行为能力", "☐ 行动不便", "☐ 无人照料", "☐ 其他：__________"),
        opening=(
            "甲方（或者其监护人）自愿请乙方代为保管领取救助金的存折（银行卡），"
            "依照《最低生活保障审核确认办法》第二十六条，约定如下："
        ),
        terms=(
            "代管期限：自____年__月__日至____年__月__日。甲方可以随时终止，乙方应当在三日内交还。",
            "乙方只保管、代领，救助金属于甲方，只用于甲方的生活。"
            "乙方不得挪用、扣留、抵债，不得收取费用，不得转托他人。",
            "乙方每次领取后，应当及时把款物交给甲方或者按甲方的意思使用，记明日期、金额、用途，由甲方签收。",
            "密码由甲方（监护人）保管；甲方不能保管的，与存折（银行卡）分开保管。"
            "甲方可以随时查账，镇人民政府（街道办事处）和县级人民政府民政部门可以随时核对账目。",
            "乙方离岗、调动的，应当先办理交接，重新签订协议。违反本协议的，依法追究责任。",
        ),
        unit=unit,
        head=head(
            source,
            "D35",
            "代管存折（银行卡）协议",
            unit="",
            copies="本协议一式三份，甲方、乙方各执一份，报县级人民政府民政部门备案一份。",
            seal="（公章）",
            basis="《最低生活保障审核确认办法》第二十六条",
        ),
    )
