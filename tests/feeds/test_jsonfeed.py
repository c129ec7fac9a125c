"""JSON Feed: what its items become, and what is an error."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from alerts.errors import ParseError
from alerts.feeds import format_named
from alerts.feeds.entry import Document, Entry, ParsedDocument
from alerts.posting import Band, Markup, Period

VERSION = "https://jsonfeed.org/version/1.1"


def parse(body: bytes) -> ParsedDocument:
    return format_named("jsonfeed").parse(Document(url="https://jobs.example/feed.json", body=body), {})


def feed(*items: Any) -> ParsedDocument:
    return parse(json.dumps({"version": VERSION, "title": "Jobs", "items": items}).encode())


def only(item: dict[str, Any]) -> Entry:
    (entry,) = feed({"id": "1", "title": "Baker"} | item).entries
    return entry


def test_an_item_is_read():
    """Id, link, title, tags and date are taken over."""
    entry = only(
        {"id": 7, "url": "/jobs/7", "tags": ["bread", "bread"], "date_published": "2026-11-23T10:00:00+0200"}
    )
    assert (entry.native_key, entry.url, entry.title) == ("7", "https://jobs.example/jobs/7", "Baker")
    assert entry.tags == ("bread",)
    assert entry.posted_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "markup"),
    [
        ({"content_html": "<p>Bread", "content_text": "Bread"}, Markup.HTML),
        ({"content_text": "a < b"}, Markup.PLAIN),
        ({"summary": "Bread"}, Markup.PLAIN),
    ],
)
def test_the_richest_content_is_the_description(content, markup):
    """HTML comes before text, and text before a summary."""
    entry = only(content)
    assert entry.markup is markup
    assert entry.description == next(iter(content.values()))


def test_job_posting_extension():
    """What an item says in schema.org's words fills the fields."""
    posting = {
        "hiringOrganization": {"name": "Ovens"},
        "jobLocation": {"address": {"addressLocality": "Graz", "addressCountry": "AT"}},
        "employmentType": ["PART_TIME"],
        "baseSalary": {"currency": "EUR", "value": {"minValue": 20, "maxValue": 25.5, "unitText": "HOUR"}},
        "description": "<p>Bread and more of it.</p>",
    }
    entry = only({"content_text": "Bread", "_jobposting": posting})
    assert (entry.company, entry.location) == ("Ovens", "Graz, AT")
    assert entry.fields.employment == ("part-time",)
    assert entry.fields.pay == (
        Band(minimum=Decimal(20), maximum=Decimal("25.5"), currency="EUR", period=Period.HOUR),
    )
    assert (entry.description, entry.markup) == ("<p>Bread and more of it.</p>", Markup.HTML)


def test_an_author_is_a_company_only_beside_a_job_posting():
    """Whoever wrote an item is its company only if the item says that it is a job."""
    authors = {"authors": [{"name": "Ovens"}]}
    assert only(authors).company == ""
    assert only(authors | {"_jobposting": {"jobLocation": "Graz"}}).company == "Ovens"


@pytest.mark.parametrize(
    "item", [{"id": "1"}, {"title": "Baker"}, [], None, 3, {"id": "1", "title": {"a": 1}}]
)
def test_unusable_items_are_set_apart(item):
    """An item that is none is quarantined; the next one is read."""
    parsed = feed(item, {"id": "2", "title": "Cook"})
    assert len(parsed.bad) == 1
    assert [entry.native_key for entry in parsed.entries] == ["2"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "an empty document came instead of JSON"),
        (b"<html>", "an HTML page came instead of JSON"),
        (b'{"version": ', "the JSON is broken"),
        (b'{"a": "\xff"}', "the JSON is broken"),
        (b"[" * 100_000, "the JSON is broken"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "the JSON is broken"),
        (b"[]", "no JSON Feed"),
        (b'{"version": "2", "items": []}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "no list of items"),
    ],
)
def test_what_is_no_json_feed_is_an_error_with_a_reason(body, reason):
    """Each thing that may come instead is told apart."""
    with pytest.raises(ParseError, match=reason):
        parse(body)
