"""The console as a chat platform: the reference that needs no token; knows no command and no database.

A line is a message, ``!1`` presses the first button of the last message, and the end of the input closes the chat.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.delivering import Limit
from alerts.errors import ConfigError, SendError
from alerts.messages import Message
from alerts.subscribing import Address
from bot.config import ConsoleSection
from bot.platforms.console.screen import Screen
from bot.platforms.contract import Button, ChatHandler, Incoming, Pressed, Reply
from bot.wording import replies
from bot.wording.language import ENGLISH, speaking
from bot.wording.language import gettext as _
from bot.wording.messages import labelled, message_text

NAME = "console"
ADDRESS = Address(platform=NAME, external_id="console")
MOST_DIGITS = 4


class ConsolePlatform:
    """Shows messages on a screen and, where lines are given, listens to them."""

    name = NAME
    limit: Limit | None = None

    def __init__(
        self,
        screen: Screen,
        now: Callable[[], datetime],
        lines: AsyncIterator[str] | None = None,
        user: str = "you",
    ) -> None:
        self._screen = screen
        self._now = now
        self._lines = lines
        self._user = user
        self._buttons: tuple[Button, ...] = ()
        self._shown = 0
        self._language = ENGLISH
        self._listening: asyncio.Task[None] | None = None

    async def start(self, handler: ChatHandler) -> None:
        """Begin to take lines, where there are any to take."""
        if self._lines is not None:
            self._listening = asyncio.create_task(self._listen(handler, self._lines))

    async def stop(self) -> None:
        """Stop taking lines; the screen can still be written."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None

    async def closed(self) -> None:
        """Wait until the input has ended and its last line is answered."""
        if self._listening is not None:
            await self._listening

    async def send(self, address: Address, message: Message) -> str:
        """Show a message. Raises `SendError` when the screen takes no more."""
        del address
        await self._tell(message_text(message, self._now()), buttons_of(message))
        return str(self._shown)

    async def edit(self, address: Address, message_id: str, message: Message) -> None:
        """Show what a message would now be: what is on a screen stays there."""
        del address
        head = _("Message {number} is now:").format(number=message_id)
        await self._tell(f"{head}\n{message_text(message, self._now())}", buttons_of(message))

    def gap(self, address: Address) -> timedelta:
        """A screen needs no pace."""
        del address
        return timedelta(0)

    async def manages(self, address: Address, user: str) -> bool:
        """Who sits at the console manages it."""
        del address, user
        return True

    async def _listen(self, handler: ChatHandler, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            await self.take(handler, line)
            await self._screen.prompt()

    async def take(self, handler: ChatHandler, line: str, *, echo: bool = False) -> None:
        """Answer one line; ``echo`` shows it first, for a line that nobody typed."""
        if echo:
            await self._screen.write(f"> {line}")
        if line.strip():
            reply = await self._answer(handler, line.strip())
            if reply is not None:
                self._language = reply.language
                with speaking(reply.language):
                    await self._show(*self._shown_of(reply))
                for text in reply.more:
                    await self._show(text, ())

    @staticmethod
    def _with_hint(reply: Reply) -> Reply:
        """Say how buttons are pressed here, which no other platform needs to."""
        with speaking(reply.language):
            return replace(reply, text=f"{reply.text}\n{_(replies.HOW_TO_PRESS)}")

    async def _answer(self, handler: ChatHandler, line: str) -> Reply | None:
        if not line.startswith("!"):
            reply = await handler.handle(Incoming(address=ADDRESS, user=self._user, text=line))
            return self._with_hint(reply) if reply and line == "/help" else reply
        number = line[1:].strip()
        if not (number.isdecimal() and len(number) <= MOST_DIGITS and 1 <= int(number) <= len(self._buttons)):
            with speaking(self._language):
                return Reply(text=_(replies.NO_SUCH_BUTTON), language=self._language)
        action = self._buttons[int(number) - 1].action
        return await handler.press(Pressed(address=ADDRESS, user=self._user, action=action))

    def _shown_of(self, reply: Reply) -> tuple[str, tuple[Button, ...]]:
        if reply.shows is None:
            return reply.text, reply.buttons
        text = "\n".join(part for part in (reply.text, message_text(reply.shows, self._now())) if part)
        return text, (*buttons_of(reply.shows), *reply.buttons)

    async def _tell(self, text: str, buttons: tuple[Button, ...]) -> None:
        try:
            await self._show(text, buttons)
        except OSError as error:
            raise SendError(f"the console cannot be written: {error}") from error

    async def _show(self, text: str, buttons: tuple[Button, ...]) -> None:
        """Show a message with its buttons; one without leaves those of the message before it in force."""
        if buttons:
            self._buttons = buttons
            text += "\n" + "  ".join(f"[{number}] {one.label}" for number, one in enumerate(buttons, start=1))
        self._shown += 1
        await self._screen.write(text)


def buttons_of(message: Message) -> tuple[Button, ...]:
    """Give the buttons under a message."""
    return tuple(Button(words, action) for words, action in labelled(message))


def make(section: ConsoleSection) -> ConsolePlatform:
    """Make a console that only shows alerts. Raises `ConfigError` where its output cannot be written."""
    try:
        stream = Path(section.output).open("a", encoding="utf-8") if section.output else sys.stdout  # noqa: SIM115  # it lives as long as the process
    except OSError as error:
        raise ConfigError(f"console.output {section.output} cannot be written: {error.strerror}") from error
    return ConsolePlatform(Screen(stream), now=lambda: datetime.now(UTC))
