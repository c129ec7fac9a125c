"""Hacker News' monthly 'Who is hiring?' thread, by Algolia's API or by hnrss.org; reads no comment itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from alerts.errors import ParseError
from alerts.feeds.boards.hiring_comment import read_comment
from alerts.feeds.collecting import Doubts, collect
from alerts.feeds.contract import Format, Manners
from alerts.feeds.entry import Document, Entry, PageRequest, ParsedDocument
from alerts.feeds.syndication import Raw, Rss
from alerts.feeds.values import (
    as_object,
    distinct,
    json_value,
    moment,
    native_key,
    places,
    said,
    words,
)
from alerts.posting import Fields

_API = "https://hn.algolia.com"
_THREAD = re.compile(r"\bwho is hiring\b", re.IGNORECASE)
_COMMENT_PAGE = "https://news.ycombinator.com/item?id="
_COMMENT_NUMBER = re.compile(r"\bid=(\d+)")
_COMMENT_TITLE = re.compile(r"New comment by .{0,100} in \"Ask HN: Who is hiring", re.IGNORECASE)
_MAX_FOLDED = 100
_GLANCE = 20_000

_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HackerNews(Format):
    """First the list of the account's stories, then the newest thread with all its comments.

    A comment with several roles gives several entries; the first has the comment's number for its key, so that a role
    that is added later is one new entry.
    """

    name: ClassVar[str] = "hackernews"
    manners: ClassVar[Manners] = Manners(
        source="Hacker News",
        hosts=("hn.algolia.com", "news.ycombinator.com"),
        min_interval=timedelta(hours=1),
        note="Algolia's API for Hacker News is public; be slow.",
    )
    home: ClassVar[str] = f"{_API}/api/v1/search_by_date?tags=story,author_whoishiring"
    max_pages: ClassVar[int] = 2

    def recognises(self, document: Document) -> bool:
        """Look for a list of stories, or for a thread."""
        if not _THREAD.search(document.body[:_GLANCE].decode("utf-8", "replace")):
            return False
        try:
            answer = as_object(json_value(document.body))
        except ParseError:
            return False
        return "children" in answer or "hits" in answer

    def plan(self, url: str, options: Mapping[str, Any]) -> PageRequest:  # noqa: ARG002 - the contract
        """Ask for the stories each time: that no story is new says nothing of the comments."""
        return PageRequest(url=url, conditional=False)

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Find the newest thread, or read its comments."""
        answer = as_object(json_value(document.body))
        if isinstance(answer.get("hits"), list):
            return ParsedDocument(entries=(), next=_thread(answer["hits"], document.url))
        if isinstance(answer.get("children"), list):
            return collect(answer["children"], _entries)
        raise ParseError(
            said("Hacker News", answer.get("error"), answer.get("message"), answer.get("status"))
        )


def _thread(hits: list[Any], url: str) -> PageRequest:
    stories = [story for story in map(as_object, hits) if _THREAD.search(words(story.get("title")))]
    newest = max(stories, key=lambda story: words(story.get("created_at")), default={})
    number = words(newest.get("objectID"))
    if not number.isdigit():
        raise ParseError("no thread 'Who is hiring?' is among the stories")
    api = url.partition("/api/")[0] if "/api/" in url else _API
    return PageRequest(url=f"{api}/api/v1/items/{number}", conditional=False)


def _entries(comment: _Json, _doubts: Doubts) -> Iterator[Entry]:
    """Give the entries of a comment of the first level; one that was deleted has no text."""
    number, text = native_key(comment.get("id")), words(comment.get("text"))
    if number and text:
        yield from entries_of_comment(number, text, moment(comment.get("created_at")))


def entries_of_comment(number: str, text: str, posted_at: datetime | None) -> Iterator[Entry]:
    """Give one entry for each role that a comment offers."""
    offer = read_comment(text)
    if offer is None:
        return
    for nth, role in enumerate(offer.roles or (offer.title,)):
        folded = " ".join(role.casefold().split())[:_MAX_FOLDED]
        yield Entry(
            native_key=f"{number} {folded}" if nth else number,
            url=_COMMENT_PAGE + number,
            title=role,
            company=offer.company,
            location=places(offer.places),
            description=text,
            fields=Fields(pay_text="; ".join(offer.pay), employment=distinct(offer.employment)),
            posted_at=posted_at,
        )


@dataclass(frozen=True, slots=True)
class HnRss(Rss):
    """The same comments as ``hnrss.org/whoishiring/jobs`` gives them: their titles say nothing."""

    name: ClassVar[str] = "hnrss"
    manners: ClassVar[Manners] = Manners(
        source="Hacker News",
        hosts=("hnrss.org",),
        min_interval=timedelta(hours=1),
        note="hnrss.org is a public service; be slow.",
    )

    def speaks(self, raw: Raw, url: str) -> bool:  # noqa: ARG002 - the contract
        """Know an item by where it links: no other feed titles Hacker News' comments so."""
        return _COMMENT_TITLE.match(words(raw.get("title"))) is not None

    def told(self, entry: Entry, raw: Raw) -> Iterator[Entry] | Entry:  # noqa: ARG002 - the contract
        """Read the comment in place of the title."""
        number = _COMMENT_NUMBER.search(entry.url)
        if number is None or not _COMMENT_TITLE.match(entry.title):
            return entry
        return entries_of_comment(number.group(1), entry.description, entry.posted_at)
