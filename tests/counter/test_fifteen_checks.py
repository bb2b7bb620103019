"""The fifteen checks by which the office is accepted, each a test under its own number.

What a check asks of a rule or of a drawing is tested in more cases where that rule and that drawing are.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from counter.cases.application import Application, Person
from counter.cases.benefits import Change, ChangeKind
from counter.cases.casefile import CaseFile, Notice, Paper, ReferralFile, Verb
from counter.cases.deadlines import add_days
from counter.cases.public_notice import PostingKind
from counter.cases.reading import read_application
from counter.cases.split import Chosen
from counter.cases.steps import StepKind
from counter.cases.workflow import CaseState, Outcome
from counter.catalogue.model import Catalogue
from counter.catalogue.policy import DayKind
from counter.errors import Refused
from counter.services import (
    audit,
    benefits,
    cases,
    changes,
    delivery,
    district,
    fast_lane,
    identities,
    intake,
    ledgers,
    notices,
    postings,
    printing,
    referrals,
    steps,
)
from counter.services.decisions import Answer
from counter.services.fast_lane import Gift
from counter.services.office import Office
from counter.store import records
from tests.clock import Clock
from tests.counter import life

ROOT = Path(__file__).parents[2]
DIBAO, AGED = "civil-affairs.dibao", "civil-affairs.aged-allowance"
FAST, EXPENSE = "civil-affairs.temp-emergency", "civil-affairs.temp-expense"
RIGID = "civil-affairs.rigid-expense"
REFUSED = life.refuse("收入高于标准。", "《社会救助法》第十九条", "人均月收入1200元，标准800元。")
RARE = ("𠮷祥", "司马㛃", "欧阳𬭎", "叶䶮", "王龘", "阿卜杜拉·买买提")


@pytest.fixture
def wang() -> Application:
    """A household with an account and a telephone that must not be read anywhere."""
    head = life.resident("王阿水", date(1970, 1, 1), life.HEAD)
    head = replace(head, phone="13859990001", bank_account="6228480000000000012")
    return life.family_of(head, request="没有收入。", income=300, hukou_in_district=True)


def said_on(office: Office, notice: Notice) -> str:
    """All that an issued paper says, as it is kept."""
    with office.read() as session:
        kept = session.scalars(select(records.Notice).filter_by(number=notice.number)).one()
        return json.dumps(kept.content, ensure_ascii=False)


def read_off(office: Office, notice: Notice, folder: Path) -> str:
    """What can be read on the printed sheet."""
    sheet = folder / "sheet.pdf"
    sheet.write_bytes(printing.draw(office, notice.number))
    return subprocess.run(
        ["pdftotext", "-layout", sheet, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def granted(office: Office, household: Application) -> ReferralFile:
    dibao = life.apply(office, household, DIBAO)
    life.sign(office, dibao)
    return life.decide(office, dibao, life.money(500, date(2027, 1, 1)))


def to_end(office: Office, dibao: ReferralFile) -> Change:
    """A plan to end what a decision gave."""
    (benefit,) = (one for one in benefits.running(office) if one.referral == dibao.number)
    return changes.propose(
        life.window(office),
        benefit.id,
        kind=ChangeKind.END,
        facts="申请人已就业，月收入3200元。",
        clause="《社会救助法》第四十七条",
        planned_from=date(2027, 2, 1),
    )


def test_1_no_refusal_and_no_end_without_facts_clause_remedies_and_delivery(
    office: Office, wang: Application
) -> None:
    town = life.window(office)
    declined = intake.decline(
        town, life.on_today(office, wang), reason="户籍在外区。", clause="《社会救助法》第三十七条"
    )
    refused = life.apply(office, wang, AGED, 0)
    life.sign(office, refused)
    life.decide(office, refused, REFUSED)
    ended = granted(office, wang)
    plan = to_end(office, ended)
    life.tell_plan(office, plan)
    life.hear(office, plan)
    changes.decide_change(life.desk(office, "civil-affairs"), plan.id)

    papers = [
        (notices.issue(town, declined.number, "D08"), ("户籍在外区", "第三十七条"), cases.archive),
        (life.letter(office, refused, None), ("人均月收入1200元", "第十九条"), cases.close),
        (life.paper_of_plan(office, plan, "D24"), ("月收入3200元", "第四十七条"), cases.close),
    ]
    life.letter(office, ended)
    for notice, told, end in papers:
        said = said_on(office, notice)
        assert all(words in said for words in (*told, "行政复议", "行政诉讼")), notice.kind
        number = notice_case(office, notice)
        with pytest.raises(Refused, match="nobody has noted that"):
            end(town, number)
        delivery.deliver(town, notice.number, life.HANDED_OVER)
        assert end(town, number).state in (CaseState.ARCHIVED, CaseState.CLOSED)


def notice_case(office: Office, notice: Notice) -> str:
    with office.read() as session:
        row = session.scalars(select(records.Notice).filter_by(number=notice.number)).one()
        return session.get_one(records.Case, row.case_id).number


def test_2_nothing_is_reduced_or_ended_before_d23_is_delivered_and_d23b_written(
    office: Office, wang: Application
) -> None:
    dibao = granted(office, wang)
    life.letter(office, dibao)
    plan, bureau = to_end(office, dibao), life.desk(office, "civil-affairs")
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(bureau, plan.id)
    told = life.paper_of_plan(office, plan, "D23")
    with pytest.raises(Refused, match="not been told"):
        changes.decide_change(bureau, plan.id)
    delivery.deliver(life.window(office), told.number, life.HANDED_OVER)
    with pytest.raises(Refused, match="can be heard until"):
        changes.decide_change(bureau, plan.id)
    life.hear(office, plan, "不同意。", "不采纳：收入属实。")
    record = life.paper_of_plan(office, plan, "D23b")
    assert "不同意。" in said_on(office, record) and "不采纳：收入属实。" in said_on(office, record)
    assert changes.decide_change(bureau, plan.id).decided_on == office.today()


def test_3_a_second_request_for_what_was_missing_at_the_first_is_stopped_and_logged(
    office: Office, wang: Application
) -> None:
    dibao, bureau = life.apply(office, wang, DIBAO), life.desk(office, "civil-affairs")
    life.sign(office, dibao)
    pledge = Paper("honesty-pledge", "诚信承诺书", "missing")
    referrals.request_papers(bureau, dibao.number, papers=[Paper("application-form", "申请表", "missing")])
    referrals.resume(bureau, dibao.number)
    with pytest.raises(Refused, match="should have been"):
        referrals.request_papers(bureau, dibao.number, papers=[pledge])
    assert life.case_of(office, dibao).events[-1].verb is Verb.SECOND_REQUEST_STOPPED


def test_4_a_public_notice_shows_no_id_phone_or_account(
    office: Office, wang: Application, clock: Clock, tmp_path: Path
) -> None:
    dibao, town = life.apply(office, wang, DIBAO), life.window(office)
    life.sign(office, dibao)
    posted = postings.post(town, dibao.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    clock.go_to(date(2026, 12, 4))
    life.decide(office, dibao, life.money(500, date(2027, 1, 1)))
    hung = postings.post(town, dibao.number, kind=PostingKind.PUBLICATION, board=life.VILLAGE_BOARD)
    number = life.case_of(office, dibao).number
    for kind, sheet in (("D16", posted.postings[0]), ("D21", hung.postings[1])):
        printed = notices.issue(town, number, kind, about=f"posting:{sheet.id}")
        read = read_off(office, printed, tmp_path)
        assert "王阿水" in read
        digits = re.sub(r"[\s-]", "", read)
        assert not re.search(r"\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19}", digits), kind
        assert number not in read and "350212" not in digits


@pytest.mark.parametrize(
    ("accepted", "days", "last"),
    [
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-18", 10, "2026-10-09"),
        ("2026-09-18", 11, "2026-10-10"),
        ("2026-02-10", 3, "2026-02-13"),
        ("2026-02-10", 10, "2026-03-02"),
        ("2026-02-10", 30, "2026-03-30"),
        ("2026-04-29", 3, "2026-05-07"),
        ("2026-04-29", 5, "2026-05-09"),
        ("2026-07-01", 30, "2026-08-12"),
        ("2026-07-01", 45, "2026-09-02"),
        ("2026-11-23", 3, "2026-11-26"),
        ("2026-11-23", 20, "2026-12-21"),
    ],
)
def test_5_last_days_are_those_of_the_vectors(
    catalogue: Catalogue, accepted: str, days: int, last: str
) -> None:
    found = add_days(date.fromisoformat(accepted), days, DayKind.WORKING, catalogue.calendar)
    assert found == (date.fromisoformat(last), False)


def test_5_a_year_without_its_calendar_is_told_on_the_receipt(office: Office, wang: Application) -> None:
    dibao = life.apply(office, wang, DIBAO)
    assert dibao.due == replace(dibao.due, due=date(2027, 1, 5), provisional=True)
    receipt = notices.issue(life.window(office), life.case_of(office, dibao).number, "D07")
    assert "暂定" in said_on(office, receipt)


def test_6_twenty_thirty_or_forty_five_days_only_on_a_ground_and_told_before(
    office: Office, wang: Application, clock: Clock
) -> None:
    clock.go_to(date(2026, 7, 1))
    dibao, bureau = life.apply(office, wang, DIBAO), life.desk(office, "civil-affairs")
    entrusting = district.set_district(office, {"delegated_to_townships": "是"}, confirmed=True)
    by_the_town = life.apply(entrusting, wang, DIBAO)
    assert (by_the_town.due.due, dibao.due.due) == (date(2026, 7, 29), date(2026, 8, 12))
    life.sign(office, dibao)
    with pytest.raises(Refused, match="no ground"):
        referrals.extend(bureau, dibao.number, ground="工作繁忙")
    assert referrals.extend(bureau, dibao.number, ground="人户分离").due.due == date(2026, 9, 2)

    # D22 is owed, and that it is not printed yet is told on the clock, until the old last day.
    number = life.case_of(office, dibao).number
    assert "D22" in {one.kind for one in notices.wanted(office, number) if not one.issued}
    assert _problems(office, dibao) == ["The notice of the extension is not printed yet."]
    clock.go_to(date(2026, 8, 12))
    printed = notices.issue(life.window(office), number, "D22", referral=dibao.number)
    assert "人户分离" in said_on(office, printed) and "9月2日" in said_on(office, printed)
    clock.go_to(date(2026, 8, 13))
    assert _problems(office, dibao) == []


def _problems(office: Office, referral: ReferralFile) -> list[str]:
    clocks = ledgers.of_referral(office, referral.number).clocks
    return [one.text.partition(" Print")[0] for clock in clocks for one in clock.problems]


def test_7_quick_aid_has_no_check_and_no_notice_a_cap_three_days_and_its_own_queue(
    office: Office, wang: Application, clock: Clock
) -> None:
    clock.go_to(date(2026, 9, 30))
    office = district.set_district(office, {"steps_recorded": "全部"}, confirmed=True)
    town, proof = life.window(office), Paper("event-proof", "火灾证明", "missing", policies=(FAST,))
    aid = life.apply(office, replace(wang, urgent=True), FAST, papers=[proof])
    assert aid.due.due == date(2026, 10, 3) and aid.steps == ()
    with pytest.raises(Refused, match="no such step"):
        steps.begin(town, aid.number, StepKind.CHECK)
    with pytest.raises(Refused, match="not put on public notice"):
        postings.post(town, aid.number, kind=PostingKind.NOTICE, board=life.VILLAGE_BOARD)
    month = office.catalogue.figures_on(office.today())["dibao_month"]
    assert month == 800
    gift = Gift("王阿水", "火灾", 80_001, staff=("林晓", "黄慧"))
    with pytest.raises(Refused, match="At most"):
        fast_lane.give(town, aid.number, gift)
    fast_lane.give(town, aid.number, replace(gift, amount_fen=80_000))
    assert [one.missing for one in fast_lane.back_fills(town)] == [("火灾证明",)]


def test_8_a_refusal_not_told_within_three_working_days_is_red(
    office: Office, wang: Application, clock: Clock
) -> None:
    clock.go_to(date(2026, 9, 28))
    aged = life.apply(office, wang, AGED, 0)
    life.sign(office, aged)
    life.decide(office, aged, REFUSED)
    # 29, 30 September and 8 October.
    clock.go_to(date(2026, 10, 8))
    assert life.case_of(office, aged).alerts == ()
    clock.go_to(date(2026, 10, 9))
    (alert,) = life.case_of(office, aged).alerts
    assert alert.params["day"] == date(2026, 10, 8)


def every_letter(office: Office, household: Application) -> Iterator[Notice]:
    """What a household takes home of a grant, a refusal and an end."""
    town, dibao = life.window(office), granted(office, household)
    number = life.case_of(office, dibao).number
    yield from (notices.issue(town, number, kind) for kind in ("D01", "D07", "D31"))
    yield life.letter(office, dibao)
    expense = life.apply(office, household, EXPENSE)
    life.sign(office, expense)
    life.decide(office, expense, REFUSED)
    yield life.letter(office, expense)
    plan = to_end(office, dibao)
    yield life.tell_plan(office, plan)
    life.hear(office, plan)
    changes.decide_change(life.desk(office, "civil-affairs"), plan.id)
    yield life.paper_of_plan(office, plan, "D24")


def test_9_the_law_is_cited_first_and_the_fines_of_before_never(office: Office, wang: Application) -> None:
    for notice in every_letter(office, wang):
        said = said_on(office, notice)
        basis = json.loads(said)["head"]["basis"]
        assert basis.startswith("《中华人民共和国社会救助法》"), notice.kind
        assert not re.search("[一1]倍以上[三3]倍以下", said), notice.kind


def test_10_court_and_authority_come_from_the_settings(office: Office, wang: Application) -> None:
    said = {"court": "某某铁路运输法院", "appeal_authority": "某某区人民政府"}
    elsewhere = district.set_district(office, said, confirmed=True)
    aged = life.apply(elsewhere, wang, AGED, 0)
    life.sign(elsewhere, aged)
    life.decide(elsewhere, aged, REFUSED)
    letter = said_on(elsewhere, life.letter(elsewhere, aged))
    assert all(name in letter for name in said.values()) and "人民法院" not in letter
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("counter", "forms", "resources")
        for path in (ROOT / folder).rglob("*")
        # That court is a department of the list as well; only where one goes against a decision is a setting.
        if path.suffix in (".py", ".toml", ".po") and path.name != "departments.toml"
    ]
    assert len(texts) > 100 and not any("同安区人民法院" in one for one in texts)


@pytest.mark.parametrize("name", RARE)
def test_11_a_rare_name_stands_on_what_the_family_takes_home(
    office: Office, tmp_path: Path, name: str
) -> None:
    household = life.family_of(_named(name), request="没有收入。", income=300)
    dibao, town = life.apply(office, household, DIBAO), life.window(office)
    receipt = notices.issue(town, life.case_of(office, dibao).number, "D07")
    assert name in re.sub(r"\s", "", read_off(office, receipt, tmp_path))


def test_11_a_character_that_no_font_draws_blocks_the_print_and_is_named(office: Office) -> None:
    dibao = life.apply(office, life.family_of(_named("李\ue123明"), request="没有收入。"), DIBAO)
    receipt = notices.issue(life.window(office), life.case_of(office, dibao).number, "D01")
    with pytest.raises(Refused) as refused:
        printing.draw(office, receipt.number)
    assert "E123" in {problem.params.get("code") for problem in refused.value.problems}


def _named(name: str) -> Person:
    return replace(life.resident("某", date(1970, 1, 1), life.HEAD), name=name)


def test_12_an_id_of_the_county_of_before_is_taken(office: Office, family: Application) -> None:
    accepted = intake.accept(office, family, [Chosen(AGED, 1)])
    assert accepted.application.people[1].id_number.startswith("350221")


def test_13_an_old_case_keeps_the_town_and_a_new_one_has_the_street(office: Office, clock: Clock) -> None:
    clock.go_to(date(2021, 11, 1))
    asked = life.family_of(_named("某甲"), request="没有收入。", income=300)
    old = _accepted_at(office, asked, "350212106")
    clock.go_to(date(2026, 11, 24))
    new = _accepted_at(office, asked, "350212003")
    assert cases.case(office, old.number).place_title == "新民镇" and new.place_title == "新民街道"
    assert old.number.startswith("350212106-2021") and new.number.startswith("350212003-2026")
    # Whoever writes the old name today is told the new one.
    said = {"place": "新民镇", "people": [{"name": "某甲", "id_type": "none", "no_id_reason": "补办中"}]}
    with pytest.raises(Refused) as refused:
        read_application(said, office.catalogue, today=office.today())
    assert refused.value.problems[0].params["successor"] == "350212003 新民街道"


def _accepted_at(office: Office, asked: Application, place: str) -> CaseFile:
    told = replace(life.on_today(office, asked), place=place)
    return intake.accept(office, told, [life.wished(DIBAO)])


def test_14_nothing_is_deleted_a_void_paper_keeps_its_number_and_looking_is_logged(
    office: Office, wang: Application
) -> None:
    dibao, town = life.apply(office, wang, DIBAO), life.window(office)
    number = life.case_of(office, dibao).number
    first = notices.issue(town, number, "D07")
    notices.void(town, first.number, reason="地址有误")
    second = notices.issue(town, number, "D07")
    assert [one.number for one in cases.case(office, number).notices] == [first.number, second.number]
    for table in ("cases", "referrals", "notices", "events"):
        with pytest.raises(IntegrityError, match="never"), office.write() as session:
            session.execute(text(f"DELETE FROM {table}"))
    assert cases.reveal(town, number, member=0, why="核对银行卡").startswith("350212")
    event = cases.case(office, number).events[-1]
    assert (event.verb, event.officer, event.case, event.at) == (
        Verb.REVEALED,
        "林晓",
        number,
        office.now(),
    )
    assert event.detail["why"] == "核对银行卡" and audit.verify(office).ok


def test_15_a_rigid_status_older_than_twelve_months_is_not_recognised_on_a_slip(
    office: Office, wang: Application, clock: Clock
) -> None:
    rigid = life.apply(office, wang, RIGID)
    life.sign(office, rigid)
    life.decide(office, rigid, Answer(Outcome.GRANT, document_number="同民刚〔2026〕5号"))
    slips = {}
    for day in (date(2027, 11, 23), date(2027, 11, 24)):
        clock.go_to(day)
        medical = life.apply(office, wang, "healthcare-security.medical-aid-apply", 0)
        slip = notices.issue(
            life.window(office),
            life.case_of(office, medical).number,
            "D09",
            department="healthcare-security",
        )
        slips[day] = said_on(office, slip)
    assert "同民刚〔2026〕5号" in slips[date(2027, 11, 23)]
    assert "同民刚〔2026〕5号" not in slips[date(2027, 11, 24)]
    with pytest.raises(Refused) as refused:
        identities.enter(
            office,
            life.case_of(office, rigid).household_id,
            category="刚性支出困难",
            number="集民刚0001",
            conferred_by="集美区民政局",
            starts=date(2027, 11, 1),
            ends=date(2028, 11, 1),
            evidence="认定决定原件",
        )
    assert [problem.field for problem in refused.value.problems] == ["ends"]
