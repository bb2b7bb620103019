"""What in the list still waits for somebody, and whether the list that was asked for could be read at all."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter.catalogue.check import Report
from counter.catalogue.model import Catalogue
from counter.catalogue.standard import State
from counter.text import _, ngettext, translate
from forms.catalogue.states import STATES, state_text
from forms.page import Scrolled
from forms.rich import RichPage, head, heading, line, link, row_of, small, table, text
from forms.rows import label

FIRST = 12
"""How many of a long row of links are written out."""


class FindingsPanel(QWidget):
    """Each line leads to where it can be mended. Tab goes from link to link, Enter follows."""

    link_wanted = Signal(str)

    def __init__(self, catalogue: Catalogue, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._today = today
        self._report: Report | None = None
        self.count = 0
        self.notice = QFrame()
        self.notice.setProperty("role", "notice")
        self.notice.setProperty("tone", "bad")
        self.notice_text = label("", wrap=True)
        self.text = RichPage(_("What is open in the list"))
        self.text.show_page(small(_("The list is being looked through …")))
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(
            label(_("The list could not be read; the last good one is in force."), "heading", wrap=True)
        )
        self.problems = Scrolled(margin=0, spacing=2)
        self.problems.content.addWidget(self.notice_text)
        inside.addWidget(self.problems)
        self.notice.setLayout(inside)
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        below = QVBoxLayout(sheet)
        below.setContentsMargins(24, 14, 8, 8)
        below.setSpacing(10)
        below.addWidget(self.notice)
        below.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sheet)
        self.notice.hide()
        self.text.anchorClicked.connect(self._follow)

    def take_focus(self) -> None:
        self.text.setFocus()

    def show_notices(self, notices: Sequence[str]) -> None:
        """Why the office runs on an earlier list."""
        self.notice_text.setText("\n".join(notices))
        self.notice.setVisible(bool(notices))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        redress = event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if redress and hasattr(self, "text") and self._report is not None:
            self.show_report(self._report, self._catalogue)

    def show_report(self, report: Report, catalogue: Catalogue) -> None:
        self._catalogue, self._report = catalogue, report
        parts = list(self._parts(report))
        self.count = sum(count for count, _title, _names, _why in parts) + len(report.findings)
        page = [
            head(ngettext("{n} thing is open", "{n} things are open", self.count)),
            small(
                _(
                    "{departments} departments, {policies} policies, {facts} facts, {materials} papers, "
                    "{standards} figures; days off are known for {years}.",
                    departments=report.departments,
                    policies=report.policies,
                    facts=report.facts,
                    materials=report.materials,
                    standards=report.all_standards,
                    years=f"{report.years[0]}–{report.years[-1]}" if report.years else "—",
                )
            ),
            line(
                row_of(
                    [
                        link(f"state:{state}", f"{state_text(state)} {report.standards[state]}")
                        for state in STATES
                    ]
                )
            ),
        ]
        for count, title, names, why in parts:
            if count:
                page += [heading(f"{title} {count}"), small(why), line(_few(names, count))]
        if report.findings:
            title = _("Findings of the check")
            page.append(heading(f"{title} {len(report.findings)}"))
            page.append(
                table(
                    [(html.escape(translate(one)), html.escape(one.field)) for one in report.findings],
                    widths=(60, 40),
                )
            )
        else:
            page.append(text(_("The check of the list found nothing amiss.")))
        self.text.show_page("".join(page))

    def _parts(self, report: Report) -> Iterator[tuple[int, str, list[str], str]]:
        policies = {policy.code: policy.title for policy in self._catalogue.policies_on(self._today)}
        settings, standards = self._catalogue.district, self._catalogue.standards
        departments = self._catalogue.departments
        yield (
            len(report.missing_settings),
            _("Not yet said by the district"),
            [link(f"setting:{key}", settings[key].label) for key in report.missing_settings],
            _("Papers print a line to fill by hand."),
        )
        yield (
            len(report.unconfirmed_settings),
            _("Said, but not confirmed by the district"),
            [link(f"setting:{key}", settings[key].label) for key in report.unconfirmed_settings],
            "",
        )
        yield (
            len(report.missing_liaisons),
            _("Departments without a liaison"),
            [link(f"setting:liaisons.{code}", departments[code].title) for code in report.missing_liaisons],
            "",
        )
        waiting = [
            key
            for key, standard in standards.items()
            if standard.on(self._today).state in (State.OUTDATED, State.PLACEHOLDER)
        ]
        yield (
            len(waiting),
            _("Figures of an earlier year, or still to be set"),
            [link(f"standard:{key}", standards[key].label) for key in waiting],
            _("Where one of them decides, the result and the papers say so."),
        )
        yield (
            len(report.without_figure),
            _("Figures that nobody knows yet"),
            [link(f"standard:{key}", standards[key].label) for key in report.without_figure],
            "",
        )
        yield (
            len(report.unverified_policies),
            _("Policies not yet checked against their source"),
            [link(f"policy:{code}", policies[code]) for code in report.unverified_policies],
            "",
        )
        yield (
            len(report.unverified_limits),
            _("Limits not yet checked"),
            [link(f"policy:{code}", policies[code]) for code in report.unverified_limits],
            _("They remind; papers print them as expected, never as a promise."),
        )
        yield (
            len(report.unverified_departments),
            _("Departments whose full name is not yet confirmed"),
            [html.escape(departments[code].official_title) for code in report.unverified_departments],
            "",
        )

    def _follow(self, target: QUrl) -> None:
        self.link_wanted.emit(target.toString())


def _few(names: list[str], count: int) -> str:
    more = count - FIRST
    last = [html.escape(_("and {n} more", n=more))] if more > 0 else []
    return row_of([*names[:FIRST], *last])
