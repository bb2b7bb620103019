"""The pinyin initials by which lists are searched, so that `xx` finds 小学 while no input method is on."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """The first letter of each syllable: `普通高中` is `ptgz`; Latin letters and digits stay."""
    # Its tables take half a second to load, so the first window does not wait for them.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def matches(text: str, typed: str) -> bool:
    """True when `typed` is part of the text, or the initials of a part of it."""
    wanted = typed.strip().lower()
    if not wanted or wanted in text.lower():
        return True
    return wanted.isascii() and wanted.isalnum() and wanted in initials(text)


def begins(text: str, typed: str) -> bool:
    """True when the text, or its initials, begin with what was typed."""
    wanted = typed.strip().lower()
    return text.lower().startswith(wanted) or initials(text).startswith(wanted)


def warm_up() -> None:
    """Load the tables; called beside the window once it stands."""
    initials(chr(0x4E00))
