"""The registry of feed formats, and what a document becomes whatever its format is."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alerts.feeds
from alerts.errors import ConfigError, EntryError, ParseError
from alerts.feeds import (
    FORMATS,
    canonical,
    completed,
    detect,
    entry_from_json,
    entry_to_json,
    format_named,
    format_of,
    listing_of,
    listings,
    plan,
)
from alerts.feeds.contract import Format
from alerts.feeds.entry import BadEntry, Document, Entry, PageRequest, ParsedDocument
from alerts.posting import Band, Fields, Markup, Period, Workplace

DOCUMENT = Document(url="https://board.example/feed", body=b"x")


@dataclass
class Given:
    """A format that gives what the test gave it."""

    entries: tuple[Entry, ...]
    bad: tuple[BadEntry, ...] = ()

    def parse(self, document: Document, options: Mapping[str, Any]) -> ParsedDocument:
        return ParsedDocument(entries=self.entries, bad=self.bad, complete=True, warnings=("careful",))


def entry(key: str = "1", title: str = "Baker", **changes: Any) -> Entry:
    return replace(Entry(native_key=key, url=f"https://board.example/{key}", title=title), **changes)


def made(*entries: Entry) -> alerts.feeds.ParsedListings:
    return listings(Given(entries), DOCUMENT, {})


def formats_defined() -> Iterator[tuple[str, type]]:
    for module in pkgutil.walk_packages(alerts.feeds.__path__, "alerts.feeds."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            own = inspect.isclass(thing) and thing.__module__ == module.name
            if own and issubclass(thing, Format) and not inspect.isabstract(thing):
                yield f"{module.name.replace('.', '/')}.py: {name}", thing


@pytest.mark.parametrize(("place", "defined"), [*formats_defined()], ids=str)
def test_every_format_is_registered(place, defined):
    """A class that keeps the contract of a format stands in FORMATS."""
    registered = {type(known) for known in FORMATS.values()}
    line = f'"{defined.name}": {defined.__name__}(),'
    assert defined in registered, (
        f"{place} is not registered: add to FORMATS in alerts/feeds/__init__.py: {line}"
    )


def test_the_meta_test_sees_formats():
    """The search for formats finds the ones that are there."""
    assert {"Rss", "JsonFeed", "Greenhouse", "Directory"} <= {
        defined.__name__ for _, defined in formats_defined()
    }


def test_names_are_the_keys():
    """A format is registered under its own name."""
    assert [known.name for known in FORMATS.values()] == list(FORMATS)


def test_unknown_format_names_the_nearest():
    """A misspelt type is refused with the one that was meant."""
    with pytest.raises(ConfigError, match=r"'jsonfed'.*'jsonfeed'"):
        format_named("jsonfed")


@pytest.mark.parametrize(
    ("url", "body", "name"),
    [
        ("https://a.example/f", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "rss"),
        ("https://a.example/f", b'<!-- by hand -->\n<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', "rss"),
        ("https://a.example/f", '<?xml version="1.0"?><rdf:RDF/>'.encode("utf-16"), "rss"),
        (
            "https://a.example/f",
            b'\xef\xbb\xbf {"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
            "jsonfeed",
        ),
        ("baker.md", b"# Baker", "directory"),
    ],
)
def test_auto_finds_the_format(url, body, name):
    """Under type auto a document's own look tells its format."""
    assert format_of("auto", Document(url=url, body=body)).name == name


@pytest.mark.parametrize(
    ("body", "came"),
    [(b"", "empty"), (b"<!doctype HTML><p>x", "HTML page"), (b"{}", "JSON"), (b"\x7fELF", "else")],
)
def test_auto_says_what_came_instead(body, came):
    """A document of no format is an error that says what it is."""
    document = Document(url="https://a.example/f", body=body)
    assert detect(document) is None
    with pytest.raises(ParseError, match=came):
        format_of("auto", document)


def test_order_completeness_and_warnings_come_through():
    """Listings keep the document's order; what the format said about the document is passed on."""
    parsed = made(entry("2"), entry("1", "Cook"))
    assert [listing.native_key for listing in parsed.listings] == ["2", "1"]
    assert parsed.complete
    assert parsed.warnings == ("careful",)


def test_places_of_one_vacancy_are_joined():
    """A vacancy that a board repeats for each place becomes one listing with all places."""
    parsed = made(
        entry(location="Graz", tags=("bread",), fields=Fields(regions=("AT",))),
        entry("2"),
        entry(location="Bonn", tags=("bread", "cake"), fields=Fields(regions=("DE",))),
        entry(location="Graz"),
    )
    first = parsed.listings[0]
    assert [listing.native_key for listing in parsed.listings] == ["1", "2"]
    assert first.text.location == "Graz; Bonn"
    assert first.text.tags == "bread\ncake"
    assert first.fields.regions == ("AT", "DE")


def test_one_key_for_several_titles_loses_none():
    """A feed that gives all its items one id still gives all its vacancies, whatever their order."""
    keys = [
        {listing.text.title: listing.native_key for listing in made(*order).listings}
        for order in ((entry(), entry(title="Cook")), (entry(title="Cook"), entry()))
    ]
    assert keys[0] == keys[1]
    assert len(set(keys[0].values())) == 2


def test_an_entry_that_defeats_the_text_makers_is_set_apart(monkeypatch):
    """An exception in one entry's text becomes a quarantined entry; the others go on."""
    real = alerts.text.canonical_text

    def defeated(*, title: str, **rest: Any) -> Any:
        if title == "Bad":
            raise RuntimeError("too strange")
        return real(title=title, **rest)

    monkeypatch.setattr("alerts.feeds.canonical.canonical_text", defeated)
    parsed = made(entry("1", "Bad", description="kept"), entry("2"))
    assert [listing.native_key for listing in parsed.listings] == ["2"]
    assert parsed.bad[0].error == "RuntimeError: too strange"
    assert "kept" in parsed.bad[0].raw


def test_a_title_of_nothing_is_no_title():
    """An entry whose title is only unseen characters is unusable."""
    assert made(entry(title="\u200b")).bad[0].error == "an entry without a title"


def test_too_many_entries_are_an_error(monkeypatch):
    """A document beyond the cap is refused as a whole."""
    monkeypatch.setattr(canonical, "MAX_ENTRIES", 1)
    with pytest.raises(ParseError, match="more than 1 entries"):
        made(entry("1"), entry("2"))


def test_nothing_unstorable_remains():
    """NUL and lone surrogates, which databases refuse, are gone from what is stored."""
    listing = listing_of(entry("k\x00", "Ba\ud800ker", description="a\x00b", tags=("t\udfff",)))
    stored = json.dumps(listing.entry, ensure_ascii=False) + listing.native_key
    stored.encode()
    assert "\x00" not in stored
    assert listing.text.title == "Baker"


def test_a_long_key_is_shortened_to_a_digest():
    """A key that no index would hold is replaced by one of the same identity."""
    keys = [listing_of(entry("k" * 5000 + end)).native_key for end in ("a", "b", "a")]
    assert keys[0] == keys[2] != keys[1]
    assert len(keys[0]) < 100


def test_kept_entry_gives_the_same_listing():
    """A listing can be made again of the JSON that is kept with it."""
    whole = entry(
        company="Ovens",
        location="Graz",
        description="*bread*",
        markup=Markup.MARKDOWN,
        tags=("bread",),
        fields=Fields(
            pay=(Band(minimum=Decimal("20.50"), maximum=None, currency="EUR", period=Period.HOUR),),
            workplace=Workplace.ONSITE,
        ),
        posted_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    listing = listing_of(whole)
    kept = json.loads(json.dumps(listing.entry))
    assert entry_from_json(kept) == whole
    assert listing_of(entry_from_json(kept)) == listing


def test_defaults_are_not_kept():
    """What an entry leaves at its default takes no place in the database."""
    assert set(entry_to_json(entry())) == {"native_key", "url", "title"}


def test_a_kept_entry_of_another_shape_is_a_typed_error():
    """Stored JSON that is no entry is an EntryError."""
    with pytest.raises(EntryError, match="kept entry"):
        entry_from_json({"title": 3})


texts = st.text(max_size=30)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.builds(entry, st.sampled_from("abc"), texts, location=texts, description=texts), max_size=6)
)
def test_any_entries_become_listings_or_bad_entries(some):
    """Whatever an entry holds, it becomes a listing of its own key or a bad entry."""
    parsed = made(*some)
    keys = [listing.native_key for listing in parsed.listings]
    assert len(keys) == len(set(keys))
    assert bool(some) == bool(parsed.listings or parsed.bad)
    assert parsed == made(*some)


@dataclass
class ListOnly(Given):
    """A format whose list lacks the text."""

    def parse_detail(self, entry: Entry, document: Document) -> Entry:
        return replace(entry, description=document.body.decode(), native_key="another")


def test_a_detail_completes_a_listing_and_keeps_its_identity():
    """The text comes from the detail; key and content hash stay the list's, which later rounds compare."""
    chosen = ListOnly((entry(detail_url="https://board.example/1.json"),))
    (listed,) = listings(chosen, DOCUMENT, {}).listings
    assert listed.detail_url == "https://board.example/1.json"
    whole = completed(chosen, listed, Document(url=listed.detail_url, body=b"Bread"))
    assert (whole.text.body, whole.detail_url) == ("Bread", "")
    assert (whole.native_key, whole.content_hash) == (listed.native_key, listed.content_hash)
    assert listing_of(entry_from_json(json.loads(json.dumps(whole.entry)))) == whole


def test_a_format_without_details_says_so():
    """Asking for what a format does not have is an error about the entry, never a crash."""
    with pytest.raises(EntryError, match="lists all there is"):
        format_named("jsonfeed").parse_detail(entry(), DOCUMENT)


def test_the_first_request_is_the_address_itself():
    """Without a plan of its own a format asks for the feed's address, under auto as well."""
    assert plan("rss", "https://a.example/f", {}) == PageRequest(url="https://a.example/f")
    assert plan("auto", "https://a.example/f", {}) == PageRequest(url="https://a.example/f")
