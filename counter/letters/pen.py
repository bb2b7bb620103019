"""The marks on a page: lines of text, rules, check boxes and codes, as the operators of a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import cos, radians, sin

from counter.letters.atoms import BOX, Kind, Type
from counter.letters.fonts import Face, runs, width
from counter.letters.pdffile import PdfFile
from counter.letters.qr import squares
from counter.letters.typeset import Line, Piece

BLACK = 0.0
GREY = 0.55
FAINT = 0.92
RULE = 0.5
MM = 72 / 25.4
# A Chinese character fills a square that reaches this far above the line it stands on, in parts of its size.
ASCENT = 0.88
# The mode of text that is copied and not seen.
_INVISIBLE = 3
# From so many papers on, a file is taken to hold many more.
_MANY = 100


@dataclass(slots=True)
class _Set:
    """What the page was last told; None where nobody knows."""

    fill: float | None = None
    stroke: float | None = None
    width: float | None = None
    font: tuple[str, float] | None = None
    spacing: float | None = None


class Pen:
    """Draws what was measured. Points from the lower left corner of the page; `top` is an upper edge."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._out: list[str] = []
        self._set = _Set(spacing=0.0)
        self._is_text = False

    def taken(self) -> bytes:
        """What was drawn since the last call: the whole of a page."""
        drawn = "\n".join(self._out).encode("ascii")
        self._out.clear()
        self._set = _Set(spacing=0.0)
        return drawn

    def again(self, what: object, x: float, top: float, draw: Callable[[Pen, float, float], None]) -> None:
        """Draw what other papers of the file may show as well; the second one tells it for all others."""
        name = self._file.shown(what)
        if name is None:
            draw(self, x, top)
            return
        if not name:
            apart = Pen(self._file)
            # What the page was told before holds in what it shows.
            apart._out.append("0 Tc")
            draw(apart, 0.0, 0.0)
            name = self._file.keep(what, apart.taken())
        self._out.append(f"q 1 0 0 1 {_n(x)} {_n(top)} cm/{name} Do Q")

    def lines(self, lines: tuple[Line, ...], x: float, top: float) -> None:
        """Lines of text one below the other."""
        self.again(lines, x, top, lambda pen, x, top: pen._lines(lines, x, top))

    def _lines(self, lines: tuple[Line, ...], x: float, top: float) -> None:
        for line in lines:
            self.line(line, x, top)
            top -= line.leading

    def line(self, line: Line, x: float, top: float, grey: float = BLACK) -> None:
        """A line of text in a strip as high as its leading."""
        baseline = top - (line.leading - line.size) / 2 - ASCENT * line.size
        at = 0.0
        for piece in line.pieces:
            if piece.kind is Kind.BLANK or piece.kind is Kind.BOX:
                self._end()
                if piece.kind is Kind.BOX:
                    self._box(piece.text, x + piece.x, baseline, line.size)
                else:
                    self.rule(x + piece.x, baseline - 0.12 * line.size, x + piece.x + piece.width, None, 0.6)
                continue
            if self._is_text:
                self._out.append(f"{_n(piece.x - at)} 0 Td")
            else:
                self._begin(x + piece.x, baseline, grey)
            at = piece.x
            self._text(piece, line.size, grey)
        self._end()

    def text(self, text: str, style: Type, x: float, baseline: float, *, grey: float = BLACK) -> None:
        """A short text on a baseline, not broken."""
        self._begin(x, baseline, grey)
        self._text(Piece(text, style.face, Kind.TEXT, 0.0, 0.0, 0.0), style.size, grey)
        self._end()

    def _begin(self, x: float, baseline: float, grey: float) -> None:
        self._fill(grey)
        self._out.append(f"BT {_n(x)} {_n(baseline)} Td")
        self._is_text = True

    def _end(self) -> None:
        if self._is_text:
            self._out.append("ET")
            self._is_text = False

    def _text(self, piece: Piece, size: float, grey: float) -> None:
        put = self._out.append
        if self._set.spacing != piece.spacing:
            self._set.spacing = piece.spacing
            put(f"{_n(piece.spacing)} Tc")
        for run in runs(piece.text, piece.face):
            if run.thicken:
                self._stroke(grey)
                self._width(run.thicken * size)
                put("2 Tr")
            self._show(run.font, size, run.text)
            if run.thicken:
                put("0 Tr")

    def _show(self, font: str, size: float, text: str) -> None:
        name, subset = self._file.font(font)
        if self._set.font != (name, size):
            self._set.font = (name, size)
            self._out.append(f"/{name} {_n(size)} Tf")
        self._out.append(f"<{subset.shown(text)}> Tj")

    def _fill(self, grey: float) -> None:
        if self._set.fill != grey:
            self._set.fill = grey
            self._out.append(f"{_n(grey)} g")

    def _stroke(self, grey: float) -> None:
        if self._set.stroke != grey:
            self._set.stroke = grey
            self._out.append(f"{_n(grey)} G")

    def _width(self, width: float) -> None:
        if self._set.width != width:
            self._set.width = width
            self._out.append(f"{_n(width)} w")

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """What is set inside holds inside only."""
        before = replace(self._set)
        self._out.append("q")
        yield
        self._out.append("Q")
        self._set = before

    def rule(self, x: float, y: float, x2: float, y2: float | None = None, width: float = RULE) -> None:
        """A rule; horizontal unless another height is given."""
        self._stroke(BLACK)
        self._width(width)
        self._out.append(f"{_n(x)} {_n(y)} m {_n(x2)} {_n(y if y2 is None else y2)} l S")

    def dashes(self, x: float, y: float, x2: float) -> None:
        """A horizontal line of dashes, along which paper is torn."""
        with self._apart():
            self._out.append("[3 3] 0 d")
            self.rule(x, y, x2, width=0.6)

    def shade(self, x: float, y: float, width: float, height: float, grey: float = FAINT) -> None:
        """A grey area behind text."""
        self._fill(grey)
        self._out.append(f"{_n(x)} {_n(y)} {_n(width)} {_n(height)} re f")

    def frame(self, x: float, y: float, width: float, height: float, line: float = RULE) -> None:
        """An empty rectangle."""
        self._stroke(BLACK)
        self._width(line)
        self._out.append(f"{_n(x)} {_n(y)} {_n(width)} {_n(height)} re S")

    def _box(self, sign: str, x: float, baseline: float, size: float) -> None:
        """A check box as lines; the sign itself lies over it unseen, so that it is found and copied."""
        side = 0.78 * size
        left, bottom = x + 0.1 * size, baseline - 0.06 * size
        self.frame(left, bottom, side, side, 0.055 * size)
        if sign == "☑":
            self._width(0.11 * size)
            tick = ((0.18, 0.5, "m"), (0.42, 0.22, "l"), (0.86, 0.82, "l"))
            self._out += [f"{_n(left + a * side)} {_n(bottom + b * side)} {way}" for a, b, way in tick]
            self._out.append("S")
        # As wide as the box, or a reader sees a gap before the word.
        wide = 100 * BOX / width(sign, Face.SONG, 1.0)
        self._out.append(f"BT {_INVISIBLE} Tr {_n(wide)} Tz {_n(x)} {_n(baseline)} Td")
        for run in runs(sign, Face.SONG):
            self._show(run.font, size, run.text)
        self._out.append("100 Tz 0 Tr ET")

    def qr(self, data: str, x: float, y: float, side: float) -> None:
        """A QR code of level M; the empty border of four modules that it needs lies outside `side`."""
        modules, dark = squares(data, many=self._file.papers > _MANY)
        module = side / modules
        with self._apart():
            self._fill(BLACK)
            self._out.append(f"{module:.6f} 0 0 {module:.6f} {_n(x)} {_n(y)} cm")
            self._out.append(dark)

    def watermark(
        self, text: str, x: float, y: float, size: float, *, degrees: float = 35, grey: float = FAINT
    ) -> None:
        """A word aslant over a point; pale, as it lies under what is written."""
        aslant = radians(degrees)
        across, up = f"{cos(aslant):.6f}", f"{sin(aslant):.6f}"
        half = sum(size for _ in text) / 2
        with self._apart():
            self._out.append(f"{across} {up} -{up} {across} {_n(x)} {_n(y)} cm")
            self.text(text, Type(Face.HEI_BOLD, size, size), -half, -0.38 * size, grey=grey)


def _n(number: float) -> str:
    """A number to a thousandth of a point."""
    return f"{round(number, 3)}"
