"""Queues due first, one box that finds, drafts that are kept, lists that leave masked."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.deadlines import Urgency
from counter.cases.split import Chosen
from counter.cases.workflow import ReferralState
from counter.errors import Refused
from counter.services import audit, dispatch, drafts, finding, intake, notices, queue, referrals, reports
from counter.services.finding import Found
from counter.services.office import Office, Officer, Role
from counter.services.queue import Filter, Sort
from tests.clock import Clock


def policies(office: Office, wanted: Filter | None = None) -> list[str]:
    return [row.policy for row in queue.referral_rows(office, queue.referral_ids(office, wanted))]


def test_a_queue_begins_with_what_is_due_first(office: Office, accepted: CaseFile) -> None:
    rows = queue.referral_rows(office, queue.referral_ids(office))
    assert [row.policy for row in rows] == ["civil-affairs.aged-allowance", "civil-affairs.dibao"]
    assert rows[0].due.due is not None and rows[1].due.due is not None
    assert rows[0].due.due < rows[1].due.due


def test_a_row_says_how_many_papers_are_missing(office: Office, family: Application) -> None:
    intake.accept(office, family, [Chosen("education.student-loan", 1, "已向学校报名")])
    (row,) = queue.referral_rows(office, queue.referral_ids(office))
    assert row.missing == 1


def test_a_row_says_how_long_and_who_touched_it_last(
    office: Office, accepted: CaseFile, clock: Clock
) -> None:
    dispatch.send(office, accepted.number)
    row = queue.referral_rows(office, queue.referral_ids(office))[0]
    assert (row.state, row.applicant, row.township_title) == (ReferralState.SENT, "陈水木", "莲花镇")
    assert row.days_left == 10 and row.urgency is Urgency.CALM
    assert row.changed_by == office.officer.name
    clock.go_to(date(2026, 12, 29))
    (late, red) = queue.referral_rows(office, queue.referral_ids(office))
    # The ten days of the allowance are not verified: they remind, they do not accuse.
    assert late.days_left is not None and late.days_left < 0 and late.urgency is Urgency.SOON
    clock.go_to(date(2027, 1, 6))
    (late, red) = queue.referral_rows(office, queue.referral_ids(office))
    assert red.urgency is Urgency.OVERDUE
    assert queue.counts(office).overdue == 1


def test_a_queue_is_narrowed_by_department_state_day_and_text(
    office: Office, family: Application, accepted: CaseFile
) -> None:
    other = intake.accept(office, family, [Chosen("education.compulsory-living-aid", 2)])
    dispatch.send(office, other.number)
    assert policies(office, Filter(department="education")) == ["education.compulsory-living-aid"]
    assert len(policies(office, Filter(states=frozenset({ReferralState.DRAFT})))) == 2
    assert policies(office, Filter(due_before=date(2026, 12, 10))) == ["civil-affairs.aged-allowance"]
    assert len(policies(office, Filter(text="csm"))) == 3
    assert len(policies(office, Filter(text="水木"))) == 3
    assert len(policies(office, Filter(text="001X"))) == 3
    assert len(policies(office, Filter(text=other.number))) == 1
    assert policies(office, Filter(text="%")) == []
    assert policies(office, Filter(sort=Sort.POLICY))[0] == "civil-affairs.aged-allowance"


def test_the_queue_of_a_department_is_read_from_its_index(office: Office, accepted: CaseFile) -> None:
    statement = (
        "EXPLAIN QUERY PLAN SELECT id FROM referrals WHERE department = 'education' AND state IN ('sent')"
        " AND state IN ('draft', 'returned', 'sent', 'signed', 'waiting') ORDER BY due, id"
    )
    with office.read() as session:
        plan = " ".join(str(row) for row in session.execute(text(statement)))
    assert "ix_referrals_queue" in plan and "SCAN" not in plan


def test_rows_that_are_gone_are_left_out_and_the_order_stays(office: Office, accepted: CaseFile) -> None:
    ids = queue.referral_ids(office)
    assert [row.id for row in queue.referral_rows(office, [ids[1], 999, ids[0]])] == [ids[1], ids[0]]


def test_counts_say_what_waits_where(office: Office, sent: CaseFile) -> None:
    referrals.sign(office, sent.referrals[0].number)
    counted = queue.counts(office)
    assert (counted.drafts, counted.unsigned, counted.in_progress, counted.waiting) == (0, 1, 1, 0)
    assert queue.counts(office, department="education").unsigned == 0


# --- finding -------------------------------------------------------------------------------------


def test_one_box_finds_by_whatever_is_said(office: Office, accepted: CaseFile) -> None:
    letter = notices.issue(office, accepted.number, "D07")
    said = {
        "陈水木": Found.NAME,
        "秀珠": Found.NAME,
        "csm": Found.INITIALS,
        "lxz": Found.INITIALS,
        "chen shui": Found.NAME,
        "35021219720304001x": Found.ID_NUMBER,
        "001X": Found.ID_TAIL,
        "0001": Found.PHONE,
        "13859990001": Found.PHONE,
        accepted.number: Found.NUMBER,
        accepted.number[:18]: Found.NUMBER,
        f"{accepted.number}-02": Found.NUMBER,
        accepted.query_code: Found.QUERY_CODE,
        letter.number: Found.NOTICE,
    }
    for text_said, found_by in said.items():
        hits = finding.find(office, f" {text_said} ")
        assert [(hit.number, hit.found_by) for hit in hits] == [(accepted.number, found_by)], text_said


def test_a_hit_shows_numbers_masked(office: Office, accepted: CaseFile) -> None:
    (hit,) = finding.find(office, "秀珠")
    assert (hit.applicant, hit.matched, hit.id_number) == ("陈水木", "林秀珠", "3502**********3026")


@pytest.mark.parametrize("nothing", ["", "  ", "王五", "%", "_", "350212105-20261124-0009-X", "9999"])
def test_what_is_not_there_is_not_found(office: Office, accepted: CaseFile, nothing: str) -> None:
    assert finding.find(office, nothing) == ()


# --- drafts --------------------------------------------------------------------------------------


def test_a_draft_keeps_what_is_typed_parks_and_comes_back(office: Office, clock: Clock) -> None:
    typed = {"people": [{"name": "陈水木", "id_number": "3502"}], "request": "半句"}
    draft = drafts.save_draft(office, None, typed)
    assert drafts.load_draft(office, draft) == typed
    drafts.park_draft(office, draft)
    clock.pass_by(minutes=5)
    (parked,) = drafts.drafts(office)
    assert parked.title == "陈*木" and parked.parked_at is not None
    assert queue.counts(office).parked == 1
    assert drafts.save_draft(office, draft, {**typed, "request": "整句"}) == draft
    assert drafts.drafts(office)[0].parked_at is None
    drafts.discard_draft(office, draft)
    with pytest.raises(Refused, match="no longer here"):
        drafts.load_draft(office, draft)
    assert audit.last_event(office) == 1, "drafts are no acts"


def test_a_draft_belongs_to_who_typed_it(office: Office) -> None:
    draft = drafts.save_draft(office, None, {"people": "nonsense"})
    other = office.with_officer(Officer(8, "y", "别人", (Role.CLERK,)))
    assert drafts.drafts(other) == ()
    with pytest.raises(Refused, match="no longer here"):
        drafts.load_draft(other, draft)


def test_the_number_of_a_discarded_draft_is_not_used_again(office: Office) -> None:
    first = drafts.save_draft(office, None, {})
    drafts.discard_draft(office, first)
    assert drafts.save_draft(office, None, {}) != first


# --- lists ---------------------------------------------------------------------------------------


def test_an_exported_list_is_masked_and_nothing_in_it_is_a_formula(
    office: Office, family: Application, chosen: tuple[Chosen, ...], tmp_path: Path
) -> None:
    applicant = replace(family.applicant, name="=cmd|'/c calc'!A0")
    intake.accept(office, replace(family, people=(applicant, *family.people[1:])), chosen)
    out = tmp_path / "lists.xlsx"
    exported = reports.export(office, out)
    assert list(exported.rows.values()) == [2, 1, 0]
    with zipfile.ZipFile(out) as book:
        content = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "<f>" not in content
    assert "=cmd|" in content and "35021219720304001X" not in content and "13859990001" not in content
    assert audit.events(office, limit=1)[0].verb is Verb.EXPORTED


def test_who_may_not_look_up_numbers_gets_names_masked(
    office: Office, sent: CaseFile, tmp_path: Path
) -> None:
    supervisor = office.with_officer(Officer(8, "y", "督查", (Role.SUPERVISOR,)))
    reports.export(supervisor, tmp_path / "lists.xlsx")
    with zipfile.ZipFile(tmp_path / "lists.xlsx") as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "陈*木" in texts and "陈水木" not in texts
