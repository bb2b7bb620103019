"""Numbered papers: no number twice, none left out, kept with all they say, printed again with a count."""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Paper, Verb
from counter.errors import Refused
from counter.letters.plain import digest
from counter.papers import print_papers
from counter.services import audit, cases, delivery, intake, notices, printing
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.store import records
from tests.clock import Clock


def kept(office: Office, number: str) -> records.Notice:
    with office.read() as session:
        return session.scalars(select(records.Notice).filter_by(number=number)).one()


def test_an_issued_paper_is_numbered_by_unit_kind_and_year(
    office: Office, family: Application, accepted: CaseFile, clock: Clock
) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    card = notices.issue(office, accepted.number, "D31")
    assert receipt.number == "(莲花)救受〔2026〕第0001号"
    assert card.number == "(莲花)救明〔2026〕第0001号"
    clock.pass_by(days=60)
    waiting = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    asked = notices.issue(office, waiting.number, "D06")
    assert asked.number == "(莲花)救补〔2027〕第0001号"
    assert audit.verify(office).gaps == ()


def test_what_a_paper_says_is_kept_with_its_digest(office: Office, accepted: CaseFile) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    row = kept(office, receipt.number)
    assert row.digest == receipt.digest == digest(row.content)
    assert row.content["head"]["number"] == receipt.number
    assert cases.case(office, accepted.number).notices == (receipt,)


def test_a_paper_is_drawn_the_same_each_time(office: Office, accepted: CaseFile) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    first = printing.draw(office, receipt.number)
    assert first.startswith(b"%PDF") and printing.draw(office, receipt.number) == first
    assert printing.preview(office, accepted.number, "D05").pdf.startswith(b"%PDF")


def test_a_proof_tells_what_is_open_in_it_and_where_the_district_can_say_it(
    office: Office, sent: CaseFile
) -> None:
    slip = printing.preview(office, sent.number, "D09", department="civil-affairs")
    open_ones = {gap.setting for gap in slip.gaps}
    assert {"window_phone", "liaisons.civil-affairs"} <= open_ones
    assert open_ones <= {*office.catalogue.district, "liaisons.civil-affairs", ""}
    issued = notices.issue(office, sent.number, "D09", department="civil-affairs")
    assert printing.proof(office, issued.number).gaps == slip.gaps


def test_printing_again_counts_and_wants_a_reason(office: Office, accepted: CaseFile) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    first = printing.draw(office, receipt.number)
    with pytest.raises(Refused, match="printed again"):
        notices.reprint(office, receipt.number, reason="")
    assert notices.reprint(office, receipt.number, reason="卡纸").prints == 2
    assert printing.draw(office, receipt.number) != first
    assert cases.case(office, accepted.number).events[-1].verb is Verb.REPRINTED


def test_what_was_issued_is_not_issued_again(office: Office, accepted: CaseFile) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    with pytest.raises(Refused, match="issued already") as refused:
        notices.issue(office, accepted.number, "D07")
    assert refused.value.params["number"] == receipt.number


def test_a_void_paper_keeps_its_number_and_makes_room_for_the_next(
    office: Office, accepted: CaseFile
) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    assert notices.void(office, receipt.number, reason="姓名印错").voided == "姓名印错"
    assert notices.issue(office, accepted.number, "D07").number == "(莲花)救受〔2026〕第0002号"
    with pytest.raises(Refused, match="void"):
        delivery.deliver(office, receipt.number, Handing("direct"))
    assert audit.verify(office).ok


@pytest.mark.parametrize("change", ["DELETE FROM notices", "UPDATE notices SET content = '{}'"])
def test_the_database_itself_refuses_to_change_a_paper(
    office: Office, accepted: CaseFile, change: str
) -> None:
    notices.issue(office, accepted.number, "D07")
    with pytest.raises(IntegrityError), office.write() as session:
        session.execute(text(change))


def test_the_set_of_papers_follows_the_case(office: Office, accepted: CaseFile, family: Application) -> None:
    called_for = notices.wanted(office, accepted.number)
    assert [one.kind for one in called_for if not one.optional] == ["D01", "D05", "D07", "D31"]
    # D01 holds the first two; on sheets of their own for whoever asks.
    assert [one.kind for one in called_for if one.optional] == ["D02", "D03", "D03b", "D15"]
    receipt = notices.issue(office, accepted.number, "D07")
    assert [one.issued for one in notices.wanted(office, accepted.number) if one.kind == "D07"] == [
        receipt.number
    ]
    declined = intake.decline(office, family, reason="户籍不在本区", clause="第三十七条")
    assert [one.kind for one in notices.wanted(office, declined.number)] == ["D08"]
    letter = notices.issue(office, declined.number, "D08")
    assert [(one.kind, one.notice) for one in notices.wanted(office, declined.number)][1:] == [
        ("D25", letter.number)
    ]


def test_what_is_offered_is_issued_when_asked_for_and_for_each_obligor(
    office: Office, accepted: CaseFile, tmp_path: Path
) -> None:
    assert not {"D02", "D03"} & {file.name.split("-")[4][:3] for file in printed(office, accepted, tmp_path)}
    (sheet,) = printed(office, accepted, tmp_path, "D03")
    assert sheet.name.endswith("D03.pdf")
    consents = [notices.issue(office, accepted.number, "D03b").number for _obligor in range(2)]
    assert len(set(consents)) == 2
    again = {one.kind: one.issued for one in notices.wanted(office, accepted.number) if one.optional}
    assert again["D03"] and not again["D03b"]


def printed(office: Office, case: CaseFile, folder: Path, *only: str) -> tuple[Path, ...]:
    return print_papers(office, case.number, folder, only=only).files


def test_each_department_gets_one_slip_for_all_its_referrals(office: Office, sent: CaseFile) -> None:
    (slip,) = [one for one in notices.wanted(office, sent.number) if one.kind == "D09"]
    issued = notices.issue(office, sent.number, "D09", department=slip.department)
    content = kept(office, issued.number).content
    assert [item["number"] for item in content["items"]] == [one.number for one in sent.referrals]


@pytest.mark.parametrize(
    ("handing", "fields"),
    [
        (Handing("by pigeon"), ["way"]),
        (Handing("left"), ["witnesses", "refused_because"]),
        (Handing("direct", recipient="王某"), ["relation"]),
    ],
)
def test_a_delivery_says_all_that_its_proof_needs(
    office: Office, accepted: CaseFile, handing: Handing, fields: list[str]
) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    with pytest.raises(Refused) as refused:
        delivery.deliver(office, receipt.number, handing)
    assert [problem.field for problem in refused.value.problems] == fields


def test_a_paper_of_no_kind_and_a_number_of_no_paper_are_refused(office: Office, accepted: CaseFile) -> None:
    with pytest.raises(Refused, match="There is no paper"):
        notices.issue(office, accepted.number, "D99")
    with pytest.raises(Refused, match="There is no paper"):
        printing.draw(office, "(莲花)救受〔2026〕第0009号")


def test_a_paper_kept_without_a_field_is_not_printed_in_part_and_is_named(
    office: Office, accepted: CaseFile
) -> None:
    receipt = notices.issue(office, accepted.number, "D07")
    with office.write() as session:
        for trigger in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(
            text("UPDATE notices SET content = json_remove(content, '$.head.unit') WHERE number = :number"),
            {"number": receipt.number},
        )
    with pytest.raises(Refused) as refused:
        printing.draw(office, receipt.number)
    assert refused.value.params["number"] == receipt.number
    assert refused.value.params["where"] == "head.unit"


def test_a_form_kept_before_incomes_were_printed_is_printed_again(office: Office, accepted: CaseFile) -> None:
    form = notices.issue(office, accepted.number, "D01")
    with office.write() as session:
        for trigger in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(
            text("UPDATE notices SET content = json_remove(content, '$.spending', '$.read_out')"),
        )
    assert printing.draw(office, form.number).startswith(b"%PDF")
