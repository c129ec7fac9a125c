"""Keeps the connection to a host open for its next request; knows no redirect and no feed.

A pool looks through all of its connections at every request. Here a host's feeds are asked one after the other, so
that one connection for each is all there is to keep.
"""

import math
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus

import httpcore
import httpx

# Seconds for which a server is left with an idle connection: some hosts' gaps, but no longer than servers like.
KEPT_SECONDS = 15.0
# Idle connections at one time; the one that is idle longest is closed first.
MOST_IDLE = 100

# What a server's end of an idle connection looks like to who asks over it just then.
_ENDED = (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError)

_Site = tuple[bytes, bytes, int | None]
_NONE = (0.0, None)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose body has not come yet."""

    status: int
    headers: httpx.Headers
    body: AsyncIterator[bytes]


class Connections:
    """Connections that are made by one backend, each for one request at a time; no proxy is used."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, timeout: float, connect_timeout: float) -> None:
        """Time-outs are in seconds, and for a single read or write."""
        self._backend = backend
        self._timeouts = {"connect": connect_timeout, "read": timeout, "write": timeout, "pool": timeout}
        self._idle: dict[_Site, tuple[float, httpcore.AsyncHTTPConnection]] = {}

    @asynccontextmanager
    async def get(self, url: httpx.URL, headers: Sequence[tuple[bytes, bytes]]) -> AsyncIterator[Response]:
        """Ask for ``url``, whose answer is there for as long as the context. Raises httpcore's errors."""
        site = (url.raw_scheme, url.raw_host, url.port)
        request = httpcore.Request(
            "GET",
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[(b"Host", url.netloc), *headers],
            extensions={"timeout": self._timeouts},
        )
        connection, response = await self._asked(site, request)
        body = response.aiter_stream()
        try:
            if response.status == HTTPStatus.NOT_MODIFIED:
                await anext(body, b"")  # it has none; seen to its end, the connection can be kept
            yield Response(response.status, httpx.Headers(response.headers), body)
        finally:
            await response.aclose()
            await self._keep(site, connection)

    async def aclose(self) -> None:
        """Close all connections."""
        while self._idle:
            _, (_, connection) = self._idle.popitem()
            await connection.aclose()

    async def _asked(
        self, site: _Site, request: httpcore.Request
    ) -> tuple[httpcore.AsyncHTTPConnection, httpcore.Response]:
        """Ask over the connection that is open, or over a new one where there is none or the server has ended it."""
        _, kept = self._idle.pop(site, _NONE)
        if kept is not None and kept.has_expired():
            await kept.aclose()
        elif kept is not None:
            try:
                return kept, await kept.handle_async_request(request)
            except _ENDED:
                pass  # a GET may be repeated (RFC 9110, 9.2.2)
        made = httpcore.AsyncHTTPConnection(
            request.url.origin,
            ssl_context=_tls() if request.url.scheme == b"https" else None,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=self._backend,
        )
        return made, await made.handle_async_request(request)

    async def _keep(self, site: _Site, connection: httpcore.AsyncHTTPConnection) -> None:
        """Keep a connection that can be used once more, and close those that were idle for long."""
        if not connection.is_idle():
            return  # its answer was left unread, which closed it
        _, spare = self._idle.pop(site, _NONE)
        self._idle[site] = (time.monotonic(), connection)
        if spare is not None:
            await spare.aclose()
        while self._is_overfull():
            _, oldest = self._idle.pop(next(iter(self._idle)))
            await oldest.aclose()

    def _is_overfull(self) -> bool:
        first, _ = next(iter(self._idle.values()), (math.inf, None))
        return len(self._idle) > MOST_IDLE or time.monotonic() - first > KEPT_SECONDS


@cache
def _tls() -> ssl.SSLContext:
    """Read the machine's certificates once: it takes longer than a request."""
    return httpx.create_ssl_context()
