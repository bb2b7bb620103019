"""What a case lives through after acceptance: steps, notices, chasing, benefits, reviews, hand-over."""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from counter.cases import paper_codes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

APPEND_ONLY = ("returns", "conferences", "letter_templates", "letter_versions", "scan_pages")
NEVER_REMOVED = (
    "steps",
    "postings",
    "objections",
    "complaints",
    "reminders",
    "consultations",
    "fast_aids",
    "benefits",
    "changes",
    "identities",
    "deaths",
    "handovers",
    "batches",
    "batch_papers",
    "scans",
)
FIXED_OF_SCAN = "case_id, draft_id, notice_id, township, material, title, source, digest, added_at, added_by"
FIXED_OF_NOTICE = (
    "number, kind, title, unit, year, serial, case_id, referral_id, member, township, department, recipient, "
    "content, digest, template, issued_at, issued_by, about, code"
)


def upgrade() -> None:
    _columns()
    _codes_of_papers()
    _office()
    _referrals()
    _benefits()
    _scans()
    _batches()
    _letters()
    op.execute("UPDATE stores SET min_reader = 2")
    # Who opened a case owns it until it is handed over (首问负责).
    op.execute("UPDATE cases SET owner_id = officer_id, owner = officer")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()


def _columns() -> None:
    op.add_column("stores", sa.Column("invented", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("outward_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("large_type", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("owner_id", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cases", sa.Column("owner", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("merged_into", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("archived_on", sa.Date(), nullable=True))
    op.add_column(
        "deliveries", sa.Column("tracking", sa.String(length=60), nullable=False, server_default="")
    )
    op.add_column(
        "deliveries", sa.Column("through", sa.String(length=120), nullable=False, server_default="")
    )
    op.add_column(
        "deliveries", sa.Column("consent", sa.String(length=200), nullable=False, server_default="")
    )
    op.add_column("deliveries", sa.Column("days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("intervals", sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("about", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("back_on", sa.Date(), nullable=True))
    op.add_column("notices", sa.Column("out_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("notices", sa.Column("lost", sa.Text(), nullable=False, server_default=""))
    op.add_column("referrals", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cases_owner_id", "cases", ["owner_id"], unique=False)
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    # The unique one leaves out who has no number, and so answers no question with a number as parameter.
    op.create_index("ix_people_id_number", "people", ["id_number"], unique=False)
    standing = sa.text("state IN ('accepted', 'awaiting_papers', 'closed', 'consulted')")
    op.create_index(
        "ix_cases_standing",
        "cases",
        ["state", "registered_at"],
        unique=False,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _codes_of_papers() -> None:
    """A short code for every paper, also for those that were issued before there were any."""
    op.add_column("stores", sa.Column("paper_key", sa.LargeBinary(), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("code", sa.String(length=8), nullable=False, server_default=""))
    store = op.get_bind()
    store.execute(sa.text("UPDATE stores SET paper_key = :key"), {"key": secrets.token_bytes(32)})
    for (notice,) in store.execute(sa.text("SELECT id FROM notices ORDER BY id")).fetchall():
        code = paper_codes.code_of(secrets.randbelow(paper_codes.HOW_MANY))
        store.execute(sa.text("UPDATE notices SET code = :code WHERE id = :id"), {"code": code, "id": notice})
    op.create_index("uq_notices_code", "notices", ["code"], unique=True)
    out = sa.text("back_on IS NULL AND voided = ''")
    op.create_index(
        "ix_notices_out",
        "notices",
        ["kind", "issued_at"],
        unique=False,
        sqlite_where=out,
        postgresql_where=out,
    )


def _office() -> None:
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holidays", Json, nullable=False),
        sa.Column("working_weekends", Json, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", Key, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=80), nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handovers_to_id", "handovers", ["to_id"], unique=False)


def _referrals() -> None:
    op.create_table(
        "steps",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("by", Json, nullable=False),
        sa.Column("present", sa.String(length=120), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("as_stated", sa.Boolean(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_steps_referral_id", "steps", ["referral_id"], unique=False)
    op.create_table(
        "postings",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(length=200), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("day_kind", sa.String(length=32), nullable=False),
        sa.Column("posted_by", sa.String(length=80), nullable=False),
        sa.Column("photo", sa.String(length=200), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_postings_referral_id", "postings", ["referral_id"], unique=False)
    op.create_index("ix_postings_township", "postings", ["township"], unique=False)
    op.create_table(
        "objections",
        sa.Column("id", Key, nullable=False),
        sa.Column("posting_id", Key, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handling", sa.String(length=32), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["postings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_objections_posting_id", "objections", ["posting_id"], unique=False)
    op.create_table(
        "complaints",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_complaints_referral_id", "complaints", ["referral_id"], unique=False)
    op.create_table(
        "returns",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("returned_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_returns_policy", "returns", ["policy"], unique=False)
    op.create_index("ix_returns_referral_id", "returns", ["referral_id"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("to", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("reply_due", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=80), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminders_department", "reminders", ["department"], unique=False)
    op.create_index("ix_reminders_referral_id", "reminders", ["referral_id"], unique=False)
    op.create_table(
        "consultations",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_consultations_department", "consultations", ["department"], unique=False)
    op.create_index("ix_consultations_referral_id", "consultations", ["referral_id"], unique=False)
    op.create_table(
        "conferences",
        sa.Column("id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", Json, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_conferences_case_id", "conferences", ["case_id"], unique=False)
    op.create_table(
        "fast_aids",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("staff", Json, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("completed_note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("referral_id"),
    )
    op.create_index("ix_fast_aids_case_id", "fast_aids", ["case_id"], unique=False)
    op.create_index("ix_fast_aids_township", "fast_aids", ["township"], unique=False)


def _benefits() -> None:
    op.create_table(
        "benefits",
        sa.Column("id", Key, nullable=False),
        sa.Column("decision_id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("household_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("amount_unit", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("review_class", sa.String(length=64), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("fading_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("decision_id"),
    )
    op.create_index("ix_benefits_household_id", "benefits", ["household_id"], unique=False)
    op.create_index("ix_benefits_person_id", "benefits", ["person_id"], unique=False)
    op.create_index("ix_benefits_referral_id", "benefits", ["referral_id"], unique=False)
    op.create_index(
        "ix_benefits_running",
        "benefits",
        ["review_due", "township"],
        unique=False,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "changes",
        sa.Column("id", Key, nullable=False),
        sa.Column("benefit_id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("planned_fen", sa.BigInteger(), nullable=True),
        sa.Column("planned_from", sa.Date(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("hear_until", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("heard_whom", sa.String(length=120), nullable=False),
        sa.Column("heard_by", Json, nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("adopted", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("fading_until", sa.Date(), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("dropped_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["benefit_id"],
            ["benefits.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_changes_benefit_id", "changes", ["benefit_id"], unique=False)
    op.create_index("ix_changes_case_id", "changes", ["case_id"], unique=False)
    op.create_index("ix_changes_referral_id", "changes", ["referral_id"], unique=False)
    op.create_table(
        "identities",
        sa.Column("id", Key, nullable=False),
        sa.Column("household_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=True),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("conferred_by", sa.String(length=120), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_identities_household_id", "identities", ["household_id"], unique=False)
    op.create_index("ix_identities_person_id", "identities", ["person_id"], unique=False)
    op.create_table(
        "deaths",
        sa.Column("id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("household_id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("undo", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deaths_household_id", "deaths", ["household_id"], unique=False)
    op.create_index(
        "uq_deaths_standing",
        "deaths",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", Key, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("chosen", Json, nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "batch_papers",
        sa.Column("batch_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_number", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("referral", sa.String(length=36), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("member", sa.Integer(), nullable=True),
        sa.Column("notice", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("notice_id", Key, nullable=True),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batches.id"],
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
        ),
        sa.PrimaryKeyConstraint("batch_id", "position"),
    )
    op.create_index("ix_batch_papers_last", "batch_papers", ["batch_id", "last"], unique=False)
    op.create_index("ix_batch_papers_notice_id", "batch_papers", ["notice_id"], unique=False)
    # What has a number and was never printed; the archive is not walked through to find it.
    op.create_index(
        "ix_notices_not_printed",
        "notices",
        ["issued_at"],
        unique=False,
        sqlite_where=sa.text("prints = 0"),
        postgresql_where=sa.text("prints = 0"),
    )


def _letters() -> None:
    op.create_table(
        "letter_templates",
        sa.Column("id", Key, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("put_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_in_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "version"),
    )
    op.create_table(
        "letter_versions",
        sa.Column("id", Key, nullable=False),
        sa.Column("notice_id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("difference", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("digest_before", sa.String(length=64), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notice_id", "version"),
    )
    op.create_index("ix_letter_versions_notice_id", "letter_versions", ["notice_id"], unique=False)


def _scans() -> None:
    op.create_table(
        "scans",
        sa.Column("id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=True),
        sa.Column("draft_id", Key, nullable=True),
        sa.Column("notice_id", Key, nullable=True),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("material", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("withdrawn", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("(case_id IS NULL) <> (draft_id IS NULL)", name="of_one"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_scans_case_id", "scans", ["case_id"], unique=False)
    op.create_index("ix_scans_draft_id", "scans", ["draft_id"], unique=False)
    op.create_table(
        "scan_pages",
        sa.Column("scan_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scans.id"]),
        sa.PrimaryKeyConstraint("scan_id", "position"),
    )
    op.create_index("ix_scan_pages_digest", "scan_pages", ["digest"], unique=False)


def _guard_sqlite() -> None:
    """The database itself refuses what no officer and no program may do."""
    op.execute("DROP TRIGGER notices_update_content")
    _refuse("notices", f"UPDATE OF {FIXED_OF_NOTICE}", "keep what they say")
    _refuse("scans", f"UPDATE OF {FIXED_OF_SCAN}", "show what they show")
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE", "are never changed")
    for table in (*APPEND_ONLY, *NEVER_REMOVED):
        _refuse(table, "DELETE", "are never removed")


def _refuse(table: str, act: str, why: str) -> None:
    name = f"{table}_{act.split(maxsplit=1)[0].lower()}" + ("_content" if " OF " in act else "")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{table} {why}'); END"
    )
