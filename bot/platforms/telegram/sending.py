"""Sends messages to chats, whether or not anybody listens to Telegram; knows no alert and no command."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode

from alerts.errors import SendError, SendFate, SendScope
from alerts.subscribing import Address
from bot.platforms.telegram.errors import mangles_markup, refuses_form, says_unchanged, send_error
from bot.platforms.telegram.rendering import Message, keyboard
from bot.platforms.telegram.requesting import Request

log = structlog.get_logger()

CONNECTIONS = 32
# How often, and for how long, an answer to a person is tried; an alert has its queue for that.
REPLY_TRIES = 3
MOST_REPLY_WAIT = 30.0
# What follows a first message waits longer: a group may have 20 a minute, and a list with a hole is none.
MOST_PIECE_WAIT = 300.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _Destination(NamedTuple):
    chat_id: int
    thread_id: int | None


class Holds:
    """Until when Telegram asked to leave each chat alone: asking earlier is answered with a longer wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def hold(self, chat_id: int, seconds: float) -> None:
        """Remember the wait, and forget those that are over."""
        now = self._clock()
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        self._until[chat_id] = now + seconds

    def check(self, chat_id: int) -> None:
        """Raise `SendError` while the chat is held."""
        left = self._until.get(chat_id, 0.0) - self._clock()
        if left > 0:
            raise SendError("Telegram asked to wait", scope=SendScope.CHAT, retry_after=left)


class Sender:
    """Sends through connections that open with the first message and close with `close`, or the last one under way."""

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._request = Request(CONNECTIONS)
        self._bot = Bot(token, base_url, request=self._request, get_updates_request=self._request)
        self._holds = Holds(clock)
        self._sleep = sleep
        self._under_way = 0
        self._closing = False

    def open(self) -> None:
        """Keep connections from now on."""
        self._closing = False

    async def close(self) -> None:
        """Let go of the connections; what is under way comes to its end first."""
        self._closing = True
        await self._let_go()

    async def send(self, address: Address, message: Message) -> str:
        """Send and give the message's id. Raises `SendError`. A refused form is tried once more as plain text."""
        to = _destination(address)
        self._holds.check(to.chat_id)
        async with self._connected():
            try:
                keys = keyboard(message.buttons, message.url)
                return await self._post(to, message.html, ParseMode.HTML, keys)
            except SendError as error:
                if not refuses_form(error):
                    raise
                log.warning("telegram refused the form of a message", error=str(error))
                return await self._post(to, message.plain, None, keyboard(message.buttons))

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        """Turn a message into another; one that reads so already is fine. Raises `SendError`."""
        to = _destination(address)
        self._holds.check(to.chat_id)
        async with self._connected():
            try:
                keys = keyboard(message.buttons, message.url)
                await self._turn(to, message_id, message.html, ParseMode.HTML, keys)
            except SendError as error:
                if not mangles_markup(error):
                    raise
                await self._turn(to, message_id, message.plain, None, keyboard(message.buttons))

    async def reply(
        self,
        address: Address,
        message: Message,
        instead_of: int | None = None,
        *,
        most_wait: float = MOST_REPLY_WAIT,
    ) -> None:
        """Answer a person: wait where Telegram asks for it, and never send twice. Raises `SendError`.

        ``instead_of`` is a message that turns into the answer, where Telegram still lets us edit it; a longer wait
        than ``most_wait`` seconds is an error.
        """
        if instead_of is not None and await self._edited(address, message, instead_of):
            return
        for tried in range(1, REPLY_TRIES + 1):
            try:
                await self.send(address, message)
            except SendError as error:
                wait = float(tried) if error.retry_after is None else error.retry_after
                final = error.permanent or error.moved_to or error.fate is SendFate.UNCERTAIN
                if final or wait > most_wait or tried == REPLY_TRIES:
                    raise
                await self._sleep(wait)
            else:
                return

    async def _edited(self, address: Address, message: Message, message_id: int) -> bool:
        """Turn a message into another; False where it has to be sent instead. Raises `SendError`."""
        try:
            await self.edit(address, message_id, message)
        except SendError as error:
            about_the_message = error.permanent and error.scope is SendScope.MESSAGE
            if not about_the_message and (error.permanent or error.fate is SendFate.UNCERTAIN):
                raise
            return False
        return True

    async def acknowledge(self, query_id: str, text: str | None = None) -> None:
        """End the wait on a pressed button, with a short text or none. Raises `SendError`."""
        async with self._connected():
            try:
                await self._bot.answer_callback_query(query_id, text)
            except Exception as error:
                raise send_error(error) from error

    async def role_of(self, address: Address, user: int) -> str:
        """Give what a person is in a group: 'creator', 'administrator', 'member' and so on. Raises `SendError`."""
        async with self._connected():
            try:
                member = await self._bot.get_chat_member(_destination(address).chat_id, user)
            except Exception as error:
                raise send_error(error) from error
        return str(member.status)

    async def _post(
        self, to: _Destination, text: str, mode: ParseMode | None, keys: InlineKeyboardMarkup | None
    ) -> str:
        try:
            sent = await self._bot.send_message(
                to.chat_id,
                text,
                parse_mode=mode,
                reply_markup=keys,
                message_thread_id=to.thread_id,
                link_preview_options=_NO_PREVIEW,
            )
        except Exception as error:  # an SDK can raise anything of an answer that it does not expect
            failed = send_error(error)
            if failed.retry_after is not None:
                self._holds.hold(to.chat_id, failed.retry_after)
            raise failed from error
        return str(sent.message_id)

    async def _turn(
        self,
        to: _Destination,
        message_id: int,
        text: str,
        mode: ParseMode | None,
        keys: InlineKeyboardMarkup | None,
    ) -> None:
        try:
            await self._bot.edit_message_text(
                text,
                to.chat_id,
                message_id,
                parse_mode=mode,
                reply_markup=keys,
                link_preview_options=_NO_PREVIEW,
            )
        except Exception as error:  # as in _post
            failed = send_error(error)
            if says_unchanged(failed):
                return
            if failed.retry_after is not None:
                self._holds.hold(to.chat_id, failed.retry_after)
            raise failed from error

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        self._under_way += 1
        try:
            await self._request.initialize()  # opens anew what was closed, else does nothing
            yield
        finally:
            self._under_way -= 1
            if self._closing:
                await self._let_go()

    async def _let_go(self) -> None:
        if not self._under_way:
            await self._request.shutdown()


def _destination(address: Address) -> _Destination:
    try:
        return _Destination(int(address.external_id), int(address.thread) if address.thread else None)
    except ValueError as error:
        raise SendError("no Telegram chat has this id", scope=SendScope.CHAT, permanent=True) from error
