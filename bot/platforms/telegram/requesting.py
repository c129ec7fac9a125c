"""How requests to Telegram are made: their timeouts, and answers that the SDK's errors would blur; knows no method."""

import os
from typing import Any

from telegram.request import HTTPXRequest

from bot.platforms.telegram.errors import TOKEN_REFUSED, HttpError

# The SDK's way to ask for its next version's answer, a timedelta, instead of a warning each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# Together below `alerts.delivering.SEND_TIMEOUT`, so that a send mostly ends with an error that says how.
POOL_SECONDS = 0.3
CONNECT_SECONDS = 2.0
WRITE_SECONDS = 0.5
READ_SECONDS = 4.0
_SERVER_ERROR = 500


class Request(HTTPXRequest):
    """Requests of one pool of connections.

    A refused token is an `HttpError` like any other: the SDK's own error holds the token, and ends polling for good
    although Telegram's outages have looked like it.
    """

    def __init__(self, connections: int) -> None:
        super().__init__(
            connection_pool_size=connections,
            pool_timeout=POOL_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            write_timeout=WRITE_SECONDS,
            read_timeout=READ_SECONDS,
        )

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request. Raises `HttpError` where the status alone says what happened."""
        code, payload = await super().do_request(*args, **kwargs)
        if code in TOKEN_REFUSED or code >= _SERVER_ERROR:
            raise HttpError(code)
        return code, payload
