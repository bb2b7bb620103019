"""孤儿: who turns eighteen is looked at before the birthday, and a case lies prepared for it.

孤儿基本生活保障: until eighteen, longer while at school; the office looks before the money would stop.
"""

from datetime import date

from counter.cases.application import Person
from counter.cases.benefits import ReviewReason
from counter.services import benefits, drafts, reviews
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

ORPHAN = "civil-affairs.orphan"


def test_a_birthday_that_the_policy_names_comes_up_in_time(office: Office, clock: Clock) -> None:
    # The grandfather applies for a girl born on 10 March 2009; he stands for her.
    clock.go_to(date(2026, 10, 12))
    keeper = life.resident("叶大山", date(1952, 3, 4), life.FATHER)
    orphan = life.apply(
        office, life.family_of(keeper, _girl(), request="父母双亡，孩子无人抚养。"), ORPHAN, 1
    )
    assert orphan.due.due == date(2026, 11, 23)
    life.sign(office, orphan)
    clock.go_to(date(2026, 11, 9))
    life.decide(office, orphan, life.money(1800, date(2026, 12, 1)))
    life.letter(office, orphan)
    filed = life.file_away(office, orphan)

    # 7 February 2027: a month and a day before she is eighteen, nothing is due yet; the day after, she is.
    clock.go_to(date(2027, 2, 7))
    town = life.window(office)
    assert reviews.due(town) == ()
    clock.go_to(date(2027, 2, 8))
    (one,) = reviews.due(town)
    assert (one.reason, one.who, one.age, one.due) == (ReviewReason.AGE, "叶小满", 18, date(2027, 3, 10))

    # The prepared intake names everyone again; nothing is typed twice.
    assert one.benefit is not None
    prepared = reviews.open_case(town, one.benefit.id)
    (draft,) = [each for each in drafts.drafts(town) if each.id == prepared]
    assert draft.title == "叶*山"
    people = drafts.load_draft(town, prepared)["people"]
    assert isinstance(people, list) and [each["name"] for each in people] == ["叶大山", "叶小满"]

    # On her birthday she is still at school: it goes on, and does not come up again.
    clock.go_to(date(2027, 3, 10))
    reviews.reviewed(town, one.benefit.id, unchanged=True, note="仍在全日制高中就读")
    assert reviews.due(town) == ()
    clock.go_to(date(2027, 4, 1))
    assert [each.holder for each in benefits.running(town, household_id=filed.household_id)] == ["叶小满"]


def _girl() -> Person:
    return life.resident(
        "叶小满",
        date(2009, 3, 10),
        life.SHE,
        father_status="死亡",
        mother_status="死亡",
        adopted=False,
    )
