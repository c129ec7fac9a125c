"""Takes commands, messages and buttons to the handler and shows its replies; knows no connection.

Slack waits three seconds for an acknowledgement, so that comes before any work, and the work is a task of ours. In one
chat the work is done one after the other, as it came.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from alerts.errors import SendError
from alerts.presence import Presence
from alerts.subscribing import Address
from bot.platforms.contract import ChatHandler, Incoming, Reply
from bot.platforms.slack.events import (
    Payload,
    address_of,
    command_of,
    in_words_of_slack,
    message_of,
    only_opens,
    presence_of,
    press_of,
)
from bot.platforms.slack.languages import Languages
from bot.platforms.slack.places import Places
from bot.platforms.slack.rendering import Message, reply_message
from bot.platforms.slack.sending import Sender, respond
from bot.wording import replies
from bot.wording.language import gettext as _
from bot.wording.language import speaking

log = structlog.get_logger()

# How long a stop waits for answers that have begun.
DRAIN_SECONDS = 4.0
# Slack sends an event again for some minutes; so many are remembered.
_MOST_REMEMBERED = 5_000
# Slack takes so many answers to one command or press.
_MOST_RESPONSES = 5
_ANYTHING = re.compile("")


class Listener:
    """What bolt calls, for one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        handler: ChatHandler,
        workspace: str,
        now: Callable[[], datetime],
    ) -> None:
        self._sender = Sender(client)
        self._places = Places(client)
        self._languages = Languages(client)
        self._handler = handler
        self._workspace = workspace
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def register(self, app: AsyncApp) -> None:
        """Let bolt bring everything here; what is not for us is acknowledged and dropped."""
        app.command(_ANYTHING)(self.on_command)
        app.event("message")(self.on_message)
        app.event(_ANYTHING)(self.on_event)
        app.action(_ANYTHING)(self.on_button)

    async def drain(self) -> None:
        """Let answers that have begun come to their end, then cancel what is left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def on_command(self, ack: AsyncAck, body: Payload) -> None:
        """Take a slash command."""
        await ack()
        self._begin(self._answer_command(body))

    async def on_message(self, ack: AsyncAck, body: Payload, event: Payload) -> None:
        """Take a direct message, once."""
        await ack()
        incoming = message_of(event, self._workspace)
        if incoming is not None and self._is_new(str(body.get("event_id"))):
            said = replace(incoming, update=str(body.get("event_id") or ""))
            self._begin(self._answer_message(said, str(event.get("thread_ts") or "")))

    async def on_event(self, ack: AsyncAck, body: Payload, event: Payload) -> None:
        """Take whatever else the app is subscribed to: where it may write."""
        await ack()
        presence = presence_of(event, self._workspace, _own_user(body))
        if presence is not None:
            log.info("slack told where the app may write", kind=event["type"], present=presence.present)
            self._begin(self._note(presence))

    async def on_button(self, ack: AsyncAck, body: Payload) -> None:
        """Take a pressed button."""
        await ack()
        if not only_opens(body):
            self._begin(self._answer_button(body))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _is_new(self, event_id: str) -> bool:
        """Remember an event; Slack sends one again where an acknowledgement was lost."""
        if event_id in self._seen:
            return False
        self._seen[event_id] = None
        if len(self._seen) > _MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def _answer_command(self, body: Payload) -> None:
        incoming = command_of(body, self._workspace)
        place = await self._places.of_command(incoming, str(body.get("channel_name")))
        reply = await self._handle(place.incoming)
        if reply is None:
            return
        if place.notice:
            with speaking(reply.language):
                reply = replace(reply, text=f"{reply.text}\n{_(place.notice)}")
        await self._show(replace(reply, replaces=False), body, place.incoming.address)

    async def _answer_message(self, incoming: Incoming, thread: str) -> None:
        reply = await self._handle(incoming)
        if reply is None:
            return
        there = Address(
            platform=incoming.address.platform, external_id=incoming.address.external_id, thread=thread
        )
        await self._post(reply, there)

    async def _answer_button(self, body: Payload) -> None:
        pressed = press_of(body, self._workspace)
        if pressed is None:
            return await self._show(
                Reply(text=_(replies.OUT_OF_DATE)), body, address_of(body, self._workspace)
            )
        pressed = await self._places.of_press(pressed)
        async with self._turn(pressed.address):
            language = await self._languages.of(pressed.address, pressed.user)
            reply = await self._handler.press(replace(pressed, language=language))
        return await self._show(reply, body, pressed.address)

    async def _note(self, presence: Presence) -> None:
        async with self._turn(presence.address):
            await self._handler.note(presence)

    async def _handle(self, incoming: Incoming) -> Reply | None:
        async with self._turn(incoming.address):
            language = await self._languages.of(incoming.address, incoming.user)
            return await self._handler.handle(replace(incoming, language=language))

    def _turn(self, address: Address) -> asyncio.Lock:
        return self._turns.setdefault(address.external_id, asyncio.Lock())

    async def _show(self, reply: Reply, body: Payload, address: Address) -> None:
        """Answer where it was asked, for who asked: that works in channels that the bot is not in, too."""
        response_url = body.get("response_url")
        if not isinstance(response_url, str) or not response_url:
            return await self._post(reply, address)
        messages = _messages(reply)
        if len(messages) > _MOST_RESPONSES:
            return await self._post(reply, address)
        for one in messages:
            await respond(response_url, self._message(one), instead=one.replaces)
        return None

    def _message(self, reply: Reply) -> Message:
        with speaking(reply.language):
            return reply_message(in_words_of_slack(reply), self._now())

    async def _post(self, reply: Reply, address: Address) -> None:
        try:
            for one in _messages(reply):
                await self._sender.post(address, self._message(one))
        except SendError as error:
            log.warning("reply not sent", error=str(error))


def _own_user(body: Payload) -> str:
    """Give the id of our own user, which Slack tells beside an event, or ''."""
    told = body.get("authorizations")
    bots = (
        [one for one in told if isinstance(one, dict) and one.get("is_bot")] if isinstance(told, list) else []
    )
    return str(bots[0].get("user_id")) if bots else ""


def _messages(reply: Reply) -> list[Reply]:
    """Give a reply and what follows it, each as a message of its own."""
    return [reply, *(Reply(text=text) for text in reply.more)]
