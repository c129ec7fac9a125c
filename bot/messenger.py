"""Sends a message through the platform that its address names; knows no platform's manners."""

from collections.abc import Mapping
from datetime import timedelta

import structlog

from alerts.errors import SendError, SendScope
from alerts.messages import Message
from alerts.subscribing import Address
from bot.platforms.contract import ChatPlatform
from bot.wording.language import speaking

log = structlog.get_logger()


class PlatformMessenger:
    """The `Messenger` of all platforms that run."""

    def __init__(self, platforms: Mapping[str, ChatPlatform]) -> None:
        self._platforms = platforms

    async def send(self, address: Address, message: Message) -> str:
        """Send through the address's platform. Raises `SendError`, whatever the platform did."""
        try:
            with speaking(message.reader.language):
                return await self._platforms[address.platform].send(address, message)
        except SendError:
            raise
        except Exception as error:
            # A defect in a platform's code must be one failed send, not the end of the loop.
            raise SendError(f"unexpected {type(error).__name__}", scope=SendScope.PLATFORM) from error

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one that was sent. Raises `SendError`, whatever the platform did."""
        try:
            with speaking(message.reader.language):
                await self._platforms[address.platform].edit(address, message_id, message)
        except SendError:
            raise
        except Exception as error:
            raise SendError(f"unexpected {type(error).__name__}", scope=SendScope.PLATFORM) from error

    async def manages(self, address: Address, user: str) -> bool:
        """Say whether a person manages a chat; False where the platform does not run or cannot learn it."""
        platform = self._platforms.get(address.platform)
        try:
            return platform is not None and await platform.manages(address, user)
        except Exception:
            log.exception("it cannot be learnt who manages a chat", platform=address.platform)
            return False

    def gap(self, address: Address) -> timedelta:
        """Give the platform's pace for this chat."""
        return self._platforms[address.platform].gap(address)
