"""Tells at a glance what kind of text a document is; reads none of it."""

import re
from enum import StrEnum

_GLANCE = 4_096
_FEED_ROOT = re.compile(rb"<(?:[a-z][\w.-]*:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_PAGE_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What came, in words that an error message can use."""

    EMPTY = "an empty document"
    FEED = "a feed"
    PAGE = "an HTML page"
    JSON = "JSON"
    XML = "XML that is no feed"
    OTHER = "something else"


def kind_of(body: bytes) -> Kind:
    """Tell from the beginning of a document what it is."""
    # Without its zeros and byte order mark, UTF-16 and UTF-32 read like ASCII here.
    start = body[:_GLANCE].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start:
        return Kind.EMPTY
    if start[:1] in (b"{", b"["):
        return Kind.JSON
    if _FEED_ROOT.search(start):
        return Kind.FEED
    if _PAGE_ROOT.search(start):
        return Kind.PAGE
    return Kind.XML if start.startswith(b"<") else Kind.OTHER
