"""`./run test word`: what LibreOffice opens says what our print says, page for page, and back again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from counter.demonstration import sample_set
from counter.letters import letter_file, pdf, template_check, word
from counter.letters.decisions import Refusal
from counter.letters.kinds import KINDS
from counter.letters.letter import paragraphs
from counter.letters.parts import Content
from tests.counter.letters.test_hostile import PRINTED

EDITABLE = [kind.code for kind in KINDS.values() if kind.word_file]
ALIKE = {"仿宋": "Counter Fang", "宋体": "Noto Serif SC", "黑体": "Noto Sans SC", "楷体": "Counter Kai"}
"""What stands in for the types of Windows; the program's own fonts are all that this machine has here."""
BESIDE = ("Noto Serif SC", "Counter Han A", "Counter Han B", "Counter Han C", "Counter Yi", "Counter Kai")
RUNNING = re.compile(
    r"^受理编号\d|— ?\d+ ?—|^第\d+页|^文书码|演练用件|^凭编号和查询码$|^到窗口或电话查询$"
    r"|^（存根）|^（交申请人）|骑缝盖章|^(\d{5}[、·]?)+(共\d+页)?$"
)
"""What stands at the margins of a page, each program in its own place, and what our foot adds to the code."""
COPIES = {"D06": 2}
"""Our print holds 存根 and 交申请人; Word prints one of them twice."""
LINES = 10_000
MOSTLY = 0.7


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration in which the program's fonts are the only ones."""
    folder = tmp_path_factory.mktemp("fonts")
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong">'
        + "".join(f"<string>{one}</string>" for one in (own, *BESIDE))
        + "</edit></match>"
        for name, own in ALIKE.items()
    )
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(files('resources') / 'fonts'))}</dir><cachedir>{escape(str(folder))}</cachedir>"
        f"{rules}</fontconfig>",
        encoding="utf-8",
    )
    return file


@pytest.fixture(scope="session")
def convert(fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Opens every .docx of a folder in LibreOffice and saves it in another format; a profile of its own."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-writer-nogui"
    profile = tmp_path_factory.mktemp("profile")

    def converted(folder: Path, kind: str) -> Path:
        out = folder.with_name(f"{folder.name}-{kind.partition(':')[0]}")
        done = subprocess.run(
            [
                office,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                *map(str, sorted(folder.glob("*.docx"))),
            ],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        assert {one.stem for one in out.iterdir()} == {one.stem for one in folder.glob("*.docx")}, done.stderr
        return out

    return converted


@pytest.fixture(scope="session")
def said() -> dict[str, Content]:
    """Every sample, one with hostile values, one with a reason of ten thousand lines."""
    made = sample_set.samples()
    contents = {kind: made.content(kind) for kind in EDITABLE}
    refusal = contents["D20"]
    assert isinstance(refusal, Refusal)
    contents["hostile"] = replace(refusal, facts="\n".join(PRINTED))
    contents["long"] = replace(refusal, reason="\n".join(f"第{n}条理由。" for n in range(LINES)))
    return contents


@pytest.fixture(scope="session")
def letters(said: dict[str, Content], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "letters"
    folder.mkdir()
    for name, content in said.items():
        (folder / f"{name}.docx").write_bytes(word.draw(content))
    return folder


@pytest.fixture(scope="session")
def read(letters: Path, convert: Callable[[Path, str], Path]) -> Path:
    return convert(letters, "txt:Text (encoded):UTF8")


@pytest.fixture(scope="session")
def printed(said: dict[str, Content]) -> dict[str, list[str]]:
    return {name: pages(pdf.draw(content)) for name, content in said.items()}


@pytest.fixture(scope="session")
def rendered(letters: Path, convert: Callable[[Path, str], Path]) -> Path:
    return convert(letters, "pdf")


def pages(file: Path | bytes) -> list[str]:
    """The text of each page in the order of reading, without its margins and without spaces."""
    source = str(file) if isinstance(file, Path) else "-"
    given = None if isinstance(file, Path) else file
    done = subprocess.run(["pdftotext", "-raw", source, "-"], input=given, capture_output=True, check=True)
    return [
        "".join(
            line
            for text in page.splitlines()
            # Blanks to fill by hand are a rule in our print and a row of dashes in Word.
            if not RUNNING.search(line := "".join(text.split()).replace("_", ""))
        )
        for page in done.stdout.decode().split("\f")[:-1]
    ]


def words_of(folder: Path, name: str) -> list[str]:
    """The paragraphs of a document and the cells of its tables, in order."""
    data = (folder / f"{name}.docx").read_bytes()
    blocks = letter_file.read(data, pictures=letter_file.pictures_of(data))
    cells = (cell for one in blocks for row in one.rows or ((one.text,),) for cell in row)
    return ["".join(cell.split()).replace("_", "") for cell in cells if cell]


def in_order(words: list[str], text: str) -> Iterator[str]:
    """The paragraphs that do not stand in a text after the ones before them."""
    at = 0
    for one in words:
        found = text.find(one, at)
        if found < 0:
            yield one
        else:
            at = found + len(one)


NAMES = (*EDITABLE, "hostile", "long")


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_reads_every_paragraph_in_its_order(name: str, letters: Path, read: Path) -> None:
    text = (read / f"{name}.txt").read_text(encoding="utf-8-sig")
    assert [*in_order(words_of(letters, name), "".join(text.split()).replace("_", ""))] == []


@pytest.mark.parametrize("name", NAMES)
def test_our_print_says_the_same_in_the_same_order(
    name: str, letters: Path, printed: dict[str, list[str]]
) -> None:
    assert [*in_order(words_of(letters, name), "".join(printed[name]))] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_lost_on_the_pages(
    name: str, letters: Path, rendered: Path, printed: dict[str, list[str]]
) -> None:
    """A rare character is drawn apart from its line, so they are counted and not read."""
    wanted = Counter("".join(words_of(letters, name)))
    assert not wanted - Counter("".join(pages(rendered / f"{name}.pdf")))
    assert not wanted - Counter("".join(printed[name]))


@pytest.mark.parametrize("name", EDITABLE)
def test_a_letter_stands_on_the_same_pages_in_word_and_in_our_print(
    name: str, rendered: Path, printed: dict[str, list[str]]
) -> None:
    """As many pages, each with nearly the same text: where a page ends, a line or a table may go over."""
    theirs, ours = pages(rendered / f"{name}.pdf"), printed[name]
    assert len(theirs) == len(ours) / COPIES.get(name, 1)
    for one, other in zip(theirs, ours, strict=False):
        shared = (Counter(one) & Counter(other)).total()
        assert shared >= MOSTLY * max(len(one), len(other)), (len(one), len(other), shared)


@pytest.mark.parametrize("name", EDITABLE)
def test_every_font_of_the_document_is_one_of_ours(name: str, rendered: Path) -> None:
    done = subprocess.run(["pdffonts", str(rendered / f"{name}.pdf")], capture_output=True, check=True)
    used = {line.split()[0].partition("+")[2] for line in done.stdout.decode().splitlines()[2:]}
    assert used and all(one.startswith(("Counter", "Noto")) for one in used), used


def test_a_letter_saved_by_libreoffice_is_read_back_the_same(
    letters: Path, convert: Callable[[Path, str], Path]
) -> None:
    saved = convert(letters, "docx:MS Word 2007 XML")
    for file in sorted(letters.glob("*.docx")):
        before, after = file.read_bytes(), (saved / file.name).read_bytes()
        pictures, margins = letter_file.pictures_of(before), letter_file.margins_of(before)
        old = letter_file.read(before, pictures=pictures)
        new = letter_file.read(after, pictures=pictures, margins=margins)
        assert paragraphs(new) == paragraphs(old), file.name
        assert [one.role for one in new] == [one.role for one in old], file.name


def test_a_template_saved_by_libreoffice_can_be_put_in(
    tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for kind in EDITABLE:
        (folder / f"{kind}.docx").write_bytes(word.template(kind))
    saved = convert(folder, "docx:MS Word 2007 XML")
    for kind in EDITABLE:
        assert template_check.problems(kind, (saved / f"{kind}.docx").read_bytes()) == (), kind
