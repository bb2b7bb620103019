"""A year's holidays from the State Council's notice as pasted, or from a small file; nothing is guessed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.cases.holidays import YearCalendar, laid_over, read
from counter.catalogue.model import Calendar, Catalogue
from counter.text import language, set_language, translate

CALENDARS = Path(__file__).parents[2] / "resources" / "calendars"

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：

经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。

一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。

三、清明节：4月4日（周六）至6日（周一）放假，共3天。

四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。

五、端午节：6月19日（周五）至21日（周日）放假，共3天。

六、中秋节：9月25日（周五）至27日（周日）放假，共3天。

七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。

节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，确保人民群众祥和平安度过节日假期。

国务院办公厅
2025年11月4日
"""

OLDER = """国务院办公厅关于2019年部分节假日安排的通知
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。鼓励职工在除夕（2月4日）休息。
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def told(text: str) -> list[str]:
    return [translate(problem) for problem in read(text).problems]


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_notice_of_2026_as_pasted_is_the_calendar_that_ships(catalogue: Catalogue) -> None:
    reading = read(NOTICE)
    assert (reading.problems, reading.remarks) == ((), ())
    shipped = catalogue.calendar
    assert reading.calendar == YearCalendar(
        2026,
        frozenset(day for day in shipped.holidays if day.year == 2026),
        frozenset(day for day in shipped.working_weekends if day.year == 2026),
        "国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）",
    )
    assert [one.title for one in reading.holidays] == [
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
    ]
    assert reading.holidays[6].working == (day("2026-09-20"), day("2026-10-10"))


def test_a_notice_reads_the_same_with_other_signs_and_broken_lines() -> None:
    pasted = (
        NOTICE.replace("至", "—")
        .replace("（", "(")
        .replace("）", ")")
        .replace("：", ":")
        .replace("放假调休，共9天", "放假调休，\n  共 9 天")
        .replace("2月28日", "2月\u3000２８日")
        .replace("周", "星期")
    )
    first, second = read(NOTICE).calendar, read(pasted).calendar
    assert first is not None and second is not None
    assert (second.holidays, second.working_weekends) == (first.holidays, first.working_weekends)


def test_a_holiday_can_begin_in_the_december_before() -> None:
    reading = read(OLDER)
    assert reading.problems == () and reading.calendar is not None
    assert {day("2018-12-30"), day("2018-12-31"), day("2019-01-01")} <= reading.calendar.holidays
    assert day("2018-12-29") in reading.calendar.working_weekends


def test_what_is_only_encouraged_changes_no_day_and_is_told() -> None:
    reading = read(OLDER)
    assert [translate(one) for one in reading.remarks] == [
        "Line 8 was read over; it changes no day: 鼓励职工在除夕(2月4日)休息"
    ]


@pytest.mark.parametrize("file", sorted(CALENDARS.glob("*.toml")), ids=lambda file: file.stem)
def test_the_files_that_ship_read_the_same_one_by_one(file: Path, catalogue: Catalogue) -> None:
    reading = read(file.read_text(encoding="utf-8"))
    assert reading.problems == () and reading.calendar is not None
    year = int(file.stem)
    assert reading.calendar.holidays == {d for d in catalogue.calendar.holidays if d.year == year}
    assert reading.calendar.working_weekends == {
        d for d in catalogue.calendar.working_weekends if d.year == year
    }


def test_a_table_of_days_is_read_too() -> None:
    table = "date,kind,title\n2026-12-31,放假,元旦\n2027/1/1,holiday,元旦\n# 以下上班\n2027-01-03,上班,元旦\n"
    golden_week = "".join(f"2027-10-{number:02},放假,国庆节\n" for number in range(1, 10))
    reading = read("\ufeff" + table + golden_week)
    assert reading.problems == () and reading.calendar is not None
    assert {day("2026-12-31"), day("2027-01-01")} < reading.calendar.holidays
    assert (reading.calendar.year, reading.calendar.working_weekends) == (2027, {day("2027-01-03")})


def test_a_year_of_a_few_days_is_no_year() -> None:
    assert told("date,kind\n2027-01-01,holiday\n") == [
        "The text names 1 days off; a year has at least 11 by law. It is read whole."
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("1月1日（周四）", "1月1日（周五）", "Line 8: 2026-01-01 is 星期四, not 周五."),
        ("共9天", "共8天", "Line 10: it says 8 days, and names 9."),
        ("共9天", "共八天", "Line 10: it says 八 days, and names 9."),
        ("21日（周日）放假", "17日放假", "Line 16: 2026-06-17 lies before 2026-06-19."),
        ("27日（周日）放假", "31日放假", "Line 18: 31日 is no day."),
        (
            "5月9日（周六）上班",
            "5月8日上班",
            "Line 14: 2026-05-08 is no Saturday or Sunday, so it cannot be a working weekend.",
        ),
        (
            "1月4日（周日）上班",
            "1月3日（周六）上班",
            "Line 8: 2026-01-03 is a day off already in line 8.",
        ),
        (
            "10月10日（周六）上班",
            "10月10日（周六）照常",
            "Line 20: it is not clear whether this is off or worked. Write 放假 or 上班 behind the days: "
            "9月20日(周日)、10月10日(周六)照常",
        ),
        (
            "10月10日（周六）上班",
            "10月10日（周六）不放假",
            "Line 20: it is not clear whether this is off or worked. Write 放假 or 上班 behind the days: "
            "9月20日(周日)、10月10日(周六)不放假",
        ),
        (
            "1月4日（周日）上班",
            "2024年1月6日（周六）上班",
            "Line 8: 2024-01-06 does not belong to 2026.",
        ),
        (
            "六、中秋节：9月25日（周五）至27日（周日）放假，共3天。",
            "",
            "The text says nothing of: 中秋节. A year is read whole.",
        ),
        (
            "六、中秋节：9月25日（周五）至27日（周日）放假，共3天。",
            "六、中秋节：6月21日（周日）放假，共1天。",
            "Line 18: 2026-06-21 is named already in line 16.",
        ),
        (
            "现将2026年",
            "现将2027年",
            "Line 6: the text speaks of more than one year: 2026, 2027.",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(right: str, wrong: str, problem: str) -> None:
    assert right in NOTICE
    text = NOTICE.replace(right, wrong)
    assert problem in told(text)
    assert read(text).calendar is None


def test_a_year_that_is_not_told_is_not_guessed() -> None:
    text = NOTICE.replace("2026年", "")
    assert told(text) == ["The text does not say of which year it is. Put the title of the notice before it."]


@pytest.mark.parametrize("text", ["Good morning", "一、元旦：放假三天。", "year = 2027\n"])
def test_a_text_without_holidays_is_no_calendar(text: str) -> None:
    assert read(text).calendar is None
    assert told(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'year = 2027\n\n[[holidays]]\ntitle = "元旦"\nfirst = 2027-01-03\nlast = 2027-01-01\n',
            "Line 3: 2027-01-01 lies before 2027-01-03.",
        ),
        (
            '[[holidays]]\ntitle = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-01\n',
            "Line 1: the year is missing",
        ),
        ("year = 2027\n[[holidays]]\nfirst = 2027-01-0\n", "Line 3: this is no TOML"),
        ("date,kind\n2027-02-30,holiday\n", "Line 2: 2027-02-30 is no day."),
        ("date,kind\n2027-02-03,maybe\n", "Line 2: a day is “holiday” or “working” (放假、上班)."),
    ],
)
def test_a_file_is_told_by_line_too(text: str, problem: str) -> None:
    assert any(one.startswith(problem) for one in told(text))


def test_a_year_that_is_read_in_replaces_what_was_known_of_it() -> None:
    known = Calendar(frozenset({2026}), frozenset({day("2026-01-01"), day("2026-05-01")}), frozenset())
    corrected = YearCalendar(
        2026, frozenset({day("2026-01-01"), day("2025-12-31")}), frozenset({day("2026-01-04")}), "更正"
    )
    after = laid_over(known, [corrected])
    assert after.holidays == {day("2026-01-01"), day("2025-12-31")}
    assert after.is_working_day(day("2026-05-01")) and after.is_working_day(day("2026-01-04"))
    assert after.sources[2026] == "更正"
    next_year = YearCalendar(2027, frozenset({day("2026-12-31")}), frozenset(), "")
    assert not laid_over(known, [next_year, corrected]).is_working_day(day("2026-12-31"))
