"""Makes a posting of what a person pasted, a text or a page; knows no chat and fetches nothing."""

import re
from dataclasses import replace
from datetime import datetime

from alerts.errors import EntryError
from alerts.feeds import listing_of, posting_from_file
from alerts.feeds.entry import Document, Entry
from alerts.posting import Markup, Posting, subject_of
from alerts.reading import read_facts

# Shorter texts are what people say to each other.
LEAST_CHARACTERS = 400
LEAST_LINES = 6
LEAST_CHARACTERS_OF_LINES = 200
# A link with some words around it; in a longer text it is one of the posting's own.
MOST_WITH_LINK = 400
MOST_TITLE = 120

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|h1|script)\b", re.IGNORECASE)


def link_in(text: str) -> str | None:
    """Give the link of a message that is one, with few words around it."""
    links = _LINK.findall(text) if len(text) <= MOST_WITH_LINK else []
    return links[0].rstrip(".,;:!?)'") if len(set(links)) == 1 else None


def is_posting(text: str) -> bool:
    """Tell a pasted posting from what a person would type."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(text) >= LEAST_CHARACTERS or (
        len(lines) >= LEAST_LINES and len(text) >= LEAST_CHARACTERS_OF_LINES
    )


def posting_of_text(text: str, at: datetime) -> Posting:
    """Read a pasted text, in Markdown, HTML, JSON or none of them. Raises `EntryError` where there is none."""
    return _posting(_entry_of_text(text.strip()), at)


def posting_of_page(document: Document, at: datetime) -> Posting:
    """Read a web page: its JobPosting, or else its words. Raises `EntryError` where it has neither."""
    kind = document.headers.get("content-type", "").partition(";")[0].strip().casefold()
    ending = {"application/json": "json", "application/ld+json": "json", "text/plain": "txt"}.get(
        kind, "html"
    )
    entry = posting_from_file(f"page.{ending}", document.body)
    return _posting(replace(entry, url=document.url), at)


def _entry_of_text(text: str) -> Entry:
    for ending in _endings(text):
        try:
            return posting_from_file(f"pasted.{ending}", text.encode("utf-8", "ignore"))
        except EntryError:
            continue
    title, *rest = text.split("\n", 1)
    if len(title) > MOST_TITLE:  # a text without lines
        title, rest = title[:MOST_TITLE].rsplit(" ", 1)[0], [text]
    return Entry(native_key="pasted", url="", title=title, description="".join(rest), markup=Markup.PLAIN)


def _endings(text: str) -> tuple[str, ...]:
    """Say how the text could be written, likeliest first; nothing where it is plain."""
    if text.startswith(("{", "[")):
        return ("json",)
    if _HTML.match(text):
        return ("html",)
    return (
        ("md",) if text.startswith(("# ", "---\n")) or re.match(r"title ?: ?\S", text, re.IGNORECASE) else ()
    )


def _posting(entry: Entry, at: datetime) -> Posting:
    listing = listing_of(entry)
    facts = read_facts(listing.text, listing.fields)
    subject = subject_of(listing.text, facts, seen_at=at, posted_at=listing.posted_at)
    return Posting(
        id=0,
        content_hash=listing.content_hash,
        subject=subject,
        text=listing.text,
        facts=facts,
        url=listing.url,
        found_on=(),
    )
