"""Asks sites' robots.txt before a page for people is fetched; knows no feed."""

import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.robotparser import RobotFileParser

import httpx

from alerts.errors import FetchError

# The word in robots.txt that means us, as it stands in the User-Agent.
AGENT = "rolecall"
# RFC 9309, 2.4: no longer than a day; and no more of it need be read than this (2.5).
KEPT_SECONDS = 24 * 3600.0
# A site that could not tell is asked again after this: until then nothing of it is fetched.
KEPT_UNTOLD_SECONDS = 5 * 60.0
MOST_BYTES = 500 * 1024
# Sites remembered; the one asked about first is forgotten first.
MOST_SITES = 1_000

Get = Callable[[httpx.URL, bool], Awaitable[tuple[int, bytes]]]


class Robots:
    """What sites allow, remembered for a day, or for some minutes that they could not tell."""

    def __init__(self, get: Get, clock: Callable[[], float] = time.monotonic) -> None:
        """``get`` gives a URL's status and body, asked as a trusted address or not; ``clock`` counts seconds."""
        self._get = get
        self._clock = clock
        self._known: dict[tuple[str, bool], tuple[float, RobotFileParser]] = {}

    async def check(self, url: httpx.URL, *, trusted: bool) -> None:
        """Raise `FetchError` where the site asks programs to keep away from this page."""
        site = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        rules = await self._rules(site, trusted=trusted)
        if not rules.can_fetch(AGENT, str(url)):
            raise FetchError(f"{url.host} asks programs not to fetch this page (robots.txt)")

    async def _rules(self, site: httpx.URL, *, trusted: bool) -> RobotFileParser:
        key, now = (str(site), trusted), self._clock()
        until, rules = self._known.get(key, (0.0, _NONE))
        if until > now:
            return rules
        status, body = await self._get(site, trusted)
        rules = _read(status, body)
        kept = KEPT_UNTOLD_SECONDS if status >= HTTPStatus.INTERNAL_SERVER_ERROR else KEPT_SECONDS
        self._known.pop(key, None)
        self._known[key] = (now + kept, rules)
        while len(self._known) > MOST_SITES:
            del self._known[next(iter(self._known))]
        return rules


_NONE = RobotFileParser()
_NOTHING_ALLOWED = ("User-agent: *", "Disallow: /")


def _read(status: int, body: bytes) -> RobotFileParser:
    """Read the rules (RFC 9309, 2.3.1): a site without the file allows all, one that cannot tell allows nothing."""
    missing = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    lines: tuple[str, ...] = () if missing else _NOTHING_ALLOWED
    if status == HTTPStatus.OK:
        lines = tuple(body[:MOST_BYTES].decode("utf-8", "replace").splitlines())
    rules = RobotFileParser()
    rules.parse(lines)
    return rules
