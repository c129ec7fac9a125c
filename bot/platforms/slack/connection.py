"""Opens, watches and closes a Socket Mode connection; knows nothing of what comes through it."""

import asyncio
from contextlib import suppress

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.discretion import discreet_logger

log = structlog.get_logger()

OPEN_SECONDS = 15.0
CLOSE_SECONDS = 3.0
PING_SECONDS = 5.0
# The SDK reconnects by itself, but has been seen to give up silently: after so many checks we begin anew.
WATCH_SECONDS = 15.0
PATIENCE = 4


class Connection:
    """A bolt app's connection to Slack, kept up until it is closed."""

    def __init__(self, app: AsyncApp, client: AsyncWebClient, app_token: str) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._socket: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect and begin to watch. Raises what the SDK raises, with nothing left running."""
        await self._connect()
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop watching and disconnect; harmless when it never opened."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None
        await self._disconnect()

    async def _connect(self) -> None:
        # The SDK tries for ever and says only in its log why it fails, so the first request, which tells, is ours.
        answer = await self._client.apps_connections_open(app_token=self._app_token)
        socket = self._socket = AsyncSocketModeHandler(
            self._app,
            self._app_token,
            logger=discreet_logger(),
            web_client=self._client,
            ping_interval=PING_SECONDS,
        )
        try:
            socket.client.wss_uri = answer["url"]
            async with asyncio.timeout(OPEN_SECONDS):
                await socket.connect_async()  # type: ignore[no-untyped-call]  # the SDK leaves it so
        except BaseException:
            await self._disconnect()
            raise

    async def _disconnect(self) -> None:
        """Close the socket and wait for the SDK's own tasks to end."""
        if self._socket is None:
            return
        client, self._socket = self._socket.client, None
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_SECONDS):
                await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it so
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await client.aiohttp_client_session.close()

    async def _watch(self) -> None:
        down = 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            connected = self._socket is not None and await self._socket.client.is_connected()
            down = 0 if connected else down + 1
            if down >= PATIENCE:
                down = 0
                await self._renew()

    async def _renew(self) -> None:
        log.warning("slack connection is dead, making a new one")
        try:
            await self._disconnect()
            await self._connect()
        except Exception as error:
            log.error("slack connection was not made", error=type(error).__name__)
