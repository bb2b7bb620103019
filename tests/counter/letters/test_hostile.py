"""Hostile templates are refused with a sentence, hostile values printed to the letter; none is executed."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from counter.demonstration import sample_set
from counter.errors import Problem, Refused
from counter.letters import letter_file, pdf, template_check, word
from counter.letters.decisions import Refusal
from counter.letters.letter import paragraphs
from counter.text import set_language, translate

KIND = "D20"
OURS = word.template(KIND)
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
SLOW = 2.0
"""Seconds in which each is refused."""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh_CN")


def with_parts(**changes: Callable[[str], str]) -> bytes:
    """Our template with some of its parts changed, by the name of the part."""
    made = BytesIO()
    with ZipFile(BytesIO(OURS)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry).decode()
            new.writestr(entry.filename, changes.get(entry.filename, str)(text))
    return made.getvalue()


def saying(text: str) -> bytes:
    """Our template with something else where the facts stand; `<`, `&` are escaped as Word does."""
    said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return with_xml("{{ facts }}", "{{ facts }}" + said)


def with_xml(before: str, after: str) -> bytes:
    assert before.encode() in ZipFile(BytesIO(OURS)).read(DOCUMENT)
    return with_parts(**{DOCUMENT: lambda text: text.replace(before, after, 1)})


def with_part(name: str, content: bytes = b"\x00\x01") -> bytes:
    made = BytesIO(OURS)
    with ZipFile(made, "a", ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def related(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="rX" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return with_parts(**{RELATIONS: lambda text: text.replace("</Relationships>", one)})


def declared(declaration: str) -> bytes:
    return with_parts(
        **{DOCUMENT: lambda text: re.sub(r"(<\?xml[^>]*\?>)", rf"\1{declaration}", text, count=1)}
    )


def many_parts() -> bytes:
    made = BytesIO(OURS)
    with ZipFile(made, "a") as packed:
        for n in range(400):
            packed.writestr(f"word/x{n}.xml", b"<x/>")
    return made.getvalue()


LAUGHS = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 9))
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

TEMPLATES: dict[str, tuple[Callable[[], bytes], str]] = {
    "globals of a helper": (
        lambda: saying("{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
        "nothing else",
    ),
    "classes of a text": (lambda: saying("{{ ''.__class__.__mro__ }}"), "nothing else"),
    "classes of a value": (lambda: saying("{{ facts.__class__ }}"), "no name facts.__class__"),
    "a helper": (lambda: saying("{{ lipsum }}"), "no name lipsum"),
    "settings": (lambda: saying("{{ config }}"), "no name config"),
    "an endless list": (lambda: saying("{% for x in range(10**9) %}x{% endfor %}"), "nothing else"),
    "lists in lists": (
        lambda: saying("{% for a in doors %}" * 3 + "x" + "{% endfor %}" * 3),
        "too deeply",
    ),
    "a loop of itself": (
        lambda: saying("{% for a in doors recursive %}{{ loop(doors) }}{% endfor %}"),
        "nothing else",
    ),
    "a macro of itself": (lambda: saying("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"), "nothing else"),
    "another file": (lambda: saying("{% include '/etc/passwd' %}"), "nothing else"),
    "another module": (lambda: saying("{% import 'os' as os %}"), "nothing else"),
    "another template": (lambda: saying("{% extends 'x' %}"), "nothing else"),
    "a name of its own": (lambda: saying("{% set x = facts %}{{ x }}"), "nothing else"),
    "a huge text": (lambda: saying("{{ 'a' * 1000000000 }}"), "nothing else"),
    "a huge figure": (lambda: saying("{{ 9**9**9**9 }}"), "nothing else"),
    "a method": (lambda: saying("{{ facts.format(facts) }}"), "nothing else"),
    "a key": (lambda: saying("{{ head['number'] }}"), "nothing else"),
    "a filter that reaches": (lambda: saying("{{ facts | attr('__class__') }}"), "nothing else"),
    "a filter that grows": (lambda: saying("{{ facts | replace('', facts) }}"), "nothing else"),
    "no escaping": (lambda: saying("{{ facts | safe }}"), "nothing else"),
    "escaping turned off": (
        lambda: saying("{% autoescape false %}{{ facts }}{% endautoescape %}"),
        "nothing else",
    ),
    "a name that is not there": (lambda: saying("{{ factz }}"), "the nearest are facts"),
    "a name in a group": (lambda: saying("{{ head.nummer }}"), "the nearest are head.number"),
    "a whole group": (lambda: saying("{{ remedies }}"), "a list or a group"),
    "a list as a text": (lambda: saying("{{ changes }}"), "a list or a group"),
    "a text as a list": (lambda: saying("{% for x in facts %}{{ x }}{% endfor %}"), "is no list"),
    "open braces": (lambda: saying("{{ facts"), "not closed"),
    "a condition without an end": (lambda: saying("{% if facts %}"), "cannot be read"),
    "half a sentence": (lambda: saying("{{ facts and }}"), "cannot be read"),
    "deep brackets": (lambda: saying("{{" + "(" * 120 + "facts" + ")" * 120 + "}}"), "longer than"),
    "deep conditions": (
        lambda: saying("{% if facts %}" * 150 + "{% endif %}" * 150),
        "inside one another too deeply",
    ),
    "very many names": (lambda: saying("{{ facts }}" * 500), "more than 400"),
    "text outside of a run": (lambda: saying("{{r facts }}"), "without a letter or a dash"),
    "a name in the file's own data": (
        lambda: with_xml("<w:body>", '<w:body w:x="{{ facts }}">'),
        "outside of the text",
    ),
    "braces without end in its data": (
        lambda: with_xml("<w:body>", f'<w:body w:x="{"{{" * 50_000}">'),
        "outside of the text",
    ),
    "no number": (lambda: with_xml("{{ head.number }}", "1"), "does not print head.number (文书编号)"),
    "no remedies": (
        lambda: with_xml("{%p for paragraph in remedies.paragraphs %}", "{%p for paragraph in changes %}"),
        "does not print remedies.paragraphs",
    ),
    "a reason now and then": (
        lambda: with_xml("{{ reason }}", "{% if doors %}{{ reason }}{% endif %}"),
        "does not print reason",
    ),
    "a macro of Word": (lambda: with_part("word/vbaProject.bin"), "macro"),
    "a macro by its type": (
        lambda: with_parts(
            **{
                "[Content_Types].xml": lambda text: text.replace(
                    "wordprocessingml.document.main", "ms-word.macroEnabled"
                )
            }
        ),
        "macro",
    ),
    "an embedded object": (lambda: with_part("word/embeddings/oleObject1.bin"), "embedded object"),
    "a template elsewhere": (
        lambda: related(f"{OFFICE}/attachedTemplate", "http://x/y.dotm"),
        "outside of it",
    ),
    "a picture elsewhere": (lambda: related(f"{OFFICE}/image", "file:///etc/passwd"), "outside of it"),
    "a link": (lambda: related(f"{OFFICE}/hyperlink", "http://x/"), "outside of it"),
    "a picture": (lambda: with_part("word/media/image1.png"), "a picture"),
    "types of its own": (lambda: declared("<!DOCTYPE x>"), "DOCTYPE"),
    "a file as an entity": (
        lambda: declared('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "DOCTYPE",
    ),
    "a billion laughs": (lambda: declared(f'<!DOCTYPE x [<!ENTITY b0 "ha">{LAUGHS}]>'), "DOCTYPE"),
    "a bomb": (lambda: with_part("word/bomb.xml", b" " * 40_000_000), "unpacks to more"),
    "many parts": (many_parts, "unpacks to more"),
    "half a file": (lambda: OURS[: len(OURS) // 2], "no whole Word document"),
    "no Word file": (lambda: b"plain text", "no whole Word document"),
    "an old Word file": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old .doc"),
    "another document inside": (
        lambda: with_xml("<w:body>", '<w:body><w:altChunk r:id="rId1"/>'),
        "another document",
    ),
    "a field that fetches": (
        lambda: with_xml("</w:t></w:r>", "</w:t></w:r><w:r><w:instrText> DDEAUTO c cmd </w:instrText></w:r>"),
        "DDEAUTO",
    ),
    "hidden text": (lambda: with_xml("<w:rPr>", "<w:rPr><w:vanish/>"), "hidden text"),
    "tracked changes": (
        lambda: with_xml("<w:r>", "<w:ins><w:r><w:t>x</w:t></w:r></w:ins><w:r>"),
        "tracked changes",
    ),
    "a line drawn through it": (
        lambda: with_xml("<w:r>", "<w:r><w:pict/></w:r><w:r>"),
        "a drawing",
    ),
    "a formula": (
        lambda: with_xml(
            "<w:r>",
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/><w:r>',
        ),
        "a formula",
    ),
    "numbers that Word makes": (
        lambda: with_xml("<w:pPr>", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"),
        "automatic numbers",
    ),
    "words at the foot of the page": (
        lambda: with_parts(
            **{"word/footer1.xml": lambda text: text.replace("受理编号", "自2027年起停发", 1)}
        ),
        "head or the foot",
    ),
}


def problems_of(data: bytes) -> tuple[Problem, ...]:
    try:
        return template_check.problems(KIND, data)
    except Refused as refused:
        return refused.problems


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_refused_with_a_sentence(name: str) -> None:
    make, expected = TEMPLATES[name]
    data = make()
    began = time.perf_counter()
    told = [translate(problem) for problem in problems_of(data)]
    assert time.perf_counter() - began < SLOW
    assert told and all(one.endswith((".", "”.", ")")) for one in told), told
    assert any(expected in one for one in told), told
    assert "Traceback" not in "".join(told) and "root:" not in "".join(told)


def test_harmless_changes_pass() -> None:
    for text in (
        "{# 备注 #}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% if sex == '男' %}先生{% else %}女士{% endif %}",
    ):
        assert problems_of(saying(text)) == (), text
    assert problems_of(saying("“双引号” & <尖括号>")) == ()
    # Word parts what it checks for spelling.
    parted = '{{ fac</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>ts }}'
    assert problems_of(with_xml("{{ facts }}", parted)) == ()


# --- values --------------------------------------------------------------------------------------

PRINTED = (
    "一" * 200,
    "A" * 200,
    "{{ 7*7 }}",
    "张<三&{{7*7}}",
    "{% for x in range(10**9) %}",
    "{{ cycler.__init__.__globals__ }}",
    "{_{ head.number }_}",
    "{# x #}",
    "{%p if x %}",
    "</w:t></w:r></w:p><w:p>",
    "&amp;&#65;&lt;b&gt;",
    "]]><!-- x -->",
    "%s %(name)s {0} {name} $x",
    "${jndi:ldap://x/a}",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE notices; --",
    "(BT) Tj \\051 \\n endstream",
    "<script>alert(1)</script>",
    "1" * 100 + "元",
    "¥" + "9" * 100 + ".99",
    "\"quoted\" & 'single'",
    "𠮷龘𬍛𫖯䶮㛃",
)
BLOCKED = {
    "a zero": "事实\x00之后",
    "a bell": "事实\x07之后",
    "a vertical tab": "事实\x0b之后",
    "a page break": "事实\x0c之后",
    "an escape": "事实\x1b[31m之后",
    "a control of C1": "事实\x85之后",
    "text turned round": "事实\u202e之后",
    "an isolate": "事实\u2066之后",
    "half a character": "事实\ud800之后",
    "no character": "事实\uffff之后",
    "a private one": "事实\ue000之后",
}


@pytest.fixture(scope="module")
def refusal() -> Refusal:
    made = sample_set.samples().content(KIND)
    assert isinstance(made, Refusal)
    return made


def test_what_was_typed_is_printed_as_it_is_in_word_and_in_pdf(refusal: Refusal) -> None:
    said = replace(refusal, facts="\n".join(PRINTED), recipient="张<三&{{7*7}}")
    filled = word.draw(said)
    words = paragraphs(letter_file.read(filled, pictures=letter_file.pictures_of(filled)))
    for value in PRINTED:
        assert value in words
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf.draw(said), capture_output=True, check=True
    )
    # Blanks to be filled by hand are drawn as a rule.
    copied = "".join(done.stdout.decode().split()).replace("_", "")
    for value in (*PRINTED, said.recipient):
        assert "".join(value.split()).replace("_", "") in copied, value


@pytest.mark.parametrize("name", BLOCKED)
def test_what_no_font_draws_blocks_both_and_is_named(name: str, refusal: Refusal) -> None:
    said = replace(refusal, facts=BLOCKED[name])
    for draw in (word.draw, pdf.draw):
        with pytest.raises(Refused) as refused:
            draw(said)
        assert "cannot be printed" in translate(refused.value.problems[0])


def test_thousands_of_lines_are_printed_whole(refusal: Refusal) -> None:
    lines = [f"第{n}条" for n in range(3_000)]
    said = replace(refusal, reason="\n".join(lines))
    filled = word.draw(said)
    words = paragraphs(letter_file.read(filled, pictures=letter_file.pictures_of(filled)))
    assert [one for one in words if re.fullmatch(r"第\d+条", one)] == lines
    lines = lines[:300]
    said = replace(refusal, reason="\n".join(lines))
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf.draw(said), capture_output=True, check=True
    )
    assert [one for one in done.stdout.decode().split() if re.fullmatch(r"第\d+条", one)] == lines
