"""Which addresses count as public."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.addresses import is_public

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "2606:4700::1111",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
    "2001:4860:4860::8888%eth0",
]
PRIVATE = {
    "this machine": ["127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "::7f00:1"],
    "private network": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "fec0::1"],
    "link": ["169.254.1.1", "fe80::1", "fe80::1%eth0"],
    "carrier's NAT": ["100.64.0.1", "100.127.255.255"],
    "cloud's metadata": [
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
    ],
    "many": ["224.0.0.1", "255.255.255.255", "ff02::1", "ff0e::1"],
    "nobody": ["240.0.0.1", "192.0.2.1", "198.51.100.1", "198.18.0.1", "2001:db8::1"],
    "IPv4 in IPv6": [
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
        "::ffff:10.0.0.1",
    ],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    """An ordinary address may be connected to, in any of its forms."""
    assert is_public(address)


@pytest.mark.parametrize("address", [address for group in PRIVATE.values() for address in group])
def test_not_public(address):
    """An address that leads to this machine, its network, its cloud or nowhere is told."""
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_embedding_changes_nothing(ip):
    """An IPv4 address inside an IPv6 one is judged like the address itself."""
    for form in (
        f"::ffff:{ip}",
        str(ipaddress.IPv6Address(int(ipaddress.ip_address("64:ff9b::")) + int(ip))),
    ):
        assert is_public(form) == is_public(str(ip))
