"""schema.org's JobPosting as an entry."""

from decimal import Decimal
from typing import Any

import pytest

from alerts.errors import EntryError
from alerts.feeds.entry import Entry
from alerts.feeds.schema_org import entry_from_jobposting, find_jobposting
from alerts.posting import Band, Period, Workplace


def read(**posting: Any) -> Entry:
    return entry_from_jobposting({"title": "Baker"} | posting, native_key="1")


def euros(minimum: int | None, maximum: int | None, period: Period = Period.YEAR) -> Band:
    low, high = (None if sum_ is None else Decimal(sum_) for sum_ in (minimum, maximum))
    return Band(minimum=low, maximum=high, currency="EUR", period=period)


def salary(unit: str | None = "YEAR", **value: Any) -> dict[str, Any]:
    return {"currency": "EUR", "value": {"unitText": unit} | value}


@pytest.mark.parametrize(
    ("stated", "band"),
    [
        (salary(minValue=30_000, maxValue=40_000), euros(30_000, 40_000)),
        (salary(minValue="30,000", maxValue="40000.00"), euros(30_000, 40_000)),
        (salary(value=30_000), euros(30_000, 30_000)),
        (salary(minValue=30_000), euros(30_000, None)),
        (salary(minValue=0, maxValue=40_000), euros(None, 40_000)),
        (salary("HOUR", minValue=20, maxValue=30), euros(20, 30, Period.HOUR)),
        (salary("per month", value="3000"), euros(3000, 3000, Period.MONTH)),
        (
            {"currency": "EUR", "minValue": 30_000, "maxValue": 40_000, "unitText": "YEAR"},
            euros(30_000, 40_000),
        ),
    ],
)
def test_pay_as_it_is_stated(stated, band):
    """Each form of a MonetaryAmount that pages use gives its band; 0 is unknown."""
    assert read(baseSalary=stated).fields.pay == (band,)


@pytest.mark.parametrize(
    "stated",
    [
        salary(minValue=0, maxValue=0),
        salary(value=""),
        salary(minValue=40_000, maxValue=30_000),
        salary(minValue=10_000, maxValue=125_000),
        salary(minValue=float("nan")),
        salary(minValue=-5),
        salary(minValue=True),
        {"value": []},
        [],
        None,
    ],
)
def test_pay_that_cannot_be_true_is_unknown(stated):
    """Nothing, less than nothing, a maximum below the minimum and an endless band are no pay."""
    fields = read(baseSalary=stated).fields
    assert (fields.pay, fields.pay_text) == ((), "")


def test_pay_without_a_period_is_left_to_the_reader():
    """Sums without a period are given on as words, not with a period that was guessed."""
    fields = read(baseSalary=salary(None, minValue=30_000, maxValue=40_000)).fields
    assert (fields.pay, fields.pay_text) == ((), "EUR 30000 - 40000")


def test_pay_in_prose_is_left_to_the_reader():
    """A salary written as a sentence is given on as it is."""
    assert read(baseSalary="about € 3k a month").fields.pay_text == "about € 3k a month"


def test_a_sign_is_no_currency():
    """A currency that is no ISO code is unknown, not guessed."""
    (band,) = read(baseSalary=salary(value=30_000) | {"currency": "$"}).fields.pay
    assert band.currency is None


def test_places():
    """Places are joined; where all share one address, their names are the places."""
    office = {"addressLocality": "Graz", "addressRegion": "Styria", "addressCountry": {"name": ["AT", "AT"]}}
    assert read(jobLocation={"address": office}).location == "Graz, Styria, AT"
    assert (
        read(jobLocation=["Bonn", {"address": "Ulm"}, {"address": {}, "name": "Jena"}]).location
        == "Bonn; Ulm; Jena"
    )
    named = [{"name": name, "address": office} for name in ("Linz, AT", "Wels, AT", "Wels, AT")]
    assert read(jobLocation=named).location == "Linz, AT; Wels, AT"


def test_who_may_apply_from_where():
    """Countries become regions; every place asked for stands in the location too."""
    entry = read(
        jobLocationType="TELECOMMUTE",
        applicantLocationRequirements=[
            {"name": "Germany"},
            {"name": "USA"},
            {"name": "Bavaria"},
            {"name": "at"},
        ],
    )
    assert entry.fields.workplace is Workplace.REMOTE
    assert entry.fields.regions == ("DE", "US", "AT")
    assert entry.location == "Germany; USA; Bavaria; at"


def test_no_location_type_is_not_onsite():
    """What is not said about the workplace is unknown."""
    assert read(jobLocation="Graz").fields.workplace is None


def test_employment():
    """The enumeration and how people write it are understood; another word is unknown."""
    assert read(employmentType=["FULL_TIME", "Full-time", "INTERN", "PER_DIEM"]).fields.employment == (
        "full-time",
        "internship",
    )


def test_sections_join_the_description():
    """Parts that a page cut out of the description are put back under a heading, but not twice."""
    entry = read(
        description="We bake. Flour.", skills="Flour.", jobBenefits="Bread.", qualifications=["a < b"]
    )
    assert entry.description == (
        "We bake. Flour.\n<h3>Qualifications</h3>\n<li>a &lt; b</li>\n<h3>Benefits</h3>\nBread."
    )


def test_company_may_be_named_directly():
    """An organisation may be an object or its name."""
    assert (
        read(hiringOrganization="Ovens").company
        == read(hiringOrganization={"name": "Ovens"}).company
        == "Ovens"
    )


@pytest.mark.parametrize("posting", [{}, {"title": None}, {"title": {"x": 1}}, {"title": " "}])
def test_no_title_is_an_error(posting):
    """A JobPosting without a title is unusable."""
    with pytest.raises(EntryError, match="without a title"):
        entry_from_jobposting(posting, native_key="1")


def test_the_search_follows_no_depth():
    """A posting is found behind any nesting of lists, without a stack that could overflow."""
    deep: Any = {"@type": "JobPosting", "title": "Baker"}
    for _ in range(5_000):
        deep = [deep]
    assert find_jobposting(deep) == {"@type": "JobPosting", "title": "Baker"}
    assert find_jobposting([[]] * 100_000) is None
