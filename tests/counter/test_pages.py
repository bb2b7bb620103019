"""Blocks dealt out to pages: none is lost, none runs over the foot, none is left alone."""

from hypothesis import given
from hypothesis import strategies as st

from counter.letters.atoms import Kind
from counter.letters.blocks import Block, Cell, Grid, Lines, Row, Solid, Together
from counter.letters.fonts import Face
from counter.letters.pages import Placed, lay_out
from counter.letters.pen import Pen
from counter.letters.typeset import Line, Piece

HEIGHT = 200.0


def line(text: str) -> Line:
    return Line((Piece(text, Face.SONG, Kind.TEXT, 0.0, 10.0, 0.0),), 10.0, 10.0, 10.0)


def nothing(pen: Pen, x: float, top: float) -> None:
    pass


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    before = draw(st.sampled_from([0.0, 5.0]))
    leads = draw(st.integers(0, 5)) == 0
    match draw(st.sampled_from(["lines", "heading", "grid", "solid", "together"])):
        case "lines":
            return Lines(tuple(map(line, draw(texts))), before)
        case "heading":
            return Lines((line(draw(st.text("头", min_size=1, max_size=2))),), before, keeps_with_next=True)
        case "grid":
            head = draw(st.integers(0, 1))
            rows = []
            for n in range(draw(st.integers(1, 8))):
                title = n < head or (leads and n % 3 == 0)
                lines = tuple(map(line, draw(texts)))[: 1 if title else None]
                rows.append(Row((Cell(lines, 100.0),), 12.0, 1.0, leads=title and n >= head))
            return Grid(tuple(rows), head=head, before=before)
        case "solid":
            return Solid(draw(st.floats(0, 90)), nothing, before, takes_along=draw(st.booleans()))
        case _:
            inner = tuple(Lines((line("共"),), before) for _ in range(draw(st.integers(1, 30))))
            return Together(inner, before)


texts = st.lists(st.text("中国文", min_size=1, max_size=3), min_size=1, max_size=30)


def words(block: Block) -> list[str]:
    match block:
        case Lines():
            return [piece.text for one in block.lines for piece in one.pieces]
        case Grid():
            below = block.rows[block.head :]
            return [p.text for row in below for one in row.cells[0].lines for p in one.pieces]
        case Together():
            return [word for inner in block.blocks for word in words(inner)]
        case _:
            return []


def placed(pages: list[list[Placed]]) -> list[str]:
    return [word for page in pages for block, _ in page for word in words(block)]


@given(st.lists(blocks(), max_size=12))
def test_every_line_is_placed_once_in_order_and_above_the_foot(parts: list[Block]) -> None:
    pages = lay_out(parts, HEIGHT)
    assert placed(pages) == [word for block in parts for word in words(block)]
    for page in pages:
        ends = 0.0
        for block, below in page:
            assert below >= ends - 0.01
            ends = below + block.height
            assert ends <= HEIGHT + 0.05
    assert all(pages) or pages == [[]]


@given(st.integers(0, 40), st.integers(1, 12), st.floats(5, 60))
def test_what_closes_a_paper_takes_lines_along(above: int, last: int, closing: float) -> None:
    parts: list[Block] = [Lines((line("上"),)) for _ in range(above)]
    parts.append(Lines(tuple(line("末") for _ in range(last))))
    parts.append(Solid(closing, nothing, takes_along=True))
    *_, page = lay_out(parts, HEIGHT)
    assert "末" in [word for block, _ in page for word in words(block)]


@given(st.integers(0, 40), st.integers(1, 3), st.integers(1, 30))
def test_a_heading_is_followed_by_text_on_its_page(above: int, headings: int, below: int) -> None:
    parts: list[Block] = [Lines((line("上"),)) for _ in range(above)]
    parts += [Lines((line("头"),), keeps_with_next=True) for _ in range(headings)]
    parts.append(Lines(tuple(line("下") for _ in range(below))))
    for page in lay_out(parts, HEIGHT):
        assert words(page[-1].block)[-1] != "头"
