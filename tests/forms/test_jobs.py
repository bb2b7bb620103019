"""Work beside the window comes back to the window, or not at all when nobody waits for it any more."""

import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, QThreadPool
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from counter.errors import CounterError, Refused
from counter.progress import Progress
from forms import jobs


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_a_result_arrives_in_the_thread_of_the_window(owner: QObject, qtbot: QtBot) -> None:
    threads: list[bool] = []

    def arrived(result: int) -> None:
        threads.append(result == 42 and QThread.currentThread() is owner.thread())

    jobs.start(owner, lambda: 42, succeeded=arrived)
    qtbot.waitUntil(lambda: threads == [True])


def test_a_refusal_is_told_and_the_end_as_well(owner: QObject, qtbot: QtBot) -> None:
    told: list[object] = []

    def work() -> None:
        raise Refused("Choose at least one policy.")

    jobs.start(
        owner,
        work,
        succeeded=told.append,
        refused=lambda refused: told.append(refused.text),
        ended=lambda: told.append("ended"),
    )
    qtbot.waitUntil(lambda: told == ["Choose at least one policy.", "ended"])


def test_a_bug_is_told_by_its_number_and_the_window_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def work() -> None:
        raise ZeroDivisionError

    jobs.start(window, work)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    assert "F-" in box.text()
    box.close()


def test_what_comes_for_a_screen_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    gone, stays = QObject(), QObject()
    may_go_on = threading.Event()
    told: list[str] = []
    jobs.start(gone, may_go_on.wait, succeeded=lambda _: told.append("gone"))
    shiboken6.delete(gone)
    may_go_on.set()
    assert QThreadPool.globalInstance().waitForDone(5000)
    jobs.start(stays, lambda: None, succeeded=lambda _: told.append("stays"))
    qtbot.waitUntil(lambda: told == ["stays"])


def test_long_work_stops_when_it_is_cancelled(owner: QObject, qtbot: QtBot) -> None:
    told: list[str] = []
    steps: list[int] = []

    def work(progress: Progress) -> None:
        for done in range(1_000_000):
            progress(done, 1_000_000)

    job = jobs.start_long(
        owner,
        work,
        progressed=lambda done, _total: steps.append(done),
        succeeded=lambda _: told.append("succeeded"),
        ended=lambda: told.append("ended"),
    )
    qtbot.waitUntil(lambda: len(steps) > 2)
    job.cancel()
    qtbot.waitUntil(lambda: told == ["ended"])


def test_only_the_last_question_is_answered(owner: QObject, qtbot: QtBot) -> None:
    answers: list[int] = []
    asked: list[int] = []
    latest: jobs.Latest[int] = jobs.Latest(owner, succeeded=answers.append)

    def look_up(number: int) -> int:
        asked.append(number)
        return number

    for number in range(20):
        latest.ask(partial(look_up, number))
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert answers == [19]
    assert len(asked) < 20, "what nobody waits for any more is not even begun"


def test_a_question_that_is_forgotten_is_not_answered(owner: QObject, qtbot: QtBot) -> None:
    answers: list[object] = []
    refusals: list[CounterError] = []
    latest: jobs.Latest[int] = jobs.Latest(owner, succeeded=answers.append, refused=refusals.append)
    latest.ask(lambda: 1)
    latest.forget()
    qtbot.waitUntil(lambda: not latest.is_busy)
    assert answers == [] and refusals == []
