"""Rules about the office itself: desks that are handed over, officers, calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from counter.cases.casefile import Verb
from counter.cases.handover import Handover, HandoverKind
from counter.services import calendars, handovers, officers
from counter.services.calendars import Loaded
from counter.services.office import Officer
from tests.counter.model.book import HandOver
from tests.counter.model.days import row_of
from tests.counter.model.machine import PICK, WHO, WILD
from tests.counter.model.of_cases import one_of
from tests.counter.model.of_changes import OfChanges
from tests.counter.model.rights import ADMINISTRATORS, DESKS, OPEN_CASE, may

FREE_YEARS = {
    2027: {
        "early": (("2027-01-01", "2027-01-03"), ("2027-02-05", "2027-02-11"), ("2027-10-01", "2027-10-07")),
        "late": (("2027-01-01", "2027-01-01"), ("2027-02-05", "2027-02-12"), ("2027-10-01", "2027-10-08")),
    },
    2028: {
        "early": (("2028-01-01", "2028-01-03"), ("2028-01-25", "2028-01-31"), ("2028-10-01", "2028-10-07")),
        "late": (("2028-01-01", "2028-01-03"), ("2028-01-26", "2028-02-01"), ("2028-10-01", "2028-10-07")),
    },
}
"""Invented; nobody has announced these years yet."""
WORKED = {
    (2027, "early"): ("2027-02-20", "2027-09-26"),
    (2027, "late"): ("2027-02-13", "2027-09-25"),
    (2028, "early"): ("2028-02-05",),
    (2028, "late"): ("2028-01-22",),
}
IN_THE_OFFICE: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "look_in_the_other_window": {"n": PICK},
    "hand_over": {
        "who": st.sampled_from(list(DESKS)),
        "to": st.sampled_from(list(DESKS)),
        "n": PICK,
        "wild": WILD,
    },
    "confirm": {"n": PICK, "who": WHO},
    "stop_or_take_up": {"who": st.sampled_from([*ADMINISTRATORS, *ADMINISTRATORS, "clerk", "audit"])},
    "load_calendar": {
        "who": WHO,
        "year": st.sampled_from([2027, 2027, 2028]),
        "version": st.sampled_from(["early", "late"]),
        "broken": WILD,
    },
    "report_death": {"n": PICK, "who": WHO, "ago": st.sampled_from([0, 3, 40]), "again": WILD},
    "confer": {"n": PICK, "wild": WILD, "who": WHO, "present": st.sampled_from([("甲", "乙"), ("甲",)])},
    "sign_too_slowly": {"n": PICK, "who": WHO},
}
"""Likewise of the office."""


def _days(first: str, last: str) -> list[date]:
    return row_of(date.fromisoformat(first), date.fromisoformat(last))


class OfTheOffice(OfChanges):
    @rule(given=one_of(IN_THE_OFFICE))
    def in_the_office(self, given: dict[str, Any]) -> None:
        act = given.pop("act")
        getattr(self, act)(**given)

    def hand_over(self, who: str, to: str, n: int, wild: bool) -> None:
        own = [case for case in self.book.cases.values() if case.state in OPEN_CASE]
        if not own:
            return
        case = self.pick(own, n)
        if not wild:
            who = case.owner
            desk = DESKS[who]
            able = [one for one in DESKS if one != who and one in self.active]
            able = [one for one in able if may(DESKS[one], "hand-over", desk.town, desk.department)]
            to = self.pick(able, n) if able else to
        desk = DESKS[who]

        def then(offered: Handover) -> None:
            self.book.hand_overs.append(HandOver(offered.id, who, to, (case.number,)))

        self.act(
            f"hand-over to {to}",
            who,
            lambda office: handovers.offer(office, to_login=to, kind=HandoverKind.CASES, cases=[case.number]),
            legal=self.may(who, "hand-over", desk.town, desk.department)
            and self.may(to, "hand-over", desk.town, desk.department)
            and who != to
            and case.owner == who,
            told=[(desk.town or "office", Verb.HANDED_OVER.value, "", "")],
            then=then,
        )

    def confirm(self, n: int, who: str) -> None:
        every = self.book.hand_overs
        if not every:
            return
        offered = self.pick([one for one in every if not one.done] or every, n)
        who = who or offered.to
        desk = DESKS[offered.by]
        passing = [
            case
            for case in (self.book.cases[number] for number in offered.cases)
            if case.owner == offered.by and case.state in OPEN_CASE
        ]

        def then(_handover: Handover) -> None:
            offered.done = True
            for case in passing:
                case.owner = offered.to

        self.act(
            "confirm",
            who,
            lambda office: handovers.confirm(office, offered.id),
            legal=who == offered.to and who in self.active and not offered.done,
            told=[
                *(self.of_case(case, Verb.OWNER_CHANGED) for case in passing),
                (desk.town or "office", Verb.HANDOVER_CONFIRMED.value, "", ""),
            ],
            then=then,
        )

    def stop_or_take_up(self, who: str) -> None:
        """The second clerk is stopped, once nothing is owned, and can do nothing until taken up again."""
        login, active = "second-clerk", "second-clerk" in self.active
        officer = self.officers[login]
        row = Officer(officer.id, login, login, officer.roles, officer.department, officer.township, active)
        owns = any(case.owner == login and case.state in OPEN_CASE for case in self.book.cases.values())
        change = officers.stop_officer if active else officers.take_up_officer

        def then(_officer: Officer) -> None:
            (self.active.discard if active else self.active.add)(login)

        self.act(
            "stop-officer" if active else "take-up-officer",
            who,
            lambda office: change(office, row),
            legal=self.may(who, "manage-officers") and not (active and owns),
            told=[("office", (Verb.OFFICER_STOPPED if active else Verb.OFFICER_TAKEN_UP).value, "", "")],
            then=then,
        )

    def load_calendar(self, who: str, year: int, version: str, broken: bool) -> None:
        """A year is read in, or read in again: every last day moves with it at once."""
        off = [day for first, last in FREE_YEARS[year][version] for day in _days(first, last)]
        worked = [date.fromisoformat(day) for day in WORKED[year, version]]
        lines = [f"{day},放假,假日" for day in off] + [f"{day},上班,假日" for day in worked]
        text = "\n".join(["date,kind,title", *lines, *(["2027-13-01,放假,假日"] if broken else [])])
        who = self.whoever(who, "load-calendar")

        def then(loaded: Loaded) -> None:
            self.office = loaded.office
            self.book.learn(year, off, worked)
            for one in self.book.referrals.values():
                for sheet in one.notices if one.is_open else ():
                    for wait in one.waits:
                        if wait.kind == "sheet" and wait.what == sheet.id and sheet.down is None:
                            wait.end = sheet.until(self.book.days)

        self.act(
            f"load-calendar {year} {version}",
            who,
            lambda office: calendars.load(office, text, source="转发的通知"),
            legal=self.may(who, "load-calendar") and not broken,
            told=[("office", Verb.CALENDAR_LOADED.value, "", "")],
            then=then,
        )
        self.hold_everything()

    def look_in_the_other_window(self, n: int) -> None:
        """A window that was opened before a calendar came counts in it all the same."""
        if self.book.cases:
            self.hold_case(self.pick(list(self.book.cases), n), self.other_window)
