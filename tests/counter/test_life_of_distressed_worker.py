"""困难职工帮扶, 首问负责: who opened a case answers for it until somebody else has taken it over in writing.

交接: what is offered passes when the next officer confirms it; before that nobody can be let go.
"""

from datetime import date

import pytest

from counter.cases.casefile import Verb
from counter.cases.handover import HandoverKind, ItemKind
from counter.errors import Refused
from counter.services import dispatch, handovers, intake, officers
from counter.services.office import Office, Role
from tests.clock import Clock
from tests.conftest import TOWN
from tests.counter import life

WORKER = "trade-unions.distressed-worker"
PASSWORD = "Three-Longan-Trees-9"


def test_who_opened_a_case_answers_for_it_until_it_was_taken_over(office: Office, clock: Clock) -> None:
    # Two clerks at the counter of Lianhua; Li takes in a worker's application, and leaves before it ends.
    clock.go_to(date(2026, 10, 12))
    for login, name, role in (
        ("kang", "康工", Role.SYSTEM),
        ("li", "李明", Role.CLERK),
        ("wang", "王芳", Role.CLERK),
    ):
        there = TOWN if role is Role.CLERK else ""
        officers.add_officer(office, login=login, name=name, password=PASSWORD, roles=(role,), township=there)
    by_login = {one.login: one for one in officers.officers(office)}
    li, wang = (office.with_officer(by_login[login]) for login in ("li", "wang"))
    zhuang = life.resident("庄志强", date(1977, 7, 17), life.HEAD, union_member=True)
    asked = life.on_today(office, life.family_of(zhuang, request="企业停产欠薪。", income=900))
    opened = dispatch.send(li, intake.accept(li, asked, [life.wished(WORKER)]).number)
    worker = opened.referrals[0]
    assert (opened.owner, worker.due.due) == ("李明", date(2026, 11, 11))

    # On 30 October he goes to another town: he cannot be let go while he answers for it.
    clock.go_to(date(2026, 10, 30))
    with pytest.raises(Refused, match="still answers for"):
        officers.stop_officer(office, by_login["li"])
    offered = handovers.offer(li, to_login="wang", kind=HandoverKind.LEAVING, note="工会月中答复")
    assert [(one.kind, one.reference) for one in offered.items] == [(ItemKind.CASE, opened.number)]
    # An offer is not enough: nothing has passed yet.
    assert life.case_of(office, worker).owner == "李明"
    with pytest.raises(Refused, match="still answers for"):
        officers.stop_officer(office, by_login["li"])

    # Wang confirms: from now on it is hers, the record says so, and Li can go.
    handovers.confirm(wang, offered.id)
    passed = life.case_of(office, worker)
    assert passed.owner == "王芳"
    assert (passed.events[-1].verb, passed.events[-1].detail["from"]) == (Verb.OWNER_CHANGED, "李明")
    assert not officers.stop_officer(office, by_login["li"]).active

    life.sign(office, worker)
    life.decide(office, worker, life.once(5_000))
    life.letter(office, worker)
    life.file_away(office, worker)
