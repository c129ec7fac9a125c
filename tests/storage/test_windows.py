"""The window of previews on real databases: what a preview counts is what a replay delivers."""

from random import Random

import pytest
from builders import HOUR, poll, read, spec
from made import NOW, RATES, filters, subject
from sqlalchemy import update

from alerts.feed_book import propose
from alerts.filters import parse_filter
from alerts.matching import plain_matches
from alerts.posting import Benefit, Evidence, Part, Stated, StatedPay, Technology
from alerts.previewing import Previewer
from alerts.subscribing import Address
from storage.clock import now_ms
from storage.feed_book import Book
from storage.matches import Matches
from storage.postings import Postings
from storage.subscriptions import Subscriptions
from storage.tables import postings
from storage.windows import Windows

EVIDENCE = (Evidence(Part.BODY, 0, 0, ""),)


def facts_of(made):
    """Give facts that make a subject like the one that was made up."""
    return {
        "workplace": Stated(made.workplace, EVIDENCE) if made.workplace else None,
        "pay": tuple(StatedPay(band, EVIDENCE) for band in made.pay),
        "regions": _stated(made.regions),
        "stack": tuple(Technology(slug, strength, EVIDENCE) for slug, strength in made.stack.items()),
        "benefits": tuple(Benefit(slug, EVIDENCE, money) for slug, money in made.benefits.items()),
        "levels": _stated(made.levels),
        "roles": _stated(made.roles),
        "employment": _stated(made.employment),
        "language": Stated(made.language, EVIDENCE) if made.language else None,
    }


def _stated(values):
    return tuple(Stated(value, EVIDENCE) for value in sorted(values))


def some(count, seed=0):
    """Give listings, each of a company of its own."""
    rng = Random(seed)
    found = []
    for number in range(count):
        made = subject(rng, NOW)
        company = f"{made.company} {number}"
        found.append(
            read(f"{seed}-{number}", title=made.title, company=company, body=made.text(), **facts_of(made))
        )
    return found


@pytest.fixture
def previewer(database):
    return Previewer(Windows(database), RATES)


async def test_a_preview_equals_a_replay(database, store, previewer):
    """Two hundred filters against what the matcher is given and accepts."""
    await store.reconcile_feeds([spec("board-one")])
    await poll(store, *some(15), baseline=True)
    database.clock.offset += HOUR
    await poll(store, *some(25, seed=1))
    given = await Matches(database).unmatched(1000)
    assert len(given) == 25
    subjects = [one.subject for one in given]
    for wanted in filters(200, seed=2):
        preview = await previewer.preview(wanted)
        sent = [one for one in subjects if plain_matches([(1, wanted)], one, one.seen_at, RATES)]
        assert preview.count == len(sent)
        assert (preview.looked_at, preview.baseline) == (25, 15)


async def test_the_window_follows_the_database(database, store, previewer):
    """A new posting, a changed one, a copy on another board, and one that became too old."""
    await store.reconcile_feeds([spec("board-one")])
    await poll(store, read("1", company="Acme", title="Go Engineer"), read("2", company="Globex"))
    wanted = parse_filter("title:go, from:board-two")
    assert (await previewer.preview(wanted)).count == 0
    await store.reconcile_feeds([spec("board-one"), spec("board-two")])
    await poll(store, read("9", company="Acme", title="Go Engineer"))
    assert (await previewer.preview(wanted)).count == 1
    database.clock.offset += HOUR
    await poll(store, read("1", company="Acme", title="Rust Engineer"))
    assert (await previewer.preview(parse_filter("title:rust"))).count == 1
    async with database.write() as connection:
        old = await now_ms(connection) - 15 * 24 * 3600 * 1000
        await connection.execute(update(postings).values(seen_ms=old).where(postings.c.id == 1))
    assert (await previewer.preview(parse_filter("title:rust"))).count == 0


async def test_texts_are_read_from_the_database(store, previewer):
    """A text criterion finds what stands in the body, which the window does not hold."""
    await store.reconcile_feeds([spec("board-one")])
    await poll(store, read("1", body="We run Kafka."), read("2", company="Globex", body="We run nothing."))
    preview = await previewer.preview(parse_filter("text:kafka"))
    assert preview.count == 1
    assert preview.samples[0].url == "https://jobs.example/acme/1"


async def test_a_text_that_changes_is_searched_anew(database, store, previewer):
    """Also where nothing else of its posting changed."""
    await store.reconcile_feeds([spec("board-one")])
    await poll(store, read("1", body="We run Kafka."))
    assert (await previewer.preview(parse_filter("text:kafka"))).count == 1
    database.clock.offset += HOUR
    await poll(store, read("1", body="We run Pulsar."))
    assert (await previewer.preview(parse_filter("text:kafka"))).count == 0
    assert (await previewer.preview(parse_filter("text:pulsar"))).count == 1


async def test_what_is_approved_comes_into_the_preview(database, store, previewer):
    """A preview that was asked for before sees what the approved feed has had, and at once."""
    chat = await Subscriptions(database).open_chat(Address(platform="paper", external_id="1"))
    proposed = await propose(Book(database), spec("board-one"), chat)
    await poll(store, read("1"), read("2", company="Globex"))
    wanted = parse_filter("company:acme|globex")
    assert (await previewer.preview(wanted)).count == 0
    await Book(database).approve_feed(proposed.id)
    assert (await previewer.preview(wanted)).count == 2


async def test_a_posting_that_cannot_be_read_is_left_out_once(database, store, previewer):
    """The others are previewed, and it is not tried again at every look."""
    await store.reconcile_feeds([spec("board-one")])
    await poll(store, read("1"), read("2", company="Globex"))
    async with database.write() as connection:
        broken = update(postings).where(postings.c.id == 1)
        await connection.execute(broken.values(stack={"python": "sideways"}, subject_stamp=1))
    for _ in range(2):
        assert (await previewer.preview(parse_filter("company:acme|globex"))).count == 1
    assert await Postings(database).newest_postings(0) == []


async def test_an_empty_database_has_nothing_to_preview(previewer):
    """No posting, no samples."""
    preview = await previewer.preview(parse_filter("python"))
    assert (preview.looked_at, preview.baseline, preview.samples) == (0, 0, ())
