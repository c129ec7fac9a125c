"""Finds the chat that a slash command means, whether the bot can write there and who manages it; knows no command.

A slash command works everywhere in a workspace, also where the bot is no member and its alerts would never arrive.
"""

from dataclasses import dataclass, replace

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from alerts.subscribing import Address
from bot.platforms.contract import Incoming, Pressed
from bot.platforms.slack.errors import error_code
from bot.wording.language import N_

log = structlog.get_logger()

_DIRECT = "directmessage"
# https://docs.slack.dev/apis/web-api/using-the-conversations-api: the ids of conversations of two begin so
_DIRECT_LETTER = "D"
_MOST_KNOWN = 10_000
_NOTICE = N_(
    "I am not a member of this channel yet, and my alerts cannot come here: type /invite and my name."
)


@dataclass(frozen=True, slots=True)
class Place:
    """A command with the chat that it means, and what to tell the person about that chat."""

    incoming: Incoming
    notice: str = ""


class Places:
    """The chats of one workspace, as far as Slack was asked about them."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._direct: dict[str, str] = {}

    async def of_command(self, incoming: Incoming, channel_name: str) -> Place:
        """Give the bot's own conversation for a command in anybody's; ask for an invitation to a channel."""
        if channel_name == _DIRECT:
            return Place(replace(incoming, address=await self._in_direct(incoming.address, incoming.user)))
        return Place(incoming, "" if await self._is_member(incoming.address.external_id) else _NOTICE)

    async def of_press(self, pressed: Pressed) -> Pressed:
        """Give the bot's own conversation for a button in anybody's: there its command was taken to be."""
        if not is_direct(pressed.address):
            return pressed
        return replace(pressed, address=await self._in_direct(pressed.address, pressed.user))

    async def manages(self, address: Address, user: str) -> bool:
        """Say whether a person made a channel or manages the workspace; False where Slack does not say."""
        if is_direct(address):
            return True
        try:
            channel = await self._client.conversations_info(channel=address.external_id)
            if channel["channel"].get("creator") == user:
                return True
            person = (await self._client.users_info(user=user))["user"]
            return bool(person.get("is_admin") or person.get("is_owner"))
        except Exception as error:
            log.warning("slack does not say who manages a channel", error=error_code(error))
            return False

    async def _in_direct(self, address: Address, user: str) -> Address:
        return replace(address, external_id=await self._direct_with(user) or address.external_id)

    async def _direct_with(self, user: str) -> str:
        """Give the bot's conversation with a person, or '' where Slack does not say."""
        if user not in self._direct:
            try:
                answer = await self._client.conversations_open(users=user)
                found = str(answer["channel"]["id"])
            except Exception:
                return ""
            if len(self._direct) >= _MOST_KNOWN:
                self._direct.clear()
            self._direct[user] = found
        return self._direct[user]

    async def _is_member(self, channel: str) -> bool:
        """Say whether the bot is in a channel; yes where that cannot be learnt."""
        try:
            answer = await self._client.conversations_info(channel=channel)
            return bool(answer["channel"].get("is_member", True))
        except Exception as error:
            return error_code(error) != "channel_not_found"


def is_direct(address: Address) -> bool:
    """Say whether a chat is a conversation of one person with somebody."""
    return address.external_id.startswith(_DIRECT_LETTER)
