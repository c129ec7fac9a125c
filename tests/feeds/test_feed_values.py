"""The single values that feeds hold."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.errors import EntryError
from alerts.feeds.sums import employment_named, period_named
from alerts.feeds.values import (
    bad_entry,
    country_code,
    http_url,
    moment,
    native_key,
    url_key,
    word_list,
    words,
)
from alerts.posting import Period

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 23 Nov 2026 10:00:00 GMT",
        "Mon, 23 Nov 2026 11:00:00 CET",
        "Tue, 23 Nov 2026 12:00:00 CEST",
        "23 Nov 2026 05:00:00 EST",
        "2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00",
        "2026-11-23T10:00:00.000+00:00",
        "2026-11-23T06:00:00-0400",
        "2026-11-23 10:00:00 UTC",
        "2026-11-23 12:00:00 +0200",
        " 1795428000 ",
        1795428000,
        1795428000000,
    ],
)
def test_dates_of_all_forms(text):
    """Every form that feeds write is the same moment; without a zone it is UTC."""
    assert moment(text) == TEN


@pytest.mark.parametrize(
    "raw",
    [
        "",
        None,
        "soon",
        "0",
        "1790-01-01",
        "Mon, 31 Feb 2026 10:00:00 GMT",
        "9999-12-31T23:59:59-23:00",
        "2026",
        True,
        {},
        "1" * 400,
    ],
)
def test_what_is_no_date_is_unknown(raw):
    """Nonsense is no date, and never today's."""
    assert moment(raw) is None


@settings(max_examples=100, deadline=None)
@given(json_values)
def test_no_value_is_too_strange(value):
    """Whatever stands in a field, reading it gives something or nothing, never an exception."""
    found = moment(value)
    assert found is None or found.tzinfo is UTC
    assert isinstance(words(value), str)
    assert all(word_list(value))
    assert http_url(value, "https://a.example/") == "" or http_url(value, "https://a.example/").startswith(
        "http"
    )
    assert country_code(value) is None or len(country_code(value)) == 2
    assert len(native_key(value)) <= 300
    period_named(value)
    employment_named(value)


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://a.example/1?x=1#y", "https://a.example/1?x=1#y"),
        ("/1", "https://b.example/1"),
        ("//c.example/1", "https://c.example/1"),
        ("JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://user:word@a.example/", ""),
        ("https://a.example/ x", ""),
        ("https://[::1", ""),
        ("https://", ""),
        ("https://a.example/" + "x" * 3000, ""),
        (None, ""),
    ],
)
def test_links(raw, url):
    """Only a whole, plain web address is a link."""
    assert http_url(raw, "https://b.example/feed") == url


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://A.example/Jobs?gh_jid=1&gh_src=x", "https://a.example/Jobs?gh_jid=1"),
        ("https://a.example/?UTM_Source=x&id=2&fbclid=3", "https://a.example/?id=2"),
        ("https://a.example/?q=a+b&e=", "https://a.example/?q=a+b&e="),
        ("https://a.example/?ref=1#job-2", "https://a.example/?ref=1#job-2"),
    ],
)
def test_only_trackers_are_left_out_of_a_key(url, key):
    """What tells two jobs apart stays in the key."""
    assert url_key(url) == key


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        ("USA", "US"),
        ("us", "US"),
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("EU", None),
        ("Bavaria", None),
        ("", None),
    ],
)
def test_countries(name, code):
    """A country is known by its English name and its codes; a union is no country."""
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("YEAR", Period.YEAR),
        ("per-year-salary", Period.YEAR),
        ("1 HOUR", Period.HOUR),
        ("annual", Period.YEAR),
        ("Monthly", Period.MONTH),
        ("hourly-wage", Period.HOUR),
        ("NONE", None),
        ("", None),
    ],
)
def test_periods(text, period):
    """Periods are read in the words of all boards; another word is unknown."""
    assert period_named(text) == period


def test_quarantine_keeps_a_bounded_storable_text():
    """What is kept of a bad entry fits the database, whatever it was."""
    kept = bad_entry(EntryError("no title"), {"a": "\x00\ud800" * 50_000})
    assert kept.error == "no title"
    assert len(kept.raw) <= 20_000
    kept.raw.encode()
