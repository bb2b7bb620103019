"""教育资助: whoever gets it next begins with a whole clock; the days of the wrong office are not his.

转办: what went to the wrong department comes back to the dispatcher and goes on; the charged clock begins
anew, while the household's own last day stays where it was.
"""

from datetime import date

from counter.cases.workflow import ReferralState, ReturnReason
from counter.services import dispatch, referrals
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

AID = "education.compulsory-living-aid"


def test_the_days_of_the_wrong_office_are_not_charged_to_the_right_one(office: Office, clock: Clock) -> None:
    # Sent on 1 September, at the beginning of the term; seventeen working days.
    clock.go_to(date(2026, 9, 1))
    mother = life.resident("谢桂花", date(1984, 4, 4), life.SHE)
    girl = life.resident("谢小雨", date(2015, 10, 1), life.DAUGHTER, school_stage="小学")
    household = life.family_of(mother, girl, request="女儿上小学，家庭困难。", income=700)
    aid = life.apply(office, household, AID, 1)
    assert (aid.department, aid.due.due) == ("education", date(2026, 9, 23))

    # The education bureau says after a week that the girl's school belongs to the trade unions' programme.
    clock.go_to(date(2026, 9, 8))
    assert life.again(office, aid).charged_days == 5
    referrals.return_to_dispatcher(
        life.desk(office, "education"), aid.number, reason=ReturnReason.NOT_OURS, text="属金秋助学范围"
    )
    clock.go_to(date(2026, 9, 9))
    went_on = dispatch.reassign(
        life.window(office), aid.number, department="trade-unions", because="教育局退回，改派总工会"
    )
    assert (went_on.state, went_on.department) == (ReferralState.SENT, "trade-unions")
    # One working day to sign, and not one day used; the last day of the limit is the household's, it stays.
    assert (went_on.charged_days, went_on.due.due_sign) == (0, date(2026, 9, 10))
    assert went_on.due.due == date(2026, 9, 23)

    clock.go_to(date(2026, 9, 10))
    life.sign(office, went_on)
    clock.go_to(date(2026, 9, 14))
    decided = life.decide(office, went_on, life.money(625, date(2026, 9, 1), "元/学期"))
    assert decided.charged_days == 3
    life.letter(office, aid)
    life.file_away(office, aid)
