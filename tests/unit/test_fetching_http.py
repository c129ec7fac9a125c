"""Fetching over HTTP, against a real server on this machine."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from alerts.errors import FetchError
from alerts.polling import Fetched, FetchRequest, NotModified
from bot.fetching import HttpFetcher
from bot.fetching.addresses import CheckedBackend
from bot.fetching.http import _check_hop

FEED = b'<rss version="2.0"><channel/></rss>'

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Settings:
    contact: str = "https://rolecall.example/bot"
    allow_private_hosts: tuple[str, ...] = ("127.0.0.1", "feeds.test")
    max_bytes: int = 100_000
    timeout: timedelta = timedelta(seconds=20)


def answer(body: bytes = FEED, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name.lower(), value


@dataclass
class Site:
    """A web server that gives prepared answers in order, the last one for ever, and keeps the questions."""

    answers: list[Answer] = field(default_factory=lambda: [answer()])
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        self.asked.append((head[0].split()[1], dict(_header(line) for line in head[1:] if line)))
        chosen = self.answers[min(len(self.asked), len(self.answers)) - 1]
        try:
            if isinstance(chosen, bytes):
                writer.write(chosen)
                await writer.drain()
            else:
                await chosen(writer)
        except ConnectionError:
            pass  # the client has had enough, which is what some tests are about
        finally:
            writer.close()

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@asynccontextmanager
async def fetcher(**changes: Any) -> AsyncIterator[HttpFetcher]:
    async with HttpFetcher(Settings(**changes), loopback) as made:
        yield made


async def fetch(url: str, etag: str | None = None, last_modified: str | None = None, **changes: Any) -> Any:
    async with fetcher(**changes) as client:
        return await client.fetch(FetchRequest(url=url, format="rss", etag=etag, last_modified=last_modified))


async def refused(url: str, **changes: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(url, **changes)
    return caught.value


def self_signed(folder: Path, name: str) -> Path:
    """Write a certificate, and its key, that no authority signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = folder / "certificate.pem"
    file.write_bytes(
        certificate.public_bytes(pem) + key.private_bytes(pem, form, serialization.NoEncryption())
    )
    return file


async def test_a_document_comes_with_its_validators(site):
    """The body, its address, its headers and both validators are given."""
    site.answers = [answer(ETag='W/"a b"', Last_Modified="yesterday-ish", Content_Type="text/xml")]
    fetched = await fetch(site.url())
    assert isinstance(fetched, Fetched)
    (document,) = fetched.documents
    assert (document.body, document.url) == (FEED, site.url())
    assert document.headers["content-type"] == "text/xml"
    assert (fetched.etag, fetched.last_modified, fetched.status) == ('W/"a b"', "yesterday-ish", 200)


async def test_validators_go_back_byte_for_byte(site):
    """Whatever the server gave, even what no standard allows, comes back to it unchanged, both together."""
    site.answers = [
        answer(ETag="W/\"caf\xe9'", Last_Modified="Mon,23 Nov"),
        answer(status="304 Not Modified"),
    ]
    async with fetcher() as client:
        first = await client.fetch(FetchRequest(url=site.url(), format="rss"))
        again = FetchRequest(url=site.url(), format="rss", etag=first.etag, last_modified=first.last_modified)
        assert isinstance(await client.fetch(again), NotModified)
    headers = site.asked[1][1]
    assert headers["if-none-match"] == "W/\"caf\xe9'"
    assert headers["if-modified-since"] == "Mon,23 Nov"


async def test_the_first_request_is_unconditional(site):
    """Without validators none are invented."""
    await fetch(site.url())
    assert not {"if-none-match", "if-modified-since"} & set(site.asked[0][1])


async def test_not_modified_may_renew_a_validator(site):
    """A 304 that carries another Last-Modified gives it on."""
    site.answers = [answer(b"", "304 Not Modified", Last_Modified="today")]
    assert (await fetch(site.url(), etag='"1"')).last_modified == "today"


async def test_not_modified_unasked_is_an_error(site):
    """A 304 to an unconditional request carries nothing and is not a success."""
    site.answers = [answer(b"", "304 Not Modified")]
    assert (await refused(site.url())).status == 304


async def test_who_asks_is_said_openly(site):
    """The User-Agent names the program and a contact; no cookie, no browser's disguise."""
    site.answers = [answer(Set_Cookie="a=b; Path=/")]
    async with fetcher() as client:
        for _ in range(2):
            await client.fetch(FetchRequest(url=site.url(), format="rss"))
    headers = site.asked[1][1]
    assert headers["user-agent"].startswith("rolecall/")
    assert headers["user-agent"].endswith("(+https://rolecall.example/bot)")
    assert "application/rss+xml" in headers["accept"]
    assert headers["accept-encoding"] == "gzip"
    assert not {"cookie", "referer"} & set(headers)


async def test_no_proxy_is_taken_from_the_environment(site, monkeypatch):
    """A proxy would undo the check of addresses."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert isinstance(await fetch(site.url()), Fetched)


async def test_gzip_is_unpacked(site):
    """A packed body is unpacked."""
    site.answers = [answer(gzip.compress(FEED), Content_Encoding="gzip")]
    assert (await fetch(site.url())).documents[0].body == FEED


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (FEED, "gzip", "is not"),
        (gzip.compress(FEED)[:-9], "gzip", "cut off"),
        (FEED, "br", "nobody asked for: br"),
        (gzip.compress(gzip.compress(FEED)), "gzip, gzip", "nobody asked for"),
    ],
    ids=["not packed", "cut off", "unknown", "packed twice"],  # packed bytes hold the time they were made
)
async def test_a_wrong_encoding_is_an_error(site, body, encoding, reason):
    """A body that is not what its header says is refused, not handed on as garbage."""
    site.answers = [answer(body, Content_Encoding=encoding)]
    assert reason in str(await refused(site.url()))


@pytest.mark.parametrize("packed", [False, True])
async def test_the_cap_counts_what_is_unpacked(site, packed):
    """A body is read to the cap and no further, though it be small on the wire."""
    for size, fits in ((100_000, True), (100_001, False), (50_000_000, False)):
        body = b" " * size
        site.answers = [answer(gzip.compress(body), Content_Encoding="gzip") if packed else answer(body)]
        if fits:
            assert len((await fetch(site.url())).documents[0].body) == size
        else:
            assert "larger than 100,000 bytes" in str(await refused(site.url()))


async def test_a_body_without_end_is_cut_off(site):
    """A server that never stops sending is left at the cap."""

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    site.answers = [endless]
    assert "larger than" in str(await refused(site.url()))


async def test_a_slow_drip_ends_at_the_deadline(site):
    """The deadline is for the whole answer: a byte now and then does not extend it."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    site.answers = [drip]
    error = await refused(site.url(), timeout=timedelta(seconds=0.3))
    assert "did not answer in full within 0.3 s" in str(error)


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", b"SSH-2.0-x\r\n\r\n"]
)
async def test_a_broken_connection_is_a_typed_error(site, sent):
    """A server that hangs up, or speaks something else, is an error of this feed only."""
    site.answers = [sent]
    assert "127.0.0.1 could not be asked" in str(await refused(site.url()))


async def test_nobody_listens():
    """A refused connection is a typed error."""
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    assert "could not be asked" in str(await refused(f"http://127.0.0.1:{port}/"))


async def test_tls_is_verified(tmp_path):
    """A server whose certificate nobody vouches for is refused before anything is asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read())
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path, "feeds.test"))
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert "CERTIFICATE_VERIFY_FAILED" in str(await refused(f"https://feeds.test:{port}/"))
    assert not any(asked)


async def test_redirects_are_followed(site):
    """A redirect is followed with the first request's conditions; the last address is the document's."""
    site.answers = [
        answer(b"", "301 Moved", Location="/new?a=b"),
        answer(b"", "307 There", Location="x"),
        answer(),
    ]
    fetched = await fetch(site.url(), etag='"1"')
    assert fetched.documents[0].url == site.url("/x")
    assert [path for path, _ in site.asked] == ["/feed", "/new?a=b", "/x"]
    assert all(headers["if-none-match"] == '"1"' for _, headers in site.asked)


async def test_redirects_end(site):
    """A circle of redirects is left after five."""
    site.answers = [answer(b"", "302 Found", Location="/feed")]
    assert "more than 5 times" in str(await refused(site.url()))
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://a.example/", "//user:word@127.0.0.1/", "http://[::1"],
)
async def test_redirects_lead_to_web_addresses_only(site, location):
    """A redirect is held to what a configured address is held to."""
    site.answers = [answer(b"", "302 Found", Location=location)]
    await refused(site.url())
    assert len(site.asked) == 1


async def test_redirects_never_drop_encryption():
    """From https a redirect to http is refused, to https it is followed."""
    encrypted, plain = httpx.URL("https://a.test/"), httpx.URL("http://a.test/")
    backend = CheckedBackend((), loopback)
    _check_hop(backend, encrypted, encrypted, encrypted)
    with pytest.raises(FetchError, match="from https to http"):
        _check_hop(backend, encrypted, encrypted, plain)


async def test_a_redirect_opens_no_private_host():
    """That the operator's own feeds may be private gives no other feed's server a way to them."""
    outside, inside = httpx.URL("http://outside.test/"), httpx.URL("http://intranet.test/")
    backend = CheckedBackend(("intranet.test",), loopback)
    _check_hop(backend, inside, outside, inside)
    with pytest.raises(FetchError, match="redirects into the private network"):
        _check_hop(backend, outside, outside, inside)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "/etc/passwd",
        "",
        "http://",
        "http://u@127.0.0.1/",
        "http://[::1",
        "http://a:b/",
    ],
)
async def test_only_web_addresses_are_fetched(url):
    """Anything but a plain http or https address is refused before any connection."""
    await refused(url)


async def test_private_addresses_are_refused(site):
    """A name that leads into the operator's network is not connected to; the error says how to allow it."""
    error = await refused(site.url(host="innocent.test"))
    assert "allow_private_hosts" in str(error)
    assert site.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"]
)
async def test_no_spelling_of_this_machine_gets_through(site, host):
    """However an address is written, it is judged by where it leads."""
    async with HttpFetcher(Settings(allow_private_hosts=())) as client:
        with pytest.raises(FetchError):
            await client.fetch(FetchRequest(url=site.url(host=host), format="rss"))
    assert site.asked == []


async def test_the_checked_address_is_dialled(site):
    """A name is resolved once: an answer that changes after the check (DNS rebinding) is never asked for."""
    asked: list[str] = []

    async def once(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with HttpFetcher(Settings(), once) as client:
        await client.fetch(FetchRequest(url=site.url(host="feeds.test"), format="rss"))
    assert asked == ["feeds.test"]
    assert site.asked[0][1]["host"] == f"feeds.test:{site.port}"


async def test_private_among_public_addresses_is_left_out(site):
    """Of a name's addresses only public ones are dialled."""

    async def mixed(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1", "192.0.2.1", "10.0.0.1"]

    async with HttpFetcher(Settings(allow_private_hosts=()), mixed) as client:
        with pytest.raises(FetchError, match="private network"):
            await client.fetch(FetchRequest(url=site.url(host="mixed.test"), format="rss"))
    assert site.asked == []


async def test_the_next_address_is_tried(site):
    """A host of which one address is dead is reached over another."""

    async def two(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with HttpFetcher(Settings(), two) as client:
        assert isinstance(
            await client.fetch(FetchRequest(url=site.url(host="feeds.test"), format="rss")), Fetched
        )


async def test_an_unknown_host_is_a_typed_error():
    """A name without an address is an error of this feed only."""

    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    async with HttpFetcher(Settings(), nowhere) as client:
        with pytest.raises(FetchError, match=r"there is no host nowhere\.test"):
            await client.fetch(FetchRequest(url="http://nowhere.test/", format="rss"))


async def test_too_many_requests(site):
    """A 429 carries how long to wait."""
    site.answers = [answer(b"", "429 Slow down", Retry_After="120")]
    error = await refused(site.url())
    assert (error.status, error.retry_after, error.permanent) == (429, 120, False)


async def test_gone_is_permanent(site):
    """A 410 says that asking again is useless."""
    site.answers = [answer(b"", "410 Gone")]
    error = await refused(site.url())
    assert (error.status, error.permanent) == (410, True)


async def test_a_challenge_for_browsers_is_an_error(site):
    """A page that asks a person to prove himself is no feed, though it say 200."""
    site.answers = [answer(b"<html>", cf_mitigated="challenge")]
    assert "challenge" in str(await refused(site.url()))


@pytest.mark.parametrize(
    "status", ["204 Nothing", "206 Part", "299 ?", "300 Choose", "403 No", "404 No", "500 x", "599 x"]
)
async def test_only_200_carries_a_feed(site, status):
    """Every other status is an error with its number."""
    site.answers = [answer(b"" if status.startswith("204") else FEED, status)]
    error = await refused(site.url())
    assert error.status == int(status[:3])
    assert f"(status {status[:3]})" in str(error)


async def test_a_cancelled_fetch_is_cancelled(site):
    """Stopping the program is not a failure of a feed."""
    waiting = asyncio.Event()

    async def silent(writer: asyncio.StreamWriter) -> None:
        waiting.set()
        await asyncio.Event().wait()

    site.answers = [silent]
    task = asyncio.create_task(fetch(site.url()))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
