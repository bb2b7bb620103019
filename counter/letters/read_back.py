"""What can be read on a finished file: the text of a PDF that this program wrote, and of a .docx.

What the paper shows is what counts, not the text that was handed to the writer. What cannot be read is
refused, never skipped.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from counter.errors import Refused

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST = 64 * 2**20
"""Bytes that a document may unpack to; a sheet for a board has some thousands."""


class Unknown(Exception):
    """A file that is not what this program writes, or that is broken."""


# A sheet is read when it is drawn and again with what its case knows.
@lru_cache(maxsize=2)
def text_of_pdf(data: bytes) -> str:
    """All text on the pages, line by line, then what the file says of itself. Raises `Unknown`."""
    # Read when the first sheet for a board is made; the program opens without it.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data), strict=True)
        pages = list(reader.pages)
        for page in pages:
            _refuse_unreadable(page)
        told = [str(value) for key, value in (reader.metadata or {}).items() if key != "/CreationDate"]
        text = "\n".join([*(page.extract_text() for page in pages), *told])
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError) as broken:
        raise Unknown("no PDF of this program") from broken
    if not pages or "\ufffd" in text:
        raise Unknown("characters without their text")
    return text


def _refuse_unreadable(page: PageObject) -> None:
    """A picture, a remark, or a font that does not tell its characters."""
    fonts = page.get("/Resources", {}).get("/Font", {})
    if any("/ToUnicode" not in fonts[name] for name in fonts):
        raise Unknown("a font without its characters")
    if page.get("/Annots") or page.images:
        raise Unknown("a picture or a remark")


# --- .docx ---------------------------------------------------------------------------------------

_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_READ_ALOUD = frozenset({"descr", "title", "alt", "tooltip"})


def text_of_docx(data: bytes) -> str:
    """All text in the parts of a document, hidden, deleted and in remarks too, a line a paragraph.

    Raises `Unknown` for what is no document, `Refused` for pictures and files in it, which cannot be read.
    """
    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(one.file_size for one in parts.infolist()) > _MOST:
                raise Unknown("a document that is far too long")
            names = parts.namelist()
            if any(re.search(r"/(media|embeddings|activeX)/", name) for name in names):
                raise Refused(
                    "A picture or another file stands in the document; what it shows cannot be checked. "
                    "Take it out and try again."
                )
            read = [parts.read(name) for name in names if name.endswith(".xml") and "theme" not in name]
    except (BadZipFile, OSError, zlib.error, EOFError) as broken:
        raise Unknown("no document") from broken
    return "\n".join(line for part in read for line in _lines_of(part))


def _lines_of(part: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in part:
        raise Unknown("a part with a grammar of its own")
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError as broken:
        raise Unknown("a part that cannot be read") from broken
    paragraphs = list(root.iter(_PARAGRAPH))
    for element in root.iter():
        yield from (value for name, value in element.attrib.items() if name in _READ_ALOUD)
        if not paragraphs and element.text:
            yield element.text
    for one in paragraphs:
        yield "".join(one.itertext())
