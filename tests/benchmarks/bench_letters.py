"""Notices drawn by the program beside the same notices by plain reportlab, in turn, in processor time.

Both begin with the content of a paper and end with a PDF of it, in the same fonts, with the same words and
code; names, numbers and sums differ from paper to paper. Plain reportlab is measured twice: as one would use
it, with its own paragraphs and tables; and handed our finished lines, so that it only draws and saves.
The first has to be reached fourfold alone and in a batch, the second alone: in a batch the words that differ
from paper to paper still have to be set in lines, which it was spared.

    python -m tests.benchmarks.bench_letters                 100 papers
    python -m tests.benchmarks.bench_letters --papers 1000
    python -m tests.benchmarks.bench_letters --memory 1000   the peak of a process that writes so many
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any
from xml.sax.saxutils import escape

import segno
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from counter.cases.workflow import Outcome
from counter.catalogue.load import load
from counter.letters import batch, papers_decided
from counter.letters.atoms import Kind, Text, Type
from counter.letters.closings import Code
from counter.letters.fonts import _OWN, font_files, printable, runs
from counter.letters.grids import Column, Field
from counter.letters.looks import LETTER, Size
from counter.letters.paper import Paper
from counter.letters.parts import Content
from counter.letters.pdf import compose, draw
from counter.letters.pdffile import About, PdfFile
from counter.letters.pen import ASCENT, BLACK, MM, Pen
from counter.letters.press import _Press
from counter.letters.sheets import Print
from counter.letters.typeset import Line
from tests.counter.letters import conftest

DIBAO = "civil-affairs.dibao"
ROUNDS = 3
GOAL = 4.0
SINGLE = 20
"""Of single papers fewer are enough: each takes much longer than one of many."""


# --- what is drawn -------------------------------------------------------------------------------


def contents(kind: str, count: int, first: int = 1) -> Iterator[Content]:
    """Notices of one decision, each for another family."""
    family = made()
    referral = family.referral(DIBAO).number
    for number in range(first, first + count):
        chance = random.Random(number)
        people = tuple(
            replace(one, name="".join(chance.choices("王李张刘陈杨赵黄周吴伟芳娜秀英敏静丽强磊军洋", k=3)))
            for one in family.case.application.people
        )
        case = replace(
            family.case,
            number=f"350212105-20261123-{number:04}-K",
            query_code=f"{chance.randrange(10**8):08}",
            application=replace(family.case.application, people=people),
        )
        about = {"document_number": f"同民救〔2026〕{number}号", "number": f"J-{number}"}
        if kind == "D19":
            decided = conftest.decision_of(Outcome.GRANT, amount_fen=chance.randrange(10**6), **about)
        else:
            facts = f"经核对，你户家庭人均月收入 {chance.randint(941, 4000):,} 元。"
            decided = conftest.decision_of(Outcome.REFUSE, facts=facts, **about)
        one = replace(family, case=case).decided(DIBAO, decided)
        yield one.paper(kind, referral=referral, number=f"(莲花)救认〔2026〕第{number:04}号")


@cache
def made() -> conftest.Family:
    return conftest.family_of.__wrapped__(load())()  # type: ignore[attr-defined,no-any-return]  # a fixture


def merged(papers: Sequence[Content]) -> bytes:
    out = BytesIO()
    assert sum(1 for _ in batch.write(out, About("批"), ((one, Print()) for one in papers))) == len(papers)
    return out.getvalue()


# --- plain reportlab -----------------------------------------------------------------------------


@cache
def registered(name: str) -> str:
    pdfmetrics.registerFont(TTFont(name, str(font_files()[0].parent / _OWN[name].file), shapable=False))
    return name


@cache
def style(kind: Type, align: int = 4, indent: float = 0.0) -> ParagraphStyle:
    font = registered(runs("一", kind.face)[0].font)
    return ParagraphStyle(
        "", fontName=font, fontSize=kind.size, leading=kind.leading, wordWrap="CJK", alignment=align,
        firstLineIndent=indent,
    )  # fmt: skip


def paragraph(text: Text, kind: Type, align: int = 4, indent: float = 0.0) -> Paragraph:
    spans = ((text, kind.face),) if isinstance(text, str) else tuple(
        (one, kind.face) if isinstance(one, str) else (one.text, one.face) for one in text
    )  # fmt: skip
    marked = "".join(
        f'<font name="{registered(run.font)}">{escape(run.text)}</font>'
        for said, face in spans
        for run in runs(printable(said).replace("\n", " "), face)
    )
    return Paragraph(marked, style(kind, align, indent))


class Square(Flowable):  # type: ignore[misc]  # reportlab has no types
    def __init__(self, data: str) -> None:
        super().__init__()
        self.data, self.width, self.height = data, 20 * MM, 20 * MM

    def draw(self) -> None:
        draw_code(self.canv, self.data, 0, 0, 20 * MM)


def draw_code(canvas: Canvas, data: str, x: float, y: float, side: float) -> None:
    rows = [bytes(row) for row in segno.make(data, error="m", boost_error=False, micro=False).matrix]
    module = side / len(rows)
    squares = canvas.beginPath()
    for r, row in enumerate(rows):
        start = row.find(1)
        while start >= 0:
            end = row.find(0, start)
            end = len(row) if end < 0 else end
            squares.rect(x + start * module, y + side - (r + 1) * module, (end - start) * module, module)
            start = row.find(1, end)
    canvas.setFillGray(BLACK)
    canvas.drawPath(squares, stroke=0, fill=1)


@dataclass
class PlainPaper:
    """Has the methods of a paper that letters use, and makes reportlab's own parts of them."""

    parts: list[Flowable] = field(default_factory=list)
    width = Size.A4.points[0] - (LETTER.left + LETTER.right) * MM

    def title(self, *lines: str) -> None:
        self.parts += [paragraph(line.replace("|", ""), LETTER.title, 1) for line in lines]

    def number(self, text: str) -> None:
        self.parts.append(paragraph(text, LETTER.body, 2))

    def recipient(self, text: Text) -> None:
        self.parts.append(paragraph(text, LETTER.body))

    def paragraph(self, text: Text, *, indent: int = 2) -> None:
        self.parts.append(paragraph(text, LETTER.body, indent=indent * LETTER.body.size))

    def heading(self, text: Text) -> None:
        self.parts.append(paragraph(text, LETTER.heading, indent=2 * LETTER.body.size))

    def form(self, rows: Sequence[Sequence[Field]], *, columns: int, label: float) -> None:
        cells = [[paragraph(one, LETTER.table) for f in row for one in (f.label, f.value)] for row in rows]
        self._table(cells, [label * MM, self.width - label * MM])

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> None:
        total = sum(column.share for column in columns)
        cells = [[paragraph(one, LETTER.table) for one in row] for row in ([c.title for c in columns], *rows)]
        self._table(cells, [self.width * column.share / total for column in columns])

    def _table(self, cells: list[list[Paragraph]], widths: list[float]) -> None:
        self.parts.append(Table(cells, widths, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))

    def seal(self, unit: str, day: str) -> None:
        lines = [paragraph(one, LETTER.body, 2) for one in (unit, day)]
        self.parts.append(KeepTogether([paragraph("（公章）", LETTER.small, 2), *lines]))

    def foot(self, text: str, code: Code) -> None:
        right = [Square(code.data), paragraph(code.caption, LETTER.small)]
        words = paragraph(text, LETTER.small)
        self.parts.append(Table([[words, right]], [self.width - 40 * MM, 40 * MM]))

    def space(self, millimetres: float) -> None:
        self.parts.append(Spacer(1, millimetres * MM))

    @contextmanager
    def together(self) -> Iterator[None]:
        before, self.parts = self.parts, []
        yield
        self.parts = [*before, KeepTogether(self.parts)]


_FILLED = {"D19": papers_decided._granted, "D20": papers_decided._refusal}


def plainly(papers: Sequence[Content]) -> bytes:
    out = BytesIO()
    parts: list[Flowable] = []
    for content in papers:
        paper = PlainPaper()
        _FILLED[content.head.kind](paper, content)  # type: ignore[arg-type]  # what a letter asks of it
        parts += paper.parts

    def number(canvas: Canvas, _document: object) -> None:
        canvas.setFont(style(LETTER.small).fontName, 9)
        head = papers[0].head
        said = f"第 {canvas.getPageNumber()} 页 · 受理编号 {head.case_number} · 查询码 {head.query_code}"
        canvas.drawString(LETTER.left * MM, 60, f"{said} · 热线 {head.hotline}")

    margins = {side: getattr(LETTER, side) * MM for side in ("top", "right", "bottom", "left")}
    document = SimpleDocTemplate(
        out, pagesize=Size.A4.points, invariant=1, pageCompression=1,
        initialFontName=style(LETTER.body).fontName, **{f"{side}Margin": at for side, at in margins.items()},
    )  # fmt: skip
    document.build(parts, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


class PlainPen(Pen):
    """Draws our lines as one would with reportlab: a call for each run of text."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(PdfFile(BytesIO(), About("")))
        self.canvas = canvas

    def line(self, line: Line, x: float, top: float, grey: float = BLACK) -> None:
        baseline = top - (line.leading - line.size) / 2 - ASCENT * line.size
        for piece in line.pieces:
            if piece.kind is Kind.BLANK:
                self.rule(x + piece.x, baseline - 0.12 * line.size, x + piece.x + piece.width)
                continue
            self._say(piece.text, Type(piece.face, line.size, 0), x + piece.x, baseline, piece.spacing)

    def text(self, text: str, style: Type, x: float, baseline: float, *, grey: float = BLACK) -> None:
        self._say(text, style, x, baseline, 0.0)

    def _say(self, said: str, kind: Type, x: float, baseline: float, spacing: float) -> None:
        text = self.canvas.beginText(x, baseline)
        text.setFillGray(BLACK)
        text.setCharSpace(spacing)
        for run in runs(said, kind.face):
            text.setFont(registered(run.font), kind.size)
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
        draw_code(self.canvas, data, x, y, side)


class PlainFile(PdfFile):
    def __init__(self, canvas: Canvas) -> None:
        super().__init__(BytesIO(), About(""))
        self.canvas = canvas

    def page(self, marks: bytes, size: tuple[float, float]) -> None:
        self.canvas.setPageSize(size)
        self.canvas.showPage()


def drawn(papers: Sequence[Paper]) -> bytes:
    """What reportlab makes of lines that were set for it."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1, invariant=1, initialFontName=style(LETTER.body).fontName)
    for paper in papers:
        press = _Press(paper._sheet, PlainFile(canvas))
        press.pen = PlainPen(canvas)
        press.run(paper._dealt(), paper._blocks)
    canvas.save()
    return out.getvalue()


# --- measuring -----------------------------------------------------------------------------------


def spent(act: Callable[..., object], *given: object) -> float:
    gc.collect()
    began = process_time()
    act(*given)
    return process_time() - began


def one_by_one(act: Callable[[list[Any]], object], papers: Sequence[object]) -> None:
    for one in papers:
        act([one])


def characters(data: bytes) -> dict[str, int]:
    """How often each Chinese character and figure can be copied out of a file."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        said = subprocess.run(["pdftotext", file.name, "-"], capture_output=True, check=True).stdout.decode()
    return {one: said.count(one) for one in sorted(set(said)) if one.isalnum()}


def measure(kind: str, count: int) -> bool:
    best = [9e9] * 6
    for turn in range(ROUNDS + 1):
        papers = list(contents(kind, count, 1 + turn * count))
        # Not the same papers, or their lines would be known already.
        few = list(contents(kind, SINGLE, 10**6 + turn * SINGLE))
        times = [spent(one_by_one, lambda one: draw(*one), few) / len(few), spent(merged, papers) / count]
        composed = [compose(one) for one in papers]
        for act, some, all_ in ((plainly, few, papers), (drawn, composed[:SINGLE], composed)):
            times += [spent(one_by_one, act, some) / len(some), spent(act, all_) / count]
        if turn:
            best = [min(pair) for pair in zip(best, times, strict=True)]
    ours, all_ours = [draw(papers[0])], merged(papers[:3])
    # The same words: letter by letter, but for what counts pages at the foot.
    others = drawn([compose(papers[0])]), drawn([compose(one) for one in papers[:3]])
    assert characters(ours[0]) == characters(others[0])
    assert characters(all_ours) == characters(others[1])
    said, as_used = characters(ours[0]), characters(plainly(papers[:1]))
    assert {one for one in said if said[one] != as_used.get(one)} <= set("第12页共")
    sizes = [len(ours[0]), len(merged(papers)) // count, len(others[0]), len(drawn(composed)) // count]
    sizes += [len(plainly(papers[:1])), len(plainly(papers)) // count]
    single, many, *rest = (round(second * 1000, 2) for second in best)
    print(f"{kind}, {count} papers of 2 pages: milliseconds alone and in a batch, bytes alone and in a batch")
    print(f"  ours              {single:6.2f}            {many:6.2f}            {sizes[0]} {sizes[1]}")
    named = (("reportlab", *rest[:2], *sizes[4:]), ("  handed lines", *rest[2:], *sizes[2:4]))
    for name, alone, batched, *size in named:
        times = f"{alone:6.2f} ({alone / single:4.1f} ×)  {batched:6.2f} ({batched / many:4.1f} ×)"
        print(f"  {name:17} {times}   {size[0]} {size[1]}")
    small = sizes[0] <= min(sizes[2], sizes[4]) and sizes[1] <= min(sizes[3], sizes[5])
    return small and rest[0] >= GOAL * single and rest[1] >= GOAL * many and rest[2] >= GOAL * single


def memory(count: int) -> None:
    """The peak of this process when it writes a batch of so many papers."""
    with tempfile.TemporaryDirectory() as folder:
        papers = ((one, Print()) for one in contents("D20", count))
        told = batch.write_file(Path(folder) / "batch.pdf", About("批"), papers)
        size = (Path(folder) / "batch.pdf").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} papers, {told[-1].last} pages, {size / 1e6:.1f} MB: peak {peak:.0f} MiB")


def main() -> None:
    choices = argparse.ArgumentParser(description=__doc__)
    choices.add_argument("--papers", type=int, default=100)
    choices.add_argument("--memory", type=int, default=0)
    chosen = choices.parse_args()
    if chosen.memory:
        memory(chosen.memory)
        return
    reached = [measure(kind, chosen.papers) for kind in _FILLED]
    sys.exit(0 if all(reached) else 1)


if __name__ == "__main__":
    main()
