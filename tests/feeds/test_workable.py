"""Workable's widget: a job repeated for each country, dates without times."""

import json
from datetime import UTC, datetime

import pytest
from payloads import WORKABLE, first, parse

from alerts.errors import ParseError
from alerts.feeds import detect, format_named, listings
from alerts.feeds.entry import Document
from alerts.posting import Workplace


def test_a_job():
    """Every field of a job has its place; the account's name is the company."""
    entry = first("workable")
    assert (entry.native_key, entry.url) == ("AB12CD34EF", "https://apply.workable.com/j/AB12CD34EF")
    assert (entry.title, entry.company) == ("Crust Developer", "Ovens AG")
    assert entry.location == "Graz, Austria; Graz, Styria, Austria"
    assert entry.tags == ("Crust", "Engineering")
    assert entry.posted_at == datetime(2026, 10, 30, tzinfo=UTC)
    assert entry.fields.workplace is Workplace.REMOTE
    assert entry.fields.regions == ("AT",)
    assert entry.fields.employment == ("full-time",)
    assert entry.fields.levels == ("mid", "senior")


def test_one_job_in_several_countries_is_one_listing():
    """The same shortcode once for each country becomes one listing with all of them."""
    job = WORKABLE["jobs"][0]
    other = job | {
        "country": "Italy",
        "city": "",
        "state": "",
        "locations": [{"country": "Italy", "countryCode": "IT", "hidden": False}],
    }
    body = Document(url="https://x.example", body=json.dumps({"jobs": [job, other]}).encode())
    (one,) = listings(format_named("workable"), body, {}).listings
    assert one.fields.regions == ("AT", "IT")
    assert one.text.location.endswith("Italy")


def test_a_hidden_place_is_not_shown():
    """A place that the company hides is none."""
    entry = first("workable", locations=[{"country": "Peru", "countryCode": "PE", "hidden": True}])
    assert entry.fields.regions == ("AT",)


def test_not_telecommuting_is_not_onsite():
    """The flag that is false says nothing."""
    assert first("workable", telecommuting=False).fields.workplace is None


def test_an_unclear_level_is_unknown():
    """'Associate' means anything."""
    assert first("workable", experience="Associate").fields.levels == ()


def test_an_empty_account_is_recognised():
    """An account without jobs is healthy."""
    document = Document(url="https://x.example", body=b'{"name": "Ovens", "description": null, "jobs": []}')
    found = detect(document)
    assert found is not None
    assert found.name == "workable"
    assert found.parse(document, {}).complete


def test_what_is_no_account():
    """An answer without jobs is an error."""
    with pytest.raises(ParseError, match="Workable answers 'Not found'"):
        parse("workable", {"error": "Not found"})
