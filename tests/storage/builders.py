"""Sample feeds and listings for the storage tests."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, select, text, update

from alerts.polling import FeedSpec, Page, PageResult, Round
from alerts.posting import Evidence, Facts, Fields, Listing, Part, PostingText, ReadListing, Stated
from storage.feeds import Feeds
from storage.tables import alerts, deliveries

LEASE = timedelta(seconds=40)
HOUR = timedelta(hours=1)
POSTED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def spec(name="board", **changes) -> FeedSpec:
    """Make a configured feed, on a host of its own."""
    values = {
        "name": name,
        "format": "jsonfeed",
        "url": f"https://{name}.example/jobs.json",
        "host": f"{name}.example",
        "interval": HOUR,
    }
    return FeedSpec(**{**values, **changes})


def read(
    key="1", *, title="Backend Engineer", company="Acme", location="", url="", body="We run Python.", **facts
):
    """Make a listing that was read; ``facts`` are those of `Facts`."""
    text = PostingText(title=title, company=company, location=location, body=body)
    listing = Listing(
        native_key=key,
        url=url or f"https://jobs.example/{company}/{key}".lower(),
        text=text,
        fields=Fields(),
        entry={"native_key": key, "title": title, "description": body},
        content_hash=f"{title}|{company}|{location}|{body}",
        posted_at=POSTED,
    )
    return ReadListing(listing=listing, facts=Facts(**facts))


def stated(value, text="", part=Part.BODY):
    """Make a fact whose evidence is the beginning of a part."""
    return Stated(value, (Evidence(part, 0, len(text), text),))


def done(**changes) -> Round:
    """Make a completed round."""
    return Round(**{"took": timedelta(milliseconds=250), "next_check": HOUR, "status": 200, **changes})


async def poll(store: Feeds, *reads: ReadListing, baseline=False, **ended) -> PageResult:
    """Poll the next due feed as `alerts.polling` does, in one page."""
    lease = await store.claim_feed("worker", LEASE)
    assert lease is not None
    result = await store.store_page(lease, Page(listings=reads, baseline=baseline), LEASE)
    await store.finish_round(lease, done(**ended))
    return result


async def owe_one_by_one(database) -> None:
    """Owe each alert as a message of its own, as those are that come due one after the other."""
    async with database.write() as connection:
        waiting = select(alerts).where(alerts.c.delivery_id.is_(None)).order_by(alerts.c.id)
        for alert in (await connection.execute(waiting)).all():
            made = deliveries.insert().values(chat_id=alert.chat_id, key=f"alert:{alert.id}")
            number = (await connection.execute(made.returning(deliveries.c.id))).scalar_one()
            taken = update(alerts).where(alerts.c.id == alert.id)
            await connection.execute(taken.values(delivery_id=number))


def hasty(database):
    """Let a SQLite file that is thrown away not wait for its disk."""
    if database._writing.dialect.name == "sqlite":
        event.listen(
            database._writing.sync_engine, "connect", lambda made, _: made.execute("PRAGMA synchronous=OFF")
        )
    return database


async def until_somebody_waits(database):
    """Wait until a connection waits for another's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while True:
        async with database.read() as connection:
            if (await connection.execute(waiting)).scalar_one():
                return
        await asyncio.sleep(0.01)
