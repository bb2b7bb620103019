"""打印: the set of a case is looked at, issued, put out, printed again with a reason, and delivered."""

import io
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from counter.cases.application import Application
from counter.cases.casefile import CaseFile
from counter.cases.public_notice import PostingKind
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.services import cases, decisions, editions, intake, notices, postings, printing, referrals
from counter.services.decisions import Answer
from counter.services.office import Office, Officer, Role
from forms import jobs
from forms.papers.delivery_dialog import DeliveryDialog
from forms.papers.files import file_name, save_beside
from forms.papers.pdf import Pdf, size_name
from forms.papers.sending import print_pdf
from forms.papers.sheets import Standing
from forms.papers_page import PapersPage
from forms.reason_dialog import ReasonDialog
from tests.counter.grants import granted

PATIENCE = 30_000


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> PapersPage:
    made = PapersPage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1200, 700)
    made.show()
    return made


def jobs_are_under_way(page: PapersPage) -> bool:
    asking = page.choice.is_asking or page._finding.is_busy or page._looking.is_busy
    return page.output.busy or asking


def shown(page: PapersPage, qtbot: QtBot, number: str, step: str) -> None:
    page.show_set(number, step)
    page.list.setFocus()
    qtbot.waitUntil(lambda: page.viewer.pdf is not None and not jobs_are_under_way(page), timeout=PATIENCE)


def settled(page: PapersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs_are_under_way(page), timeout=PATIENCE)


def kinds(page: PapersPage, *, ticked: bool) -> list[str]:
    return [sheet.wanted.kind for sheet in page.list.sheets.sheets if sheet.ticked is ticked]


def dialog_of(page: PapersPage, kind: type[ReasonDialog] | type[DeliveryDialog]) -> Callable[[], bool]:
    return lambda: bool(page.findChildren(kind))


def test_without_a_case_the_page_says_what_to_do(page: PapersPage, qtbot: QtBot) -> None:
    page.came()
    settled(page, qtbot)
    assert page.stack.currentIndex() == 0
    assert page.empty.isVisible() and page.empty.text()
    assert not page.print_button.isEnabled()


def test_the_papers_of_the_step_are_ticked_and_shown_as_a_draft(
    page: PapersPage, qtbot: QtBot, sent: CaseFile
) -> None:
    shown(page, qtbot, sent.number, "accept")
    assert kinds(page, ticked=True) == ["D01", "D05", "D07", "D31"]
    # What D01 holds is offered on sheets of its own.
    assert kinds(page, ticked=False) == ["D02", "D03", "D03b", "D15", "D09"]
    assert page.viewer.pdf is not None
    assert "草稿" in page.viewer.pdf.document.getAllText(0).text()
    assert page.viewer.badge.text() == "○ 草稿"


def test_what_is_open_in_a_paper_leads_to_its_setting(page: PapersPage, qtbot: QtBot, sent: CaseFile) -> None:
    shown(page, qtbot, sent.number, "accept")
    qtbot.keyClick(page.list, Qt.Key.Key_G)
    assert page.gaps.list.hasFocus()
    page.gaps.list.setCurrentRow(1)
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        qtbot.keyClick(page.gaps.list, Qt.Key.Key_Return)
    assert wanted.args is not None and wanted.args[0] in page.office.catalogue.district
    qtbot.keyClick(page.gaps.list, Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_a_tick_prints_in_large_type_and_is_remembered(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile
) -> None:
    shown(page, qtbot, accepted.number, "accept")
    page.list.setCurrentIndex(page.list.sheets.index(2))
    settled(page, qtbot)
    assert page.list.sheets.sheets[2].wanted.kind == "D07"
    normal = page.viewer.pdf
    with qtbot.waitSignal(page.large_type.changed, timeout=PATIENCE):
        qtbot.keyClick(page.list, Qt.Key.Key_L)
    settled(page, qtbot)
    assert normal is not None and page.viewer.pdf is not None
    assert page.viewer.pdf.pages > normal.pages
    assert editions.has_large_type(page.office, accepted.number)
    other = PapersPage(page.office)
    qtbot.addWidget(other)
    shown(other, qtbot, accepted.number, "accept")
    assert other.large_type.isChecked()


def test_keys_tick_and_count_copies(page: PapersPage, qtbot: QtBot, accepted: CaseFile) -> None:
    shown(page, qtbot, accepted.number, "accept")
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert "D01" in kinds(page, ticked=False)
    qtbot.keyClick(page.list, Qt.Key.Key_A)
    assert kinds(page, ticked=False) == []
    qtbot.keyClick(page.list, Qt.Key.Key_A)
    assert kinds(page, ticked=True) == []
    assert not page.print_button.isEnabled()
    before = page.list.sheets.sheets[0].copies
    qtbot.keyClick(page.list, "+")
    assert page.list.sheets.sheets[0].copies == before + 1
    qtbot.keyClick(page.list, "-")
    qtbot.keyClick(page.list, "-")
    assert page.list.sheets.sheets[0].copies == max(before - 1, 1)


def test_without_a_printer_the_set_is_issued_into_the_office_folder(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile
) -> None:
    shown(page, qtbot, accepted.number, "accept")
    assert not page.choice.has_printers and page.choice.told.isVisible() and page.choice.told.text()
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        qtbot.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(cases.case(page.office, accepted.number).notices) == 4, timeout=PATIENCE)
    settled(page, qtbot)
    issued = cases.case(page.office, accepted.number).notices
    folder = page.office.settings.office_dir / "papers" / accepted.number
    assert {file.name for file in folder.iterdir()} == {file_name(one.number, ".pdf") for one in issued}
    receipt = next(one for one in issued if one.kind == "D07")
    saved = (folder / file_name(receipt.number, ".pdf")).read_bytes()
    assert saved == printing.draw(page.office, receipt.number)
    qtbot.waitUntil(lambda: kinds(page, ticked=True) == [], timeout=PATIENCE)
    numbered = [sheet for sheet in page.list.sheets.sheets if sheet.number]
    assert len(numbered) == 4 and all(sheet.standing is Standing.ISSUED for sheet in numbered)


def test_printing_again_asks_why_and_says_how_often(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, tmp_path: Path
) -> None:
    receipt = notices.issue(page.office, accepted.number, "D07")
    shown(page, qtbot, accepted.number, "other")
    row = next(i for i, s in enumerate(page.list.sheets.sheets) if s.number == receipt.number)
    for at, _sheet in enumerate(page.list.sheets.sheets):
        page.list.sheets.change(at, ticked=at == row)
    page.list.setCurrentIndex(page.list.sheets.index(row))
    page.output.save_into(tmp_path)
    qtbot.waitUntil(dialog_of(page, ReasonDialog))
    page.findChildren(ReasonDialog)[0].finish()
    path = tmp_path / file_name(receipt.number, ".pdf")
    qtbot.waitUntil(path.is_file, timeout=PATIENCE)
    settled(page, qtbot)
    assert cases.case(page.office, accepted.number).notices[0].prints == 2
    assert "补打第1次" in Pdf(path.read_bytes()).document.getAllText(0).text().replace(" ", "")
    qtbot.waitUntil(lambda: page.viewer.badge.text() == "补打第 1 次", timeout=PATIENCE)


def test_what_never_came_out_is_printed_as_the_first(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, tmp_path: Path
) -> None:
    shown(page, qtbot, accepted.number, "accept")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file stands where the folder should be")
    page.output.save_into(blocked / "below")
    qtbot.waitUntil(lambda: len(cases.case(page.office, accepted.number).notices) == 4, timeout=PATIENCE)
    qtbot.waitUntil(page.problem.isVisible, timeout=PATIENCE)
    settled(page, qtbot)
    assert page.problem.isVisible(), "what went wrong stays to be read"
    assert len(page.list.sheets.ticked()) == 4, "they are ticked still"
    page.output.save_into(tmp_path / "good")
    assert page.findChildren(ReasonDialog) == []
    qtbot.waitUntil(lambda: len(list((tmp_path / "good").glob("*.pdf"))) == 4, timeout=PATIENCE)
    settled(page, qtbot)
    assert {one.prints for one in cases.case(page.office, accepted.number).notices} == {1}


def test_what_no_font_can_draw_is_named_before_a_number_is_spent(
    page: PapersPage, qtbot: QtBot, office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    household = replace(family.household, address="莲花镇𒀀村1号")
    case = intake.accept(office, replace(family, household=household), chosen)
    page.show_set(case.number, "accept")
    qtbot.waitUntil(lambda: "𒀀" in page.viewer.message.text(), timeout=PATIENCE)
    page.output.print_set()
    qtbot.waitUntil(lambda: "𒀀" in page.problem.text(), timeout=PATIENCE)
    settled(page, qtbot)
    assert cases.case(office, case.number).notices == ()


def refused_letter(office: Office, sent: CaseFile) -> tuple[str, str]:
    referral = sent.referrals[0].number
    referrals.sign(office, referral)
    decisions.decide(
        office,
        referral,
        Answer(
            Outcome.REFUSE,
            reason="家庭人均月收入高于标准。",
            facts="经核对，家庭人均月收入高于标准。",
            evidence="收入核对报告",
            clause="《社会救助法》第十九条",
        ),
    )
    return referral, notices.issue(office, sent.number, "D20", referral=referral).number


def test_a_letter_is_noted_as_delivered_by_keys(
    page: PapersPage, qtbot: QtBot, sent: CaseFile, office: Office
) -> None:
    _referral, number = refused_letter(office, sent)
    shown(page, qtbot, sent.number, "decide")
    row = next(i for i, s in enumerate(page.list.sheets.sheets) if s.number == number)
    page.list.setCurrentIndex(page.list.sheets.index(row))
    assert page.deliver_button.isEnabled()
    qtbot.keyClick(page.list, Qt.Key.Key_D)
    qtbot.waitUntil(dialog_of(page, DeliveryDialog))
    dialog = page.findChildren(DeliveryDialog)[0]
    qtbot.keyClick(dialog.way, "2")
    assert dialog.way.value() == "left" and dialog.witnesses.isEnabled()
    dialog.finish()
    qtbot.waitUntil(lambda: bool(dialog.rows["witnesses"].told.text()), timeout=PATIENCE)
    assert dialog.rows["refused_because"].told.text()
    dialog.take_way("direct")
    dialog.finish()
    qtbot.waitUntil(lambda: bool(cases.case(office, sent.number).deliveries), timeout=PATIENCE)
    handed = cases.case(office, sent.number).deliveries[0]
    assert (handed.notice, handed.way, handed.delivered_on) == (number, "direct", date(2026, 11, 24))
    settled(page, qtbot)
    qtbot.waitUntil(
        lambda: any(s.standing is Standing.DELIVERED for s in page.list.sheets.sheets), timeout=PATIENCE
    )
    settled(page, qtbot)
    sheet = page.list.current()
    assert sheet is not None and sheet.number == number, "the cursor stays where one worked"


def test_a_letter_is_saved_as_word_only_once_it_has_a_number(
    page: PapersPage, qtbot: QtBot, sent: CaseFile, office: Office, tmp_path: Path
) -> None:
    shown(page, qtbot, sent.number, "accept")
    qtbot.keyClick(page.list, Qt.Key.Key_W)
    assert page.problem.isVisible()
    _referral, number = refused_letter(office, sent)
    page.acts.save_word_as(number, str(tmp_path / "letter.docx"))
    qtbot.waitUntil((tmp_path / "letter.docx").is_file, timeout=PATIENCE)
    assert (tmp_path / "letter.docx").read_bytes().startswith(b"PK")
    if os.name == "posix":
        assert (tmp_path / "letter.docx").stat().st_mode & 0o777 == 0o600, "only its owner reads it"


def test_a_void_paper_stays_in_the_list_and_cannot_be_ticked(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile
) -> None:
    number = notices.issue(page.office, accepted.number, "D07").number
    shown(page, qtbot, accepted.number, "accept")
    page.list.setCurrentIndex(page.list.sheets.index(2))
    assert page.list.current() is not None
    qtbot.keyClick(page.list, Qt.Key.Key_V)
    qtbot.waitUntil(dialog_of(page, ReasonDialog))
    page.findChildren(ReasonDialog)[0].finish()
    qtbot.waitUntil(
        lambda: any(s.standing is Standing.VOID for s in page.list.sheets.sheets), timeout=PATIENCE
    )
    settled(page, qtbot)
    sheets = page.list.sheets.sheets
    void = next(i for i, s in enumerate(sheets) if s.standing is Standing.VOID)
    assert sheets[void].number == number
    page.list.sheets.change(void, ticked=True)
    assert not page.list.sheets.sheets[void].ticked
    fresh = next(s for s in sheets if s.wanted.kind == "D07" and s.standing is Standing.DRAFT)
    assert fresh.in_step


def test_a_page_is_printed_at_its_true_size(office: Office, accepted: CaseFile, tmp_path: Path) -> None:
    number = notices.issue(office, accepted.number, "D01").number
    pdf = Pdf(printing.draw(office, number))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_pdf(pdf, printer, 1)
    out = QPdfDocument()
    out.load(str(tmp_path / "out.pdf"))
    assert out.pageCount() == pdf.pages
    assert size_name(out.pagePointSize(0)) == size_name(pdf.size()) == "A4"
    out.close()
    pdf.close()
    printed, wanted = (
        Image.open(io.BytesIO(picture_of(content)))
        for content in ((tmp_path / "out.pdf").read_bytes(), pdf.content)
    )
    assert printed.size == wanted.size
    edges = zip(ink_of(printed), ink_of(wanted), strict=True)
    assert all(abs(one - other) <= 2 for one, other in edges), "two dots are half a millimetre"
    far = (picture.reduce(8) for picture in (printed, wanted))
    assert max(ImageChops.difference(*far).getextrema()) < 60, "the same ink in the same places"


def picture_of(pdf: bytes) -> bytes:
    command = ["pdftoppm", "-r", "100", "-gray", "-singlefile", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def ink_of(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where the page begins and ends to be black."""
    found = ImageChops.invert(picture).point(lambda tone: tone if tone > 60 else 0).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_wider_than_the_screen(
    page: PapersPage, qtbot: QtBot, sent: CaseFile, percent: int, at_scale: Callable[[int], None]
) -> None:
    at_scale(percent)
    page.resize(1366 - round(72 * percent / 100), 768 - round(80 * percent / 100))
    shown(page, qtbot, sent.number, "accept")
    # What was just shown is laid out in the next turn of the event loop.
    qtbot.wait(1)
    assert page.minimumSizeHint().width() <= page.width()
    assert page.minimumSizeHint().height() <= page.height()
    assert page.list.height() >= page.list.visualRect(page.list.sheets.index(0)).height() * 2


def test_the_jobs_of_a_page_that_is_gone_are_dropped(office: Office, qtbot: QtBot, sent: CaseFile) -> None:
    made = PapersPage(office)
    made.show_set(sent.number, "accept")
    made.bar.deleteLater()
    made.deleteLater()
    told: list[str] = []
    other = PapersPage(office)
    qtbot.addWidget(other)
    qtbot.addWidget(other.bar)
    jobs.start(other, lambda: "done", succeeded=told.append)
    qtbot.waitUntil(lambda: told == ["done"], timeout=PATIENCE)


def test_each_sheet_for_a_board_stands_in_the_set_and_is_issued(
    page: PapersPage, qtbot: QtBot, office: Office, family: Application
) -> None:
    given = granted(office, family)
    for board in ("小坪村公开栏", "莲花镇公开栏"):
        postings.post(office, given.referral, kind=PostingKind.PUBLICATION, board=board)
    shown(page, qtbot, given.case, "publish")
    assert kinds(page, ticked=True) == ["D21", "D21"]
    assert [sheet.about for sheet in page.list.sheets.ticked()] == [
        f"最低生活保障 · {board}" for board in ("小坪村公开栏", "莲花镇公开栏")
    ]
    with qtbot.waitSignal(page.said, timeout=PATIENCE):
        qtbot.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(page, qtbot)
    issued = {one.about for one in cases.case(office, given.case).notices if one.kind == "D21"}
    assert len(issued) == 2
    qtbot.waitUntil(lambda: kinds(page, ticked=True) == [], timeout=PATIENCE)


def test_a_liaison_prints_the_letters_of_the_department_and_goes_back_to_the_queue(
    office: Office, qtbot: QtBot, family: Application
) -> None:
    given = granted(office, family)
    theirs = office.with_officer(Officer(7, "l", "联络人", (Role.LIAISON,), department="civil-affairs"))
    made = PapersPage(theirs)
    for widget in (made, made.bar):
        qtbot.addWidget(widget)
    made.resize(1200, 700)
    made.show()
    shown(made, qtbot, given.case, "decide")
    assert "D19" in {sheet.wanted.kind for sheet in made.list.sheets.sheets}
    assert "D01" not in {sheet.wanted.kind for sheet in made.list.sheets.sheets}
    with qtbot.waitSignal(made.referral_wanted) as wanted:
        qtbot.keyClick(made.list, Qt.Key.Key_Return)
    assert wanted.args == [given.referral]


def test_one_paper_is_saved_under_a_name_and_the_set_never_over_something_else(
    page: PapersPage, qtbot: QtBot, accepted: CaseFile, tmp_path: Path
) -> None:
    shown(page, qtbot, accepted.number, "accept")
    card = next(sheet for sheet in page.list.sheets.sheets if sheet.wanted.kind == "D31")
    page.output.save_one_as(card, tmp_path / "明白卡.pdf")
    qtbot.waitUntil((tmp_path / "明白卡.pdf").is_file, timeout=PATIENCE)
    settled(page, qtbot)
    (issued,) = cases.case(page.office, accepted.number).notices
    first = tmp_path / file_name(issued.number, ".pdf")
    first.write_bytes(b"something of the clerk's")
    for at, sheet in enumerate(page.list.sheets.sheets):
        page.list.sheets.change(at, ticked=sheet.number == issued.number)
    page.output.save_into(tmp_path)
    qtbot.waitUntil(dialog_of(page, ReasonDialog))
    page.findChildren(ReasonDialog)[0].finish()
    second = tmp_path / f"{first.stem}-2.pdf"
    qtbot.waitUntil(second.is_file, timeout=PATIENCE)
    settled(page, qtbot)
    assert first.read_bytes() == b"something of the clerk's"
    assert save_beside(second.read_bytes(), first) == second, "the same paper is not kept twice"


def test_the_letters_that_are_ticked_are_saved_as_word_and_no_print_is_counted(
    page: PapersPage, qtbot: QtBot, sent: CaseFile, office: Office, tmp_path: Path
) -> None:
    _referral, number = refused_letter(office, sent)
    shown(page, qtbot, sent.number, "decide")
    for at, sheet in enumerate(page.list.sheets.sheets):
        page.list.sheets.change(at, ticked=sheet.number == number)
    page.output.save_words_into(tmp_path)
    qtbot.waitUntil((tmp_path / file_name(number, ".docx")).is_file, timeout=PATIENCE)
    settled(page, qtbot)
    letter = next(one for one in cases.case(office, sent.number).notices if one.number == number)
    assert letter.prints == 1 and page.output.jobs.not_out() == {}, "its next print is the second"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("(莲花)救受〔2026〕第0001号", "(莲花)救受〔2026〕第0001号.pdf"),
        ("a/b:c*?", "a_b_c__.pdf"),
        ("con", "_con.pdf"),
        ("..", "_.pdf"),
        ("甲" * 300, "甲" * 120 + ".pdf"),
    ],
)
def test_a_number_is_a_file_name_on_any_system(number: str, name: str) -> None:
    assert file_name(number, ".pdf") == name
