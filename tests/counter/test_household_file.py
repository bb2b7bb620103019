"""一户一档: what lies in a file, in its order, on the pages that its list says; who took it out and why."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import StreamObject

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.casefile import Paper as Received
from counter.cases.reading import read_application
from counter.cases.scanned import Source
from counter.cases.split import Chosen
from counter.errors import Cancelled, Refused
from counter.letters import scan_sheets
from counter.letters.binding import Binder
from counter.letters.pdffile import About
from counter.letters.pen import MM
from counter.progress import Progress, silent
from counter.services import (
    cases,
    decisions,
    delivery,
    household_file,
    intake,
    letter_versions,
    notices,
    printing,
    referrals,
    scans,
)
from counter.services.bound_parts import Binding
from counter.services.casefiles import case_row
from counter.services.delivery import Handing
from counter.services.file_parts import volume_of
from counter.services.household_file import Bound, Wish
from counter.services.office import Office, Officer, Role
from counter.services.scans import Paper
from counter.settings import Settings
from counter.store import engine
from tests.clock import Clock
from tests.conftest import TOWN
from tests.counter.grants import DIBAO, GRANT
from tests.counter.letters.conftest import SAID
from tests.counter.letters.test_word import changed

RECEIVED = (
    Received("id-card", "居民身份证", "copy", pages=2),
    Received("hukou-book", "户口簿", "copy", pages=4),
)
CORNER = 32
"""Points from the upper edge in which the page numbers stand."""
OUTER, NEAR = 6 * MM, 1.0
WHY = "移交区民政局档案室"


def picture(size: tuple[int, int] = (90, 120)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


@dataclass(frozen=True)
class Filed:
    """A case from hand to letter, its file as a PDF and as a folder."""

    office: Office
    case: CaseFile
    pdf: Bound
    folder: Bound
    out: Path


@pytest.fixture(scope="module")
def filed(empty_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    out = tmp_path_factory.mktemp("filed")
    settings = Settings(out / "office")
    settings.office_dir.mkdir(mode=0o700)
    shutil.copyfile(empty_office.settings.database, settings.database)
    office = replace(
        empty_office, settings=settings, engine=engine.open_engine(settings.database), _clock=Clock()
    )
    number = lived(office)
    pdf = household_file.bind(office, Wish(number, WHY), out)
    folder = household_file.bind(office, Wish(number, WHY, as_folder=True), out)
    yield Filed(office, cases.case(office, number), pdf, folder, out)
    office.close()


def lived(office: Office) -> str:
    """Accepted, a receipt void and issued again, a form that came back, a letter changed in Word, closed."""
    family = read_application(SAID, office.catalogue, today=office.today()).application
    case = intake.accept_and_send(office, family, [Chosen(DIBAO, None, "经核实")], papers=RECEIVED)
    form = notices.issue(office, case.number, "D01")
    scans.add(office, case.number, Paper(notice=form.number), [picture()], source=Source.FILE)
    scans.add(office, case.number, Paper("id-card"), [picture((120, 76))] * 2, source=Source.FILE)
    scans.add(office, case.number, Paper(title="门牌照片"), [picture()], source=Source.FILE)
    wrong = scans.add(office, case.number, Paper(title="别人的证"), [picture()], source=Source.FILE)
    scans.withdraw(office, wrong.id, reason="别人的证件")
    notices.void(office, notices.issue(office, case.number, "D07").number, reason="姓名打错")
    notices.issue(office, case.number, "D07")
    referral = case.referrals[0].number
    referrals.sign(office, referral)
    decisions.decide(office, referral, GRANT)
    letter = notices.issue(office, case.number, "D19", referral=referral)
    told = changed(printing.draw_word(office, letter.number), ("一、你的义务", "一、你家的义务"))
    letter_versions.take_back(office, letter.number, told, reason="领导改稿")
    delivery.deliver(office, letter.number, Handing("direct"))
    cases.close(office, case.number)
    return case.number


def bookmarks(reader: PdfReader, items: list | None = None, depth: int = 0) -> list[tuple[int, str, int]]:
    """Every bookmark: how deep, its title, the page from 0."""
    found = []
    for one in reader.outline if items is None else items:
        if isinstance(one, list):
            found += bookmarks(reader, one, depth + 1)
        else:
            found.append((depth, one.title, reader.get_destination_page_number(one)))
    return found


@dataclass(frozen=True)
class Word:
    """A word of a finished page, in points from its upper left corner."""

    page: int
    text: str
    left: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def words_of(path: Path) -> tuple[list[float], list[Word]]:
    """The width of each page, and every word, as a reader of PDFs finds them."""
    told = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    widths, words = list[float](), list[Word]()
    for line in told.splitlines():
        if found := re.match(r'\s*<page width="([\d.]+)"', line):
            widths.append(float(found[1]))
        elif found := re.match(
            r'\s*<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)".*?>(.*)</word>', line
        ):
            words.append(Word(len(widths), found[4], float(found[1]), float(found[3]), float(found[2])))
    return widths, words


def outer(number: Word, widths: list[float]) -> float:
    """How far from the outer edge a page number ends: at the right of a front, at the left of a back."""
    return widths[number.page - 1] - number.right if int(number.text) % 2 else number.left


def text_of(reader: PdfReader, page: int) -> str:
    return "".join(reader.pages[page].extract_text().split())


# --- as one PDF ------------------------------------------------------------------------------------


def test_the_list_the_bookmarks_and_the_printed_page_numbers_say_the_same(filed: Filed) -> None:
    reader = PdfReader(filed.pdf.path)
    widths, words = words_of(filed.pdf.path)
    corners = {
        one.page: one
        for one in words
        if one.top < CORNER and one.text.isdigit() and abs(outer(one, widths) - OUTER) < NEAR
    }
    first, last = 3, len(widths) - 1
    assert [corners[page].text for page in range(first, last + 1)] == [
        str(n) for n in range(1, filed.pdf.pages + 1)
    ]
    assert set(corners) == set(range(first, last + 1)), "neither cover, nor list, nor remarks have a number"
    labels = reader.page_labels
    assert labels == ["封面", "卷内目录", *(corners[page].text for page in range(first, last + 1)), "备考表"]
    leaves = [(title, int(labels[page])) for depth, title, page in bookmarks(reader) if depth]
    begins = [page for _title, page in leaves]
    ends = [after - 1 for after in begins[1:]] + [filed.pdf.pages]
    (head,) = [one for one in words if one.page == 2 and one.text == "页号"]
    column = [one for one in words if one.page == 2 and abs(one.middle - head.middle) < 4 and one != head]
    told = [one.text for one in sorted(column, key=lambda one: one.top) if re.fullmatch(r"[\d-]+", one.text)]
    assert told == [str(a) if a == b else f"{a}-{b}" for a, b in zip(begins, ends, strict=True)]
    for title, page in leaves:
        if "〔2026〕" in title and title != leaves[1][0]:
            assert title.split()[1].removesuffix("（作废）") in text_of(reader, page + 1)


def test_a_file_is_in_the_order_of_the_archive_with_all_versions(filed: Filed) -> None:
    reader = PdfReader(filed.pdf.path)
    told = bookmarks(reader)
    assert [title for depth, title, _page in told if not depth] == [
        "封面",
        "卷内目录",
        "申请、承诺和授权",
        "收到的证明材料",
        "收件和受理",
        "审核、决定和发放",
        "送达",
        "备考表",
    ]
    pages = {}
    for _depth, title, page in told:
        pages.setdefault(title.split()[0], []).append(page)
    assert "作废" in text_of(reader, pages["受理通知书"][0]) and "作废" not in text_of(
        reader, pages["受理通知书"][1]
    )
    issued, letter = pages["最低生活保障确认通知书"]
    assert "一、你的义务" in text_of(reader, issued) and "一、你家的义务" in text_of(reader, letter)
    assert "直接送达" in text_of(reader, pages["送达情况表"][0])
    card = pages["居民身份证"][0]
    for at in (card, card + 1):
        assert (
            "仅供社会救助申请使用2026年11月24日" in text_of(reader, at) and len(reader.pages[at].images) == 1
        )
    assert text_of(reader, pages["门牌照片"][0]).isdigit(), "no watermark where nobody could misuse it"
    cover, listed, remarks = (text_of(reader, at) for at in (0, 1, -1))
    assert "-2026-审批-000001" in cover and "小坪村" in cover and "尚未起算" in cover
    assert "户口簿" in listed and "纸质，未扫" in listed and "别人的证" not in listed
    assert f"9件{filed.pdf.pages}页。另有4件只有纸质" in remarks
    assert "作废的文书" in remarks and "第2稿（Word改稿）" in listed.replace("\n", "")
    assert {one.title for one in [reader.metadata]} == {"一户一档 000001 高春兰"}
    assert "/Names" not in reader.trailer["/Root"] and reader.trailer["/Root"]["/PageMode"] == "/UseOutlines"


def test_who_took_a_file_out_and_why_stands_in_its_history(filed: Filed) -> None:
    first, second = [one for one in filed.case.events if one.verb is Verb.EXPORTED]
    assert (first.detail["reason"], first.detail["as"], first.detail["pages"]) == (
        WHY,
        "pdf",
        filed.pdf.pages,
    )
    assert (second.detail["as"], second.detail["papers"]) == ("folder", 9)
    assert len(first.detail["scans"]) == 3  # type: ignore[arg-type]  # a list of ids
    assert "高春兰" not in str(first.detail)


def test_a_file_is_not_written_over_unasked_nor_without_a_reason_or_a_right(filed: Filed) -> None:
    office, number = filed.office, filed.case.number
    before = filed.pdf.path.read_bytes()
    with pytest.raises(Refused, match="there already"):
        household_file.bind(office, Wish(number, WHY), filed.out)
    with pytest.raises(Refused, match="why"):
        household_file.bind(office, Wish(number, " "), filed.out / "other")
    for role, town in ((Role.LEADER, TOWN), (Role.CLERK, "350212103")):
        other = office.with_officer(Officer(9, "other", "旁人", (role,), township=town))
        with pytest.raises(Refused):
            household_file.bind(other, Wish(number, WHY), filed.out / "other")
    with pytest.raises(Cancelled):
        household_file.bind(office, Wish(number, WHY, replace=True), filed.out, stop_at(5))
    assert filed.pdf.path.read_bytes() == before
    with pytest.raises(Cancelled):
        household_file.bind(office, Wish(number, WHY, as_folder=True), filed.out / "other", stop_at(5))
    assert list((filed.out / "other").iterdir()) == []
    assert len(cases.case(office, number).events) == len(filed.case.events), "no file, no event"


def stop_at(step: int) -> Progress:
    def progress(done: int, total: int, /) -> None:
        if done >= step:
            raise Cancelled

    return progress


# --- as a folder -----------------------------------------------------------------------------------


def test_a_folder_has_each_paper_by_its_number_in_the_list_on_the_same_pages(filed: Filed) -> None:
    folder = filed.folder.path
    names = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.pdf"))
    assert names == [
        "00-封面和卷内目录.pdf",
        "01-D01-社会救助申请表（含承诺书、核对授权书）.pdf",
        "09-D07-受理通知书.pdf",
        "10-D07-受理通知书.pdf",
        "11-D19-最低生活保障确认通知书.pdf",
        "12-D19-最低生活保障确认通知书.pdf",
        "13-送达情况表.pdf",
        "14-备考表.pdf",
        "扫描件/02-社会救助申请表（含承诺书、核对授权书）.pdf",
        "扫描件/03-居民身份证.pdf",
        "扫描件/08-门牌照片.pdf",
    ]
    whole = PdfReader(filed.pdf.path)
    labels = {label: place for place, label in enumerate(whole.page_labels)}
    for name in names[1:-4] + names[-3:]:
        part = PdfReader(folder / name)
        for place, label in enumerate(part.page_labels):
            assert text_of(part, place) == text_of(whole, labels[label])
    assert text_of(PdfReader(folder / names[0]), 1) == text_of(whole, 1)
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.rglob("*"))


# --- of a household ----------------------------------------------------------------------------------


def test_a_household_has_one_file_over_its_cases_with_pages_that_run_on(
    office: Office, family: Application, accepted: CaseFile, tmp_path: Path
) -> None:
    notices.issue(office, accepted.number, "D07")
    later = intake.accept(office, family, [Chosen("civil-affairs.temp-emergency", None, "急")])
    notices.issue(office, later.number, "D07")
    wish = Wish(later.number, WHY, whole_household=True)
    bound = household_file.bind(office, wish, tmp_path)
    assert bound.cases == (accepted.number, later.number) and bound.path.name == "案卷-户000001.pdf"
    reader = PdfReader(bound.path)
    told = bookmarks(reader)
    assert [(depth, title) for depth, title, _page in told if depth < 2][1:-1] == [
        (0, "卷内目录"),
        *((0, accepted.number), (1, "收件和受理")),
        *((0, later.number), (1, "收件和受理")),
    ]
    pages = [page for depth, _title, page in told if depth == 2]
    assert [int(reader.page_labels[page]) for page in pages] == [1, bound.pages // 2 + 1]
    cover, listed = text_of(reader, 0), text_of(reader, 1)
    assert accepted.number in cover and later.number in cover and "急难型临时救助" in cover
    assert listed.index(accepted.number) < listed.index(later.number)
    assert [one.verb for one in cases.case(office, accepted.number).events][-1] is Verb.EXPORTED


def test_a_case_has_what_was_scanned_for_the_one_that_was_merged_into_it(
    office: Office, family: Application, accepted: CaseFile, tmp_path: Path
) -> None:
    later = intake.accept(office, family, [Chosen("civil-affairs.temp-emergency", None, "急")])
    form = notices.issue(office, accepted.number, "D01")
    scans.add(office, accepted.number, Paper(notice=form.number), [picture()], source=Source.FILE)
    scans.add(office, accepted.number, Paper(title="门牌照片"), [picture()], source=Source.FILE)
    cases.merge(office, accepted.number, into=later.number, because="同一户")
    alone = household_file.bind(office, Wish(later.number, WHY), tmp_path)
    assert alone.pages == 2, "both pictures, and none of the papers of the other number"


# --- what could go wrong -----------------------------------------------------------------------------


def test_a_paper_that_no_font_draws_is_named_and_the_rest_is_bound(filed: Filed) -> None:
    with filed.office.read() as session:
        volume = volume_of(filed.office, session, case_row(filed.office, session, filed.case.number))
    at = next(
        n for n, one in enumerate(volume.parts) if one.notice and one.notice.kind == "D07" and not one.void
    )
    part = volume.parts[at]
    said = replace(part.said, applicant="高\U0010fffd")  # type: ignore[type-var]  # an acceptance
    parts = (*volume.parts[:at], replace(part, said=said), *volume.parts[at + 1 :])
    binding, out = Binding(filed.office, [replace(volume, parts=parts)]), io.BytesIO()
    binding.into_pdf(out, silent)
    reader = PdfReader(out)
    assert binding.pages == filed.pdf.pages - 1
    assert "不能打印，附纸质件" in text_of(reader, 1)
    assert part.line.number in text_of(reader, -1).rpartition("不能打印")[2] and "U+10FFFD" in text_of(
        reader, -1
    )


def test_what_is_large_waits_on_the_disk() -> None:
    pages = scan_sheets.sheets([scan_sheets.Picture("jpeg", picture((600, 800)))] * 3, title="相片")
    with TemporaryFile() as spool:
        binder = Binder(About("相片"), spool)
        binder.add(pages)
        in_memory = sum(len(one._data) for one in binder._writer._objects if isinstance(one, StreamObject))
        assert in_memory < len(pages) / 10 < spool.seek(0, 2)
        out = io.BytesIO()
        binder.write(out)
    assert [len(page.images) for page in PdfReader(out).pages] == [1, 1, 1]
