"""What a filter line means, however it is written; `describe` says what was understood."""

import pytest

from alerts.filters import describe, explain, parse_filter

DESIGNED = (
    "remote senior backend python, go|rust, pay>=150k USD, benefit:wfh-stipend>=50/month, in:US, -php, "
    '-company:acme, title:"platform engineer"'
)


def understood(line, **more):
    return describe(parse_filter(line, **more))


def test_a_whole_line_is_understood():
    """Every kind of word in one line; the canonical line has its own order."""
    assert understood(DESIGNED) == (
        "remote, senior, backend, go|rust, python, in:US, pay>=150k USD, benefit:wfh-stipend>=50 USD/month, "
        'title:"platform engineer", -company:"acme", -php'
    )


@pytest.mark.parametrize(
    "line",
    [
        "pay>=150k",
        "pay >= 150k",
        "pay > 150k",
        "PAY=>150K USD",
        "pay ≥ 150,000",
        "pay:150k",
        "pay 150k",
        ">=150k",
        "> 150k usd",
        "at least $150k",
        "AT LEAST 150K",
        "salary at least 150k a year",
        "salary>150000",
        "150k+",
        "$150k",
        "150k usd",
        "150kUSD",
        "USD 150k",
        "US$150,000 per year",
        "150 000 USD",
        "0.15m USD/year",
        "150k or more",
        "more than 150k dollars",
    ],
)
def test_pay_is_understood_in_many_ways(line):
    """Names, signs, words, separators and currencies before or behind all say the same."""
    assert understood(line) == "pay>=150k USD"


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("€60k", "pay>=60k EUR"),
        ("60.000€", "pay>=60k EUR"),
        ("£500/day", "pay>=500 GBP/day"),
        ("$60/hr", "pay>=60 USD/hour"),
        ("60 eur per hour", "pay>=60 EUR/hour"),
        ("at least 62.5 usd hourly!", "pay>=62.5 USD/hour!"),
        ("C$120k", "pay>=120k CAD"),
        ("$150k CAD", "pay>=150k CAD"),
        ("500k kr", "pay>=500k SEK"),
        ("pay.from >= 120k USD?", "pay.from>=120k USD"),
        ("1.2m inr", "pay>=1200k INR"),
        ("pay>=PHP 1m", "pay>=PHP 1000k"),
        ("pay>=1m, php", "php, pay>=1000k USD"),
        ("pay>=0 usd!", "pay>=0 USD/year!"),
    ],
)
def test_currencies_and_periods(line, canonical):
    """Signs and codes, hours and days, and a code that is a technology as well."""
    assert understood(line) == canonical


@pytest.mark.parametrize(
    ("currency", "canonical"), [("CAD", "pay>=150k CAD"), ("EUR", "pay>=150k USD"), ("USD", "pay>=150k USD")]
)
def test_a_bare_dollar_is_the_dollar_of_the_persons_currency(currency, canonical):
    """Who counts in Canadian dollars means these; who counts in euro means the American ones."""
    assert understood("$150k", currency=currency) == canonical


def test_a_sum_without_a_currency_is_in_the_persons():
    """The currency of the chat's settings is meant."""
    assert understood("pay>=60k, wfh stipend >= 50/month", currency="EUR") == (
        "pay>=60k EUR, benefit:wfh-stipend>=50 EUR/month"
    )


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("remote|hybrid", "hybrid|remote"),
        ("remote hybrid", "hybrid|remote"),
        ("hybrid or remote?", "hybrid|remote?"),
        ("senior, staff", "senior|staff"),
        ("full time, contract", "contract|full-time"),
        ("python go", "go, python"),
        ("python and go", "go, python"),
        ("python or go", "go|python"),
        ("python | golang", "go|python"),
        ("in:US, in:CA", "in:CA|US"),
        ("in:US or CA", "in:CA|US"),
        ("company:acme company:globex", 'company:"acme"|"globex"'),
        ("title:sre title:lead", 'title:"lead", title:"sre"'),
        ("benefit:dental|vision", "benefit:dental|vision"),
        ("benefit:dental benefit:vision", "benefit:dental, benefit:vision"),
    ],
)
def test_what_is_joined_and_what_is_asked_together(line, canonical):
    """Two workplaces are alternatives, as a posting has but one; technologies are all wanted."""
    assert understood(line) == canonical


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("US only", "in:US"),
        ("in the US", "in:US"),
        ("remote in Germany", "remote, in:DE"),
        ("remote, germany only", "remote, in:DE"),
        ("remote uk", "remote, in:GB"),
        ("in:the United States", "in:US"),
        ("in:worldwide", "in:WORLD"),
        ("language:german", "language:de"),
        ("wfh stipend", "benefit:wfh-stipend"),
        ("wfh-stipend at least $100 monthly", "benefit:wfh-stipend>=100 USD/month"),
        ("home office budget >= 500", "benefit:wfh-stipend>=500 USD"),
        ("c++ c# .net node.js", "cpp, csharp, dotnet, nodejs"),
        ("senior backend python with dental", "senior, backend, python, benefit:dental"),
        ('"home office budget"', "benefit:wfh-stipend"),
    ],
)
def test_natural_words(line, canonical):
    """Places, benefits and technologies by the names that people use."""
    assert understood(line) == canonical


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("-php", "-php"),
        ("no php", "-php"),
        ("NOT php", "-php"),
        ("without php", "-php"),
        ("–php", "-php"),
        ("no php or ruby", "-php|ruby"),
        ("-php -ruby", "-php, -ruby"),
        ("-php~", "-php~"),
        ("no visa sponsorship", "-benefit:visa-sponsorship"),
        ("-in:US", "-in:US"),
        ("-age<7d", "-age<7d"),
        ("-pay>=300k", "-pay>=300k USD"),
        ("python~ -python", "python~, -python"),
        ("benefit:dental -benefit:dental>=50", "benefit:dental, -benefit:dental>=50 USD"),
    ],
)
def test_exclusions(line, canonical):
    """'-x' and 'no x' leave out; what narrows a wish is no contradiction."""
    assert understood(line) == canonical


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("python?", "python?"),
        ("python!", "python"),
        ("python~?", "python~?"),
        ("go|rust?", "go|rust?"),
        ("in:US!", "in:US!"),
        ("in:US?", "in:US"),
        ("benefit:dental?", "benefit:dental?"),
    ],
)
def test_signs_for_the_unknown(line, canonical):
    """A sign that says the default is left out of the canonical line."""
    assert understood(line) == canonical


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("age<7d", "age<7d"),
        ("age < 2 weeks", "age<14d"),
        ("age<=48h", "age<2d"),
        ("age:36 hours", "age<36h"),
        ('title:"Platform  Engineer"', 'title:"platform engineer"'),
        ("title:“platform engineer”", 'title:"platform engineer"'),
        ("text:kafka|“event sourcing”", 'text:"event sourcing"|"kafka"'),
        ('title:"a, b | c?"', 'title:"a, b | c?"'),
        ('from:"Remote WLB"', 'from:"remote wlb"'),
    ],
)
def test_ages_and_phrases(line, canonical):
    """Quotes group, and what stands in them has no meaning for the line."""
    assert understood(line) == canonical


def test_equal_wishes_are_equal_filters():
    """Order, case and repetition do not matter."""
    assert parse_filter("Remote, python, in:us, remote") == parse_filter("in:US PYTHON remote")


def test_explain_uses_plain_words():
    """People read sentences, with what becomes of postings that do not say."""
    assert explain(parse_filter("remote, pay>=150k USD, benefit:wfh-stipend>=50/month, -php~")) == (
        "remote",
        "pay reaches 150,000 USD a year, or not stated",
        "offers wfh stipend of at least 50 USD a month",
        "not: php mentioned anywhere",
    )


def test_explain_translates_every_piece_of_english():
    """Only the words of the filter itself stay as they are."""
    asked = []
    explain(parse_filter("pay>=150k USD, in:US, -php"), lambda text: asked.append(text) or text)
    assert {"pay reaches {sum}", "a year", "{criterion}, or not stated", "not: {excluded}"} <= set(asked)
