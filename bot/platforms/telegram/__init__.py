"""Telegram as a chat platform, by long polling; knows no command and no database.

Sending needs no listening: a worker only sends, and there must never be two pollers with one token.
"""

import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import structlog
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from alerts.delivering import Limit
from alerts.errors import ConfigError, SendError
from alerts.messages import Message
from alerts.subscribing import Address
from bot.config import TelegramSection
from bot.platforms.contract import ChatHandler
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.errors import TOKEN_REFUSED, HttpError, send_error
from bot.platforms.telegram.polling import listening
from bot.platforms.telegram.rendering import message_of
from bot.platforms.telegram.sending import Sender
from bot.platforms.telegram.updates import NAME

log = structlog.get_logger()

# Telegram allows about thirty messages a second in all (core.telegram.org/bots/faq): 3 and 27 a second are never more.
LIMIT = Limit(interval=timedelta(milliseconds=37), burst=3)
# Telegram allows about one message a second in a chat, and 20 a minute in a group.
PRIVATE_GAP = timedelta(seconds=1)
GROUP_GAP = timedelta(seconds=3.1)
_MANAGERS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


class TelegramPlatform:
    """Listens between `start` and `stop`, and sends at any time."""

    name = NAME
    limit: Limit | None = LIMIT

    def __init__(self, token: str, base_url: str, now: Callable[[], datetime]) -> None:
        self._token = token
        self._base_url = base_url
        self._now = now
        self._sender = Sender(token, base_url)
        self._listening = AsyncExitStack()

    async def start(self, handler: ChatHandler) -> None:
        """Begin to listen. Raises `ConfigError` where the token is refused, `SendError` where Telegram is away."""
        self._sender.open()
        take = Answering(handler, self._sender, self._now).take
        try:
            await self._listening.enter_async_context(listening(self._token, self._base_url, take))
        except TelegramError as error:
            raise _start_error(error) from None  # the SDK's words may hold the token

    async def stop(self) -> None:
        """Stop listening, answer what has come, and let go of the connections."""
        await self._listening.aclose()
        await self._sender.close()

    async def send(self, address: Address, message: Message) -> str:
        """Send a message and give its id. Raises `SendError`."""
        return await self._sender.send(address, message_of(message, self._now()))

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one that was sent. Raises `SendError`."""
        await self._sender.edit(address, int(message_id), message_of(message, self._now()))

    def gap(self, address: Address) -> timedelta:
        """Give Telegram's pace: groups, whose ids are negative, are slower."""
        return GROUP_GAP if address.external_id.startswith("-") else PRIVATE_GAP

    async def manages(self, address: Address, user: str) -> bool:
        """Ask Telegram about a group; an anonymous administrator speaks as the group itself."""
        if not address.external_id.startswith("-") or user == address.external_id:
            return True
        try:
            return await self._sender.role_of(address, int(user)) in _MANAGERS
        except SendError as error:
            log.warning("telegram does not say who manages a group", error=str(error))
            return False


def make(section: TelegramSection) -> TelegramPlatform:
    """Make the platform; nothing is asked of Telegram yet. Raises `ConfigError` where it never could be."""
    token = section.token.get_secret_value()
    if not _TOKEN.fullmatch(token):
        raise ConfigError(
            "telegram.token is not a bot's token, which looks like 123456:ABC-DEF; @BotFather gives it"
        )
    if not section.base_url.startswith(("http://", "https://")):
        raise ConfigError("telegram.base_url must begin with http:// or https:// and end with /bot")
    return TelegramPlatform(token, section.base_url.rstrip("/"), now=lambda: datetime.now(UTC))


def _start_error(error: TelegramError) -> Exception:
    if isinstance(error, HttpError) and error.code in TOKEN_REFUSED:
        return ConfigError("Telegram refuses telegram.token; @BotFather gives a new one")
    return send_error(error)
