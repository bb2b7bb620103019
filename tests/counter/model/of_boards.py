"""Rules about sheets on boards: posted, objected to, settled, taken down, published."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter.cases.casefile import ReferralFile, Verb
from counter.cases.public_notice import Handling, PostingKind
from counter.services import postings
from tests.counter.model.book import Referral, Sheet
from tests.counter.model.days import Wait
from tests.counter.model.machine import PICK, WHO, WILD, there_is
from tests.counter.model.of_decisions import OfDecisions

BOARD = st.sampled_from(["村公示栏", "镇公示栏"])


class OfBoards(OfDecisions):
    @there_is("withdraw", lambda one: bool(one.policy.public_notice_days))
    @rule(n=PICK, wild=WILD, who=WHO, board=BOARD)
    def post(self, n: int, wild: bool, who: str, board: str) -> None:
        one = self.some_referral(n, wild, "withdraw", lambda one: bool(one.policy.public_notice_days))
        assert one is not None
        self.post_of(one, who, board)

    def post_of(self, one: Referral, who: str = "", board: str = "村公示栏") -> None:
        who = self.by(who, "work", one)
        days = one.policy.public_notice_days
        stands = any(not settled for sheet in one.notices for settled in sheet.objections.values())
        hangs = any(
            sheet.board == board and sheet.turn == one.turn and sheet.runs(self.today, self.book.days)
            for sheet in one.notices
        )

        def then(_file: ReferralFile) -> None:
            sheet = self.new_sheet(one, "notice", board, days, one.turn)
            until = sheet.until(self.book.days)
            lawful = one.policy.limits.exclude_publicity
            one.waits.append(Wait("sheet", self.today, until, lawful=lawful, what=sheet.id))

        self.act(
            f"post {one.number}",
            who,
            lambda office: postings.post(office, one.number, kind=PostingKind.NOTICE, board=board),
            legal=self.can(one, "withdraw", who, "work") and bool(days) and not stands and not hangs,
            told=[self.on(one, Verb.POSTED)],
            then=then,
        )

    def new_sheet(self, one: Referral, kind: str, board: str, days: int | None, turn: int) -> Sheet:
        working = self.book.notices_working
        sheet = Sheet(self.store.last_id("postings"), kind, board, self.today, turn, days, working)
        one.sheets.append(sheet)
        return sheet

    @precondition(lambda self: self.running())
    @rule(n=PICK, wild=WILD, who=WHO, board=BOARD)
    def publish(self, n: int, wild: bool, who: str, board: str) -> None:
        """What was granted is published, and only that."""
        one = self.some_referral(n, wild, "publish", lambda one: one.state == "decided")
        assert one is not None
        who = self.by(who, "work", one)
        granted = one.decision is not None and one.decision.outcome != "refuse"
        hangs = any(s.kind == "publication" and s.board == board and not s.down for s in one.sheets)
        self.act(
            f"publish {one.number}",
            who,
            lambda office: postings.post(office, one.number, kind=PostingKind.PUBLICATION, board=board),
            legal=self.may(who, "work", self.book.town(one), one.department)
            and one.state == "decided"
            and granted
            and not hangs,
            told=[self.on(one, Verb.PUBLISHED)],
            then=lambda _file: self.new_sheet(one, "publication", board, None, 1),
        )

    def sheets(self) -> list[tuple[Referral, Sheet]]:
        return [(one, sheet) for one in self.book.referrals.values() for sheet in one.sheets]

    @precondition(lambda self: self.sheets())
    @rule(n=PICK, who=WHO)
    def object_to(self, n: int, who: str) -> None:
        one, sheet = self.pick(self.sheets(), n)
        who = self.by(who, "work", one)
        self.act(
            f"object {one.number}",
            who,
            lambda office: postings.object_(office, sheet.id, by="邻居", text="有车"),
            legal=self.may(who, "work", self.book.town(one), one.department),
            told=[self.on(one, Verb.OBJECTED)],
            then=lambda _file: sheet.objections.update({self.store.last_id("objections"): False}),
        )

    @precondition(lambda self: any(sheet.objections for _one, sheet in self.sheets()))
    @rule(n=PICK, who=WHO, handling=st.sampled_from(Handling))
    def settle(self, n: int, who: str, handling: Handling) -> None:
        every = [
            (one, sheet, at)
            for one in self.book.referrals.values()
            for sheet in one.sheets
            for at in sheet.objections
        ]
        one, sheet, at = self.pick(every, n)
        who = self.by(who, "work", one)
        self.act(
            f"settle {one.number}",
            who,
            lambda office: postings.settle(office, at, handling=handling, result="查无此事"),
            legal=self.may(who, "work", self.book.town(one), one.department) and not sheet.objections[at],
            told=[self.on(one, Verb.OBJECTION_SETTLED)],
            then=lambda _file: sheet.objections.update({at: True}),
        )

    @precondition(lambda self: self.sheets())
    @rule(n=PICK, who=WHO)
    def take_down(self, n: int, who: str) -> None:
        one, sheet = self.pick(self.sheets(), n)
        self.take_down_of(one, sheet, who)

    def take_down_of(self, one: Referral, sheet: Sheet, who: str = "") -> None:
        who = self.by(who, "work", one)
        runs = sheet.runs(self.today, self.book.days)

        def then(_file: ReferralFile) -> None:
            sheet.down = self.today
            for wait in one.waits:
                if wait.kind == "sheet" and wait.what == sheet.id and runs:
                    wait.end = self.today

        self.act(
            f"take-down {one.number}",
            who,
            lambda office: postings.take_down(office, sheet.id),
            legal=self.may(who, "work", self.book.town(one), one.department)
            and not sheet.down
            and (not runs or bool(sheet.objections)),
            told=[self.on(one, Verb.TAKEN_DOWN)],
            then=then,
        )
