"""How a letter from an office's template, or changed in Word, is drawn: in the look of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from counter.letters.board_check import BOARDS
from counter.letters.closings import Code
from counter.letters.grids import Column, Field
from counter.letters.letter import Block, Letter
from counter.letters.looks import Size
from counter.letters.paper import Paper
from counter.letters.papers_public import LOOKS
from counter.letters.sheets import CAPTION, Print, halved
from counter.letters.sheets import letter as by_the_standard
from counter.letters.typeset import Align

MM_OF_A_TWIP = 25.4 / 1440
TITLED = 2
_ALIGN = {"centre": Align.CENTRE, "right": Align.RIGHT}


def letter(content: Letter, mark: Print) -> Paper:
    kind = content.head.kind
    if kind in BOARDS:
        return _board(content, mark)
    drawn = halved if kind == "D06" else by_the_standard
    return drawn(lambda paper: _written(paper, content), content.head, mark, content.whole)


def _board(content: Letter, mark: Print) -> Paper:
    """On one page, as large as it allows; nothing on it leads to the case."""
    for look in LOOKS:
        paper = Paper(
            look,
            Size.A4,
            title=content.head.title.replace("|", ""),
            author=content.head.unit.strip("_"),
            created=mark.created,
            whole=content.whole,
            training=mark.training,
            draft=mark.draft,
            reprint=mark.reprint,
        )
        _written(paper, content)
        if paper.fits:
            break
    return paper


def _written(paper: Paper, content: Letter) -> None:
    kinds = groupby(_closed(content.blocks), key=lambda block: block.role)
    foot = ""
    for role, blocks in kinds:
        run = list(blocks)
        if role == "foot":
            foot = "\n".join(block.text for block in run)
        else:
            _ADDED.get(role, _body)(paper, run)
    if foot:
        on_a_board = content.head.kind in BOARDS
        code = Code(content.head.qr, CAPTION) if content.head.case_number and not on_a_board else None
        paper.foot(foot, code)


def _closed(blocks: Sequence[Block]) -> Iterator[Block]:
    """What closes a letter under one role: places to sign, the place of the seal, the unit and the day."""
    for block in blocks:
        if block.role in ("sign", "stamp", "signed"):
            yield Block("closing", f"{block.role} {block.text}")
        else:
            yield block


def _body(paper: Paper, blocks: list[Block]) -> None:
    for block in blocks:
        if block.side:
            paper.paragraph(block.text, indent=0, align=_ALIGN[block.side])
        else:
            paper.paragraph(block.text)


def _title(paper: Paper, blocks: list[Block]) -> None:
    paper.title(*(line for block in blocks for line in block.text.split("\n")))


def _lines(add: str) -> Callable[[Paper, list[Block]], None]:
    def added(paper: Paper, blocks: list[Block]) -> None:
        for block in blocks:
            getattr(paper, add)(block.text)

    return added


def _items(paper: Paper, blocks: list[Block]) -> None:
    for block in blocks:
        paper.paragraph(block.text, indent=0)


def _table(paper: Paper, blocks: list[Block]) -> None:
    for block in blocks:
        if not block.titled and len(block.widths) == TITLED:
            rows = [[Field(row[0], row[1])] for row in block.rows]
            paper.form(rows, columns=1, label=block.widths[0] * MM_OF_A_TWIP)
            continue
        heads, *rows_below = block.rows
        columns = [
            Column(head, share=width, align=Align.CENTRE if paper.look in LOOKS else Align.LEFT)
            for head, width in zip(heads, block.widths, strict=True)
        ]
        paper.table(columns, [list(row) for row in rows_below])


def _closing(paper: Paper, blocks: list[Block]) -> None:
    said: dict[str, list[str]] = {"sign": [], "stamp": [], "signed": []}
    for block in blocks:
        role, _space, text = block.text.partition(" ")
        said[role].append(text)
    labels = [label.rstrip("_ ＿") for label in said["sign"]]
    stamp = "".join(said["stamp"]).strip("（）() ") or "公章"
    *units, day = said["signed"] or [""]
    unit = "".join(units)
    if labels and said["signed"]:
        paper.signed_and_sealed(labels, unit, day, stamp)
    elif labels:
        paper.signatures(*labels)
    elif said["signed"]:
        paper.seal(unit, day, stamp)


_ADDED: Mapping[str, Callable[[Paper, list[Block]], None]] = {
    "title": _title,
    "number": _lines("number"),
    "recipient": _lines("recipient"),
    "heading": _lines("heading"),
    "small": _lines("small"),
    "item": _items,
    "table": _table,
    "closing": _closing,
    "body": _body,
}
