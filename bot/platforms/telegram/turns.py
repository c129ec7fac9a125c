"""Lets one chat's updates be handled in order, and different chats' at the same time; knows no update's kind."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# Chats whose updates are handled at the same time; the database sets the pace beyond that.
CHATS_AT_ONCE = 16
# The SDK counts an update from here on, waiting or not: as many as it fetches must fit, or one chat stops the others.
_UPDATES = 1_000_000


class ChatTurns(BaseUpdateProcessor):
    """A lane a chat, as long as somebody is in it."""

    def __init__(self) -> None:
        super().__init__(_UPDATES)
        self._lanes: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(CHATS_AT_ONCE)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update once those before it in its chat are handled."""
        chat = update.effective_chat if isinstance(update, Update) else None
        lane = self._lanes.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with lane, self._places:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
