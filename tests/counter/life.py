"""The verbs of the stories `test_life_of_*`: who sits where, and what passes between hand and archive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from counter.cases.application import Application, FactValue, Household, IdType, Person
from counter.cases.benefits import Change
from counter.cases.casefile import CaseFile, Notice, Paper, ReferralFile, Verb
from counter.cases.people import check_digit
from counter.cases.split import Chosen
from counter.cases.workflow import CaseState, Outcome
from counter.services import audit, benefits, cases, changes, decisions, delivery, intake, notices, referrals
from counter.services.decisions import Answer
from counter.services.delivery import Handing
from counter.services.office import Office, Officer, Role
from tests.conftest import TOWN

VILLAGE_BOARD = "云埔村公告栏"
HANDED_OVER = Handing("direct")

HEAD, SHE = ("男", "02"), ("女", "02")
"""Sex, and the relation to the householder by GB/T 4761: who heads the house, a man or a woman."""
WIFE, FATHER, MOTHER = ("女", "10"), ("男", "51"), ("女", "52")
SON, DAUGHTER, GRANDDAUGHTER = ("男", "20"), ("女", "30"), ("女", "40")


# --- who sits where --------------------------------------------------------------------------------


def window(office: Office) -> Office:
    """The counter of Lianhua: one clerk, who answers for what she opens."""
    return office.with_officer(Officer(11, "linxiao", "林晓", (Role.CLERK,), township=TOWN))


def desk(office: Office, department: str) -> Office:
    """The liaison of a department; one of another department could not do any of it."""
    return office.with_officer(Officer(12, "liaison", "郑一", (Role.LIAISON,), department=department))


def supervisor(office: Office) -> Office:
    """Who looks over all departments and chases them."""
    return office.with_officer(Officer(13, "gao", "高督查", (Role.SUPERVISOR,)))


# --- who comes in ----------------------------------------------------------------------------------


def resident(name: str, born: date, who: tuple[str, str], **facts: FactValue) -> Person:
    """Somebody who never lived, with a number that passes every check."""
    sex, relation = who
    digits = f"350212{born:%Y%m%d}01{1 if sex == '男' else 2}"
    return Person(
        name=name,
        id_number=digits + check_digit(digits),
        birth_date=born,
        sex=sex,
        relation=relation,
        facts={"deceased": False, **facts},
    )


def without_papers(name: str, *, because: str, born: date | None = None, **facts: FactValue) -> Person:
    """Somebody who has nothing to show who he is."""
    return Person(name=name, id_type=IdType.NONE, birth_date=born, no_id_reason=because, facts=facts)


def family_of(
    *people: Person, request: str, income: int | None = None, urgent: bool = False, **facts: FactValue
) -> Application:
    """A household at the counter; `income` is yuan a month and head."""
    if income is not None:
        facts["income_per_capita_month"] = Fraction(income)
    return Application(
        on=date.min,
        place=TOWN,
        people=people,
        household=Household(address="莲花镇云埔村12号", facts=facts),
        request=request,
        urgent=urgent,
    )


# --- what passes between them ----------------------------------------------------------------------


def on_today(office: Office, household: Application) -> Application:
    return replace(household, on=office.today())


def wished(policy: str, member: int | None = None) -> Chosen:
    """A matter that the household asks for, whatever the machine thinks of it."""
    return Chosen(policy, member, "申请人要求，经窗口核实")


def apply(
    office: Office,
    household: Application,
    policy: str,
    member: int | None = None,
    *,
    papers: Sequence[Paper] = (),
) -> ReferralFile:
    """Accepted at the window and sent on the same day, for one matter."""
    told, chosen = on_today(office, household), [wished(policy, member)]
    return intake.accept_and_send(window(office), told, chosen, papers=papers).referrals[0]


def sign(office: Office, referral: ReferralFile) -> ReferralFile:
    """The department opens what lies in its tray, and takes it on."""
    there = desk(office, referral.department)
    referrals.opened(there, referral.number)
    return referrals.sign(there, referral.number)


def decide(office: Office, referral: ReferralFile, answer: Answer) -> ReferralFile:
    return decisions.decide(desk(office, referral.department), referral.number, answer)


def again(office: Office, referral: ReferralFile) -> ReferralFile:
    """The referral as it stands by now."""
    return referrals.referral(office, referral.number)


def case_of(office: Office, referral: ReferralFile) -> CaseFile:
    return cases.case(office, cases.number_of_case(office, referral.number))


def letter(office: Office, referral: ReferralFile, handing: Handing | None = HANDED_OVER) -> Notice:
    """The letter of the decision is printed and, unless it is `None`, handed over."""
    now = again(office, referral)
    assert now.decision is not None
    kind = "D20" if now.decision.outcome is Outcome.REFUSE else "D19"
    clerk = window(office)
    printed = notices.issue(clerk, case_of(office, referral).number, kind, referral=referral.number)
    if handing is not None:
        delivery.deliver(clerk, printed.number, handing)
    return printed


def paper(office: Office, referral: ReferralFile, kind: str, about: str = "") -> Notice:
    """A paper of a referral or of what was done in it, with its number."""
    number = None if about else referral.number
    return notices.issue(window(office), case_of(office, referral).number, kind, referral=number, about=about)


def hand_over(office: Office, printed: Notice) -> Notice:
    return delivery.deliver(window(office), printed.number, HANDED_OVER)


def paper_of_plan(office: Office, plan: Change, kind: str) -> Notice:
    """The notice of a plan (D23), the record of the hearing (D23b) or the letter of what came of it (D24)."""
    at = benefits.benefit(office, plan.benefit_id).case
    return notices.issue(window(office), at, kind, about=f"change:{plan.id}")


def tell_plan(office: Office, plan: Change) -> Notice:
    """The household is told what is planned and until when it is heard."""
    return hand_over(office, paper_of_plan(office, plan, "D23"))


def hear(office: Office, plan: Change, opinion: str = "没有意见。", adopted: str = "无需采纳。") -> Change:
    """The household says what it thinks of a plan, to two of the window."""
    whom = benefits.benefit(office, plan.benefit_id).holder
    return changes.hear(
        window(office), plan.id, whom=whom, by=("林晓", "黄慧"), opinion=opinion, adopted=adopted
    )


def file_away(office: Office, referral: ReferralFile) -> CaseFile:
    """The case is closed and goes into the archive; what was written of it on the way is whole."""
    number = case_of(office, referral).number
    cases.close(window(office), number)
    filed = cases.archive(window(office), number)
    assert filed.state is CaseState.ARCHIVED and audit.verify(office).ok
    return filed


def money(yuan: int, starts: date, unit: str = "元/月") -> Answer:
    return Answer(Outcome.GRANT, amount_fen=yuan * 100, amount_unit=unit, starts=starts)


def once(yuan: int) -> Answer:
    """Money that is given one time."""
    return Answer(Outcome.GRANT, amount_fen=yuan * 100, amount_unit="元")


def goods(what: str) -> Answer:
    """A grant that is no money: goods, a service, a status; `what` tells the facts."""
    return Answer(Outcome.GRANT, facts=what)


def refuse(reason: str, clause: str, facts: str = "") -> Answer:
    return Answer(Outcome.REFUSE, reason=reason, clause=clause, facts=facts)


def story(file: CaseFile) -> list[Verb]:
    """What was done, in order, printing and handing over papers left out."""
    papers = {Verb.ISSUED, Verb.DELIVERED, Verb.REPRINTED, Verb.PAPER_BACK, Verb.OPENED}
    return [event.verb for event in file.events if event.verb not in papers]
