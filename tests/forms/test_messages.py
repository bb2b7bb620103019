"""A bug is found again by its number, and the log holds nothing of a person."""

import logging

import pytest

from forms import messages

NUMBER, NAME, PHONE = "350221194903052022", "陈水木", "13859990001"


def test_the_log_of_a_bug_holds_no_id_number_and_no_name(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(f"cannot store {NUMBER} of {NAME} at {PHONE}")
    except ValueError as bug:
        with caplog.at_level(logging.ERROR):
            number = messages.record_bug(bug)
    assert number in caplog.text and "ValueError" in caplog.text
    for secret in (NUMBER, NAME, PHONE):
        assert secret not in caplog.text


def test_the_sentence_of_a_bug_says_what_to_do() -> None:
    assert "F-1234" in messages.bug_text("F-1234")
