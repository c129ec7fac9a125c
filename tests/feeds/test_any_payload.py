"""Every format on payloads that nobody has seen: mutated values, broken bytes, other encodings."""

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import JSON_FORMATS, SAMPLES, sample_listings

from alerts.errors import FeedError
from alerts.feeds import FORMATS, ParsedListings, detect, entry_from_json, format_named, listing_of, listings
from alerts.feeds.entry import Document
from alerts.posting import Listing
from alerts.reading.employment import employment_slugs
from alerts.reading.levels import level_slug
from alerts.reading.places import place_codes

JUNK: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        10**30,
        0.1,
        math.inf,
        math.nan,
        "",
        " ",
        "0",
        "x",
        "\x00\ud800",
        "<b>&amp;amp;</b>",
    ),
    *("9" * 5_000, [], {}, [[]], [None, {}], {"name": {"name": []}}, ["a", 1], "2026-13-45", "1790208007000"),
    *(
        "javascript:alert(1)",
        "http://[::1",
        "https://user:pw@x.example/",
        "５０,000 – €",
        {"value": {"value": 1}},
    ),
)
junk = st.sampled_from(JUNK) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(JSON_FORMATS)


def read(name: str, body: bytes, headers: dict[str, str] | None = None) -> ParsedListings | None:
    """Parse, and hold every listing to the contract; None is a typed error."""
    document = Document(url=SAMPLES[name].url, body=body, headers=headers or {})
    try:
        parsed = listings(format_named(name), document, {})
    except FeedError as error:
        if not error.user_message:
            raise
        return None
    for listing in parsed.listings:
        hold(listing)
    return parsed


def hold(listing: Listing) -> None:
    assert listing.text.title
    assert 0 < len(listing.native_key) <= 300
    assert listing.url == "" or listing.url.startswith(("http://", "https://"))
    assert "@" not in listing.url.partition("://")[2].partition("/")[0]
    assert listing.posted_at is None or listing.posted_at.utcoffset() is not None
    assert set(listing.fields.employment) <= set(employment_slugs())
    assert all(level_slug(level) == level for level in listing.fields.levels)
    assert set(listing.fields.regions) <= set(place_codes())
    stored = json.loads(json.dumps(listing.entry, ensure_ascii=False))
    json.dumps(stored, ensure_ascii=False).encode()
    assert listing_of(entry_from_json(stored)) == listing


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Give all containers with their keys, so that any value can be replaced."""
    found = []
    waiting = [value]
    while waiting:
        node = waiting.pop()
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, inner in list(pairs):
            found.append((node, key))
            waiting.append(inner)
    return found


def mutate(data: st.DataObject, value: Any) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        spots = places_in(value)
        if not spots:
            return
        node, key = data.draw(st.sampled_from(spots))
        if data.draw(st.booleans()):
            node[key] = copy.deepcopy(data.draw(junk))  # a shared list must not come to hold itself
        elif isinstance(node, dict):
            del node[key]
        else:
            node[key] = None


def test_every_format_has_a_sample():
    """A format without one would not be tried here; RSS and its dialects have tests of their own."""
    family = {"rss", "atom", "larajobs", "golangprojects", "pythonorg", "hnrss", "teamtailor", "directory"}
    assert set(SAMPLES) | family == set(FORMATS)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_healthy_sample_is_read_whole(name):
    """Each sample is recognised, gives both of its postings at least, and nothing is set apart or doubted."""
    sample = SAMPLES[name]
    found = detect(Document(url=sample.url, body=sample.body))
    parsed = sample_listings(name)
    assert found is not None
    assert found.name == name
    assert "Baker" in [listing.text.title for listing in parsed.listings]
    assert len(parsed.listings) >= 2
    assert (parsed.bad, parsed.warnings) == ((), ())
    for listing in parsed.listings:
        hold(listing)


@settings(max_examples=100, deadline=None)
@given(names, st.data())
def test_a_bad_posting_never_loses_the_others(name, data):
    """Whatever stands in the first posting, the second is read."""
    sample = SAMPLES[name]
    value = copy.deepcopy(sample.value)
    mutate(data, sample.items(value)[0])
    parsed = read(name, json.dumps(value).encode())
    assert parsed is not None
    assert "Baker" in [listing.text.title for listing in parsed.listings]


@settings(max_examples=80, deadline=None)
@given(names, st.data())
def test_any_document_ends_in_listings_or_a_typed_error(name, data):
    """Whatever is changed anywhere, the end is listings, bad entries, or a FeedError with words."""
    value = copy.deepcopy(SAMPLES[name].value)
    mutate(data, {"root": value})
    read(name, json.dumps(value).encode())


@settings(max_examples=40, deadline=None)
@given(names, junk)
def test_another_value_altogether(name, value):
    """JSON that is something else is a typed error, or a document without postings."""
    read(name, json.dumps(value).encode())
    detect(Document(url=SAMPLES[name].url, body=json.dumps(value).encode()))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([*SAMPLES]), st.data())
def test_broken_bytes(name, data):
    """Truncated, with bytes changed or put in, a document is a typed error or as much as can be read."""
    body = bytearray(SAMPLES[name].body)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=4))
    end = data.draw(st.integers(0, len(body)))
    read(name, bytes(body[:end]))
    detect(Document(url=SAMPLES[name].url, body=bytes(body[:end])))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_other_encodings(name, encoding):
    """A document in another encoding is read, or is a typed error; it is never read as gibberish."""
    text = SAMPLES[name].body.decode()
    parsed = read(name, text.encode(encoding, "ignore"), {"content-type": f"text/xml; charset={encoding}"})
    assert parsed is None or not parsed.listings or "Baker" in [one.text.title for one in parsed.listings]


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_a_byte_order_mark_before_json(name):
    """A mark that has no business before JSON does no harm."""
    parsed = read(name, b"\xef\xbb\xbf" + SAMPLES[name].body)
    assert parsed is not None
    assert len(parsed.listings) >= 2


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_in_place_of_the_feed(name):
    """A challenge or error page says so, and is never an empty board."""
    page = b"<!doctype html><html><title>Just a moment...</title><body>Checking your browser</body></html>"
    assert read(name, page) is None
    assert read(name, b"") is None


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_values_nested_without_end(name):
    """A posting that is nested deeper than anybody can follow is set apart, or the document is refused."""
    sample = SAMPLES[name]
    value = copy.deepcopy(sample.value)
    sample.items(value)[0].clear()
    sample.items(value)[0]["id"] = "deep"
    for depth in (*range(600, 1_000, 10), 100_000):
        body = json.dumps(value).replace('"deep"', "[" * depth + "]" * depth).encode()
        parsed = read(name, body)
        assert parsed is None or "Baker" in [listing.text.title for listing in parsed.listings]


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_an_empty_list_is_healthy(name):
    """No postings at all are no error; only the list itself has to be there."""
    value = copy.deepcopy(SAMPLES[name].value)
    items = SAMPLES[name].items(value)
    (value if items is not value and isinstance(value, list) else items)[:] = []
    parsed = read(name, json.dumps(value).encode())
    assert parsed is not None
    assert (parsed.listings, parsed.bad) == ((), ())


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(names, st.data())
def test_many_bad_postings(name, data):
    """The same for many more changes than the suite has time for."""
    test_a_bad_posting_never_loses_the_others.hypothesis.inner_test(name, data)


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(st.sampled_from([*SAMPLES]), st.data())
def test_many_broken_documents(name, data):
    """The same for many more broken bytes."""
    test_broken_bytes.hypothesis.inner_test(name, data)
