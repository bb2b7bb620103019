"""What tests of running benefits share: one granted from hand to letter, a plan told to a household."""

from dataclasses import replace
from datetime import date
from typing import Any

from counter.cases.application import Application
from counter.cases.benefits import Benefit
from counter.cases.casefile import ReferralFile
from counter.cases.split import Chosen
from counter.cases.workflow import Outcome
from counter.services import benefits, changes, decisions, delivery, intake, notices, referrals
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Office

DIBAO = "civil-affairs.dibao"
EDGE = "civil-affairs.dibao-edge"
RIGID = "civil-affairs.rigid-expense"
AGED = "civil-affairs.aged-allowance"
FROM = date(2026, 12, 1)
GRANT = Answer(Outcome.GRANT, amount_fen=62_000, amount_unit="元/月", starts=FROM)
STATUS = Answer(Outcome.GRANT)


def grant(
    office: Office,
    application: Application,
    policy: str = DIBAO,
    answer: Answer = GRANT,
    *,
    member: int | None = None,
) -> ReferralFile:
    """Accepted, sent, signed for and decided on the day of the office's clock."""
    told = replace(application, on=office.today())
    case = intake.accept_and_send(office, told, [Chosen(policy, member, "经核实")])
    referrals.sign(office, case.referrals[0].number)
    return decisions.decide(office, case.referrals[0].number, answer)


def granted(office: Office, application: Application, *args: Any, **more: Any) -> Benefit:
    """The same, and the benefit that it made."""
    referral = grant(office, application, *args, **more)
    return next(one for one in benefits.running(office) if one.referral == referral.number)


def hand_over_letter(office: Office, referral: ReferralFile) -> None:
    """The letter of the decision reaches the household."""
    letter = notices.issue(office, referral.number.rpartition("-")[0], "D19", referral=referral.number)
    delivery.deliver(office, letter.number, Handing("direct"))


def tell(office: Office, change_id: int, *, voided: str = "") -> None:
    """The notice of a plan (D23) is issued and handed over today."""
    plan = changes.change(office, change_id)
    case = benefits.benefit(office, plan.benefit_id).case
    notice = notices.issue(office, case, "D23", about=f"change:{change_id}")
    delivery.deliver(office, notice.number, Handing("direct"))
    if voided:
        notices.void(office, notice.number, reason=voided)
