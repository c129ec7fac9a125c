"""Sends finished messages through Slack's Web API and through response URLs; knows no command.

Nothing here is sent twice by itself: the SDK's retries are off, because a retry after a cut connection doubles a
message. Each request has a connection of its own, so there is nothing to open before or to close after.
"""

from http import HTTPStatus

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from alerts.delivering import SEND_TIMEOUT
from alerts.errors import SendError, SendScope
from alerts.subscribing import Address
from bot.platforms.slack.discretion import discreet_logger
from bot.platforms.slack.errors import send_error
from bot.platforms.slack.rendering import Block, Message

log = structlog.get_logger()

# Below the deliverer's own, so that the error says what happened.
TIMEOUT = int(SEND_TIMEOUT.total_seconds()) - 1


def web_client(base_url: str, token: str | None = None) -> AsyncWebClient:
    """Make a client that never retries and never logs a token."""
    return AsyncWebClient(
        token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[], logger=discreet_logger()
    )


class Sender:
    """Posts messages with the bot's token."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, address: Address, message: Message) -> str:
        """Post to a channel and give the message's id. Raises `SendError` and nothing else.

        What Slack takes for malformed goes once more, without blocks: an alert in plain words beats none.
        """
        try:
            return await self._post(address, message.text, message.blocks, message.metadata)
        except SendError as error:
            if not (error.permanent and error.scope is SendScope.MESSAGE):
                raise
            log.warning("message sent without blocks", error=str(error))
            return await self._post(address, message.bare)

    async def update(self, address: Address, message_id: str, message: Message) -> None:
        """Put a message in the place of one in a channel. Raises `SendError` and nothing else."""
        try:
            await self._client.chat_update(
                channel=address.external_id,
                ts=message_id,
                text=message.text,
                blocks=list(message.blocks),
                metadata=message.metadata,
            )
        except Exception as error:  # as for a post
            raise send_error(error) from None

    async def _post(
        self, address: Address, text: str, blocks: tuple[Block, ...] = (), metadata: Block | None = None
    ) -> str:
        try:
            answer = await self._client.chat_postMessage(
                channel=address.external_id,
                thread_ts=address.thread or None,
                text=text,
                blocks=list(blocks) or None,
                metadata=metadata,
                mrkdwn=False,
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(answer.get("ts", ""))
        except Exception as error:  # the SDK raises its own, aiohttp's and, on odd answers, Python's
            raise send_error(error) from None


async def respond(response_url: str, message: Message, *, instead: bool = False) -> None:
    """Answer a command or a button, visible only to who gave it, or ``instead`` of the message with the button.

    A failure is logged, for nobody waits for it.
    """
    client = AsyncWebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[], logger=discreet_logger())
    try:
        answer = await client.send_dict(_response(message.text, message.blocks, instead=instead))
        if answer.status_code != HTTPStatus.OK:
            answer = await client.send_dict(_response(message.bare, instead=instead))
        if answer.status_code != HTTPStatus.OK:
            log.warning("answer not shown", status=answer.status_code)
    except Exception as error:
        log.warning("answer not shown", error=type(error).__name__)


def _response(text: str, blocks: tuple[Block, ...] = (), *, instead: bool) -> Block:
    shown = {"blocks": list(blocks)} if blocks else {}
    where = {} if instead else {"response_type": "ephemeral"}
    return {"text": text, "replace_original": instead, **where, **shown}
