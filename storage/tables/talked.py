"""The tables of conversations that are under way: their dialogs, and the updates that were acted on already."""

from sqlalchemy import Index, Table

from storage.tables.columns import metadata, moment, number, values, words

# A key of who speaks where: ``external_id`` is the chat's, ``person`` the platform's id of who speaks.
dialogs = Table(
    "dialogs",
    metadata,
    words("platform", primary_key=True),
    words("workspace", primary_key=True),
    words("external_id", primary_key=True),
    words("thread", primary_key=True),
    words("person", primary_key=True),
    words("kind"),
    words("step"),
    values("draft"),
    number("rev"),
    moment("expires_ms"),
)
Index("ix_dialogs_expires_ms", dialogs.c.expires_ms)

# A platform tells of an update again where it was not told in time that we have it: such a one must not act twice.
inbound = Table(
    "inbound",
    metadata,
    words("platform", primary_key=True),
    words("workspace", primary_key=True),
    words("update_id", primary_key=True),
    moment("seen_ms"),
)
Index("ix_inbound_seen_ms", inbound.c.seen_ms)
