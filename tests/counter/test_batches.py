"""Batches: what waits is seen before, numbers are whole, and after a jam no page is lost or doubled."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.cases.batches import Batch, BatchState, Choice, restart
from counter.cases.casefile import Verb
from counter.errors import Cancelled, Refused, Stale
from counter.services import audit, batch_printing, batches, cases, editions, notices, waiting_papers
from counter.services.office import Office, Officer, Role
from counter.settings import Settings
from counter.store import engine
from tests.clock import Clock
from tests.conftest import TODAY
from tests.counter.life import apply, decide, desk, family_of, money, resident, sign, window

CASES = 3
PAGES = 6
"""Of a slip: two pages, in three copies."""
SLIPS = Choice(kind="D09")
CARDS = Choice(kind="D31")
JAM = "卡纸"


@pytest.fixture(scope="module")
def filled(empty_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three cases on their way to their department, of which no paper has a number."""
    clock = Clock()
    filled = _copy(empty_office, tmp_path_factory.mktemp("filled"), clock)
    ill = resident("陈水木", date(1972, 3, 4), ("男", "02"), major_illness=True)
    for day in range(CASES):
        clock.at = Clock.at + timedelta(days=day)
        apply(filled, family_of(ill, request="请求帮助", income=620), "civil-affairs.dibao")
    filled.close()
    return filled


@pytest.fixture(scope="module")
def counted(filled: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same with a batch of all its slips, each with its number."""
    counted = _copy(filled, tmp_path_factory.mktemp("counted"), _afterwards())
    assert numbered(window(counted)).id == 1
    counted.close()
    return counted


@pytest.fixture
def office(filled: Office, tmp_path: Path) -> Iterator[Office]:
    """A copy of that, on the day after the last case; a clerk of the township sits in it."""
    opened = _copy(filled, tmp_path, _afterwards())
    yield window(opened)
    opened.close()


@pytest.fixture
def printer(counted: Office, tmp_path: Path) -> Iterator[Office]:
    """The same clerk before a batch of slips that waits for the printer."""
    opened = _copy(counted, tmp_path, _afterwards())
    yield window(opened)
    opened.close()


def _afterwards() -> Clock:
    clock = Clock()
    clock.pass_by(days=CASES)
    return clock


def _copy(office: Office, folder: Path, clock: Clock) -> Office:
    settings = Settings(folder / "office")
    settings.office_dir.mkdir(mode=0o700)
    shutil.copyfile(office.settings.database, settings.database)
    return replace(office, settings=settings, engine=engine.open_engine(settings.database), _clock=clock)


def numbered(office: Office, choice: Choice = SLIPS) -> Batch:
    """A batch of what waits, each paper with its number."""
    begun = batches.begin(office, waiting_papers.waiting(office, choice), chosen=choice)
    return batches.issue(office, begun.id)


def pages_of(pdf: Path | bytes) -> list[str]:
    """Each page by what tells it from the others: the short code, which page it is, whether printed again."""
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    told = []
    for text in read.stdout.decode().split("\f")[:-1]:
        code, number = re.search(r"文书码 (\S+)", text), re.search(r"第 ([0-9]) 页", text)
        again = re.search(r"补打第 ([0-9]+) 次", text)
        assert code and number
        told.append(f"{code[1]} {number[1]}{f' again {again[1]}' if again else ''}")
    return told


# --- what waits ------------------------------------------------------------------------------------


def test_what_waits_is_told_by_kind_with_its_count(office: Office) -> None:
    found = waiting_papers.waiting(office, Choice())
    assert waiting_papers.counts(found) == dict.fromkeys(("D01", "D05", "D07", "D09", "D31"), CASES)
    slips = waiting_papers.waiting(office, SLIPS)
    assert [one.day for one in slips] == [TODAY + timedelta(days=day) for day in range(CASES)]
    assert {(one.department, one.copies, one.applicant) for one in slips} == {("civil-affairs", 3, "陈水木")}


def test_it_is_narrowed_by_days_department_township_and_case(office: Office) -> None:
    def cases_of(**wanted: object) -> list[str]:
        found = waiting_papers.waiting(office, replace(SLIPS, **wanted))  # type: ignore[arg-type]  # by name
        return [one.case for one in found]

    every = cases_of()
    assert cases_of(since=TODAY + timedelta(days=1)) == every[1:]
    assert cases_of(since=TODAY, until=TODAY) == every[:1]
    assert cases_of(department="civil-affairs") == cases_of(township="350212105") == every
    assert cases_of(department="education") == cases_of(township="350212107") == []
    assert cases_of(cases=(every[1],)) == every[1:2]
    with pytest.raises(Refused, match="first day"):
        cases_of(since=TODAY, until=TODAY - timedelta(days=1))


def test_nobody_sees_or_prints_what_he_could_not_issue_singly(office: Office) -> None:
    elsewhere = office.with_officer(Officer(4, "there", "外镇", (Role.CLERK,), township="350212107"))
    leader = office.with_officer(Officer(5, "li", "李", (Role.LEADER,), township="350212105"))
    slips = waiting_papers.waiting(office, SLIPS)
    batch = numbered(office, CARDS)
    assert waiting_papers.waiting(desk(office, "civil-affairs"), Choice()) == ()
    for other in (elsewhere, leader, desk(office, "education")):
        assert waiting_papers.waiting(other, Choice()) == ()
        assert batches.batches(other) == ()
        for act in (
            batches.batch,
            batches.issue,
            batches.cancel,
            batches.finish,
            batch_printing.next_portion,
        ):
            with pytest.raises(Refused, match="may not do this"):
                act(other, batch.id)
        with pytest.raises(Refused, match="may not do this"):
            batches.begin(other, slips)


# --- numbers ---------------------------------------------------------------------------------------


def test_each_paper_has_its_number_with_its_own_event_and_waits_for_its_print(printer: Office) -> None:
    batch = batches.batch(printer, 1)
    assert (batch.state, batch.handled, batch.refused, batch.pages) == (BatchState.READY, 3, 0, CASES * PAGES)
    papers = batches.papers(printer, batch.id)
    assert [one.number for one in papers] == [f"(莲花)救转〔2026〕第000{n}号" for n in (1, 2, 3)]
    assert [(one.first, one.last) for one in papers] == [(1, 6), (7, 12), (13, 18)]
    for one in papers:
        assert [event.verb for event in cases.case(printer, one.case).events][-1] is Verb.ISSUED
    assert waiting_papers.waiting(printer, SLIPS) == ()
    # The batch prints them by itself.
    assert waiting_papers.waiting(printer, replace(SLIPS, issued=True)) == ()
    assert audit.verify(printer).ok


def test_it_stops_between_two_papers_and_goes_on_with_the_next(office: Office) -> None:
    begun = batches.begin(office, waiting_papers.waiting(office, CARDS))

    def stop(done: int, _total: int, /) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        batches.issue(office, begun.id, stop)
    assert batches.batch(office, begun.id).handled == 1
    assert batches.issue(office, begun.id).handled == CASES
    assert audit.verify(office).gaps == ()


def test_what_was_issued_or_withdrawn_meanwhile_is_left_out_with_a_sentence(office: Office) -> None:
    slips = waiting_papers.waiting(office, SLIPS)
    begun = batches.begin(office, slips)
    single = notices.issue(office, slips[0].case, "D09", department="civil-affairs")
    cases.withdraw_case(office, slips[1].case, because="撤回")
    batch = batches.issue(office, begun.id)
    first, second, third = batches.papers(office, batch.id)
    assert single.number in first.problem
    assert (first.number, first.first, second.number, batch.refused) == ("", 0, "", 2)
    assert second.problem
    assert third.number == "(莲花)救转〔2026〕第0002号"
    assert audit.verify(office).gaps == ()


def test_nothing_makes_no_batch(office: Office) -> None:
    with pytest.raises(Refused, match="Nothing of what you chose"):
        batches.begin(office, ())
    with pytest.raises(Refused, match="copies"):
        batches.begin(office, waiting_papers.waiting(office, CARDS), copies=0)


# --- into a file -----------------------------------------------------------------------------------


def test_all_pages_come_in_one_file_as_first_prints(printer: Office, tmp_path: Path) -> None:
    batch = batches.batch(printer, 1)
    written = batch_printing.write(printer, batch.id, tmp_path)
    assert (written.file.name, written.first, written.last) == ("batch-0001-p1-18.pdf", 1, 18)
    assert written.file.stat().st_mode & 0o077 == 0
    pages = pages_of(written.file)
    assert Counter(Counter(pages).values()) == {3: 2 * CASES}
    for one in batches.papers(printer, batch.id):
        assert [notice.prints for notice in cases.case(printer, one.case).notices] == [1]
    with pytest.raises(Refused, match="handed over"):
        batch_printing.write(printer, batch.id, tmp_path)
    assert batches.finish(printer, batch.id).state is BatchState.DONE


def test_a_file_that_was_stopped_is_not_there_and_nothing_counts_as_printed(
    printer: Office, tmp_path: Path
) -> None:
    batch = batches.batch(printer, 1)

    def stop(done: int, _total: int, /) -> None:
        if done >= PAGES:
            raise Cancelled

    with pytest.raises(Cancelled):
        batch_printing.write(printer, batch.id, tmp_path, stop)
    assert [file for file in tmp_path.iterdir() if "batch" in file.name] == []
    assert batches.batch(printer, batch.id) == batch
    batches.cancel(printer, 1)
    assert waiting_papers.unprinted(printer) == CASES


def test_after_the_last_good_page_the_rest_follows_page_for_page(printer: Office, tmp_path: Path) -> None:
    batch = batches.batch(printer, 1)
    whole = pages_of(batch_printing.write(printer, batch.id, tmp_path).file)
    for good in (0, 5, 6, 13):
        assert batch_printing.take_up(printer, batch.id, last_good=good).state is BatchState.READY
        rest = pages_of(batch_printing.write(printer, batch.id, tmp_path).file)
        assert rest == whole[good:], good
    assert batch_printing.take_up(printer, batch.id, last_good=len(whole)).state is BatchState.DONE


def test_a_page_that_never_went_to_the_printer_is_refused(printer: Office) -> None:
    batch_printing.next_portion(printer, 1, most=PAGES)
    for page in (-1, PAGES + 1, 9999):
        with pytest.raises(Refused, match="Pages 1 to") as refused:
            batch_printing.take_up(printer, 1, last_good=page)
        assert refused.value.problems[0].field == "last_good"


# --- printed again ---------------------------------------------------------------------------------


def test_what_was_told_to_be_good_is_printed_again_whole_marked_and_with_a_reason(
    printer: Office, tmp_path: Path
) -> None:
    batch = batches.batch(printer, 1)
    whole = pages_of(batch_printing.write(printer, batch.id, tmp_path).file)
    batches.finish(printer, batch.id)
    with pytest.raises(Refused, match="told to be good"):
        batch_printing.take_up(printer, batch.id, last_good=8)
    taken = batch_printing.take_up(printer, batch.id, last_good=8, reason=JAM)
    # Page 9 lies in the second paper, which begins on page 7.
    assert (taken.sent, taken.good) == (6, 6)
    written = batch_printing.write(printer, batch.id, tmp_path)
    assert pages_of(written.file) == [f"{page} again 1" for page in whole[6:]]
    papers = batches.papers(printer, batch.id)
    assert [one.reprint for one in papers] == [0, 1, 1]
    for one in papers[1:]:
        file = cases.case(printer, one.case)
        assert (file.notices[0].prints, file.events[-1].verb) == (2, Verb.REPRINTED)
        assert file.events[-1].detail["reason"] == JAM


def test_what_was_printed_from_its_case_meanwhile_is_a_further_print(office: Office, tmp_path: Path) -> None:
    batch = numbered(office, CARDS)
    first, second, _third = batches.papers(office, batch.id)
    assert notices.reprint(office, second.number, reason="").prints == 1
    notices.void(office, first.number, reason="写错了")
    written = pages_of(batch_printing.write(office, batch.id, tmp_path).file)
    assert [page.partition(" ")[2] for page in written] == ["1 again 1", "1"]


# --- on a printer ----------------------------------------------------------------------------------


def test_after_a_kill_somebody_must_say_what_came_out(printer: Office) -> None:
    batch = batches.batch(printer, 1)
    portion = batch_printing.next_portion(printer, batch.id, most=4)
    assert portion and (portion.first, portion.last) == (1, 6)
    with pytest.raises(Refused, match="Say which one came out"):
        batch_printing.next_portion(printer, batch.id)
    batch_printing.take_up(printer, batch.id, last_good=2)
    again = batch_printing.next_portion(printer, batch.id, most=4)
    assert again and pages_of(again.pdf) == pages_of(portion.pdf)[2:]
    assert batch_printing.came_out(printer, batch.id, again.last).state is BatchState.READY


def test_what_the_printer_refuses_is_the_next_again(printer: Office) -> None:
    first = batch_printing.next_portion(printer, 1, most=PAGES)
    assert first
    batch_printing.came_out(printer, 1, first.last)
    refused = batch_printing.next_portion(printer, 1, most=PAGES)
    assert refused
    batch = batch_printing.not_taken(printer, 1, refused)
    assert (batch.state, batch.sent, batch.good) == (BatchState.READY, PAGES, 0)
    again = batch_printing.next_portion(printer, 1, most=PAGES)
    assert again and pages_of(again.pdf) == pages_of(refused.pdf)


def test_two_windows_do_not_print_the_same_pages(printer: Office) -> None:
    batch = batches.batch(printer, 1)
    seen, spans = batch_printing._next_pages(printer, batch.id)
    assert batch_printing.next_portion(printer, batch.id) and spans
    with pytest.raises(Stale, match="Another window"):
        batch_printing._handed_over(printer, seen, 18, BatchState.PRINTED)


def test_what_is_cancelled_waits_as_issued_and_not_printed(printer: Office) -> None:
    batch = batches.batch(printer, 1)
    batch_printing.next_portion(printer, batch.id, most=6)
    batch_printing.take_up(printer, batch.id, last_good=3)
    assert batches.cancel(printer, batch.id, reason=JAM).state is BatchState.CANCELLED
    # Of the first one pages came out, so it is not printed as if it never had been.
    left = waiting_papers.waiting(printer, replace(SLIPS, issued=True))
    assert [one.number for one in left] == [one.number for one in batches.papers(printer, batch.id)[1:]]
    after = numbered(printer, replace(SLIPS, issued=True))
    assert (after.papers, after.handled, after.refused) == (2, 2, 0)
    with pytest.raises(Refused, match="ended already"):
        batches.cancel(printer, batch.id)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_jams_no_page_is_missing_and_none_is_doubled_without_its_mark(
    printer: Office, seed: int
) -> None:
    chance = Random(seed)
    batch = batches.batch(printer, 1)
    tray: list[str] = []
    told = 0  # how many of them somebody has said are good
    while (batch := batches.batch(printer, batch.id)).state is not BatchState.DONE:
        if batch.state is BatchState.READY:
            portion = batch_printing.next_portion(printer, batch.id, most=chance.randint(1, 9))
            assert portion
            came = chance.randint(0, portion.last - portion.first + 1)
            tray += pages_of(portion.pdf)[:came]
            if portion.first + came > portion.last and chance.random() < 0.8:
                batch_printing.came_out(printer, batch.id, portion.last)
                continue
            batch_printing.take_up(printer, batch.id, last_good=batch.sent + came)
        elif chance.random() < 0.5:
            batches.finish(printer, batch.id)
        told = batches.batch(printer, batch.id).good
    unmarked = Counter(page for page in tray if "again" not in page)
    assert set(unmarked.values()) == {3} and len(unmarked) == 2 * CASES and told == batch.pages


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3))
def test_a_restart_leaves_no_page_out(good: int, told: int, into: int) -> None:
    begins = restart(good, told_good=told, first_of_next=max(good + 1 - into, 1))
    assert begins.page <= good + 1
    assert begins.page == good + 1 or begins.marked
    assert (begins.marked == told) == (good < told) or told == 0


def test_a_paper_that_has_other_pages_by_now_is_counted_again(office: Office, tmp_path: Path) -> None:
    batch = numbered(office, Choice(kind="D07"))
    first = batches.papers(office, batch.id)[0]
    # The three cases are of one household.
    editions.print_in_large_type(office, first.case, on=True)
    written = batch_printing.write(office, batch.id, tmp_path)
    after = batches.papers(office, batch.id)
    assert after[0].last > first.last and after[1].first == after[0].last + 1
    assert (
        len(pages_of(written.file)) == written.last == after[2].last == batches.batch(office, batch.id).pages
    )
    # Of the second one a page came out before it was changed.
    batch_printing.take_up(office, batch.id, last_good=after[1].first)
    editions.print_in_large_type(office, first.case, on=False)
    rest = batch_printing.write(office, batch.id, tmp_path)
    assert [one.reprint for one in batches.papers(office, batch.id)] == [0, 1, 0]
    assert rest.first == after[1].first
    assert len(pages_of(rest.file)) == rest.last - rest.first + 1


def test_one_proof_of_delivery_for_each_letter(office: Office, tmp_path: Path) -> None:
    case = waiting_papers.waiting(office, SLIPS)[0].case
    (referral,) = cases.case(office, case).referrals
    decide(office, sign(office, referral), money(500, office.today()))
    # Its letters the department may print as well as the window.
    letters = numbered(desk(office, "civil-affairs"), Choice(kind="D19"))
    batch_printing.write(office, letters.id, tmp_path)
    wanted = waiting_papers.waiting(office, Choice(kind="D25"))
    assert [one.notice for one in wanted] == [batches.papers(office, letters.id)[0].number]
    begun = batches.begin(office, wanted)
    assert numbered(office, Choice(kind="D25")).refused == 0
    assert waiting_papers.waiting(office, Choice(kind="D25")) == ()
    assert batches.issue(office, begun.id).refused == 1
