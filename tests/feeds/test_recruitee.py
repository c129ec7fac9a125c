"""Recruitee's offers: pay in strings, three flags for the workplace, dates that end in UTC."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from payloads import RECRUITEE, first, parse

from alerts.errors import ParseError
from alerts.posting import Band, Period, Workplace


def test_an_offer():
    """Every field of an offer has its place; text that only says 'Remote job' is no place."""
    entry = first("recruitee")
    assert (entry.native_key, entry.title, entry.company) == ("4711", "Sourdough Engineer", "Ovens")
    assert entry.url == "https://ovens.recruitee.com/o/sourdough-engineer"
    assert entry.location == "Graz, Styria, Austria"
    assert entry.tags == ("Dough", "yeast")
    assert entry.posted_at == datetime(2026, 10, 29, 20, 45, 29, tzinfo=UTC)
    assert entry.fields.regions == ("AT",)
    assert entry.fields.employment == ("part-time", "temporary")
    assert entry.fields.levels == ("mid",)
    assert entry.fields.pay == (
        Band(minimum=Decimal(3200), maximum=Decimal("4100.50"), currency="EUR", period=Period.MONTH),
    )
    assert "Feed the starter" in entry.description
    assert "Patience" in entry.description


@pytest.mark.parametrize(
    ("flags", "workplace"),
    [
        ({"remote": True, "hybrid": True, "on_site": True}, Workplace.REMOTE),
        ({"remote": False, "hybrid": True, "on_site": True}, Workplace.HYBRID),
        ({"remote": False, "hybrid": False, "on_site": True}, Workplace.ONSITE),
        ({"remote": "true", "hybrid": 0, "on_site": None}, Workplace.REMOTE),
        ({"remote": False, "hybrid": False, "on_site": False}, None),
    ],
)
def test_the_most_remote_flag_counts(flags, workplace):
    """An offer may allow several; none that is true says nothing."""
    assert first("recruitee", **flags).fields.workplace is workplace


def test_a_salary_in_thousands_is_left_out_and_told():
    """75.00 a year is nobody's pay."""
    salary = {"min": "75.00", "max": "95.00", "period": "year", "currency": "USD"}
    parsed = parse("recruitee", {"offers": [RECRUITEE["offers"][0] | {"salary": salary}]})
    assert parsed.entries[0].fields.pay == ()
    assert "'USD 75.00 - 95.00 year'" in parsed.warnings[0]


def test_a_salary_of_nulls_is_unknown():
    """Nothing stated is no doubt."""
    parsed = parse("recruitee", {"offers": [RECRUITEE["offers"][1]]})
    assert (parsed.entries[0].fields.pay, parsed.warnings) == ((), ())


def test_what_is_not_published_is_none():
    """A closed or internal offer is left out, and is no bad entry."""
    parsed = parse("recruitee", {"offers": [RECRUITEE["offers"][0] | {"status": "closed"}]})
    assert (parsed.entries, parsed.bad, parsed.complete) == ((), (), True)


def test_what_is_no_list_of_offers():
    """An answer without offers is an error."""
    with pytest.raises(ParseError, match="no Recruitee board"):
        parse("recruitee", {"jobs": []})
