"""Batches of papers: what each consists of, in its order, and up to which page it was printed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from counter.cases.batches import BatchState
from counter.store.columns import Word
from counter.store.record import Key, Record
from counter.store.records import Notice


class Batch(Record):
    """`handled` papers have a number or a reason why not; `sent` and `good` are pages, counted through."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[BatchState] = mapped_column(Word(BatchState))
    township: Mapped[str] = mapped_column(String(12))
    department: Mapped[str] = mapped_column(String(64))
    chosen: Mapped[dict[str, object]]
    papers: Mapped[int]
    handled: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int]
    begun_by: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


class BatchPaper(Record):
    """A paper at its place in a batch: what it is about, then its number and its pages with all copies."""

    __tablename__ = "batch_papers"

    batch_id: Mapped[int] = mapped_column(ForeignKey(Batch.id), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(8))
    referral: Mapped[str] = mapped_column(String(36), default="")
    department: Mapped[str] = mapped_column(String(64), default="")
    member: Mapped[int | None]
    notice: Mapped[str] = mapped_column(String(80), default="")
    about: Mapped[str] = mapped_column(String(40), default="")
    copies: Mapped[int]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey(Notice.id), index=True)
    first: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    reprint: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_batch_papers_last", "batch_id", "last"),)
