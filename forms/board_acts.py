"""Sheets on boards: posted, objected to, settled, taken down; what was granted is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from counter.cases.public_notice import Handling, PostingKind
from counter.cases.workflow import Outcome, ReferralState
from counter.services import postings
from counter.services.office import Act
from counter.text import _
from forms.acts_menu import Deed
from forms.asking import WIDE, Form, Said, day, one_of, papers_of, prose, words
from forms.choice_fields import Choice
from forms.handling_words import objection_text, sheet_text
from forms.matter import HANDLED, Matter, MatterActs, choices_of


class BoardActs(MatterActs):
    """Public notice before the decision, publication after it."""

    def deeds(self, matter: Matter) -> Iterator[Deed]:
        """The acts on this referral's sheets that go now."""
        if self.may(matter, Act.WORK):
            yield from self._sheets(matter)

    def _sheets(self, matter: Matter) -> Iterator[Deed]:
        row = matter.row
        granted = row.decision is not None and row.decision.outcome is not Outcome.REFUSE
        days = self.policy(row).public_notice_days
        disputed = any(one.open_objections for one in row.postings)
        if row.state in HANDLED and days and not disputed:
            yield Deed("3", _("Post a public notice"), partial(self._post, matter, PostingKind.NOTICE, days))
        elif row.state is ReferralState.DECIDED and granted:
            publish = partial(self._post, matter, PostingKind.PUBLICATION)
            yield Deed("3", _("Publish what was granted"), publish)
        hanging = [one for one in row.postings if one.taken_down_on is None]
        objections = [
            (f"{objection.id}", objection_text(objection))
            for one in row.postings
            for objection in one.open_objections
        ]
        sheets = [(f"{one.id}", sheet_text(one)) for one in hanging]
        if sheets:
            yield Deed("4", _("Note an objection"), partial(self._object, matter, sheets))
        if objections:
            yield Deed("5", _("Settle an objection"), partial(self._settle, matter, objections))
        if sheets:
            yield Deed("6", _("Take a sheet down"), partial(self._take_down, matter, sheets))

    def _post(self, matter: Matter, kind: PostingKind, days: int = 0) -> None:
        row = matter.row

        def work(said: Said) -> object:
            return postings.post(
                self.office,
                row.number,
                kind=kind,
                board=said.text("board"),
                on=said.day("on"),
                photo=said.text("photo"),
            )

        if kind is PostingKind.NOTICE:
            title = _("Post a public notice")
            text = _("It hangs {n} days, not counting the first; the charged clock stands still.", n=days)
        else:
            title, text = _("Publish what was granted"), _("It hangs as long as the aid is given.")
        self.ask(
            Form(
                title,
                _("It hangs"),
                (
                    words("board", _("Board"), must=True),
                    day("on", _("Posted on"), self.office.today()),
                    words("photo", _("Photo (its number or file)"), span=WIDE),
                ),
                work,
                heading=f"{title}：{row.title}",
                text=text,
                prints=papers_of(matter.case, "post" if kind is PostingKind.NOTICE else "publish"),
            )
        )

    def _object(self, matter: Matter, sheets: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.object_(
                self.office,
                said.number("posting"),
                by=said.text("by"),
                text=said.text("text"),
                on=said.day("on"),
            )

        self.ask(
            Form(
                _("Note an objection"),
                _("Note it"),
                (
                    one_of("posting", _("Sheet"), sheets, span=WIDE),
                    words("by", _("Who objects"), must=True),
                    day("on", _("Day"), self.office.today()),
                    prose("text", _("What is objected to"), must=True),
                ),
                work,
                heading=_("Note an objection: {policy}", policy=matter.row.title),
                text=_("Nothing is decided until it is settled and the result was posted again."),
                prints=papers_of(matter.case, "object"),
            )
        )

    def _settle(self, matter: Matter, objections: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.settle(
                self.office,
                said.number("objection"),
                handling=Handling(said.text("handling")),
                result=said.text("result"),
            )

        self.ask(
            Form(
                _("Settle an objection"),
                _("Settled"),
                (
                    one_of("objection", _("Objection"), objections, span=WIDE),
                    one_of("handling", _("How it was looked into"), choices_of(Handling), span=WIDE),
                    prose("result", _("What came of the objection"), must=True),
                ),
                work,
                heading=_("Settle an objection: {policy}", policy=matter.row.title),
                otherwise="result",
                prints=papers_of(matter.case, "object"),
            )
        )

    def _take_down(self, matter: Matter, sheets: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return postings.take_down(
                self.office, said.number("posting"), on=said.day("on"), photo=said.text("photo")
            )

        self.ask(
            Form(
                _("Take a sheet down"),
                _("Taken down"),
                (
                    one_of("posting", _("Sheet"), sheets, span=WIDE),
                    day("on", _("Taken down on"), self.office.today()),
                    words("photo", _("Photo (its number or file)")),
                ),
                work,
                heading=_("Take a sheet down: {policy}", policy=matter.row.title),
                prints=papers_of(matter.case, "take-down"),
            )
        )
