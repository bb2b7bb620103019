"""What stands nowhere but in the office's own store: numbers of people."""

import logging
import re
from pathlib import Path

import pytest

from counter.cases.application import Application
from counter.cases.casefile import Paper
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.errors import Refused
from counter.services import (
    audit,
    backup,
    cases,
    decisions,
    delivery,
    dispatch,
    drafts,
    finding,
    intake,
    known,
    notices,
    printing,
    referrals,
    reports,
)
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Office
from counter.text import say

NUMBERS = ("35021219720304001X", "350221194508153026", "13859990001", "6228480000000000012")


def test_a_whole_case_leaves_no_number_in_log_events_file_names_or_errors(
    office: Office,
    family: Application,
    chosen: tuple[Chosen, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    draft = drafts.save_draft(office, None, {"people": [{"name": "陈水木", "id_number": NUMBERS[0]}]})
    known.known_person(office, NUMBERS[1])
    case = intake.accept_and_send(office, family, chosen, draft_id=draft)
    notices.issue(office, case.number, "D07")
    first, second = (one.number for one in case.referrals)
    for number in (first, second):
        referrals.sign(office, number)
    referrals.request_papers(
        office, first, papers=[Paper("hukou-book", "户口簿", "missing", note=NUMBERS[1])]
    )
    referrals.resume(office, first)
    decisions.decide(office, first, Answer(Outcome.GRANT, amount_fen=1, starts=office.today()))
    refusal = Answer(
        Outcome.REFUSE, reason=f"证号{NUMBERS[1]}不符", clause="第一条", facts="无", evidence="无"
    )
    decisions.decide(office, second, refusal)
    letter = notices.issue(office, case.number, "D20", referral=second)
    printing.draw(office, letter.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    cases.close(office, case.number)
    finding.find(office, NUMBERS[0])
    reports.export(office, office.settings.office_dir / "lists.xlsx")
    backup.back_up(office)
    told = []
    for wrong in (
        lambda: dispatch.send(office, case.number),
        lambda: cases.close(office, NUMBERS[0]),
        lambda: referrals.sign(office, NUMBERS[1]),
        lambda: printing.draw(office, NUMBERS[2]),
        lambda: intake.accept(office, family, [Chosen(NUMBERS[3])]),
    ):
        with pytest.raises(Refused) as refused:
            wrong()
        told += [text for _, text in say(refused.value)]
    out, err = capfd.readouterr()
    everything = "\n".join(
        [
            *told,
            caplog.text,
            out,
            err,
            *map(str, audit.events(office, limit=500)),
            *(path.name for path in office.settings.office_dir.rglob("*")),
        ]
    )
    assert not [number for number in NUMBERS if number in everything]


def test_the_manifest_of_a_copy_names_nobody(office: Office, family: Application, tmp_path: Path) -> None:
    intake.accept(office, family, [Chosen("civil-affairs.dibao")])
    made = backup.back_up(office)
    account = made.file.with_name(f"{made.file.name}.json").read_text(encoding="utf-8")
    assert not re.search(r"[0-9]{17}[0-9Xx]|陈水木", account)
