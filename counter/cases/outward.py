"""转介: what may go to a body that no law obliges to help: only what the applicant agreed to, and no more.

Charities decide for themselves. What an authority, a court, a utility or one of the people's organisations of
art. 7 needs for a matter, it has by law (社会救助法 art. 7, 62, 64); what a charity is told needs a consent
of its own, which can be given later and taken back at any time. Legal source: 社会救助法 art. 38;
art. 15, 23.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from counter.cases.application import Application, Consent


def is_agreed(application: Application) -> bool:
    """Whether name, telephone and need may go to a charity, a social organisation or a school."""
    return Consent.OUTWARD in application.consents


def agreed_on(application: Application) -> date | None:
    """The day on which it was agreed with the application; None where it was not."""
    return application.on if is_agreed(application) else None


def as_agreed(application: Application, since: date | None) -> Application:
    """The application with the consent as it stands since then, or without it."""
    others = application.consents - {Consent.OUTWARD}
    return replace(application, consents=others if since is None else others | {Consent.OUTWARD})
