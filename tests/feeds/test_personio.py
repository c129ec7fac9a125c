"""Personio's XML: offices, sections, links that are not in the document, and hostile XML."""

from datetime import UTC, datetime

import pytest
from payloads import PERSONIO, parse

from alerts.errors import ParseError
from alerts.feeds import detect
from alerts.feeds.entry import Document

URL = "https://ovens.jobs.personio.de/xml?language=de"


def test_a_position():
    """Every element of a position has its place; its link is made of the feed's host."""
    entry = parse("personio", url=URL).entries[0]
    assert (entry.native_key, entry.url) == ("81", "https://ovens.jobs.personio.de/job/81")
    assert (entry.title, entry.company) == ("Ofenbauer & Heizer (m/w/d)", "Ovens GmbH")
    assert entry.location == "Graz; Wien"
    assert entry.tags == ("Heat", "Engineering")
    assert entry.posted_at == datetime(2026, 10, 15, 6, tzinfo=UTC)
    assert entry.fields.employment == ("full-time", "part-time")
    assert entry.fields.levels == ("junior",)
    assert "<h3>Aufgaben</h3>\n<ul><li>Heizen</li></ul>" in entry.description


def test_the_board_names_the_company():
    """A position without a company of its own has the board's word."""
    assert parse("personio", url=URL).entries[1].company == "ovens"


@pytest.mark.parametrize(
    ("kind", "schedule", "employment"),
    [
        ("permanent", "full-time", ("full-time",)),
        ("permanent", "part-time", ("part-time",)),
        ("intern", "full-time", ("full-time", "internship")),
        ("freelance", "", ("contract",)),
        ("permanent", "", ()),
    ],
)
def test_permanent_is_no_schedule(kind, schedule, employment):
    """'permanent' is said of part-time positions as well."""
    body = f"<workzag-jobs><position><id>1</id><name>Baker</name><employmentType>{kind}</employmentType>"
    body += f"<schedule>{schedule}</schedule></position></workzag-jobs>"
    assert parse("personio", body.encode()).entries[0].fields.employment == employment


@pytest.mark.parametrize(
    "body", [b"<workzag-jobs></workzag-jobs>", b'<?xml version="1.0"?>\n<workzag-jobs/>']
)
def test_an_empty_board_is_healthy(body):
    """No positions are no error."""
    parsed = parse("personio", body)
    assert (parsed.entries, parsed.bad, parsed.complete) == ((), (), True)
    assert detect(Document(url=URL, body=body)).name == "personio"


def test_a_truncated_document_closes_nobody():
    """What came is read; what did not come is not taken for closed."""
    parsed = parse("personio", PERSONIO[: PERSONIO.index(b"<position><id>82")])
    assert [entry.native_key for entry in parsed.entries] == ["81"]
    assert not parsed.complete


def test_entities_are_not_followed():
    """A file of the machine, or an entity that grows, never becomes text."""
    head = b'<!DOCTYPE workzag-jobs [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "bread">]>'
    body = head + b"<workzag-jobs><position><id>1</id><name>Baker&f;</name></position></workzag-jobs>"
    assert parse("personio", body).entries[0].title == "Baker"


def test_what_is_no_feed():
    """Another document says what it is."""
    with pytest.raises(ParseError, match="XML that is no feed came instead of a Personio feed"):
        parse("personio", b"<jobs/>")
    with pytest.raises(ParseError, match="an HTML page came instead"):
        parse("personio", b"<html><p>301</html>")
