"""Every character of a name is drawn by some font, or refused by name."""

import unicodedata

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from counter.errors import Refused
from counter.letters import fonts
from counter.letters.fonts import Face, glyph, printable, problems_of, runs, width

RARE = "𬍛𫖯䶮㛃龑犇喆玥堃燊𠅤𠮷𬭎𪚥𫍯𬸣𠀀𪜀𫝀𫠠𬺰𰻞𱁬"


@pytest.mark.parametrize("face", list(Face))
def test_every_style_draws_every_rare_name(face: Face) -> None:
    assert "".join(run.text for run in runs(RARE, face)) == RARE
    assert {run.font for run in runs(RARE, face)} > {"counter-han-b"}


def test_level_3_of_the_character_standard_is_drawn_whole() -> None:
    """GB 18030-2022: two-byte characters, the whole block, extensions A to F, compatibility, radicals."""
    pairs = (bytes((a, b)) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F)
    two_bytes = {character for pair in pairs if len(character := pair.decode("gb18030", "ignore")) == 1}
    blocks = (
        *((0x2E80, 0x2FDF), (0x2FF0, 0x2FFB), (0x3000, 0x303F), (0x31C0, 0x31E3), (0x3400, 0x4DBF)),
        *((0x4E00, 0x9FFF), (0xA000, 0xA4C6), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFFE6)),
        *((0x20000, 0x2A6DF), (0x2A700, 0x2B738), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1)),
        *((0x2CEB0, 0x2EBE0), (0x2F800, 0x2FA1D)),
    )
    four_bytes = {chr(code) for first, last in blocks for code in range(first, last + 1)}
    characters = {one for one in two_bytes | four_bytes if unicodedata.category(one) not in ("Co", "Cn")}
    assert len(two_bytes) > 21_000 and len(characters) > 90_000
    assert sorted(one for one in characters if not glyph(one, Face.SONG)) == []


def test_what_the_readme_says_is_missing_is_missing() -> None:
    def drawn(first: int, last: int) -> int:
        return sum(glyph(chr(code), Face.SONG) is not None for code in range(first, last + 1))

    assert drawn(0x30000, 0x3134A) == 3045
    assert drawn(0x31350, 0x323AF) == 2273
    assert drawn(0x2EBF0, 0x2EE5D) == 0
    for figure in ("3,045", "2,273", f"{4939 + 4192 + 622 - 3045 - 2273:,}"):
        assert figure in (fonts.font_files()[0].parent / "README.md").read_text(encoding="utf-8")


def test_no_font_draws_private_or_control_characters() -> None:
    for file in fonts.font_files():
        font = TTFont(file.stem, str(file), shapable=False)
        odd = [c for c in font.face.charToGlyph if unicodedata.category(chr(c)) in ("Cc", "Co", "Cs")]
        assert odd == [], file.name


def test_a_private_character_is_refused_with_its_code_and_without_numbers() -> None:
    with pytest.raises(Refused) as refused:
        runs("李\ue123明350212195203040010", Face.SONG)
    (problem,) = refused.value.problems
    assert problem.params["code"] == "E123"
    assert problem.params["word"] == "李\ue123明"


@pytest.mark.parametrize("text", ["حسن", "བཀྲ", "ᠮᠣᠩ", "😀", "a\x07b", "a\u202eb", "𮯰"])
def test_what_cannot_be_drawn_rightly_is_refused(text: str) -> None:
    assert problems_of(text, "people[0].name")
    assert {problem.field for problem in problems_of(text, "people[0].name")} == {"people[0].name"}
    with pytest.raises(Refused):
        width(text, Face.HEI, 12)


def test_every_character_that_is_missing_is_named_once() -> None:
    assert [problem.params["code"] for problem in problems_of("\ue001中\ue002\ue001")] == ["E001", "E002"]


def test_unseen_marks_and_the_wide_yuan_sign_are_printed_plainly() -> None:
    assert printable("葛\U000e0100某\ufeff ￥1\t2\r\n3") == "葛某 ¥1 2\n3"


def test_a_style_without_a_character_borrows_it() -> None:
    fang, song = runs("王喆", Face.FANG)
    assert (fang.font, song.font) == ("counter-fang", "counter-song")
    assert width("王喆", Face.FANG, 16) == pytest.approx(32)


def test_the_fonts_are_embeddable_files_of_the_program_with_their_licences() -> None:
    files = fonts.font_files()
    assert len(files) == 10
    assert all(file.is_file() for file in files)
    assert sum(file.stat().st_size for file in files) < 110_000_000
    licences = {file.name for file in files[0].parent.glob("*.LICENSE.txt")}
    for file in files:
        assert any(file.stem.split("-")[0] in licence for licence in licences), file.name
