"""What a benefit is worth: the sum, its currency, and what it is paid for."""

from decimal import Decimal

import pytest

from alerts.posting import Period, PostingText
from alerts.reading.benefits import read_benefits
from alerts.reading.source import Source


def worths(body: str, **parts: str) -> dict[str, tuple[str, str | None, Period] | None]:
    found = read_benefits(Source(PostingText(body=body, **parts)))
    return {
        b.slug: (str(b.amount.amount), b.amount.currency, b.amount.period) if b.amount else None
        for b in found
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("* $100 monthly work-from-home stipend", ("100", "USD", Period.MONTH)),
        ("* Home office stipend: $2,000", ("2000", "USD", Period.ONCE)),
        ("* Home office stipend of $500/month", ("500", "USD", Period.MONTH)),
        ("* Home office stipend : USD$90/month", ("90", "USD", Period.MONTH)),
        ("Home Office Budget — up to $1,600 as a one-time reimbursement", ("1600", "USD", Period.ONCE)),
        ("* $1,000 for your home office set up", ("1000", "USD", Period.ONCE)),
        ("* USD $25 per month for Internet expenses", ("25", "USD", Period.MONTH)),
        ("* A quarterly remote work allowance of £150", ("150", "GBP", Period.QUARTER)),
        ("* One-off 300€ home-office budget", ("300", "EUR", Period.ONCE)),
        ("* $1,100 annual home office stipend in your first year", ("1100", "USD", Period.YEAR)),
        ("* $1k equipment reimbursement", ("1000", "USD", Period.ONCE)),
        ("* $1,000 allowance to set up shop at home", ("1000", "USD", Period.ONCE)),
        ("* Up to $2,500 to build out your home office", ("2500", "USD", Period.ONCE)),
        ("* Einmalig 300 € für die Ausstattung zu Hause", ("300", "EUR", Period.ONCE)),
        ("* 40 € internet allowance", ("40", "EUR", Period.MONTH)),
        ("* Ajuda de custo de R$ 120 para internet e energia", ("120", "BRL", Period.MONTH)),
    ],
)
def test_a_wfh_stipend_has_its_sum(body, expected):
    """The sum may stand before or behind, with its period or without one."""
    assert worths(body)["wfh-stipend"] == expected


def test_two_benefits_side_by_side_keep_their_own_sums():
    """A sum belongs to the benefit that it stands beside."""
    found = worths("* $100/month work-from-home stipend * $200/month wellness stipend")
    assert found["wfh-stipend"] == ("100", "USD", Period.MONTH)
    assert found["wellness-stipend"] == ("200", "USD", Period.MONTH)


def test_sums_behind_their_benefits_keep_to_them():
    """A colon points at the sum behind it."""
    found = worths("Home office stipend: $2,000, learning budget: $700")
    assert found["wfh-stipend"] == ("2000", "USD", Period.ONCE)
    assert found["learning-budget"] == ("700", "USD", Period.YEAR)


def test_money_for_a_phone_comes_after_money_for_home():
    """Where both are stated, the sum that names work from home is the stipend."""
    found = worths("* Phone and internet stipend of $40 a month\n* $350 work-from-home stipend")
    assert found["wfh-stipend"] == ("350", "USD", Period.ONCE)


def test_of_two_currencies_of_one_sum_the_first_stands():
    """Dollars of two countries with a slash between are one sum."""
    found = worths("* Up to $900 USD/ $1,200 CAD towards IT set up for your home")
    assert found["wfh-stipend"] == ("900", "USD", Period.ONCE)


@pytest.mark.parametrize(
    ("parts", "currency"),
    [
        ({}, "USD"),
        ({"location": "Toronto, Canada"}, "CAD"),
        ({"title": "Engineer (Australia)"}, "AUD"),
        ({"location": "Remote, USA"}, "USD"),
    ],
)
def test_a_bare_dollar_is_the_postings_dollar(parts, currency):
    """The place of the posting tells whose dollar it is; without one it is the American."""
    assert worths("* $500 home office stipend", **parts)["wfh-stipend"] == ("500", currency, Period.ONCE)


def test_the_dollar_that_the_text_names_holds():
    """A posting that speaks of CAD means it by the sign too."""
    found = worths("Salary: CAD 100,000\n* $500 home office stipend")
    assert found["wfh-stipend"] == ("500", "CAD", Period.ONCE)


def test_a_wellness_sum_without_its_period_is_not_guessed():
    """Unknown is not a month: the benefit is there, its worth is not stated."""
    assert worths("* $60 wellness stipend") == {"wellness-stipend": None}


@pytest.mark.parametrize(
    "body",
    [
        "* Home office stipend\nSalary: $120,000",
        "* Home office stipend. We raised $50M last year.",
        "* We pay $90,000; a home office stipend comes on top",
    ],
)
def test_another_sum_is_not_the_stipends(body):
    """A sum of another sentence or line belongs to something else."""
    assert worths(body)["wfh-stipend"] is None


def test_amounts_are_decimal():
    """Sums are exact."""
    (found,) = read_benefits(Source(PostingText(body="* $49.50 monthly home office stipend")))
    assert found.amount is not None
    assert found.amount.amount == Decimal("49.50")


def test_a_period_behind_another_sum_is_that_sums():
    """'$900 for the desk, and $60 a month for the line' is 900 once."""
    worth = worths("* $900 to equip your home office, and $60 a month for gym and sport")
    assert worth["wfh-stipend"] == ("900", "USD", Period.ONCE)
    assert worth["wellness-stipend"] == ("60", "USD", Period.MONTH)


def test_a_bare_dollar_is_no_other_countrys_because_its_code_is_named():
    """Where one pay names Canadian dollars and the place is both countries, a bare sign is the United States'."""
    body = "Canada: CAD 140,000 - 165,000.\n\n* $100/month stipend for phone and internet"
    assert worths(body, location="Remote (US, Canada)")["wfh-stipend"] == ("100", "USD", Period.MONTH)


def test_a_period_right_behind_another_sum_is_that_sums():
    """'$600 a year for courses, $300 for a home office' is 300 once."""
    assert worths("* $600 a year for courses, $300 for your home office")["wfh-stipend"] == (
        "300",
        "USD",
        Period.ONCE,
    )
