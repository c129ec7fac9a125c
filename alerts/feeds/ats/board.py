"""What all boards of applicant tracking systems share: their addresses; knows no system's documents."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

from alerts.feeds.contract import Format, Reach
from alerts.feeds.entry import PageRequest
from alerts.feeds.values import query_of, words

# Where a company's word for its board would stand, these mean something else.
_NO_BOARDS = frozenset(
    (
        *(
            "www",
            "apply",
            "hire",
            "api",
            "app",
            "apps",
            "jobs",
            "job",
            "careers",
            "career",
            "embed",
            "help",
            "support",
            "docs",
        ),
        *("blog", "status", "login", "auth", "oauth", "static", "assets", "cdn", "images", "v0", "v1", "j"),
        *(
            "_next",
            "hc",
            "info",
            "go",
            "get",
            "developer",
            "developers",
            "marketplace",
            "partners",
            "resources",
        ),
    )
)
_BOARD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%-]{0,99}")


class Board(Format):
    """A company's board: all that is open at it.

    ``endpoint`` is where the system serves it to programs, with the company's word for ``{board}`` and, where the
    system has several, an ``{at}`` of its host. ``addresses`` recognise its pages and the endpoint itself, by host and
    path, with groups of those names. ``everywhere`` are all values of ``at``, the usual one first.
    """

    option_names: ClassVar[frozenset[str]] = frozenset(("company",))
    reach: ClassVar[Reach] = Reach.WHOLE
    endpoint: ClassVar[str]
    addresses: ClassVar[tuple[re.Pattern[str], ...]]
    everywhere: ClassVar[tuple[str, ...]] = ("",)

    def plan(self, url: str, options: Mapping[str, Any]) -> PageRequest:  # noqa: ARG002 - the contract
        """Ask the endpoint of the board that the address belongs to; another address is the operator's own."""
        endpoint = self.address_for(url)
        return PageRequest(url=_with_query_of(url, endpoint) if endpoint else url)

    def address_for(self, url: str) -> str:
        """Give the endpoint of the board that an address belongs to; '' elsewhere."""
        found = self._found(url)
        return self.endpoint.format_map({"at": self.everywhere[0]} | found) if found else ""

    def endpoints_of(self, board: str) -> tuple[str, ...]:
        """Give where a company's board would be, if the system has it; nothing for what cannot be its word."""
        fit = _BOARD.fullmatch(board) and board.lower() not in _NO_BOARDS
        return tuple(self.endpoint.format(board=board, at=at) for at in self.everywhere) if fit else ()

    def company_of(self, options: Mapping[str, Any], *urls: object) -> str:
        """Give the company as the operator calls it, else the board's own word for it in one of the addresses."""
        boards = (unquote(self._found(words(url)).get("board", "")) for url in urls)
        return words(options.get("company")) or next(filter(None, boards), "")

    def _found(self, url: str) -> dict[str, str]:
        try:
            parts = urlsplit(url)
            place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}?{parts.query}"
        except ValueError:
            return {}
        for address in self.addresses:
            found = address.match(place)
            if found and _BOARD.fullmatch(found["board"]) and found["board"].lower() not in _NO_BOARDS:
                return {name: value or "" for name, value in found.groupdict().items()}
        return {}


def _with_query_of(url: str, endpoint: str) -> str:
    """Keep what else the operator asks the endpoint for, such as a language."""
    given, made = urlsplit(url), urlsplit(endpoint)
    if given.path.rstrip("/") != made.path.rstrip("/"):
        return endpoint
    query = query_of(url) | query_of(endpoint)
    return urlunsplit(made._replace(query=urlencode(query)))


def place_of(*parts: object) -> str:
    """Join the parts of one place, the narrowest first, each once."""
    return ", ".join(dict.fromkeys(filter(None, map(words, parts))))
