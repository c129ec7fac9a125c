"""Finds the feeds behind an address, a page or a company's name; knows sources by their formats, fetches nothing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from alerts.errors import TermsError
from alerts.feeds import FORMATS, detect
from alerts.feeds.ats.board import Board
from alerts.feeds.contract import Terms
from alerts.feeds.entry import Document
from alerts.feeds.html_page import FeedLink, feeds_of, links_of, page_text
from alerts.feeds.jobpage import JobPage
from alerts.feeds.sniffing import Kind, kind_of
from alerts.feeds.terms import check_allowed, forbidden

_MOST_FOUND = 10
_MOST_NAMED = 5_000
_MOST_NAMES = 3
_LEGAL_FORMS = frozenset("inc llc ltd limited gmbh ag corp corporation co company plc sa se bv".split())  # noqa: SIM905
# Addresses within scripts have their strokes escaped.
_ADDRESS = re.compile(r"https?:(?:\\?/){2}[a-zA-Z0-9.-]{4,200}(?:\\?/[^\s\"'<>()\\]{0,300}){0,10}")
_WORD = re.compile(r"[a-z0-9]+")
_OF_JOBS = re.compile(r"job|career|vacanc|position|hiring|opening|stellen|karriere|emploi", re.IGNORECASE)
_OF_COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that may be added: what to poll, in which format, and what told of it, for a person to read."""

    url: str
    format: str
    reason: str


def feeds_at(url: str) -> tuple[FoundFeed, ...]:
    """Give the feeds that an address leads to by itself. Raises `TermsError` for a source that forbids polling."""
    check_allowed(url)
    return _distinct(_known(url))


def feeds_on(document: Document) -> tuple[FoundFeed, ...]:
    """Give the feeds that a fetched document is or names, the surest first.

    Raises `TermsError` where a page shows none but a company's board that must not be polled.
    """
    chosen = detect(document)
    if chosen is not None and not isinstance(chosen, JobPage):
        return (FoundFeed(url=document.url, format=chosen.name, reason="it is a feed"),)
    if kind_of(document.body) is not Kind.PAGE:
        return ()
    page = page_text(document)
    addresses = _addresses(page, document.url)
    stated = [FoundFeed(url=document.url, format=JobPage.name, reason="the page states postings")]
    of_jobs, others = _alternates(page, document.url)
    found = (*_boards(addresses), *of_jobs, *(stated if chosen is not None else ()), *others)
    refused = next((one for one in map(forbidden, addresses) if one and one.recruits), None)
    if refused and not found:
        raise TermsError(f"The page shows a board of {refused.source}. {refused.refusal}")
    return _distinct(found)


def boards_of(company: str) -> tuple[FoundFeed, ...]:
    """Give where a company's board would be at each recruiting system that is known; most of them do not exist.

    A board of that name may be another company's: whoever asks has to look at what it lists.
    """
    systems = [
        known for known in FORMATS.values() if isinstance(known, Board) and known.manners.terms is Terms.OPEN
    ]
    return tuple(
        FoundFeed(
            url=endpoint, format=system.name, reason=f"{system.manners.source} may have a board {name!r}"
        )
        for name in _names(company)
        for system in systems
        for endpoint in system.endpoints_of(name)
    )


def _known(url: str) -> Iterator[FoundFeed]:
    for known in FORMATS.values():
        address = known.address_for(url)
        if address:
            yield FoundFeed(
                url=address, format=known.name, reason=f"its address is one of {known.manners.source}"
            )


def _addresses(page: str, base: str) -> list[str]:
    """Give the addresses that a page links to, embeds or has in its scripts."""
    scripts = (found.group().replace("\\/", "/") for found in _ADDRESS.finditer(page))
    return [*links_of(page, base), *islice(scripts, _MOST_NAMED)]


def _boards(addresses: list[str]) -> Iterator[FoundFeed]:
    """Give the companies' boards among addresses, the one that is named most often first."""
    systems = [known for known in FORMATS.values() if isinstance(known, Board)]
    named = Counter(
        (endpoint, system.name)
        for address in addresses
        for system in systems
        if (endpoint := system.address_for(address))
    )
    for (endpoint, name), _ in named.most_common(_MOST_FOUND):
        source = FORMATS[name].manners.source
        yield FoundFeed(url=endpoint, format=name, reason=f"the page shows a board of {source}")


def _alternates(page: str, base: str) -> tuple[list[FoundFeed], list[FoundFeed]]:
    """Give the feeds that the page's head names: those of jobs, and the others but for comments."""
    links = [link for link in feeds_of(page, base) if not _OF_COMMENTS.search(f"{link.url} {link.title}")]
    of_jobs = [link for link in links if _OF_JOBS.search(f"{link.url} {link.title}")]
    return [_named(link) for link in of_jobs], [_named(link) for link in links if link not in of_jobs]


def _named(link: FeedLink) -> FoundFeed:
    return FoundFeed(url=link.url, format=link.format, reason=f"the page names it {link.title}".strip())


def _names(company: str) -> tuple[str, ...]:
    """Give the words that a company's board may go by: acmerockets, acme-rockets, acme."""
    plain = unicodedata.normalize("NFKD", company.casefold()).encode("ascii", "ignore").decode()
    parts = _WORD.findall(plain.replace("'", ""))
    while len(parts) > 1 and parts[-1] in _LEGAL_FORMS:
        parts.pop()
    names = ("".join(parts), "-".join(parts))
    return tuple(dict.fromkeys(filter(None, names)))[:_MOST_NAMES]


def _distinct(found: Iterator[FoundFeed] | tuple[FoundFeed, ...]) -> tuple[FoundFeed, ...]:
    by_url: dict[str, FoundFeed] = {}
    for one in found:
        by_url.setdefault(one.url, one)
    return tuple(by_url.values())[:_MOST_FOUND]
