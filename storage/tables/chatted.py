"""The tables of whom it is for: chats and what they subscribe to, are owed and say about postings.

SQLite, left alone, gives the number of a newest row that was deleted once more. It must not where a number outlives its
row: in another process's memory, in a key, on a button. Those tables are counted on with ``sqlite_autoincrement``.
"""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.tables.columns import (
    key,
    maybe_number,
    maybe_values,
    maybe_words,
    metadata,
    moment,
    number,
    number_of,
    partial_index,
    reference,
    values,
    words,
    yes_no,
)

# A platform's workspace that the bot was let into; ``tokens`` are encrypted. ``sent_ms`` is about when a chat of it
# was last sent to.
installations = Table(
    "installations",
    metadata,
    key(),
    words("platform"),
    words("workspace"),
    maybe_words("tokens"),
    maybe_number("revoked_ms"),
    number("sent_ms"),
    UniqueConstraint("platform", "workspace"),
)

# ``state`` is active or gone. The three columns of waiting: limits, quiet hours, and failures.
chats = Table(
    "chats",
    metadata,
    key(),
    reference("installation_id", "installations.id"),
    words("external_id"),
    words("state", "active"),
    maybe_number("gone_ms"),
    maybe_values("settings"),
    number("paced_until_ms"),
    number("held_until_ms"),
    number("backoff_until_ms"),
    maybe_words("lease_owner"),
    number("lease_until_ms"),
    number("lease_token"),
    UniqueConstraint("installation_id", "external_id"),
    sqlite_autoincrement=True,
)

# ``state`` is active, paused or deleted. ``rev`` grows with every change of any subscription. At
# ``silence_check_ms`` it is looked whether it found nothing for long.
subscriptions = Table(
    "subscriptions",
    metadata,
    key(),
    reference("chat_id", "chats.id"),
    words("thread", ""),
    words("owner"),
    words("name"),
    values("spec"),
    number("spec_version"),
    words("schedule", "now"),
    words("state", "active"),
    maybe_number("snoozed_until_ms"),
    number("rev"),
    moment("created_ms"),
    number("silence_check_ms"),
    sqlite_autoincrement=True,
)
partial_index(
    "ix_subscriptions_silence",
    subscriptions.c.silence_check_ms,
    where=subscriptions.c.state == "active",
)
Index("ix_subscriptions_chat_id", subscriptions.c.chat_id, subscriptions.c.id)
Index("ix_subscriptions_rev", subscriptions.c.rev)

# Subscriptions that went with their chat. ``rev`` is counted with those of `subscriptions`, for who follows these; a
# number is all that is kept.
forgotten = Table("forgotten", metadata, number_of("subscription_id"), moment("rev"))
Index("ix_forgotten_rev", forgotten.c.rev)

matches = Table(
    "matches",
    metadata,
    reference("subscription_id", "subscriptions.id", primary_key=True),
    reference("posting_id", "postings.id", primary_key=True),
    values("verdicts"),
)
Index("ix_matches_posting_id", matches.c.posting_id)

# A delivery is one message owed to one chat. ``kind`` is alert, digest or notice;
# ``status`` is pending, sent, dead or expired. ``wanted_rev`` above ``shown_rev`` says that what was sent is out of
# date; the edit that brings it up to date is tried after ``edit_after_ms``. ``uncertain`` counts attempts that may have
# arrived without our learning so; ``failures`` those between which other chats were sent to, from ``failing_since_ms``
# to ``failed_ms``.
deliveries = Table(
    "deliveries",
    metadata,
    key(),
    reference("chat_id", "chats.id"),
    words("key"),
    words("kind", "alert"),
    maybe_words("sent_to"),
    words("status", "pending"),
    number("attempts"),
    maybe_number("attempt_started_ms"),
    number("failures"),
    maybe_number("failing_since_ms"),
    maybe_number("failed_ms"),
    maybe_words("provider_msg_id"),
    number("wanted_rev"),
    number("shown_rev"),
    number("edit_after_ms"),
    number("edit_failures"),
    maybe_words("last_error"),
    maybe_values("notice"),
    maybe_number("sent_ms"),
    number("uncertain"),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
partial_index(
    "ix_deliveries_pending", deliveries.c.chat_id, deliveries.c.id, where=deliveries.c.status == "pending"
)
partial_index(
    "ix_deliveries_outdated",
    deliveries.c.chat_id,
    deliveries.c.id,
    where=(deliveries.c.wanted_rev > deliveries.c.shown_rev)
    & (deliveries.c.status == "sent")
    & deliveries.c.provider_msg_id.is_not(None),
)

# A chat hears of a posting once. An alert without a delivery is still to be put into a message. ``place`` is its
# number in that message, NULL where no filter wanted it any more; ``verdicts`` are those of its filters, by their ids.
# ``changed`` says that the posting is not what it was when the message was made.
alerts = Table(
    "alerts",
    metadata,
    key(),
    reference("chat_id", "chats.id"),
    reference("posting_id", "postings.id"),
    number("due_ms"),
    reference("delivery_id", "deliveries.id", optional=True),
    maybe_number("place"),
    maybe_values("verdicts"),
    yes_no("changed", default=False),
    UniqueConstraint("chat_id", "posting_id"),
    sqlite_autoincrement=True,
)
partial_index("ix_alerts_undelivered", alerts.c.chat_id, alerts.c.id, where=alerts.c.delivery_id.is_(None))
partial_index("ix_alerts_due", alerts.c.chat_id, alerts.c.due_ms, where=alerts.c.delivery_id.is_(None))
Index("ix_alerts_delivery_id", alerts.c.delivery_id)
Index("ix_alerts_posting_id", alerts.c.posting_id)

# Changes of filters that a chat was offered by buttons; ``gone`` and ``new`` are criteria in canonical syntax.
adjustments = Table(
    "adjustments",
    metadata,
    key(),
    reference("chat_id", "chats.id"),
    words("kind"),
    words("what"),
    values("gone"),
    values("new"),
    values("subscription_ids"),
    moment("created_ms"),
    sqlite_autoincrement=True,
)
Index("ix_adjustments_chat_id", adjustments.c.chat_id, adjustments.c.created_ms)

feedback = Table(
    "feedback",
    metadata,
    reference("chat_id", "chats.id", primary_key=True),
    reference("posting_id", "postings.id", primary_key=True),
    maybe_number("saved_ms"),
    maybe_words("note"),
    maybe_words("stage"),
    maybe_number("dismissed_ms"),
)
