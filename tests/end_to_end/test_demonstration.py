"""The demonstration told to its end; every paper of it whole, searchable, on as few pages as it should be."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import select

from counter.cases.casefile import CaseFile
from counter.demonstration.run import Demonstration, run
from counter.services import audit, cases, queue
from counter.store import records

CHINESE = ("仿宋", "宋体", "黑体", "楷体")
FOOT = re.compile(
    r"^(?:.*受理编号 3502.*|.*第 \d+ 页，共 \d+ 页.*|文书码 .*|(?:查询码 \d+ · )?热线 [\d、]*|— *\d+ *—)$",
    re.MULTILINE,
)
"""The lines at the foot of a page: its number, and what the paper and its case are asked for by."""
PAGES = {
    "D01": 3,
    "D05": 2,
    "D06": 2,
    "D07": 4,
    "D08": 2,
    "D18": 2,
    "D19": 2,
    "D20": 3,
    "D22": 1,
    "D25": 1,
    "D27": 2,
    "D29": 1,
    "D30": 2,
    "D31": 1,
}
"""At most so many; of D05, D06, D07 and D27 the file holds two copies."""


@dataclass(frozen=True)
class Drawn:
    """A file that was written, what it says by the store, and the names of its family."""

    file: Path
    kind: str
    said: dict[str, Any]
    case: CaseFile

    @property
    def family(self) -> tuple[str, ...]:
        return tuple(person.name for person in self.case.application.people)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that stand on it."""
        told = json.dumps(self.said, ensure_ascii=False)
        return tuple(name for name in self.family if name in told)

    @cached_property
    def text(self) -> str:
        """What can be copied out of it."""
        return output("pdftotext", str(self.file), "-")

    @cached_property
    def pages(self) -> list[list[str]]:
        """The lines of each page without the one at its foot."""
        laid_out = output("pdftotext", "-layout", str(self.file), "-").split("\f")[:-1]
        return [
            [line for line in page.splitlines() if line.strip() and "受理编号 3502" not in line]
            for page in laid_out
        ]

    @property
    def on_paper(self) -> str:
        """The text without what stands at the foot of every page."""
        return closed(FOOT.sub("", self.text.replace("\f", "")))


def output(*words: str) -> str:
    return subprocess.run(words, capture_output=True, check=True).stdout.decode()


def closed(text: str) -> str:
    """Without the ends of lines and the spaces beside which nothing is told."""
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    made = run(tmp_path_factory.mktemp("papers"))
    yield made
    made.office.close()


@pytest.fixture(scope="session")
def notices(demonstration: Demonstration) -> dict[str, records.Notice]:
    with demonstration.office.read() as session:
        rows = {row.number: row for row in session.scalars(select(records.Notice))}
        session.expunge_all()
    return rows


def drawn(demonstration: Demonstration, notices: dict[str, records.Notice], ending: str) -> list[Drawn]:
    """The files of one ending; a PDF says in its title which paper it is, a Word file stands beside it."""
    found = []
    for told in demonstration.families:
        case = cases.case(demonstration.office, told.number)
        for file in told.files:
            if file.suffix != ending:
                continue
            title = re.search(r"Title:\s*(.*)", output("pdfinfo", str(file.with_suffix(".pdf"))))
            assert title, file.name
            notice = notices[title[1].split(" ")[-1].strip()]
            found.append(Drawn(file, notice.kind, notice.content, case))
    return found


@pytest.fixture(scope="session")
def papers(demonstration: Demonstration, notices: dict[str, records.Notice]) -> list[Drawn]:
    made = drawn(demonstration, notices, ".pdf")
    with ThreadPoolExecutor() as together:
        list(together.map(lambda paper: (paper.text, paper.pages), made))
    return made


@pytest.fixture(scope="session")
def documents(demonstration: Demonstration, notices: dict[str, records.Notice]) -> list[Drawn]:
    return drawn(demonstration, notices, ".docx")


# --- the stories -----------------------------------------------------------------------------------


def test_the_stories_hold_a_return_a_suspension_an_overdue_one_and_a_refusal(
    demonstration: Demonstration,
) -> None:
    rows = [row for family in demonstration.families for row in family.policies]
    assert any(row["outcome"] == "refuse" for row in rows)
    assert any(row["outcome"] == "partly" for row in rows)
    assert any(row["state"] == "waiting" for row in rows)
    assert any(row["overdue"] for row in rows)
    verbs = {event.verb.value for event in audit.events(demonstration.office, limit=10_000)}
    assert {
        "returned",
        "reassigned",
        "suspended",
        "resumed",
        "extended",
        "declined",
        "papers-requested",
    } <= verbs
    assert {"paper-reply", "referral-withdrawn", "delivered", "closed"} <= verbs
    assert queue.counts(demonstration.office).overdue >= 1
    assert audit.verify(demonstration.office).ok


def test_every_family_holds_its_papers(demonstration: Demonstration) -> None:
    for family in demonstration.families:
        assert family.number
        assert family.files
        assert all(file.stat().st_size > 1000 for file in family.files)
    kinds = {file.stem.split("-")[4] for family in demonstration.families for file in family.files}
    assert {"D01", "D05", "D06", "D07", "D08", "D09", "D19", "D20", "D25", "D29", "D31"} <= kinds
    assert {file.suffix for family in demonstration.families for file in family.files} == {".pdf", ".docx"}


def test_the_summary_names_every_family(demonstration: Demonstration) -> None:
    text = demonstration.summary.read_text(encoding="utf-8")
    data = json.loads(demonstration.summary.with_suffix(".json").read_text(encoding="utf-8"))
    assert [family["number"] for family in data["families"]] == [
        family.number for family in demonstration.families
    ]
    for family in demonstration.families:
        assert family.name in text
        assert family.outcome in text


# --- their papers ----------------------------------------------------------------------------------


def test_every_kind_of_paper_is_among_them(papers: list[Drawn]) -> None:
    assert len(papers) > 100
    assert {paper.kind for paper in papers} == {*PAGES, "D09"}


def test_every_font_is_embedded_as_a_subset_that_can_be_searched(papers: list[Drawn]) -> None:
    with ThreadPoolExecutor() as together:
        tables = list(together.map(lambda paper: output("pdffonts", str(paper.file)), papers))
    for paper, table in zip(papers, tables, strict=True):
        rows = table.splitlines()[2:]
        assert rows, paper.file.name
        for row in rows:
            assert row.split()[-5:-2] == ["yes", "yes", "yes"], (paper.file.name, row)
            assert "Helvetica" not in row, paper.file.name


def test_every_file_is_sound(papers: list[Drawn]) -> None:
    def check(paper: Drawn) -> str:
        done = subprocess.run(["qpdf", "--check", str(paper.file)], capture_output=True, check=False)
        return "" if done.returncode == 0 else f"{paper.file.name}: {done.stdout.decode()}"

    with ThreadPoolExecutor() as together:
        assert [told for told in together.map(check, papers) if told] == []


def test_every_name_copies_out_exactly(papers: list[Drawn]) -> None:
    rare = {"陈㛃", "陈䶮", "陈𬭎", "陈小𠮷", "叶龘龘", "阿卜杜拉·买买提"}
    seen: set[str] = set()
    for paper in papers:
        for name in paper.names:
            assert name in paper.text, (paper.file.name, name)
            seen.add(name)
    assert rare <= seen


def test_no_name_leaves_the_counter_on_a_slip(papers: list[Drawn]) -> None:
    for paper in papers:
        if paper.kind == "D09":
            assert not [name for name in paper.family if name in paper.on_paper], paper.file.name


def test_what_a_content_says_stands_on_its_paper(papers: list[Drawn]) -> None:
    for paper in papers:
        head = paper.said["head"]
        for key in ("case_number", "query_code"):
            assert str(head[key]) in paper.text, (paper.file.name, key)
        assert closed(str(head["copies"])) in paper.on_paper, paper.file.name
        for key in ("facts", "evidence", "reason", "clause", "decision", "opening", "amount", "text"):
            if key in paper.said:
                assert closed(str(paper.said[key])) in paper.on_paper, (paper.file.name, key)


def test_no_paper_takes_more_pages_than_it_should(papers: list[Drawn]) -> None:
    for paper in papers:
        assert len(paper.pages) <= PAGES.get(paper.kind, 3), paper.file.name
    slips = [len(paper.pages) for paper in papers if paper.kind == "D09"]
    assert slips.count(2) > 0.8 * len(slips), "front and back of one sheet"


def test_no_page_holds_only_a_few_lines_or_only_signatures(papers: list[Drawn]) -> None:
    for paper in papers:
        for number, lines in enumerate(paper.pages, start=1):
            assert len(lines) > 8, (paper.file.name, number, lines)
            if number == 1 or paper.kind == "D09":
                continue
            signed = next((n for n, line in enumerate(lines) if "（签名" in line or "（公章）" in line), None)
            assert signed is None or signed >= 3, (paper.file.name, number, lines[:3])


def test_nobody_is_sent_for_what_the_window_makes(papers: list[Drawn]) -> None:
    made_here = ("申请表", "承诺书", "核对授权书", "书面声明")
    for paper in papers:
        asked = [
            *(str(one["title"]) for one in paper.said.get("bring", ())),
            *(str(one) for one in paper.said.get("missing", ())),
            *(
                str(one["title"])
                for one in paper.said.get("rows", ())
                if paper.kind == "D05" and one["state"] == "待补"
            ),
        ]
        assert not [one for one in asked if any(word in one for word in made_here)], paper.file.name


def test_no_letter_of_a_grant_offers_what_the_family_asked_for(papers: list[Drawn]) -> None:
    for paper in papers:
        if paper.kind == "D19":
            doors = [str(door["title"]) for door in paper.said["doors"]]
            assert len(doors) <= 6
            asked = [one.title for one in paper.case.referrals]
            assert not [door for door in doors if any(door.startswith(title) for title in asked)]


def test_a_delivery_is_proved_to_whom_the_letter_is_addressed(papers: list[Drawn]) -> None:
    letters = {paper.said["head"]["number"]: paper for paper in papers if "recipient" in paper.said}
    proofs = [paper for paper in papers if paper.kind == "D25" and paper.said["document_number"] in letters]
    assert len(proofs) > 20
    for proof in proofs:
        letter = letters[proof.said["document_number"]]
        assert proof.said["recipient"] == letter.said["recipient"], proof.file.name


def test_every_word_file_opens_and_holds_the_same_facts(documents: list[Drawn]) -> None:
    assert {document.kind for document in documents} == {"D06", "D08", "D19", "D20", "D22"}
    for document in documents:
        opened = Document(str(document.file))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        text = closed("".join([*(paragraph.text for paragraph in opened.paragraphs), *cells]))
        head = document.said["head"]
        assert closed(str(head["number"])) in text and closed(str(head["copies"])) in text
        for key, value in document.said.items():
            for said in value if isinstance(value, list) else [value]:
                if isinstance(said, str) and key not in ("officer", "seal"):
                    assert closed(said) in text, (document.file.name, key)
        for name in document.names:
            assert name in text, (document.file.name, name)
        assert "{" not in text


def test_every_word_file_sets_chinese_type(documents: list[Drawn]) -> None:
    for document in documents:
        opened = Document(str(document.file))
        tables = (
            cell_paragraph
            for table in opened.tables
            for row in table.rows
            for cell in row.cells
            for cell_paragraph in cell.paragraphs
        )
        for paragraph in (*opened.paragraphs, *tables):
            fonts = paragraph.style.element.rPr.rFonts
            assert fonts.get(qn("w:eastAsia")) in CHINESE, (document.file.name, paragraph.style.name)
