"""Papers that come back: a code that finds them, what it leads to, and the list of those that are out."""

from pathlib import Path

import pytest

from counter.cases import paper_codes
from counter.cases.casefile import CaseFile, Verb
from counter.cases.coming_back import LEADS, RETURNS, Leads
from counter.errors import Refused
from counter.letters.kinds import KINDS
from counter.services import cases, delivery, notices, paper_at_hand, papers_out
from counter.services.office import Office, Officer, Role
from counter.store import records
from counter.text import say
from tests.clock import Clock

CODES = [paper_codes.code_of(serial * 60_121_217 % paper_codes.HOW_MANY) for serial in range(100)]


def square(office: Office, number: str) -> str:
    """What the square code of an issued paper holds."""
    with office.read() as session:
        row = session.query(records.Notice).filter_by(number=number).one()
        return f"{row.content['head']['case_number']} {row.content['head']['query_code']} " + (
            f"{row.content['head']['code']} {row.content['head']['proof']}"
        )


def refusal(office: Office, typed: str) -> str:
    with pytest.raises(Refused) as refused:
        paper_at_hand.at_hand(office, typed)
    return str(refused.value)


# --- codes ---------------------------------------------------------------------------------------


def test_every_wrong_character_and_every_swap_is_found() -> None:
    for code in CODES:
        for at, other in ((at, other) for at in range(len(code)) for other in paper_codes.ALPHABET):
            changed = code[:at] + other + code[at + 1 :]
            assert paper_codes.is_right(changed) == (changed == code)
        for at in range(len(code) - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            assert paper_codes.is_right(swapped) == (swapped == code)


def test_a_code_is_read_however_it_is_typed_and_nothing_else_is_taken_for_one() -> None:
    assert paper_codes.read("７ｋ２ｍ－９xo i") == "7K2M9X01"
    assert all(paper_codes.is_meant(paper_codes.shown(code).lower()) for code in CODES)
    others = ("12345678", "E12345678", "chenshuimu", "csm", "350212105-20261124-0001-K", "001X", "陈水木")
    assert not any(map(paper_codes.is_meant, others))


def test_the_table_names_kinds_that_there_are_or_will_be() -> None:
    for kind in (*RETURNS, *LEADS):
        assert kind in KINDS or kind in {"D02", "D03", "D03b", "D04", "D11", "D15", "D18", "D27", "D35"}
    assert not set(RETURNS) & set(LEADS)


# --- what a code opens ---------------------------------------------------------------------------


def test_a_paper_is_found_by_its_code_its_number_and_its_square(office: Office, sent: CaseFile) -> None:
    slip = notices.issue(office, sent.number, "D09", department="civil-affairs")
    form = notices.issue(office, sent.number, "D01")
    found = paper_at_hand.at_hand(office, paper_codes.shown(slip.code).lower())
    assert (found.notice.number, found.case, found.leads) == (slip.number, sent.number, Leads.ANSWER)
    assert found.department == "civil-affairs"
    scanned = square(office, form.number)
    assert len(scanned) <= 61, "it would need a larger square"
    for typed in (form.code, form.number, scanned, scanned.lower()):
        assert paper_at_hand.at_hand(office, typed).is_out
    assert paper_at_hand.is_meant(scanned) and paper_at_hand.is_meant(form.code)
    older = scanned[:34]
    assert not paper_at_hand.is_meant(older) and paper_at_hand.case_in(older) == sent.number
    assert paper_at_hand.case_in("陈水木") == "陈水木"


def test_a_wrong_a_void_a_foreign_and_an_unknown_paper_are_told_apart(
    office: Office, accepted: CaseFile
) -> None:
    form = notices.issue(office, accepted.number, "D01")
    wrong = form.code[:-1] + ("A" if form.code[-1] != "A" else "C")
    assert "One character" in refusal(office, wrong)
    unknown = next(code for code in CODES if code != form.code)
    assert "No paper of this office" in refusal(office, unknown)
    scanned = square(office, form.number)
    assert "misread" in refusal(office, scanned[:-1] + ("A" if scanned[-1] != "A" else "C"))
    assert "names a case" in refusal(office, scanned[:34])
    foreign = "350212106" + scanned[9:]
    with pytest.raises(Refused, match="another office"):
        paper_at_hand.at_hand(office, foreign)
    notices.void(office, form.number, reason="姓名印错")
    with pytest.raises(Refused) as void:
        paper_at_hand.at_hand(office, form.code)
    assert "姓名印错" in say(void.value)[0][1]


def test_another_township_does_not_see_whose_paper_it_is(office: Office, accepted: CaseFile) -> None:
    form = notices.issue(office, accepted.number, "D01")
    elsewhere = office.with_officer(Officer(9, "wu", "吴丽", (Role.CLERK,), township="350212107"))
    assert "may not" in refusal(elsewhere, form.code)
    assert papers_out.papers_out(elsewhere) == ()


# --- what is out ---------------------------------------------------------------------------------


def test_what_is_out_is_listed_with_its_days_and_comes_back(
    office: Office, sent: CaseFile, clock: Clock
) -> None:
    form = notices.issue(office, sent.number, "D01")
    receipt = notices.issue(office, sent.number, "D07")
    slip = notices.issue(office, sent.number, "D09", department="civil-affairs")
    clock.pass_by(days=3)
    (out,) = papers_out.papers_out(office)
    assert (out.notice.number, out.case, out.days, out.who, out.is_long) == (
        *(form.number, sent.number, 3),
        *("陈水木", True),
    ), "what is torn at the window, and a slip that went by the program, are not waited for"
    delivery.came_back(office, form.code)
    assert papers_out.papers_out(office) == ()
    papers_out.undo_back(office, form.number)
    assert [one.notice.number for one in papers_out.papers_out(office, case=sent.number)] == [form.number]
    assert [one.number for one in papers_out.all_back(office, sent.number)] == [form.number]
    with pytest.raises(Refused, match="is out"):
        papers_out.all_back(office, sent.number)
    assert {receipt.number, slip.number} <= {one.number for one in cases.case(office, sent.number).notices}


def test_what_was_lost_is_printed_again_and_waited_for_anew(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    form = notices.issue(office, accepted.number, "D01")
    clock.pass_by(days=7)
    with pytest.raises(Refused, match="Say how"):
        papers_out.lost(office, form.number, reason=" ")
    assert papers_out.lost(office, form.number, reason="申请人遗失").prints == 2
    (out,) = papers_out.papers_out(office)
    assert (out.days, out.notice.lost) == (0, "申请人遗失")
    assert cases.case(office, accepted.number).events[-1].verb is Verb.PAPER_LOST
    delivery.came_back(office, form.number)
    with pytest.raises(Refused, match="came back"):
        papers_out.lost(office, form.number, reason="又丢了")


def test_the_list_leaves_the_office_as_a_spreadsheet(
    office: Office, accepted: CaseFile, tmp_path: Path
) -> None:
    notices.issue(office, accepted.number, "D01")
    rows = papers_out.papers_out(office)
    assert [*papers_out.export(office, tmp_path / "out.xlsx", rows).rows.values()] == [1]
