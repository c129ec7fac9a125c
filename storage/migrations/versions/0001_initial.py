"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make each table after those that it points to."""
    _make_companies()
    _make_hosts()
    _make_installations()
    _make_postings()
    _make_chats()
    _make_deliveries()
    _make_feedback()
    _make_feeds()
    _make_subscriptions()
    _make_alerts()
    _make_feed_rounds()
    _make_listings()
    _make_matches()
    _make_quarantine()


def downgrade() -> None:
    """Drop each table before those that it points to."""
    for table in (
        "quarantine",
        "matches",
        "listings",
        "feed_rounds",
        "alerts",
        "subscriptions",
        "feeds",
        "feedback",
        "deliveries",
        "chats",
        "postings",
        "installations",
        "hosts",
        "companies",
    ):
        op.drop_table(table)


def _make_companies() -> None:
    op.create_table(
        "companies",
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_companies"),
    )


def _make_hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("next_fetch_ms", sa.BigInteger(), nullable=False),
        sa.Column("min_gap_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_token", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )


def _make_installations() -> None:
    op.create_table(
        "installations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
        sa.UniqueConstraint("platform", "workspace", name="uq_installations_platform_workspace"),
    )


def _make_postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("group_key", sa.Text(), nullable=True),
        sa.Column("lead_listing_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("workplace", sa.Text(), nullable=True),
        sa.Column("regions", JSON, nullable=False),
        sa.Column("pay", JSON, nullable=False),
        sa.Column("stack", JSON, nullable=False),
        sa.Column("benefits", JSON, nullable=False),
        sa.Column("levels", JSON, nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("employment", JSON, nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("posted_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("matched_ms", sa.BigInteger(), nullable=True),
        sa.Column("match_cursor", sa.BigInteger(), nullable=True),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
    )
    op.create_index("ix_postings_group_key", "postings", ["group_key"])
    op.create_index("ix_postings_seen_ms", "postings", ["seen_ms"])
    op.create_index(
        "ix_postings_unmatched",
        "postings",
        ["id"],
        postgresql_where=sa.text("matched_ms IS NULL"),
        sqlite_where=sa.text("matched_ms IS NULL"),
    )


def _make_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", KEY, nullable=False),
        sa.Column("installation_id", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("gone_ms", sa.BigInteger(), nullable=True),
        sa.Column("settings", JSON, nullable=True),
        sa.Column("paced_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("held_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("backoff_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_token", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["installation_id"], ["installations.id"], name="fk_chats_installation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("installation_id", "external_id", name="uq_chats_installation_id_external_id"),
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("attempt_started_ms", sa.BigInteger(), nullable=True),
        sa.Column("provider_msg_id", sa.Text(), nullable=True),
        sa.Column("wanted_rev", sa.BigInteger(), nullable=False),
        sa.Column("shown_rev", sa.BigInteger(), nullable=False),
        sa.Column("verdicts", JSON, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_deliveries_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
    )
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["chat_id", "id"],
        postgresql_where=sa.text("status = 'pending'"),
        sqlite_where=sa.text("status = 'pending'"),
    )


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("saved_ms", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("dismissed_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_feedback_chat_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_feedback_posting_id"),
        sa.PrimaryKeyConstraint("chat_id", "posting_id", name="pk_feedback"),
    )


def _make_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("interval_ms", sa.BigInteger(), nullable=False),
        sa.Column("next_check_ms", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("cursor", JSON, nullable=True),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("parser_version", sa.BigInteger(), nullable=True),
        sa.Column("fail_count", sa.BigInteger(), nullable=False),
        sa.Column("failing_since_ms", sa.BigInteger(), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("first_poll", sa.Text(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("added_by_chat", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_chat"], ["chats.id"], name="fk_feeds_added_by_chat"),
        sa.ForeignKeyConstraint(["host"], ["hosts.host"], name="fk_feeds_host"),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_index(
        "ix_feeds_due",
        "feeds",
        ["host", "next_check_ms"],
        postgresql_where=sa.text("disabled_reason IS NULL"),
        sqlite_where=sa.text("disabled_reason IS NULL"),
    )


def _make_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spec", JSON, nullable=False),
        sa.Column("spec_version", sa.BigInteger(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("snoozed_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_subscriptions_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_chat_id", "subscriptions", ["chat_id", "id"])
    op.create_index("ix_subscriptions_rev", "subscriptions", ["rev"])


def _make_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_alerts_chat_id"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_alerts_delivery_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_alerts_posting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("chat_id", "posting_id", name="uq_alerts_chat_id_posting_id"),
    )
    op.create_index("ix_alerts_delivery_id", "alerts", ["delivery_id"])
    op.create_index("ix_alerts_posting_id", "alerts", ["posting_id"])
    op.create_index(
        "ix_alerts_undelivered",
        "alerts",
        ["chat_id", "id"],
        postgresql_where=sa.text("delivery_id IS NULL"),
        sqlite_where=sa.text("delivery_id IS NULL"),
    )


def _make_feed_rounds() -> None:
    op.create_table(
        "feed_rounds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.BigInteger(), nullable=False),
        sa.Column("http_status", sa.BigInteger(), nullable=True),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("n_entries", sa.BigInteger(), nullable=False),
        sa.Column("n_new", sa.BigInteger(), nullable=False),
        sa.Column("n_changed", sa.BigInteger(), nullable=False),
        sa.Column("n_missing", sa.BigInteger(), nullable=False),
        sa.Column("n_quarantined", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_rounds_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_rounds"),
    )
    op.create_index("ix_feed_rounds_feed_id", "feed_rounds", ["feed_id", "id"])


def _make_listings() -> None:
    op.create_table(
        "listings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("native_key", sa.Text(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("ats_key", sa.Text(), nullable=True),
        sa.Column("entry", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("text_version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("reading_version", sa.BigInteger(), nullable=False),
        sa.Column("posted_ms", sa.BigInteger(), nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_round", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_listings_feed_id"),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_listings_posting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listings"),
        sa.UniqueConstraint("feed_id", "native_key", name="uq_listings_feed_id_native_key"),
    )
    op.create_index("ix_listings_ats_key", "listings", ["ats_key"])
    op.create_index("ix_listings_posting_id", "listings", ["posting_id"])
    op.create_index("ix_listings_url", "listings", ["url"], postgresql_using="hash")


def _make_matches() -> None:
    op.create_table(
        "matches",
        sa.Column("subscription_id", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("verdicts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name="fk_matches_posting_id"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_matches_subscription_id"),
        sa.PrimaryKeyConstraint("subscription_id", "posting_id", name="pk_matches"),
    )
    op.create_index("ix_matches_posting_id", "matches", ["posting_id"])


def _make_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_quarantine_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_feed_id", "quarantine", ["feed_id", "id"])
