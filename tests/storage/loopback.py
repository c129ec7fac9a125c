"""A web server on this machine for tests of polling, and a world in which its answers and the clock are staged."""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from alerts.feeds.ats.greenhouse import Greenhouse
from alerts.feeds.entry import Document, PageRequest, ParsedDocument
from alerts.polling import FeedSpec, FirstPoll, PollReport, Tempo, poll_next
from bot.fetching import HttpFetcher
from storage.database import Database
from storage.feeds import Feeds


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Make an answer; '_' in a header's name is '-'."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + raw


def rss(*names: Any, head: str = "", **headers: str) -> bytes:
    """Make an RSS feed of postings with these titles."""
    items = "".join(
        f"<item><title>{name}</title><link>https://jobs.example/{name}</link><guid>{name}</guid></item>"
        for name in names
    )
    body = f'<rss version="2.0"><channel><title>x</title>{head}{items}</channel></rss>'
    return answer(body, **headers)


def board(*keys: Any, more: str = "", **headers: str) -> bytes:
    """Make a company's board in Greenhouse's form; ``more`` is read by `paged` alone."""
    jobs = ",".join(
        f'{{"id":{abs(hash(str(key))) % 10**9},"title":"{key}","absolute_url":"https://acme.example/jobs/{key}",'
        '"location":{"name":"Remote"},"internal_job_id":1,"content":"Python"}'
        for key in keys
    )
    return answer(f'{{"jobs":[{jobs}],"more":"{more}"}}', **headers)


def paged(monkeypatch: Any, *, newest_first: bool = False) -> None:
    """Let Greenhouse's boards have pages, as other boards do."""
    parse = Greenhouse.parse

    def parse_paged(self: Greenhouse, document: Document, options: Any) -> ParsedDocument:
        more = json.loads(document.body)["more"]
        following = PageRequest(url=urljoin(document.url, more)) if more else None
        return replace(parse(self, document, options), complete=not more, next=following)

    monkeypatch.setattr(Greenhouse, "parse", parse_paged)
    monkeypatch.setattr(Greenhouse, "max_pages", 9)
    monkeypatch.setattr(Greenhouse, "newest_first", newest_first)
    monkeypatch.setattr(
        Greenhouse, "plan", lambda _self, url, _options: PageRequest(url=url, conditional=False)
    )


@dataclass
class Asked:
    """A request that came in, by the staged clock."""

    host: str
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """Gives each path its answers in order, the last one for ever, and keeps what it was asked."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    busy: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    most_busy: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    open: int = 0
    _answers: dict[str, list[Any]] = field(default_factory=dict)

    def gives(self, path: str, *answers: Any) -> None:
        """Set what a path gives from now on."""
        self._answers[path] = list(answers)

    def asked_for(self, path: str) -> list[Asked]:
        """Give the requests for a path."""
        return [one for one in self.asked if one.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        self.open += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
            path, host = head[0].split()[1], headers["host"].partition(":")[0]
            self.asked.append(Asked(host, path, headers))
            self.busy[host] += 1
            self.most_busy[host] = max(self.most_busy[host], self.busy[host])
            await self._answer(path, writer)
            self.busy[host] -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough, which is what some tests are about
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.open -= 1

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        left = self._answers.get(path) or [answer(b"", "404 Not Found")]
        chosen = left.pop(0) if len(left) > 1 else left[0]
        if callable(chosen):
            await chosen(writer)
        else:
            writer.write(chosen)
            await writer.drain()


@dataclass
class Settings:
    """How feeds are fetched in tests: every ``*.test`` host that is used is allowed."""

    contact: str = "https://rolecall.example/bot"
    allow_private_hosts: tuple[str, ...] = ("127.0.0.1", "board.test", "other.test")
    max_bytes: int = 2_000_000
    timeout: timedelta = timedelta(seconds=10)


async def to_loopback(_host: str, _port: int) -> list[str]:
    """Resolve every name to this machine."""
    return ["127.0.0.1"]


class Web:
    """Feeds of a real server, polled through the real client into a real database, on a staged clock."""

    def __init__(self, database: Database, server: Server, settings: Settings | None = None) -> None:
        self.database = database
        self.server = server
        self.store = Feeds(database)
        self.fetcher = HttpFetcher(settings or Settings(), to_loopback)
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        """Let staged time pass instead of real time."""
        self.pauses.append(seconds)
        self.database.clock.offset += timedelta(seconds=seconds)

    def url(self, path: str, host: str = "board.test") -> str:
        """Give the address of a path."""
        return f"http://{host}:{self.server.port}{path}"

    def feed(self, path: str = "/feed", host: str = "board.test", **changes: Any) -> FeedSpec:
        """Make a configured feed of the server's."""
        values = {
            "name": f"{host}{path}",
            "format": "rss",
            "url": self.url(path, host),
            "host": f"{host}:{self.server.port}",
            "interval": timedelta(hours=1),
            "first_poll": FirstPoll.DELIVER,
        }
        return FeedSpec(**{**values, **changes})

    async def configure(self, *specs: FeedSpec) -> None:
        """Take these feeds and no others."""
        await self.store.reconcile_feeds(specs)

    def later(self, **span: float) -> None:
        """Let staged time pass."""
        self.database.clock.offset += timedelta(**span)

    async def poll(self, fetcher: Any = None, chance: float = 0.0) -> PollReport | None:
        """Poll what is due first, if anything is."""
        tempo = Tempo(pause=self.pause, chance=lambda: chance)
        return await poll_next(self.store, fetcher or self.fetcher, "me", tempo=tempo)

    async def round(self, **span: float) -> PollReport:
        """Poll the one feed once its time has come; ``span`` says when, a day later by default."""
        self.later(**(span or {"days": 1, "minutes": 1}))
        report = await self.poll()
        assert report is not None
        return report

    async def due_after(self, **span: float) -> bool:
        """Say whether anything is due a while from now; time stays as it is."""
        at = await self.database.now() + timedelta(**span)
        return await self.store.count_due(at) > 0
