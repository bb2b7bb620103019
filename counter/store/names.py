"""How a name is sorted, found and compared: its pinyin, and the initials of it."""

from __future__ import annotations

from functools import lru_cache

SURNAMES = {
    # Characters that are read otherwise when they are a surname.
    "单": "shan", "仇": "qiu", "曾": "zeng", "查": "zha", "解": "xie", "区": "ou", "朴": "piao", "盖": "ge",
    "覃": "qin", "翟": "zhai", "召": "shao", "种": "chong", "缪": "miao", "秘": "bi", "折": "she",
    "祭": "zhai", "重": "chong", "黑": "he", "乜": "nie", "员": "yun", "乐": "yue", "乘": "sheng", "都": "du",
    "隗": "wei", "洗": "xian", "句": "gou", "阚": "kan", "便": "pian", "卜": "bu", "适": "kuo", "郇": "xun",
    "么": "yao", "薄": "bo",
    "万俟": "mo qi", "单于": "chan yu", "尉迟": "yu chi", "澹台": "tan tai",
}  # fmt: skip


@lru_cache(maxsize=4096)
def pinyin(name: str) -> str:
    """Syllables without tones, a space between: `张三` is `zhang san`; what has no reading stays itself."""
    # Its tables take a while to load, so the first window does not wait for them.
    from pypinyin import lazy_pinyin

    name = name.strip()
    length = next((n for n in (2, 1) if name[:n] in SURNAMES and len(name) > n), 0)
    surname = SURNAMES[name[:length]].split() if length else []
    syllables = (syllable.strip(" ·.・") for syllable in (*surname, *lazy_pinyin(name[length:])))
    return " ".join(filter(None, syllables)).lower()


def initials(name: str) -> str:
    """The first letter of each syllable: `张三` is `zs`."""
    return "".join(syllable[0] for syllable in pinyin(name).split())
