"""What an operator asks of the program from outside: is it well, and what was given up."""

import asyncio
from datetime import timedelta

import pytest
from click.testing import CliRunner

from alerts.health import Beat
from alerts.subscribing import Address
from bot.cli import cli
from storage.database import Database
from storage.health import Health
from storage.migrating import upgrade
from storage.subscriptions import Subscriptions
from storage.tables import deliveries


@pytest.fixture
def url(folder):
    """Give the URL of an up-to-date database of a configured folder."""
    url = f"sqlite:///{folder.path / 'rolecall.db'}"
    folder.configure(f'[database]\nurl = "{url}"\n')
    upgrade(url)
    return url


def ask(folder, *arguments):
    """Run a command in this process, which is quicker than to start one."""
    return CliRunner().invoke(cli, ["-c", str(folder.path / "config.toml"), *arguments])


def write(url, work):
    """Do something in the database."""

    async def worked():
        database = Database(url)
        try:
            await work(database)
        finally:
            await database.dispose()

    asyncio.run(worked())


def test_health_says_that_nobody_works(folder, url):
    """Where no process runs, health says so and fails."""
    asked = ask(folder, "health")
    assert (asked.exit_code, "no worker is running" in asked.output) == (1, True)


def test_health_is_ok(folder, url):
    """Where a worker lives, health succeeds."""

    async def beat(database):
        await Health(database).beat(Beat(owner="me", role="all", standing=timedelta(0)))

    write(url, beat)
    asked = ask(folder, "health")
    assert (asked.exit_code, asked.output) == (0, "ok\n")


def test_health_says_that_the_database_is_away(folder, url):
    """Where the database cannot be read, that is what is said."""
    (folder.path / "rolecall.db").write_bytes(b"no database at all, but long enough to be looked at" * 99)
    asked = ask(folder, "health")
    assert (asked.exit_code, "is not a database" in asked.output) == (1, True)


def test_dead_letters_are_listed_and_retried(folder, url):
    """What was given up is listed, retried by its number, and then no longer listed."""

    async def give_up(database):
        chat_id = await Subscriptions(database).open_chat(Address(platform="console", external_id="here"))
        async with database.write() as connection:
            dead = {"chat_id": chat_id, "key": "k", "status": "dead", "last_error": "too odd"}
            await connection.execute(deliveries.insert().values(dead))

    write(url, give_up)
    assert "console here" in ask(folder, "dead", "list").output
    assert ask(folder, "dead", "retry").exit_code == 2
    assert ask(folder, "dead", "retry", "1").output == "1 to be sent again\n"
    assert ask(folder, "dead", "list").output == "nothing was given up\n"
