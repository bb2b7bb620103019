"""The page that shows how far a printer is off: rulers at each edge, crosses, and in words what to do."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from counter.letters.atoms import Type
from counter.letters.fonts import Face
from counter.letters.looks import Size
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import MM, Pen
from counter.letters.typeset import Align, set_lines

CROSS = 20.0
"""How far from both edges the crosses stand, in millimetres."""
LINE = 100.0
"""How long the line is by which one sees whether the printer scales, in millimetres."""
_REACH = 30
_TITLE, _TEXT, _TICK = Type(Face.HEI_BOLD, 16, 24), Type(Face.SONG, 11, 17), Type(Face.HEI, 7, 9)
_INSET = 36.0


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the pages are moved already, in millimetres to the right and down."""

    right: float = 0.0
    down: float = 0.0


def draw(size: Size, printer: str, shift: Shift = Shift()) -> bytes:
    """The finished page for a printer that is set to `shift`; the page itself is moved where it is sent."""
    out = BytesIO()
    file = PdfFile(out, About(f"打印校准页 {size.name}"))
    page = _Page(file, size)
    page.rulers()
    page.crosses()
    page.words(_words(printer, shift))
    file.page(page.pen.taken(), size.points)
    file.close()
    return out.getvalue()


def _words(printer: str, shift: Shift) -> list[str]:
    cross, line = f"{CROSS:.0f}", f"{LINE:.0f}"
    return [
        f"打印机：{printer}。本页是按“向右移 {_mm(shift.right)} 毫米、向下移 {_mm(shift.down)} 毫米”打印的。",
        f"一、量比例：上面的粗横线应正好长 {line} 毫米。不是的，打印机在缩放：先在打印机属性里关掉“缩放”"
        "“适合页面”，再打一张。",
        "二、量位置：用直尺从纸的左边量到左上角十字的中心，再从纸的上边量到这个十字的中心，"
        f"都应是 {cross} 毫米。",
        f"三、算差数：向右移要加 {cross} 减去左边量得的数，向下移要加 {cross} 减去上边量得的数。"
        "例如左边量得 18.5 毫米，向右移就加 1.5；量得 21 毫米，就减 1。",
        "四、填进程序：打印页按 Ctrl+Shift+P，在这种纸的一行，把加减后的数填在“向右移”“向下移”里，"
        "负数就是向左、向上。再打一张本页核对。",
        "纸边的刻度以毫米计，从纸边算起；最外面看不见的刻度，是这台打印机印不到的地方。",
    ]


def _mm(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class _Page:
    def __init__(self, file: PdfFile, size: Size) -> None:
        self.pen = Pen(file)
        self.wide, self.high = size.value

    def rulers(self) -> None:
        """From each edge inwards, in the middle of the edge."""
        across, up = self.wide / 2, self.high / 2
        for mm in range(1, _REACH + 1):
            length = 5.0 if mm % 10 == 0 else 3.5 if mm % 5 == 0 else 2.0
            for x in (mm, self.wide - mm):
                self._rule(x, up, x, up + length)
            for y in (mm, self.high - mm):
                self._rule(across, y, across + length, y)
            if mm % 10 == 0:
                for x in (mm, self.wide - mm):
                    self._figure(mm, x, up - 1.5)
                for y in (mm, self.high - mm):
                    self._figure(mm, across - 2.5, y + 1.2)
        for begin, end in ((0, _REACH), (self.wide - _REACH, self.wide)):
            self._rule(begin, up, end, up)
        for begin, end in ((0, _REACH), (self.high - _REACH, self.high)):
            self._rule(across, begin, across, end)

    def crosses(self) -> None:
        """In each corner, so far from both edges."""
        for x in (CROSS, self.wide - CROSS):
            for y in (CROSS, self.high - CROSS):
                self._rule(x - 6, y, x + 6, y)
                self._rule(x, y - 6, x, y + 6)

    def words(self, paragraphs: list[str]) -> None:
        """The title, the line to measure, and what to do."""
        room = (self.wide - 2 * _INSET) * MM
        top = (self.high - _INSET) * MM
        (title, *_) = set_lines("打印校准页", _TITLE, room, align=Align.CENTRE)
        self.pen.line(title, _INSET * MM, top)
        top -= _TITLE.leading + 10
        left = (self.wide - LINE) / 2
        self.pen.rule(left * MM, top, (left + LINE) * MM, width=1.5)
        for x in (left, left + LINE):
            self.pen.rule(x * MM, top - 8, x * MM, top + 8)
        top -= 18
        for text in paragraphs:
            for line in set_lines(text, _TEXT, room, align=Align.JUSTIFY):
                self.pen.line(line, _INSET * MM, top)
                top -= _TEXT.leading
            top -= 5

    def _rule(self, x: float, y: float, x2: float, y2: float) -> None:
        """Millimetres from the lower left corner."""
        self.pen.rule(x * MM, y * MM, x2 * MM, y2 * MM, width=0.4)

    def _figure(self, mm: int, x: float, y: float) -> None:
        (line, *_) = set_lines(str(mm), _TICK, 20, align=Align.LEFT)
        self.pen.line(line, x * MM - line.width / 2, y * MM)
