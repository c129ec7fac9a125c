"""Fetches a document over HTTP: conditionally, and within bounds of time, size and place; parses nothing."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import Protocol, Self

import httpcore
import httpx

from alerts.errors import FetchError
from alerts.feeds.entry import Document
from alerts.polling import Fetched, FetchRequest, NotModified
from bot.fetching.addresses import CheckedBackend, CheckedTransport, Resolve, resolve
from bot.fetching.answers import check_answer, is_redirect
from bot.fetching.bodies import ACCEPT_ENCODING, read_body

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/json;q=0.9,"
    " application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1"
)
_MAX_REDIRECTS = 5
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


class HttpFetcher:
    """One client for all feeds: it keeps connections, and no cookies."""

    def __init__(self, settings: FetchSettings, resolve: Resolve = resolve) -> None:
        """Open the client; ``resolve`` gives a host's addresses."""
        self._max_bytes = settings.max_bytes
        self._timeout = settings.timeout.total_seconds()
        self._backend = CheckedBackend(settings.allow_private_hosts, resolve)
        self._client = httpx.AsyncClient(
            transport=CheckedTransport(self._backend),
            headers=_headers(settings.contact),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(self._timeout, connect=min(_CONNECT_TIMEOUT, self._timeout)),
            follow_redirects=False,
            trust_env=False,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.aclose()

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Fetch one document, following redirects. Raises `FetchError`, and nothing else."""
        url = _checked(request.url)
        try:
            # A client's own timeout is per read: a server that drips outlives it.
            async with asyncio.timeout(self._timeout):
                return await self._followed(request, url)
        except TimeoutError as error:
            raise FetchError(f"{url.host} did not answer in full within {self._timeout:g} s") from error
        except _FAILURES as error:
            raise FetchError(f"{url.host} could not be asked: {error or type(error).__name__}") from error

    async def _followed(self, request: FetchRequest, first: httpx.URL) -> Fetched | NotModified:
        url = first
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._client.stream("GET", url, headers=_conditions(request)) as response:
                if not is_redirect(response.status_code, response.headers):
                    return await self._answer(request, url, response)
                target = _checked(response.headers["location"], url)
            self._check_hop(first, url, target)
            url = target
        raise FetchError(f"{first.host} redirects more than {_MAX_REDIRECTS} times")

    def _check_hop(self, first: httpx.URL, source: httpx.URL, target: httpx.URL) -> None:
        if source.scheme == "https" and target.scheme != "https":
            raise FetchError(f"{source.host} redirects from https to http")
        # The operator's permission is for feeds of that host, not for whoever redirects there.
        if self._backend.may_be_private(target.host) and not self._backend.may_be_private(first.host):
            raise FetchError(f"{source.host} redirects into the private network, to {target.host}")

    async def _answer(
        self, request: FetchRequest, url: httpx.URL, response: httpx.Response
    ) -> Fetched | NotModified:
        etag, last_modified = _raw(response, b"etag"), _raw(response, b"last-modified")
        asked = request.etag is not None or request.last_modified is not None
        if response.status_code == HTTPStatus.NOT_MODIFIED and asked:
            return NotModified(etag=etag, last_modified=last_modified)
        check_answer(url.host, response.status_code, response.headers)
        body = await read_body(response, self._max_bytes)
        return Fetched(
            documents=(Document(url=str(url), body=body, headers=dict(response.headers.items())),),
            etag=etag,
            last_modified=last_modified,
            status=response.status_code,
        )


def _headers(contact: str) -> dict[str, str]:
    agent = f"rolecall/{version('rolecall')}"
    return {
        "User-Agent": f"{agent} (+{contact})" if contact else agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": ACCEPT_ENCODING,
    }


def _checked(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address. Raises `FetchError` for what is no plain web address."""
    try:
        url = base.join(address) if base else httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("the address is no valid URL") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"only http:// and https:// can be fetched, not {url.scheme[:20] or 'this'}:")
    if url.userinfo:
        raise FetchError(f"the address of {url.host} holds a user name or password")
    return url


def _conditions(request: FetchRequest) -> dict[bytes, bytes]:
    """Send back both validators, byte for byte as they came."""
    validators = {b"If-None-Match": request.etag, b"If-Modified-Since": request.last_modified}
    return {name: value.encode("latin-1", "ignore") for name, value in validators.items() if value}


def _raw(response: httpx.Response, name: bytes) -> str | None:
    """Give a header's bytes, one character each; one that no server can mean is not kept."""
    found = next((value for key, value in response.headers.raw if key.lower() == name), b"")
    return found.decode("latin-1") if 0 < len(found) <= _MAX_VALIDATOR else None
