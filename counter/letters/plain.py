"""Contents as plain data for the store, and back: what a paper said is kept with it.

A field that a content gains later needs a default: papers that were issued before do not hold it.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Unreadable(Exception):
    """Stored data that is no content of the kind asked for; `where` is the field, such as `head.title`."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def to_plain(content: object) -> dict[str, object]:
    """Dictionaries, lists, texts and whole numbers only."""
    if not is_dataclass(content) or isinstance(content, type):
        raise TypeError(f"not a content: {content!r}")
    plain: dict[str, object] = json.loads(json.dumps(asdict(content), ensure_ascii=False))
    return plain


def digest(plain: Mapping[str, object]) -> str:
    """SHA-256 of a content, the same however its keys are ordered."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def from_plain(kind: type[T], plain: Mapping[str, object]) -> T:
    """A content read back; what it was stored without has the default that the field was given since.

    Raises `Unreadable` for data that is not of this kind.
    """
    return _read(kind, plain, "")  # type: ignore[no-any-return]  # the type asked for is the type built


def _read(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_content(kind, value, where)
    origin = get_origin(kind)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise Unreadable(where)
        (item, *_) = get_args(kind)
        return tuple(_read(item, one, f"{where}[{at}]") for at, one in enumerate(value))
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (inner,) = [one for one in get_args(kind) if one is not type(None)]
        return _read(inner, value, where)
    if not isinstance(value, kind):
        raise Unreadable(where)
    return value


def _read_content(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise Unreadable(where)
    hints = get_type_hints(kind)
    own = [field for field in fields(kind) if field.init]
    if value.keys() - {field.name for field in own}:
        # It says more than this kind can draw: half a paper would be printed as if it were the whole.
        raise Unreadable(where)
    said = {}
    for field in own:
        inside = f"{where}.{field.name}" if where else field.name
        if field.name in value:
            said[field.name] = _read(hints[field.name], value[field.name], inside)
        elif not _has_default(field):
            raise Unreadable(inside)
    return kind(**said)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
