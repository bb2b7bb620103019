"""What an officer proves to be one with: a password, or the code on the recovery sheet."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from counter.errors import Problem

LENGTH = 10
KINDS = 3
TRIES = 5
LOCKED_MINUTES = 30

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex())


def hashed(secret: str) -> str:
    """The Argon2id hash that is stored in place of a secret."""
    return _HASHER.hash(secret)


def matches(stored: str, secret: str) -> bool:
    """Whether the secret is the stored one; takes as long when there is nothing stored."""
    try:
        _HASHER.verify(stored or _NOBODY, secret)
    except VerifyMismatchError:
        return False
    return stored != ""


def weak(password: str, *, login: str, name: str) -> Iterator[Problem]:
    """What is wrong with a new password (GB/T 22239-2019 8.1.4.1)."""
    if len(password) < LENGTH:
        yield Problem("The password needs at least {n} characters.", "password", {"n": LENGTH})
    kinds = sum(bool(re.search(kind, password)) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]"))
    if kinds < KINDS:
        yield Problem(
            "The password needs three of these: small letters, capital letters, digits, other characters.",
            "password",
        )
    if any(part and part.lower() in password.lower() for part in (login, name)):
        yield Problem("The password must not contain the name.", "password")


def recovery_code() -> str:
    """A code to print once and keep sealed: five groups that cannot be misread."""
    return "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(5)) for _ in range(5))


def typed_code(code: str) -> str:
    """A recovery code as it was given out, however it was typed."""
    letters = re.sub(r"[^0-9A-Z]", "", code.upper())
    return "-".join(letters[at : at + 5] for at in range(0, len(letters), 5))
