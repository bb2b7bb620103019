"""Who sits at the counter, what they may do there, and what the district says of itself."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from argon2 import Type

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.handover import HandoverKind
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.catalogue.model import Liaison
from counter.errors import BadCatalogue, Refused, Stale
from counter.services import (
    audit,
    cases,
    decisions,
    dispatch,
    district,
    finding,
    handovers,
    intake,
    officers,
    printing,
    queue,
    referrals,
)
from counter.services.decisions import Answer
from counter.services.office import Act, Office, Officer, Role, open_office
from counter.settings import Limits, Settings, load
from tests import once
from tests.clock import Clock

PASSWORD = "Lianhua-2026"


def first(office: Office) -> officers.Recovery:
    return officers.make_first_officer(office, login="Chen", name="陈经办", password=PASSWORD)


def test_a_new_office_wants_its_first_officer_who_may_do_everything(office: Office) -> None:
    assert officers.needs_first_officer(office)
    first(office)
    assert not officers.needs_first_officer(office)
    (officer,) = officers.officers(office)
    assert (officer.login, officer.name) == ("chen", "陈经办")
    signed_in = officers.sign_in(office, "CHEN ", PASSWORD)
    assert all(signed_in.may(act, township="350212105", department="education") for act in Act)
    with pytest.raises(Refused, match="already"):
        officers.make_first_officer(office, login="x", name="y", password=PASSWORD)


def test_acts_are_named_after_who_signed_in(office: Office, accepted: CaseFile) -> None:
    first(office)
    signed_in = officers.sign_in(office, "chen", PASSWORD)
    assert dispatch.send(signed_in, accepted.number).events[-1].officer == "陈经办"


@pytest.mark.parametrize(
    "weak", ["short-1A", "alllowercase", "12345678901", "chen-Chen-2026", "陈经办-Abc-123"]
)
def test_a_weak_password_is_refused_at_its_field(office: Office, weak: str) -> None:
    with pytest.raises(Refused) as refused:
        officers.make_first_officer(office, login="chen", name="陈经办", password=weak)
    assert {problem.field for problem in refused.value.problems} == {"password"}
    assert officers.needs_first_officer(office)


def test_a_password_is_hashed_by_argon2id_at_its_full_cost() -> None:
    own = once.OWN_HASHER
    assert own.type is Type.ID and own.memory_cost >= 64 * 1024 and own.time_cost >= 3, "RFC 9106, 4"


def test_five_wrong_passwords_lock_the_name_for_half_an_hour(office: Office, clock: Clock) -> None:
    first(office)
    for _ in range(5):
        with pytest.raises(Refused, match="not right"):
            officers.sign_in(office, "chen", "wrong")
    with pytest.raises(Refused, match="Try again after"):
        officers.sign_in(office, "chen", PASSWORD)
    clock.pass_by(minutes=31)
    assert officers.sign_in(office, "chen", PASSWORD).officer.login == "chen"
    verbs = [event.verb for event in audit.events(office)]
    assert verbs.count(Verb.SIGN_IN_FAILED) == 5 and verbs[0] is Verb.SIGNED_IN


def test_a_name_that_nobody_has_is_told_as_a_wrong_password(office: Office) -> None:
    first(office)
    with pytest.raises(Refused) as strange:
        officers.sign_in(office, "nobody", PASSWORD)
    with pytest.raises(Refused) as wrong:
        officers.sign_in(office, "chen", "wrong")
    assert strange.value.problems == wrong.value.problems


def test_the_recovery_sheet_gives_a_new_password_and_a_new_sheet(office: Office) -> None:
    sheet = first(office)
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){4}[2-9A-HJ-NP-Z]{5}", sheet.code)
    with pytest.raises(Refused, match="recovery code"):
        officers.reset_password(office, login="chen", code="AAAAA", password="Another-2026")
    typed = sheet.code.lower().replace("-", " ")
    renewed = officers.reset_password(office, login="chen", code=typed, password="Another-2026")
    assert renewed.code != sheet.code
    assert printing.recovery_sheet(office, renewed).startswith(b"%PDF")
    with pytest.raises(Refused, match="not right"):
        officers.sign_in(office, "chen", PASSWORD)
    officers.sign_in(office, "chen", "Another-2026")


def test_no_secret_is_stored_as_it_was_typed(office: Office) -> None:
    sheet = first(office)
    office.close()
    stored = b"".join(path.read_bytes() for path in office.settings.office_dir.iterdir())
    assert PASSWORD.encode() not in stored and sheet.code.encode() not in stored


# --- rights --------------------------------------------------------------------------------------


def as_(office: Office, *roles: Role, department: str = "", township: str = "") -> Office:
    return office.with_officer(Officer(7, "x", "某人", roles, department, township))


def test_a_department_sees_and_answers_its_own_referrals_only(office: Office, sent: CaseFile) -> None:
    education = as_(office, Role.LIAISON, department="education")
    civil = as_(office, Role.LIAISON, department="civil-affairs")
    assert queue.referral_ids(education) == []
    assert len(queue.referral_ids(civil)) == 2
    number = sent.referrals[0].number
    with pytest.raises(Refused, match="may not do this"):
        referrals.sign(education, number)
    referrals.sign(civil, number)
    with pytest.raises(Refused, match="may not do this"):
        cases.case(civil, sent.number)


def test_a_township_sees_its_own_cases_only(office: Office, sent: CaseFile) -> None:
    there = as_(office, Role.CLERK, township="350212105")
    elsewhere = as_(office, Role.CLERK, township="350212001")
    assert cases.case(there, sent.number).number == sent.number
    assert finding.find(there, "陈水木") and finding.find(elsewhere, "陈水木") == ()
    with pytest.raises(Refused, match="may not do this"):
        cases.case(elsewhere, sent.number)


def test_a_clerk_does_not_decide_and_a_head_does_not_accept(office: Office, sent: CaseFile) -> None:
    number = sent.referrals[0].number
    referrals.sign(office, number)
    with pytest.raises(Refused, match="may not do this"):
        decisions.decide(as_(office, Role.CLERK), number, Answer(Outcome.GRANT))
    with pytest.raises(Refused, match="may not do this"):
        dispatch.send(as_(office, Role.HEAD), sent.number)


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.KEEPER])
def test_who_keeps_the_system_reads_no_case(office: Office, sent: CaseFile, role: Role) -> None:
    with pytest.raises(Refused, match="may not do this"):
        cases.case(as_(office, role), sent.number)
    assert queue.referral_ids(as_(office, role)) == []
    assert finding.find(as_(office, role), "陈水木") == ()


def test_an_officer_who_was_stopped_may_do_nothing(office: Office, sent: CaseFile) -> None:
    stopped = office.with_officer(replace(as_(office, *Role).officer, active=False))
    assert not any(stopped.may(act, township="350212105") for act in Act)
    assert queue.referral_ids(stopped) == []


def test_a_further_officer_gets_the_rights_of_the_roles(office: Office) -> None:
    officers.add_officer(
        office,
        login="lin",
        name="林老师",
        password=PASSWORD,
        roles=[Role.LIAISON],
        department="education",
    )
    lin = officers.sign_in(office, "lin", PASSWORD)
    assert lin.officer.roles == (Role.LIAISON,) and lin.officer.department == "education"
    with pytest.raises(Refused, match="may not do this"):
        officers.add_officer(lin, login="y", name="y", password=PASSWORD, roles=[Role.CLERK])
    with pytest.raises(Refused, match="no department"):
        officers.add_officer(
            office, login="y", name="y", password=PASSWORD, roles=[Role.LIAISON], department="schools"
        )


# --- stopped, taken up again, other rights --------------------------------------------------------


def with_two(office: Office) -> tuple[Office, Officer]:
    """The office as its administrator sees it, and a clerk of 莲花镇."""
    first(office)
    officers.add_officer(
        office, login="xiulan", name="李秀兰", password=PASSWORD, roles=[Role.CLERK], township="350212105"
    )
    chief = officers.sign_in(office, "chen", PASSWORD)
    return chief, officers.officers(chief)[1]


def test_a_stopped_officer_signs_in_no_more_until_taken_up_again(office: Office) -> None:
    chief, li = with_two(office)
    stopped = officers.stop_officer(chief, li)
    assert not stopped.active and officers.officers(chief)[1] == stopped
    with pytest.raises(Refused, match="was stopped"):
        officers.sign_in(office, "xiulan", PASSWORD)
    with pytest.raises(Refused, match="not right"):
        officers.sign_in(office, "xiulan", "wrong")
    again = officers.take_up_officer(chief, stopped)
    assert again == li
    assert officers.sign_in(office, "xiulan", PASSWORD).officer == li
    verbs = [event.verb for event in audit.events(chief, limit=20)]
    assert {Verb.OFFICER_STOPPED, Verb.OFFICER_TAKEN_UP} <= set(verbs) and audit.verify(office).ok


def test_a_stopped_officer_gets_no_new_password(office: Office) -> None:
    chief, _li = with_two(office)
    sheet = officers.add_officer(chief, login="wu", name="吴", password=PASSWORD, roles=[Role.CLERK])
    officers.stop_officer(chief, officers.officers(chief)[2])
    with pytest.raises(Refused, match="was stopped"):
        officers.reset_password(office, login="wu", code=sheet.code, password="Another-2026")


def test_who_is_stopped_or_changed_can_do_nothing_more_with_the_old_rights(
    office: Office, family: Application, chosen: tuple[Chosen, ...]
) -> None:
    chief, li = with_two(office)
    window = officers.sign_in(office, "xiulan", PASSWORD)
    case = intake.accept(office, family, chosen)
    changed = officers.change_officer(chief, li, roles=[Role.REVIEWER], township="350212105")
    with pytest.raises(Refused, match="sign in again"):
        dispatch.send(window, case.number)
    assert officers.sign_in(office, "xiulan", PASSWORD).officer.roles == (Role.REVIEWER,)
    left = handovers.offer(chief, to_login=chief.officer.login, kind=HandoverKind.LEAVING, for_login="xiulan")
    handovers.confirm(chief, left.id)
    officers.stop_officer(chief, changed)
    with pytest.raises(Refused, match="sign in again"):
        dispatch.send(window, case.number)
    assert officers.sign_out(window).officer.login == "console"


def test_changed_rights_are_on_the_record_before_and_after(office: Office) -> None:
    chief, li = with_two(office)
    changed = officers.change_officer(chief, li, roles=[Role.LIAISON, Role.HEAD], department="education")
    assert (set(changed.roles), changed.department, changed.township) == (
        {Role.LIAISON, Role.HEAD},
        "education",
        "",
    )
    event = audit.events(chief, limit=1)[0]
    assert event.verb is Verb.OFFICER_CHANGED and event.officer == "陈经办"
    assert event.detail["roles_before"] == ["clerk"] and event.detail["roles"] == ["head", "liaison"]
    assert event.detail["township_before"] == "350212105"


def test_an_officer_can_be_changed_only_as_last_seen(office: Office) -> None:
    chief, li = with_two(office)
    officers.stop_officer(chief, li)
    with pytest.raises(Stale):
        officers.change_officer(chief, li, roles=[Role.REVIEWER])
    with pytest.raises(Refused, match="Nobody signs in"):
        officers.stop_officer(chief, replace(li, login="nobody"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"roles": []}, "roles"),
        ({"roles": [Role.CLERK], "department": "schools"}, "department"),
        ({"roles": [Role.CLERK], "township": "1"}, "township"),
    ],
)
def test_rights_that_cannot_be_are_refused(office: Office, change: dict[str, Any], field: str) -> None:
    chief, li = with_two(office)
    with pytest.raises(Refused) as refused:
        officers.change_officer(chief, li, **change)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert officers.officers(chief)[1] == li


def test_somebody_can_always_manage_the_officers(office: Office) -> None:
    chief, li = with_two(office)
    with pytest.raises(Refused, match="Nobody stops themselves"):
        officers.stop_officer(chief, chief.officer)
    with pytest.raises(Refused, match="Nobody could manage"):
        officers.change_officer(chief, chief.officer, roles=[Role.CLERK])
    with pytest.raises(Refused, match="Nobody could manage"):
        officers.stop_officer(office, chief.officer)  # from the terminal, too
    assert officers.sign_in(office, "chen", PASSWORD).may(Act.MANAGE_OFFICERS)
    officers.change_officer(chief, li, roles=[Role.SYSTEM])
    officers.change_officer(chief, chief.officer, roles=[Role.CLERK])
    assert not officers.sign_in(office, "chen", PASSWORD).may(Act.MANAGE_OFFICERS)


def test_a_clerk_changes_nobody(office: Office) -> None:
    _chief, li = with_two(office)
    clerk = officers.sign_in(office, "xiulan", PASSWORD)
    for act in (officers.stop_officer, officers.take_up_officer):
        with pytest.raises(Refused, match="may not do this"):
            act(clerk, li)
    with pytest.raises(Refused, match="may not do this"):
        officers.change_officer(clerk, li, roles=list(Role))


# --- the district, the list, the settings --------------------------------------------------------


def test_what_the_district_says_overlays_the_list(office: Office) -> None:
    said = district.set_district(office, {"window_phone": " 0592-7000000 "}, confirmed=True)
    assert said.district["window_phone"] == "0592-7000000"
    assert said.catalogue.digest == office.catalogue.digest
    again = open_office(office.settings, clock=Clock())
    told = {setting.key: setting for setting in district.district_settings(again)}
    assert (told["window_phone"].value, told["window_phone"].confirmed) == ("0592-7000000", True)
    assert not told["court"].confirmed
    again.close()


def test_the_office_names_its_liaisons(office: Office) -> None:
    teacher = Liaison("education", "林老师", "0592-7000001", "王老师", "0592-7000002")
    said = district.set_liaisons(office, [teacher])
    assert teacher in district.liaisons(said)
    again = open_office(office.settings, clock=Clock())
    assert again.catalogue.liaisons["education"] == teacher
    assert again.catalogue.liaisons["health"].name == ""
    again.close()
    with pytest.raises(Refused, match="no department"):
        district.set_liaisons(office, [Liaison("schools", "x")])


def test_a_year_that_was_loaded_moves_the_provisional_days(tmp_path: Path, family: Application) -> None:
    settings = Settings(tmp_path / "office", policies_dir=tmp_path / "own")
    settings.policies_dir.mkdir()
    office = open_office(settings, clock=Clock())
    case = intake.accept(office, family, [Chosen("civil-affairs.dibao")])
    assert case.referrals[0].due.due == date(2027, 1, 5) and case.referrals[0].due.provisional
    office.close()
    own = settings.policies_dir / "calendars"
    own.mkdir()
    (own / "2027.toml").write_text(
        'year = 2027\nsource = "演练"\n[[holidays]]\ntitle = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-03\n',
        encoding="utf-8",
    )
    office = open_office(settings, clock=Clock())
    (row,) = queue.referral_rows(office, queue.referral_ids(office))
    assert row.due.due == date(2027, 1, 6) and not row.due.provisional
    file = cases.case(office, case.number)
    assert file.referrals[0].due.due == date(2027, 1, 6)
    assert file.catalogue_digest != office.catalogue.digest, "an old case keeps the list of its day"
    office.close()


def test_what_the_list_does_not_ask_is_not_stored(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        district.set_district(office, {"favourite_colour": "red", "court": "x" * 501}, confirmed=True)
    assert {problem.field for problem in refused.value.problems} == {"favourite_colour", "court"}


def test_a_setting_that_rules_read_takes_only_words_that_they_know(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        district.set_district(office, {"delegated_to_townships": "yes", "place": "莲花镇"}, confirmed=True)
    assert {problem.field for problem in refused.value.problems} == {"delegated_to_townships", "place"}
    said = district.set_district(office, {"delegated_to_townships": "是", "place": ""}, confirmed=True)
    assert said.district["delegated_to_townships"] == "是" and said.place == ""
    assert ("350212105", "莲花镇") in district.choices(office, "place")
    assert district.choices(office, "court") == ()


def test_a_broken_list_leaves_the_last_good_one_in_force_with_a_notice(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "office", policies_dir=tmp_path / "own")
    settings.policies_dir.mkdir()
    good = open_office(settings, clock=Clock())
    good.close()
    (settings.policies_dir / "places.toml").write_text("[350212105]\ntitle = ", encoding="utf-8")
    office = open_office(settings, clock=Clock())
    assert office.catalogue.digest == good.catalogue.digest
    assert any("places.toml" in problem.field for problem in office.notices)
    office.close()
    with pytest.raises(BadCatalogue):
        open_office(replace(settings, office_dir=tmp_path / "new"), clock=Clock())


def test_a_clock_that_was_set_back_is_told(office: Office, accepted: CaseFile, clock: Clock) -> None:
    clock.pass_by(days=-3)
    back = open_office(office.settings, clock=clock)
    assert any("Set the clock right" in problem.text for problem in back.notices)
    back.close()


def test_settings_come_from_file_and_environment_and_never_stop_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COUNTER_OFFICE_DIR", str(tmp_path / "office"))
    (tmp_path / "office").mkdir()
    file = tmp_path / "office" / "counter.toml"
    file.write_text(
        'language = "en"\ncolour = "red"\n[limits]\nhousehold = 40\nname = -1\n', encoding="utf-8"
    )
    settings = load()
    assert settings.office_dir == tmp_path / "office" and settings.language == "en"
    assert {problem.field.rpartition(" ")[2] for problem in settings.problems} == {"colour", "limits.name"}
    assert settings.limits == replace(Limits(), household=40)
    monkeypatch.setenv("COUNTER_LANGUAGE", "zh_CN")
    assert load().language == "zh_CN"
    assert load(tmp_path / "other").office_dir == tmp_path / "other"
    for broken in (b"language = ", b"\xff\xfe", b"\0" * 100):
        file.write_bytes(broken)
        told = load()
        assert told.limits == Limits() and str(file) in told.problems[0].field
