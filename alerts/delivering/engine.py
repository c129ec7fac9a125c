"""Sends what chats are owed, one chat's turn at a time, and settles each send; knows no platform and no SQL.

The protocol is a chat-leased outbox: what is owed is committed before it is sent, and each send is settled in a
commit of its own. A duplicate can then come only from a kill or an unanswered request between the platform's accept
and our commit, and each is counted as uncertain.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat

import structlog

from alerts.delivering.composing import Composed, compose
from alerts.delivering.editing import Editor
from alerts.delivering.owed import Owed, Turn
from alerts.delivering.pacing import Limit
from alerts.delivering.ports import DeliveryStore, Messenger
from alerts.delivering.settling import LATE, SKIPPED, Outcome, Settlement, Unsure, failed
from alerts.errors import SendError, SendFate, StorageError
from alerts.money import Rates

log = structlog.get_logger()

LEASE = timedelta(seconds=10)
# Below the lease, and a total: a client's own timeout is per read, which a slow drip outlives.
SEND_TIMEOUT = timedelta(seconds=7)
# Messages under way at once. A kill can double so many, so few; 30 a second at a quarter of a second each need eight.
IN_FLIGHT = 8
# What one turn may send before other chats come first.
SENDS_PER_TURN = 20
# How long a chat is left alone whose turn failed in a way that nobody thought of: else all senders fail with it.
TROUBLED = timedelta(seconds=10)
# How soon after an empty look another one is worth it, and how late a tick of the loops comes anyway.
SOONEST, LATEST = timedelta(seconds=0.1), timedelta(seconds=1)
# In seconds, between two tries to settle while the database is away; the last one is repeated.
SETTLE_WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)


class Deliverer:
    """Takes turns of the chats of one or more platforms and sends what they are owed.

    ``limits`` has each platform's rate for a whole bot, or None; ``unsure`` says what becomes of a message that may
    have arrived.
    """

    def __init__(
        self,
        store: DeliveryStore,
        messenger: Messenger,
        rates: Rates,
        *,
        owner: str,
        limits: Mapping[str, Limit | None],
        unsure: Unsure = Unsure.RESEND,
        editor: Editor | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._rates = rates
        self._owner = owner
        self._limits = limits
        self._unsure = unsure
        self._editor = editor
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)

    async def work(self) -> bool | timedelta:
        """Serve one chat; where none may be sent to now, say when one may be, or False where none waits.

        What was sent is kept true in between: after all that is new.
        """
        if await self.take_turn() or (self._editor and await self._editor.take_turn()):
            return True
        soon = await self._store.next_turn_in(self._limits)
        return max(soon, SOONEST) if soon is not None and soon < LATEST else False

    async def take_turn(self) -> bool:
        """Serve one chat; False where no chat may be sent to."""
        turn = await self._store.claim_chat(self._limits, self._owner, LEASE)
        if turn is None:
            return False
        released, rest = False, timedelta(0)
        try:
            released = await self._serve(turn)
        except Exception:
            rest = TROUBLED
            raise
        finally:
            if not released:
                await self._store.release_chat(turn, rest)
        return True

    async def _serve(self, turn: Turn) -> bool:
        """Send what the turn allows; True where the lease was given back with the last of it."""
        slot = time.monotonic() + turn.wait.total_seconds()
        gap = self._messenger.gap(turn.address)
        for _ in range(SENDS_PER_TURN):
            owed = await self._store.next_owed(turn)
            if owed is None:
                return True
            composed = await self._composed(turn, owed)
            if composed is None:
                await self._settle(turn, owed, Settlement(outcome=Outcome.EXPIRED))
                continue
            if owed.uncertain and self._unsure is Unsure.SKIP:
                await self._settle(turn, owed, SKIPPED)
                continue
            await asyncio.sleep(slot - time.monotonic())
            async with self._in_flight:
                settlement = await self._deliver(turn, owed, composed, gap)
            if settlement is None or settlement.ends_turn:
                return settlement is not None
        return False

    async def _deliver(self, turn: Turn, owed: Owed, composed: Composed, gap: timedelta) -> Settlement | None:
        """Send one message and settle it; None where the lease was lost before.

        To begin renews the lease: however long the turn took so far, from here on there is time for a send.
        """
        begun = time.monotonic()
        if not await self._store.begin_attempt(turn, owed.delivery_id, composed.items, LEASE):
            return None
        settlement = LATE if _runs_short(begun) else await self._send(turn, owed, composed)
        over = bool(gap) or owed.alone or settlement.outcome not in {Outcome.SENT, Outcome.DEAD}
        settlement = replace(settlement, pace=gap, ends_turn=over, revision=owed.revision)
        await self._settle(turn, owed, settlement)
        return settlement

    async def _composed(self, turn: Turn, owed: Owed) -> Composed | None:
        """Compose; what takes more than a moment does not hold up the event loop."""
        if len(owed.contents) == 1:
            return compose(owed, self._rates, turn.settings)
        return await asyncio.to_thread(compose, owed, self._rates, turn.settings)

    async def _send(self, turn: Turn, owed: Owed, composed: Composed) -> Settlement:
        address = replace(turn.address, thread=composed.thread)
        try:
            async with asyncio.timeout(SEND_TIMEOUT.total_seconds()):
                message_id = await self._messenger.send(address, composed.message)
        except TimeoutError:
            error = SendError("no answer in time", fate=SendFate.UNCERTAIN)
            return failed(error, owed.attempts, self._unsure, composed.thread)
        except SendError as error:
            return failed(error, owed.attempts, self._unsure, composed.thread)
        return Settlement(outcome=Outcome.SENT, message_id=message_id)

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
