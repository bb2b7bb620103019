"""D02 the pledge and D03 the authorisation to check, as D01 holds them and as sheets of their own.

Legal source: 社会救助法 art. 40, 41 and 73.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.cases.application import Application, Consent, Person
from counter.cases.casefile import CaseFile
from counter.letters.matters import titles
from counter.letters.parts import RELATION_WORDS, Head, Source, box, full_id, head, is_minor

PLEDGE = (
    "所填写的家庭人口、收入、财产、支出和困难情况真实、完整，提交的材料真实有效，没有隐瞒。",
    "同意并配合家庭经济状况信息核对、入户调查和依法进行的公示。",
    "家庭人口、收入、财产等情况发生变化时，及时告知受理申请的镇人民政府（街道办事处）。",
    "知道以虚报、隐瞒、伪造等手段骗取社会救助的，依照《中华人民共和国社会救助法》第七十三条，"
    "由有关部门停止救助、责令退回，可以处骗取款额或者物资价值二倍以下罚款；构成犯罪的，依法追究刑事责任。",
)
NOTICE_AND_PLEDGE = "以下事项以本承诺代替证明材料：______________________________________________"
READ_OUT = {
    Consent.TRUTH: "如实申报和虚报的后果",
    Consent.MEANS: "家庭经济状况核对授权",
    Consent.SHARING: "信息只提供给承办部门",
    Consent.DELIVERY: "文书送达方式",
    Consent.REMEDIES: "书面决定和救济途径",
}

AUTHORISED = "县级以上人民政府民政部门及其居民家庭经济状况核对机构"
SCOPE = (
    "户籍和婚姻登记",
    "纳税",
    "社会保险缴纳和待遇",
    "住房公积金",
    "不动产登记",
    "市场主体登记",
    "车辆、船舶",
    "银行存款、贷款",
    "保险、证券、基金",
    "非银行支付机构账户",
)
PURPOSE = "仅用于本次社会救助的申请、审核确认，以及享受救助期间的定期核查和动态管理，不用于其他目的。"
TERM = (
    "自签字之日起，至本次申请办结；获得救助的，至救助终止之日止。"
    "本人可以书面撤回授权，撤回不影响此前已进行的核对。"
)
OBLIGORS = "对不共同生活的法定赡养、抚养、扶养义务人的核对，须经其本人另行书面同意。"

HIMSELF, BY_GUARDIAN, EITHER = "本人签字", "监护人代签", "☐本人 ☐监护人"


@dataclass(frozen=True, slots=True)
class Signer:
    """A member of the household and who signs for him; empty texts are written by hand."""

    name: str
    relation: str
    id_number: str
    who: str


@dataclass(frozen=True, slots=True)
class Pledge:
    """D02 承诺书（诚信声明）, signed by everyone of age."""

    head: Head
    recipient: str
    applicant: str
    matters: str
    opening: str
    pledge: tuple[str, ...]
    notice_and_pledge: str
    read_out: tuple[str, ...]
    signers: tuple[Signer, ...]
    rule: str
    officer: str


def pledge(source: Source) -> Pledge:
    """Filled with who is in the household and what is asked for."""
    unit = source.desk.office(source.place)
    return Pledge(
        recipient=unit,
        applicant=source.application.applicant.name,
        matters=titles(source),
        opening=(
            "本人和共同生活的家庭成员因申请社会救助，"
            "依照《中华人民共和国社会救助法》第四十条，郑重作出以下承诺："
        ),
        pledge=PLEDGE,
        notice_and_pledge=NOTICE_AND_PLEDGE,
        read_out=read_out(source),
        signers=tuple(
            signer(source, one)
            for one in source.application.people
            if not is_minor(one, source.application.on)
        ),
        rule="以上内容经本人阅读或者由工作人员当面宣读，已经理解。不能书写的，捺印并由见证人签名。",
        officer=source.officer,
        head=head(
            source,
            "D02",
            "承诺书|（诚信声明）",
            unit=unit,
            copies="本承诺书一式一份，由窗口存入一户一档。",
            seal="",
            basis="《中华人民共和国社会救助法》第四十条、第七十三条",
        ),
    )


@dataclass(frozen=True, slots=True)
class Authorisation:
    """D03 家庭经济状况核对授权书; `number` is the authorisation's own, the one that D01 bears as well."""

    head: Head
    number: str
    applicant: str
    matters: str
    opening: str
    scope: tuple[str, ...]
    purpose: str
    term: str
    obligors: str
    secrecy: str
    signers: tuple[Signer, ...]
    rule: str
    officer: str


def authorisation(source: Source) -> Authorisation:
    """Signed by every member; for whom cannot, by the guardian."""
    return Authorisation(
        number=authorisation_number(source.case),
        applicant=source.application.applicant.name,
        matters=titles(source, with_means=True),
        opening=(
            "本人和共同生活的家庭成员因申请上述社会救助，依照《中华人民共和国社会救助法》第四十条、第四十一条，"
            f"授权{AUTHORISED}查询、核对下列信息："
        ),
        scope=SCOPE,
        purpose=PURPOSE,
        term=TERM,
        obligors=OBLIGORS,
        secrecy=(
            "查询、核对的单位和人员依法保密，不得查询与本次救助无关的信息，不得泄露；"
            "违反的，依照《中华人民共和国社会救助法》第七十条追究责任。"
        ),
        signers=tuple(signer(source, one) for one in source.application.people),
        rule=(
            "未成年人和无民事行为能力、限制民事行为能力的家庭成员，由监护人代签，并写明监护人姓名。"
            "不能书写的，捺印并由见证人签名。"
        ),
        officer=source.officer,
        head=head(
            source,
            "D03",
            "家庭经济状况核对授权书",
            unit="",
            copies="本授权书一式一份，由窗口存入一户一档；扫描后送家庭经济状况核对机构。",
            seal="",
            basis="《中华人民共和国社会救助法》第四十条、第四十一条；《最低生活保障审核确认办法》第十七条",
        ),
    )


def authorisation_number(case: CaseFile) -> str:
    """核对授权书编号: one for the case, wherever the authorisation stands; empty where there is no case."""
    return f"{case.number}-核" if case.number else ""


def read_out(source: Source) -> tuple[str, ...]:
    """What was read out at the counter (☑) or not; nothing where nobody noted it, boxes on a blank form."""
    application: Application = source.application
    if not application.consents and not source.is_blank:
        return ()
    return tuple(f"{box(consent in application.consents)} {words}" for consent, words in READ_OUT.items())


def signer(source: Source, person: Person) -> Signer:
    return Signer(
        person.name,
        RELATION_WORDS.get(person.relation, person.relation),
        full_id(person),
        who_signs(source, person),
    )


def who_signs(source: Source, person: Person) -> str:
    """The guardian for a minor; a form that knows nobody offers both."""
    if source.is_blank:
        return EITHER
    return BY_GUARDIAN if is_minor(person, source.application.on) else HIMSELF
