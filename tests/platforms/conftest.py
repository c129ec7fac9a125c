"""Each platform as the contract suite needs it: a person in front of it, and what that person sees."""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from fake_slack import SlackPerson
from fake_telegram import TelegramPerson

from alerts.presence import Presence
from bot.platforms.console import ADDRESS, ConsolePlatform
from bot.platforms.console.screen import Screen
from bot.platforms.contract import Incoming, Pressed, Reply

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Recorder:
    """A `ChatHandler` that remembers what it was given."""

    reply: Reply = field(default_factory=lambda: Reply(text="understood"))
    messages: list[Incoming] = field(default_factory=list)
    presses: list[Pressed] = field(default_factory=list)
    noted: list[Presence] = field(default_factory=list)

    async def handle(self, incoming):
        self.messages.append(incoming)
        return self.reply

    async def press(self, pressed):
        self.presses.append(pressed)
        return self.reply

    async def note(self, presence):
        self.noted.append(presence)


class ConsolePerson:
    """A person at the console: types lines, reads the screen."""

    address = ADDRESS
    never_forgets = True

    def __init__(self, file):
        self._file = file
        self._stream = file.open("w")
        self._lines = asyncio.Queue()
        self.platform = ConsolePlatform(Screen(self._stream), now=lambda: NOW, lines=self._typed())

    async def say(self, text):
        before = len(self.sees())
        await self._lines.put(text)
        await self._until(lambda: len(self.sees()) > before)

    async def press(self, number):
        await self.say(f"!{number}")

    async def hint(self, text):
        """Say something that is not answered."""
        await self._lines.put(text)

    async def until_seen(self, text):
        await self._until(lambda: text in self.sees())

    def sees(self):
        return self._file.read_text()

    def break_down(self):
        os.close(self._stream.fileno())

    def close(self):
        with suppress(OSError):  # broken down on purpose
            self._stream.close()

    async def _typed(self):
        while True:
            yield await self._lines.get()

    async def _until(self, done):
        async with asyncio.timeout(5):
            while not done():
                await asyncio.sleep(0)


PEOPLE = {"console": ConsolePerson, "slack": SlackPerson, "telegram": TelegramPerson}


@pytest.fixture(params=sorted(PEOPLE))
async def person(request, tmp_path):
    someone = PEOPLE[request.param](tmp_path / "screen")
    if hasattr(someone, "arrive"):  # a person at a server, which begins and ends in the event loop
        await someone.arrive()
    yield someone
    await someone.platform.stop()
    if hasattr(someone, "leave"):
        await someone.leave()
    someone.close()


@pytest.fixture
async def ann():
    """A person at Telegram, whose platform has not started."""
    someone = TelegramPerson()
    await someone.arrive()
    yield someone
    await someone.platform.stop()
    await someone.leave()


@pytest.fixture
def handler():
    return Recorder()
