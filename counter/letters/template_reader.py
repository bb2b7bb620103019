"""The marks of a template read by a closed grammar: names, lists, and whether something is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from io import BytesIO
from typing import Any, get_args, get_origin, get_type_hints

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from counter.errors import Problem, Verbatim
from counter.letters.board_check import BOARDS
from counter.letters.kinds import KINDS
from counter.letters.template_names import MUST, fields_of, missing, names
from counter.letters.word import CODE, environment
from counter.words import N_

MOST_DEPTH = 12
MOST_LOOPS = 2
"""One inside the other; a table of a family's members needs one."""
_LOOP = {"index": int, "first": bool, "last": bool, "length": int}


def shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:38]}……"


class _Odd(Exception):
    """Something that the grammar does not know."""


class Reader:
    """Reads one template and gathers what is wrong with it."""

    def __init__(self, kind: str, data: bytes, texts: list[str]) -> None:
        self.kind = kind
        self.texts = texts
        self.found: list[Problem] = []
        self.printed: set[str] = set()
        self.source = _source(data)
        self.lines = self.source.split("\n")
        self.scope: dict[str, tuple[Any, str]] = {
            field: (type_, field) for field, type_ in get_type_hints(KINDS[kind].content).items()
        }
        if kind not in BOARDS:
            self.scope[CODE] = (str, CODE)

    def problems(self) -> list[Problem]:
        try:
            # Not compiled before every part of it is known: compiling computes what is constant.
            tree = environment().parse(self.source)
        except TemplateSyntaxError as error:
            self._tell(N_("What stands in braces cannot be read: “{where}”."), error.lineno)
            return self.found
        except (RecursionError, SyntaxError, MemoryError, ValueError):
            self.found.append(Problem(N_("Conditions stand inside one another too deeply.")))
            return self.found
        self._body(tree.body, (), 0, 0)
        # A name that is only misspelt is told once.
        meant = {str(name) for one in self.found for name in _listed(one.params.get("near"))}
        self.found += (one for one in self._missing() if str(one.params["name"]) not in meant)
        return self.found

    def _missing(self) -> Iterator[Problem]:
        for name in ("head.title", "head.number", *MUST[self.kind]):
            if name not in self.printed:
                yield missing(self.kind, name)

    def _body(self, body: list[nodes.Node], tested: tuple[str, ...], depth: int, loops: int) -> None:
        """`tested` are the names on which it depends whether this is printed."""
        if depth > MOST_DEPTH:
            self._tell(N_("Conditions stand inside one another too deeply."), body[0].lineno if body else 1)
            return
        for node in body:
            try:
                self._statement(node, tested, depth, loops)
            except _Odd:
                self._tell(
                    N_(
                        "A template may print names, repeat lists and ask whether something is there, "
                        "and nothing else: “{where}”."
                    ),
                    node.lineno or 0,
                )

    def _statement(self, node: nodes.Node, tested: tuple[str, ...], depth: int, loops: int) -> None:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    if not isinstance(one, nodes.TemplateData):
                        self._printed(one, tested)
            case nodes.If():
                self._body(node.body, (*tested, *self._asked(node.test)), depth + 1, loops)
                for branch in node.elif_:
                    self._body(branch.body, (*tested, "?", *self._asked(branch.test)), depth + 1, loops)
                self._body(node.else_, (*tested, "?"), depth + 1, loops)
            case nodes.For(target=nodes.Name(name=name), recursive=False, test=None):
                self._loop(node, name, tested, depth, loops)
            case _:
                raise _Odd

    def _loop(self, node: nodes.For, name: str, tested: tuple[str, ...], depth: int, loops: int) -> None:
        if loops >= MOST_LOOPS:
            self._tell(N_("Lists stand inside one another too deeply: “{where}”."), node.lineno)
            return
        many, path = self._type(node.iter)
        if many is None:
            return
        if get_origin(many) is not tuple:
            self._tell(N_("{name} is no list and cannot be repeated: “{where}”."), node.lineno, name=path)
            return
        (one, *_) = get_args(many)
        outer = dict(self.scope)
        self.scope |= {name: (one, f"{path}[]"), "loop": (_LOOP, "loop")}
        self._note(path, tested)
        self._body(node.body, (*tested, path), depth + 1, loops + 1)
        self.scope = outer
        self._body(node.else_, (*tested, "?"), depth + 1, loops)

    def _printed(self, node: nodes.Node, tested: tuple[str, ...]) -> None:
        if isinstance(node, nodes.CondExpr):
            self._printed(node.expr1, (*tested, *self._asked(node.test)))
            if node.expr2 is not None:
                self._printed(node.expr2, (*tested, "?"))
            return
        if isinstance(node, nodes.Const) and isinstance(node.value, str | int):
            return
        type_, path = self._type(node)
        if type_ is None:
            return
        if type_ not in (str, int):
            self._tell(
                N_("{name} is a list or a group, not a text: repeat it, or print a name of it: “{where}”."),
                node.lineno,
                name=path,
            )
            return
        self._note(path, tested)

    def _note(self, path: str, tested: tuple[str, ...]) -> None:
        """It is printed in every letter where nothing but itself decides whether."""
        name = path.partition("[]")[0]
        if all(
            any(f"{name}.".startswith(f"{part.partition('[]')[0]}.") for part in one.split("|"))
            for one in tested
        ):
            self.printed.add(name)

    def _asked(self, node: nodes.Node) -> tuple[str, ...]:
        """The names on which a condition depends, either of two as `a|b`; `?` for any other question."""
        match node:
            case nodes.And():
                return self._asked(node.left) + self._asked(node.right)
            case nodes.Or():
                left, right = self._asked(node.left), self._asked(node.right)
                return (f"{left[0]}|{right[0]}",) if len(left) == len(right) == 1 else ("?",)
            case nodes.Not():
                self._asked(node.node)
            case nodes.Compare():
                for one in (node.expr, *(op.expr for op in node.ops)):
                    self._asked(one)
            case nodes.Const():
                pass
            case _:
                _type, path = self._type(node)
                return (path,) if path else ("?",)
        return ("?",)

    def _type(self, node: nodes.Node) -> tuple[Any, str]:
        """What a name holds, and its whole name; nothing for an unknown one, which is noted."""
        match node:
            case nodes.Name():
                if node.name in self.scope:
                    return self.scope[node.name]
                self._unknown(node.name, self._known(), node.lineno)
                return None, ""
            case nodes.Getattr():
                inner, path = self._type(node.node)
                if inner is None:
                    return None, ""
                own = fields_of(inner, self.kind)
                if node.attr in own:
                    return own[node.attr], f"{path}.{node.attr}"
                known = [f"{path}.{name}" for name in own] + self._known()
                self._unknown(f"{path}.{node.attr}", known, node.lineno)
                return None, ""
            case nodes.Filter() if node.node is not None:
                return self._filtered(node)
            case _:
                raise _Odd

    def _filtered(self, node: nodes.Filter) -> tuple[Any, str]:
        if node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
            raise _Odd
        inner, path = self._type(node.node)
        if node.name == "length" and not node.args:
            return (int if inner is not None else None), path
        if node.name == "join" and all(
            isinstance(one, nodes.Const) and isinstance(one.value, str) for one in node.args
        ):
            if inner is not None and inner != tuple[str, ...]:
                self._tell(N_("{name} is no list of texts to be joined: “{where}”."), node.lineno, name=path)
                return None, ""
            return (str if inner is not None else None), path
        raise _Odd

    def _known(self) -> list[str]:
        return [*self.scope, *(one.name for one in names(self.kind) if "[]" not in one.name)]

    def _unknown(self, name: str, known: list[str], line: int) -> None:
        known = list(dict.fromkeys(known))
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        if not near:
            last = name.rpartition(".")[2]
            near = [one for one in known if one.rpartition(".")[2] == last][:3]
        text = (
            N_("There is no name {name}; the nearest are {near}. It stands in “{where}”.")
            if near
            else N_("There is no name {name}. It stands in “{where}”.")
        )
        self._tell(text, line, name=name, near=[Verbatim(one) for one in near])

    def _tell(self, text: str, line: int, **params: object) -> None:
        where = self._text_at(line)
        place = next((n for n, one in enumerate(self.texts, start=1) if where and where in one), 0)
        said = {key: Verbatim(value) if isinstance(value, str) else value for key, value in params.items()}
        problem = Problem(text, str(place or ""), {**said, "where": Verbatim(shortened(where) or "…")})
        if problem not in self.found:
            self.found.append(problem)

    def _text_at(self, line: int) -> str:
        """The words of the paragraph on a line of the source; a mark that stood alone lost its paragraph."""
        for at in (line - 1, line - 2, line):
            if 0 <= at < len(self.lines):
                text = re.sub(r"<[^>]+>", "", self.lines[at]).strip()
                text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
                if text:
                    return re.split(r"(?<=[%}]\})\s{2,}", text)[0]
        return ""


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _source(data: bytes) -> str:
    """The text of body, head and foot as the library hands it on, a paragraph on a line."""
    document = DocxTemplate(BytesIO(data))
    document.init_docx()
    texts = [document.patch_xml(document.get_xml())]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            texts.append(document.patch_xml(document.get_part_xml(part)))
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", "\n".join(texts))
