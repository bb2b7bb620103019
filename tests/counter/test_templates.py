"""The office's own templates, and letters changed in Word: looked through, kept, printed."""

from __future__ import annotations

import json
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

import main
from counter.cases.application import Application
from counter.cases.casefile import Paper, Verb
from counter.errors import Refused
from counter.letters import word
from counter.letters.differences import Mark
from counter.services import audit, intake, letter_versions, notices, printing, templates
from counter.services.office import Office, Officer, Role
from counter.store import records
from counter.text import translate
from tests.counter.letters.test_word import changed, copied

OTHERWISE = "{{ otherwise }}"


@pytest.fixture
def asked(office: Office, family: Application) -> str:
    """The number of an issued request for a paper."""
    waiting = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    return notices.issue(office, waiting.number, "D06").number


def own(words: str = "请尽早送来。") -> bytes:
    """Our request for papers with a sentence of the office's own."""
    return changed(word.template("D06"), (OTHERWISE, OTHERWISE + words))


def said(office: Office, number: str) -> str:
    return copied(printing.draw(office, number))


def template_of(office: Office, number: str) -> str:
    with office.read() as session:
        return session.scalars(select(records.Notice.template).filter_by(number=number)).one()


# --- templates -----------------------------------------------------------------------------------


def test_nine_templates_are_ours_until_the_office_says_otherwise(office: Office) -> None:
    known = templates.templates(office)
    assert [one.kind for one in known] == ["D06", "D08", "D16", "D19", "D20", "D21", "D22", "D23", "D24"]
    assert not any(one.is_own or one.version for one in known)
    assert templates.file_of(office, "D20") == word.template("D20")


def test_an_own_template_words_what_is_issued_from_then_on(
    office: Office, asked: str, family: Application
) -> None:
    put = templates.put_in(office, "D06", own(), reason="按区里新口径")
    assert (put.version, put.is_own, put.reason) == (1, True, "按区里新口径")
    waiting = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    assert "请尽早送来。" in copied(printing.preview(office, waiting.number, "D06").pdf)
    later = notices.issue(office, waiting.number, "D06").number
    assert "请尽早送来。" in said(office, later) and "请尽早送来。" not in said(office, asked)
    assert (template_of(office, asked), template_of(office, later)) == ("D06/1", "D06/office/1")
    assert "请尽早送来" in texts_of(printing.draw_word(office, later))


def test_back_to_ours_keeps_what_was_issued_and_the_history(office: Office, family: Application) -> None:
    templates.put_in(office, "D06", own("一。"), reason="一")
    templates.put_in(office, "D06", own("二。"), reason="二")
    waiting = intake.register(office, family, [Paper("hukou-book", "户口簿", "missing")])
    number = notices.issue(office, waiting.number, "D06").number
    ours = templates.back_to_ours(office, "D06", reason="改回")
    assert not ours.is_own and templates.file_of(office, "D06") == word.template("D06")
    assert "二。" in said(office, number)
    history = templates.history(office, "D06")
    assert [(one.version, one.is_own) for one in history] == [(3, False), (2, True), (1, True), (0, False)]
    assert templates.file_of(office, "D06", 1) == own("一。")
    verbs = [event.verb for event in audit.events(office, limit=50)]
    assert verbs.count(Verb.TEMPLATE_PUT_IN) == 2 and Verb.TEMPLATE_OURS in verbs
    assert audit.verify(office).ok
    with pytest.raises(Refused, match="already"):
        templates.back_to_ours(office, "D06", reason="再一次")


def test_a_template_with_a_problem_is_told_and_not_kept(office: Office) -> None:
    bad = changed(word.template("D06"), (OTHERWISE, "{{ otherwize }}"))
    (problem,) = templates.look(office, "D06", bad).problems
    assert "otherwise" in translate(problem)
    with pytest.raises(Refused):
        templates.put_in(office, "D06", bad, reason="试")
    assert not templates.templates(office)[0].is_own


def test_only_who_keeps_the_lists_puts_templates_in(office: Office) -> None:
    clerk = office.with_officer(Officer(1, "chen", "陈", (Role.CLERK,), township="350212105"))
    with pytest.raises(Refused, match="may not"):
        templates.put_in(clerk, "D06", own(), reason="试")
    for wrong, match in ((("D06", own(), ""), "Say why"), (("D07", own(), "x"), "not made for editing")):
        kind, data, reason = wrong
        with pytest.raises(Refused, match=match):
            templates.put_in(office, kind, data, reason=reason)
    templates.put_in(office, "D06", own(), reason="试")
    with pytest.raises(Refused, match="in force already"):
        templates.put_in(office, "D06", own(), reason="再试")


def test_the_database_itself_changes_no_template(office: Office) -> None:
    templates.put_in(office, "D06", own(), reason="试")
    for statement in ("DELETE FROM letter_templates", "UPDATE letter_templates SET reason = ''"):
        with pytest.raises(IntegrityError), office.write() as session:
            session.execute(text(statement))


# --- letters changed in Word ---------------------------------------------------------------------


def texts_of(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as packed:
        return packed.read("word/document.xml").decode()


def test_a_changed_letter_is_compared_kept_and_printed(office: Office, asked: str) -> None:
    file = changed(printing.draw_word(office, asked), ("一次性告知。", "请抓紧补齐。"))
    found = letter_versions.compare(office, asked, file)
    (paragraph,) = found.changed
    sides = [
        "".join(one.text for one in paragraph.pieces if one.mark is not out)
        for out in (Mark.ADDED, Mark.REMOVED)
    ]
    assert sides[0].endswith("一次性告知。") and sides[1] == sides[0].replace("一次性告知。", "请抓紧补齐。")
    assert found.warnings == ()
    kept = letter_versions.take_back(office, asked, file, reason="领导改稿")
    assert (kept.version, kept.reason, kept.difference) == (2, "领导改稿", found)
    assert kept.digest != kept.digest_before
    assert "请抓紧补齐。" in said(office, asked)
    assert printing.draw_word(office, asked) == file
    assert letter_versions.versions(office, asked) == (kept,)
    (event,) = [one for one in audit.events(office, limit=20) if one.verb is Verb.LETTER_CHANGED]
    assert event.detail["digest_before"] == kept.digest_before and event.detail["changed"] == 1
    assert audit.verify(office).ok


def test_what_weighs_is_warned_about(office: Office, asked: str, family: Application) -> None:
    name = family.applicant.name
    drawn = printing.draw_word(office, asked)
    file = changed(drawn, (f">{name}：<", ">某某：<"), ("请于", "请于2031年1月1日即"))
    told = [translate(one) for one in letter_versions.compare(office, asked, file).warnings]
    assert any(name in one for one in told) and any("2031" in one for one in told), told


def test_another_letter_nothing_new_or_a_delivered_one_is_not_taken_back(office: Office, asked: str) -> None:
    drawn = printing.draw_word(office, asked)
    with pytest.raises(Refused, match="nothing to take back"):
        letter_versions.compare(office, asked, drawn)
    with pytest.raises(Refused, match="does not stand in it"):
        letter_versions.compare(office, asked, changed(drawn, (asked, "(莲花)救补〔2026〕第9999号")))
    file = changed(drawn, ("一次性告知。", "请抓紧补齐。"))
    with pytest.raises(Refused, match="Say why"):
        letter_versions.take_back(office, asked, file, reason=" ")
    notices.void(office, asked, reason="写错")
    with pytest.raises(Refused, match="is void"):
        letter_versions.compare(office, asked, file)


def test_the_command_compares_and_takes_back(
    office: Office, asked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = partial(told_by, office, capsys)
    file = tmp_path / "letter.docx"
    assert run("letter", asked, "--take-out", str(file))["file"] == str(file)
    file.write_bytes(changed(file.read_bytes(), ("一次性告知。", "请抓紧补齐。")))
    (paragraph,) = run("letter", asked, "--changed", str(file), "--dry-run")["changes"]
    assert {"added", "removed"} <= {piece["mark"] for piece in paragraph}
    assert run("letter", asked)["versions"] == []
    kept = run("letter", asked, "--changed", str(file), "--reason", "领导改稿")
    (version,) = run("letter", asked)["versions"]
    assert version == kept and version["version"] == 2


def told_by(office: Office, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    """What a command answers in JSON."""
    assert main.main([*words, "--office", str(office.settings.office_dir), "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_the_command_looks_puts_in_and_goes_back(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = partial(told_by, office, capsys)
    file = tmp_path / "own.docx"
    run("templates", "D06", "--take-out", str(file))
    file.write_bytes(changed(file.read_bytes(), (OTHERWISE, "{{ otherwize }}")))
    assert "otherwise" in str(run("templates", "D06", "--check", str(file), status=1)["problems"])
    file.write_bytes(own())
    assert run("templates", "D06", "--put-in", str(file), "--reason", "新口径")["version"] == 1
    assert [one["own"] for one in run("templates")["templates"]][:2] == [True, False]
    assert run("templates", "D06", "--ours", "--reason", "改回")["own"] is False
