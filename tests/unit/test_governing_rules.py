from datetime import timedelta

import pytest

from alerts.delivering import Limit
from alerts.errors import StorageError
from alerts.subscribing import Address
from bot.governing import Governed
from bot.platforms.contract import Incoming, Reply

HERE = Incoming(address=Address(platform="toy", external_id="1"), user="ann", text="/help")
LIMIT = Limit(interval=timedelta(seconds=1), burst=1)


class Commands:
    """Answers with what it is given."""

    def __init__(self, reply):
        self.reply = reply

    async def handle(self, _incoming):
        return self.reply


class Budget:
    """Says how long to wait, or fails."""

    def __init__(self, wait):
        self.wait = wait
        self.charged = []

    async def charge_replies(self, _platform, _workspace, _limit, messages):
        self.charged.append(messages)
        if isinstance(self.wait, Exception):
            raise self.wait
        return self.wait


@pytest.fixture
def slept(monkeypatch):
    """Note sleeps instead of sleeping."""
    spans = []

    async def sleep(seconds):
        spans.append(seconds)

    monkeypatch.setattr("bot.governing.asyncio.sleep", sleep)
    return spans


async def test_every_message_of_an_answer_counts(slept):
    """An answer in three messages takes three slots."""
    budget = Budget(timedelta(0))
    reply = Reply(text="a", more=("b", "c"))
    assert await Governed(Commands(reply), budget, LIMIT).handle(HERE) is reply
    assert (budget.charged, slept) == ([3], [0])


async def test_silence_costs_nothing(slept):
    """What is not answered takes no slot."""
    budget = Budget(timedelta(0))
    assert await Governed(Commands(None), budget, LIMIT).handle(HERE) is None
    assert budget.charged == []


async def test_a_person_does_not_wait_for_long(slept):
    """However deep in debt the bot is, an answer goes after a few seconds."""
    await Governed(Commands(Reply(text="a")), Budget(timedelta(minutes=1)), LIMIT).handle(HERE)
    assert slept == [5]


async def test_a_database_that_is_away_stops_no_answer(slept):
    """Where the slot cannot be taken the answer goes all the same."""
    reply = Reply(text="a")
    assert await Governed(Commands(reply), Budget(StorageError("away")), LIMIT).handle(HERE) is reply
