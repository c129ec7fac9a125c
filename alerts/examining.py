"""Looks at a feed once, without storing anything: what it lists and what of that can be judged."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alerts.errors import FeedError
from alerts.feeds import format_of, listings, manners_of, plan
from alerts.feeds.contract import Manners
from alerts.feeds.entry import Document
from alerts.polling import Fetcher, FetchRequest, NotModified
from alerts.posting import Facts, Listing
from alerts.reading import read_facts

# Read of a feed to see what its postings state: enough for a share.
MOST_READ = 200
UNASKED = "the server says 'not modified' without having been asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What one look at a feed showed.

    ``stated`` counts, of the ``read`` postings, those that state a fact: pay, workplace, regions, stack, level, date.
    ``pages`` says that there is more than was looked at.
    """

    format: str
    manners: Manners
    entries: int = 0
    unusable: int = 0
    complete: bool = False
    pages: bool = False
    read: int = 0
    stated: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    sample: tuple[str, ...] = ()

    @property
    def silent(self) -> tuple[str, ...]:
        """Give the facts that no posting states, so that filters cannot judge them."""
        return tuple(name for name, count in self.stated.items() if not count)


FACTS = ("pay", "workplace", "regions", "stack", "level", "date")


async def examine(
    fetcher: Fetcher, url: str, format_name: str, options: Mapping[str, Any], *, trusted: bool
) -> Examination:
    """Fetch a feed's first page and read it. A failure is told, never raised."""
    manners = manners_of(format_name, url)
    try:
        request = plan(format_name, url, options)
        answer = await fetcher.fetch(
            FetchRequest(
                url=request.url,
                format=format_name,
                options=options,
                headers=request.headers,
                trusted=trusted,
                page=request.page,
            )
        )
        if isinstance(answer, NotModified):
            return Examination(format=format_name, manners=manners, error=UNASKED)
        return await asyncio.to_thread(_examined, answer.documents, format_name, options, manners)
    except FeedError as error:
        return Examination(format=format_name, manners=manners, error=error.user_message)


def _examined(
    documents: tuple[Document, ...], format_name: str, options: Mapping[str, Any], manners: Manners
) -> Examination:
    found: list[Listing] = []
    unusable, complete, pages, name = 0, bool(documents), False, format_name
    for document in documents:
        chosen = format_of(format_name, document)
        parsed = listings(chosen, document, options)
        name = chosen.name
        found += parsed.listings
        unusable += len(parsed.bad)
        complete = complete and parsed.complete
        pages = pages or parsed.next is not None
    read = found[:MOST_READ]
    stated = Counter(fact for listing in read for fact in _stated(listing))
    return Examination(
        format=name,
        manners=manners if manners.source else manners_of(name, documents[0].url if documents else ""),
        entries=len(found),
        unusable=unusable,
        complete=complete,
        pages=pages,
        read=len(read),
        stated={fact: stated[fact] for fact in FACTS} if read else {},
        sample=tuple(" · ".join(filter(None, (one.text.title, one.text.company))) for one in found[:3]),
    )


def _stated(listing: Listing) -> list[str]:
    """Give the facts that a listing states; one that no reader can stand states none."""
    try:
        facts = read_facts(listing.text, listing.fields)
    except Exception:  # a hostile posting must not end the look at its feed
        return []
    return [name for name, there in _there(facts, listing).items() if there]


def _there(facts: Facts, listing: Listing) -> dict[str, bool]:
    return {
        "pay": bool(facts.pay),
        "workplace": facts.workplace is not None,
        "regions": bool(facts.regions),
        "stack": bool(facts.stack),
        "level": bool(facts.levels),
        "date": listing.posted_at is not None,
    }
