"""Ashby's boards: tiers of pay, contradicting flags, unlisted jobs."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from payloads import ASHBY, first, parse

from alerts.errors import ParseError
from alerts.posting import Band, Period, Workplace


def paid(*components: dict[str, Any], **more: Any) -> Any:
    tier = {"title": None, "components": list(components)}
    return first("ashby", compensation={"compensationTiers": [tier]} | more).fields


def salary(low: Any, high: Any, interval: str = "1 YEAR", currency: str = "EUR") -> dict[str, Any]:
    kind = {"compensationType": "Salary", "interval": interval, "currencyCode": currency}
    return kind | {"minValue": low, "maxValue": high}


def test_a_job():
    """Every field of a job has its place; each tier of pay says whom it is for."""
    entry = first("ashby")
    assert entry.native_key == "0d8f63b7-7c6a-4a0e-8a6e-9e7f0c2b1d01"
    assert (entry.title, entry.company) == ("Senior Dough Engineer", "ovens")
    assert entry.location == "Graz; Zürich"
    assert entry.tags == ("Dough", "Yeast")
    assert entry.posted_at == datetime(2026, 10, 31, 9, 15, 0, 250000, tzinfo=UTC)
    assert entry.fields.regions == ("AT", "CH")
    assert entry.fields.employment == ("full-time",)
    assert entry.fields.pay == (
        Band(
            minimum=Decimal(60_000), maximum=Decimal(75_000), currency="EUR", period=Period.YEAR, where="Graz"
        ),
        Band(
            minimum=Decimal(110_000),
            maximum=Decimal(130_000),
            currency="CHF",
            period=Period.YEAR,
            where="Zürich",
        ),
    )


@pytest.mark.parametrize(
    ("workplace_type", "is_remote", "workplace"),
    [
        ("Hybrid", True, Workplace.HYBRID),
        ("OnSite", True, Workplace.ONSITE),
        ("Remote", False, Workplace.REMOTE),
        (None, True, Workplace.REMOTE),
        (None, False, None),
        ("Moon", None, None),
    ],
)
def test_the_exact_word_beats_the_flag(workplace_type, is_remote, workplace):
    """IsRemote stands beside 'Hybrid' on real boards; false says nothing."""
    assert first("ashby", workplaceType=workplace_type, isRemote=is_remote).fields.workplace is workplace


def test_only_salary_is_pay():
    """Equity and bonus are no salary; an hour's pay stays one."""
    fields = paid(
        {"compensationType": "Bonus", "interval": "1 YEAR", "minValue": 5_000, "maxValue": 9_000},
        salary(25, 30, "1 HOUR"),
    )
    (band,) = fields.pay
    assert (band.minimum, band.period) == (25, Period.HOUR)


def test_the_summary_stands_in_for_tiers():
    """Without tiers the summary's salary is the pay."""
    compensation = {"compensationTiers": [], "summaryComponents": [salary(50_000, 60_000)]}
    assert first("ashby", compensation=compensation).fields.pay[0].minimum == 50_000


def test_pay_without_a_period_is_left_to_the_reader():
    """Ashby's 'NONE' is no period, so the sums go on as words."""
    assert paid(salary(50_000, 60_000, "NONE")).pay_text == "EUR 50000 - 60000"


def test_pay_that_is_not_to_be_shown_is_not():
    """The company's word that postings shall not show it is kept."""
    assert first("ashby", shouldDisplayCompensationOnJobPostings=False).fields.pay == ()


def test_an_unlisted_job_is_none():
    """A job that is open only to those who have the link is left out, and is no bad entry."""
    jobs = [ASHBY["jobs"][0] | {"isListed": False}, ASHBY["jobs"][1]]
    parsed = parse("ashby", {"apiVersion": "1", "jobs": jobs})
    assert ([entry.title for entry in parsed.entries], parsed.bad) == (["Baker"], ())
    assert parsed.complete


def test_an_address_stands_in_for_the_place():
    """A job without a place's name has its address."""
    address = {"postalAddress": {"addressLocality": "Graz", "addressRegion": "", "addressCountry": "Austria"}}
    assert first("ashby", location="", secondaryLocations=None, address=address).location == "Graz, Austria"


def test_what_is_no_board():
    """An answer without a list of jobs is an error with Ashby's own words."""
    with pytest.raises(ParseError, match="Ashby answers 'Unauthorized'"):
        parse("ashby", {"message": "Unauthorized"})
