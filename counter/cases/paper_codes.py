"""The short code of a paper: eight characters to type or scan, the last of which catches a slip.

`7K2M-9XQ4` says nothing of a person or a case. It begins with a digit and a letter, so that nothing else that
is typed at the counter (a number, a name, initials, a passport) is taken for one.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

FIRST = "0123456789"
ALPHABET = "0123456789ACDEFGHJKMNPQRSTVWXYZ"
"""31 characters, a prime: a wrong one is found, and two that were swapped. What looks alike is left out."""
SECOND = ALPHABET[len(FIRST) :]
LENGTH = 8
_READ_AS = str.maketrans("OILBU", "0118V")
"""What is read off a poor print, or typed for what it looks like."""
_BETWEEN = str.maketrans("", "", " -–—‐‑_·")


def code_of(serial: int) -> str:
    """The code of a number below `HOW_MANY`, which is drawn by chance: none tells of another."""
    rest, digits = serial, list[int]()
    for _place in range(LENGTH - 3):
        rest, digit = divmod(rest, len(ALPHABET))
        digits.append(digit)
    rest, second = divmod(rest, len(SECOND))
    body = FIRST[rest] + SECOND[second] + "".join(ALPHABET[digit] for digit in digits)
    return body + check_character(body)


HOW_MANY = len(FIRST) * len(SECOND) * len(ALPHABET) ** (LENGTH - 3)


def check_character(body: str) -> str:
    """What makes the sum of all characters, each times its place, a multiple of 31."""
    total = sum(place * ALPHABET.index(character) for place, character in enumerate(body, 1))
    # 8 times 4 is one more than 31.
    return ALPHABET[-total * 4 % len(ALPHABET)]


def shown(code: str) -> str:
    """As it stands on paper: two groups of four."""
    return f"{code[:4]}-{code[4:]}" if code else ""


def read(typed: str) -> str:
    """What was typed or scanned as a code is stored: full width, small letters, 0 or O make no difference."""
    return unicodedata.normalize("NFKC", typed).upper().translate(_BETWEEN).translate(_READ_AS)


def is_meant(typed: str) -> bool:
    """Whether a text can be nothing but the code of a paper, right or wrong by a character."""
    code = read(typed)
    return (
        len(code) == LENGTH
        and any(character.isdigit() for character in typed)
        and code[0] in FIRST
        and code[1] in SECOND
        and all(character in ALPHABET for character in code)
    )


def is_right(code: str) -> bool:
    """Whether the last character fits the others."""
    return len(code) == LENGTH and check_character(code[:-1]) == code[-1]


# --- what the square code holds ------------------------------------------------------------------


def sealed(key: bytes, case: str, query_code: str, code: str) -> str:
    """Eight characters that only the office can make for these numbers, and that show what others print."""
    said = f"{case} {query_code} {code}".encode()
    number = int.from_bytes(hmac.digest(key, said, hashlib.sha256))
    digits = ""
    for _place in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits += ALPHABET[digit]
    return digits
