"""Sets logging up: one line an event on the standard error, secrets never in it; knows no event."""

import logging
import sys

import structlog

# httpx logs each request's URL at INFO, and a Telegram URL holds the bot's token; the SDKs log payloads at DEBUG.
_TALKATIVE = ("httpx", "httpcore", "telegram", "slack_bolt", "slack_sdk", "apscheduler", "aiosqlite", "hpack")


def set_up_logs(level: str = "info") -> None:
    """Write structured lines to the standard error; call it before anything can make a request."""
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # the default shows local variables, and one of them may be a secret
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
