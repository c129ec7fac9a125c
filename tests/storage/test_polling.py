"""Polling feeds: the use case on real databases, with a fetcher that brings what it was told to."""

import asyncio
from datetime import timedelta

import pytest
from builders import spec
from sqlalchemy import select, update

from alerts.errors import FetchError, StorageError
from alerts.feeds.entry import BadEntry, Document
from alerts.polling import Fetched, NotModified, Tempo, paging, poll_next
from alerts.polling.holding import POLL_LEASE
from alerts.polling.pacing import LONGEST
from storage.feeds import Feeds
from storage.pruning import Pruning
from storage.rounds import MOST_ROUNDS
from storage.tables import feed_rounds, feeds, listings, postings, quarantine

HOUR = timedelta(hours=1)
# Nothing is left to chance.
TEMPO = Tempo(chance=lambda: 0.0)


def rss(*names):
    items = "".join(
        f"<item><title>{name}</title><link>https://x.example/{name}</link><guid>{name}</guid></item>"
        for name in names
    )
    body = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return Fetched(
        documents=(Document(url="https://x.example", body=body.encode()),), etag='"v1"', status=200
    )


class Fetcher:
    """Brings, or raises, one thing after the other, and keeps the requests."""

    def __init__(self, *brings):
        self.brings = list(brings)
        self.requests = []

    async def fetch(self, request):
        self.requests.append(request)
        brought = self.brings.pop(0)
        if isinstance(brought, Exception):
            raise brought
        return brought


@pytest.fixture
async def store(database):
    made = Feeds(database)
    await made.reconcile_feeds([spec("board", format="rss")])
    return made


async def rows(database, table):
    async with database.read() as connection:
        return (await connection.execute(select(table))).all()


async def poll_all(database, store, *brings):
    """Poll the feed once for each thing, two days apart, and give the reports and the requests."""
    fetcher = Fetcher(*brings)
    reports = []
    for _ in brings:
        reports.append(await poll_next(store, fetcher, "me", tempo=TEMPO))
        database.clock.offset += 2 * LONGEST
    return reports, fetcher.requests


async def test_the_first_poll_is_a_baseline(database, store):
    """What a new feed lists is stored as matched; what comes later is not."""
    await poll_all(database, store, rss("old"), rss("old", "new"))
    assert {(row.title, row.baseline) for row in await rows(database, postings)} == {
        ("old", True),
        ("new", False),
    }


async def test_validators_go_out_as_they_came(database, store):
    """The first request is unconditional, later ones carry what the server gave."""
    _, requests = await poll_all(database, store, rss("a"), NotModified(), rss("a"))
    assert [request.etag for request in requests] == [None, '"v1"', '"v1"']


async def test_validators_are_kept_only_of_what_was_read(database, store):
    """A document that could not be parsed does not become a 304 on the next poll."""
    page = Fetched(documents=(Document(url="x", body=b"<!doctype html><html></html>"),), etag='"page"')
    (failed, _), requests = await poll_all(database, store, page, rss("a"))
    assert "HTML" in failed.round.error
    assert requests[1].etag is None
    assert len(await rows(database, listings)) == 1


async def test_a_newer_parser_reads_the_feed_anew(database, store):
    """When the format's version grew, its feeds are fetched unconditionally once."""
    fetcher = Fetcher(rss("a"), rss("a"))
    await poll_next(store, fetcher, "me", tempo=TEMPO)
    async with database.write() as connection:
        await connection.execute(update(feeds).values(parser_version=0))
    database.clock.offset += 2 * HOUR
    await poll_next(store, fetcher, "me", tempo=TEMPO)
    assert fetcher.requests[1].etag is None


async def test_failures_back_off_and_a_success_ends_it(database, store):
    """Each failure in a row waits twice as long, up to a day; a success goes back to the interval."""
    reports, _ = await poll_all(database, store, *[FetchError("500")] * 8, rss("a"))
    waits = [report.round.next_check for report in reports]
    assert waits[:3] == [2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert waits[7] == LONGEST
    assert waits[8] == HOUR


async def test_a_slow_feed_is_not_asked_sooner_because_it_failed(database, store):
    """A feed polled once a month is asked again after a month."""
    await store.reconcile_feeds([spec("board", format="rss", interval=timedelta(days=30))])
    (report,), _ = await poll_all(database, store, FetchError("500"))
    assert report.round.next_check == timedelta(days=30)


async def test_retry_after_holds_for_the_whole_host(database, store):
    """A host that asks for an hour of peace is not asked for another of its feeds either."""
    same = {"format": "rss", "host": "board.example"}
    await store.reconcile_feeds([spec("board", **same), spec("other", **same)])
    fetcher = Fetcher(FetchError("429", status=429, retry_after=3600), rss("a"))
    await poll_next(store, fetcher, "me", tempo=TEMPO)
    database.clock.offset += timedelta(minutes=59)
    assert await poll_next(store, fetcher, "me", tempo=TEMPO) is None
    assert await store.count_due(await store.make_all_due()) == 0
    database.clock.offset += timedelta(minutes=2)
    assert await poll_next(store, fetcher, "me", tempo=TEMPO) is not None


async def test_gone_for_good_is_not_asked_again_and_is_named(database, store):
    """A 410 ends the polling of a feed, and the operator can see which and why."""
    reports, _ = await poll_all(database, store, FetchError("the feed is gone (410)", permanent=True))
    assert reports[0].round.disabled_reason
    assert await poll_next(store, Fetcher(), "me", tempo=TEMPO) is None
    assert await store.disabled_feeds() == [("board", "the feed is gone (410)")]


async def test_the_databases_trouble_is_not_the_feeds(database, store, monkeypatch):
    """When storing fails, the feed is not marked as failing."""

    async def fails(*_):
        raise StorageError("locked")

    monkeypatch.setattr(Feeds, "store_page", fails)
    with pytest.raises(StorageError):
        await poll_next(store, Fetcher(rss("a")), "me", tempo=TEMPO)
    (feed,) = await rows(database, feeds)
    assert feed.fail_count == 0


async def test_a_defect_in_a_format_is_a_failed_round(database, store, monkeypatch):
    """Whatever a parser raises ends as a failure of that feed alone."""
    monkeypatch.setattr("alerts.polling.reading.listings", lambda *_: 1 / 0)
    (report,), _ = await poll_all(database, store, rss("a"))
    assert "unexpected ZeroDivisionError" in report.round.error


async def test_a_listing_that_no_reader_can_stand_is_set_apart(database, store, monkeypatch):
    """One listing that breaks a reader is quarantined; the rest are stored."""
    from alerts.polling.reading import read_facts

    def picky(text, fields):
        if text.title == "bad":
            raise RecursionError
        return read_facts(text, fields)

    monkeypatch.setattr("alerts.polling.reading.read_facts", picky)
    (report,), _ = await poll_all(database, store, rss("good", "bad"))
    assert (report.round.new, report.round.quarantined) == (1, 1)


@pytest.mark.parametrize("slow", ["fetch", "parse"])
async def test_a_round_keeps_its_lease_however_long_it_takes(database, store, monkeypatch, slow):
    """A slow answer, or one that takes longer to read than the lease lasts, is stored by who fetched it."""
    renewed, fetcher, loop = asyncio.Event(), Fetcher(rss("a")), asyncio.get_running_loop()
    store_page, fetch, parse = store.store_page, fetcher.fetch, paging.parse

    async def store_page_and_tell(*page):
        result = await store_page(*page)
        renewed.set()
        return result

    async def take_long():
        async with asyncio.timeout(60):
            for _ in range(6):
                for _begun_before in range(2):
                    renewed.clear()
                    await renewed.wait()
                database.clock.offset += POLL_LEASE / 2
        assert await Feeds(database).claim_feed("other", POLL_LEASE) is None

    async def fetch_slowly(request):
        await take_long()
        return await fetch(request)

    def parse_slowly(*given):
        asyncio.run_coroutine_threadsafe(take_long(), loop).result()
        return parse(*given)

    monkeypatch.setattr("alerts.polling.holding.RENEWED_EVERY", timedelta(milliseconds=1))
    monkeypatch.setattr(store, "store_page", store_page_and_tell)
    if slow == "fetch":
        fetcher.fetch = fetch_slowly
    else:
        monkeypatch.setattr(paging, "parse", parse_slowly)
    report = await poll_next(store, fetcher, "slow", tempo=TEMPO)
    assert report.round.error is None
    assert [row.title for row in await rows(database, postings)] == ["a"]


async def test_a_bad_entry_is_kept_once(database, store):
    """An entry that is bad at every poll fills no table."""
    bad = Fetched(documents=(), bad=(BadEntry("cannot be read", "x.md"),))
    await poll_all(database, store, bad, bad, bad)
    assert len(await rows(database, quarantine)) == 1


async def test_old_rounds_are_forgotten(database, store):
    """A feed's past is kept to a length: its newest rounds."""
    async with database.write() as connection:
        row = {"feed_id": 1, "started_ms": 0, "took_ms": 0}
        await connection.execute(feed_rounds.insert(), [row] * (MOST_ROUNDS + 50))
    await poll_all(database, store, rss("a"))
    await Pruning(database).prune()
    kept = await rows(database, feed_rounds)
    assert (len(kept), kept[-1].http_status) == (MOST_ROUNDS, 200)


async def test_the_oldest_posting_comes_first(database, store):
    """A feed lists the newest first; alerts come in the order in which the postings appeared."""
    await poll_all(database, store, rss("third", "second", "first"))
    assert [row.title for row in await rows(database, postings)] == ["first", "second", "third"]
