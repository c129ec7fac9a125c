"""Learns in which language Slack speaks to a person, who is then spoken to in it; knows no catalogue."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from alerts.subscribing import Address
from bot.platforms.slack.errors import error_code
from bot.platforms.slack.places import is_direct

log = structlog.get_logger()

_MOST_KNOWN = 10_000


class Languages:
    """The languages of one workspace's people, each asked for once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[str, str] = {}

    async def of(self, address: Address, user: str) -> str:
        """Give the code of a person's language in a conversation of their own, such as 'de-DE'; '' where unknown."""
        if not is_direct(address):
            return ""
        if user not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[user] = await self._asked(user)
        return self._known[user]

    async def _asked(self, user: str) -> str:
        """Ask Slack; an app without the scope users:read speaks English until somebody says otherwise."""
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
            return str(answer["user"].get("locale") or "")
        except Exception as error:
            log.info("slack does not say a person's language", error=error_code(error))
            return ""
