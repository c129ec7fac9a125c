"""The tables, their revisions, and how a database that cannot be used is spoken of."""

import asyncio
import sqlite3
import threading

import pytest
from alembic import command
from sqlalchemy import MetaData, inspect, select, text
from sqlalchemy.exc import IntegrityError

from alerts.errors import StorageError
from storage import migrating
from storage.database import Database
from storage.migrating import State, downgrade, state_of, upgrade
from storage.tables import hosts, metadata, proposals, quarantine


def names(url):
    """Give the names of all tables but Alembic's own."""
    with migrating._connected(url) as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_revisions_make_the_tables(bare_url):
    """Autogenerate finds no difference between the tables and what the revisions make."""
    upgrade(bare_url)
    with migrating._connected(bare_url) as connection:
        migrating._run(connection, command.check)
    assert names(bare_url) == set(metadata.tables)


def test_down_and_up_again(bare_url):
    """Going back drops every table, and going forward makes them again."""
    upgrade(bare_url)
    downgrade(bare_url)
    assert names(bare_url) == set()
    upgrade(bare_url)
    assert state_of(bare_url) is State.CURRENT


def test_who_added_a_feed_is_the_first_who_proposed_it(bare_url):
    """A feed that waited for the operator before several chats could propose one goes on reaching its chat."""
    waits = dict.fromkeys(("paced_until_ms", "held_until_ms", "backoff_until_ms"), 0)
    lease = {"lease_until_ms": 0, "lease_token": 0}
    counts = dict.fromkeys(("round", "fail_count", "unchanged", "usual_entries", "moved_times"), 0)
    times = {"interval_ms": 1, "next_check_ms": 1}
    feed = {"name": "x", "origin": "chat", "format": "rss", "url": "https://x.example", "options": "{}"}
    flags = {"lists_all": False, "approved": False, "first_poll": "baseline"}
    rows = {
        "installations": {"platform": "paper", "workspace": "", "sent_ms": 0},
        "chats": {"installation_id": 1, "external_id": "1", "state": "active", **waits, **lease},
        "hosts": {"host": "h", "next_fetch_ms": 0, "min_gap_ms": 0, **lease},
        "feeds": {**feed, **flags, **counts, **times, "host": "h", "added_by_chat": 1},
    }
    with migrating._connected(bare_url) as connection:
        migrating._run(connection, lambda config: command.upgrade(config, "0009"))
        before = MetaData()
        before.reflect(connection)
        for name, row in rows.items():
            connection.execute(before.tables[name].insert().values(row))
    upgrade(bare_url)
    with migrating._connected(bare_url) as connection:
        assert connection.execute(select(proposals)).all() == [(1, 1)]


def test_upgrading_twice_changes_nothing(bare_url):
    """A second start finds nothing to do."""
    upgrade(bare_url)
    upgrade(bare_url)
    assert state_of(bare_url) is State.CURRENT


async def test_processes_that_start_together_upgrade_once(bare_url):
    """One upgrades, the other waits and finds it done."""
    await asyncio.gather(*(asyncio.to_thread(upgrade, bare_url) for _ in range(3)))
    assert state_of(bare_url) is State.CURRENT


def test_looking_makes_nothing(bare_url):
    """A database that is still to be made is new, and is still to be made after the look."""
    assert state_of(bare_url) is State.NEW
    assert names(bare_url) == set()


def test_a_missing_file_is_not_made_by_looking(tmp_path):
    """Looking for a SQLite file leaves the folder as it is."""
    assert state_of(f"sqlite:///{tmp_path / 'none.db'}") is State.NEW
    assert list(tmp_path.iterdir()) == []


def test_a_newer_database_is_refused(bare_url):
    """A database that a later program upgraded is neither used nor upgraded."""
    upgrade(bare_url)
    with migrating._connected(bare_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (state_of, upgrade):
        with pytest.raises(StorageError, match="newer than this program"):
            use(bare_url)


def test_revisions_ship_with_the_package():
    """The folder with the revisions is found beside the installed package."""
    assert migrating._scripts().get_current_head()


async def test_a_failed_transaction_leaves_nothing(database):
    """What was written before an error is rolled back."""

    async def fail():
        async with database.write() as connection:
            await connection.execute(hosts.insert().values(host="a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as connection:
        assert (await connection.execute(select(hosts))).all() == []


async def test_foreign_keys_are_kept(database):
    """A row cannot point to one that is not there, on SQLite either."""
    with pytest.raises(StorageError) as raised:
        async with database.write() as connection:
            await connection.execute(
                quarantine.insert().values(feed_id=7, seen_ms=1, error="bad", raw="secret words")
            )
    assert isinstance(raised.value.__cause__, IntegrityError)
    assert "secret words" not in f"{raised.value} {raised.value.__cause__}"


async def test_readers_do_not_wait_for_a_writer(database, second):
    """A reading transaction gets what was committed while another one writes."""
    async with database.write() as connection:
        await connection.execute(hosts.insert().values(host="a"))
        async with second.read() as reader:
            assert (await reader.execute(select(hosts))).all() == []


async def test_writers_that_read_first_all_get_through(database, second):
    """Many transactions that read and then write, in two processes: none fails, none overwrites another."""
    async with database.write() as connection:
        await connection.execute(hosts.insert().values(host="a"))

    async def add(one):
        async with one.write() as connection:
            locked = select(hosts.c.min_gap_ms).with_for_update()
            gap = (await connection.execute(locked)).scalar_one()
            await connection.execute(hosts.update().values(min_gap_ms=gap + 1))

    await asyncio.gather(*(add(one) for one in (database, second) for _ in range(20)))
    async with database.read() as connection:
        assert (await connection.execute(select(hosts.c.min_gap_ms))).scalar_one() == 40


async def fault(url):
    """Open a database that cannot be opened and give what is said."""
    database = Database(url)
    try:
        with pytest.raises(StorageError) as raised:
            async with database.write():
                pass
    finally:
        await database.dispose()
        await asyncio.to_thread(_join_workers)
    return str(raised.value)


def _join_workers():
    """Wait for threads of connections that never came to be: they still answer to this test's event loop."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(5)


async def test_a_missing_folder_is_named(tmp_path):
    """The path may be a typing error; the message names the folder."""
    said = await fault(f"sqlite:///{tmp_path}/nowhere/rolecall.db")
    assert f"{tmp_path}/nowhere does not exist" in said


async def test_a_file_that_is_no_database_is_named(tmp_path):
    """Another program's file is not written over."""
    (tmp_path / "notes.txt").write_text("not a database " * 100)
    assert "is not a database" in await fault(f"sqlite:///{tmp_path}/notes.txt")


async def test_a_locked_file_is_said_to_be_locked(tmp_path, monkeypatch):
    """A writer that waited in vain learns that another program holds the file."""
    monkeypatch.setattr("storage.database.BUSY_MS", 10)
    file = tmp_path / "rolecall.db"
    upgrade(f"sqlite:///{file}")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert "locked by another program" in await fault(f"sqlite:///{file}")
    holder.close()


async def test_a_server_that_does_not_answer_is_told_without_the_password():
    """The message says what to look at, and neither it nor the database's repr has the password."""
    url = "postgresql://rolecall:hunter2@127.0.0.1:1/rolecall"
    assert "does not answer" in await fault(url)
    assert "hunter2" not in await fault(url) + repr(Database(url))


@pytest.mark.parametrize(
    "url", ["mysql://u:hunter2@host/db", "rolecall:hunter2", "sqlite://", "sqlite:///:memory:", ""]
)
def test_an_unusable_url_is_refused_with_an_example(url):
    """Only SQLite files and PostgreSQL will do; the message has an example and no password."""
    with pytest.raises(StorageError, match=r"sqlite:///rolecall\.db") as raised:
        Database(url)
    assert "hunter2" not in str(raised.value)


def test_a_missing_folder_is_named_by_migrations_too(tmp_path):
    """The first thing to touch the database at start says the same."""
    with pytest.raises(StorageError, match="nowhere does not exist"):
        upgrade(f"sqlite:///{tmp_path}/nowhere/rolecall.db")
