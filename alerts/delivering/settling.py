"""What the end of an attempt means for the message and its chat; knows no database and no platform."""

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from alerts.errors import SendError, SendFate, SendScope

FIRST_BACK_OFF = {SendFate.REFUSED: timedelta(seconds=1), SendFate.UNCERTAIN: timedelta(seconds=60)}
MAX_BACK_OFF = timedelta(hours=1)
# A message that failed so often, over so long a time, while other chats got theirs, would block its chat for ever.
MOST_FAILURES = 8
LEAST_FAILING = timedelta(hours=1)


class Outcome(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    EXPIRED = "expired"
    CHAT_GONE = "gone"
    UNINSTALLED = "uninstalled"


class Unsure(StrEnum):
    """What becomes of a message that may have arrived: better twice, or better not at all."""

    RESEND = "resend"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """An attempt's outcome. ``pace`` holds the chat back after an attempt, ``back_off`` after a failure.

    ``uncertain`` says that the message may have arrived all the same, ``limited`` whom the platform found too fast.
    ``moved_to`` is the chat's new id, ``lost_thread`` a thread that is no more: the message is tried again elsewhere.
    One that ``ends_turn`` gives the lease back. ``revision`` is that of the contents that were sent.
    """

    outcome: Outcome
    message_id: str | None = None
    error: str | None = None
    uncertain: bool = False
    limited: SendScope | None = None
    pace: timedelta = timedelta(0)
    back_off: timedelta = timedelta(0)
    moved_to: str | None = None
    revision: int = 0
    lost_thread: str | None = None
    ends_turn: bool = False


LATE = Settlement(outcome=Outcome.RETRY, error="the lease ran short")
SKIPPED = Settlement(
    outcome=Outcome.DEAD, uncertain=True, error="it may have arrived, and is not sent a second time"
)


def failed(error: SendError, attempts: int, unsure: Unsure = Unsure.RESEND, thread: str = "") -> Settlement:
    """Decide what a failed attempt means: dead and gone only where the platform said so, else back off."""
    said = str(error)
    if error.moved_to is not None:
        return Settlement(outcome=Outcome.RETRY, error=said, moved_to=error.moved_to)
    if error.permanent and error.scope is SendScope.THREAD and thread:
        return Settlement(outcome=Outcome.RETRY, error=said, lost_thread=thread)
    if error.permanent and error.scope in _ENDS:
        return Settlement(outcome=_ENDS[error.scope], error=said)
    if error.fate is SendFate.UNCERTAIN and unsure is Unsure.SKIP:
        return replace(SKIPPED, error=f"{SKIPPED.error}: {said}")
    return Settlement(
        outcome=Outcome.RETRY,
        error=said,
        uncertain=error.fate is SendFate.UNCERTAIN,
        limited=error.scope if error.retry_after is not None else None,
        back_off=_back_off(error, attempts),
    )


def hopeless(failures: int, failing_for: timedelta) -> bool:
    """Say whether a message is given up; ``failures`` are those between which other chats were sent to."""
    return failures >= MOST_FAILURES and failing_for >= LEAST_FAILING


_ENDS = {
    SendScope.MESSAGE: Outcome.DEAD,
    SendScope.THREAD: Outcome.DEAD,
    SendScope.CHAT: Outcome.CHAT_GONE,
    SendScope.INSTALLATION: Outcome.UNINSTALLED,
}


def _back_off(error: SendError, attempts: int) -> timedelta:
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    wait = min(FIRST_BACK_OFF[error.fate] * (1 << min(attempts, 16)), MAX_BACK_OFF)
    return wait * random.uniform(1.0, 1.25)  # noqa: S311  # jitter, not a secret
