"""Connections that are kept for the next request, against a real server on this machine."""

import asyncio

import httpcore
import httpx
import pytest

from bot.fetching import connections as kept
from bot.fetching.connections import Connections

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"
LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nhi"
HANG_UP = b""


class Site:
    """A server that gives answers in order, and keeps over how many connections it was asked what."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.connections = 0
        self.asked = []
        self.writers = []

    async def serve(self, reader, writer):
        self.connections += 1
        self.writers.append(writer)
        number = self.connections
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.asked.append((number, head))
                answer = self.answers.pop(0)
                if answer == HANG_UP:
                    break
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def over(self):
        return [number for number, _ in self.asked]


@pytest.fixture
async def opened():
    """Give a way to make a site and connections to it; both are closed at the end."""
    made = []

    async def make(*answers):
        site = Site(*answers)
        server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
        connections = Connections(httpcore.AnyIOBackend(), 5, 5)
        made.append((server, connections))
        port = server.sockets[0].getsockname()[1]

        async def get(host="127.0.0.1", *, read=True):
            url = httpx.URL(f"http://{host}:{port}/x?y=1")
            async with connections.get(url, [(b"X-A", b"b")]) as response:
                return b"".join([piece async for piece in response.body]) if read else b""

        return site, get

    yield make
    for server, connections in made:
        await connections.aclose()
        server.close()
        for _ in range(20):
            await asyncio.sleep(0)  # the server's ends close as well


async def test_the_next_request_takes_the_same_connection(opened):
    """A host's feeds are asked over one connection, also after an answer without a body."""
    site, get = await opened(OK, NOT_MODIFIED, OK)
    assert [await get(), await get(read=False), await get()] == [b"hi", b"", b"hi"]
    assert site.over() == [1, 1, 1]


async def test_a_request_is_what_was_asked_for(opened):
    """The target has its query, the host its port; what is not named is not sent."""
    site, get = await opened(OK)
    await get()
    lines = site.asked[0][1].decode().split("\r\n")
    assert lines[0] == "GET /x?y=1 HTTP/1.1"
    assert [line.partition(":")[0] for line in lines[1:] if line] == ["Host", "X-A"]


async def test_requests_at_once_have_connections_of_their_own(opened):
    """Two at a time wait for nothing; one of the two connections is kept."""
    site, get = await opened(OK, OK, OK)
    await asyncio.gather(get(), get())
    await get()
    assert sorted(site.over()[:2]) == [1, 2]
    assert site.connections == 2


async def test_an_answer_that_is_left_unread_ends_its_connection(opened):
    """What is still to come of it must not be taken for the next answer."""
    site, get = await opened(LONG, OK)
    assert [await get(read=False), await get()] == [b"", b"hi"]
    assert site.over() == [1, 2]


async def test_a_connection_that_the_server_ended_is_not_used(opened):
    """A server that closed its end while nothing was asked is asked over a new one."""
    site, get = await opened(OK, OK)
    await get()
    site.writers[0].close()
    await site.writers[0].wait_closed()
    assert await get() == b"hi"
    assert site.over() == [1, 2]


async def test_a_connection_that_the_server_ends_just_now_is_replaced(opened):
    """A request that met the end of a kept connection is asked once more; on a new one it fails."""
    site, get = await opened(OK, HANG_UP, OK, HANG_UP, HANG_UP)
    assert [await get(), await get()] == [b"hi", b"hi"]
    assert site.over() == [1, 1, 2]
    with pytest.raises(httpcore.RemoteProtocolError):
        await get()
    assert site.over() == [1, 1, 2, 2, 3]


async def test_idle_connections_end(opened, monkeypatch):
    """One is kept for a host, so many in all, and each for a while."""
    monkeypatch.setattr(kept, "MOST_IDLE", 1)
    site, get = await opened(OK, OK, OK, OK)
    for host in ("127.0.0.1", "localhost", "127.0.0.1"):
        await get(host)
    assert site.over() == [1, 2, 3]
    monkeypatch.setattr(kept, "KEPT_SECONDS", -1)
    site, get = await opened(OK, OK)
    await get()
    await get()
    assert site.over() == [1, 2]
