"""Sixty addresses that somebody in a chat might try in order to reach what is not theirs: each is refused."""

from dataclasses import dataclass
from datetime import timedelta

import httpcore
import pytest

from alerts.errors import FetchError
from alerts.polling import FetchRequest
from bot.fetching import HttpFetcher

HOSTILE = """
file:///etc/passwd
FILE:/etc/hostname
ftp://example.com/feed
gopher://127.0.0.1:6379/_FLUSHALL
dict://127.0.0.1:11211/stats
ldap://127.0.0.1/
jar:http://example.com!/x
data:text/xml,<rss/>
javascript:alert(1)
unix:///var/run/docker.sock
//127.0.0.1/
/etc/passwd
http://
http:///feed
https://?x
http://:80/
http://[::1
http://a:b/
http://127.0.0.1/
http://127.1/
http://127.0.1/
http://127.255.255.254/
http://2130706433/
http://017700000001/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://0/
http://0.0.0.0/
http://localhost/
http://LOCALHOST./
http://anything.localhost/
http://printer.local/
http://metadata.google.internal/computeMetadata/v1/
http://169.254.169.254/latest/meta-data/
http://169.254.170.2/v2/credentials
http://[fd00:ec2::254]/latest/meta-data/
http://100.100.100.200/latest/meta-data/
http://192.0.0.192/latest/
http://168.63.129.16/machine
http://100.64.0.1/
http://10.0.0.1/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.1.1/
http://198.18.0.1/
http://224.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:a9fe:a9fe]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b:1::7f00:1]/
http://[2002:7f00:1::]/
http://[::127.0.0.1]/
http://[fe80::1]/
http://[fc00::1]/
http://①②⑦.⓪.⓪.①/
http://１２７.0.0.1/
http://127。0。0。1/
http://example.com:22/
http://example.com:6379/
https://example.com:8443/
http://user@example.com/
http://user:word@example.com/
http://example.com@127.0.0.1/
http://127.0.0.1:80@example.com/
http://exa mple.com/
http://home.arpa/
""".strip().splitlines()


@dataclass
class Careless:
    """The settings of an operator who allowed this machine, for feeds of the operator's own."""

    contact: str = ""
    allow_private_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    max_bytes: int = 1_000
    timeout: timedelta = timedelta(seconds=5)


async def test_every_hostile_address_is_refused(monkeypatch):
    """None is connected to; each is refused in words, whatever the operator allows for other feeds."""
    dialled = []

    async def dial(_self, address, *_more):
        dialled.append(address)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", dial)
    assert len(HOSTILE) >= 60
    async with HttpFetcher(Careless()) as fetcher:
        for url in HOSTILE:
            with pytest.raises(FetchError) as refused:
                await fetcher.fetch(FetchRequest(url=url, format="auto", trusted=False))
            assert str(refused.value)
    assert dialled == []
