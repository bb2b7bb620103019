"""What a department's list of duties says, and whose name it does not."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from counter.cases.deadlines import Urgency
from counter.cases.duties import Duty, DutyKind, Owes
from counter.letters.duty_sheet import KINDS, DutySheet, draw, duty_sheet

MADE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
LATE = Duty(
    kind=DutyKind.DECIDE,
    what="最低生活保障（高春兰）",
    due=date(2026, 11, 20),
    urgency=Urgency.OVERDUE,
    owes=Owes.DEPARTMENT,
    late=3,
    case="350212105-20261123-0007-K",
    referral="350212105-20261123-0007-K-01",
    household_id=1,
    applicant="高春兰",
    department="civil-affairs",
    township="350212105",
    officer="陈科员",
)
OPEN = replace(LATE, kind=DutyKind.SIGN, due=None, late=0, referral="350212105-20261123-0007-K-02")


def made(*, late_only: bool) -> DutySheet:
    return duty_sheet("同安区民政局", [LATE, OPEN], liaison="陈科员 7000000", made=MADE, late_only=late_only)


def test_a_list_counts_what_is_late_and_a_late_list_leaves_the_rest_out() -> None:
    todo, late = made(late_only=False), made(late_only=True)
    assert (todo.title, todo.counted) == ("社会救助待办清单", "2件，其中逾期1件")
    assert (late.title, late.counted) == ("社会救助逾期清单", "1件")
    assert [(one.kind, one.due) for one in todo.lines] == [
        ("待办结", "2026年11月20日\n逾期3天"),
        ("待签收", "尽快"),
    ]


def test_no_list_holds_a_full_name(tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(draw(made(late_only=False)))
    done = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "list.pdf"), "-"], capture_output=True, check=True
    )
    text = done.stdout.decode().replace("\n", "")
    assert "高春兰" not in text and "高*兰" in text
    for said in ("同安区民政局", "陈科员 7000000", "350212105-20261123-0007-K-02", "社会救助法"):
        assert said in text


def test_every_kind_of_duty_has_its_word() -> None:
    assert set(KINDS) == set(DutyKind)
