"""高龄津贴: what was the dead person's own ends with the month after, and nobody has to be heard for it.

The allowance ends with the month after a death; it is the one end that comes without 拟终止告知书.
"""

from datetime import date

from counter.services import benefits, cases, changes, deaths, identities
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

AGED = "civil-affairs.aged-allowance"


def test_what_was_her_own_ends_the_month_after_her_death(office: Office, clock: Clock) -> None:
    # Granted to a woman of 81 in October; ten working days, of which one was needed.
    clock.go_to(date(2026, 10, 8))
    son = life.resident("林大海", date(1970, 1, 5), life.HEAD)
    mother = life.resident("林秀珠", date(1945, 8, 15), life.MOTHER, hukou_district="同安区")
    household = life.family_of(son, mother, request="代母亲申请高龄津贴。")
    aged = life.apply(office, household, AGED, 1)
    assert aged.due.due == date(2026, 10, 21)
    life.sign(office, aged)
    life.decide(office, aged, life.money(100, date(2026, 11, 1)))
    life.letter(office, aged)
    filed = life.file_away(office, aged)

    # She dies on 28 December; the son tells it at the window on 4 January.
    clock.go_to(date(2027, 1, 4))
    town = life.window(office)
    her = identities.people_of_case(town, filed.number)[1]
    death = deaths.report_death(town, her.person_id, died_on=date(2026, 12, 28), source="死亡医学证明")
    assert (death.due, death.settled_on) == (date(2027, 3, 28), date(2027, 1, 4))

    # December is hers to the last day, January is not; and nobody is told a plan or asked for an opinion.
    (ended,) = (benefits.benefit(town, 1),)
    assert (ended.holder, ended.ended_on) == ("林秀珠", date(2027, 1, 1))
    assert ended.runs_on(date(2026, 12, 31)) and not ended.runs_on(date(2027, 1, 1))
    assert changes.changes(town) == () and benefits.running(town) == ()
    assert identities.of_household(town, filed.household_id, date(2027, 1, 4)) == ()
    assert cases.case(town, filed.number).events[-1].detail["ended"] == [ended.id]
