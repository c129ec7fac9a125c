"""Slack as a chat platform, through one workspace's bot token and Socket Mode; knows no command and no database."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from alerts.delivering import Limit
from alerts.messages import Message
from alerts.subscribing import Address
from bot.config import SlackSection
from bot.platforms.contract import ChatHandler
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.discretion import discreet_logger
from bot.platforms.slack.errors import start_error
from bot.platforms.slack.events import NAME
from bot.platforms.slack.listening import Listener
from bot.platforms.slack.places import Places
from bot.platforms.slack.rendering import message_of
from bot.platforms.slack.sending import Sender, web_client

# Slack takes several hundred messages a minute of a whole workspace (docs.slack.dev/apis/web-api/rate-limits).
LIMIT = Limit(interval=timedelta(milliseconds=200), burst=3)
# Slack takes about one message a second for each channel.
GAP = timedelta(seconds=1)


class SlackPlatform:
    """Listens to a workspace's people and sends alerts; sending needs no start."""

    name = NAME
    limit: Limit | None = LIMIT

    def __init__(self, section: SlackSection, now: Callable[[], datetime]) -> None:
        self._now = now
        self._app_token = section.app_token.get_secret_value()
        self._base_url = section.base_url
        self._client = web_client(section.base_url, section.bot_token.get_secret_value())
        self._sender = Sender(self._client)
        self._listener: Listener | None = None
        self._connection: Connection | None = None

    async def start(self, handler: ChatHandler) -> None:
        """Connect and begin to listen. Raises `RolecallError`, with nothing left running."""
        await self.stop()
        try:
            await self._connect(handler)
        except BaseException as error:
            await self.stop()
            if isinstance(error, Exception):
                # without its cause: an SDK's error may hold an address with a ticket in it
                raise start_error(error) from None
            raise

    async def stop(self) -> None:
        """Disconnect, then let begun answers end; harmless when it never started."""
        connection, self._connection = self._connection, None
        listener, self._listener = self._listener, None
        if connection is not None:
            await connection.close()
        if listener is not None:
            await listener.drain()

    async def send(self, address: Address, message: Message) -> str:
        """Send a message and give its time stamp, which is its id in the channel. Raises `SendError`."""
        return await self._sender.post(address, message_of(message, self._now()))

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one that was sent. Raises `SendError`."""
        await self._sender.update(address, message_id, message_of(message, self._now()))

    def gap(self, address: Address) -> timedelta:
        """Give Slack's pace for a channel."""
        del address
        return GAP

    async def manages(self, address: Address, user: str) -> bool:
        """Ask Slack about a channel: its creator manages it, and whoever manages the workspace."""
        return await Places(self._client).manages(address, user)

    async def _connect(self, handler: ChatHandler) -> None:
        identity = await self._identify()
        # Without a token of its own, bolt asks `authorize`, which needs no request before an acknowledgement.
        nameless = web_client(self._base_url)
        app = AsyncApp(client=nameless, authorize=_known_as(identity), logger=discreet_logger())
        self._listener = Listener(self._client, handler, identity.team_id or "", self._now)
        self._listener.register(app)
        self._connection = Connection(app, nameless, self._app_token)
        await self._connection.open()

    async def _identify(self) -> AuthorizeResult:
        answer = await self._client.auth_test()
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer["team_id"],
            bot_user_id=answer.get("user_id"),
            bot_id=answer.get("bot_id"),
            bot_token=self._client.token,
        )


def _known_as(identity: AuthorizeResult) -> Callable[[], Awaitable[AuthorizeResult]]:
    async def authorize() -> AuthorizeResult:
        return identity

    return authorize


def make(section: SlackSection) -> SlackPlatform:
    """Make the platform of its section; nothing is opened yet."""
    return SlackPlatform(section, now=lambda: datetime.now(UTC))
