"""Every sentence of the source is translated, and says the same with the same placeholders.

`python tests/test_translations.py` brings `counter.po` up to date with the source and compiles `counter.mo`.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import string
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "counter.po", FOLDER / "counter.mo"

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "Problem": None,
    "Refused": None,
    "Stale": None,
    "BadCatalogue": None,
    # The catalogue's own: a rule that is none, a key that is wrong, a name that does not exist.
    "RuleError": None,
    "report": None,
    # What is wrong with an application, or worth knowing of it: after the field comes the sentence.
    "refuse": (2,),
    "remark": (2,),
    "check_name": (5,),
}
CHINESE = re.compile(r"[㐀-鿿]")


@cache
def extracted() -> Catalog:
    """All source texts of the program, with the files that say them."""
    catalogue = Catalog(
        locale="zh_CN",
        project="one-window-counter",
        header_comment="# The sentences of the program in Chinese; see counter/text.py for how to add one.",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
    )
    for folder in ("counter", "forms"):
        for file, _line, text, _comments, context in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
        ):
            catalogue.add(text, locations=[(f"{folder}/{file}", 0)], context=context)
    return catalogue


@cache
def translated() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> None:
    """Merge the source's texts into the translations; what the source no longer says is dropped."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue = extracted()
    if PO.exists():
        known = {message.id: message.string for message in translated() if message.id}
        for message in catalogue:
            if message.id in known:
                message.string = known[message.id]
    catalogue.fuzzy = False
    # A day of its own would change the file at every run.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    translated.cache_clear()
    with MO.open("wb") as file:
        write_mo(file, translated())


def texts(value: object) -> list[str]:
    """Singular and plural of a message or of its translation."""
    return [value] if isinstance(value, str) else [str(text) for text in value]  # type: ignore[attr-defined]  # a tuple


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_the_translations_hold_exactly_what_the_source_says() -> None:
    source = {str(message.id) for message in messages(extracted())}
    known = {str(message.id) for message in messages(translated())}
    assert source - known == set(), "run: python tests/test_translations.py"
    assert known - source == set(), "run: python tests/test_translations.py"
    assert not translated().obsolete


def test_nothing_is_untranslated_or_fuzzy() -> None:
    missing = [message.id for message in messages(translated()) if not all(texts(message.string))]
    assert missing == []
    assert [message.id for message in messages(translated()) if message.fuzzy] == []


def test_every_translation_has_the_placeholders_of_its_source() -> None:
    for message in messages(translated()):
        wanted = set().union(*(placeholders(text) for text in texts(message.id)))
        for text in texts(message.string):
            assert placeholders(text) == wanted, message.id


def test_every_translation_is_chinese() -> None:
    """A text whose translation holds no Chinese was copied, not translated."""
    copied = [
        message.id
        for message in messages(translated())
        for text in texts(message.string)
        if not CHINESE.search(text) and re.search(r"[a-z]{3}", re.sub(r"\{\w+\}", "", text))
    ]
    assert copied == []


@cache
def sentences() -> set[str]:
    """What is translated, in the words of the source."""
    return {text for message in messages(translated()) for text in texts(message.id)}


SENTENCE = re.compile(r"[A-Z{]\S* \S+ .*\.", re.DOTALL)


@pytest.mark.parametrize("file", sorted((ROOT / "counter").rglob("*.py")), ids=lambda file: file.name)
def test_no_sentence_is_said_past_the_translation(file: Path) -> None:
    """A sentence in a place where nobody looks for texts would be told in English."""
    known = sentences()
    tree = ast.parse(file.read_text("utf-8"))
    # Docstrings, and what stands for itself beneath a name.
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [
        f"{file.name}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        if SENTENCE.fullmatch(node.value) and node.value not in known
    ]
    assert said == []


@pytest.mark.parametrize("folder", ["counter", "forms"])
def test_no_sentence_escapes_the_search(folder: str) -> None:
    """A name such as `remark` among the arguments would hide the sentence before it."""
    known = {text for message in messages(extracted()) for text in texts(message.id)}
    missed = [
        f"{file.name}:{call.lineno}: {said.value}"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_")
        for said in call.args[:1]
        if isinstance(said, ast.Constant) and said.value not in known
    ]
    assert missed == []


def test_placeholders_are_plain_names() -> None:
    """`{0}` or `{x.y}` would let a translation reach into a value; `{}` cannot be moved."""
    for message in messages(extracted()):
        for text in texts(message.id):
            assert all(name.isidentifier() for name in placeholders(text)), text


def test_the_compiled_file_is_that_of_the_translations() -> None:
    shipped = gettext.GNUTranslations(io.BytesIO(MO.read_bytes()))
    fresh = gettext.GNUTranslations(io.BytesIO(compiled(translated())))
    assert shipped._catalog == fresh._catalog, "run: python tests/test_translations.py"  # type: ignore[attr-defined]  # all there is


@pytest.mark.parametrize("file", sorted((ROOT / "forms").glob("*.py")), ids=lambda file: file.name)
def test_a_screen_holds_no_chinese_literal(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = [
        f"{file.name}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and CHINESE.search(node.value)
    ]
    assert found == []


if __name__ == "__main__":
    update()
    open_ones = [message.id for message in messages(translated()) if not all(texts(message.string))]
    for text in open_ones:
        print("not translated:", text)
    sys.exit(1 if open_ones else 0)
