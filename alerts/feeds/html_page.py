"""Takes an HTML page apart: its text, JSON-LD, headings, feeds and links; knows no posting and fetches nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from alerts.feeds.entry import Document
from alerts.feeds.values import http_url, storable

MAX_PAGE_BYTES = 2_000_000

_MAX_TITLE = 1_000
_MAX_LINKS = 5_000
_MAX_BLOCKS = 500
_GLANCE = 2_048
_FEEDS = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "jsonfeed",
    "application/json": "jsonfeed",
}

# Each is searched by find() from a fixed place, never by a pattern that could run over the whole page twice.
_OPENING = re.compile(r"<(script|title|h1)\b([^<>]{0,1000})>", re.IGNORECASE)
_LINKING = re.compile(r"<(a|area|link|script|iframe|base)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z:-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]{0,3000})"|'([^']{0,3000})'|([^\s"'>]{1,3000}))"""
)
_TAG = re.compile(r"<[^<>]*>")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([a-zA-Z0-9_-]{1,40})", re.IGNORECASE)
# str.lower() would change the length of some letters, and with it every place after them.
_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names as its other form: its address and the format that goes with its type."""

    url: str
    format: str
    title: str = ""


def page_text(document: Document) -> str:
    """Decode a page: by its mark, its header, its own word, else UTF-8, else what old Western pages are in."""
    body = document.body[:MAX_PAGE_BYTES]
    named = _CHARSET.search(document.headers.get("content-type", "")) or _CHARSET.search(
        body[:_GLANCE].decode("ascii", "replace")
    )
    return decoded(body, named.group(1) if named else "utf-8")


def decoded(body: bytes, charset: str = "utf-8") -> str:
    """Decode bytes that say they are in ``charset`` and may be wrong about it."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return storable(body.decode("utf-16", "replace"))
    if body.startswith(b"\xef\xbb\xbf"):
        return storable(body.decode("utf-8-sig", "replace"))
    for name in (charset, "utf-8"):
        try:
            return storable(body.decode(name))
        except (LookupError, ValueError):
            continue
    return storable(body.decode("cp1252", "replace"))


def json_ld_of(page: str) -> Iterator[Any]:
    """Give the values of the page's JSON-LD; a block that is no JSON is passed over."""
    for tag, attributes, content in _elements(page):
        if tag == "script" and "ld+json" in attributes.lower():
            try:
                # Line breaks within strings are common, though no JSON.
                yield json.loads(content.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
            except (ValueError, RecursionError):
                continue


def heading_of(page: str) -> str:
    """Give the first heading of the page, else its title."""
    headings: dict[str, str] = {}
    for tag, _, content in _elements(page):
        if tag != "script":
            headings.setdefault(tag, " ".join(unescape(_TAG.sub(" ", content[:_MAX_TITLE])).split()))
    return headings.get("h1") or headings.get("title") or ""


def feeds_of(page: str, base: str) -> tuple[FeedLink, ...]:
    """Give the feeds that the page's head names."""
    found: dict[str, FeedLink] = {}
    for tag, attributes in _links(page):
        kind = _FEEDS.get(attributes.get("type", "").lower().partition(";")[0].strip())
        url = http_url(attributes.get("href", "").strip(), base)
        if tag == "link" and kind and url and "alternate" in attributes.get("rel", "").lower().split():
            found.setdefault(url, FeedLink(url, kind, attributes.get("title", "")))
    return tuple(found.values())


def links_of(page: str, base: str) -> tuple[str, ...]:
    """Give where the page leads and what it embeds, absolute, each once."""
    raw = (attributes.get("href") or attributes.get("src", "") for _, attributes in _links(page))
    return tuple(dict.fromkeys(filter(None, (http_url(link.strip(), base) for link in raw))))


def _links(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    for number, found in enumerate(_LINKING.finditer(page)):
        if number == _MAX_LINKS:
            return
        pairs = _ATTRIBUTE.findall(found.group(2))
        attributes = {
            name.lower(): unescape(double or single or bare) for name, double, single, bare in pairs
        }
        yield found.group(1).lower(), attributes


def _elements(page: str) -> Iterator[tuple[str, str, str]]:
    """Give name, attributes and content of the page's scripts, titles and headings."""
    folded = page.lower() if page.isascii() else page.translate(_ASCII_LOWER)
    at = 0
    for _ in range(_MAX_BLOCKS):
        found = _OPENING.search(page, at)
        if found is None:
            return
        tag = found.group(1).lower()
        at = folded.find(f"</{tag}", found.end())
        if at < 0:
            return
        yield tag, found.group(2), page[found.end() : at]
