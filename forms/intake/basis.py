"""F1: why a question is asked: which policies read it, and by which articles."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from counter.cases.snapshot import facts_read
from counter.catalogue.model import Catalogue, Fact
from counter.catalogue.policy import Policy
from counter.catalogue.rules import Compare, Has, Received
from counter.text import _, ngettext
from forms import look
from forms.rich import RichPage, head, heading, small, text
from forms.rows import button


def policies_reading(fact: Fact, catalogue: Catalogue) -> list[Policy]:
    """The policies whose rule looks at a fact, in the order of the list."""
    return [policy for policy in catalogue.policies if any(_reads(c, fact) for c in facts_read(policy))]


def _reads(condition: Compare | Has | Received, fact: Fact) -> bool:
    if isinstance(condition, Compare):
        return condition.fact == fact.name
    key = "categories" if isinstance(condition, Has) else "received"
    return fact.key == key and (fact.scope == condition.scope or key == "categories")


def fact_page(fact: Fact, catalogue: Catalogue) -> str:
    """What a fact is, where it comes from, and whom it serves."""
    policies = policies_reading(fact, catalogue)
    parts = [head(fact.label), small(fact.note), text(fact.source)]
    if fact.shared_by:
        parts.append(text(_("Shown by data sharing: {register}", register=fact.shared_by)))
    parts.append(heading(ngettext("{n} policy asks for it", "{n} policies ask for it", len(policies))))
    for policy in policies:
        parts += [text(policy.title), small(policy.basis)]
    return "".join(parts)


def policy_basis(policy: Policy) -> str:
    """The articles of one policy."""
    laws = [text(str(law)) for law in policy.laws]
    return "".join([head(policy.title), text(policy.conditions_text), heading(_("Law")), *laws])


class BasisDialog(QDialog):
    """A page to read; Esc or Enter closes it."""

    def __init__(self, parent: QWidget, page: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Legal basis"))
        self.page = RichPage(_("Legal basis"))
        self.page.show_page(page)
        close = button(_("Close the list"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 12, 16)
        layout.addWidget(self.page, 1)
        layout.addWidget(close)
        self.resize(look.px(560), look.px(440))
        self.page.setFocus()
