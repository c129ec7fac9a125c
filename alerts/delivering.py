"""Sends what chats are owed, one chat's turn at a time, and settles each send; knows no platform and no SQL.

The protocol is a chat-leased outbox: what is owed is committed before it is sent, and each send is settled in a
commit of its own. A duplicate can then come only from a kill or an unanswered request between the platform's accept
and our commit, and each is counted as uncertain.
"""

import asyncio
import random
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import chain, repeat
from typing import Protocol

import structlog

from alerts.alerting import Matched, matched_by
from alerts.compose import Alert, compose_alert
from alerts.errors import SendError, SendFate, SendScope, StorageError
from alerts.money import Rates
from alerts.posting import Posting
from alerts.subscribing import Address, Subscription

log = structlog.get_logger()

LEASE = timedelta(seconds=10)
# Below the lease, and a total: a client's own timeout is per read, which a slow drip outlives.
SEND_TIMEOUT = timedelta(seconds=7)
# What one turn may send before other chats come first.
SENDS_PER_TURN = 20
FIRST_BACK_OFF = {SendFate.REFUSED: timedelta(seconds=1), SendFate.UNCERTAIN: timedelta(seconds=60)}
MAX_BACK_OFF = timedelta(hours=1)
# In seconds, between two tries to settle while the database is away; the last one is repeated.
SETTLE_WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one chat until its lease ends; ``token`` fences everybody else."""

    chat_id: int
    address: Address
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One message owed to a chat: a posting and the chat's live subscriptions that it matched.

    ``attempts`` counts those before this one; ``uncertain`` says that the last one's outcome was never learnt.
    """

    delivery_id: int
    posting: Posting
    subscriptions: tuple[Subscription, ...]
    attempts: int = 0
    uncertain: bool = False


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


class DeliveryStore(Protocol):
    """What delivering needs of the database; each method is one transaction."""

    async def claim_chat(self, platforms: Collection[str], owner: str, lease: timedelta) -> Turn | None:
        """Lease a chat of these platforms that is owed something and may be sent to now."""

    async def next_owed(self, turn: Turn) -> Owed | None:
        """Give the chat's oldest pending delivery, making one of its next due alert where there is none."""

    async def begin_attempt(
        self, turn: Turn, delivery_id: int, matched: Sequence[Matched], lease: timedelta
    ) -> bool:
        """Commit that a send begins, with its verdicts, and renew the lease; False where the lease is lost."""

    async def settle(self, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
        """Record an outcome. A send that was accepted is recorded whoever holds the lease by now."""

    async def release_chat(self, turn: Turn) -> None:
        """Give the lease back."""


class Messenger(Protocol):
    """Sends alerts, whatever the platform. Raises nothing but `SendError`."""

    async def send_alert(self, address: Address, alert: Alert) -> str:
        """Send and give the platform's id of the message."""

    def gap(self, address: Address) -> timedelta:
        """Give the least time between two messages to this chat."""


class Deliverer:
    """Takes chats' turns and sends what they are owed."""

    def __init__(
        self,
        store: DeliveryStore,
        messenger: Messenger,
        rates: Rates,
        *,
        owner: str,
        platforms: Collection[str],
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._rates = rates
        self._owner = owner
        self._platforms = platforms

    async def take_turn(self) -> bool:
        """Serve one chat; False where no chat is waiting."""
        begun = time.monotonic()
        turn = await self._store.claim_chat(self._platforms, self._owner, LEASE)
        if turn is None:
            return False
        try:
            await self._serve(turn, begun)
        finally:
            await self._store.release_chat(turn)
        return True

    async def _serve(self, turn: Turn, begun: float) -> None:
        gap = self._messenger.gap(turn.address)
        for _ in range(1 if gap else SENDS_PER_TURN):
            owed = await self._store.next_owed(turn)
            if owed is None or _runs_short(begun):
                return
            begun = time.monotonic()
            if not await self._deliver(turn, owed, gap, begun):
                return

    async def _deliver(self, turn: Turn, owed: Owed, gap: timedelta, begun: float) -> bool:
        """Send one message and settle it; False where the chat's turn is over."""
        evaluated = [matched_by(one, owed.posting, self._rates) for one in owed.subscriptions]
        matched = [one for one in evaluated if one.fits]
        if not matched:  # every filter that wanted it was deleted, paused or changed, or the posting changed
            await self._settle(turn, owed, Settlement(outcome=Outcome.EXPIRED))
            return True
        if not await self._store.begin_attempt(turn, owed.delivery_id, matched, LEASE):
            return False
        if _runs_short(begun):
            await self._settle(turn, owed, Settlement(outcome=Outcome.RETRY, error="the lease ran short"))
            return False
        # One alert a chat and posting: of filters in several threads the oldest one's thread gets it.
        address = replace(turn.address, thread=matched[0].subscription.thread)
        settlement = await self._send(address, owed, compose_alert(owed.posting, matched), gap)
        await self._settle(turn, owed, settlement)
        return settlement.outcome in {Outcome.SENT, Outcome.DEAD}

    async def _send(self, address: Address, owed: Owed, alert: Alert, gap: timedelta) -> Settlement:
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                message_id = await self._messenger.send_alert(address, alert)
        except TimeoutError:
            return failed(SendError("no answer in time", fate=SendFate.UNCERTAIN), owed.attempts)
        except SendError as error:
            return failed(error, owed.attempts)
        return Settlement(outcome=Outcome.SENT, message_id=message_id, uncertain=owed.uncertain, pace=gap)

    async def _settle(self, turn: Turn, owed: Owed, settlement: Settlement) -> None:
        """Settle, and go on trying while the database is away: the message is out and must not be sent twice."""
        if settlement.error:
            log.warning("send failed", chat=turn.chat_id, delivery=owed.delivery_id, error=settlement.error)
        for wait in chain(SETTLE_WAITS, repeat(SETTLE_WAITS[-1])):
            try:
                return await self._store.settle(turn, owed.delivery_id, settlement)
            except StorageError as error:
                log.error("a send cannot be settled", delivery=owed.delivery_id, error=str(error))
                await asyncio.sleep(wait)
        return None


def _runs_short(begun: float) -> bool:
    """Say whether a send could outlive the lease taken at ``begun``.

    It is counted on our own clock, begun before the database was asked: a process that slept must not send.
    """
    return time.monotonic() - begun > (LEASE - SEND_TIMEOUT).total_seconds()


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
