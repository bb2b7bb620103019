"""The relation to the householder, by GB/T 4761-2008."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from counter.cases.people import FEMALE, MALE
from counter.cases.values import half_width, nearest, shown, without_invisible
from counter.errors import Refused

_TABLE = """
01 本人 -  02 户主 -  10 配偶 -  11 夫 男  12 妻 女
20 子 男  21 独生子 男  22 长子 男  23 次子 男  24 三子 男  25 四子 男  26 五子 男
27 养子或继子 男  28 女婿 男  29 其他儿子 男
30 女 女  31 独生女 女  32 长女 女  33 次女 女  34 三女 女  35 四女 女  36 五女 女
37 养女或继女 女  38 儿媳 女  39 其他女儿 女
40 孙子、孙女或外孙子、外孙女 -  41 孙子 男  42 孙女 女  43 外孙子 男  44 外孙女 女
45 孙媳妇或外孙媳妇 女  46 孙女婿或外孙女婿 男  47 曾孙子或外曾孙子 男  48 曾孙女或外曾孙女 女  49 其他孙辈 -
50 父母 -  51 父亲 男  52 母亲 女  53 公公 男  54 婆婆 女  55 岳父 男  56 岳母 女
57 继父或养父 男  58 继母或养母 女  59 其他父母关系 -
60 祖父母或外祖父母 -  61 祖父 男  62 祖母 女  63 外祖父 男  64 外祖母 女  65 配偶的祖父母或外祖父母 -
66 曾祖父 男  67 曾祖母 女  68 配偶的曾祖父母或外曾祖父母 -  69 其他祖辈关系 -
70 兄弟姐妹 -  71 兄 男  72 嫂 女  73 弟 男  74 弟媳 女  75 姐姐 女  76 姐夫 男  77 妹妹 女  78 妹夫 男
79 其他兄弟姐妹 -
80 其他 -  81 伯父 男  82 伯母 女  83 叔父 男  84 婶母 女  85 舅父 男  86 舅母 女  87 姨父 男  88 姨母 女
89 姑父 男  90 姑母 女  91 堂兄弟、堂姐妹 -  92 表兄弟、表姐妹 -
93 侄子 男  94 侄女 女  95 外甥 男  96 外甥女 女
97 其他亲属 -  99 非亲属 -
"""
_CELLS = _TABLE.split()

RELATIONS: Mapping[str, str] = MappingProxyType(dict(zip(_CELLS[::3], _CELLS[1::3], strict=True)))
"""Code and word of each relation, as it reads from the householder."""

SEX_OF_RELATION: Mapping[str, str] = MappingProxyType(
    {code: sex for code, sex in zip(_CELLS[::3], _CELLS[2::3], strict=True) if sex in (MALE, FEMALE)}
)
"""The sex that a relation implies; absent where it may be either."""

SELF, NOT_RELATED = "01", "99"

_ALSO_SAID = {
    **{"丈夫": "11", "妻子": "12", "老婆": "12", "爱人": "10", "户主本人": "02"},
    **{"儿子": "20", "女儿": "30", "儿媳妇": "38", "孙": "41", "外孙": "43"},
    **{
        "父": "51",
        "爸爸": "51",
        "母": "52",
        "妈妈": "52",
        "爷爷": "61",
        "奶奶": "62",
        "外公": "63",
        "外婆": "64",
    },
    **{
        "哥哥": "71",
        "嫂子": "72",
        "弟弟": "73",
        "姐": "75",
        "妹": "77",
        "侄": "93",
        "侄儿": "93",
        "无亲属关系": "99",
    },
}


def read_relation(raw: object) -> str:
    """The code of a relation from the code or its word; empty for an empty text. Raises `Refused`."""
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 99:
        raw = str(raw)
    if not isinstance(raw, str):
        raise Refused(
            'A relation is a code of two digits in quotes, such as "02"; {value} is not.', value=shown(raw)
        )
    text = "".join(half_width(without_invisible(raw)).split())
    if not text:
        return ""
    if re.fullmatch("[0-9]{1,2}", text):
        return _known_relation(text.zfill(2))
    for code, word in RELATIONS.items():
        if text == word:
            return code
    if text in _ALSO_SAID:
        return _ALSO_SAID[text]
    close = nearest(text, RELATIONS.values()) or RELATIONS["97"]
    code = next(code for code, word in RELATIONS.items() if word == close)
    raise _no_such_relation(raw, code)


def _known_relation(code: str) -> str:
    if code in RELATIONS:
        return code
    raise _no_such_relation(code, min(RELATIONS, key=lambda known: abs(int(known) - int(code))))


def _no_such_relation(raw: str, close: str) -> Refused:
    return Refused(
        "GB/T 4761 has no relation {value}; the nearest is {code} ({word}).",
        value=shown(raw),
        code=close,
        word=RELATIONS[close],
    )
