"""Chats with the whole bot in this process: the real parts on a real SQLite file, and people who type and press."""

import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from alerts.errors import SendError, SendScope
from alerts.subscribing import Address
from bot.app import catch_up, opened
from bot.config import Config
from bot.platforms.contract import Incoming, Pressed
from bot.wording.messages import message_text
from storage.migrating import upgrade

PLATFORM = "paper"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Paper:
    """A platform that writes down what it is sent."""

    name = PLATFORM
    limit = None

    def __init__(self):
        self.sent = []
        self.edited = []
        self.full = False
        self.managers = None

    async def send(self, address, message):
        if self.full:
            raise SendError("the paper is full", scope=SendScope.CHAT)
        self.sent.append((address, message, message_text(message, NOW)))
        return str(len(self.sent))

    async def edit(self, address, message_id, message):
        self.edited.append((address, message_id, message_text(message, NOW)))

    def gap(self, address):
        return timedelta(0)

    async def manages(self, address, user):
        return self.managers is None or user in self.managers


class Person:
    """Somebody in a chat: ``reply`` is the last answer."""

    def __init__(self, bot, chat, *, user, thread="", language="", group=False):
        self._bot = bot
        self.address = Address(platform=PLATFORM, external_id=chat, thread=thread)
        self._user = user
        self._more = {"language": language, "group": group}
        self.reply = None

    async def say(self, text, **more):
        """Type a message; the answer's text, None where there is none."""
        said = Incoming(address=self.address, user=self._user, text=text, **self._more, **more)
        self.reply = await self._bot.dispatcher.handle(said)
        return self.reply and self.reply.text

    async def press(self, label, of=None):
        """Press the button of the last answer, or of an older one, whose label begins so; the answer's text."""
        buttons = (of or self.reply).buttons
        found = [one for one in buttons if one.label.startswith(label)]
        assert found, f"no button {label} among {[one.label for one in buttons]}"
        return await self.act(found[0].action)

    async def act(self, action):
        """Send a button's action, whoever showed it."""
        pressed = Pressed(address=self.address, user=self._user, action=action, **self._more)
        self.reply = await self._bot.dispatcher.press(pressed)
        return self.reply.text


class Bot:
    """The bot's parts with one feed of files."""

    def __init__(self, parts, paper, folder):
        self.parts = parts
        self.dispatcher = parts.dispatcher
        self.paper = paper
        self._folder = folder

    def person(self, chat="1", *, user="ann", **more):
        return Person(self, chat, user=user, **more)

    def publish(self, name, *, title="Python Engineer", body="Remote in the United States. Python and SQL."):
        head = f"# [{title}](https://jobs.example/{name})\n### Acme {name}\n#### `🌎 Remote, US`\n\n"
        (self._folder / f"{name}.md").write_text(head + body, encoding="utf-8")
        return f"https://jobs.example/{name}"

    async def work(self):
        """Poll, match and deliver what is due; the texts of what was sent meanwhile."""
        before = len(self.paper.sent)
        await self.parts.feeds.make_all_due()
        await catch_up(self.parts, time.monotonic() + 20)
        return [text for _, _, text in self.paper.sent[before:]]

    @property
    def sent(self):
        return self.paper.sent


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    file = tmp_path_factory.mktemp("template") / "rolecall.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def config(tmp_path, empty_database):
    """Configure a database file of the test's own and a feed."""
    (tmp_path / "postings").mkdir()
    shutil.copy(empty_database, tmp_path / "rolecall.db")
    feed = {
        "type": "directory",
        "path": str(tmp_path / "postings"),
        "interval": "1s",
        "first_poll": "deliver",
    }
    return Config(database={"url": f"sqlite:///{tmp_path}/rolecall.db"}, feeds=[feed])


@pytest.fixture
async def bot(config, tmp_path):
    paper = Paper()
    async with opened(config, [paper]) as parts:
        yield Bot(parts, paper, tmp_path / "postings")


@pytest.fixture
def ann(bot):
    return bot.person()
