"""Letters in Word: the office's own templates, and what became of a letter that was changed by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from counter.store.record import Key, Record
from counter.store.records import Notice


class LetterTemplate(Record):
    """A template that the office put in; one without a file says that ours is in force again."""

    __tablename__ = "letter_templates"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    version: Mapped[int]
    file: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    put_in_at: Mapped[datetime]
    put_in_by: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("kind", "version"),)


class LetterVersion(Record):
    """A letter as it came back from Word; the first version is the notice itself, and stays as it was.

    `digest` and `digest_before` are of what the two say, `file_digest` is of the file.
    """

    __tablename__ = "letter_versions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey(Notice.id), index=True)
    version: Mapped[int]
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[dict[str, object]]
    difference: Mapped[dict[str, object]]
    digest: Mapped[str] = mapped_column(String(64))
    digest_before: Mapped[str] = mapped_column(String(64))
    file: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    file_digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    taken_back_at: Mapped[datetime]
    taken_back_by: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("notice_id", "version"),)
