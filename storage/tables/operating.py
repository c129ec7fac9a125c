"""The tables of the running program itself: how fast bots may send, and which processes are alive."""

from sqlalchemy import Table

from storage.tables.columns import maybe_words, metadata, moment, number, reference, values, words

# What a bot may still send, shared by all processes: ``tat_ms`` is the theoretical arrival time of its next message.
# ``refusals`` are the chats that a platform lately refused for the rate, as [chat id, time] pairs.
rate_budgets = Table(
    "rate_budgets",
    metadata,
    reference("installation_id", "installations.id", primary_key=True),
    words("method", primary_key=True),
    number("tat_ms"),
    number("paused_until_ms"),
    values("refusals"),
)

# A process that works: when it last said so, when its work last came to an end, and what is in its way.
workers = Table(
    "workers",
    metadata,
    words("owner", primary_key=True),
    words("role"),
    moment("started_ms"),
    moment("beat_ms"),
    moment("progress_ms"),
    maybe_words("trouble"),
)
