"""Previews on a database of 28,000 postings of 5 KB: the first load, what text filters take, how late the loop is.

Beside each preview stands what asking every posting in memory takes.
"""

import asyncio
import gc
import time
from random import Random

from builders import spec
from made import RATES, subjects

from alerts.filters import parse_filter
from alerts.matching import accepts
from alerts.posting import PostingText
from alerts.previewing import Previewer
from storage.clock import now_ms
from storage.database import Database
from storage.feeds import Feeds
from storage.migrating import upgrade
from storage.subjects import subject_columns
from storage.tables import listings, postings
from storage.values import TEXT
from storage.windows import Windows

COUNT = 28_000
PAGE = 500
WORDS_A_TEXT = 700
LINES = (
    "remote",
    "remote, senior, python, pay>=120k USD",
    "text:word1",
    "remote, senior, python, -text:crypto|web3",
    "remote, senior, text:kafka",
    'remote, senior, python, text:"on call"',
)


def texts(made):
    """Give longer texts, in which each posting's own words stand; some words are rarer than others."""
    rng = Random(1)
    for one in made:
        words = [f"word{int(30_000 * rng.random() ** 3)}" for _ in range(WORDS_A_TEXT)]
        yield " ".join([*words, one.text()])


async def fill(database, made):
    """Store postings of one feed, without its being polled."""
    await Feeds(database).reconcile_feeds([spec("one")])
    rows = list(enumerate(zip(made, texts(made), strict=True), 1))
    for some in (rows[at : at + PAGE] for at in range(0, COUNT, PAGE)):
        async with database.write() as connection:
            now = await now_ms(connection)
            await connection.execute(
                postings.insert(), [posting(number, one, now) for number, (one, _) in some]
            )
            listed = [listing(number, one, body, now) for number, (one, body) in some]
            await connection.execute(listings.insert(), listed)


def posting(number, one, now):
    return {
        **subject_columns(one),
        "id": number,
        "lead_listing_id": number,
        "seen_ms": now,
        "baseline": False,
    }


def listing(number, one, body, now):
    text = PostingText(title=one.title, company=one.company, body=body)
    names = {"native_key": str(number), "url": f"https://one.example/{number}", "content_hash": str(number)}
    read = {"entry": {}, "text": TEXT.dump(text), "text_version": 1, "facts": {}, "reading_version": 1}
    seen = {"seen_ms": now, "first_round": 1, "last_seen_ms": now, "last_seen_round": 1}
    return {
        "id": number,
        "feed_id": 1,
        "posting_id": number,
        **names,
        **read,
        **seen,
        "missed": 0,
        "misses_needed": 0,
    }


class Lateness:
    """How late a loop's timers fire, at worst, since it was last asked."""

    def __init__(self):
        self.worst = 0.0

    async def watch(self):
        while True:
            due = time.perf_counter() + 0.005
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - due)

    async def timed(self, work):
        """Give what comes of it, with the milliseconds of CPU and how many of them a timer was late."""
        self.worst = 0.0
        begun = time.process_time()
        result = await work
        return result, (time.process_time() - begun) * 1000, self.worst * 1000


def replayed(line, made):
    """Count the slow way, and give the milliseconds that takes."""
    wanted = parse_filter(line)
    begun = time.process_time()
    count = sum(accepts(wanted, one, one.seen_at, RATES) for one in made)
    return count, (time.process_time() - begun) * 1000


async def bench_window(tmp_path):
    """Print CPU and lateness, in a process that is settled as `rolecall run` is."""
    url = f"sqlite:///{tmp_path / 'window.db'}"
    await asyncio.to_thread(upgrade, url)
    database, late = Database(url), Lateness()
    made = subjects(COUNT)
    await fill(database, made)
    slow = {line: replayed(line, made) for line in LINES if "text" not in line}
    gc.collect()
    gc.freeze()
    watching = asyncio.create_task(late.watch())
    try:
        previewer = Previewer(Windows(database), RATES)
        (_, window), cpu, worst = await late.timed(previewer.follow())
        print(f"\nfirst load: {cpu:,.0f} ms of CPU, the loop late by {worst:.0f} ms at most")
        _, cpu, worst = await late.timed(previewer.follow_texts(window))
        print(f"index of texts: {cpu:,.0f} ms of CPU, the loop late by {worst:.0f} ms at most")
        print(f"{'preview ms':>12} {'late ms':>9} {'replay ms':>10} {'fit':>7}  filter")
        for line in LINES:
            found, cpu, worst = await late.timed(previewer.preview(parse_filter(line)))
            count, plain = slow.get(line, (found.count, 0.0))
            assert found.count == count
            print(f"{cpu:12.1f} {worst:9.1f} {plain or '':>10.4} {found.count:7,}  {line}")
    finally:
        watching.cancel()
        await database.dispose()
        gc.unfreeze()
