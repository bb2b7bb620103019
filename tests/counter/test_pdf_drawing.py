"""A drawn paper: what it says can be copied out, nothing is cut off, and it is the same every time."""

import re
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from counter.errors import Refused
from counter.letters.atoms import Span
from counter.letters.closings import Code
from counter.letters.fonts import Face
from counter.letters.grids import Band, Column, Field
from counter.letters.looks import FORM, LARGE, LETTER, SLIP, Look, Size
from counter.letters.paper import Paper
from counter.letters.pen import MM
from counter.letters.qr import MASK, squares
from counter.letters.typeset import Align

NAMES = (
    *("张𬍛", "李𫖯", "王䶮", "赵㛃", "钱龑", "孙𠅤", "周𠮷", "吴𬭎", "郑犇", "冯喆", "陈玥", "褚堃", "卫燊"),
    *("蒋㙓", "沈𤧛", "韩𪚥", "杨𫍯", "朱𬸣", "秦𠀀", "尤𪜀", "许𫝀", "何𫠠", "吕𬺰", "施𰻞", "孔𱁬", "曹𫟹"),
    *("严𬀩", "华𫞩", "金㵄", "魏𡎺", "陶𪨰", "姜𬬻", "戚𫔎", "谢𬎆", "邹𫄧", "喻㐂", "柏鿍", "水鿫"),
    *("窦\U000313bc", "阿卜杜拉·买买提", "ꀉꑌꃅ", "NGUYỄN Thị Ánh", "Иванов", "李\u3007明"),
)
LONG_NAME = "阿卜杜热依木·买买提吐尔逊江·" * 5 + "阿卜杜拉江"
LONG_ADDRESS = "福建省厦门市同安区莲花镇某某自然村某某里某某巷" * 9 + "12号302室"
REASON = "本人因长期患病，丧失劳动能力（见《诊断证明》），家庭收入仅有养老金1,280.50元；" * 50
CODE = Code("350212105-20261122-0007-K 12345678", "受理编号 350212105-20261122-0007-K\n查询码 12345678")
RUNNING = "受理编号 350212105-20261122-0007-K · 查询码 12345678 · 热线 12349"
FOOTING = re.compile("^受理编号|第 .* 页|^— *[0-9]+ *—|^热线")
LOOKS = [
    *((LETTER, Size.A4), (FORM, Size.A4), (SLIP, Size.A5_LANDSCAPE), (SLIP, Size.A4_IN_TWO)),
    *((LARGE, Size.A4), (LARGE, Size.A5), (FORM, Size.A5)),
]


def paper(look: Look = FORM, size: Size = Size.A4, *, draft: bool = False, reprint: int = 0) -> Paper:
    created = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
    return Paper(
        look,
        size,
        title="试验文书",
        author="某某机关",
        created=created,
        running=RUNNING,
        whole=NAMES,
        draft=draft,
        reprint=reprint,
    )


def full(look: Look, size: Size, *, draft: bool = False, reprint: int = 0) -> Paper:
    """A paper with every kind of part, each of them too long."""
    p = paper(look, size, draft=draft, reprint=reprint)
    p.title("厦门市同安区莲花镇人民政府社会救助综合服务窗口关于一次性告知补正申请材料的通知书")
    p.number("（莲花）救补〔2026〕第0123号")
    p.recipient(f"{LONG_NAME}：")
    p.paragraph(f"住址：{LONG_ADDRESS}\n{REASON}")
    p.heading("一、事项")
    p.subheading("（一）" + "很长的小标题" * 10)
    p.items([REASON[:300], "短"])
    p.form(
        [
            Band("申请人"),
            [Field("姓名", LONG_NAME), Field("性别", "女"), Field("民族", "维吾尔族")],
            [Field("公民身份号码", "350212195203040010", 2), Field("电话", "")],
            [Field("需求", "☑最低生活保障 ☐临时救助 ☐" + "城乡居民基本养老保险" * 4)],
            [Field("申请事由", REASON)],
        ],
        columns=3,
    )
    p.table(
        ["序号", "姓名", Column("公民身份号码"), Column("金额", align=Align.RIGHT), "说明"],
        [[str(n), NAMES[n % 40], "350212195203040010", "¥1,080.00", LONG_ADDRESS] for n in range(30)],
        least_rows=32,
    )
    p.small(REASON[:200])
    p.tear("回执")
    with p.together():
        p.paragraph(["普通", Span("黑体", Face.HEI_BOLD), "____年__月__日"])
    p.signatures("受理人（签名）", "申请人（签名或捺印）", "成年共同生活家庭成员（签名或捺印）")
    p.seal("厦门市同安区莲花镇人民政府" * 3, "2026年11月24日")
    p.foot("本通知书一式两份，申请人、受理机关各执一份。" * 4, CODE)
    return p


@cache
def full_pdf(look: Look, size: Size) -> bytes:
    return full(look, size, draft=True, reprint=3).pdf()


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def saved(data: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(data)
    return str(file)


def text_of(data: bytes, folder: Path) -> str:
    return run("pdftotext", "-enc", "UTF-8", saved(data, folder), "-")


def pages_of(data: bytes, folder: Path) -> list[str]:
    return text_of(data, folder).split("\f")[:-1]


# --- what is copied out --------------------------------------------------------------------------


@pytest.mark.parametrize(("look", "size"), [(LETTER, Size.A4), (FORM, Size.A4), (LARGE, Size.A4)])
def test_every_name_copies_out_exactly(look: Look, size: Size, tmp_path: Path) -> None:
    p = paper(look, size)
    p.paragraph("，".join(f"申请人{name}的家庭" for name in NAMES))
    p.form([[Field("姓名", name), Field("曾用名", name)] for name in NAMES])
    p.table(["姓名", "住址"], [[name, "莲花镇某某村"] for name in NAMES])
    p.heading("、".join(NAMES[:5]))
    text = text_of(p.pdf(), tmp_path)
    assert {name: text.count(name) >= 4 for name in NAMES} == dict.fromkeys(NAMES, True)


@pytest.mark.parametrize("face", list(Face))
def test_names_copy_out_exactly_in_every_face(face: Face, tmp_path: Path) -> None:
    p = paper()
    for name in NAMES:
        p.paragraph([Span(name, face)])
    lines = [line for line in re.split(r"[\n\f]", text_of(p.pdf(), tmp_path)) if line]
    assert [line for line in lines if not FOOTING.search(line)] == list(NAMES)


def test_justified_text_is_copied_without_spaces(tmp_path: Path) -> None:
    p = paper(LETTER)
    p.paragraph(REASON)
    copied = [line for page in pages_of(p.pdf(), tmp_path) for line in page.splitlines()]
    assert "".join(line for line in copied if not FOOTING.search(line)) == REASON


def test_a_name_of_80_characters_stands_whole_over_several_lines(tmp_path: Path) -> None:
    assert len(LONG_NAME) == 80
    p = paper()
    p.form([[Field("姓名", LONG_NAME), Field("性别", "女"), Field("民族", "维吾尔族")]], columns=3)
    assert LONG_NAME in text_of(p.pdf(), tmp_path).replace("\n", "")


def test_boxes_are_copied_as_signs_and_the_wide_yuan_as_the_plain_one(tmp_path: Path) -> None:
    p = paper()
    p.paragraph("☑原件 ☐复印件 ￥10.00")
    assert "☑原件 ☐复印件 ¥10.00" in text_of(p.pdf(), tmp_path)


def test_the_draft_mark_does_not_come_between_the_text(tmp_path: Path) -> None:
    p = paper(LETTER, draft=True)
    p.paragraph("申请人" + "、".join(NAMES))
    text = text_of(p.pdf(), tmp_path)
    assert all(name in text for name in NAMES)
    assert "草稿" in text


def test_a_reprint_says_how_often(tmp_path: Path) -> None:
    assert "补打第 2 次" in text_of(full(SLIP, Size.A5_LANDSCAPE, reprint=2).pdf(), tmp_path)


def test_a_void_paper_says_so_on_every_page(tmp_path: Path) -> None:
    p = Paper(title="作废的文书", void=True)
    p.paragraph(REASON * 2)
    pages = pages_of(p.pdf(), tmp_path)
    assert len(pages) > 1
    assert all("作废" in page for page in pages)


# --- what is refused -----------------------------------------------------------------------------


def test_every_character_that_cannot_be_printed_is_named_at_once() -> None:
    p = paper()
    p.title("关于\ue001的通知")
    p.form([[Field("姓名", "李\ue002"), Field("曾用名", [Span("王\ue003", Face.HEI)])]])
    p.table(["姓名"], [["张\ue002"]])
    p.signatures("申请人\U000f0000")
    with pytest.raises(Refused) as refused:
        p.pdf()
    assert [problem.params["code"] for problem in refused.value.problems] == ["E001", "E002", "E003", "F0000"]


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_every_font_is_embedded_as_a_subset_with_its_text(look: Look, size: Size, tmp_path: Path) -> None:
    listed = run("pdffonts", saved(full_pdf(look, size), tmp_path)).splitlines()[2:]
    assert listed
    for font in listed:
        assert re.search(r"CID TrueType +Identity-H +yes yes yes ", font), font
        assert "Helvetica" not in font


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_the_file_is_sound(look: Look, size: Size, tmp_path: Path) -> None:
    checked = run("qpdf", "--check", saved(full_pdf(look, size), tmp_path))
    assert "No syntax or stream encoding errors" in checked


def test_an_empty_paper_names_no_font_that_is_not_embedded(tmp_path: Path) -> None:
    assert "Helvetica" not in run("pdffonts", saved(Paper(title="空").pdf(), tmp_path))


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    objects = run("qpdf", "--json", saved(full(FORM, Size.A4).pdf(), tmp_path))
    for key, value in (("Title", "试验文书"), ("Author", "某某机关"), ("Lang", "zh-CN")):
        assert re.search(f'"/{key}": "(u:)?{value}"', objects), key
    assert "D:20261124010203Z" in objects


def test_the_same_content_gives_the_same_bytes() -> None:
    first = full(FORM, Size.A4).pdf()
    full(LETTER, Size.A4, draft=True).pdf()
    assert full(FORM, Size.A4).pdf() == first
    twice = full(FORM, Size.A4)
    assert twice.pdf() == twice.pdf() == first


def test_papers_drawn_side_by_side_do_not_mix() -> None:
    alone = [full(look, size).pdf() for look, size in LOOKS[:4]]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda kind: full(*kind).pdf(), LOOKS[:4]))
    assert together == alone


def test_a_notice_is_drawn_quickly() -> None:
    def draw() -> float:
        started = time.process_time()
        p = paper(LETTER)
        p.title("厦门市同安区民政局", "最低生活保障确认通知书")
        p.paragraph(REASON[:400])
        p.table(["事项", "金额"], [["最低生活保障", "¥1,080.00"]])
        p.seal("厦门市同安区民政局", "2026年11月24日")
        p.foot("一式两份。", CODE)
        p.pdf()
        return time.process_time() - started

    draw()
    assert min(draw() for _ in range(8)) < 0.06


# --- nothing is cut off --------------------------------------------------------------------------


def words_of(file: str) -> list[tuple[float, float, list[tuple[float, float, float, float, str]]]]:
    """For each page its size and its words with their boxes."""
    pages = []
    for page in re.findall(r"<page .*?</page>", run("pdftotext", "-bbox", file, "-"), re.DOTALL):
        sizes = re.search(r'width="([\d.]+)" height="([\d.]+)"', page)
        assert sizes
        words = re.findall(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)<', page)
        boxes = [(float(a), float(b), float(c), float(d), text) for a, b, c, d, text in words]
        pages.append((float(sizes[1]), float(sizes[2]), boxes))
    return pages


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_nothing_runs_off_the_page(look: Look, size: Size, tmp_path: Path) -> None:
    data = full_pdf(look, size)
    # The half of a mark that ends a line is empty and may hang over.
    left, right = look.left * MM - 1, look.right * MM - look.body.size / 2 - 1
    for width, height, words in words_of(saved(data, tmp_path)):
        assert words
        for x, y, x2, y2, text in words:
            assert left < x < x2 < width - right, text
            assert 0 < y < y2 < height, text


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_the_text_stays_above_the_footing(look: Look, size: Size, tmp_path: Path) -> None:
    for _, height, words in words_of(saved(full_pdf(look, size), tmp_path)):
        if size is Size.A4_IN_TWO:
            assert height == pytest.approx(297 * MM, abs=1)
        marks = ("受理编号", "—")
        footing = min(y for _, y, _, _, text in words if text in marks and y > height - look.bottom * MM)
        body = [y2 for _, y, _, y2, text in words if y < footing - 2]
        assert max(body) < height - look.bottom * MM + 0.35 * look.body.leading


def all_words(pages: Sequence[str]) -> str:
    return re.sub(r"\s", "", "".join(pages))


def test_a_reason_of_2000_characters_in_a_form_goes_over_the_pages_whole(tmp_path: Path) -> None:
    reason = "".join(f"{chr(0x4E00 + n)}" for n in range(2000))
    p = paper()
    p.paragraph("开头" * 300)
    p.form([[Field("事由", reason)]])
    pages = pages_of(p.pdf(), tmp_path)
    assert len(pages) == 2
    written = all_words(pages).replace("事由", "")
    assert len(set(reason) & set(written)) == 2000


def test_the_head_of_a_table_stands_on_every_page(tmp_path: Path) -> None:
    p = paper()
    p.table(["序号", "承办单位"], [[str(n), "同安区民政局"] for n in range(100)])
    pages = pages_of(p.pdf(), tmp_path)
    assert len(pages) > 2
    assert all("承办单位" in page for page in pages)
    numbers = re.findall(r"^\d+$", "\n".join(pages), re.MULTILINE)
    assert numbers == [str(n) for n in range(100)]


def test_a_seal_is_never_alone_on_its_page(tmp_path: Path) -> None:
    for lines in range(14, 24):
        p = paper(LETTER)
        for n in range(lines):
            p.paragraph(f"第{n}段")
        p.paragraph("决定如下，特此告知。" * 12)
        p.seal("厦门市同安区民政局", "2026年11月24日")
        last = pages_of(p.pdf(), tmp_path)[-1]
        assert last.index("特此告知") < last.index("厦门市同安区民政局"), lines


def test_a_heading_is_never_the_last_thing_on_a_page(tmp_path: Path) -> None:
    for lines in range(30, 48):
        p = paper()
        for n in range(lines):
            p.paragraph(f"第{n}段")
        p.heading("这是标题")
        p.subheading("这是小标题")
        p.table(["序号", "内容"], [["甲", "乙"]] * 3)
        page = next(page for page in pages_of(p.pdf(), tmp_path) if "这是标题" in page)
        assert page.index("这是标题") < page.index("这是小标题") < page.index("甲"), lines


def test_the_title_row_of_a_form_stays_with_what_follows(tmp_path: Path) -> None:
    for lines in range(25, 48):
        p = paper()
        for n in range(lines):
            p.paragraph(f"第{n}段")
        p.form([Band("前一部分"), [Field("姓名", "王某")], Band("后一部分"), [Field("住址", "莲花镇")]])
        for page in pages_of(p.pdf(), tmp_path):
            assert ("前一部分" in page) == ("王某" in page), lines
            assert ("后一部分" in page) == ("莲花镇" in page), lines


def test_two_copies_share_a_sheet_or_take_pages_of_their_own(tmp_path: Path) -> None:
    def slip(text: str) -> list[str]:
        p = paper(SLIP, Size.A4_IN_TWO)
        p.paragraph(text)
        p.foot("一式两份。", CODE)
        return pages_of(p.pdf(), tmp_path)

    (sheet,) = slip("受理通知")
    assert sheet.count("受理通知") == 2
    assert [sheet.count(word) for word in ("（存根）", "（交申请人）", "骑缝盖章")] == [1, 1, 1]
    long = REASON[: len(REASON) * 2 // 3]
    pages = slip(long)
    assert [page.count("第 1 页，共 1 页") for page in pages] == [1, 1]
    assert ["存根" in pages[0], "交申请人" in pages[1]] == [True, True]
    assert all(long in all_words([page]) for page in pages)


# --- marks ---------------------------------------------------------------------------------------


def test_the_code_holds_its_data_and_is_large_enough(tmp_path: Path) -> None:
    p = paper()
    p.foot("", CODE)
    scale = 600 / 25.4
    run("pdftoppm", "-r", "600", "-gray", "-singlefile", saved(p.pdf(), tmp_path), str(tmp_path / "page"))
    made = segno.make(CODE.data, error="m", boost_error=False, micro=False, mask=MASK)
    matrix = [list(row) for row in made.matrix]
    with Image.open(tmp_path / "page.pgm") as page:
        black = page.point([255 * (value < 128) for value in range(256)])
        # The code is the first thing under the rule of the foot, in the right half of the page.
        right = black.crop((page.width // 2, page.height // 2, page.width, page.height))
        under_the_rule = right.crop((0, box_of(right)[1] + 10, right.width, right.height))
        top = box_of(under_the_rule)[1]
        code = under_the_rule.crop((0, top, right.width, top + round(20 * scale)))
        left, _, end, _ = box_of(code)
        assert (end - left) / scale == pytest.approx(20, abs=0.1)
        module = (end - left) / len(matrix)
        middles = [(n + 0.5) * module for n in range(len(matrix))]
        read = [[int(code.getpixel((int(left + x), int(y))) == 255) for x in middles] for y in middles]
    assert read == matrix


def box_of(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.getbbox()
    assert box
    return box


def test_a_blank_is_a_rule_and_no_underscores(tmp_path: Path) -> None:
    p = paper()
    p.paragraph("向____________人民法院提起诉讼。", indent=0)
    text = text_of(p.pdf(), tmp_path)
    assert "_" not in text
    assert "人民法院提起诉讼。" in text


@settings(max_examples=30)
@given(st.text("0123456789ABCXYZ-: ", min_size=11, max_size=11).filter(lambda data: not data.isdecimal()))
def test_a_code_that_is_summed_up_for_a_batch_is_the_one_drawn_for_a_paper_alone(data: str) -> None:
    assert squares(data, many=True) == squares(data, many=False)
