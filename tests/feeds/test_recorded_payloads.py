"""Payloads that boards and parser projects gave: each ends in entries or in a typed error."""

import csv
import json
from pathlib import Path

import pytest

from alerts.errors import FeedError
from alerts.feeds import entry_from_json, format_of, listing_of, listings, posting_from_file
from alerts.feeds.entry import Document

SHARED = Path(__file__).parents[2].parent / "shared"
MANIFEST = SHARED / "feeds" / "MANIFEST.tsv"
MARKS = pytest.mark.skipif(
    not MANIFEST.exists(), reason="the recorded payloads are not part of the repository"
)


def rows() -> list[dict[str, str]]:
    if not MANIFEST.exists():
        return []
    with MANIFEST.open(newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def payload(path: str) -> Document:
    return Document(url=f"https://board.example/{path}", body=(SHARED / "feeds" / path).read_bytes())


@MARKS
@pytest.mark.parametrize("path", [row["path"] for row in rows()])
def test_every_payload_ends_in_listings_or_a_typed_error(path):
    """No payload raises anything but a FeedError; what is kept gives the same listing again."""
    document = payload(path)
    try:
        parsed = listings(format_of("auto", document), document, {})
    except FeedError:
        return
    for listing in parsed.listings:
        assert listing_of(entry_from_json(json.loads(json.dumps(listing.entry)))) == listing


@MARKS
@pytest.mark.parametrize("path", [row["path"] for row in rows() if row["path"].startswith("malformed/")])
@pytest.mark.parametrize("name", ["rss", "jsonfeed", "directory"])
def test_every_format_survives_every_malformed_document(name, path):
    """A format that is given another's broken document says so."""
    document = payload(path)
    try:
        parsed = listings(format_of(name, document), document, {})
    except FeedError:
        return
    assert parsed.listings or parsed.bad or name == "rss"


@MARKS
@pytest.mark.parametrize(("kind", "least"), [("rss2", 6), ("atom", 1), ("jsonfeed", 1)])
def test_healthy_feeds_give_listings(kind, least):
    """Every feed of a job board that is well-formed gives listings with a title and a key."""
    paths = [
        row["path"] for row in rows() if row["format"] == kind and not row["path"].startswith("malformed/")
    ]
    assert len(paths) >= least
    for path in paths:
        document = payload(path)
        found = listings(format_of("auto", document), document, {}).listings
        assert found, path
        assert all(listing.text.title and listing.native_key for listing in found)


@MARKS
def test_recorded_pages_give_their_job_posting():
    """Pages with JSON-LD give company, place and employment."""
    for path in sorted((SHARED / "feeds" / "jsonld").glob("*.html")):
        entry = posting_from_file(path.name, path.read_bytes())
        assert entry.title
        assert entry.company
        assert entry.location
        assert entry.fields.employment == ("full-time",)


@MARKS
def test_every_posting_of_the_corpus_is_a_posting():
    """All Markdown postings have a title and a link, and no link to apply is left in the text."""
    files = [SHARED / "corpus" / "seed-posting.md", *sorted((SHARED / "corpus" / "postings").glob("*.md"))]
    entries = [posting_from_file(file.name, file.read_bytes()) for file in files]
    assert len(entries) > 100
    assert all(entry.title and entry.url for entry in entries)
    assert entries[0].location == "Remote"
    assert not any("CLICK TO" in entry.description for entry in entries)
