"""Fetches a document over HTTP: conditionally, and within bounds of time, size and place; parses nothing."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from importlib.metadata import version
from types import MappingProxyType
from typing import Protocol, Self

import httpcore
import httpx

from alerts.errors import FetchError
from alerts.feeds.entry import Document
from alerts.polling import Fetched, FetchRequest, NotModified
from bot.fetching.addresses import CheckedBackend, Resolve, resolve
from bot.fetching.answers import check_answer, is_redirect
from bot.fetching.bodies import ACCEPT_ENCODING, read_body
from bot.fetching.connections import Connections, Response
from bot.fetching.robots import Robots

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/json;q=0.9,"
    " application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1"
)
_MAX_REDIRECTS = 5
_PERMANENT = frozenset((HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT))
# httpx gives None for the port that a scheme has by itself.
_WEB_PORTS = frozenset((None, 80, 443))
_NOTHING: Mapping[bytes, bytes] = MappingProxyType({})
_MAX_VALIDATOR = 2_000
_CONNECT_TIMEOUT = 10.0

_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)


class FetchSettings(Protocol):
    """What the operator decides. ``contact`` is a URL or address for whoever runs the feed's server."""

    @property
    def contact(self) -> str: ...
    @property
    def allow_private_hosts(self) -> tuple[str, ...]: ...
    @property
    def max_bytes(self) -> int: ...
    @property
    def timeout(self) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class _Door:
    """Connections, and what decides which may be made."""

    backend: CheckedBackend
    connections: Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came at the end of all redirects; ``moved`` says that each of them was permanent, and that there was one."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""
    moved: bool = False


class HttpFetcher:
    """Two sets of connections for all feeds; no cookie is kept.

    What the operator named may lead to the private hosts that the operator listed; what a chat named never does, not
    even over a connection that is open already.
    """

    def __init__(self, settings: FetchSettings, resolve: Resolve = resolve) -> None:
        """``resolve`` gives a host's addresses."""
        self._headers = _headers(settings.contact)
        self._max_bytes = settings.max_bytes
        self._timeout = settings.timeout.total_seconds()
        self._trusted = self._door(CheckedBackend(settings.allow_private_hosts, resolve, hints=True))
        self._public = self._door(CheckedBackend((), resolve))
        self._robots = Robots(self._robots_txt)

    def _door(self, backend: CheckedBackend) -> _Door:
        return _Door(backend, Connections(backend, self._timeout, min(_CONNECT_TIMEOUT, self._timeout)))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._trusted.connections.aclose()
        await self._public.connections.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Fetch one document, following redirects. Raises `FetchError`, and nothing else."""
        url = web_address(request.url, trusted=request.trusted)
        try:
            # A client's own timeout is per read: a server that drips outlives it.
            async with asyncio.timeout(self._timeout):
                if request.page:
                    await self._robots.check(url, trusted=request.trusted)
                answer = await self._followed(
                    url, _conditions(request), trusted=request.trusted, own=_own_headers(request)
                )
        except TimeoutError as error:
            raise FetchError(f"{url.host} did not answer in full within {self._timeout:g} s") from error
        except _FAILURES as error:
            raise FetchError(f"{url.host} could not be asked: {error or type(error).__name__}") from error
        return _brought(request, answer)

    async def _robots_txt(self, url: httpx.URL, trusted: bool) -> tuple[int, bytes]:
        """Fetch a site's robots.txt; a site that cannot be asked for it answers 503, so to speak."""
        try:
            answer = await self._followed(url, {}, trusted=trusted, check=False)
        except (FetchError, *_FAILURES):
            return HTTPStatus.SERVICE_UNAVAILABLE, b""
        return answer.status, answer.body

    async def _followed(
        self,
        first: httpx.URL,
        conditions: Mapping[bytes, bytes],
        *,
        trusted: bool,
        own: Mapping[bytes, bytes] = _NOTHING,
        check: bool = True,
    ) -> _Answer:
        """Ask, and ask on where it redirects; ``check`` refuses answers that bring no document.

        What a format asks for in headers of its ``own`` may be a key, and is said to the first host only.
        """
        door = self._trusted if trusted else self._public
        url, permanent, hops = first, True, 0
        while True:
            headers = {**self._headers, **(own if url.host == first.host else _NOTHING), **conditions}
            async with door.connections.get(url, tuple(headers.items())) as response:
                if not is_redirect(response.status, response.headers):
                    if check and response.status != HTTPStatus.NOT_MODIFIED:
                        check_answer(url.host, response.status, response.headers)
                    return await self._answer(url, response, moved=permanent and hops > 0)
                target = web_address(response.headers["location"], base=url, trusted=trusted)
                permanent = permanent and response.status in _PERMANENT
            _check_hop(door.backend, first, url, target)
            url, hops = target, hops + 1
            if hops > _MAX_REDIRECTS:
                raise FetchError(f"{first.host} redirects more than {_MAX_REDIRECTS} times")

    async def _answer(self, url: httpx.URL, response: Response, *, moved: bool) -> _Answer:
        body = b"" if response.status != HTTPStatus.OK else await read_body(response, self._max_bytes)
        return _Answer(url=url, status=response.status, headers=response.headers, body=body, moved=moved)


def _brought(request: FetchRequest, answer: _Answer) -> Fetched | NotModified:
    etag, last_modified = _raw(answer.headers, b"etag"), _raw(answer.headers, b"last-modified")
    headers = dict(answer.headers.items())
    moved_to = str(answer.url) if answer.moved else None
    asked = request.etag is not None or request.last_modified is not None
    if answer.status == HTTPStatus.NOT_MODIFIED and asked:
        return NotModified(etag=etag, last_modified=last_modified, headers=headers, moved_to=moved_to)
    check_answer(answer.url.host, answer.status, answer.headers)
    return Fetched(
        documents=(Document(url=str(answer.url), body=answer.body, headers=headers),),
        etag=etag,
        last_modified=last_modified,
        status=answer.status,
        headers=headers,
        moved_to=moved_to,
    )


def web_address(address: str, *, base: httpx.URL | None = None, trusted: bool = True) -> httpx.URL:
    """Read an address. Raises `FetchError` for what is no plain web address, or has a port that a chat may not name."""
    try:
        url = base.join(address) if base else _url(address)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchError("the address is no valid URL") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"only http:// and https:// can be fetched, not {url.scheme[:20] or 'this'}:")
    if url.userinfo:
        raise FetchError(f"the address of {url.host} holds a user name or password")
    if not trusted and url.port not in _WEB_PORTS:
        raise FetchError(f"the address of {url.host} names a port that is not the web's")
    return url


@lru_cache(maxsize=5_000)
def _url(address: str) -> httpx.URL:
    """Read an address once: the same ones are asked again and again, and reading one takes long."""
    return httpx.URL(address)


def _check_hop(backend: CheckedBackend, first: httpx.URL, source: httpx.URL, target: httpx.URL) -> None:
    if source.scheme == "https" and target.scheme != "https":
        raise FetchError(f"{source.host} redirects from https to http")
    if target.port not in {*_WEB_PORTS, first.port}:
        raise FetchError(f"{source.host} redirects to a port that is not the web's")
    # The operator's permission is for feeds of that host, not for whoever redirects there.
    if backend.may_be_private(target.host) and not backend.may_be_private(first.host):
        raise FetchError(f"{source.host} redirects into the private network, to {target.host}")


def _headers(contact: str) -> dict[bytes, bytes]:
    agent = f"rolecall/{version('rolecall')}"
    return {
        b"User-Agent": (f"{agent} (+{contact})" if contact else agent).encode(),
        b"Accept": _ACCEPT.encode(),
        b"Accept-Encoding": ACCEPT_ENCODING.encode(),
    }


def _own_headers(request: FetchRequest) -> dict[bytes, bytes]:
    return {name.encode("ascii"): value.encode("ascii") for name, value in request.headers.items()}


def _conditions(request: FetchRequest) -> dict[bytes, bytes]:
    """Send back both validators, byte for byte as they came."""
    validators = {b"If-None-Match": request.etag, b"If-Modified-Since": request.last_modified}
    return {name: value.encode("latin-1", "ignore") for name, value in validators.items() if value}


def _raw(headers: httpx.Headers, name: bytes) -> str | None:
    """Give a header's bytes, one character each; one that no server can mean is not kept."""
    found = next((value for key, value in headers.raw if key.lower() == name), b"")
    return found.decode("latin-1") if 0 < len(found) <= _MAX_VALIDATOR else None
