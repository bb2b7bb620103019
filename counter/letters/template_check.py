"""An office's template looked through before it comes in: a closed grammar, and every name in it known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from counter.errors import Problem, Refused, Verbatim
from counter.letters.docx_file import MAIN, W, parsed, parts_of
from counter.letters.kinds import KINDS
from counter.letters.letter import paragraphs
from counter.letters.letter_file import margins_of, read
from counter.letters.template_names import MUST, itself, missing
from counter.letters.template_reader import Reader, shortened
from counter.letters.word import filled, template
from counter.words import N_

MOST_TAGS = 400
MOST_TEXT = 1_000_000
LONGEST_TAG = 200
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_PLACED = re.compile(r"\{\{(r|p|tr|tc)\s|\{%-|-%\}|\{\{-|-\}\}|\{%\s*(vm|hm|colspan|cellbg)\b")


def problems(kind: str, data: bytes) -> tuple[Problem, ...]:
    """All that is wrong with a template; `field` is the paragraph in which it stands, counted from 1.

    Raises `Refused` for a file that is not even opened.
    """
    try:
        read(data, margins=margins_of(template(kind)))
    except Refused as refused:
        found = list(refused.problems)
    else:
        found = []
    if len(parts_of(data)[MAIN]) > MOST_TEXT:
        return (*found, Problem(N_("The template holds more text than a letter can. Take some of it out.")))
    texts = _texts_of(data)
    if tags := list(_tag_problems(texts)):
        return tuple(found + tags)
    if strange := list(_outside_of_text(data)):
        return tuple(found + strange)
    if not (found := found + Reader(kind, data, texts).problems()):
        found += _not_filled(kind, data)
    return tuple(found)


def _not_filled(kind: str, data: bytes) -> list[Problem]:
    """What is wrong with the paper when every name is filled with itself."""
    try:
        said = "".join(paragraphs(filled(itself(KINDS[kind].content, ""), data)))
    except Refused as refused:
        return list(refused.problems)
    return [missing(kind, name) for name in MUST[kind] if f"〔{name}" not in said]


# --- the marks in the text -----------------------------------------------------------------------


def _texts_of(data: bytes) -> list[str]:
    body = parsed(parts_of(data)[MAIN])
    return ["".join(one.text or "" for one in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


def _tag_problems(texts: list[str]) -> Iterator[Problem]:
    count = 0
    for place, text in enumerate(texts, start=1):
        tags = _TAG.findall(text)
        count += len(tags)
        where = {"where": Verbatim(shortened(text))}
        if _BRACES.search(_TAG.sub("", text)):
            yield Problem(N_("Braces are opened and not closed in “{where}”."), str(place), where)
        if any(len(tag) > LONGEST_TAG for tag in tags):
            yield Problem(
                N_("What stands in braces is longer than {n} characters: “{where}”."),
                str(place),
                {**where, "n": LONGEST_TAG},
            )
        if any(_PLACED.search(tag) for tag in tags):
            yield Problem(
                N_("Write {{{{ name }}}} or {{% … %}} without a letter or a dash at the braces: “{where}”."),
                str(place),
                where,
            )
    if count > MOST_TAGS:
        yield Problem(N_("The template holds more than {n} names and conditions."), params={"n": MOST_TAGS})


def _outside_of_text(data: bytes) -> Iterator[Problem]:
    """Names belong into the text; anywhere else nobody would see them, or filling them would never end."""
    for name, part in parts_of(data).items():
        if not name.endswith(".xml"):
            continue
        for element in parsed(part).iter():
            values = [str(value) for value in element.attrib.values()]
            if element.tag != f"{W}t" or not name.startswith("word/"):
                values += [element.text or ""]
            if any(_BRACES.search(value) for value in [*values, element.tail or ""]):
                yield Problem(
                    N_("Names in braces stand outside of the text, in {part}. Write the text anew."),
                    params={"part": Verbatim(name)},
                )
                break
