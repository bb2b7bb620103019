"""What hangs on a board is read on the finished file: nothing private reaches it, whatever way it takes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.workflow import Outcome
from counter.catalogue.model import Catalogue
from counter.errors import Problem, Refused
from counter.letters import pdf, word
from counter.letters.board_check import (
    Guard,
    check_docx,
    check_pdf,
    guard_of,
    private_on_a_board,
)
from counter.letters.public_sheets import PublicRow, PublicSheet
from counter.letters.read_back import Unknown, text_of_docx, text_of_pdf
from counter.text import set_language, translate
from tests.counter.letters.conftest import DAY, Family, decision_of
from tests.counter.letters.lives import DIBAO, POSTED, handled
from tests.counter.letters.test_sample_set import drawn

BOARD = "莲花镇小坪村村务公开栏"


def sheets(family: Family) -> tuple[tuple[Family, str], tuple[Family, str]]:
    granted = handled(family.decided(DIBAO, decision_of(Outcome.GRANT)))
    return (handled(family), "posting:5"), (granted, "posting:6")


def sheet_of(family: Family, about: str) -> PublicSheet:
    sheet = family.paper("D16" if about == "posting:5" else "D21", about=about)
    assert isinstance(sheet, PublicSheet)
    return sheet


def finished(family: Family, about: str) -> str:
    """What can be read on the sheet of a case. Raises `Refused` where it tells anything private."""
    sheet = sheet_of(family, about)
    data = pdf.draw(sheet)
    check_pdf(data, sheet.head, guard_of(sheet.head, family.case, family.catalogue, DAY))
    return text_of_pdf(data)


def told(problems: tuple[Problem, ...]) -> str:
    set_language("en")
    return "\n".join(map(translate, problems))


# --- the reader ----------------------------------------------------------------------------------


def test_the_reader_sees_what_any_other_reader_sees(family: Family, tmp_path: Path) -> None:
    for case, about in sheets(family):
        data = pdf.draw(sheet_of(case, about))
        file = tmp_path / "sheet.pdf"
        file.write_bytes(data)
        other = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
        seen = re.sub(r"\s", "", text_of_pdf(data))
        assert set(re.sub(r"\s", "", other.stdout.decode())) <= set(seen)
        for line in other.stdout.decode().split():
            assert line in seen, line


@pytest.mark.parametrize("harm", ["cut", "font", "filter"])
def test_what_cannot_be_read_back_is_not_used(family: Family, harm: str) -> None:
    sheet = sheet_of(handled(family), "posting:5")
    data = pdf.draw(sheet)
    broken = {
        "cut": data[: len(data) // 2],
        "font": data.replace(b"/ToUnicode", b"/ToNothing"),
        "filter": data.replace(b"FlateDecode", b"LZWXDecode"),
    }[harm]
    with pytest.raises(Unknown):
        text_of_pdf(broken)
    with pytest.raises(Refused, match="cannot be read back"):
        check_pdf(broken, sheet.head, Guard())


# --- whatever way it takes -----------------------------------------------------------------------

FIXED = frozenset(
    {
        *("number", "policy", "department", "state", "subject", "kind", "relation", "referral", "travels"),
        *("verdict", "sex", "id_type", "on", "place", "query_code", "catalogue_digest", "code"),
    }
)
"""What is chosen from a list or made by the program; nobody types in it."""


def ways(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every text that somebody may have typed into a case."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from ways(one, (*path, place))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from ways(one, (*path, key))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in FIXED:
                yield from ways(getattr(value, field.name), (*path, field.name))


def put(value: Any, path: tuple[str | int, ...], text: str) -> Any:
    """The same with a text written behind what stands at the end of the way."""
    if not path:
        return f"{value}{text}"
    step, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return tuple(put(one, rest, text) if n == step else one for n, one in enumerate(value))
    if isinstance(value, dict):
        return {**value, step: put(value[step], rest, text)}
    return replace(value, **{str(step): put(getattr(value, str(step)), rest, text)})


@st.composite
def secrets(draw: st.DrawFn) -> tuple[str, str]:
    """A number of a person and how it is typed."""
    digit = st.integers(0, 9).map(str)

    def digits(count: int) -> str:
        return "".join(draw(st.lists(digit, min_size=count, max_size=count)))

    day = f"{draw(st.integers(1930, 2020))}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"
    number = draw(
        st.sampled_from(
            [
                f"350212{day}{digits(3)}{draw(st.sampled_from('0123456789X'))}",
                f"350212{day[2:]}{digits(3)}",
                f"1{draw(st.integers(3, 9))}{digits(9)}",
                f"0592{draw(st.integers(2, 9))}{digits(6)}",
                f"62{digits(14)}",
                f"62{digits(17)}",
            ]
        )
    )
    by = draw(st.sampled_from(["", " ", "-", "\u3000", "\u200b", ".", "·", "–"]))
    every = draw(st.sampled_from([1, 3, 4, 6]))
    typed = by.join(number[at : at + every] for at in range(0, len(number), every))
    wide = draw(st.sampled_from(["", "０１２３４５６７８９", "〇一二三四五六七八九"]))
    return number, typed.translate(str.maketrans("0123456789", wide)) if wide else typed


@pytest.fixture(scope="module")
def open_to(family: Family) -> tuple[tuple[Family, str, list[Any]], ...]:
    """The case of each sheet with all ways into it; those that lead to the sheet as often as the others."""
    found = []
    for case, about in sheets(family):
        every = sorted(ways(case.case), key=str)
        to_it = [one for one in every if one[-1] in ("board", "amount_unit") or one[-2:] == (0, "name")]
        found.append((case, about, every + to_it * (len(every) // len(to_it))))
    return tuple(found)


@given(which=st.integers(0, 1), way=st.integers(0, 10_000), secret=secrets())
def test_no_number_of_a_person_in_any_field_of_a_case_reaches_a_sheet(
    open_to: tuple[tuple[Family, str, list[Any]], ...], which: int, way: int, secret: tuple[str, str]
) -> None:
    number, typed = secret
    case, about, every = open_to[which]
    filled = replace(case, case=put(case.case, every[way % len(every)], typed))
    try:
        text = finished(filled, about)
    except Refused as refused:
        shown = told(refused.problems)
        assert "must not be made public" in shown
        assert number not in re.sub(r"[^0-9X]", "", shown)
        return
    assert number not in re.sub(r"[^0-9X]", "", text.upper())
    assert typed not in text


def test_the_ways_into_a_case_are_many(family: Family) -> None:
    """The property above is about all of them; the board and the name do reach the sheet."""
    case, _about = sheets(family)[0]
    found = {".".join(map(str, way)) for way in ways(case.case)}
    assert len(found) > 100
    assert {"application.people.0.name", "application.request", "application.people.2.phone"} <= found
    assert any(way.endswith("postings.0.board") for way in found)


# --- what is refused -----------------------------------------------------------------------------

WRITTEN = {
    "350212195203040010": "id number",
    "陈水木 3502 1219 7203 0400 1X": "id number",
    "350212　19520304　0010": "id number",
    "35021219720304001x": "id number",
    "３５０２１２１９５２０３０４００１０": "id number",
    "350212\u200b195203\u200b040010": "id number",
    "350212520304001": "id number",
    "35021219520304": "account",
    "3502**********0010": "part of an id number",
    "高春兰（尾号0022）": "part of an id number",
    "电话13859990001": "mobile number",
    "138 5999 0001": "mobile number",
    "+86 138-5999-0001": "mobile number",
    "一三八五九九九〇〇〇一": "mobile number",
    "①③⑧⑤⑨⑨⑨⓪⓪⓪①": "mobile number",
    "0592-7022345": "telephone number",
    "（0592）7022345": "telephone number",
    "7022345": "telephone number",
    "卡号6228480000000000012": "account",
    "6228-4800-0000-0000": "account",
    "350212105-20261124-0001-K": "account",
    "护照E12345678": "long number",
    "患白血病": "illness",
    "肢体二级": "disability",
    "重度残疾": "disability",
    "因学致贫": "why somebody is in need",
    "月收入1200元": "income or property",
}


@pytest.mark.parametrize(("text", "kind"), WRITTEN.items(), ids=list(WRITTEN))
def test_what_is_private_is_named_by_its_kind_and_masked(text: str, kind: str) -> None:
    problems = private_on_a_board(f"张贴地点：{text}（莲花镇）")
    assert kind in told(problems[:1])
    digits = re.sub(r"[^0-9]", "", text)
    assert not digits or digits not in told(problems)


@pytest.mark.parametrize(
    "text",
    [
        "公示期：2026年11月24日至2026年12月3日",
        "2026-11-24 至 2026-12-03",
        "家庭3人，每月¥1,860.00",
        "同民救〔2026〕15号",
        "小坪村精神文明宣传栏、残疾人之家公告栏",
        "2019年度公示栏",
        "低收入人口",
        "",
    ],
)
def test_what_a_sheet_has_to_say_is_left_alone(text: str) -> None:
    assert private_on_a_board(text) == ()


@pytest.mark.parametrize(
    ("board", "kind"),
    [
        ("叶小满家门口", "name of a child"),
        ("小坪村 12 号门口", "address"),
        ("1982年3月4日生", "birthday"),
        ("19820304", "long number"),
        ("0022", "part of an id number"),
    ],
)
def test_what_the_case_knows_of_its_household_is_found(family: Family, board: str, kind: str) -> None:
    hung = handled(family, postings=(replace(POSTED, board=board),))
    with pytest.raises(Refused) as refused:
        finished(hung, "posting:5")
    assert kind in told(refused.value.problems[:1])
    assert "made public" in told(refused.value.problems[-1:])


def test_the_office_may_be_phoned_a_person_may_not(family: Family) -> None:
    sheet = sheet_of(handled(family), "posting:5")
    head = replace(sheet.head, window_phone="0592-7022345、13850001111", complaint_phone="12345")
    own = guard_of(head, family.case, family.catalogue, DAY)
    check_pdf(pdf.draw(replace(sheet, head=head)), head, own)
    with pytest.raises(Refused) as refused:
        check_pdf(pdf.draw(replace(sheet, head=head, board="张贴地点：0592-7022346")), head, own)
    assert "059****2346" in told(refused.value.problems)


@pytest.mark.parametrize(
    "phone",
    ["0592-7022345", "（0592）7022345", "0592—7022345、7022346", "0592 7022345/7022346转801", "13850001111"],
)
def test_the_office_s_telephone_is_known_however_it_is_typed(family: Family, phone: str) -> None:
    sheet = sheet_of(handled(family), "posting:5")
    head = replace(sheet.head, window_phone=phone)
    own = guard_of(head, family.case, family.catalogue, DAY)
    assert private_on_a_board(f"电话：{phone}\n地址：莲花路2019号", own) == ()
    assert private_on_a_board("电话：0592-7022999", own)


def test_a_number_that_breaks_between_two_lines_is_found(family: Family) -> None:
    sheet = sheet_of(handled(family), "posting:5")
    row = PublicRow("高春兰", "3人", "", "350212\n19820304\n0022", "")
    with pytest.raises(Refused) as refused:
        pdf.draw(replace(sheet, rows=(row,)))
    assert "3502**********0022" in told(refused.value.problems)


def test_whoever_draws_a_sheet_draws_a_checked_one(family: Family) -> None:
    """Also for a file of many papers, which knows of no case."""
    told_of = handled(family, postings=(replace(POSTED, board="小坪村公开栏 联系13812345678"),))
    with pytest.raises(Refused) as refused:
        pdf.compose(sheet_of(told_of, "posting:5"))
    assert refused.value.problems[0].params["shown"] == "138****5678"


def test_every_matter_on_notice_has_a_sheet_that_tells_nothing(family: Family, catalogue: Catalogue) -> None:
    """The name of one that would tell of an illness or a disability gives way to that of them all."""
    called: dict[str, str] = {}
    for policy in catalogue.policies_on(DAY):
        if policy.public_notice_days:
            first = replace(family.case.referrals[0], policy=policy.code, subject="household")
            hung = replace(
                family,
                case=replace(family.case, referrals=(replace(first, postings=(POSTED,)),)),
            )
            sheet = sheet_of(hung, "posting:5")
            said = "\n".join((sheet.head.title.replace("|", ""), sheet.opening, sheet.unit, sheet.head.basis))
            assert private_on_a_board(said) == (), policy.code
            called[policy.code] = sheet.head.title
    assert called[DIBAO] == "最低生活保障|初审意见公示"
    assert called["disabled-federation.disabled-child-rehab"] == "社会救助|初审意见公示"
    assert len(called) > 30


def test_places_and_offices_have_no_names_that_are_taken_for_something_else(catalogue: Catalogue) -> None:
    for name in (
        *(place.title for place in catalogue.places.values()),
        *(one.official_title for one in catalogue.departments.values()),
    ):
        assert private_on_a_board(name) == (), name


def test_no_child_stands_on_a_board_whatever_tells_of_its_age(family: Family) -> None:
    """Nobody wrote down a birth date: the year, or the school, tells."""
    child = family.case.application.people[2]
    for changed in (
        replace(child, birth_date=None, birth_year=2010),
        replace(child, birth_date=None, birth_year=None),
    ):
        application = replace(family.case.application, people=(changed, *family.case.application.people[:2]))
        hung = handled(replace(family, case=replace(family.case, application=application)))
        assert "叶小满" not in finished(hung, "posting:5")


# --- in Word -------------------------------------------------------------------------------------


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(*paragraphs: str, **parts: str) -> bytes:
    """As much of a document as its text is looked for in."""
    out = BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    with ZipFile(out, "w") as file:
        file.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            file.writestr(f"word/{name}", text)
    return out.getvalue()


def test_a_sheet_changed_in_word_is_read_too(family: Family) -> None:
    sheet = sheet_of(handled(family), "posting:5")
    own = guard_of(sheet.head, family.case, family.catalogue, DAY)
    check_docx(document("最低生活保障", "初审意见公示", "高春兰 3人"), own)
    for line in ("高春兰 3502 1219 8203 0400 22", "叶小满", "电话 13800005678"):
        with pytest.raises(Refused):
            check_docx(document("初审意见公示", line), own)


def test_the_sheet_that_word_gets_is_checked_like_the_one_that_is_printed(family: Family) -> None:
    for case, about in sheets(family):
        sheet = sheet_of(case, about)
        own = guard_of(sheet.head, case.case, case.catalogue, DAY)
        check_docx(word.draw(sheet), own)
        with pytest.raises(Refused):
            check_docx(word.draw(replace(sheet, board="张贴地点：叶小满家，联系13800005678")), own)


def test_what_is_hidden_deleted_or_in_the_margin_of_a_document_is_read() -> None:
    parts = {
        "header1.xml": f"<w:hdr {WORD}><w:p><w:t>1380000</w:t><w:t>5678</w:t></w:p></w:hdr>",
        "comments.xml": f"<w:comments {WORD}><w:p><w:delText>叶小满</w:delText></w:p></w:comments>",
        "app.xml": "<app><Pages>1380000</Pages><Words>5678</Words></app>",
    }
    text = text_of_docx(document("公示", **parts))
    assert {"13800005678", "叶小满", "公示", "1380000"} <= set(text.split("\n"))


def test_a_picture_in_a_document_is_not_let_onto_a_board() -> None:
    with pytest.raises(Refused, match="picture"):
        check_docx(document("公示", **{"media/image1.png": "PNG"}), Guard())
    for broken in (b"no document", document("公示", **{"header1.xml": "<!DOCTYPE a><a/>"})):
        with pytest.raises(Refused, match="cannot be read back"):
            check_docx(broken, Guard())


# --- from a distance -----------------------------------------------------------------------------


def test_a_list_of_sixty_with_long_names_is_read_at_a_metre_and_a_half(family: Family) -> None:
    """Titles of 36 points, rows of 16 or more; the head of the table stands on every page."""
    names = ("阿卜杜拉·买买提·吾买尔江·阿不力米提", "欧阳龘𬭎", "王𠮷", "高春兰")
    rows = tuple(
        PublicRow(names[n % 4], f"{n % 6 + 1}人", "", "¥1,200.00/月", "2026年12月") for n in range(60)
    )
    (case, about) = sheets(family)[1]
    sheet = sheet_of(case, about)
    with pikepdf.open(BytesIO(pdf.draw(replace(sheet, rows=rows)))) as opened:
        pages = [drawn(page) for page in opened.pages]
    title = "".join(piece.text for piece in pages[0] if piece.size >= 36)
    assert title == sheet.head.title.replace("|", "")
    for page in pages:
        read = [piece for piece in page if piece.y > 110 and "章）" not in piece.text]
        assert min(piece.size for piece in read) >= 16
    text = "".join(piece.text for page in pages for piece in page)
    assert all(text.count(name) == 15 for name in names)
    assert text.count("申请人") >= len(pages) - 1
