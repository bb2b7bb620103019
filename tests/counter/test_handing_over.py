"""交接班 and 首问负责: who opened a case answers for it until it ended or was handed over in writing."""

import pytest

from counter.cases.application import Application
from counter.cases.casefile import CaseFile, Verb
from counter.cases.handover import HandoverKind, ItemKind
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.services import (
    audit,
    cases,
    decisions,
    delivery,
    dispatch,
    drafts,
    handovers,
    intake,
    notices,
    officers,
    referrals,
)
from counter.services.delivery import Handing
from counter.services.handovers import still_owned
from counter.services.office import CONSOLE, Office, Role
from tests.conftest import TOWN
from tests.counter.test_deciding import REFUSE

PASSWORD = "Three-Longan-Trees-9"
AGED = "civil-affairs.aged-allowance"


def seat(office: Office, login: str, name: str, *roles: Role, township: str = TOWN) -> Office:
    """The office as a new officer sees it."""
    officers.add_officer(
        office, login=login, name=name, password=PASSWORD, roles=roles or (Role.CLERK,), township=township
    )
    return office.with_officer(next(one for one in officers.officers(office) if one.login == login))


@pytest.fixture
def li(office: Office) -> Office:
    return seat(office, "li", "李明")


@pytest.fixture
def wang(office: Office) -> Office:
    return seat(office, "wang", "王芳")


@pytest.fixture
def opened(li: Office, family: Application) -> CaseFile:
    """A case that Li opened; its referral is not sent yet."""
    return intake.accept(li, family, [Chosen(AGED, 1)])


def refused_with_proof(office: Office, case: CaseFile) -> str:
    """Refuse the matter of the case, hand over the letter, and print its proof of delivery."""
    everyone = office.with_officer(CONSOLE)
    number = case.referrals[0].number
    dispatch.send(office, case.number)
    referrals.sign(everyone, number)
    decisions.decide(everyone, number, REFUSE)
    letter = notices.issue(office, case.number, "D20", referral=number)
    proof = notices.issue(office, case.number, "D25", notice=letter.number)
    delivery.deliver(office, letter.number, Handing("direct"))
    return proof.number


def owned(office: Office) -> list[str]:
    with office.read() as session:
        return still_owned(session, office.officer.id)


def test_who_opens_a_case_answers_for_it(li: Office, opened: CaseFile) -> None:
    assert opened.owner == "李明"
    assert owned(li) == [opened.number]


def test_the_end_of_the_day_hands_over_the_desk_and_leaves_the_cases(
    li: Office, wang: Office, opened: CaseFile
) -> None:
    parked = drafts.save_draft(li, None, {"people": [{"name": "赵小燕"}]})
    drafts.park_draft(li, parked)
    drafts.save_draft(li, None, {"people": [{"name": "钱某"}]})
    offered = handovers.offer(
        li,
        to_login="wang",
        kind=HandoverKind.DAY,
        note="赵某明早来取",
        goods=["身份证一张（赵）", " "],
    )
    assert [(item.kind, item.text) for item in offered.items] == [
        (ItemKind.PARKED, "赵*燕"),
        (ItemKind.UNSENT, f"{opened.referrals[0].title} 陈*木"),
        (ItemKind.GOODS, "身份证一张（赵）"),
    ]
    assert [one.id for one in handovers.pending(wang)] == [offered.id]
    assert [draft.id for draft in drafts.drafts(wang)] == []
    confirmed = handovers.confirm(wang, offered.id)
    assert confirmed.confirmed_at == wang.now() and handovers.pending(wang) == ()
    assert [draft.id for draft in drafts.drafts(wang)] == [parked]
    assert owned(li) == [opened.number]


def test_single_cases_pass_only_when_they_are_confirmed(li: Office, wang: Office, opened: CaseFile) -> None:
    offered = handovers.offer(li, to_login="Wang ", kind=HandoverKind.CASES, cases=[opened.number])
    assert cases.case(li, opened.number).owner == "李明"
    handovers.confirm(wang, offered.id)
    passed = cases.case(wang, opened.number)
    assert passed.owner == "王芳" and owned(li) == []
    event = passed.events[-1]
    assert (event.verb, event.detail["from"], event.detail["to"]) == (Verb.OWNER_CHANGED, "李明", "王芳")
    assert audit.verify(li).ok
    with pytest.raises(Refused, match="confirmed already"):
        handovers.confirm(wang, offered.id)


def test_who_leaves_hands_over_everything(li: Office, wang: Office, opened: CaseFile) -> None:
    drafts.save_draft(li, None, {"people": [{"name": "钱某"}]})
    kinds = [item.kind for item in handovers.proposed_items(li, HandoverKind.LEAVING)]
    assert kinds == [ItemKind.PARKED, ItemKind.UNSENT, ItemKind.CASE]
    offered = handovers.offer(li, to_login="wang", kind=HandoverKind.LEAVING)
    handovers.confirm(wang, offered.id)
    assert owned(li) == [] and drafts.drafts(li) == ()
    assert owned(wang) == [opened.number]


def test_who_still_answers_for_a_case_is_not_stopped(
    office: Office, li: Office, wang: Office, opened: CaseFile
) -> None:
    seat(office, "chief", "陈主任", Role.SYSTEM, township="")
    with pytest.raises(Refused, match="still answers for") as refused:
        officers.stop_officer(office, li.officer)
    assert refused.value.params["n"] == 1
    offered = handovers.offer(li, to_login="wang", kind=HandoverKind.LEAVING)
    with pytest.raises(Refused, match="still answers for"):
        officers.stop_officer(office, li.officer)
    handovers.confirm(wang, offered.id)
    assert not officers.stop_officer(office, li.officer).active


def test_a_paper_that_has_not_come_back_is_handed_over(li: Office, wang: Office, opened: CaseFile) -> None:
    proof = refused_with_proof(li, opened)
    items = handovers.proposed_items(li, HandoverKind.DAY)
    assert [(item.kind, item.reference) for item in items] == [(ItemKind.UNSIGNED_PAPER, proof)]
    delivery.came_back(li, proof)
    assert handovers.proposed_items(li, HandoverKind.DAY) == ()


def test_what_has_ended_is_nobodys_to_hand_over(li: Office, wang: Office, opened: CaseFile) -> None:
    offered = handovers.offer(li, to_login="wang", kind=HandoverKind.LEAVING)
    cases.withdraw_case(li, opened.number, because="申请人撤回")
    handovers.confirm(wang, offered.id)
    assert cases.case(li, opened.number).owner == "李明"
    assert owned(li) == owned(wang) == []


def test_nobody_hands_over_to_himself_nor_what_is_not_his(
    office: Office, li: Office, wang: Office, opened: CaseFile
) -> None:
    seat(office, "away", "外镇", township="350212107")
    for login in ("li", "nobody", "away"):
        with pytest.raises(Refused) as refused:
            handovers.offer(li, to_login=login, kind=HandoverKind.DAY)
        assert refused.value.problems[0].field == "to_login"
    for numbers in ([], [opened.number]):
        with pytest.raises(Refused) as refused:
            handovers.offer(wang, to_login="li", kind=HandoverKind.CASES, cases=numbers)
        assert refused.value.problems[0].field == "cases"
    offered = handovers.offer(li, to_login="wang", kind=HandoverKind.DAY)
    with pytest.raises(Refused, match="was offered to you"):
        handovers.confirm(office, offered.id)


def test_the_desk_of_one_who_is_gone_is_handed_over_by_who_manages_officers(
    office: Office, li: Office, wang: Office, opened: CaseFile
) -> None:
    with pytest.raises(Refused, match="may not do this"):
        handovers.offer(wang, to_login="wang", kind=HandoverKind.LEAVING, for_login="li")
    offered = handovers.offer(office, to_login="wang", kind=HandoverKind.LEAVING, for_login="li")
    assert (offered.by, offered.to) == ("李明", "王芳")
    handovers.confirm(wang, offered.id)
    assert owned(wang) == [opened.number]


def test_the_record_counts_the_goods_and_names_nobody(li: Office, wang: Office) -> None:
    before = audit.last_event(li)
    handovers.offer(li, to_login="wang", kind=HandoverKind.DAY, goods=["身份证一张（赵小燕）"])
    event = audit.changes_since(li, before)[-1]
    assert event.verb is Verb.HANDED_OVER and event.detail["items"] == {"goods": 1}
    assert "赵" not in str(event.detail)
