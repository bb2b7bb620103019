"""Notices drawn by the program beside the same marks drawn by plain reportlab, in turn, in processor time.

Plain reportlab is handed the pages laid out already and only draws and saves them, its fonts read once; the
program's own time includes the layout. Both have the same fonts, lines, codes and pages. Run it with
`pytest tests/benchmarks/bench_letters.py -s`.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from counter.cases.workflow import Outcome
from counter.letters import batch, pen, typeset
from counter.letters.atoms import Kind
from counter.letters.content import Content
from counter.letters.fonts import _FILES, font_files, runs
from counter.letters.paper import Paper
from counter.letters.pdf import compose, draw
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import ASCENT, BLACK, Pen
from counter.letters.press import _Press
from counter.letters.sheets import Print
from counter.letters.typeset import Line
from tests.counter.letters.conftest import Family, decision_of

DIBAO = "civil-affairs.dibao"
ROUNDS = 3
MERGED = 60


@cache
def registered(name: str) -> str:
    pdfmetrics.registerFont(TTFont(name, str(font_files()[0].parent / _FILES[name]), shapable=False))
    return name


class PlainPen(Pen):
    """Draws as one would with reportlab: a call for each run of text, a rectangle for each dark stretch."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(PdfFile(BytesIO(), About("")))
        self.canvas = canvas

    def line(self, line: Line, x: float, top: float, grey: float = BLACK) -> None:
        baseline = top - (line.leading - line.size) / 2 - ASCENT * line.size
        for piece in line.pieces:
            if piece.kind is Kind.BLANK:
                self.rule(x + piece.x, baseline - 0.12 * line.size, x + piece.x + piece.width)
                continue
            text = self.canvas.beginText(x + piece.x, baseline)
            text.setFillGray(grey)
            text.setCharSpace(piece.spacing)
            for run in runs(piece.text, piece.face):
                text.setFont(registered(run.font), line.size)
                text.textOut(run.text)
            self.canvas.drawText(text)

    def rule(self, x: float, y: float, x2: float, y2: float | None = None, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x, y, x2, y if y2 is None else y2)

    def shade(self, x: float, y: float, width: float, height: float, grey: float = 0.9) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, line: float = 0.5) -> None:
        self.canvas.setLineWidth(line)
        self.canvas.rect(x, y, width, height, stroke=1, fill=0)

    def qr(self, data: str, x: float, y: float, side: float) -> None:
        rows = [bytes(row) for row in segno.make(data, error="m", boost_error=False, micro=False).matrix]
        module = side / len(rows)
        squares = self.canvas.beginPath()
        for r, row in enumerate(rows):
            start = row.find(1)
            while start >= 0:
                end = row.find(0, start)
                end = len(row) if end < 0 else end
                squares.rect(x + start * module, y + side - (r + 1) * module, (end - start) * module, module)
                start = row.find(1, end)
        self.canvas.setFillGray(BLACK)
        self.canvas.drawPath(squares, stroke=0, fill=1)


class PlainFile(PdfFile):
    def __init__(self, canvas: Canvas) -> None:
        super().__init__(BytesIO(), About(""))
        self.canvas = canvas

    def page(self, marks: bytes, size: tuple[float, float]) -> None:
        self.canvas.setPageSize(size)
        self.canvas.showPage()


def plainly(papers: list[Paper]) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1)
    for paper in papers:
        press = _Press(paper._sheet, PlainFile(canvas))
        press.pen = PlainPen(canvas)
        press.run(paper._dealt(), paper._blocks)
    canvas.save()
    return out.getvalue()


def merged(contents: list[Content]) -> bytes:
    out = BytesIO()
    assert len(list(batch.write(out, About("批"), ((one, Print()) for one in contents)))) == len(contents)
    return out.getvalue()


def numbered(content: Content, number: int) -> Content:
    head = replace(
        content.head,
        number=f"同民救〔2026〕{number}号",
        case_number=f"350212105-20261123-{number:04}-K",
        query_code=f"{number:08}",
    )
    return replace(content, head=head)  # type: ignore[type-var]  # every content is a dataclass


@pytest.fixture
def refusal(family: Family) -> Content:
    refused = family.decided(DIBAO, decision_of(Outcome.REFUSE))
    return refused.paper("D20", referral=family.referral(DIBAO).number)


def spent(act: Callable[[], object]) -> float:
    began = process_time()
    act()
    return process_time() - began


def test_notices_beside_plain_reportlab(refusal: Content) -> None:
    contents = [numbered(refusal, n) for n in range(1, MERGED + 1)]
    papers = [compose(one) for one in contents]
    ours, plain = draw(contents[0]), plainly(papers[:1])
    all_ours, all_plain = merged(contents), plainly(papers)
    assert len(ours) <= len(plain)
    assert len(all_ours) <= len(all_plain)
    rounds = [
        (
            spent(lambda: [draw(one) for one in contents[:10]]),
            spent(lambda: [plainly([one]) for one in papers[:10]]),
            spent(lambda: merged(contents)),
            spent(lambda: plainly(papers)),
        )
        for _ in range(ROUNDS)
    ]
    single, plain_single, batched, plain_batched = (min(column) for column in zip(*rounds, strict=True))
    print(
        f"single {single * 100:.1f} ms, plain {plain_single * 100:.1f}: {plain_single / single:.1f} times; "
        f"merged {batched / MERGED * 1000:.1f} ms, plain {plain_batched / MERGED * 1000:.1f} ms: "
        f"{plain_batched / batched:.1f} times; plain single to merged "
        f"{plain_single / 10 / batched * MERGED:.1f}; "
        f"bytes {len(ours)}/{len(plain)}, merged {len(all_ours)}/{len(all_plain)}"
    )
    assert plain_single > single
    assert plain_batched > batched * 1.5


def test_memory_does_not_grow_with_the_batch(refusal: Content, tmp_path: Path) -> None:
    held: list[int] = []
    contents = ((numbered(refusal, n), Print()) for n in range(120))
    tracemalloc.start()
    try:
        with (tmp_path / "batch.pdf").open("wb") as out:
            for printed in batch.write(out, About("批"), contents):
                if printed.paper % 40 == 0:
                    # What is remembered of broken lines is bounded; here it would not be full yet.
                    typeset._broken.cache_clear()
                    typeset._parts.cache_clear()
                    runs.cache_clear()
                    pen._squares.cache_clear()
                    gc.collect()
                    held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    print(f"bytes kept for each further paper: {(held[2] - held[1]) / 40:.0f}")
    assert held[2] - held[1] < 40 * 1000
