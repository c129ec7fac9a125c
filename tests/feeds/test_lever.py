"""Lever's postings: lists and salary beside the text, milliseconds, workplaces."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from payloads import first, parse

from alerts.errors import ParseError
from alerts.feeds.ats.lever import Lever
from alerts.feeds.contract import Reach
from alerts.posting import Band, Period, Workplace


def test_a_posting():
    """Every field of a posting has its place; the text is put together of its parts."""
    entry = first("lever")
    assert entry.native_key == "5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01"
    assert entry.url == "https://jobs.lever.co/ovens/5f0c1a52-8d0a-4d35-9d5b-0a4f6f1f9a01"
    assert (entry.title, entry.company, entry.location) == ("Oven Engineer", "ovens", "Graz; Linz")
    assert entry.tags == ("Heat", "Ovens")
    assert entry.posted_at == datetime(2026, 10, 31, 14, 0, 0, 123000, tzinfo=UTC)
    assert entry.fields.pay == (
        Band(minimum=Decimal(52_000), maximum=Decimal(64_000), currency="EUR", period=Period.YEAR),
    )
    assert (entry.fields.workplace, entry.fields.regions) == (Workplace.HYBRID, ("AT",))
    assert entry.fields.employment == ("full-time",)
    parts = (
        "Keep our ovens warm",
        "<h3>You &amp; we</h3>",
        "<li>know Rust</li>",
        "Bread every day",
        "Plus cake",
    )
    places = [entry.description.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("interval", "low", "period"),
    [
        ("per-hour-wage", 25, Period.HOUR),
        ("per-month-salary", 3_000, Period.MONTH),
        ("semi-month-salary", 6_000, Period.MONTH),
        ("bi-week-salary", 1_500, Period.WEEK),
    ],
)
def test_pay_of_other_periods(interval, low, period):
    """What is paid twice a month or every two weeks is brought to one month or week."""
    given = {"per-hour-wage": 25}.get(interval, 3_000)
    band = first("lever", salaryRange={"min": given, "max": given, "currency": "EUR", "interval": interval})
    (found,) = band.fields.pay
    assert (found.minimum, found.period) == (low, period)


@pytest.mark.parametrize(
    ("salary", "said"),
    [
        ({"min": 10_000, "max": 125_000, "currency": "USD", "interval": "per-year-salary"}, "cannot be true"),
        ({"min": 52, "max": 64, "currency": "USD", "interval": "per-year-salary"}, "cannot be true"),
        ({"min": 6_000, "max": 7_000, "currency": "USD", "interval": "bi-month-salary"}, "two things"),
        ({"min": 5_000, "max": 5_000, "currency": "USD", "interval": "one-time"}, "two things"),
    ],
)
def test_pay_that_is_not_believed_is_told(salary, said):
    """A form's default, thousands written as ones and an unclear period are left out, with a warning."""
    value = [
        {"id": "1", "text": "Baker", "hostedUrl": "https://jobs.lever.co/ovens/1", "salaryRange": salary}
    ]
    parsed = parse("lever", value)
    assert (parsed.entries[0].fields.pay, parsed.entries[0].fields.pay_text) == ((), "")
    assert said in parsed.warnings[0]
    assert "1" in parsed.warnings[0]


@pytest.mark.parametrize("workplace", ["unspecified", None, 3])
def test_an_unspecified_workplace_is_unknown(workplace):
    """What says nothing is nothing, not onsite."""
    assert first("lever", workplaceType=workplace).fields.workplace is None


def test_an_unknown_site_is_an_error():
    """Lever's answer for a site that it does not have is no empty board."""
    with pytest.raises(ParseError, match="Lever answers 'Document not found'"):
        parse("lever", {"ok": False, "error": "Document not found"})


def test_the_company_is_the_operators_word_or_the_boards():
    """The postings name no company, so the option does, else the word in their links."""
    assert parse("lever", company="Ovens AG").entries[0].company == "Ovens AG"
    assert parse("lever", url="https://mirror.example/x").entries[0].company == "ovens"


def test_the_list_is_whole():
    """Absence means closed."""
    assert parse("lever").complete
    assert parse("lever", []).complete
    assert Lever.reach is Reach.WHOLE
