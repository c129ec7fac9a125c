"""Keeps what was sent true: edits messages that are out of date, after all that is new; knows no platform and no SQL.

An edit makes no ping, so quiet hours let it pass, and doing it twice does no harm. What it fails with never touches the
chat, but for a wait that the platform asks for.
"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from alerts.delivering.composing import compose_edit
from alerts.delivering.owed import Told, Turn
from alerts.errors import SendError, SendFate, StorageError
from alerts.messages import Message
from alerts.money import Rates
from alerts.subscribing import Address

log = structlog.get_logger()

FIRST_WAIT = timedelta(seconds=30)
MOST_WAIT = timedelta(hours=6)
# After so many failures in a row the message stays as it is until its posting changes again.
MOST_FAILURES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """How an edit ended: the message shows its revision, or is tried again after ``wait``.

    ``pace`` holds the chat back, after an edit or for as long as the platform asked.
    """

    done: bool
    wait: timedelta = timedelta(0)
    pace: timedelta = timedelta(0)


class EditStore(Protocol):
    """What editing needs of the database; each method is one transaction."""

    async def claim_edit(self, platforms: Collection[str], owner: str, lease: timedelta) -> Told | None:
        """Lease the chat of the oldest message that is out of date, of the chats that may be written to now."""

    async def settle_edit(self, told: Told, edited: Edited) -> None:
        """Record how an edit ended."""

    async def release_chat(self, turn: Turn) -> None:
        """Give the lease back."""


class EditMessenger(Protocol):
    """Edits messages, whatever the platform. Raises nothing but `SendError`."""

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one that was sent."""

    def gap(self, address: Address) -> timedelta:
        """Give the least time between two messages to this chat."""


class Editor:
    """Edits one message after the other, one at a time: senders of new alerts stay free."""

    def __init__(
        self,
        store: EditStore,
        messenger: EditMessenger,
        rates: Rates,
        *,
        owner: str,
        platforms: Collection[str],
        lease: timedelta,
        timeout: timedelta,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._rates = rates
        self._owner = owner
        self._platforms = platforms
        self._lease = lease
        self._timeout = timeout
        self._editing = asyncio.Lock()

    async def take_turn(self) -> bool:
        """Edit one message; False where none is out of date, or another is just edited."""
        if self._editing.locked():
            return False
        async with self._editing:
            begun = time.monotonic()
            told = await self._store.claim_edit(self._platforms, self._owner, self._lease)
            if told is None:
                return False
            try:
                await self._edit(told, begun)
            except StorageError:
                raise
            except Exception:  # of this message alone, whatever it is: it comes later, and others before it
                await self._store.settle_edit(told, failed_edit(SendError("unexpected"), told.failures))
                raise
            finally:
                await self._store.release_chat(told.turn)
            return True

    async def _edit(self, told: Told, begun: float) -> None:
        if not told.contents:
            return await self._store.settle_edit(told, Edited(done=True))
        message = await asyncio.to_thread(compose_edit, told, self._rates, told.turn.settings)
        if time.monotonic() - begun > (self._lease - self._timeout).total_seconds():
            return None
        return await self._store.settle_edit(told, await self._try(told, message))

    async def _try(self, told: Told, message: Message) -> Edited:
        address = told.turn.address
        try:
            async with asyncio.timeout(self._timeout.total_seconds()):
                await self._messenger.edit(address, told.message_id, message)
        except TimeoutError:
            return failed_edit(SendError("no answer in time", fate=SendFate.UNCERTAIN), told.failures)
        except SendError as error:
            log.info("edit failed", delivery=told.delivery_id, error=str(error))
            return failed_edit(error, told.failures)
        return Edited(done=True, pace=self._messenger.gap(address))


def failed_edit(error: SendError, failures: int) -> Edited:
    """Decide what a failed edit means: what is refused for good is settled, all else is tried again some time."""
    if error.permanent or error.moved_to is not None or failures + 1 >= MOST_FAILURES:
        return Edited(done=True)
    if error.retry_after is not None:
        wait = timedelta(seconds=error.retry_after)
        return Edited(done=False, wait=wait, pace=wait)
    return Edited(done=False, wait=min(FIRST_WAIT * (1 << min(failures, 16)), MOST_WAIT))
