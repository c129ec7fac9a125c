"""What delivering needs of the database and of the chat platforms."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from alerts.delivering.composing import Item
from alerts.delivering.owed import Owed, Turn
from alerts.delivering.pacing import Limit
from alerts.delivering.settling import Settlement
from alerts.messages import Message
from alerts.subscribing import Address


class DeliveryStore(Protocol):
    """What delivering needs of the database; each method is one transaction."""

    async def claim_chat(
        self, limits: Mapping[str, Limit | None], owner: str, lease: timedelta
    ) -> Turn | None:
        """Lease a chat of these platforms that is owed something and may be sent to now, with a slot of the limit."""

    async def next_turn_in(self, limits: Mapping[str, Limit | None]) -> timedelta | None:
        """Give how long it is until a chat that is owed something may be sent to; None where there is none."""

    async def next_owed(self, turn: Turn) -> Owed | None:
        """Give the chat's oldest pending delivery, making one of all its due alerts where there is none.

        None where there is nothing, and while the chat is to be left alone: the turn is over then, and its lease given
        back.
        """

    async def begin_attempt(
        self, turn: Turn, delivery_id: int, items: Sequence[Item], lease: timedelta
    ) -> bool:
        """Commit that a send begins, with what it tells of, and renew the lease.

        False where the lease is lost or the chat is to be left alone by now.
        """

    async def settle(self, turn: Turn, delivery_id: int, settlement: Settlement) -> None:
        """Record an outcome. A send that was accepted is recorded whoever holds the lease by now."""

    async def release_chat(self, turn: Turn, rest: timedelta = timedelta(0)) -> None:
        """Give the lease back, and leave the chat alone for as long as ``rest``."""


class Messenger(Protocol):
    """Sends messages, whatever the platform. Raises nothing but `SendError`."""

    async def send(self, address: Address, message: Message) -> str:
        """Send and give the platform's id of the message."""

    def gap(self, address: Address) -> timedelta:
        """Give the least time between two messages to this chat."""
