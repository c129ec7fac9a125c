"""Starts and stops platforms so that one that is down holds up no other; knows none of them."""

import asyncio
from itertools import count

import structlog

from alerts.errors import RolecallError
from bot.platforms.contract import ChatHandler, ChatPlatform

log = structlog.get_logger()

STOP_SECONDS = 3.0
# The longest wait before a platform that could not be started is tried again.
MOST_START_SECONDS = 60.0


async def start_platform(platform: ChatPlatform, handler: ChatHandler) -> None:
    """Start one platform, trying again as long as it fails: one that is down does not stop the others."""
    for tried in count():
        try:
            return await platform.start(handler)
        except Exception as error:  # whatever a platform's SDK raises
            wait = min(2.0 ** min(tried, 10), MOST_START_SECONDS)
            log.error("platform did not start", platform=platform.name, error=_told(error), retry_in=wait)
            await asyncio.sleep(wait)
    return None


async def stop_platform(platform: ChatPlatform) -> None:
    """Stop one platform, but wait no longer than a while for it. Raises nothing."""
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await platform.stop()
    except Exception as error:
        log.error("platform did not stop cleanly", platform=platform.name, error=_told(error))


def _told(error: Exception) -> str:
    """Say what failed; a stranger's message may hold a token, so of it only the kind is told."""
    return str(error) if isinstance(error, RolecallError) else type(error).__name__
