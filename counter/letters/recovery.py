"""The sheet that lets an officer back in: printed once, kept under lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter.letters.atoms import Span
from counter.letters.fonts import Face
from counter.letters.looks import LARGE, Size
from counter.letters.paper import Paper
from counter.text import chinese_moment


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """Who it belongs to, and the code; `made` is an aware instant. It is never stored."""

    name: str
    login: str
    code: str
    made: datetime


_RULES = (
    "忘记密码时，在登录窗口选“用恢复码重设密码”，输入登录名和恢复码。",
    "恢复码用过一次就作废，程序会给出新的恢复码，请重新打印这张纸。",
    "请锁进柜子，由本人或者单位负责人保管；不要拍照，不要放在电脑旁边。",
    "这张纸丢失的，请马上登录并重设密码，旧的恢复码随即作废。",
)


def draw(sheet: RecoverySheet) -> bytes:
    """The finished page. Raises `Refused`, naming every character that no font of the program has."""
    paper = Paper(LARGE, Size.A4, title="密码恢复单", created=sheet.made, whole=(sheet.name,))
    paper.title("密码恢复单")
    for label, value in (("姓名", sheet.name), ("登录名", sheet.login), ("恢复码", sheet.code)):
        paper.paragraph([f"{label}：", Span(value, Face.HEI_BOLD)], indent=0)
    paper.items(_RULES)
    paper.paragraph(f"打印时间：{chinese_moment(sheet.made)}", indent=0)
    return paper.pdf()
