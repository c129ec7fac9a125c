"""Keeps Slack's tokens, tickets and response URLs out of the SDK's log lines; knows no other log."""

import logging
import re
from typing import Final

# Bolt names its own loggers after this one's parent, and bot.logs sets that one's level.
_NAME: Final = "slack_bolt.rolecall"
_SECRET = re.compile(r"\bx(?:ox[a-z]|app|oxe)[-.][\w.-]+|(?<=ticket=)[\w-]+|https://hooks\.[^\s'\"]+")


class _Discreet(logging.Filter):
    """Takes secrets out of a line, and its traceback, which may show a URL with a ticket in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SECRET.sub("…", record.getMessage()), ()
        record.exc_info = record.exc_text = None
        return True


_DISCREET = _Discreet()


def discreet_logger() -> logging.Logger:
    """Give the logger that the SDK and bolt are to use."""
    logger = logging.getLogger(_NAME)
    logger.setLevel(logging.WARNING)
    logger.addFilter(_DISCREET)
    return logger
