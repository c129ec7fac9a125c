"""Every storage test runs on real databases: a SQLite file of its own, and PostgreSQL.

One PostgreSQL database a module, emptied for each test.
"""

import asyncio
import os
import re
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from builders import hasty, spec
from loopback import Server, Web
from sqlalchemy import create_engine, text
from world import World

from storage.database import Database
from storage.feeds import Feeds
from storage.migrating import upgrade
from storage.tables import metadata

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """Make an up-to-date SQLite file, to be copied for each test."""
    file = tmp_path_factory.mktemp("template") / "rolecall.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(new_database):
    """Make an up-to-date PostgreSQL database, to be copied for each module."""
    with new_database(f"rolecall_template_{os.getpid()}") as url:
        upgrade(url.render_as_string(hide_password=False))
        yield url


@pytest.fixture(scope="module")
def postgres_database(new_database, postgres_template, request):
    """Give an up-to-date PostgreSQL database for one module."""
    name = re.sub(r"\W", "_", request.module.__name__)
    with new_database(f"rolecall_{name}_{os.getpid()}", template=postgres_template.database) as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request, tmp_path):
    """Give the URL of an up-to-date, empty database."""
    return empty_database(request, tmp_path)


def empty_database(request, tmp_path):
    """Give the URL of an up-to-date, empty database of the kind that the fixture's parameter names."""
    if request.param == "sqlite":
        file = Path(shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path))
        return f"sqlite:///{file}"
    url = request.getfixturevalue("postgres_database")
    engine = create_engine(url)
    with engine.begin() as connection:
        names = ", ".join(metadata.tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return url.render_as_string(hide_password=False)


@pytest.fixture(params=BOTH)
def bare_url(request, tmp_path):
    """Give the URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    new_database = request.getfixturevalue("new_database")
    with new_database(f"rolecall_bare_{os.getpid()}") as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
async def database(database_url):
    """Open an up-to-date, empty database; ``database.clock`` may be moved."""
    opened = hasty(Database(database_url))
    yield opened
    await opened.dispose()


@pytest.fixture
async def second(database_url):
    """Open the same database once more, as another process would."""
    opened = hasty(Database(database_url))
    yield opened
    await opened.dispose()


@pytest.fixture
def store(database):
    """Give the feeds' store."""
    return Feeds(database)


@pytest.fixture
async def world(database):
    """Give a database with one feed, and everything that works on it."""
    made = World(database)
    await made.feeds.reconcile_feeds([spec("board")])
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
async def web(request, tmp_path):
    """Give a server with one feed, and a database that knows it."""
    async with serving(empty_database(request, tmp_path)) as made:
        await made.configure(made.feed())
        yield made


@pytest.fixture
async def bare_web(sqlite_template, tmp_path):
    """Give a server without feeds, and an empty database."""
    async with serving(f"sqlite:///{shutil.copy(sqlite_template, tmp_path)}") as made:
        yield made


@asynccontextmanager
async def serving(url):
    """Serve feeds from this machine to a database, for as long as a ``with`` lasts."""
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    database = hasty(Database(url))
    made = Web(database, server)
    async with listening:
        yield made
    await made.fetcher.aclose()
    await database.dispose()
    for _ in range(200):
        if server.open:
            await asyncio.sleep(0.001)
