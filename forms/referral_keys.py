"""The keys of a referral: the same on its row in the queue and on the page of its case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from counter.text import _
from forms import keys
from forms.referral_acts import ReferralActs, Target
from forms.tables import Table

Act = Callable[[Target | None], None]


def bind(table: Table, acts: ReferralActs, target: Callable[[], Target | None]) -> None:
    """Let each key do its act with the referral of the row."""
    for key, text, act in (
        ("Q", _("Sign for"), acts.sign),
        ("T", _("Return to the dispatcher"), acts.ask_return),
        ("B", _("Ask for papers"), acts.ask_papers),
        ("Z", _("Give it to another department"), acts.ask_reassign),
        ("Y", _("Decide"), acts.ask_decide),
        ("G", _("Enter the answer on paper"), acts.ask_paper_reply),
        ("C", _("Correct the decision"), acts.ask_correct),
        ("K", _("Stop the clock"), acts.ask_suspend),
        ("R", _("Let the clock go on"), acts.resume),
        ("X", _("Extend"), acts.ask_extend),
        ("W", _("Withdraw the referral"), acts.ask_withdraw),
    ):
        keys.bind_row(table, key, text, partial(_do, act, target))


def _do(act: Act, target: Callable[[], Target | None]) -> None:
    act(target())
