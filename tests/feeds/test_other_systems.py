"""Pinpoint, Breezy HR, BambooHR, Rippling and Teamtailor."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from payloads import SAMPLES, first, parse, rss, sample_listings

from alerts.errors import EntryError, FeedError, ParseError
from alerts.feeds import completed, format_named
from alerts.feeds.contract import Terms
from alerts.feeds.entry import Document
from alerts.posting import Band, Period, Workplace


def test_a_pinpoint_posting():
    """Sections, pay and workplace come from fields of their own."""
    entry = first("pinpoint")
    assert (entry.native_key, entry.company, entry.location) == ("9001", "ovens", "Graz, Styria, Austria")
    assert entry.tags == ("Data",)
    assert "<h3>What you get</h3>\n<p>Bread.</p>" in entry.description
    assert entry.fields.workplace is Workplace.REMOTE
    assert entry.fields.pay == (
        Band(minimum=Decimal(41_000), maximum=Decimal(50_000), currency="EUR", period=Period.YEAR),
    )
    assert first("pinpoint", compensation_visible=False).fields.pay == ()


def test_a_breezy_position():
    """Place, country, kind and the salary in prose come from fields of their own."""
    entry = first("breezy")
    assert (entry.native_key, entry.company, entry.location) == ("ab01", "Ovens", "Graz, AT")
    assert entry.posted_at == datetime(2026, 10, 28, 10, tzinfo=UTC)
    assert entry.fields.workplace is Workplace.REMOTE
    assert entry.fields.regions == ("AT",)
    assert entry.fields.employment == ("full-time",)
    assert entry.fields.pay_text == "EUR 2,500 - 3,000 a month"


def test_a_bamboohr_opening_and_its_detail():
    """The list has no text: the opening's own document completes it."""
    listed = sample_listings("bamboohr").listings[0]
    assert (listed.native_key, listed.url) == ("301", "https://ovens.bamboohr.com/careers/301")
    assert listed.detail_url == "https://ovens.bamboohr.com/careers/301/detail"
    assert (listed.text.location, listed.fields.workplace) == ("Graz, Styria, Austria", Workplace.HYBRID)
    opening = {"description": "<p>Carry trays.</p>", "compensation": "€ 2.400 / month"}
    body = json.dumps({"result": {"jobOpening": opening}}).encode()
    whole = completed(format_named("bamboohr"), listed, Document(url=listed.detail_url, body=body))
    assert whole.text.body == "Carry trays."
    assert whole.fields.pay_text == "€ 2.400 / month"
    assert (whole.content_hash, whole.detail_url) == (listed.content_hash, "")


def test_a_rippling_job_and_its_detail():
    """The text comes in parts, from the job's own document beside the list."""
    listed = sample_listings("rippling").listings[0]
    key = "c2a7e5f4-0000-4000-8000-000000000001"
    assert (listed.native_key, listed.text.company) == (key, "ovens")
    assert listed.detail_url == f"https://api.rippling.com/platform/api/ats/v1/board/ovens/jobs/{key}"
    detail = {
        "description": {"company": "<p>We are Ovens.</p>", "role": "<p>Plan flour.</p>"},
        "employmentType": {"label": "Salaried, full-time"},
        "createdOn": "2026-10-22T08:00:00Z",
    }
    body = json.dumps(detail).encode()
    whole = completed(format_named("rippling"), listed, Document(url=listed.detail_url, body=body))
    assert whole.text.body.split("\n\n") == ["We are Ovens.", "Plan flour."]
    assert whole.fields.employment == ("full-time",)
    assert whole.posted_at == datetime(2026, 10, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", ["bamboohr", "rippling"])
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"result": 3}', b'{"description": []}', b"<html>"])
def test_a_detail_without_a_text_is_a_typed_error(name, body):
    """Whatever comes in its place, the listing itself stays."""
    listed = sample_listings(name).listings[0]
    with pytest.raises((EntryError, FeedError)):
        completed(format_named(name), listed, Document(url=listed.detail_url, body=body))


def test_a_teamtailor_item():
    """Its own elements give place, department and workplace; the company is the site's."""
    item = (
        "<title>Oven Engineer</title><link>https://ovens.teamtailor.com/jobs/1-oven-engineer</link>"
        "<remoteStatus>hybrid</remoteStatus><tt:locations><tt:location><tt:name>Graz</tt:name><tt:city>Graz</tt:city>"
        "<tt:country>Austria</tt:country></tt:location></tt:locations><tt:department>Heat</tt:department>"
    )
    for name in ("teamtailor", "rss"):
        (entry,) = format_named(name).parse(Document(url="https://x.example", body=rss(item)), {}).entries
        assert (entry.company, entry.location, entry.tags) == ("ovens", "Graz, Austria", ("Heat",))
        assert (entry.fields.workplace, entry.fields.regions) == (Workplace.HYBRID, ("AT",))


@pytest.mark.parametrize("name", ["pinpoint", "breezy", "bamboohr", "rippling", "teamtailor"])
def test_systems_without_clear_terms_are_off(name):
    """None of them says who may read the list, so the operator decides."""
    assert format_named(name).manners.terms is Terms.UNCLEAR


@pytest.mark.parametrize("name", ["pinpoint", "breezy", "bamboohr", "rippling"])
def test_what_is_no_board(name):
    """An answer of another shape is a typed error that names the system."""
    with pytest.raises(ParseError, match=format_named(name).manners.source):
        parse(name, {"unlike": SAMPLES[name].url})
