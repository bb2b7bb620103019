"""A .docx from outside, opened only when nothing in it acts by itself, fetches, hides or never ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BadStream

from lxml import etree

from counter.errors import Problem, Refused, Verbatim
from counter.words import N_

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_TEXT = 10_000_000
"""Bytes of one part with text; ten pages have about 100,000, a reason of 10,000 lines 5,000,000."""
MOST_PARTS = 300

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_W}}}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN = "word/document.xml"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ACTIVE = re.compile(r"vba|macro|activex|embeddings/|oleobject|\.bin$|attachedtoolbars|\.(exe|js|vbs)$", re.I)
_FIELD = re.compile(r"\s*\\?\s*(\w+)")
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
"""What may compute itself in a letter: page numbers, and nothing that changes what it says."""
_HIDDEN = N_("hidden text")
_BOX = N_("text in a box")
_NOTE = N_("a footnote")
_COMMENT = N_("a comment")
_OTHER = N_("another document")
_OBJECT = N_("an embedded object")
_TRACKED = N_("tracked changes")
_STRUCK = N_("text struck through")
_NUMBERED = N_("automatic numbers")
_SYMBOL = N_("a sign of a symbol font")
_DRAWING = N_("a drawing")
_FORMULA = N_("a formula")
_ABOVE = N_("text above text")
_MARKS = {
    "vanish": _HIDDEN,
    "specVanish": _HIDDEN,
    "webHidden": _HIDDEN,
    "strike": _STRUCK,
    "dstrike": _STRUCK,
}
"""Switches of a run or a style that our print does not show."""
_HELD: Mapping[str, str] = {
    "txbxContent": _BOX,
    "footnoteReference": _NOTE,
    "endnoteReference": _NOTE,
    "commentReference": _COMMENT,
    "altChunk": _OTHER,
    "subDoc": _OTHER,
    "object": _OBJECT,
    "control": _OBJECT,
    "ins": _TRACKED,
    "del": _TRACKED,
    "moveFrom": _TRACKED,
    "moveTo": _TRACKED,
    "numPr": _NUMBERED,
    "sym": _SYMBOL,
    "pict": _DRAWING,
    "ruby": _ABOVE,
}
_TEXTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of the file by its name.

    Raises `Refused`, with what to do, for what is no .docx, is too large, or holds more than text.
    """
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than {n} MB. Take out its pictures.", n=MOST_BYTES // 1_000_000)
    if data.startswith(_OLD_WORD):
        raise Refused(
            "The file is an old .doc, or bears a password. Save it in Word as .docx without a password."
        )
    try:
        with ZipFile(BytesIO(data)) as packed:
            parts = _unpacked(packed)
    except (BadZipFile, BadStream, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Refused("The file is no whole Word document. Save it in Word once more, as .docx.") from None
    if MAIN not in parts:
        raise Refused("The file is no Word document. Save it in Word as .docx.")
    for name, part in parts.items():
        _refuse_active(name)
        if name.lower().endswith((".xml", ".rels")):
            _look_into(name, part)
    return parts


def _unpacked(packed: ZipFile) -> dict[str, bytes]:
    entries = packed.infolist()
    too_much = Refused(
        "The file unpacks to more than a letter can hold. Copy its text into a new Word document."
    )
    if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise too_much
    if len({one.filename.lower() for one in entries}) < len(entries):
        raise BadZipFile("a part is there twice")
    parts = {one.filename: _part(packed, one) for one in entries if not one.is_dir()}
    if any(len(part) > MOST_TEXT for name, part in parts.items() if name.lower().endswith(".xml")):
        raise too_much
    return parts


def _part(packed: ZipFile, one: ZipInfo) -> bytes:
    # What a part says of its own size may be a lie.
    with packed.open(one) as part:
        read = part.read(one.file_size + 1)
    if len(read) != one.file_size:
        raise BadZipFile("a part is not as long as it says")
    return read


def _refuse_active(name: str) -> None:
    if _ACTIVE.search(name):
        raise Refused(
            "The file holds a macro or an embedded object ({part}). Save it as .docx without it.",
            part=Verbatim(name.rpartition("/")[2]),
        )


def parsed(part: bytes) -> Any:
    """The XML of a part; nothing outside of it is read. Raises `Refused` for what is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise Refused("The file is no whole Word document. Save it in Word once more, as .docx.") from None


def _look_into(name: str, part: bytes) -> None:
    tree = parsed(part)
    if tree.getroottree().docinfo.doctype:
        raise Refused(
            "The file declares types of its own (DOCTYPE), as Word never does. "
            "Copy its text into a new Word document."
        )
    if name.lower().endswith(".rels"):
        _refuse_outside(tree)
    elif name == "[Content_Types].xml":
        for one in tree:
            _refuse_active(str(one.get("ContentType", "")))
    elif _TEXTS.fullmatch(name) and (problems := tuple(dict.fromkeys(_problems_in(tree)))):
        raise Refused.because(
            Problem(text, params={"what": what, "where": Verbatim(where)}) for text, what, where in problems
        )


def _refuse_outside(tree: Any) -> None:
    for one in tree.iter(_RELATIONS):
        if str(one.get("TargetMode", "")).lower() == "external":
            raise Refused(
                "The file refers to something outside of it ({target}). "
                "Take out links, linked pictures and the attached template, then save it again.",
                target=Verbatim(str(one.get("Target", ""))[:60]),
            )


def _problems_in(tree: Any) -> Iterator[tuple[str, str, str]]:
    held = N_(
        "The file holds {what}, which is not printed: “{where}”. Make plain text of it, or take it out."
    )
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == _MATH:
            yield held, _FORMULA, _around(element)
        if not element.tag.startswith(W):
            continue
        tag = element.tag.removeprefix(W)
        if tag == "drawing" and next(element.iter(_PICTURE), None) is None:
            yield held, _DRAWING, _around(element)
        elif tag in _HELD:
            if not _is_of_a_paragraph_mark(element):
                yield held, _HELD[tag], _around(element)
        elif tag in _MARKS:
            if is_on(element) and not _is_of_a_paragraph_mark(element):
                yield held, _MARKS[tag], _around(element)
        elif tag == "color" and str(element.get(f"{W}val", "")).upper() == "FFFFFF":
            yield held, _HIDDEN, _around(element)
        elif tag in ("instrText", "fldSimple"):
            code = element.text if tag == "instrText" else element.get(f"{W}instr", "")
            found = _FIELD.match(code or "")
            if found and found[1].upper() not in FIELDS:
                yield (
                    N_(
                        "The file holds a field that computes its text ({what}): “{where}”. "
                        "Make plain text of it (Ctrl+Shift+F9 in Word)."
                    ),
                    found[1].upper()[:20],
                    _around(element),
                )


def is_on(switch: Any) -> bool:
    """Whether a switch such as `w:vanish` is on."""
    return switch.get(f"{W}val", "1") not in ("0", "false", "off")


def hides(style: Any) -> str:
    """What a style does that our print does not show, in words; nothing for a plain one."""
    for tag, what in _MARKS.items():
        if any(is_on(one) for one in style.iter(f"{W}{tag}")):
            return what
    return _NUMBERED if next(style.iter(f"{W}numPr"), None) is not None else ""


def _is_of_a_paragraph_mark(element: Any) -> bool:
    """Whether it concerns the end of a paragraph alone, and so no word."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}rPr" and parent.getparent().tag == f"{W}pPr"


def _around(element: Any) -> str:
    """The beginning of the paragraph in which something stands."""
    while element is not None and element.tag != f"{W}p":
        element = element.getparent()
    said = "" if element is None else "".join(one.text or "" for one in element.iter(f"{W}t"))
    return said[:24] or "…"
