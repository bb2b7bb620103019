"""Walks of the machine past the rules that matter most, step by step, beside its random runs.

Chance comes by each of them in some hundred runs; the gate makes only a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from counter.cases.public_notice import Handling
from tests.counter.model.days import DAY
from tests.counter.model.real_office import AGED, DIBAO, EMERGENCY, LEGAL, MEDICAL, RIGID, TEKUN
from tests.counter.model.whole import CaseMachine

WAITS = ("papers", "suspension", "verification", "publicity", "check", "question", "sheet")

MOST_MOVES = 7
"""From no state are there more; whoever signed for a referral can return, withdraw, suspend, decide …"""


@contextmanager
def walking(day: date, policies: list[str], begun: tuple[str, ...]) -> Iterator[CaseMachine]:
    """A machine whose first case has got so far; in the end everything is held once more."""
    machine = CaseMachine()
    try:
        machine.first_family(
            day=day,
            policies=policies,
            begun=begun,
            delegated=False,
            notices_kept=False,
            notices_working=True,
        )
        yield machine
    except BaseException:
        machine.sound = False
        raise
    finally:
        machine.teardown()


def waiting_for_two_things() -> None:
    """Every two kinds of waiting, the later one ending first, over the holidays of the autumn."""
    for policy in (DIBAO, MEDICAL, TEKUN):
        with walking(date(2026, 9, 17), [policy], ("in hand",)) as machine:
            for at, first in enumerate(WAITS):
                then = WAITS[(at + 3) % len(WAITS)]
                machine.wait_for_two(n=0, first=first, then=then, between=3, after=8, order=False)


def back_and_forth() -> None:
    """What a department gives back is nobody's but the dispatcher's until another one has it."""
    with walking(date(2026, 11, 20), [DIBAO, LEGAL], ("in hand", "sent")) as machine:
        first, second = machine.book.referrals.values()
        for one in (first, second):
            machine.moves_of(one)["return"]("")
        machine.go_to(date(2026, 12, 7))
        machine.hold_everything()
        machine.reassign_of(first, "", "healthcare-security")
        machine.go_to(date(2026, 12, 20))
        machine.hold_everything()
        machine.withdraw_of(second, "")
        machine.go_to(date(2026, 12, 30))
        machine.hold_everything()


def longer_limits() -> None:
    """On a ground that is listed, in time and once; else not."""
    for eve, listed in (("", False), ("last day", True), ("day after", True)):
        with walking(date(2026, 9, 17), [DIBAO, RIGID], ("in hand", "in hand")) as machine:
            machine.lengthen(n=0, listed=listed, eve=eve, again=True)
            machine.extend_of(next(iter(machine.book.referrals.values())), "", 1, 3)


def refused_and_untold() -> None:
    """No case with a refusal ends before its letter has reached the household, nor stays ended without it."""
    with walking(date(2026, 2, 9), [AGED, LEGAL], ("in hand", "in hand")) as machine:
        case = next(iter(machine.book.cases.values()))
        for one, outcome in zip(machine.book.of(case.number), ("refuse", "partly"), strict=True):
            machine.next_step(one, outcome, 62_000)
        machine.close(case, "clerk")
        machine.tell_all(case, deliver=False)
        machine.close(case, "clerk")
        letters = list(machine.book.letters.values())
        machine.deliver_of(letters[0], way="publication")
        machine.deliver_of(letters[1])
        machine.go_to(machine.today + 29 * DAY)
        machine.close(case, "clerk")
        machine.go_to(machine.today + DAY)
        machine.close(case, "clerk")
        machine.void(n=0, who="")
        machine.archive(case, "clerk")


def declined_and_taken_back() -> None:
    """Nor is anything put away that the household was never told."""
    with walking(date(2026, 4, 28), [AGED, LEGAL], ("in hand", "sent")) as machine:
        case = next(iter(machine.book.cases.values()))
        machine.next_step(machine.book.of(case.number)[0], "refuse", 0)
        machine.withdraw_case(n=0, wild=False, who="")
        machine.archive(case, "clerk")
        machine.tell_all(case)
        machine.archive(case, "clerk")
        machine.decline_at_once(family="alone", who="", clause="第四条")
        declined = list(machine.book.cases.values())[-1]
        machine.archive(declined, "clerk")
        machine.issue_declined(declined)
        machine.archive(declined, "clerk")
        machine.deliver_of(list(machine.book.letters.values())[-1])
        machine.archive(declined, "clerk")


def less_than_before() -> None:
    """Told, heard, then decided; with any of it left out it is not decided."""
    for ends_it in (False, True):
        with walking(date(2026, 9, 17), [DIBAO, TEKUN, RIGID], ("grant", "grant", "grant")) as machine:
            for without in ("tell", "deliver", "hear", "none"):
                machine.give_less(n=0, ends_it=ends_it, wait=3, without=without)
                while any(plan.is_open for plan in machine.book.plans.values()):
                    machine.drop(n=0, who="")
            machine.give_less(n=1, ends_it=ends_it, wait=8, without="hear")
            machine.report_death(n=0, who="", ago=3, again=False)
            machine.review(n=0, who="")


def corrected() -> None:
    """A correction gives a household that was told no less, and not later."""
    with walking(date(2026, 9, 17), [DIBAO, RIGID], ("grant", "grant")) as machine:
        machine.go_to(date(2026, 9, 28))
        for n, outcome, amount, starts in (
            (0, "grant", 50_000, 0),
            (0, "refuse", 0, 0),
            (1, "grant", 0, 30),
            (0, "grant", 80_000, 0),
            (0, "grant", 62_000, 0),
        ):
            machine.correct(n=n, wild=False, who="", outcome=outcome, amount=amount, starts=starts, spoilt="")
        machine.go_to(date(2026, 12, 30))
        machine.hold_everything()


def out_of_turn() -> None:
    """Each state, each move that the table does not know, and each desk that has not the right."""
    with walking(date(2026, 11, 20), [DIBAO, LEGAL, AGED], ("sent", "in hand", "refuse")) as machine:
        machine.apply("three", [MEDICAL, TEKUN, EMERGENCY], "", send=True, later=True)
        machine.apply("alone", [DIBAO], "", send=False, later=False)
        medical, tekun, urgent = list(machine.book.referrals.values())[3:6]
        machine.withdraw_of(medical, "")
        machine.moves_of(tekun)["return"]("")
        machine.sign_of(urgent)
        machine.request_of(urgent, "", {"proof-a"}, "")
        for n in range(len({one.state for one in machine.book.referrals.values()})):
            machine.out_of_turn(n=n)
            for m in range(MOST_MOVES):
                machine.without_the_right(n=n, m=m)
            machine.case_out_of_turn(n=n)


def a_calendar_that_comes_late() -> None:
    """Last days in a year that nobody knew move with it, also those of what was decided and what hangs."""
    with walking(date(2026, 12, 29), [DIBAO, TEKUN, LEGAL], ("in hand", "refuse", "sent")) as machine:
        machine.post_of(next(iter(machine.book.referrals.values())))
        for version in ("early", "late"):
            machine.load_calendar(who="", year=2027, version=version, broken=False)
            machine.look_in_the_other_window(n=0)
            machine.go_to(machine.today + 20 * DAY)
            machine.hold_everything()


def objected_to() -> None:
    """An objection is settled and the result hangs again before it is granted."""
    with walking(date(2026, 9, 17), [DIBAO], ("in hand",)) as machine:
        one = next(iter(machine.book.referrals.values()))
        grant, _good = machine.answer(one, "grant", 62_000, 0)
        for _turn in range(2):
            machine.post_of(one)
            machine.decide_of(one, grant)
            machine.object_to(n=len(one.sheets) - 1, who="")
            machine.decide_of(one, grant)
            machine.take_down_of(one, one.sheets[-1])
            machine.settle(n=len(one.sheets) - 1, who="", handling=Handling.INVESTIGATION)
        machine.decide_of(one, grant)
        machine.next_step(one, "grant", 62_000)


def one_case_of_two() -> None:
    """Two cases of a household become one; a third one that was decided does not."""
    with walking(date(2026, 9, 17), [DIBAO, LEGAL], ("in hand", "sent")) as machine:
        machine.apply("three", [DIBAO, MEDICAL], "", send=True, later=True)
        machine.apply("three", [AGED], "", send=True, later=False)
        first, second, third = machine.book.cases.values()
        machine.merge(n=1, m=0, wild=False, who="")
        assert second.state == "merged" and second.into == first.number
        machine.hand_over(who="clerk", to="second-clerk", n=0, wild=False)
        machine.confirm(n=0, who="")
        machine.next_step(machine.book.of(third.number)[0], "grant", 62_000)
        machine.next_step(machine.book.of(third.number)[0], "grant", 62_000)
        machine.merge(n=2, m=0, wild=True, who="clerk")


WALKS: tuple[Callable[[], None], ...] = (
    waiting_for_two_things,
    back_and_forth,
    longer_limits,
    refused_and_untold,
    declined_and_taken_back,
    less_than_before,
    corrected,
    out_of_turn,
    a_calendar_that_comes_late,
    objected_to,
    one_case_of_two,
)
