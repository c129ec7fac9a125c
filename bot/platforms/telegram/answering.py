"""Takes what Telegram tells of to the commands and shows their replies; knows no command's work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackContext

from alerts.errors import SendError
from alerts.subscribing import Address
from bot.platforms.contract import ChatHandler, Reply
from bot.platforms.telegram.menu import COMMAND_NAMES
from bot.platforms.telegram.rendering import Message as Shown
from bot.platforms.telegram.rendering import reply_message
from bot.platforms.telegram.sending import MOST_PIECE_WAIT, Sender
from bot.platforms.telegram.updates import incoming, moved, presence, pressed
from bot.wording import replies
from bot.wording.language import gettext as _
from bot.wording.language import speaking

log = structlog.get_logger()

Context = CallbackContext[Any, Any, Any, Any]


class Answering:
    """One conversation partner for all chats; keeps nothing of them."""

    def __init__(self, handler: ChatHandler, sender: Sender, now: Callable[[], datetime]) -> None:
        self._handler = handler
        self._now = now
        self._sender = sender

    async def take(self, update: Update, context: Context) -> None:
        """Answer an update; edited messages and channels' posts are none of ours."""
        try:
            if update.callback_query:
                await self._press(update.callback_query, str(update.update_id))
            elif update.message:
                await self._handle(update.message, context.bot.username, str(update.update_id))
            elif update.my_chat_member:
                await self._handler.note(presence(update.my_chat_member))
        except SendError as error:
            log.warning("telegram reply not sent", error=str(error))

    async def _handle(self, message: Message, username: str, update_id: str) -> None:
        if (move := moved(message)) is not None:
            await self._handler.note(move)
        said = incoming(message, username, COMMAND_NAMES)
        if said is None:
            return
        reply = await self._handler.handle(replace(said, update=update_id))
        if reply is not None:
            await self._show(said.address, reply)

    async def _press(self, query: CallbackQuery, update_id: str) -> None:
        """Answer the press before its work, which may outlast Telegram's patience."""
        press = pressed(query)
        with speaking(query.from_user.language_code):
            await self._acknowledge(query, None if press else _(replies.OUT_OF_DATE))
        if press is not None:
            reply = await self._handler.press(replace(press, update=update_id))
            shown = query.message.message_id if query.message and reply.replaces else None
            await self._show(press.address, reply, shown)

    async def _acknowledge(self, query: CallbackQuery, text: str | None) -> None:
        """End the wait; a press that is too old for it, from before a restart, still counts."""
        try:
            await self._sender.acknowledge(query.id, text)
        except SendError as error:
            log.info("telegram button not acknowledged", error=str(error))

    async def _show(self, address: Address, reply: Reply, instead_of: int | None = None) -> None:
        await self._sender.reply(address, self._message(reply), instead_of)
        for text in reply.more:
            await self._sender.reply(address, self._message(Reply(text=text)), most_wait=MOST_PIECE_WAIT)

    def _message(self, reply: Reply) -> Shown:
        with speaking(reply.language):
            return reply_message(reply, self._now())
