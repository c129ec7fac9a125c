"""Postings in web pages: JSON-LD in every arrangement, and microdata."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from payloads import parse

from alerts.errors import ParseError
from alerts.feeds import detect, format_of, plan
from alerts.feeds.entry import Document
from alerts.feeds.html_page import heading_of, page_text
from alerts.feeds.microdata import microdata_of
from alerts.posting import Band, Period, Workplace

POSTING = {"@type": "JobPosting", "title": "Baker", "description": "<p>Bake.</p>"}


def page(*blocks: object, body: str = "") -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in blocks)
    return f"<!doctype html><html><head>{scripts}</head><body>{body}</body></html>".encode()


def test_a_page_of_two_postings():
    """A graph and a list in two blocks give two entries; a block that is no JSON is passed over."""
    one, two = parse("jobpage").entries
    assert (one.native_key, one.url) == ("OV-1", "https://ovens.example/jobs/1")
    assert (one.title, one.company, one.location) == ("Oven Engineer", "Ovens", "Austria")
    assert one.posted_at == datetime(2026, 10, 18, tzinfo=UTC)
    assert (one.fields.workplace, one.fields.regions) == (Workplace.REMOTE, ("AT",))
    assert one.fields.pay == (
        Band(minimum=Decimal(50_000), maximum=Decimal(60_000), currency="EUR", period=Period.YEAR),
    )
    assert (two.native_key, two.url) == ("https://ovens.example/jobs/2", "https://ovens.example/jobs/2")


@pytest.mark.parametrize(
    "block",
    [
        POSTING,
        [POSTING],
        {"@graph": [{"@type": "WebPage"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]},
        {"@type": "WebPage", "mainEntity": POSTING},
        POSTING | {"@type": ["Thing", "http://schema.org/JobPosting"]},
    ],
)
def test_every_arrangement(block):
    """Alone, in a list, a graph, an item list or a page's main thing."""
    parsed = parse("jobpage", page(block))
    assert [entry.title for entry in parsed.entries] == ["Baker"]
    assert not parsed.complete


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("B-7", "B-7"),
        (7, "7"),
        ({"@type": "PropertyValue", "name": "Ovens", "value": "B-7"}, "B-7"),
        ([{"value": ""}, {"value": 8}], "8"),
        ({"value": {}}, "https://ovens.example/jobs"),
        (None, "https://ovens.example/jobs"),
    ],
)
def test_the_key_is_the_number_or_the_link(identifier, key):
    """A posting's own number is its key, wherever it stands; without one its link is."""
    assert parse("jobpage", page(POSTING | {"identifier": identifier})).entries[0].native_key == key


def test_two_postings_of_one_page_without_links():
    """Postings that differ in nothing but their titles stay apart."""
    document = page(POSTING, POSTING | {"title": "Cook"})
    assert [entry.title for entry in parse("jobpage", document).entries] == ["Baker", "Cook"]


def test_microdata():
    """What stands in attributes of the page's elements is read like JSON-LD."""
    body = """<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Baker</h1>
    <meta itemprop="datePosted" content="2026-10-11"><a itemprop="url" href="/jobs/9">apply</a>
    <div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
      <span itemprop="name">Ovens</span></div>
    <div itemprop="jobLocation" itemscope><span itemprop="address" itemscope>
      <span itemprop="addressLocality">Graz</span><span itemprop="addressCountry">AT</span></span></div>
    <span itemprop="employmentType">FULL_TIME</span>
    <div itemprop="baseSalary" itemscope><meta itemprop="currency" content="EUR"><div itemprop="value" itemscope>
      <meta itemprop="minValue" content="30000"><meta itemprop="maxValue" content="40000">
      <meta itemprop="unitText" content="YEAR"></div></div>
    <div itemprop="description"><p>Bake &amp; eat.</p><ul><li>Bread</li><li>Cake</li></ul></div></div>"""
    (entry,) = parse("jobpage", page(body=body)).entries
    assert (entry.title, entry.company, entry.location) == ("Baker", "Ovens", "Graz, AT")
    assert entry.url == "https://ovens.example/jobs/9"
    assert entry.posted_at == datetime(2026, 10, 11, tzinfo=UTC)
    assert entry.description == "Bake &amp; eat.<br>Bread<br>Cake"
    assert entry.fields.employment == ("full-time",)
    assert entry.fields.pay[0].maximum == 40_000


def test_a_page_without_a_posting():
    """It says so, and is not taken for one by auto."""
    body = page({"@type": "Organization", "name": "JobPosting lovers"})
    assert detect(Document(url="https://ovens.example", body=body)) is None
    with pytest.raises(ParseError, match=r"an HTML page without a schema\.org JobPosting came"):
        parse("jobpage", body)
    with pytest.raises(ParseError, match=r"JSON without a schema\.org JobPosting came"):
        parse("jobpage", b"{}")


def test_auto_does_not_take_a_page():
    """Whoever says auto means a feed, for which robots.txt is not asked; a saved file is read."""
    body = page(POSTING)
    with pytest.raises(ParseError, match="type jobpage"):
        format_of("auto", Document(url="https://ovens.example/jobs", body=body))
    assert format_of("auto", Document(url="saved", body=body)).name == "jobpage"


def test_the_page_is_asked_for_as_a_page():
    """For pages, unlike feeds, robots.txt is asked."""
    assert plan("jobpage", "https://ovens.example/jobs", {}).page
    assert not plan("lever", "https://jobs.lever.co/ovens", {}).page


def test_the_company_of_the_option():
    """The operator's word for the company beats the page's."""
    assert parse("jobpage", company="Warm Ovens").entries[0].company == "Warm Ovens"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("<h1>Bäcker</h1>".encode("latin-1"), {"content-type": "text/html; charset=iso-8859-1"}),
        (b'<meta charset="windows-1252"><h1>B\xe4cker</h1>', {}),
        ("<h1>Bäcker</h1>".encode(), {"content-type": "text/html; charset=nonsense"}),
        ("<h1>Bäcker</h1>".encode("utf-16"), {}),
        (b"<h1>B\xe4cker</h1>", {"content-type": "text/html; charset=utf-8"}),
    ],
)
def test_pages_in_old_encodings(body, headers):
    """A page is decoded by its mark, its header or its own word, and where they lie by what fits."""
    assert heading_of(page_text(Document(url="https://x.example", body=body, headers=headers))) == "Bäcker"


tags = st.sampled_from(
    [
        '<div itemscope itemtype="JobPosting">',
        '<b itemprop="title">',
        '<p itemprop="x" itemscope>',
        "</div>",
        "</p>",
        "<br>",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(tags | st.text(max_size=5), max_size=30))
def test_any_microdata(parts):
    """Items that open and close anyhow are read or left out, never a crash."""
    assert isinstance(microdata_of("".join(parts) + "<i itemscope>"), list)


@pytest.mark.parametrize(
    "piece", ["<div itemscope itemprop=a>", "<p itemprop='x'>y", "</p>", "<script ", "<b itemscope></b>"]
)
def test_pages_built_to_be_expensive(piece):
    """A page of nothing but openings is read in one pass."""
    body = ("<html><div itemscope>" + piece * (300_000 // len(piece))).encode()
    with pytest.raises(ParseError):
        parse("jobpage", body)


@pytest.mark.parametrize(
    ("through", "until"),
    [
        ("2026-11-20", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("2026-11-20T00:00:00", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("2026-11-20T18:30:00+01:00", datetime(2026, 11, 20, 17, 30, tzinfo=UTC)),
        ("2026-10-01", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_posting_says_until_when_it_is_valid(through, until):
    """A day ends where it ends last; a date before the posting's own, or none, says nothing."""
    stated = {**POSTING, "datePosted": "2026-10-01", "validThrough": through}
    [entry] = parse("jobpage", page(stated)).entries
    assert entry.valid_until == until
