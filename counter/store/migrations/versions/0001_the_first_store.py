"""The first store."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("state IN ('draft', 'returned', 'sent', 'signed', 'waiting')")

APPEND_ONLY = ("events", "decisions", "deliveries")
NEVER_REMOVED = ("notices", "cases", "referrals", "counters")
FIXED_OF_NOTICE = (
    "number, kind, title, unit, year, serial, case_id, referral_id, member, township, department, recipient, "
    "content, digest, template, issued_at, issued_by"
)


def upgrade() -> None:
    _office()
    _register()
    _cases()
    _answers()
    op.execute("INSERT INTO stores (id, min_reader, written_by) VALUES (1, 1, '')")
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()


def _office() -> None:
    op.create_table(
        "catalogue_versions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "district_settings",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_officer_id", "drafts", ["officer_id"], unique=False)

    op.create_table(
        "events",
        sa.Column("id", Key, nullable=False),
        sa.Column("chain", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("case_number", sa.String(length=32), nullable=False),
        sa.Column("referral_number", sa.String(length=36), nullable=False),
        sa.Column("catalogue_digest", sa.String(length=64), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chain", "position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_case_number", "events", ["case_number"], unique=False)


def _register() -> None:
    op.create_table(
        "households",
        sa.Column("id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_households_township", "households", ["township"], unique=False)

    op.create_table(
        "officers",
        sa.Column("id", Key, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("roles", Json, nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("recovery_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "people",
        sa.Column("id", Key, nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_initials", sa.String(length=120), nullable=False),
        sa.Column("name_pinyin", sa.String(length=600), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=False),
        sa.Column("id_number", sa.String(length=40), nullable=False),
        sa.Column("id_tail", sa.String(length=4), nullable=False),
        sa.Column("no_id_reason", sa.String(length=200), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=8), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("phone_tail", sa.String(length=4), nullable=False),
        sa.Column("bank_account", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_people_birth_date", "people", ["birth_date"], unique=False)
    op.create_index("ix_people_id_tail", "people", ["id_tail"], unique=False)
    op.create_index("ix_people_name", "people", ["name"], unique=False)
    op.create_index("ix_people_name_initials", "people", ["name_initials"], unique=False)
    op.create_index("ix_people_name_pinyin", "people", ["name_pinyin"], unique=False)
    op.create_index("ix_people_phone_tail", "people", ["phone_tail"], unique=False)
    op.create_index(
        "uq_people_id_number",
        "people",
        ["id_number", "id_type"],
        unique=True,
        sqlite_where=sa.text("id_number <> ''"),
        postgresql_where=sa.text("id_number <> ''"),
    )

    op.create_table(
        "stores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("min_reader", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", Key, nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("draft_id", Key, nullable=True),
        sa.Column("query_code", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("household_id", Key, nullable=False),
        sa.Column("applicant_id", Key, nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(length=80), nullable=False),
        sa.Column("application", Json, nullable=False),
        sa.Column("catalogue_digest", sa.String(length=64), nullable=False),
        sa.Column("papers_due", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("proper_office", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("query_code"),
    )
    op.create_index("ix_cases_applicant_id", "cases", ["applicant_id"], unique=False)
    op.create_index("ix_cases_household_id", "cases", ["household_id"], unique=False)
    op.create_index(
        "ix_cases_open",
        "cases",
        ["township", "registered_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "memberships",
        sa.Column("id", Key, nullable=False),
        sa.Column("household_id", Key, nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("relation", sa.String(length=2), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
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
    op.create_index("ix_memberships_household_id", "memberships", ["household_id"], unique=False)
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"], unique=False)
    op.create_index(
        "uq_memberships_current",
        "memberships",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )

    op.create_table(
        "applicants",
        sa.Column("case_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", Key, nullable=False),
        sa.Column("relation", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "position"),
    )
    op.create_index("ix_applicants_person_id", "applicants", ["person_id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", Key, nullable=False),
        sa.Column("number", sa.String(length=36), nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("case_number", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("asks", sa.String(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("waits_for", Json, nullable=False),
        sa.Column("snapshot", Json, nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(length=120), nullable=False),
        sa.Column("applicant_initials", sa.String(length=120), nullable=False),
        sa.Column("id_tail", sa.String(length=4), nullable=False),
        sa.Column("phone_tail", sa.String(length=4), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_sign", sa.Date(), nullable=True),
        sa.Column("due_feedback", sa.Date(), nullable=True),
        sa.Column("due_notice", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("feedback_provisional", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("liaison", sa.String(length=80), nullable=False),
        sa.Column("travels", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("return_reason", sa.String(32), nullable=True),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_referrals_case_id", "referrals", ["case_id"], unique=False)
    op.create_index("ix_referrals_household", "referrals", ["household_id", "policy"], unique=False)
    op.create_index(
        "ix_referrals_queue",
        "referrals",
        ["department", "due", "id"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_referrals_town_queue",
        "referrals",
        ["township", "due", "id"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _answers() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", Key, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("grants", Json, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("amount_unit", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("replaces", sa.String(length=40), nullable=False),
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
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_decisions_case_id", "decisions", ["case_id"], unique=False)
    op.create_index("ix_decisions_household_id", "decisions", ["household_id"], unique=False)
    op.create_index("ix_decisions_referral_id", "decisions", ["referral_id"], unique=False)

    op.create_table(
        "intervals",
        sa.Column("id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_intervals_referral_id", "intervals", ["referral_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", Key, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=True),
        sa.Column("member", sa.Integer(), nullable=True),
        sa.Column("township", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("voided", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referrals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("unit", "kind", "year", "serial"),
    )
    op.create_index("ix_notices_case_id", "notices", ["case_id"], unique=False)
    op.create_index("ix_notices_referral_id", "notices", ["referral_id"], unique=False)

    op.create_table(
        "papers",
        sa.Column("id", Key, nullable=False),
        sa.Column("case_id", Key, nullable=False),
        sa.Column("referral_id", Key, nullable=True),
        sa.Column("material", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("policies", Json, nullable=False),
        sa.Column("shared_by", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("where_to_get", sa.Text(), nullable=False),
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
    op.create_index("ix_papers_case_id", "papers", ["case_id"], unique=False)
    op.create_index("ix_papers_referral_id", "papers", ["referral_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", Key, nullable=False),
        sa.Column("notice_id", Key, nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("witnesses", Json, nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=False),
        sa.Column("deliverer", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_deliveries_notice_id", "deliveries", ["notice_id"], unique=False)


def _guard_sqlite() -> None:
    """The database itself refuses what no officer and no program may do."""
    for table in APPEND_ONLY:
        _refuse(table, "UPDATE", "are never changed")
    for table in (*APPEND_ONLY, *NEVER_REMOVED):
        _refuse(table, "DELETE", "are never removed")
    _refuse("notices", f"UPDATE OF {FIXED_OF_NOTICE}", "keep what they say")
    _refuse(
        "counters", "UPDATE", "only count up", when="WHEN NEW.value <> OLD.value + 1 OR NEW.name <> OLD.name"
    )


def _refuse(table: str, act: str, why: str, *, when: str = "") -> None:
    name = f"{table}_{act.split(maxsplit=1)[0].lower()}" + ("_content" if " OF " in act else "")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {why}'); END"
    )
