"""Complaints and reports about a matter: taken down, and what they came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from counter.cases.workflow import ReferralState
from counter.services import complaints
from counter.services.office import Act
from counter.text import _
from forms.acts_menu import Deed
from forms.asking import Form, Said, day, one_of, papers_of, prose, words
from forms.choice_fields import Choice
from forms.handling_words import complaint_text
from forms.matter import Matter, MatterActs

_GONE = frozenset({ReferralState.DRAFT, ReferralState.WITHDRAWN})


class ComplaintActs(MatterActs):
    """Whoever complains in a name has a receipt, and then an answer."""

    def deeds(self, matter: Matter) -> Iterator[Deed]:
        """The acts on this referral's complaints that go now."""
        row = matter.row
        if not self.may(matter, Act.WORK) or row.state in _GONE:
            return
        yield Deed("K", _("Note a complaint"), partial(self._receive, matter))
        waiting = [(f"{one.id}", complaint_text(one)) for one in row.complaints if one.answered_on is None]
        if waiting:
            yield Deed("W", _("Answer a complaint"), partial(self._answer, matter, waiting))

    def _receive(self, matter: Matter) -> None:
        row = matter.row

        def work(said: Said) -> object:
            return complaints.receive(
                self.office,
                row.number,
                by=said.text("by"),
                contact=said.text("contact"),
                text=said.text("text"),
                on=said.day("on"),
            )

        self.ask(
            Form(
                _("Note a complaint"),
                _("Note it"),
                (
                    words("by", _("Who complains"), must=True),
                    words("contact", _("How to reach them")),
                    day("on", _("Day"), self.office.today()),
                    prose("text", _("What it is about"), must=True),
                ),
                work,
                heading=_("Note a complaint: {policy}", policy=row.title),
                text=_("The name is kept from the household. Who gives none is noted as anonymous."),
                prints=papers_of(matter.case, "object"),
            )
        )

    def _answer(self, matter: Matter, waiting: Sequence[Choice]) -> None:
        def work(said: Said) -> object:
            return complaints.answer(self.office, said.number("complaint"), result=said.text("result"))

        self.ask(
            Form(
                _("Answer a complaint"),
                _("Answered"),
                (
                    one_of("complaint", _("Complaint"), waiting, span=2),
                    prose("result", _("What came of the complaint"), must=True),
                ),
                work,
                heading=_("Answer a complaint: {policy}", policy=matter.row.title),
                otherwise="result",
                prints=papers_of(matter.case, "object"),
            )
        )
