"""政策: the list is found by typing, read in full, its figures sorted and filtered, its gaps lead on."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from pytestqt.qtbot import QtBot

from counter.catalogue.standard import State
from counter.errors import Problem
from counter.services.office import Office
from forms.catalogue.policy_list import fits
from forms.catalogue.policy_text import policy_page
from forms.catalogue.standards_panel import ALL
from forms.catalogue_page import FINDINGS, POLICIES, STANDARDS, CataloguePage

PATIENCE = 20_000


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> Iterator[CataloguePage]:
    made = CataloguePage(office)
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.resize(1290, 690)
    made.show()
    made.came()
    qtbot.waitUntil(lambda: made._report is not None, timeout=PATIENCE)
    yield made


def titles(page: CataloguePage) -> list[str]:
    return [line.title for line in page.policies.list.entries.lines if not line.is_heading]


def test_all_seventy_policies_stand_under_their_departments(page: CataloguePage) -> None:
    assert len(titles(page)) == 70
    headings = [line for line in page.policies.list.entries.lines if line.is_heading]
    assert sum(int(line.mark) for line in headings) == 70
    assert len(headings) == len({policy.department for policy in page.office.catalogue.policies})


def test_typing_in_the_list_finds_by_initials(page: CataloguePage, qtbot: QtBot) -> None:
    page.policies.list.setFocus()
    qtbot.keyClicks(page.policies.list, "z")
    qtbot.keyClicks(page.policies.search, "dshbz")
    assert page.policies.search.text() == "zdshbz"
    assert titles(page) == ["最低生活保障"]
    page.policies.search.setText("价格")
    assert any("价格临时补贴" in title for title in titles(page))
    page.policies.search.setText("没有这样的政策")
    assert titles(page) == [] and page.policies.count.text()
    page.policies.list.setFocus()
    page.policies.step_back()
    assert len(titles(page)) == 70


def test_a_policy_is_found_by_a_word_of_its_conditions(office: Office) -> None:
    catalogue = office.catalogue
    policy = catalogue.policy("civil-affairs.dibao")
    department = catalogue.departments[policy.department]
    assert fits(policy, department, "宗教教职人员")
    assert not fits(policy, department, "zjjzry"), "initials are looked for in names alone"


def test_the_arrows_fold_a_department(page: CataloguePage, qtbot: QtBot) -> None:
    listed = page.policies.list
    listed.go_to("civil-affairs.dibao")
    qtbot.keyClick(listed, Qt.Key.Key_Left)
    heading = listed.current()
    assert heading is not None and heading.key == "#civil-affairs"
    qtbot.keyClick(listed, Qt.Key.Key_Left)
    assert len(titles(page)) == 70 - int(heading.mark)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert len(titles(page)) == 70


def test_the_policy_in_full_tells_everything_that_staff_ask(page: CataloguePage) -> None:
    page.policies.go_to("civil-affairs.dibao")
    told = page.policies.text.toPlainText()
    policy = page.office.catalogue.policy("civil-affairs.dibao")
    for text in (
        "同安区民政局",
        "社会救助科",
        "家庭人均月收入低于最低生活保障标准（800元/人·月）",
        "低保标准 − 家庭人均月收入",
        "▲ 往年标准",
        "公安人口库",
        "30 个工作日",
        "公示有异议",
        "特困人员不再享受低保",
        "行政复议",
        "第18、19、20、23、37、40—48、62、64条",
        *policy.grants,
        *(way.title for way in policy.ways),
        *(step.action for step in policy.procedure),
    ):
        assert text in told, text


def test_every_policy_can_be_read_in_full(office: Office) -> None:
    for policy in office.catalogue.policies_on(office.today()):
        told = policy_page(policy, office.catalogue, office.today())
        assert policy.title in told
        assert all(law.title in told for law in policy.laws)


def test_what_is_not_checked_says_so_by_sign_and_word(page: CataloguePage) -> None:
    open_one = next(policy for policy in page.office.catalogue.policies if not policy.verified)
    page.policies.go_to(open_one.code)
    assert "◐ 未核实" in page.policies.text.toPlainText()


def test_a_link_of_the_text_leads_to_its_figure_and_back(page: CataloguePage, qtbot: QtBot) -> None:
    page.policies.go_to("civil-affairs.dibao")
    page.policies.text.anchorClicked.emit(QUrl("standard:dibao_month"))
    assert page.stack.currentIndex() == STANDARDS and page.segments.current() == STANDARDS
    assert page.standards.text.toPlainText().startswith("最低生活保障标准")
    page.standards.text.anchorClicked.emit(QUrl("policy:education.preschool"))
    assert page.stack.currentIndex() == POLICIES
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        page.policies.text.anchorClicked.emit(QUrl("setting:liaisons.civil-affairs"))
    assert wanted.args == ["liaisons.civil-affairs"]


def test_figures_are_filtered_by_state_and_counted(page: CataloguePage) -> None:
    page.show_part(STANDARDS)
    catalogue, today = page.office.catalogue, page.office.today()
    assert len(page.standards.rows.values) == len(catalogue.standards) == 218
    for state in State:
        page.standards.filter_by(state)
        wanted = [key for key, one in catalogue.standards.items() if one.on(today).state is state]
        assert sorted(one.standard.key for one in page.standards.rows.values) == sorted(wanted)
        assert page.standards.empty.isVisible() is (not wanted)
    page.standards.filter_by(ALL)
    assert len(page.standards.rows.values) == 218


def test_figures_are_sorted_by_any_column_both_ways(page: CataloguePage, qtbot: QtBot) -> None:
    page.show_part(STANDARDS)
    panel = page.standards
    panel.sort_by(4)
    days = [figure.since for figure in panel.rows.values]
    assert days == sorted(days)
    qtbot.keyClick(panel.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert [figure.since for figure in panel.rows.values] == sorted(days, reverse=True)
    qtbot.keyClick(panel.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    counts = [len(figure.policies) for figure in panel.rows.values]
    assert counts == sorted(counts)


def test_typing_over_the_table_finds_a_figure(page: CataloguePage, qtbot: QtBot) -> None:
    page.show_part(STANDARDS)
    qtbot.keyClicks(page.standards.table, "g")
    qtbot.keyClicks(page.standards.search, "ejbshf")
    assert {figure.standard.label for figure in page.standards.rows.values} >= {"孤儿基本生活费（散居）"}
    assert all("孤儿基本生活费" in figure.standard.label for figure in page.standards.rows.values)


def test_what_is_open_is_counted_and_leads_to_where_it_is_mended(page: CataloguePage) -> None:
    page.show_part(FINDINGS)
    told = page.findings.text.toPlainText()
    assert "窗口地址" in told and "区民政局" in told
    assert page.findings.count > 0 and str(page.findings.count) in told
    page.findings.text.anchorClicked.emit(QUrl("state:placeholder"))
    assert page.stack.currentIndex() == STANDARDS
    assert {figure.version.state for figure in page.standards.rows.values} == {State.PLACEHOLDER}


def test_a_list_that_could_not_be_read_is_told(office: Office, qtbot: QtBot) -> None:
    broken = Problem("The file is missing.", "standards.toml")
    made = CataloguePage(replace(office, list_problems=(broken,)))
    qtbot.addWidget(made)
    qtbot.addWidget(made.bar)
    made.show()
    made.show_part(FINDINGS)
    assert made.findings.notice.isVisible()
    assert "standards.toml" in made.findings.notice_text.text()
    sound = CataloguePage(replace(office, notices=(broken,)))
    qtbot.addWidget(sound)
    qtbot.addWidget(sound.bar)
    assert sound.findings.notice.isHidden(), "what else is amiss is no matter of the list"


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_wider_than_the_screen(
    page: CataloguePage, percent: int, at_scale: Callable[[int], None]
) -> None:
    at_scale(percent)
    page.resize(1366 - round(72 * percent / 100), 768 - round(80 * percent / 100))
    for part in (POLICIES, STANDARDS, FINDINGS):
        page.show_part(part)
        assert page.minimumSizeHint().width() <= page.width()
        assert page.minimumSizeHint().height() <= page.height()
    assert page.standards.table.columnWidth(0) >= 200 * percent / 100
    assert page.bar.minimumSizeHint().width() <= 700 * percent / 100


def test_the_list_goes_out_as_a_spreadsheet_with_every_policy_figure_and_department(
    page: CataloguePage, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "list.xlsx"
    with qtbot.waitSignal(page.said, timeout=PATIENCE) as said:
        page.export.write(str(out))
    catalogue = page.office.catalogue
    assert "70" in said.args[0] and str(len(catalogue.standards)) in said.args[0]
    with zipfile.ZipFile(out) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert all(policy.title in texts for policy in catalogue.policies)
    assert all(one.title in texts for one in catalogue.departments.values())
