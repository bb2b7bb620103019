"""The slip from the roll: little on it, and never the only receipt."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from counter.cases.casefile import CaseFile, Notice
from counter.cases.split import Chosen
from counter.errors import Refused
from counter.letters.ticket import draw, ticket
from tests.counter.letters.lives import DIBAO, MOMENT

RECEIPT = Notice("(莲花)救受〔2026〕第0001号", "D07", "受理通知书", MOMENT, "王小明", "")


@pytest.fixture(scope="module")
def case(family_of: Callable[..., object]) -> CaseFile:
    return family_of(policies=(Chosen(DIBAO),)).case


def test_a_slip_holds_number_time_window_and_a_masked_name_alone(case) -> None:
    slip = ticket(replace(case, notices=(RECEIPT,)), "莲花镇社会救助窗口")
    said = asdict(slip)
    assert (slip.serial, slip.number) == ("7号", "350212105-20261123-0007-K")
    assert slip.applicant == "高*兰" and slip.time == "2026年11月23日 10:30"
    assert "不作为受理凭证" in slip.warning and "《受理通知书》" in slip.warning
    assert not any(case.query_code in part or "高春兰" in part for part in said.values())


@pytest.mark.parametrize("notices", [(), (replace(RECEIPT, voided="写错"),), (replace(RECEIPT, kind="D31"),)])
def test_no_slip_is_printed_instead_of_a_receipt(case, notices: tuple[Notice, ...]) -> None:
    with pytest.raises(Refused, match="receipt first"):
        ticket(replace(case, notices=notices), "窗口")


def test_a_slip_is_one_piece_of_the_roll(case, tmp_path: Path) -> None:
    slip = replace(
        ticket(replace(case, notices=(RECEIPT,)), "厦门市同安区莲花镇便民服务中心社会救助“一门受理”综合窗口"),
        applicant="阿*****·买**·吾****·阿******",
    )
    file = tmp_path / "slip.pdf"
    file.write_bytes(draw(slip, made=MOMENT))
    done = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True)
    told = done.stdout.decode()
    assert "Pages:           1" in told and "226.772 x 283.465 pts" in told
