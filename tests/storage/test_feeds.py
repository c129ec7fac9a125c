"""Feeds: configured, claimed under a lease, and what remains of each round."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import HOUR, LEASE, done, poll, read, spec
from sqlalchemy import select, update

from alerts.errors import StorageError
from alerts.feed_book import NewFeed, propose
from alerts.feeds.entry import BadEntry
from alerts.polling import FirstPoll, Origin, Page
from alerts.polling.feed import PROVEN
from alerts.polling.rounds import Move
from alerts.subscribing import Address
from storage.feed_book import Book
from storage.feed_config import REMOVED
from storage.feeds import Feeds
from storage.moving import move_chat
from storage.postings import Postings
from storage.subscriptions import Subscriptions
from storage.tables import feed_rounds, feeds, hosts, listings, postings, quarantine


async def rows(database, table):
    """Give a table's rows in order."""
    async with database.read() as connection:
        return (await connection.execute(select(table).order_by(*table.primary_key))).all()


async def claimed(store, owner="worker", **claim):
    """Claim the next due feed, which there must be."""
    lease = await store.claim_feed(owner, LEASE, **claim)
    assert lease is not None
    return lease


async def test_a_configured_feed_is_due_at_once(database, store):
    """Everything that was configured comes back with the claim."""
    configured = spec(options={"path": "jobs"}, first_poll=FirstPoll.DELIVER)
    await store.reconcile_feeds([configured])
    feed = (await claimed(store)).feed
    assert (feed.name, feed.url, feed.format) == (configured.name, configured.url, "jsonfeed")
    assert (feed.interval, feed.options, feed.first_poll) == (HOUR, {"path": "jobs"}, FirstPoll.DELIVER)
    assert (feed.round, feed.parser_version, feed.fail_count) == (0, None, 0)


async def test_reconciling_twice_changes_nothing(database, store):
    """A restart keeps the validators and the next check."""
    await store.reconcile_feeds([spec()])
    await poll(store, etag='W/"1"', parser_version=3)
    before = await rows(database, feeds)
    await store.reconcile_feeds([spec()])
    assert await rows(database, feeds) == before


async def test_changes_of_the_configuration_apply(database, store):
    """Name, first poll, interval and host follow the configuration; a shorter interval counts at once."""
    await store.reconcile_feeds([spec()])
    await poll(store, etag="1", parser_version=3)
    minute = timedelta(minutes=1)
    changed = spec(url=spec().url, interval=minute, first_poll=FirstPoll.DELIVER, host="other.example")
    await store.reconcile_feeds([replace(changed, name="renamed")])
    database.clock.offset += minute
    feed = (await claimed(store)).feed
    assert (feed.name, feed.interval, feed.first_poll) == ("renamed", minute, FirstPoll.DELIVER)
    assert (feed.etag, feed.parser_version) == ("1", 3)


async def test_another_option_asks_unconditionally(database, store):
    """The same bytes must be seen again when they would be read in another way."""
    await store.reconcile_feeds([spec()])
    await poll(store, etag="1", last_modified="yesterday", parser_version=3)
    await store.reconcile_feeds([spec(options={"path": "jobs"})])
    database.clock.offset += timedelta(seconds=2)
    feed = (await claimed(store)).feed
    assert (feed.etag, feed.last_modified, feed.parser_version) == (None, None, None)


async def test_a_feed_out_of_the_configuration_rests(database, store):
    """It is disabled with its history kept, and goes on where it stood when it is listed again."""
    await store.reconcile_feeds([spec()])
    await poll(store, read(), etag="1", parser_version=3)
    await store.reconcile_feeds([spec("other")])
    assert (await rows(database, feeds))[0].disabled_reason == REMOVED
    await store.reconcile_feeds([spec()])
    stored = (await rows(database, feeds))[0]
    assert (stored.disabled_reason, stored.round, stored.etag) == (None, 1, "1")


async def test_who_does_not_poll_retires_nothing(database, store):
    """Feeds that a configuration does not list stay as they are where it has no say; those that it lists come in."""
    await store.reconcile_feeds([spec("a"), spec("b")])
    await store.reconcile_feeds([spec("b"), spec("c")], retire=False)
    assert [(row.name, row.disabled_reason) for row in await rows(database, feeds)] == [
        ("a", None),
        ("b", None),
        ("c", None),
    ]


async def test_configuring_what_a_chat_proposed_approves_it(database, store):
    """The operator's file is the operator's word."""
    chat = await Subscriptions(database).open_chat(Address(platform="paper", external_id="1"))
    assert not (await propose(Book(database), spec(), chat)).approved
    await store.reconcile_feeds([spec()])
    [feed] = await Book(database).all_feeds()
    assert (feed.origin, feed.approved) == (Origin.CONFIG, True)


@pytest.mark.parametrize("was", ["cli", "config", "chat"])
async def test_what_was_removed_waits_for_the_operator_when_a_chat_proposes_it(database, store, was):
    """It is the chat's proposal then, whatever it was before; the operator's word makes it the operator's again."""
    book = Book(database)
    first, chat = [
        await Subscriptions(database).open_chat(Address(platform="paper", external_id=number))
        for number in "12"
    ]
    if was == "config":
        await store.reconcile_feeds([spec()])
        await store.reconcile_feeds([])
    else:
        proposed_by = first if was == "chat" else None
        added = await book.add_feed(NewFeed(spec=spec(), origin=Origin(was), chat_id=proposed_by))
        await book.approve_feed(added.id)
        assert await book.remove_feed(added.id)
    again = await propose(book, spec(), chat)
    assert (again.origin, again.approved, again.proposed_by, again.off) == (Origin.CHAT, False, {chat}, None)
    await book.remove_feed(again.id)
    await book.add_feed(NewFeed(spec=spec(), origin=Origin.CLI))
    await store.reconcile_feeds([])
    [feed] = await book.all_feeds()
    assert (feed.origin, feed.approved, feed.off) == (Origin.CLI, True, None)


async def test_a_proposal_of_what_was_removed_changes_nothing_that_others_were_told(database, store):
    """What the feed had brought for everybody stays as it is, whatever its address gives now."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("1", title="Baker"))
    await store.reconcile_feeds([])
    chat, other = [
        await Subscriptions(database).open_chat(Address(platform="paper", external_id=number))
        for number in "12"
    ]
    await propose(Book(database), spec(), chat)
    database.clock.offset += HOUR
    await poll(store, read("1", title="Made up"))
    titles = [
        [one.subject.title for one in await Postings(database).newest_postings(9, each)]
        for each in (chat, other)
    ]
    assert titles == [["Made up", "Baker"], ["Baker"]]


async def test_what_a_moved_chat_proposed_moves_with_it(database):
    """The chat that it becomes hears of the feed, also where it had proposed it itself."""
    book = Book(database)
    old, new = [
        await Subscriptions(database).open_chat(Address(platform="paper", external_id=number))
        for number in "12"
    ]
    for chat, name in ((old, "a"), (old, "both"), (new, "both")):
        await propose(book, spec(name), chat)
    async with database.write() as connection:
        await move_chat(connection, old, "2")
    assert [(one.added_by_chat, one.proposed_by) for one in await book.all_feeds()] == [(new, {new})] * 2


async def test_feeds_of_chats_are_no_business_of_the_configuration(database, store):
    """Reconciling leaves a feed that a chat added."""
    await store.reconcile_feeds([spec()])
    async with database.write() as connection:
        await connection.execute(update(feeds).values(origin="chat"))
    await store.reconcile_feeds([])
    assert (await rows(database, feeds))[0].disabled_reason is None


async def test_a_withdrawn_feed_stays_disabled(database, store):
    """A feed whose server said 'gone' is not asked again at a restart, unless it is configured otherwise."""
    await store.reconcile_feeds([spec()])
    await poll(store, error="410 Gone", disabled_reason="410 Gone")
    await store.reconcile_feeds([spec()])
    database.clock.offset += timedelta(days=1)
    assert await store.claim_feed("worker", LEASE) is None
    await store.reconcile_feeds([spec(format="syndication")])
    assert await store.claim_feed("worker", LEASE) is not None


async def test_a_redirect_leaves_a_board_with_the_host_that_is_asked(database, store):
    """A feed goes by what is asked for it, however it is configured, and so does the place where it moved for good."""
    old, new = "https://jobs.lever.co/ovens", "https://jobs.eu.lever.co/ovens"
    await store.reconcile_feeds([spec(format="lever", url=old, host="api.lever.co")])
    hosts = []
    for times in range(1, PROVEN + 1):
        database.clock.offset += HOUR
        await poll(store, move=Move(to=new, times=times))
        hosts.append((await rows(database, feeds))[0].host)
    assert hosts == ["api.lever.co", "api.lever.co", "api.eu.lever.co"]


async def test_the_most_overdue_feed_comes_first(database, store):
    """Of several that are due, the one that waits longest."""
    await store.reconcile_feeds([spec("a")])
    database.clock.offset += timedelta(seconds=1)
    await store.reconcile_feeds([spec("a"), spec("b")])
    assert [(await claimed(store)).feed.name for _ in "ab"] == ["a", "b"]
    assert await store.claim_feed("worker", LEASE) is None


async def test_one_host_is_fetched_from_by_one_worker(database, store):
    """Two feeds of a host are polled one after the other, with the host's gap between them."""
    await store.reconcile_feeds([spec(name, host="h", min_gap=timedelta(seconds=3)) for name in "ab"])
    lease = await claimed(store)
    assert await store.claim_feed("other", LEASE) is None
    await store.finish_round(lease, done())
    assert await store.claim_feed("other", LEASE) is None
    database.clock.offset += timedelta(seconds=3)
    assert (await claimed(store)).feed.id != lease.feed.id


@pytest.mark.parametrize("number", range(3))
async def test_of_many_workers_one_claims_a_host(database, second, number):
    """Two processes that ask for the same host at the same time: one gets it."""
    await Feeds(database).reconcile_feeds([spec()])
    stores = [Feeds(one) for one in (database, second) for _ in range(3)]
    claims = await asyncio.gather(*(one.claim_feed(f"w{at}", LEASE) for at, one in enumerate(stores)))
    assert sum(lease is not None for lease in claims) == 1


async def test_workers_share_the_hosts_out(database, second):
    """No feed is claimed twice, and none is left over."""
    await Feeds(database).reconcile_feeds([spec(name) for name in "abcdef"])
    stores = [Feeds(one) for one in (database, second) for _ in range(5)]
    claims = await asyncio.gather(*(one.claim_feed("w", LEASE) for one in stores))
    names = sorted(lease.feed.name for lease in claims if lease)
    while late := await stores[0].claim_feed(
        "w", LEASE
    ):  # a host that was locked is passed over, not waited for
        names = sorted([*names, late.feed.name])
    assert names == list("abcdef")


async def test_an_expired_lease_is_taken_over(database, store):
    """A worker that died keeps its host only until the lease ends."""
    await store.reconcile_feeds([spec()])
    dead = await claimed(store, "dead")
    database.clock.offset += LEASE
    alive = await claimed(store, "alive")
    assert alive.feed.id == dead.feed.id
    assert alive.token > dead.token


async def test_a_lost_lease_stores_nothing(database, store):
    """A worker that slept past its lease learns it and leaves no trace, not even in the quarantine."""
    await store.reconcile_feeds([spec()])
    slept = await claimed(store, "slept")
    database.clock.offset += LEASE
    await claimed(store, "awake")
    page = Page(listings=(read(),), bad=(BadEntry("bad", "{}"),))
    with pytest.raises(StorageError, match=r"lease of board\.example was lost"):
        await store.store_page(slept, page, LEASE)
    await store.finish_round(slept, done(etag="stale"))
    assert [await rows(database, table) for table in (listings, postings, quarantine, feed_rounds)] == [
        []
    ] * 4
    assert (await rows(database, feeds))[0].etag is None
    assert (await rows(database, hosts))[0].lease_owner == "awake"


async def test_a_page_renews_the_lease(database, store):
    """A long round keeps its host, page by page."""
    await store.reconcile_feeds([spec()])
    lease = await claimed(store)
    for key in "abc":
        database.clock.offset += LEASE * 0.8
        await store.store_page(lease, Page(listings=(read(key),)), LEASE)
    assert await store.claim_feed("other", LEASE) is None


async def test_a_killed_round_is_fetched_again_unconditionally(database, store):
    """Pages that were stored stay; without the round's end no validator is kept: the rest comes next time."""
    await store.reconcile_feeds([spec()])
    lease = await claimed(store)
    await store.store_page(lease, Page(listings=(read("1"),)), LEASE)
    database.clock.offset += LEASE
    again = await claimed(store)
    assert (again.feed.etag, again.feed.round) == (None, 0)
    assert list(await store.known(again.feed.id, ["1", "2"])) == ["1"]


async def test_a_completed_round_saves_what_the_next_needs(database, store):
    """Validators go back byte for byte; the next check is an interval away."""
    await store.reconcile_feeds([spec()])
    odd = 'W/"a b"\t'
    await poll(store, read(), etag=odd, last_modified="Mon, 02 Nov", parser_version=3, entries=1, new=1)
    assert await store.claim_feed("worker", LEASE) is None
    database.clock.offset += HOUR
    feed = (await claimed(store)).feed
    assert (feed.etag, feed.last_modified, feed.parser_version, feed.round) == (odd, "Mon, 02 Nov", 3, 1)
    [record] = await rows(database, feed_rounds)
    assert (record.took_ms, record.http_status, record.n_entries, record.n_new) == (250, 200, 1, 1)


async def test_a_failed_round_keeps_the_validators(database, store):
    """Failures are counted from the first one on; a success clears them."""
    await store.reconcile_feeds([spec()])
    await poll(store, etag="1", parser_version=3)
    for _ in range(2):
        database.clock.offset += HOUR
        await poll(store, error="no answer", status=None)
    failing = (await rows(database, feeds))[0]
    assert (failing.etag, failing.round, failing.fail_count) == ("1", 1, 2)
    [_, first, last] = await rows(database, feed_rounds)
    assert failing.failing_since_ms == first.started_ms + first.took_ms
    assert last.error == "no answer"
    database.clock.offset += HOUR
    assert (await claimed(store)).feed.fail_count == 2
    database.clock.offset += LEASE
    await poll(store, etag="2", parser_version=3)
    well = (await rows(database, feeds))[0]
    assert (well.etag, well.fail_count, well.failing_since_ms) == ("2", 0, None)


async def test_bad_entries_are_kept_to_be_looked_at(database, store):
    """Their raw form is capped, and what no database can hold is left out of it."""
    await store.reconcile_feeds([spec()])
    lease = await claimed(store)
    raw = "é\x00\ud800" * 100_000
    await store.store_page(lease, Page(bad=(BadEntry("broken", raw), BadEntry("worse", "{}"))), LEASE)
    kept = await rows(database, quarantine)
    assert [row.error for row in kept] == ["broken", "worse"]
    assert len(kept[0].raw.encode()) <= 64 * 1024
    assert set(kept[0].raw) == {"é"}


async def test_all_feeds_can_be_made_due(database, store):
    """`rolecall poll --once` asks for every enabled feed, and sees when all are through."""
    await store.reconcile_feeds([spec("a"), spec("b"), spec("gone")])
    await store.reconcile_feeds([spec("a"), spec("b")])
    await poll(store)
    due_at = await store.make_all_due()
    assert await store.count_due(due_at) == 2
    database.clock.offset += timedelta(seconds=2)
    for left in (1, 0):
        lease = await claimed(store, due_at=due_at)
        await store.finish_round(lease, done())
        assert await store.count_due(due_at) == left
    assert await store.claim_feed("worker", LEASE, due_at) is None


async def test_a_source_that_was_asked_lately_is_not_asked_again_for_the_asking(database, store):
    """What a source allows holds for `rolecall poll --once` as well; its other feeds are polled."""
    board = spec("board", format="lever", url="https://jobs.lever.co/ovens", host="api.lever.co")
    await store.reconcile_feeds([board, spec("other")])
    for _ in range(2):
        await poll(store)
    for minutes, due in ((29, 1), (2, 2)):
        database.clock.offset += timedelta(minutes=minutes)
        assert await store.count_due(await store.make_all_due()) == due


async def test_a_feed_may_be_claimed_ahead_of_its_time(database, store):
    """Due by a later moment is due for who asks so."""
    await store.reconcile_feeds([spec()])
    await poll(store)
    due_at = await store.make_all_due()
    database.clock.offset += timedelta(seconds=2)
    await poll(store)
    database.clock.offset += timedelta(seconds=2)
    assert await store.claim_feed("worker", LEASE, due_at) is None
    assert await store.claim_feed("worker", LEASE, due_at + 2 * HOUR) is not None
