"""Which addresses may be connected to, and connections to none but those; knows no feed.

A feed's URL comes from whoever added it, and a redirect from whoever runs its server: neither may reach into
the operator's network. So a name is resolved once, its addresses are checked, and one of them is dialled; TLS
and the Host header go on with the name.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore

from alerts.errors import FetchError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_MAX_ADDRESSES = 3
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Where clouds keep services of the host, beside what Python knows as private: Oracle's and Azure's.
# The last is NAT64 within a network (RFC 8215).
_HOST_SERVICES = (
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("168.63.129.16/32"),
    ipaddress.ip_network("64:ff9b:1::/48"),
)
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Say whether an address is one of the open Internet, looking into IPv6 forms that carry an IPv4 one."""
    return _is_public(_unwrapped(ipaddress.ip_address(address.partition("%")[0])))


def _is_public(ip: _IP) -> bool:
    site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    special = ip.is_multicast or ip.is_reserved or ip.is_link_local or site_local
    return ip.is_global and not special and not any(ip in network for network in _HOST_SERVICES)


def _unwrapped(ip: _IP) -> _IP:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver for the addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


class CheckedBackend(httpcore.AnyIOBackend):
    """Connects to public addresses, and to any address of the hosts in ``private_hosts``."""

    def __init__(self, private_hosts: Iterable[str], resolve: Resolve, *, hints: bool = False) -> None:
        """Take hosts by name or address, as they stand in a URL; ``hints`` has errors say how to list another."""
        self._hints = hints
        self._private_hosts = frozenset(host.casefold().strip("[]") for host in private_hosts)
        self._resolve = resolve

    def may_be_private(self, host: str) -> bool:
        """Say whether the operator listed the host."""
        return host.casefold().strip("[]") in self._private_hosts

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Dial the first checked address that answers; each gets its share of the time."""
        addresses = await self._checked(host, port)
        share = timeout / len(addresses) if timeout else timeout
        for address in addresses[:-1]:
            try:
                return await super().connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await super().connect_tcp(addresses[-1], port, share, local_address, socket_options)

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        listed = self.may_be_private(host)
        try:
            addresses = await self._resolve(host, port) if listed or not _is_local_name(host) else ()
        except (OSError, UnicodeError) as error:
            raise FetchError(f"there is no host {host}") from error
        allowed = [address for address in addresses if listed or is_public(address)]
        if not allowed:
            hint = "; if that is meant, list it in fetching.allow_private_hosts" if self._hints else ""
            raise FetchError(f"{host} is in a private network{hint}")
        return allowed[:_MAX_ADDRESSES]


def _is_local_name(host: str) -> bool:
    """Tell the names that are nobody's in the open Internet (RFC 6761, 6762, 8375), whatever they resolve to."""
    name = host.casefold().rstrip(".")
    return any(name == local or name.endswith(f".{local}") for local in _LOCAL_NAMES)
