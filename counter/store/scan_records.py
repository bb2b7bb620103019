"""The pictures of papers: what each shows, whose it is, who took it in; the pictures themselves are files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from counter.store.record import Key, Record
from counter.store.records import Case, Notice


class Scan(Record):
    """One paper as a picture, of a case, or of a draft until it becomes one (`Case.draft_id`).

    `material` is a code of the catalogue, empty for another paper; `notice_id` names the numbered paper that
    came back signed. What is withdrawn is shown no more; its files stay as long as the case does, but those
    of an intake that was thrown away go with it.
    """

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey(Case.id), index=True)
    draft_id: Mapped[int | None] = mapped_column(Key, index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey(Notice.id))
    township: Mapped[str] = mapped_column(String(12))
    material: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(80))
    withdrawn: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(80), default="")

    pages: Mapped[list[ScanPage]] = relationship(order_by="ScanPage.position")
    __table_args__ = (CheckConstraint("(case_id IS NULL) <> (draft_id IS NULL)", name="of_one"),)


class ScanPage(Record):
    """One page; `digest` is of its file, and the name under which it lies."""

    __tablename__ = "scan_pages"

    scan_id: Mapped[int] = mapped_column(ForeignKey(Scan.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
