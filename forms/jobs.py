"""Work beside the window: a thread pool, and one bridge back to the screen that never dies.

How to add one: `jobs.start(self, partial(intake.accept, office, …), succeeded=…, refused=…)`. The work
runs in another thread and touches no widget; every answer is called in the thread of the window.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal

from counter.errors import Cancelled, CounterError

T = TypeVar("T")


class _Bridge(QObject):
    """Carries calls to the thread of the window. One for the whole life of the program.

    A signals object for each job, deleted when it ends, crashes: an answer may be on its way while its
    sender dies.
    """

    carried = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.carried.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _run(self, call: Callable[[], None]) -> None:
        call()


_bridge: _Bridge | None = None


def _the_bridge() -> _Bridge:
    global _bridge  # noqa: PLW0603 - one object for the life of the program is the point
    if _bridge is None or not shiboken6.isValid(_bridge):
        _bridge = _Bridge()
        if (app := QCoreApplication.instance()) is not None:
            _bridge.moveToThread(app.thread())
    return _bridge


class Job:
    """A piece of work under way; `cancel` makes its next progress report raise `Cancelled`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def cancel(self) -> None:
        self._stopped.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stopped.is_set()


class _Work(Generic[T]):
    """Work that a thread of the pool runs; no QRunnable, so that Python alone says how long it lives."""

    def __init__(
        self,
        job: Job,
        owner: QObject,
        work: Callable[..., T],
        *,
        wants_progress: bool,
        succeeded: Callable[[T], object] | None,
        refused: Callable[[CounterError], object] | None,
        crashed: Callable[[Exception], object] | None,
        progressed: Callable[[int, int], object] | None,
        ended: Callable[[], object] | None,
    ) -> None:
        self._job = job
        self._owner = owner
        self._work = work
        self._wants_progress = wants_progress
        self._succeeded = succeeded
        self._refused = refused
        self._crashed = crashed
        self._progressed = progressed
        self._ended = ended
        self._step_waits = threading.Event()

    def run(self) -> None:
        try:
            result = self._work(self._progress) if self._wants_progress else self._work()
        except Cancelled:
            pass
        except CounterError as refused:
            self._carry(partial(self._on_refused, refused))
        except Exception as bug:
            self._carry(partial(self._on_crashed, bug))
        else:
            if self._succeeded is not None and not self._job.is_cancelled:
                self._carry(partial(self._succeeded, result))
        if self._ended is not None:
            self._carry(self._ended)

    def _progress(self, done: int, total: int, /) -> None:
        if self._job.is_cancelled:
            raise Cancelled
        # A step is dropped while one is on its way, so that a tight loop cannot flood the window.
        if self._progressed is not None and not self._step_waits.is_set():
            self._step_waits.set()
            self._carry(partial(self._show_step, done, total))

    def _show_step(self, done: int, total: int) -> None:
        self._step_waits.clear()
        if self._progressed is not None:
            self._progressed(done, total)

    def _on_refused(self, refused: CounterError) -> None:
        if self._refused is not None:
            self._refused(refused)
            return
        from forms.messages import show_refusal

        show_refusal(self._owner, refused)

    def _on_crashed(self, bug: Exception) -> None:
        if self._crashed is not None:
            self._crashed(bug)
            return
        from forms.messages import show_bug

        show_bug(self._owner, bug)

    def _carry(self, call: Callable[[], object]) -> None:
        bridge = _bridge
        if bridge is not None and shiboken6.isValid(bridge):
            bridge.carried.emit(partial(_if_alive, self._owner, call))


def _if_alive(owner: QObject, call: Callable[[], object]) -> None:
    """An answer for a screen that is gone is dropped."""
    if shiboken6.isValid(owner):
        call()


def start(
    owner: QObject,
    work: Callable[[], T],
    *,
    succeeded: Callable[[T], object] | None = None,
    refused: Callable[[CounterError], object] | None = None,
    crashed: Callable[[Exception], object] | None = None,
    ended: Callable[[], object] | None = None,
) -> Job:
    """Run `work` beside the window and tell `owner` how it went. Without `refused` a dialog says why."""
    return _begin(
        owner,
        work,
        wants_progress=False,
        succeeded=succeeded,
        refused=refused,
        crashed=crashed,
        progressed=None,
        ended=ended,
    )


def start_long(
    owner: QObject,
    work: Callable[..., T],
    *,
    progressed: Callable[[int, int], object],
    succeeded: Callable[[T], object] | None = None,
    refused: Callable[[CounterError], object] | None = None,
    crashed: Callable[[Exception], object] | None = None,
    ended: Callable[[], object] | None = None,
) -> Job:
    """As `start`, for work that takes a `Progress` and can be cancelled."""
    return _begin(
        owner,
        work,
        wants_progress=True,
        succeeded=succeeded,
        refused=refused,
        crashed=crashed,
        progressed=progressed,
        ended=ended,
    )


def _begin(
    owner: QObject,
    work: Callable[..., T],
    *,
    wants_progress: bool,
    succeeded: Callable[[T], object] | None,
    refused: Callable[[CounterError], object] | None,
    crashed: Callable[[Exception], object] | None,
    progressed: Callable[[int, int], object] | None,
    ended: Callable[[], object] | None,
) -> Job:
    _the_bridge()
    job = Job()
    begun = _Work(
        job,
        owner,
        work,
        wants_progress=wants_progress,
        succeeded=succeeded,
        refused=refused,
        crashed=crashed,
        progressed=progressed,
        ended=ended,
    )
    QThreadPool.globalInstance().start(begun.run)
    return job


class Latest(Generic[T]):
    """Only the answer to the last question counts; while one is asked, a newer one waits its turn.

    For what follows the typing: matching, searching, the look for duplicates.
    """

    def __init__(
        self,
        owner: QObject,
        *,
        succeeded: Callable[[T], object],
        refused: Callable[[CounterError], object] | None = None,
    ) -> None:
        self._owner = owner
        self._succeeded = succeeded
        self._refused = refused
        self._generation = 0
        self._busy = False
        self._next: Callable[[], T] | None = None

    @property
    def is_busy(self) -> bool:
        return self._busy

    def ask(self, work: Callable[[], T]) -> None:
        self._generation += 1
        if self._busy:
            self._next = work
            return
        self._run(work)

    def forget(self) -> None:
        """Whatever is under way will not be told."""
        self._generation += 1
        self._next = None

    def _run(self, work: Callable[[], T]) -> None:
        self._busy = True
        generation = self._generation
        start(
            self._owner,
            work,
            succeeded=partial(self._arrived, generation),
            refused=partial(self._was_refused, generation),
            ended=self._go_on,
        )

    def _arrived(self, generation: int, result: T) -> None:
        if generation == self._generation:
            self._succeeded(result)

    def _was_refused(self, generation: int, refused: CounterError) -> None:
        if generation == self._generation and self._refused is not None:
            self._refused(refused)

    def _go_on(self) -> None:
        self._busy = False
        if (work := self._next) is not None:
            self._next = None
            self._run(work)
