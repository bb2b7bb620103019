"""Contents as plain data for the store, and back: what a paper said is kept with it."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


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
    """A content read back. Raises `KeyError` or `TypeError` for data that is not of this kind."""
    return _read(kind, plain)  # type: ignore[no-any-return]  # the type asked for is the type built


def _read(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{f.name: _read(hints[f.name], value[f.name]) for f in fields(kind) if f.init})
    origin = get_origin(kind)
    if origin is tuple:
        (item, *_) = get_args(kind)
        return tuple(_read(item, one) for one in value)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (inner,) = [one for one in get_args(kind) if one is not type(None)]
        return _read(inner, value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not {kind}")
    return value
