"""JSON Feed 1.x, with schema.org's JobPosting as the extension ``_jobposting``; knows no particular board."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from alerts.errors import EntryError, ParseError
from alerts.feeds.contract import Format
from alerts.feeds.entry import BadEntry, Document, Entry, ParsedDocument
from alerts.feeds.schema_org import entry_from_jobposting
from alerts.feeds.sniffing import Kind, kind_of
from alerts.feeds.values import (
    as_list,
    as_object,
    bad_entry,
    distinct,
    http_url,
    json_value,
    moment,
    native_key,
    url_key,
    word_list,
    words,
)
from alerts.posting import Fields, Markup

_VERSION = "jsonfeed.org/version/"
_LANGUAGE = 2


@dataclass(frozen=True, slots=True)
class JsonFeed(Format):
    """JSON Feed."""

    name: ClassVar[str] = "jsonfeed"

    def recognises(self, document: Document) -> bool:
        """Look for the version that every JSON Feed must name."""
        return kind_of(document.body) is Kind.JSON and _VERSION.encode() in document.body.replace(
            b"\\/", b"/"
        )

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:  # noqa: ARG002 - the contract
        """Read all items of the feed."""
        entries: list[Entry] = []
        bad: list[BadEntry] = []
        for item in _items(document):
            try:
                entries.append(_entry(as_object(item), document.url))
            except EntryError as error:
                bad.append(bad_entry(error, item))
        return ParsedDocument(entries=tuple(entries), bad=tuple(bad))


def _items(document: Document) -> list[Any]:
    feed = as_object(json_value(document.body))
    if _VERSION not in words(feed.get("version")):
        raise ParseError("JSON that is no JSON Feed came")
    if not isinstance(feed.get("items"), list):
        raise ParseError("the JSON Feed has no list of items")
    items: list[Any] = feed["items"]
    return items


def _entry(item: Mapping[str, Any], base: str) -> Entry:
    url = http_url(item.get("url"), base) or http_url(item.get("external_url"), base)
    key = native_key(item.get("id")) or native_key(url_key(url))
    posting = as_object(item.get("_jobposting"))
    title = words(item.get("title")) or words(posting.get("title"))
    if not title or not key:
        raise EntryError("an item without a title" if key else "an item without an id and a link")
    described = _described(item, key, url, title)
    return _with_posting(described, item, posting) if posting else described


def _described(item: Mapping[str, Any], key: str, url: str, title: str) -> Entry:
    html, text = words(item.get("content_html")), words(item.get("content_text"))
    return Entry(
        native_key=key,
        url=url,
        title=title,
        description=html or text or words(item.get("summary")),
        markup=Markup.HTML if html else Markup.PLAIN,
        tags=word_list(as_list(item.get("tags"))),
        fields=Fields(language=words(item.get("language"))[:_LANGUAGE].lower()),
        posted_at=moment(item.get("date_published")),
    )


def _with_posting(entry: Entry, item: Mapping[str, Any], posting: Mapping[str, Any]) -> Entry:
    """Add what the extension states; of two descriptions the longer one is the whole."""
    stated = entry_from_jobposting({**posting, "title": entry.title}, native_key=entry.native_key)
    longer = stated if len(stated.description) > len(entry.description) else entry
    return replace(
        entry,
        url=entry.url or stated.url,
        company=stated.company or _author(item),
        location=stated.location,
        description=longer.description,
        markup=longer.markup,
        tags=distinct((*entry.tags, *stated.tags)),
        fields=replace(stated.fields, language=entry.fields.language),
        posted_at=entry.posted_at or stated.posted_at,
    )


def _author(item: Mapping[str, Any]) -> str:
    """Give the item's author, which only beside a JobPosting can be taken for the company."""
    authors = [*as_list(item.get("authors")), item.get("author")]
    return next(filter(None, (words(as_object(author).get("name")) for author in authors)), "")
