"""时限账: of every clock of a case what is due, stopped and used, and whose every day was."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter.cases.lateness import Fault
from counter.cases.ledger import ClockLedger, ClockName, Stop, charged
from counter.errors import CounterError
from counter.services import ledgers
from counter.services.ledgers import Ledgers
from counter.services.office import Office
from counter.text import _, chinese_date, display, ngettext, translate, word
from forms import jobs, look, rich
from forms.rich import RichPage
from forms.rows import button, label
from forms.words import day_text

WIDE, HIGH = 760, 560

Refusal = Callable[[CounterError], object]


class LedgerDialog(QDialog):
    """A page to read; the arrows scroll, Esc closes."""

    def __init__(self, parent: QWidget, found: Ledgers, *, of: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Account of the clocks"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = RichPage(_("Account of the clocks"))
        self.page.show_page(page(found))
        close = button(_("Back"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label(_("reckoned on {day}", day=chinese_date(found.today)), "small"))
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(of or found.case, "heading"))
        layout.addWidget(self.page, 1)
        layout.addLayout(foot)
        self.resize(look.px(WIDE), look.px(HIGH))
        self.page.setFocus()


def show_case(office: Office, window: QWidget, number: str, *, refused: Refusal) -> None:
    """Open the account of a whole case."""
    _show(partial(ledgers.of_case, office, number), window, refused)


def show_referral(office: Office, window: QWidget, number: str, *, refused: Refusal) -> None:
    """Open the account of one referral."""
    _show(partial(ledgers.of_referral, office, number), window, refused)


def _show(read: Callable[[], Ledgers], window: QWidget, refused: Refusal) -> None:
    jobs.start(window, read, succeeded=partial(_open, window), refused=refused)


def _open(window: QWidget, found: Ledgers) -> None:
    LedgerDialog(window, found).open()


def page(found: Ledgers) -> str:
    """The clocks of the case, then each referral with its own."""
    parts = [rich.small(_("A day that was waited for somebody else is never charged to whoever works."))]
    referral = ""
    for clock in found.clocks:
        if clock.of != referral:
            referral = clock.of
            parts.append(rich.heading(clock.title or _("The case"), html.escape(clock.of)))
            if clock.title:
                parts.append(_charged([one for one in found.clocks if one.of == clock.of]))
        parts += _clock(clock)
    return "".join(parts)


def _charged(clocks: list[ClockLedger]) -> str:
    """Whose the days of the whole procedure were; those of its steps lie within them."""
    by = charged(one for one in clocks if one.name is ClockName.LIMIT)
    return rich.line(_shares(by)) if by else ""


def _clock(clock: ClockLedger) -> Iterator[str]:
    colours = look.colours()
    late = f"<span style='color:{colours.bad}'>{html.escape(_late(clock))}</span>" if clock.late else ""
    unit = word("DayKind", clock.kind.value)
    law = _("set by law") if clock.statutory else _("promised")
    told = (_span(clock), law)
    head = [f"<b>{html.escape(display(clock.name))}</b>", *map(html.escape, told), late]
    figures = [
        (_("due"), unit if clock.limit is None else f"{clock.limit} {unit}"),
        (_("stopped"), str(clock.stopped)),
        (_("used"), str(clock.used)),
        (_("left"), "–" if clock.left is None else str(clock.left)),
        (_("last day"), _last(clock)),
    ]
    yield rich.line(rich.row_of([part for part in head if part]), above=8)
    yield rich.table(
        [[f"{html.escape(name)} <b>{html.escape(value)}</b>" for name, value in figures]],
        widths=(22, 14, 14, 14, 36),
    )
    yield from (rich.small(one) for one in _small_print(clock))
    yield from (rich.small(_stop(one)) for one in clock.stops)
    yield from (rich.note(translate(problem), colours.bad) for problem in clock.problems)


def _small_print(clock: ClockLedger) -> Iterator[str]:
    if clock.left_out:
        yield ngettext(
            "{n} day is not counted by the law", "{n} days are not counted by the law", clock.left_out
        )
    if not clock.verified:
        yield _("The limit is not verified: it reminds, and nobody is late by it.")


def _shares(by: Mapping[Fault, int]) -> str:
    most_first = sorted(by.items(), key=lambda share: -share[1])
    told = [f"{html.escape(display(fault))} <b>{days}</b>" for fault, days in most_first]
    return html.escape(_("Charged to: ")) + rich.row_of(told)


def _span(clock: ClockLedger) -> str:
    until = _("today") if clock.running else day_text(clock.until)
    return f"{day_text(clock.started)}–{until}"


def _last(clock: ClockLedger) -> str:
    if clock.due is None:
        return "–"
    day = chinese_date(clock.due)
    return _("{day} (provisional)", day=day) if clock.provisional else day


def _late(clock: ClockLedger) -> str:
    return ngettext("{n} day late", "{n} days late", clock.late)


def _stop(stop: Stop) -> str:
    """One waiting: what, from when until when, how many days, why, on what ground, shown by which paper."""
    one = stop.interval
    until = day_text(one.ended) if one.ended else _("still")
    parts = [
        f"{word('Interval', one.kind)} {day_text(one.started)}–{until}",
        ngettext("{n} day", "{n} days", stop.days),
        word("WhoseTime", one.waits_for),
        one.reason,
        _("ground: {ground}", ground=one.ground) if one.ground else "",
        _("evidence: {paper}", paper=one.evidence) if one.evidence else "",
        _("the limit grows by it") if stop.left_out else "",
    ]
    return "· " + "，".join(filter(None, parts))
