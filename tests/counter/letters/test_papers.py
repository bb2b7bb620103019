"""Every paper drawn: it comes out whole, says what its content says, and the same bytes twice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from counter.cases.casefile import Notice, Paper
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.letters import pdf, recovery
from counter.letters.kinds import KINDS
from counter.letters.parts import Content
from counter.letters.recovery import RecoverySheet
from counter.letters.sheets import SIDES, Print
from tests.counter.letters.lives import papers_of_life

DIBAO = "civil-affairs.dibao"
ON_A_BOARD = ("D16", "D21")
"""Who reads these learns no number by which the case could be asked for."""
NAMES = ("阿卜杜拉·买买提·吾买尔江·阿不力米提", "欧阳龘𬭎", "司马㛃", "叶䶮䶮", "王𠮷")


def contents(family, decide) -> dict[str, Content]:
    number = family.referral(DIBAO).number
    declined = replace(
        family, case=replace(family.case, declined_because="不属于社会救助。", clause="第十三条……")
    )
    notice = Notice(
        "(莲花)救认〔2026〕第0001号", "D19", "通知书", datetime(2026, 12, 1, tzinfo=UTC), "王", "0"
    )
    return {
        **{kind: family.paper(kind) for kind in ("D01", "D05", "D06", "D07", "D29", "D31")},
        "D08": declined.paper("D08"),
        "D09": family.paper("D09", department="civil-affairs"),
        "D19": family.decided(DIBAO, decide(Outcome.GRANT)).paper("D19", referral=number),
        "D20": family.decided(DIBAO, decide(Outcome.REFUSE)).paper("D20", referral=number),
        "D25": family.paper("D25", notice=notice),
        **papers_of_life(family, decide),
    }


@pytest.fixture(scope="module")
def small(family_of: Callable[..., object]):
    return family_of(
        policies=(
            Chosen(DIBAO),
            Chosen("civil-affairs.disability-care", 1),
            Chosen("education.compulsory-living-aid", 2),
        )
    )


@pytest.fixture
def large(family_of: Callable[..., object], said):
    """Eight members with rare and long names, twelve referrals, a request of 2,000 characters."""
    said["request"] = ("丈夫患病住院，家里没有别的收入；孩子还在上学，房屋漏雨。" * 100)[:2000]
    said["household"]["facts"].pop("income_per_capita_month")
    for n, (name, relation) in enumerate(zip(NAMES, ("51", "52", "21", "30", "71"), strict=True)):
        said["people"].append(
            {
                "name": name,
                "birth_date": f"196{n}-01-0{n + 1}",
                "id_type": "none",
                "no_id_reason": "证件未带",
                "relation": relation,
                "facts": {"income_month": 300, "disability_grade": n % 5},
            }
        )
    papers = tuple(
        Paper(f"m{n}", f"第{n}种材料", "gap" if n % 2 else "copy", pages=3, due=date(2026, 12, 8))
        for n in range(12)
    )
    family = family_of(said, papers=papers)
    dibao = family.referral(DIBAO)
    others = [one for one in family.case.referrals if one.policy != DIBAO][:11]
    return replace(family, case=replace(family.case, referrals=(dibao, *others)))


def text_of(data: bytes, folder: Path) -> str:
    """What can be copied out of the file."""
    file = folder / "paper.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_every_kind_is_drawn_and_carries_its_numbers(small, decide, tmp_path: Path) -> None:
    drawn = contents(small, decide)
    assert set(drawn) == set(KINDS)
    for kind, content in drawn.items():
        text = text_of(pdf.draw(content), tmp_path)
        if kind in (*ON_A_BOARD, "D32"):  # nothing of the case that their readers could look up
            assert content.head.number in text
            continue
        for said in (content.head.case_number, content.head.query_code, content.head.hotline, "第 1 页"):
            assert said in text, (kind, said)
        if kind != "D31":
            assert content.head.number in text, kind


def test_a_large_household_fits_every_paper(large, decide, tmp_path: Path) -> None:
    for kind, content in contents(large, decide).items():
        text = text_of(pdf.draw(content), tmp_path).replace("\n", "").replace(" ", "")
        if kind in ("D01", "D19"):
            for name in NAMES[1:]:
                assert name in text, (kind, name)


def test_two_thousand_characters_of_a_request_are_all_printed(large, tmp_path: Path) -> None:
    text = text_of(pdf.draw(large.paper("D01")), tmp_path)
    # The 2,000 characters end within a sentence.
    assert text.count("漏") == large.case.application.request.count("漏")
    assert text.count("住院") + text.count("住\n") >= large.case.application.request.count("住院") - 40


def test_the_same_content_gives_the_same_bytes(small) -> None:
    content = small.paper("D07")
    assert pdf.draw(content) == pdf.draw(content)


def test_a_reprint_says_so_and_a_draft_too(small, tmp_path: Path) -> None:
    content = small.paper("D07")
    assert "补打第 2 次" in text_of(pdf.draw(content, Print(reprint=2)), tmp_path)
    assert "草稿" in text_of(pdf.draw(content, Print(draft=True)), tmp_path)
    assert "草稿" not in text_of(pdf.draw(content), tmp_path)


def test_the_receipt_is_printed_for_the_file_and_for_the_applicant(small, tmp_path: Path) -> None:
    text = text_of(pdf.draw(small.paper("D05")), tmp_path)
    assert "存根" in text and "交申请人" in text and "骑缝盖章" in text
    with pikepdf.open(BytesIO(pdf.draw(small.paper("D05")))) as file:
        assert len(file.pages) == 1


def test_the_card_of_a_small_family_is_one_page(small) -> None:
    with pikepdf.open(BytesIO(pdf.draw(small.paper("D31")))) as file:
        assert len(file.pages) == 1


def pages_of(content: Content) -> int:
    with pikepdf.open(BytesIO(pdf.draw(content))) as file:
        return len(file.pages)


@pytest.fixture
def six(family_of: Callable[..., object], said):
    """Six matters, one of them for three children, papers as they usually are, and two that are missing."""
    for name, born in (("叶小圆", "2013-08-09"), ("叶小缺", "2014-10-11")):
        said["people"].append({**said["people"][2], "name": name, "birth_date": born})
    papers = (
        *(Paper(f"s{n}", f"免交材料{n}（数据核验）", "shared", shared_by="公安人口库") for n in range(12)),
        *(Paper(f"m{n}", f"要带的材料{n}", "missing", where_to_get="就诊医院病案室") for n in range(2)),
        Paper("application-form", "社会救助“一门受理”申请表", "signed"),
        Paper("id-card", "居民身份证", "original"),
    )
    children = [Chosen("education.compulsory-living-aid", n) for n in (2, 3, 4)]
    others = (
        "civil-affairs.temp-expense",
        "healthcare-security.medical-aid-apply",
        "charity.charity-aid",
        "construction.rural-dangerous-house",
    )
    return family_of(said, policies=(Chosen(DIBAO), *children, *map(Chosen, others)), papers=papers)


def test_what_a_family_takes_home_is_one_page_or_one_sheet_up_to_six_matters(six, small) -> None:
    assert pages_of(six.paper("D31")) == 1
    assert pages_of(small.paper("D07")) == 2, "one for the file, one for the family"
    assert pages_of(six.paper("D07")) == 2 * SIDES
    assert pages_of(six.paper("D05")) == 2


def test_a_letter_is_one_sheet_in_the_usual_case(six, decide) -> None:
    number = six.referral(DIBAO).number
    assert pages_of(six.decided(DIBAO, decide(Outcome.GRANT)).paper("D19", referral=number)) <= 2
    assert pages_of(six.decided(DIBAO, decide(Outcome.REFUSE)).paper("D20", referral=number)) <= 2


def test_the_slip_is_one_sheet_with_the_reply_on_its_back(small, six, tmp_path: Path) -> None:
    for family, department in ((small, "civil-affairs"), (small, "education"), (six, "education")):
        front, back = text_of(pdf.draw(family.paper("D09", department=department)), tmp_path).split("\f")[:2]
        assert "社会救助转办单" in front and "反馈单" in back.splitlines()[0]
        assert pages_of(family.paper("D09", department=department)) == 2


def test_no_paper_ends_on_a_page_of_signatures_alone(large, six, decide, tmp_path: Path) -> None:
    """Whatever the length, what is signed or sealed stands under some of what it closes."""
    for family in (large, six):
        for count in range(1, len(family.case.papers) + 1, 2):
            shorter = replace(family, case=replace(family.case, papers=family.case.papers[:count]))
            for kind in ("D05", "D07"):
                text = text_of(pdf.draw(shorter.paper(kind)), tmp_path)
                for page in text.split("\f")[:-1]:
                    lines = [line for line in page.splitlines() if line.strip()]
                    signed = next((n for n, line in enumerate(lines) if "（签名" in line), None)
                    # Above the places to sign: which copy it is, and at least two lines more.
                    assert signed is None or signed >= 3, (kind, count, lines[:3])


def test_every_font_is_embedded_as_a_subset(small, decide) -> None:
    for content in contents(small, decide).values():
        with pikepdf.open(BytesIO(pdf.draw(content))) as file:
            fonts = {
                str(font["/BaseFont"])
                for page in file.pages
                for font in page.resources.get("/Font", {}).values()
            }
        assert fonts
        assert all("+" in font for font in fonts), fonts


def test_a_character_that_no_font_draws_is_named(small) -> None:
    card = replace(small.paper("D31"), greeting="张\U000e0fff三：")
    with pytest.raises(Refused):
        pdf.draw(card)


def test_the_recovery_sheet_holds_name_and_code(tmp_path: Path) -> None:
    sheet = RecoverySheet("王𠮷", "wang", "K7QD-2M4X-9TPA", datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    text = text_of(recovery.draw(sheet), tmp_path)
    for said in ("王𠮷", "wang", "K7QD-2M4X-9TPA", "2026年11月24日 9:30"):
        assert said in text
