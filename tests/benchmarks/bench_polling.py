"""One round of 1,000 feeds over 100 hosts, 2 % of them changed, beside a poller that asks for everything anew.

The server runs in a process of its own, so that the CPU seconds are the poller's. Host gaps are honoured.
"""

import asyncio
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import feedparser
import httpx

from alerts.polling import FeedSpec, poll_next
from alerts.posting import Fields, PostingText
from alerts.reading import read_facts
from bot.app import POLLERS
from bot.fetching import HttpFetcher
from storage.database import Database
from storage.feeds import Feeds
from storage.migrating import upgrade

FEEDS, HOSTS, CHANGED, ENTRIES = 1_000, 100, 20, 5
GAP = timedelta(milliseconds=20)
MOST_AT_ONCE = 16

SERVER = """
import asyncio, sys
changed = [0]
def body(number):
    words = 'Python, PostgreSQL and Kubernetes, remote in Europe. ' * 5
    version = changed[0] if number < int(sys.argv[1]) else 0
    items = ''.join(
        f'<item><title>Engineer {number} {at}</title><link>https://j.example/{number}/{at}</link>'
        f'<guid>{number}-{at}</guid><description>{words}</description></item>'
        for at in range(version, version + int(sys.argv[2])))
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode(), f'"{version}"'
async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b'\\r\\n\\r\\n')).decode()
            path = head.split()[1]
            if path == '/change':
                changed[0] += 1
                answer, etag, status = b'', '""', '200 OK'
            else:
                answer, etag = body(int(path.rpartition('/')[2]))
                status = '200 OK'
                if f'if-none-match: {etag}' in head.lower():
                    answer, status = b'', '304 Not Modified'
            head = f'HTTP/1.1 {status}\\r\\nETag: {etag}\\r\\nContent-Length: {len(answer)}\\r\\n\\r\\n'
            writer.write(head.encode() + answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


@dataclass
class Settings:
    contact: str = ""
    allow_private_hosts: tuple[str, ...] = tuple(f"h{number}.test" for number in range(HOSTS))
    max_bytes: int = 20_000_000
    timeout: timedelta = timedelta(seconds=25)


async def loopback(_host, _port):
    return ["127.0.0.1"]


def spec(number, port):
    host = f"h{number % HOSTS}.test"
    return FeedSpec(
        name=f"feed {number}",
        format="rss",
        url=f"http://{host}:{port}/{number}",
        host=host,
        interval=timedelta(hours=1),
        min_gap=GAP,
    )


async def one_round(store, fetcher):
    """Poll every feed once, as many hosts at once as the program does, and give the counts by status."""
    due_at = await store.make_all_due()
    statuses: Counter[int | None] = Counter()

    async def poller():
        while statuses.total() < FEEDS:
            report = await poll_next(store, fetcher, "bench", due_at)
            if report is None:
                await asyncio.sleep(GAP.total_seconds())
                continue
            assert not report.round.error, report.round.error
            statuses[report.round.status] += 1

    await asyncio.gather(*(poller() for _ in range(POLLERS)))
    return dict(statuses)


async def naive_round(port):
    """Fetch everything and parse everything, at most so many at once."""
    at_once = asyncio.Semaphore(MOST_AT_ONCE)
    async with httpx.AsyncClient() as client:

        async def fetch(number):
            async with at_once:
                answer = await client.get(f"http://127.0.0.1:{port}/{number}")
                await asyncio.to_thread(feedparser.parse, answer.content)

        await asyncio.gather(*(fetch(number) for number in range(FEEDS)))


def peak_memory():
    """Give the most megabytes that this process had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measured(work):
    wall, cpu = time.monotonic(), time.process_time()
    result = await work
    return result, time.monotonic() - wall, time.process_time() - cpu


async def bench_polling(tmp_path):
    """Print what a round costs; the goal is one CPU second for 1,000 unchanged feeds."""
    read_facts(PostingText(title="Engineer", body="We use Python, remote in Europe."), Fields())
    before = peak_memory()
    url = f"sqlite:///{tmp_path / 'bench.db'}"
    upgrade(url)
    database = Database(url)
    store = Feeds(database)
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, str(CHANGED), str(ENTRIES), stdout=asyncio.subprocess.PIPE
    )
    port = int(await server.stdout.readline())
    await store.reconcile_feeds([spec(number, port) for number in range(FEEDS)])
    try:
        async with HttpFetcher(Settings(), loopback) as fetcher:
            first = await measured(one_round(store, fetcher))
            database.clock.offset += timedelta(days=1)
            second = await measured(one_round(store, fetcher))
            database.clock.offset += timedelta(days=1)
            async with httpx.AsyncClient() as client:
                await client.get(f"http://127.0.0.1:{port}/change")
            third = await measured(one_round(store, fetcher))
        peak = peak_memory()
        naive = await measured(naive_round(port))
    finally:
        server.kill()
        await server.wait()
        await database.dispose()
    print(f"\n{FEEDS} feeds over {HOSTS} hosts, {ENTRIES} entries each, {POLLERS} pollers, gap {GAP}")
    print(f"{'round':<36}{'requests/s':>12}{'wall s':>9}{'CPU s':>9}  answers")
    for name, (answers, wall, cpu) in (
        ("the first: everything new", first),
        ("nothing changed", second),
        (f"{CHANGED} feeds changed", third),
        ("naive: all fetched and parsed", naive),
    ):
        print(f"{name:<36}{FEEDS / wall:>12.0f}{wall:>9.1f}{cpu:>9.2f}  {answers or ''}")
    print(f"CPU seconds per 1,000 unchanged feeds: {second[2] * 1000 / FEEDS:.2f}")
    print(f"peak memory {peak:.0f} MB, of which programs, test runner and lexicons take {before:.0f} MB")
