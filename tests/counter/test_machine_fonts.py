"""Fonts of the computer: found by their family, used where they may be, helped out by the program's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from struct import pack, pack_into, unpack_from

import pytest

from counter import settings
from counter.letters import machine_fonts
from counter.letters.fonts import Face, font_files, font_name, outlines, runs, width
from counter.letters.paper import Paper
from counter.services.office import open_office
from counter.settings import Fonts, Settings
from tests.counter.test_pdf_drawing import run, saved, text_of

FAMILY = "方正小标宋_GBK"


def tables(font: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """Tag, place of the entry, place and length of each table."""
    for entry in range(12, 12 + 16 * unpack_from(">H", font, 4)[0], 16):
        tag, _, at, length = unpack_from(">4sLLL", font, entry)
        yield tag, entry, at, length


def font(*, family: str = FAMILY, permission: int = 8, cff: bool = False, before: int = 0) -> bytes:
    """The font of Yi letters as if it were another, `before` bytes behind the beginning of its file."""
    made = bytearray(next(file for file in font_files() if file.stem == "CounterYi").read_bytes())
    name, plain = family.encode("utf-16-be"), "Lent".encode("utf-16-be")
    records = pack(">12H", 3, 1, 0x409, 6, len(plain), len(name), 3, 1, 0x804, 1, len(name), 0)
    table = pack(">3H", 0, 2, 30) + records + name + plain
    for tag, entry, at, _ in tables(made):
        pack_into(">L", made, entry + 8, at + before)
        if tag == b"OS/2":
            pack_into(">H", made, at + 8, permission)
        if tag == b"name":
            pack_into(">LL", made, entry + 8, len(made) + before, len(table))
        if tag == b"glyf" and cff:
            made[entry : entry + 4] = b"CFF "
    return bytes(made + table)


def collection(*fonts: bytes) -> bytes:
    head = 12 + 4 * len(fonts)
    places = [head + sum(map(len, fonts[:n])) for n in range(len(fonts))]
    return pack(f">4sLL{len(fonts)}L", b"ttcf", 0x10000, len(fonts), *places) + b"".join(fonts)


@pytest.fixture(autouse=True)
def only_our_own_afterwards() -> Iterator[None]:
    yield
    machine_fonts.use({})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fonts" / "truetype").mkdir(parents=True)
    return tmp_path / "fonts"


def found(folder: Path, family: str = FAMILY) -> tuple[dict[str, machine_fonts.MachineFont], list[str]]:
    fonts, problems = machine_fonts.find({"title": family}, [folder])
    return fonts, [problem.text for problem in problems]


def test_a_font_is_found_by_its_chinese_name_and_draws_what_it_has(folder: Path, tmp_path: Path) -> None:
    (folder / "truetype" / "FZXBS.TTF").write_bytes(font())
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0\xff\xff")
    fonts, problems = found(folder, " 方正小标宋_gbk")
    assert problems == []
    before = width("ꀀ", Face.TITLE, 100)
    machine_fonts.use(fonts)
    assert font_name(Face.TITLE) == "machine-title"
    # What it lacks is drawn by ours, glyph by glyph.
    assert [(one.font, one.text) for one in runs("ꀀ一𬍛", Face.TITLE)] == [
        ("machine-title", "ꀀ"), ("counter-song-bold", "一𬍛"),
    ]  # fmt: skip
    assert [one.font for one in runs("ꀀ", Face.SONG)] == ["counter-yi"]
    paper = Paper(title="彝文")
    paper.title("ꀀꀁ一𬍛")
    paper.paragraph("ꀀ")
    assert "ꀀꀁ一𬍛" in text_of(paper.pdf(), tmp_path)
    listed = run("pdffonts", saved(paper.pdf(), tmp_path)).splitlines()[2:]
    assert all(" yes yes yes " in line for line in listed)
    machine_fonts.use({})
    assert [one.font for one in runs("ꀀ", Face.TITLE)] == ["counter-yi"]
    assert width("ꀀ", Face.TITLE, 100) == before


def test_a_font_in_a_collection_is_read_from_its_place(folder: Path) -> None:
    first = font(family="SimSun", before=20)
    (folder / "simsun.ttc").write_bytes(collection(first, font(before=20 + len(first))))
    fonts, problems = found(folder)
    assert (problems, fonts["title"].place) == ([], 1)
    machine_fonts.use(fonts)
    assert [one.font for one in runs("ꀀ", Face.TITLE)] == ["machine-title"]
    assert outlines("machine-title").glyph(5)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"permission": 0x2}, "does not allow"),
        ({"permission": 0x108}, "does not allow"),
        ({"permission": 0x200}, "does not allow"),
        ({"cff": True}, "PostScript outlines"),
        ({"family": "另一字体"}, "not installed"),
    ],
)
def test_a_font_that_cannot_be_used_is_told_of(folder: Path, made: dict[str, object], said: str) -> None:
    (folder / "font.ttf").write_bytes(font(**made))  # type: ignore[arg-type]  # the names are those of `font`
    fonts, problems = found(folder)
    assert fonts == {}
    assert [said in problem for problem in problems] == [True]


@pytest.mark.parametrize("permission", [0, 4, 8, 0xA, 0xE])
def test_the_least_strict_permission_counts(folder: Path, permission: int) -> None:
    (folder / "font.ttf").write_bytes(font(permission=permission))
    assert found(folder)[1] == []


def test_an_office_says_in_its_settings_which_fonts_it_prints_in(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "font.ttf").write_bytes(font())
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.setattr(settings.sys, "platform", "linux")
    office_dir = tmp_path / "office"
    office_dir.mkdir()
    (office_dir / "counter.toml").write_text(
        f'[fonts]\ntitle = "{FAMILY}"\nfang = "仿宋"\nsongti = "宋体"\nkai = 5\n', encoding="utf-8"
    )
    said = settings.load(office_dir)
    assert said.fonts == Fonts(title=FAMILY, fang="仿宋")
    assert [problem.params["key"] for problem in said.problems] == ["fonts.songti", "fonts.kai"]
    with closing(open_office(said)) as office:
        missing = [problem for problem in office.notices if problem.field == "fonts"]
    assert [problem.params for problem in missing] == [{"family": "仿宋"}]
    assert [one.font for one in runs("ꀀ一", Face.TITLE)] == ["machine-title", "counter-song-bold"]
    with closing(open_office(Settings(office_dir=office_dir))):
        assert font_name(Face.TITLE) == "counter-song-bold"
