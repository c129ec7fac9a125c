"""What the end of an attempt means for the message and its chat; knows no database and no platform."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from alerts.errors import SendError, SendFate, SendScope

FIRST_BACK_OFF = {SendFate.REFUSED: timedelta(seconds=1), SendFate.UNCERTAIN: timedelta(seconds=60)}
MAX_BACK_OFF = timedelta(hours=1)


class Outcome(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    EXPIRED = "expired"
    CHAT_GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """An attempt's outcome. ``pace`` holds the chat back after a send, ``back_off`` after a failure.

    ``moved_to`` is the chat's new id, under which the message is tried again.
    """

    outcome: Outcome
    message_id: str | None = None
    error: str | None = None
    uncertain: bool = False
    pace: timedelta = timedelta(0)
    back_off: timedelta = timedelta(0)
    moved_to: str | None = None


def failed(error: SendError, attempts: int) -> Settlement:
    """Decide what a failed attempt means: dead and gone only where the platform said so, else back off."""
    if error.moved_to is not None:
        return Settlement(outcome=Outcome.RETRY, error=str(error), moved_to=error.moved_to)
    if error.permanent and error.scope in {SendScope.CHAT, SendScope.INSTALLATION}:
        return Settlement(outcome=Outcome.CHAT_GONE, error=str(error))
    if error.permanent and error.scope in {SendScope.MESSAGE, SendScope.THREAD}:
        return Settlement(outcome=Outcome.DEAD, error=str(error))
    uncertain = error.fate is SendFate.UNCERTAIN
    return Settlement(
        outcome=Outcome.RETRY,
        error=str(error),
        uncertain=uncertain,
        back_off=_back_off(error, attempts),
    )


def _back_off(error: SendError, attempts: int) -> timedelta:
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    wait = min(FIRST_BACK_OFF[error.fate] * (1 << min(attempts, 16)), MAX_BACK_OFF)
    return wait * random.uniform(1.0, 1.25)  # noqa: S311  # jitter, not a secret
