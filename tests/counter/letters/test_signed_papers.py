"""What people sign, and the same forms blank: D02, D03, D03b, D04, D15, D35."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from counter.cases.application import Consent
from counter.cases.reading import restore_application, write_application
from counter.cases.split import Chosen
from counter.catalogue.model import Catalogue
from counter.errors import Refused
from counter.letters import blank_forms, pdf
from counter.letters.application_form import ApplicationForm
from counter.letters.content import recall
from counter.letters.kinds import KINDS
from counter.letters.kinship import Kinship
from counter.letters.mandates import CardKeeping, Mandate
from counter.letters.obligors import ObligorConsent
from counter.letters.parts import Content
from counter.letters.plain import to_plain
from counter.letters.pledges import Authorisation, Pledge
from counter.services.paper_set import Wanted, papers_of
from tests.counter.letters.conftest import DAY, NUMBER
from tests.counter.letters.lives import DIBAO, entrusted

PLACE = "350212105"
CHOSEN = (
    Chosen(DIBAO),
    Chosen("civil-affairs.disability-care", 1),
    Chosen("education.compulsory-living-aid", 2),
)


@pytest.fixture(scope="module")
def family(family_of: Callable[..., Any]) -> Any:
    return family_of(policies=CHOSEN)


def text_of(content: Content) -> str:
    return json.dumps(asdict(content), ensure_ascii=False)


def pages_of(content: Content) -> int:
    with pikepdf.open(BytesIO(pdf.draw(content))) as opened:
        return len(opened.pages)


# --- who signs what ------------------------------------------------------------------------------


def test_the_pledge_is_signed_by_everyone_of_age(family: Any) -> None:
    said = family.paper("D02")
    assert isinstance(said, Pledge)
    assert [one.name for one in said.signers] == ["高春兰", "叶𠮷祥"]
    assert "第七十三条" in text_of(said) and "二倍以下罚款" in text_of(said)


def test_the_authorisation_is_signed_by_everyone_a_guardian_for_the_minor(family: Any) -> None:
    said = family.paper("D03")
    assert isinstance(said, Authorisation)
    assert {one.name: one.who for one in said.signers} == {
        "高春兰": "本人签字",
        "叶𠮷祥": "本人签字",
        "叶小满": "监护人代签",
    }
    assert said.signers[0].id_number == "350212198203040022"
    assert "限制民事行为能力" in said.rule and "动态管理" in said.purpose


def test_the_authorisation_bears_one_number_wherever_it_stands(family: Any) -> None:
    form, sheet, consent = (family.paper(kind) for kind in ("D01", "D03", "D03b"))
    assert isinstance(form, ApplicationForm) and isinstance(sheet, Authorisation)
    assert isinstance(consent, ObligorConsent)
    assert form.authorisation_number == sheet.number == consent.number == f"{NUMBER}-核"


def test_the_blocks_that_two_papers_hold_say_the_same(family: Any) -> None:
    form, pledge, sheet = (family.paper(kind) for kind in ("D01", "D02", "D03"))
    assert (form.pledge, form.notice_and_pledge) == (pledge.pledge, pledge.notice_and_pledge)
    assert (form.scope, form.purpose, form.term) == (sheet.scope, sheet.purpose, sheet.term)


def test_who_checks_learns_of_nothing_but_what_is_checked_for(family: Any) -> None:
    for kind in ("D03", "D03b"):
        said = text_of(family.paper(kind))
        assert "最低生活保障" in said and "重度残疾人护理补贴" not in said, kind
        assert "肢体" not in said and "初中" not in said, kind


def test_what_the_law_lets_be_queried_is_named(family: Any) -> None:
    scope = "；".join(family.paper("D03").scope)
    for word in (
        "户籍",
        "纳税",
        "社会保险",
        "不动产",
        "市场主体",
        "公积金",
        "车辆、船舶",
        "银行",
        "保险、证券",
        "非银行支付",
    ):
        assert word in scope


def test_an_obligor_may_say_no_and_loses_the_household_nothing(family: Any) -> None:
    said = family.paper("D03b")
    assert said.choices == ("☐ 同意", "☐ 不同意") and "不影响申请人" in said.free


def test_what_was_read_out_is_told_on_the_pledge(family: Any) -> None:
    application = replace(family.case.application, consents=frozenset({Consent.TRUTH}))
    told = replace(family, case=replace(family.case, application=application)).paper("D02")
    assert told.read_out[0] == "☑ 如实申报和虚报的后果" and told.read_out[1].startswith("☐")
    assert family.paper("D02").read_out == ()


def test_a_power_of_attorney_names_both_and_what_the_agent_does(family: Any) -> None:
    said = entrusted(family).paper("D04")
    assert isinstance(said, Mandate)
    assert (said.principal.name, said.principal.id_number) == ("高春兰", "350212198203040022")
    assert (said.agent.name, said.agent.id_number) == ("高秋生", "350212195001010011")
    assert [one[0] for one in said.scope] == ["☑", "☑", "☑", "☐", "☐", "☐"]


def test_where_nobody_acts_there_is_no_power_of_attorney(family: Any) -> None:
    with pytest.raises(Refused, match="Nobody acts"):
        family.paper("D04")


def test_the_register_of_relatives_names_the_household_to_the_county(family: Any) -> None:
    said = family.paper("D15")
    assert isinstance(said, Kinship)
    assert [one.relation for one in said.members] == ["户主", "夫", "子"]
    assert "第十一条" in said.head.basis and "入户调查" in said.rules[0]


def test_a_relative_on_the_staff_is_recorded_and_calls_for_the_register(
    family_of: Callable[..., Any], said: dict[str, object], family: Any
) -> None:
    words = "李明，小坪村委会委员，高春兰之弟"
    related = family_of({**said, "staff_relative": f"  {words} "}, policies=CHOSEN)
    application = related.case.application
    assert application.staff_relative == words
    assert restore_application(write_application(application), related.catalogue) == application
    assert related.paper("D15").known == words and family.paper("D15").known == ""
    asked = {one.kind: one.optional for one in called_for(related)}
    offered = {one.kind: one.optional for one in called_for(family)}
    assert asked["D15"] is False and offered["D15"] is True


def called_for(family: Any) -> tuple[Wanted, ...]:
    return tuple(papers_of(family.case, family.catalogue, plans=(), departments={}, today=DAY))


def test_who_acts_for_another_signs_a_power_of_attorney(family: Any) -> None:
    assert "D04" in {one.kind for one in called_for(entrusted(family)) if not one.optional}
    assert "D04" not in {one.kind for one in called_for(family)}


def test_who_keeps_a_card_may_not_use_what_is_on_it(family: Any) -> None:
    said = family.paper("D35")
    assert isinstance(said, CardKeeping)
    assert "不得挪用" in said.terms[1] and "随时终止" in said.terms[0]
    assert "一式三份" in said.head.copies and KINDS["D35"].copies == 3


# --- with a pen ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blanks(catalogue: Catalogue) -> dict[str, Content]:
    return {kind: blank_forms.blank(kind, catalogue, PLACE) for kind in blank_forms.FORMS}


def test_every_form_that_people_fill_is_handed_out_blank(blanks: dict[str, Content]) -> None:
    by_hand = {"D01", "D02", "D03", "D03b", "D04", "D13", "D15", "D23b", "D25", "D26", "D35"}
    assert by_hand <= set(blanks)


def test_a_blank_form_knows_nobody_and_no_number(blanks: dict[str, Content]) -> None:
    for kind, content in blanks.items():
        said = text_of(content)
        assert content.head.number == f"编号：{'_' * 24}", kind
        assert (content.head.case_number, content.head.query_code) == ("", ""), kind
        assert content.head.issued == "____年__月__日", kind
        assert "证号待补" not in said and "☑" not in said and "0001" not in said, kind
        assert "None" not in said and str(date.min.year) + "年" not in said, kind


def test_a_blank_form_has_the_words_of_the_filled_one(family: Any, blanks: dict[str, Content]) -> None:
    for kind in ("D02", "D03", "D03b", "D15", "D35"):
        assert type(blanks[kind]) is type(family.paper(kind))
        assert blanks[kind].head.title == family.paper(kind).head.title
        assert blanks[kind].head.copies == family.paper(kind).head.copies
    assert blanks["D02"].pledge == family.paper("D02").pledge  # type: ignore[union-attr]  # the same kind


def test_a_blank_form_is_drawn_without_a_code_on_few_pages(blanks: dict[str, Content]) -> None:
    most = {"D01": 3, "D13": 2, "D15": 2, "D35": 2, "D05": 2, "D06": 2}
    for kind, content in blanks.items():
        with pikepdf.open(BytesIO(pdf.draw(content))) as opened:
            assert len(opened.pages) <= most.get(kind, 1), kind


def test_a_blank_form_has_lines_for_six(blanks: dict[str, Content]) -> None:
    assert len(blanks["D01"].members) == len(blanks["D03"].signers) == 6  # type: ignore[union-attr]  # their kinds
    assert blanks["D03"].signers[0].who == "☐本人 ☐监护人"  # type: ignore[union-attr]  # its kind


# --- kept and drawn ------------------------------------------------------------------------------


def test_they_are_kept_as_they_were_signed(family: Any) -> None:
    for kind in ("D02", "D03", "D03b", "D15", "D35"):
        content = family.paper(kind)
        assert recall(kind, to_plain(content)) == content
    mandate = entrusted(family).paper("D04")
    assert recall("D04", to_plain(mandate)) == mandate


def test_what_is_signed_stands_on_the_page_on_which_it_is_signed(family: Any) -> None:
    for kind in ("D02", "D03", "D03b"):
        assert pages_of(family.paper(kind)) == 1, kind
    assert pages_of(entrusted(family).paper("D04")) == 1
    assert pages_of(family.paper("D35")) == pages_of(family.paper("D15")) == 1
