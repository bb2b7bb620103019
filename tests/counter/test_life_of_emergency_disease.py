"""疾病应急救助: where the list gives no number of days nobody is late, and nobody is escalated.

A limit that no rule gives is not invented: the department can be reminded, and is never red.
"""

from datetime import date

import pytest

from counter.cases.chasing import Level
from counter.errors import Refused
from counter.services import chasing
from counter.services.office import Office
from tests.clock import Clock
from tests.counter import life

DISEASE = "health.emergency-disease-aid"


def test_without_a_limit_in_the_list_nobody_is_late(office: Office, clock: Clock) -> None:
    # A man is carried in on 8 October; the hospital treats first, the fund is asked for afterwards.
    clock.go_to(date(2026, 10, 8))
    unknown = life.without_papers("无名氏甲", because="昏迷，身份待查", born=date(1970, 1, 1))
    disease = life.apply(office, life.family_of(unknown, request="急救欠费。", urgent=True), DISEASE, 0)
    assert disease.due.due is None and disease.due.due_sign == date(2026, 10, 9)
    life.sign(office, disease)

    # Two months later it is still open: it can be asked after, but nobody is late and nobody is escalated.
    clock.go_to(date(2026, 12, 8))
    overseer = life.supervisor(office)
    assert chasing.late(overseer) == ()
    reminded = chasing.chase(overseer, disease.number, level=Level.REMIND)
    assert reminded.reminders[0].days_late == 0 and "尚未办结" in reminded.reminders[0].text
    with pytest.raises(Refused, match="not late by its own fault"):
        chasing.chase(overseer, disease.number, level=Level.ESCALATE)

    # The department says why, and decides.
    chasing.reply(life.desk(office, "health"), reminded.reminders[0].id, text="身份已查实，下周支付")
    clock.go_to(date(2026, 12, 14))
    life.decide(
        office, disease, life.refuse("已由家属支付。", "《社会救助法》第三十五条", "家属于12月10日结清。")
    )
    life.letter(office, disease)
    life.file_away(office, disease)
