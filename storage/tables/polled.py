"""The tables of what is polled: hosts, feeds and their rounds, listings and the postings that group them."""

from sqlalchemy import Index, Table, UniqueConstraint

from storage.tables.columns import (
    key,
    maybe_number,
    maybe_values,
    maybe_words,
    metadata,
    moment,
    number,
    partial_index,
    reference,
    values,
    word_reference,
    words,
    yes_no,
)

# The unit of politeness: only the holder of its lease fetches from it.
hosts = Table(
    "hosts",
    metadata,
    words("host", primary_key=True),
    number("next_fetch_ms"),
    number("min_gap_ms"),
    maybe_words("lease_owner"),
    number("lease_until_ms"),
    number("lease_token"),
)

# A feed with a ``disabled_reason`` is not polled; what one that is not ``approved`` brings reaches only the chats that
# proposed it, of which ``added_by_chat`` was the first. ``origin`` is config, cli or chat. ``round`` counts the polls
# whose content was read, and ``lists_all`` says that a complete one was seen: what is not in it may be closed.
# ``told_ms`` is when an outage was told.
feeds = Table(
    "feeds",
    metadata,
    key(),
    words("name"),
    words("origin"),
    words("format"),
    words("url"),
    values("options"),
    word_reference("host", "hosts.host"),
    number("interval_ms"),
    number("next_check_ms"),
    maybe_words("etag"),
    maybe_words("last_modified"),
    maybe_words("body_hash"),
    maybe_values("cursor"),
    number("round"),
    maybe_number("parser_version"),
    number("fail_count"),
    maybe_number("failing_since_ms"),
    maybe_number("told_ms"),
    maybe_words("disabled_reason"),
    number("unchanged"),
    number("usual_entries"),
    maybe_values("hints"),
    maybe_words("moved_to"),
    number("moved_times"),
    yes_no("lists_all", default=False),
    words("first_poll"),
    yes_no("approved", default=True),
    reference("added_by_chat", "chats.id", optional=True),
    UniqueConstraint("url"),
)
partial_index("ix_feeds_due", feeds.c.host, feeds.c.next_check_ms, where=feeds.c.disabled_reason.is_(None))

proposals = Table(
    "proposals",
    metadata,
    reference("feed_id", "feeds.id", primary_key=True),
    reference("chat_id", "chats.id", primary_key=True),
)

feed_rounds = Table(
    "feed_rounds",
    metadata,
    key(),
    reference("feed_id", "feeds.id"),
    moment("started_ms"),
    moment("took_ms"),
    maybe_number("http_status"),
    number("pages"),
    number("n_entries"),
    number("n_new"),
    number("n_changed"),
    number("n_missing"),
    number("n_quarantined"),
    maybe_words("error"),
)
Index("ix_feed_rounds_feed_id", feed_rounds.c.feed_id, feed_rounds.c.id)

quarantine = Table(
    "quarantine",
    metadata,
    key(),
    reference("feed_id", "feeds.id"),
    moment("seen_ms"),
    words("error"),
    words("raw"),
)
Index("ix_quarantine_feed_id", quarantine.c.feed_id, quarantine.c.id)

# The columns from ``title`` to ``posted_ms`` are the subject, taken from the lead listing; ``subject_stamp`` changes
# with them, and is NULL until they are first written anew after the column came. Copies on other
# boards are found by ``group_key`` and ``listings.ats_key``, NULL where a listing does not state them.
# ``lead_listing_id`` has no foreign key: the two tables would wait for each other.
postings = Table(
    "postings",
    metadata,
    key(),
    maybe_words("group_key"),
    maybe_number("lead_listing_id"),
    words("title"),
    words("company"),
    maybe_words("workplace"),
    values("regions"),
    values("pay"),
    values("stack"),
    values("benefits"),
    values("levels"),
    values("roles"),
    values("employment"),
    maybe_words("language"),
    maybe_number("posted_ms"),
    moment("seen_ms"),
    maybe_number("matched_ms"),
    maybe_number("match_cursor"),
    yes_no("baseline", default=False),
    maybe_number("closed_ms"),
    maybe_words("closed_reason"),
    maybe_number("subject_stamp"),
)
partial_index("ix_postings_unmatched", postings.c.id, where=postings.c.matched_ms.is_(None))
Index("ix_postings_group_key", postings.c.group_key)
Index("ix_postings_seen_ms", postings.c.seen_ms)

# ``entry`` is the raw entry, kept so that it can be read again; ``text`` is the canonical text, part by part.
# ``missed`` complete rounds in a row did not have the listing, since ``missing_since_ms``; ``misses_needed`` close it.
listings = Table(
    "listings",
    metadata,
    key(),
    reference("feed_id", "feeds.id"),
    words("native_key"),
    reference("posting_id", "postings.id"),
    words("url"),
    maybe_words("ats_key"),
    values("entry"),
    values("text"),
    number("text_version"),
    words("content_hash"),
    values("facts"),
    number("reading_version"),
    maybe_number("posted_ms"),
    moment("seen_ms"),
    number("first_round"),
    moment("last_seen_ms"),
    number("last_seen_round"),
    number("missed"),
    number("misses_needed"),
    maybe_number("missing_since_ms"),
    maybe_number("closed_ms"),
    UniqueConstraint("feed_id", "native_key"),
)
partial_index(
    "ix_listings_open", listings.c.feed_id, listings.c.last_seen_round, where=listings.c.closed_ms.is_(None)
)
Index("ix_listings_posting_id", listings.c.posting_id)
Index("ix_listings_ats_key", listings.c.ats_key)
# PostgreSQL refuses a link past 2.7 kB in a tree index; a hash has no such limit.
Index("ix_listings_url", listings.c.url, postgresql_using="hash")

# Locked in sorted order while listings are grouped, so that two polls never store one vacancy twice.
companies = Table("companies", metadata, words("key", primary_key=True))
