"""A .docx read as a letter: its paragraphs and tables in order, and nothing that our print would lose."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from counter.cases.paper_codes import shown
from counter.errors import Refused, Verbatim
from counter.letters.docx_file import MAIN, W, hides, parsed, parts_of
from counter.letters.letter import Block, paragraphs
from counter.letters.parts import Head

ROLES = {
    "文书标题": "title",
    "文号": "number",
    "称呼": "recipient",
    "小标题": "heading",
    "说明": "small",
    "公示事项": "item",
    "签名": "sign",
    "印章": "stamp",
    "落款": "signed",
    "版记": "foot",
}
"""The styles of our templates by what they are for; a paragraph in any other one is plain text."""
_SIDES = {"center": "centre", "right": "right", "end": "right"}
_SPACES = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TAKEN_APART = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}customXml", f"{W}hyperlink"})


def read(
    data: bytes, *, pictures: Collection[str] = (), margins: tuple[str, ...] | None = None
) -> tuple[Block, ...]:
    """What stands in a .docx, in order. `pictures` are digests of those that may stand in it.

    `margins` is what the head and the foot of its pages said before. Raises `Refused` for what would be
    lost in print.
    """
    parts = parts_of(data)
    if strange := [name for name, digest in _pictures(parts) if digest not in pictures]:
        raise Refused(
            "The file holds a picture, which is not printed ({part}). Take it out, and save it again.",
            part=Verbatim(strange[0].rpartition("/")[2]),
        )
    if margins is not None and (found := _margins(parts)) != margins:
        raise Refused(
            "The head or the foot of the page was changed (“{said}”), which the program prints itself. "
            "Put it back as it was; what should be read belongs into the text.",
            said=Verbatim(" ".join(found)[:40] or "…"),
        )
    styles = _styles(parts)
    body = parsed(parts[MAIN]).find(f"{W}body")
    blocks = tuple(_blocks(body, styles)) if body is not None else ()
    if not paragraphs(blocks):
        raise Refused("The file holds no text.")
    return blocks


def pictures_of(data: bytes) -> frozenset[str]:
    """The digests of the pictures in a file of our own."""
    return frozenset(digest for _name, digest in _pictures(parts_of(data)))


def margins_of(data: bytes) -> tuple[str, ...]:
    """What the head and the foot of the pages of a file of our own say."""
    return _margins(parts_of(data))


# --- reading -------------------------------------------------------------------------------------


def _pictures(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, part in sorted(parts.items()):
        if name.startswith("word/media/"):
            yield name, hashlib.sha256(part).hexdigest()


def _margins(parts: dict[str, bytes]) -> tuple[str, ...]:
    """The words alone: page numbers and spaces differ between programs."""
    found = {
        "".join(c for c in _text_of(tree) if not (c.isspace() or c.isdigit()))
        for name, part in parts.items()
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
        for tree in [parsed(part)]
    }
    return tuple(sorted(found - {""}))


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    hides: str


def _styles(parts: dict[str, bytes]) -> dict[str, _Style]:
    if "word/styles.xml" not in parts:
        return {}
    found = {}
    for style in parsed(parts["word/styles.xml"]).iter(f"{W}style"):
        name = style.find(f"{W}name")
        found[str(style.get(f"{W}styleId"))] = _Style(
            "" if name is None else str(name.get(f"{W}val")), hides(style)
        )
    return found


def _blocks(parent: Any, styles: dict[str, _Style]) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{W}p":
            block = _paragraph(child, styles)
            if block.text.strip():
                yield block
        elif child.tag == f"{W}tbl":
            yield from _foot(child, styles) or (_table(child, styles),)
        elif child.tag in _TAKEN_APART:
            yield from _blocks(child, styles)


def _paragraph(paragraph: Any, styles: dict[str, _Style]) -> Block:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    text = _text_of(paragraph)
    used = [named, *paragraph.iter(f"{W}rStyle")]
    for one in used:
        style = styles.get(str(one.get(f"{W}val"))) if one is not None else None
        if style is not None and style.hides and text:
            raise Refused(
                "The file holds {what}, which is not printed: “{where}”. "
                "Make plain text of it, or take it out.",
                what=style.hides,
                where=Verbatim(text[:24]),
            )
    known = styles.get(str(named.get(f"{W}val"))) if named is not None else None
    role = ROLES.get(known.name, "body") if known else "body"
    if role != "body":
        return Block(role, text)
    side = paragraph.find(f"{W}pPr/{W}jc")
    return Block(role, text, _SIDES.get(str(side.get(f"{W}val")), "") if side is not None else "")


def _text_of(element: Any) -> str:
    said = []
    for one in element.iter():
        tag = one.tag.removeprefix(W) if isinstance(one.tag, str) else ""
        if tag == "t":
            said.append(one.text or "")
        elif tag == "tab" and one.getparent().tag == f"{W}tabs":
            continue
        elif tag in _SPACES:
            said.append(_SPACES[tag])
    return "".join(said).strip("\n")


def _foot(table: Any, styles: dict[str, _Style]) -> tuple[Block, ...]:
    """What stands beside the code at the end, where the table only holds the two side by side."""
    inside = tuple(
        block for cell in table.iter(f"{W}tc") for block in _blocks(cell, styles) if block.role != "table"
    )
    return inside if inside and all(block.role == "foot" for block in inside) else ()


def _table(table: Any, styles: dict[str, _Style]) -> Block:
    rows: list[tuple[str, ...]] = []
    titled = False
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iter(f"{W}tbl"), None) is not None:
                raise Refused("The file holds a table inside a table. Put its rows into the outer one.")
            cells.append("\n".join(one.text for one in _blocks(cell, styles)))
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            cells += [""] * (int(span.get(f"{W}val", "1")) - 1 if span is not None else 0)
        header = row.find(f"{W}trPr/{W}tblHeader")
        titled = titled or (header is not None and not rows)
        rows.append(tuple(cells))
    columns = max((len(row) for row in rows), default=0)
    widths = [int(float(one.get(f"{W}w") or 1)) for one in table.iter(f"{W}gridCol")][:columns]
    return Block(
        "table",
        rows=tuple(row + ("",) * (columns - len(row)) for row in rows),
        widths=tuple(widths + [max(widths, default=1)] * (columns - len(widths))),
        titled=titled,
    )


def filled_head(head: Head) -> Head:
    """The head as Word is to print it: its title on its lines, its code in groups."""
    title = head.title.replace("|", "\a" if len(head.title) > TITLE else "")
    return replace(head, title=title, code=shown(head.code) if head.code else "")


TITLE = 20
"""The most characters of a title on one line."""
