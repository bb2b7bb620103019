"""What can be read on a finished file: the text of a PDF that this program wrote, and of a .docx.

A reader of its own and not the text that was handed to the writer: what the paper shows is what counts.
What it does not know it refuses; it never skips.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from counter.errors import Refused

_TOKEN = re.compile(
    rb"<<|>>|[\[\]]|<(?P<hex>[0-9A-Fa-f\s]*)>|\((?P<text>(?:\\.|[^\\()])*)\)|/(?P<name>[^\s<>\[\]()/%]*)"
    rb"|(?P<ref>\d+\s+\d+\s+R\b)|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\s<>\[\]()/%]|$))"
    rb"|(?P<word>[^\s<>\[\]()/%]+)"
)
_OBJECT = re.compile(rb"\s*(?:%[^\n]*\n\s*)*(\d+)\s+0\s+obj\b")
_STREAM = re.compile(rb"\s*stream\r?\n")
_MOST = 64 * 2**20
"""Bytes of text that a document may unpack to; a sheet for a board has some thousands."""


class Unknown(Exception):
    """A file that is not what this program writes, or that is broken."""


class Reference(NamedTuple):
    number: int


class Operator(NamedTuple):
    name: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """A dictionary with its data unpacked."""

    about: Mapping[str, Any]
    data: bytes


@dataclass(slots=True)
class _Drawn:
    """Text as it is drawn: a new line where the pen goes to another height, a space where it only jumps."""

    parts: list[str] = field(default_factory=list)
    height: float | None = None

    def begin(self, height: float) -> None:
        if self.height is not None:
            self.parts.append(" " if abs(height - self.height) < 1 else "\n")
        self.height = height


# --- PDF -----------------------------------------------------------------------------------------


def text_of_pdf(data: bytes) -> str:
    """All text on the pages in the order in which it was drawn, then what the file says of itself.

    Raises `Unknown` for anything that this program does not write.
    """
    objects = dict(_objects(data))
    streams = [one for one in objects.values() if isinstance(one, Stream)]
    if any(one.about.get("Type") in ("ObjStm", "XRef") for one in streams):
        raise Unknown("objects within streams")
    pages = [one for one in objects.values() if isinstance(one, dict) and one.get("Type") == "Page"]
    if not pages:
        raise Unknown("no page")
    drawn = _Drawn()
    for page in pages:
        if page.get("Annots"):
            raise Unknown("annotations")
        contents = _found(objects, page.get("Contents"))
        for one in contents if isinstance(contents, list) else [contents]:
            _read(objects, _found(objects, one), _found(objects, page.get("Resources")), drawn)
        drawn.height = None
        drawn.parts.append("\n")
    infos = (one for one in objects.values() if isinstance(one, dict) and "Creator" in one)
    said = [
        _told(value)
        for info in infos
        for key, value in info.items()
        if isinstance(value, bytes) and not (key == "CreationDate" and re.fullmatch(rb"D:[0-9]{14}Z", value))
    ]
    return "".join(drawn.parts) + "\n".join(said)


def _objects(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while begun := _OBJECT.match(data, at):
        value, at = _value(data, begun.end())
        if stream := _STREAM.match(data, at):
            length = value.get("Length")
            if not isinstance(length, int):
                raise Unknown("a stream without its length")
            raw = data[stream.end() : stream.end() + length]
            yield int(begun[1]), Stream(value, _unpacked(value, raw))
            at = stream.end() + length
        else:
            yield int(begun[1]), value
        ended = re.compile(rb"\s*(?:endstream\s*)?endobj").match(data, at)
        if not ended:
            raise Unknown(f"object {int(begun[1])} has no end")
        at = ended.end()
    if not data[at : at + 64].lstrip().startswith(b"xref"):
        raise Unknown("something after the objects")


def _unpacked(about: Mapping[str, Any], raw: bytes) -> bytes:
    match about.get("Filter"):
        case None:
            return raw
        case "FlateDecode" if "DecodeParms" not in about:
            try:
                return zlib.decompress(raw)
            except zlib.error as broken:
                raise Unknown("a stream that cannot be unpacked") from broken
        case other:
            raise Unknown(f"the filter {other}")


def _value(data: bytes, at: int) -> tuple[Any, int]:
    found = _TOKEN.search(data, at)
    if not found:
        raise Unknown("an end in the middle")
    at = found.end()
    token = found[0]
    if token == b"<<":
        listed, at = _until(data, at, b">>")
        if len(listed) % 2:
            raise Unknown("a dictionary with half an entry")
        return dict(zip(listed[::2], listed[1::2], strict=True)), at
    if token == b"[":
        return _until(data, at, b"]")
    return _atom(found), at


def _until(data: bytes, at: int, end: bytes) -> tuple[list[Any], int]:
    listed: list[Any] = []
    while True:
        found = _TOKEN.search(data, at)
        if not found:
            raise Unknown("a list without an end")
        if found[0] == end:
            return listed, found.end()
        one, at = _value(data, at)
        listed.append(one)


def _atom(found: re.Match[bytes]) -> Any:
    match found.lastgroup:
        case "hex":
            return bytes.fromhex(found["hex"].decode())
        case "text":
            if re.search(rb"\\[^()\\]", found["text"]):
                raise Unknown("a sign written as another")
            return re.sub(rb"\\([()\\])", rb"\1", found["text"])
        case "name":
            return found["name"].decode()
        case "ref":
            return Reference(int(found["ref"].split()[0]))
        case "number":
            return float(found["number"]) if b"." in found["number"] else int(found["number"])
        case _:
            return Operator(found[0])


def _found(objects: Mapping[int, Any], value: Any) -> Any:
    return objects[value.number] if isinstance(value, Reference) else value


def _read(objects: Mapping[int, Any], stream: Any, resources: Any, drawn: _Drawn) -> None:
    """Follow what a page draws as far as text goes; a form within it is followed too."""
    if not isinstance(stream, Stream):
        raise Unknown("a page without its drawing")
    fonts = _found(objects, (resources or {}).get("Font")) or {}
    forms = _found(objects, (resources or {}).get("XObject")) or {}
    held: list[Any] = []
    letters: Mapping[int, str] = {}
    line = (0.0, 0.0)
    at = 0
    while token := _TOKEN.search(stream.data, at):
        value, at = _value(stream.data, token.start())
        if not isinstance(value, Operator):
            held.append(value)
            continue
        match value.name:
            case b"BT":
                line = (0.0, 0.0)
            case b"Td" | b"TD":
                line = (line[0] + held[-2], line[1] + held[-1])
                drawn.begin(line[1])
            case b"Tm":
                line = (held[-2], held[-1])
                drawn.begin(line[1])
            case b"Tf":
                letters = _letters(objects, _found(objects, fonts.get(held[-2])))
            case b"Tj":
                drawn.parts.append(_shown(held[-1], letters))
            case b"TJ":
                drawn.parts += [_shown(one, letters) for one in held[-1] if isinstance(one, bytes)]
            case b"Do":
                form = _found(objects, forms.get(held[-1]))
                if not isinstance(form, Stream) or form.about.get("Subtype") != "Form":
                    raise Unknown("a picture")
                _read(objects, form, _found(objects, form.about.get("Resources")) or resources, drawn)
            case b"'" | b'"' | b"BI" | b"T*":
                raise Unknown(f"the operator {value.name.decode()}")
        held.clear()


def _letters(objects: Mapping[int, Any], font: Any) -> Mapping[int, str]:
    if not isinstance(font, dict) or font.get("Encoding") != "Identity-H":
        raise Unknown("a font without its characters")
    table = _found(objects, font.get("ToUnicode"))
    if not isinstance(table, Stream):
        raise Unknown("a font without its characters")
    if b"beginbfrange" in table.data:
        raise Unknown("characters in ranges")
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*", _pairs(table.data))
    }


def _pairs(table: bytes) -> bytes:
    return b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL))


def _shown(codes: Any, letters: Mapping[int, str]) -> str:
    if not isinstance(codes, bytes) or len(codes) % 2:
        raise Unknown("text in another encoding")
    try:
        return "".join(letters[int.from_bytes(codes[n : n + 2], "big")] for n in range(0, len(codes), 2))
    except KeyError as missing:
        raise Unknown("a character without its text") from missing


def _told(value: bytes) -> str:
    return value[2:].decode("utf-16-be") if value.startswith(b"\xfe\xff") else value.decode("latin-1")


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
