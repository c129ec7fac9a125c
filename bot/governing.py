"""Lets answers to people take their share of the bot's rate before what is owed; knows no command and no platform."""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from alerts.delivering import Limit
from alerts.delivering.pacing import PATIENCE
from alerts.errors import StorageError
from alerts.presence import Presence
from alerts.subscribing import Address
from bot.platforms.contract import ChatHandler, Incoming, Pressed, Reply

log = structlog.get_logger()


class ReplyBudget(Protocol):
    """What governing needs of the database; the method is one transaction."""

    async def charge_replies(self, platform: str, workspace: str, limit: Limit, messages: int) -> timedelta:
        """Take slots for a person's answer and give how far away it is; deliveries wait its debt out."""


class Governed:
    """The commands as a `ChatHandler` whose answers count in the bot's rate."""

    def __init__(self, handler: ChatHandler, budget: ReplyBudget, limit: Limit) -> None:
        self._handler = handler
        self._budget = budget
        self._limit = limit

    async def handle(self, incoming: Incoming) -> Reply | None:
        """Answer a message, in time for the rate."""
        reply = await self._handler.handle(incoming)
        if reply is not None:
            await self._take_slots(incoming.address, reply)
        return reply

    async def press(self, pressed: Pressed) -> Reply:
        """Answer a button, in time for the rate."""
        reply = await self._handler.press(pressed)
        await self._take_slots(pressed.address, reply)
        return reply

    async def note(self, presence: Presence) -> None:
        """Take note; it is no message and takes no slot."""
        await self._handler.note(presence)

    async def _take_slots(self, address: Address, reply: Reply) -> None:
        """Wait for the rate, but not for long: a person is there. Where the database is away nothing is waited for."""
        try:
            wait = await self._budget.charge_replies(
                address.platform, address.workspace, self._limit, 1 + len(reply.more)
            )
        except StorageError as error:
            log.warning("an answer is not counted in the rate", error=str(error))
            return
        await asyncio.sleep(min(wait, PATIENCE).total_seconds())
