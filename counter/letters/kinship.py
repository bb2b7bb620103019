"""D15 the register of applicants who are close relatives of staff, whom the county itself visits.

Legal source: 最低生活保障审核确认办法 art. 11, 20; 民法典 art. 1045.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter.letters.matters import titles
from counter.letters.parts import RELATION_WORDS, Head, Source, full_id, head
from counter.text import chinese_date

RELATIONS = ("配偶", "父母", "子女", "兄弟姐妹", "祖父母", "外祖父母", "孙子女", "外孙子女")


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the household as the county needs to know him."""

    name: str
    relation: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """D15 近亲属备案登记表; who of the staff it is, is written by hand."""

    head: Head
    applicant: str
    id_number: str
    phone: str
    address: str
    matters: str
    asked: str
    members: tuple[Relative, ...]
    known: str
    staff: tuple[str, ...]
    posts: tuple[str, ...]
    relations: tuple[str, ...]
    sources: tuple[str, ...]
    township: str
    county: tuple[str, ...]
    rules: tuple[str, ...]
    officer: str


def kinship(source: Source) -> Kinship:
    """For the household of the case."""
    applicant = source.application.applicant
    return Kinship(
        applicant=applicant.name,
        id_number=full_id(applicant),
        phone=applicant.phone,
        address=source.application.household.address,
        matters=titles(source),
        asked="" if source.is_blank else chinese_date(source.case.accepted_on),
        members=tuple(
            Relative(one.name, RELATION_WORDS.get(one.relation, one.relation), full_id(one))
            for one in source.application.people
        ),
        known=source.application.staff_relative,
        staff=("姓名", "单位", "职务", "联系电话"),
        posts=("☐ 社会救助经办人员", "☐ 村（居）民委员会成员"),
        relations=tuple(f"☐ {one}" for one in RELATIONS),
        sources=("☐ 申请人申报", "☐ 工作人员申报", "☐ 他人反映", "☐ 核查发现"),
        township="",
        county=("☐ 情况属实", "☐ 情况不属实"),
        rules=(
            "经办人员、村（居）民委员会成员的近亲属申请的，单独登记备案；"
            "县级人民政府民政部门应当入户调查。有关工作人员不参与本户的调查、审核和确认。",
            "登记备案不影响符合条件的家庭获得救助。本表信息只用于监督和审核，不得公示、泄露。"
            "近亲属的范围见《中华人民共和国民法典》第一千零四十五条。",
        ),
        officer=source.officer,
        head=head(
            source,
            "D15",
            "近亲属备案登记表",
            unit=source.desk.office(source.place),
            copies="本表一式一份，报县级人民政府民政部门备案，窗口留存复印件。",
            seal="（公章）",
            basis="《中华人民共和国社会救助法》第四十三条；《最低生活保障审核确认办法》第十一条、第二十条",
        ),
    )
