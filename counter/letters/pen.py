"""The marks on the page: lines of text, rules, check boxes and codes, drawn on a canvas of reportlab."""

from __future__ import annotations

import segno
from reportlab.pdfgen.canvas import Canvas

from counter.letters.atoms import BOX, Kind, Type
from counter.letters.fonts import Face, runs, width
from counter.letters.typeset import Line, Piece

BLACK = 0.0
GREY = 0.55
FAINT = 0.92
RULE = 0.5
MM = 72 / 25.4
# A Chinese character fills a square that reaches this far above the line it stands on, in parts of its size.
ASCENT = 0.88


class Pen:
    """Draws what was measured. Points from the lower left corner of the page; `top` is an upper edge."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def line(self, line: Line, x: float, top: float, grey: float = BLACK) -> None:
        """A line of text in a strip as high as its leading."""
        baseline = top - (line.leading - line.size) / 2 - ASCENT * line.size
        for piece in line.pieces:
            if piece.kind is Kind.BLANK:
                self.rule(x + piece.x, baseline - 0.12 * line.size, x + piece.x + piece.width, None, 0.6)
            elif piece.kind is Kind.BOX:
                self._box(piece.text, x + piece.x, baseline, line.size)
            else:
                self._text(piece, x + piece.x, baseline, line.size, grey)

    def text(self, text: str, style: Type, x: float, baseline: float, *, grey: float = BLACK) -> None:
        """A short text on a baseline, not broken."""
        self._text(Piece(text, style.face, Kind.TEXT, 0.0, 0.0, 0.0), x, baseline, style.size, grey)

    def _text(self, piece: Piece, x: float, baseline: float, size: float, grey: float) -> None:
        canvas = self._canvas
        drawn = canvas.beginText(x, baseline)
        drawn.setFillGray(grey)
        drawn.setCharSpace(piece.spacing)
        drawn.setStrokeGray(grey)
        outlined = False
        for run in runs(piece.text, piece.face):
            if run.thicken:
                canvas.setLineWidth(run.thicken * size)
            if outlined != bool(run.thicken):
                outlined = not outlined
                drawn.setTextRenderMode(2 if outlined else 0)
            drawn.setFont(run.font, size)
            drawn.textOut(run.text)
        if outlined:
            drawn.setTextRenderMode(0)
        canvas.drawText(drawn)

    def rule(self, x: float, y: float, x2: float, y2: float | None = None, width: float = RULE) -> None:
        """A rule; horizontal unless another height is given."""
        self._canvas.setStrokeGray(BLACK)
        self._canvas.setLineWidth(width)
        self._canvas.line(x, y, x2, y if y2 is None else y2)

    def dashes(self, x: float, y: float, x2: float) -> None:
        """A horizontal line of dashes, along which paper is torn."""
        self._canvas.saveState()
        self._canvas.setDash(3, 3)
        self.rule(x, y, x2, width=0.6)
        self._canvas.restoreState()

    def shade(self, x: float, y: float, width: float, height: float, grey: float = FAINT) -> None:
        """A grey area behind text."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)
        self._canvas.setFillGray(BLACK)

    def frame(self, x: float, y: float, width: float, height: float, line: float = RULE) -> None:
        """An empty rectangle."""
        self._canvas.setStrokeGray(BLACK)
        self._canvas.setLineWidth(line)
        self._canvas.rect(x, y, width, height, stroke=1, fill=0)

    def _box(self, sign: str, x: float, baseline: float, size: float) -> None:
        """A check box as lines; the sign itself lies over it unseen, so that it is found and copied."""
        side = 0.78 * size
        left, bottom = x + 0.1 * size, baseline - 0.06 * size
        self.frame(left, bottom, side, side, 0.055 * size)
        if sign == "☑":
            tick = self._canvas.beginPath()
            tick.moveTo(left + 0.18 * side, bottom + 0.5 * side)
            tick.lineTo(left + 0.42 * side, bottom + 0.22 * side)
            tick.lineTo(left + 0.86 * side, bottom + 0.82 * side)
            self._canvas.setLineWidth(0.11 * size)
            self._canvas.drawPath(tick, stroke=1, fill=0)
        unseen = self._canvas.beginText(x, baseline)
        unseen.setTextRenderMode(3)
        # As wide as the box, or a reader sees a gap before the word.
        unseen.setHorizScale(100 * BOX / width(sign, Face.SONG, 1.0))
        for run in runs(sign, Face.SONG):
            unseen.setFont(run.font, size)
            unseen.textOut(run.text)
        unseen.setHorizScale(100)
        unseen.setTextRenderMode(0)
        self._canvas.drawText(unseen)

    def qr(self, data: str, x: float, y: float, side: float) -> None:
        """A QR code of level M; the empty border of four modules that it needs lies outside `side`."""
        rows = [bytes(row) for row in segno.make(data, error="m", boost_error=False, micro=False).matrix]
        module = side / len(rows)
        self._canvas.setFillGray(BLACK)
        squares = self._canvas.beginPath()
        for r, row in enumerate(rows):
            top = y + side - r * module
            start = 0
            while start < len(row):
                if not row[start]:
                    start += 1
                    continue
                end = start
                while end < len(row) and row[end]:
                    end += 1
                squares.rect(x + start * module, top - module, (end - start) * module, module)
                start = end
        self._canvas.drawPath(squares, stroke=0, fill=1)

    def watermark(self, text: str, x: float, y: float, size: float) -> None:
        """A pale word aslant over a point, under what is written."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(35)
        face = Face.HEI_BOLD
        half = sum(size for _ in text) / 2
        self.text(text, Type(face, size, size), -half, -0.38 * size, grey=FAINT)
        canvas.restoreState()
