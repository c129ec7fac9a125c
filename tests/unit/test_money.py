"""Sums are compared across currencies and periods, by a dated table that an operator may replace."""

from datetime import date
from decimal import Decimal

import pytest

from alerts.errors import ConfigError
from alerts.money import Rates, bottom, comparable, load_rates, top, yearly
from alerts.posting import Band, Period

RATES = Rates(date(2026, 1, 2), "test", {"EUR": Decimal(1), "USD": Decimal(2), "CAD": Decimal(3)})


def band(low, high, currency="USD", period=Period.YEAR):
    return Band(minimum=low, maximum=high, currency=currency, period=period)


@pytest.mark.parametrize(
    ("period", "year"),
    [
        (Period.HOUR, 2080),
        (Period.DAY, 260),
        (Period.WEEK, 52),
        (Period.MONTH, 12),
        (Period.QUARTER, 4),
        (Period.YEAR, 1),
    ],
)
def test_a_year_has_its_hours_days_and_months(period, year):
    """One unit a period comes to this many a year."""
    assert yearly(Decimal(1), period) == year


@pytest.mark.parametrize(
    ("amount", "period", "currency", "expected"),
    [
        (120, Period.YEAR, "USD", 120),
        (10, Period.MONTH, "USD", 120),
        (60, Period.YEAR, "EUR", 120),
        (180, Period.YEAR, "CAD", 120),
        (120, Period.YEAR, "RUB", None),
        (120, Period.YEAR, None, None),
        (120, Period.ONCE, "USD", None),
    ],
)
def test_a_sum_is_compared_per_year_in_dollars(amount, period, currency, expected):
    """Converted by period and rate; unknown where the currency has none, or where the sum is paid once."""
    assert comparable(Decimal(amount), period, currency, "USD", Period.YEAR, RATES) == expected


def test_two_sums_paid_once_are_compared():
    """A stipend of 60 euro is one of 120 dollars."""
    assert comparable(Decimal(60), Period.ONCE, "EUR", "USD", Period.ONCE, RATES) == 120


def test_a_currency_without_a_rate_is_still_itself():
    """Roubles compare with roubles."""
    assert RATES.convert(Decimal(5), "RUB", "RUB") == 5


@pytest.mark.parametrize(
    ("low", "high", "least", "most"), [(100, 150, 200, 300), (100, None, 200, 200), (None, 150, None, 300)]
)
def test_a_bands_ends_are_yearly_sums(low, high, least, most):
    """An open top is the sum that is named; 'up to' names no least."""
    ends = [Decimal(end) if end else None for end in (low, high)]
    stated = band(*ends, currency="EUR")
    assert (bottom(stated, "USD", RATES), top(stated, "USD", RATES)) == (least, most)


def test_a_band_without_a_currency_cannot_be_compared():
    """Unknown is not zero."""
    assert top(band(Decimal(1), Decimal(2), currency=None), "USD", RATES) is None


def test_the_packaged_table_is_dated_and_says_where_it_is_from():
    """A remark about a conversion shows both."""
    rates = load_rates()
    assert rates.on >= date(2026, 10, 30)
    assert "European Central Bank" in rates.source
    assert rates.per_euro["EUR"] == 1
    assert {"USD", "GBP", "CHF", "PLN", "CAD", "INR"} <= rates.per_euro.keys()


def test_the_packaged_rates_turn_back():
    """There and back again is the same sum, nearly."""
    rates = load_rates()
    there = rates.convert(Decimal(100_000), "PLN", "USD")
    assert abs(rates.convert(there, "USD", "PLN") - 100_000) < Decimal("0.01")


def test_an_operators_table_replaces_the_packaged_one(tmp_path):
    """It has the same form, quoted or plain figures."""
    file = tmp_path / "rates.toml"
    file.write_text('on = 2027-01-04\nsource = "me"\n[per_euro]\nUSD = "1.25"\nRUB = 90\n', "utf-8")
    rates = load_rates(file)
    assert (rates.on, rates.source) == (date(2027, 1, 4), "me")
    assert rates.per_euro == {"EUR": 1, "USD": Decimal("1.25"), "RUB": 90}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "on = [",
        'on = 2027-01-04\nsource = "me"\n',
        'on = "yesterday"\nsource = "me"\n[per_euro]\nUSD = "1.25"\n',
        'on = 2027-01-04T00:00:00Z\nsource = "me"\n[per_euro]\nUSD = "1.25"\n',
        'on = 2027-01-04\nsource = "me"\n[per_euro]\nUSD = "0"\n',
        'on = 2027-01-04\nsource = "me"\n[per_euro]\nUSD = "nan"\n',
        'on = 2027-01-04\nsource = "me"\n[per_euro]\nUSD = "much"\n',
        'on = 2027-01-04\nsource = "me"\n[per_euro]\ndollar = "1.25"\n',
    ],
)
def test_a_broken_table_stops_the_start(tmp_path, text):
    """A rate table that cannot be used is a matter of configuration, and its file is named."""
    file = tmp_path / "rates.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"rates\.toml"):
        load_rates(file)


def test_a_missing_table_stops_the_start(tmp_path):
    """The operator named a file that is not there."""
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_rates(tmp_path / "nowhere.toml")
