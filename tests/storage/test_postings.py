"""Listings: stored once, grouped under postings, and looked up again."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from builders import HOUR, LEASE, POSTED, poll, read, spec, stated
from sqlalchemy import func, select, update

from alerts.errors import StorageError
from alerts.feed_book import propose
from alerts.polling import Known, Page, PageResult
from alerts.posting import (
    Band,
    Benefit,
    FoundOn,
    Money,
    Period,
    StatedPay,
    Strength,
    Technology,
    Workplace,
    subject_of,
)
from alerts.subscribing import Address
from storage.clock import moment_at
from storage.feed_book import Book
from storage.feeds import Feeds
from storage.postings import Postings, load_postings
from storage.subscriptions import Subscriptions
from storage.tables import feeds, listings, postings

UUID = "0a1b2c3d-1111-2222-3333-444455556666"


@pytest.fixture
async def boards(database):
    """Give a store with the feeds a, b and c, all due."""
    store = Feeds(database)
    await store.reconcile_feeds([spec(name) for name in "abc"])
    return store


async def rows(database, table):
    """Give a table's rows in order."""
    async with database.read() as connection:
        return (await connection.execute(select(table).order_by(table.c.id))).all()


async def count(database, table):
    """Count a table's rows."""
    async with database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def again(database, store, *reads, **page):
    """Poll the same feeds an interval later."""
    database.clock.offset += HOUR
    return await poll(store, *reads, **page)


def full():
    """Make a listing with a fact of every kind."""
    band = Band(minimum=Decimal("150000.50"), maximum=None, currency="USD", period=Period.YEAR)
    stipend = Money(amount=Decimal(100), currency=None, period=Period.MONTH)
    return read(
        workplace=stated(Workplace.REMOTE, "We"),
        pay=(StatedPay(band, ()),),
        regions=(stated("US"), stated("CA")),
        stack=(Technology("python", Strength.REQUIRED, ()),),
        benefits=(Benefit("wfh-stipend", (), stipend), Benefit("dental", ())),
        levels=(stated("senior"),),
        roles=(stated("backend"),),
        employment=(stated("full-time"),),
        language=stated("en"),
    )


async def test_a_posting_comes_back_as_it_was_read(database, store):
    """Text, facts with their evidence, subject and places: nothing is lost in the database."""
    await store.reconcile_feeds([spec()])
    listing = full()
    await poll(store, listing)
    [posting] = await Postings(database).newest_postings(10)
    assert (posting.text, posting.facts, posting.url) == (
        listing.listing.text,
        listing.facts,
        listing.listing.url,
    )
    assert posting.found_on == (FoundOn("board", listing.listing.url),)
    assert posting.subject == subject_of(
        listing.listing.text,
        listing.facts,
        seen_at=posting.subject.seen_at,
        feeds=("board",),
        posted_at=POSTED,
    )
    assert posting.subject.text() == listing.listing.text.body


async def test_the_same_content_is_stored_once(database, store):
    """A second poll that finds nothing new stores nothing new, and notes what it saw."""
    await store.reconcile_feeds([spec()])
    assert await poll(store, read("1"), read("2")) == PageResult(new=2)
    database.clock.offset += HOUR
    lease = await store.claim_feed("worker", LEASE)
    known = await store.known(lease.feed.id, ["1", "2", "3"])
    assert known == {key: Known(content_hash=read(key).listing.content_hash, first_round=1) for key in "12"}
    assert await store.store_page(lease, Page(unchanged=tuple(known)), LEASE) == PageResult()
    assert [row.last_seen_round for row in await rows(database, listings)] == [2, 2]
    assert await count(database, postings) == 2


async def test_many_keys_are_looked_up(database, store):
    """A feed may list more than one statement takes."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("1"))
    lease_feed = (await rows(database, listings))[0].feed_id
    known = await store.known(lease_feed, [str(key) for key in range(2_000)])
    assert list(known) == ["1"]


async def test_postings_follow_the_order_of_the_page(database, store):
    """The page is ordered oldest first, whatever its keys: alerts come in the order of postings."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("z", title="First"), read("a", title="Second"), read("m", title="Third"))
    assert [row.title for row in await rows(database, postings)] == ["First", "Second", "Third"]
    leads = [(row.id, row.lead_listing_id) for row in await rows(database, postings)]
    assert leads == sorted((row.posting_id, row.id) for row in await rows(database, listings))


async def test_new_postings_wait_for_matching(database, store):
    """Those of a baseline do not: they were there before anybody asked."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("1"), baseline=True)
    await again(database, store, read("2", title="Data Engineer"))
    first, second = await rows(database, postings)
    assert (first.baseline, first.matched_ms) == (True, first.seen_ms)
    assert (second.baseline, second.matched_ms) == (False, None)


async def matched(database):
    """Mark all postings as matched."""
    async with database.write() as connection:
        await connection.execute(update(postings).values(matched_ms=1))


async def test_a_changed_listing_is_matched_again(database, store):
    """Its posting's subject follows it; when the posting was first seen does not."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("1"))
    await matched(database)
    seen = (await rows(database, postings))[0].seen_ms
    changed = read("1", title="Staff Engineer", levels=(stated("staff"),))
    assert await again(database, store, changed) == PageResult(changed=1)
    [posting] = await rows(database, postings)
    assert (posting.title, posting.levels, posting.matched_ms, posting.seen_ms) == (
        "Staff Engineer",
        ["staff"],
        None,
        seen,
    )
    [loaded] = await Postings(database).newest_postings(1)
    assert (loaded.text, loaded.facts) == (changed.listing.text, changed.facts)


async def test_a_changed_baseline_posting_stays_quiet(database, store):
    """It is kept up to date and never pushed."""
    await store.reconcile_feeds([spec()])
    await poll(store, read("1"), baseline=True)
    await again(database, store, read("1", title="Staff Engineer"))
    [posting] = await rows(database, postings)
    assert (posting.title, posting.matched_ms) == ("Staff Engineer", posting.seen_ms)


async def test_a_copy_on_another_board_is_the_same_posting(database, boards):
    """It adds a place where the posting was found, and matches nothing again."""
    await poll(boards, read("1", company="Acme, Inc.", url="https://a.example/1"))
    await matched(database)
    await poll(
        boards, read("x", company="ACME", title="Backend Engineer - Remote", url="https://b.example/x")
    )
    [posting] = await Postings(database).newest_postings(10)
    assert posting.found_on == (FoundOn("a", "https://a.example/1"), FoundOn("b", "https://b.example/x"))
    assert posting.subject.feeds == ("a", "b")
    assert posting.url == "https://a.example/1"
    assert (await rows(database, postings))[0].matched_ms == 1


async def test_a_changed_copy_leaves_the_posting(database, boards):
    """Only the lead listing speaks for the posting."""
    await poll(boards, read("1"))
    await poll(boards, read("x", url="https://b.example/x"))
    await matched(database)
    database.clock.offset += HOUR
    lease = await boards.claim_feed("worker", LEASE)
    while lease.feed.name != "b":
        lease = await boards.claim_feed("worker", LEASE)
    changed = read("x", url="https://b.example/x", body="We run Rust.")
    await boards.store_page(lease, Page(listings=(changed,)), LEASE)
    [posting] = await rows(database, postings)
    assert posting.matched_ms == 1


@pytest.mark.parametrize(
    ("one", "other", "stored"),
    [
        ({"company": ""}, {"company": ""}, 2),
        ({"title": "Senior Engineer"}, {"title": "Engineer"}, 2),
        ({"location": "Berlin, Germany"}, {"location": "Munich, Germany"}, 2),
        ({"location": "Berlin"}, {"location": ""}, 1),
        ({"regions": (stated("US"),)}, {"regions": (stated("DE"),)}, 2),
        (
            {"title": "A", "url": f"https://jobs.lever.co/a/{UUID}"},
            {"url": f"https://jobs.lever.co/a/{UUID}/apply"},
            1,
        ),
        ({"url": "https://acme.example/?gh_jid=1"}, {"url": "https://acme.example/?gh_jid=2"}, 2),
    ],
)
async def test_what_makes_two_listings_one_posting(database, boards, one, other, stored):
    """Rather two alerts than one lost: everything that is stated must agree."""
    await poll(boards, read("1", **one))
    await poll(boards, read("1", **{"url": "https://b.example/1", **other}))
    assert await count(database, postings) == stored


async def test_two_listings_of_one_feed_are_two_postings(database, boards):
    """Not even by way of a copy on another board do they become one."""
    await poll(boards, read("1"), read("2", url="https://a.example/2"))
    await poll(boards, read("1", url="https://b.example/1"), read("2", url="https://b.example/2"))
    assert await count(database, postings) == 2
    places = [len(posting.found_on) for posting in await Postings(database).newest_postings(10)]
    assert places == [2, 2]


async def test_a_number_learnt_from_a_copy_is_kept(database, boards):
    """A board lists it first; the copy from the applicant tracking system gives the number for the third."""
    await poll(boards, read("1"))
    await poll(boards, read("1", url="https://boards.greenhouse.io/acme/jobs/77"))
    await poll(boards, read("1", title="Engineer (Backend)", url="https://acme.example/jobs?gh_jid=77"))
    assert await count(database, postings) == 1


async def test_a_later_repeat_is_a_new_posting(database, boards):
    """The same title comes up again after months: that is another vacancy."""
    await poll(boards, read("1"))
    database.clock.offset += timedelta(days=31)
    await boards.reconcile_feeds([spec(name) for name in "abc"])
    lease = await boards.claim_feed("worker", LEASE)
    await boards.store_page(lease, Page(listings=(read("9", url="https://b.example/9"),)), LEASE)
    assert await count(database, postings) == 2


@pytest.mark.parametrize("number", range(3))
async def test_copies_stored_at_the_same_time_are_one_posting(database, second, number):
    """Workers that store one vacancy from two feeds wait for each other; opposite orders do not deadlock."""
    names = ["Acme", "Bolt", "Core"]
    stores = [Feeds(database), Feeds(second)]
    await stores[0].reconcile_feeds([spec("a"), spec("b")])
    leases = [await store.claim_feed("worker", LEASE) for store in stores]

    async def ingest(store, lease, order):
        reads = tuple(
            read(name, company=name, url=f"https://{lease.feed.name}.example/{name}") for name in order
        )
        return await store.store_page(lease, Page(listings=reads), LEASE)

    stored = await asyncio.gather(
        ingest(stores[0], leases[0], names), ingest(stores[1], leases[1], names[::-1])
    )
    assert stored == [PageResult(new=3), PageResult(new=3)]
    assert (await count(database, postings), await count(database, listings)) == (3, 6)


async def test_a_value_of_another_version_is_told(database, store):
    """What a later program stored in another form is a storage error, not a crash."""
    await store.reconcile_feeds([spec()])
    await poll(store, read())
    async with database.write() as connection:
        await connection.execute(update(listings).values(facts={"workplace": "on the moon"}))
    with pytest.raises(StorageError, match="not of this program's version"):
        await Postings(database).newest_postings(1)


async def test_the_newest_come_first(database, boards):
    """Newest by when they were seen, those of a baseline included, no more than asked for."""
    await poll(boards, read("1", title="Old"), baseline=True)
    database.clock.offset += HOUR
    await poll(boards, read("2", title="New"), read("3", title="Newest"))
    newest = await Postings(database).newest_postings(2)
    assert [posting.subject.title for posting in newest] == ["Newest", "New"]


async def test_a_posting_is_found_by_any_of_its_links(database, boards):
    """People paste the link that they have; one that is not known gives nothing."""
    await poll(boards, read("1", url="https://a.example/1"))
    long = "https://b.example/" + "x" * 5_000
    await poll(boards, read("1", url=long))
    store = Postings(database)
    assert (await store.posting_at("https://a.example/1", 1)) == (await store.posting_at(long, 1))
    assert await store.posting_at("https://a.example/", 1) is None
    assert await store.posting_at("\x00", 1) is None


async def test_a_link_leads_to_no_posting_of_another_chats_feed(database):
    """What a chat proposed answers for a link there alone; elsewhere an approved feed's listing does, or none."""
    chat, other = [
        await Subscriptions(database).open_chat(Address(platform="paper", external_id=number))
        for number in "12"
    ]
    await propose(Book(database), spec("hostile"), chat)
    store, link = Feeds(database), "https://jobs.example/7"
    await poll(store, read("1", title="Made up", url=link))
    looking = Postings(database)
    assert (await looking.posting_at(link, chat)).subject.title == "Made up"
    assert await looking.posting_at(link, other) is None
    await store.reconcile_feeds([spec("board")])
    await poll(store, read("1", title="Baker", url=link))
    assert (await looking.posting_at(link, other)).subject.title == "Baker"


async def test_postings_are_loaded_in_the_order_asked_for(database, store):
    """More than one statement takes, with repeats and unknown ones left out."""
    await store.reconcile_feeds([spec()])
    await poll(store, *(read(str(key), title=f"T{key}") for key in range(5)))
    async with database.read() as connection:
        found = await load_postings(connection, [3, 1, 3, *range(600, 1_300), 2])
    assert list(found) == [3, 1, 2]


async def test_seen_is_the_moment_of_storing(database, store):
    """It is the database's now, so that all criteria count from one clock."""
    await store.reconcile_feeds([spec()])
    database.clock.offset = timedelta(days=400)
    await poll(store, read())
    [posting] = await Postings(database).newest_postings(1)
    assert posting.subject.seen_at == moment_at((await rows(database, listings))[0].seen_ms)
    assert posting.subject.seen_at > POSTED + timedelta(days=390)


NUMBERED = "https://boards.greenhouse.io/acme/jobs/77"


async def test_one_number_at_two_companies_is_two_postings(database, boards):
    """An equal tracking number joins nothing that names another company."""
    await poll(boards, read("1", company="Acme", url="https://acme.example/jobs?gh_jid=77"))
    await poll(boards, read("1", company="Bolt", url="https://bolt.example/jobs?gh_jid=77"))
    assert await count(database, postings) == 2


@pytest.mark.parametrize("number", range(2))
async def test_copies_known_by_their_number_alone_are_stored_once(database, second, number):
    """Two workers store one vacancy at the same time, and one of them does not know its company."""
    stores = [Feeds(database), Feeds(second)]
    await stores[0].reconcile_feeds([spec("a"), spec("b")])
    leases = [await store.claim_feed("worker", LEASE) for store in stores]
    numbers = range(10)
    first, other = (
        tuple(
            read(str(each), company=company, title=f"T{each}", url=f"https://x.greenhouse.io/jobs/{each}")
            for each in order
        )
        for company, order in (("Acme", numbers), ("", reversed(numbers)))
    )
    await asyncio.gather(
        *(
            store.store_page(lease, Page(listings=page), LEASE)
            for store, lease, page in zip(stores, leases, (first, other), strict=True)
        )
    )
    assert (await count(database, postings), await count(database, listings)) == (10, 20)


async def test_the_tracking_systems_own_listing_leads(database, boards):
    """A board had it first; the company's own list speaks for it from then on, and it is matched again."""
    await poll(boards, read("1", body="See our page."))
    await matched(database)
    lease = await boards.claim_feed("worker", LEASE)
    own = read("77", url=NUMBERED, body="We run Python.", regions=(stated("US"),))
    await boards.store_page(lease, Page(listings=(own,), whole=True), LEASE)
    [posting] = await rows(database, postings)
    assert (posting.regions, posting.matched_ms) == (["US"], None)
    [shown] = await Postings(database).newest_postings(1)
    assert (shown.url, len(shown.found_on)) == (NUMBERED, 2)


async def test_what_is_not_approved_stays_apart(database, boards):
    """A feed that waits for the operator neither joins a posting nor is joined."""
    async with database.write() as connection:
        await connection.execute(update(feeds).where(feeds.c.name == "b").values(approved=False))
    for _ in range(3):
        await poll(boards, read("1", url=NUMBERED))
    assert await count(database, postings) == 2
    assert len(await Postings(database).newest_postings(9, chat_id=1)) == 1
