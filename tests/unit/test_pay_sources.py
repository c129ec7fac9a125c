"""Which part of a listing is believed about pay, and in which order."""

from decimal import Decimal

import pytest

from alerts.posting import Band, Fields, Part, PayBasis, Period, PostingText
from alerts.reading.pay import read_pay
from alerts.reading.source import Source
from alerts.text import render_fields


def band(low, high, currency="USD", period=Period.YEAR, **more):
    return Band(minimum=Decimal(low), maximum=Decimal(high), currency=currency, period=period, **more)


def listing(*bands, pay_text="", **parts):
    fields = Fields(pay=bands, pay_text=pay_text)
    return Source(PostingText(fields=render_fields(fields), **parts), fields)


def sums(source):
    return [(stated.band.minimum, stated.band.maximum) for stated in read_pay(source)]


def test_a_structured_field_beats_the_body():
    """The feed's own figures come first, and the quote is their line."""
    zoned = band(155000, 190000, where="Zone A")
    (stated,) = read_pay(listing(zoned, body="Salary: $100,000 - $120,000"))
    assert stated.band == zoned
    assert (stated.evidence[0].part, stated.evidence[0].quote) == (
        Part.FIELDS,
        "155000-190000 USD year (Zone A)",
    )


def test_each_structured_band_has_its_own_line():
    """Several bands are quoted one by one, and on-target earnings keep their name."""
    stated = read_pay(listing(band(1, 2), band(90000, 95000), band(120000, 125000, basis=PayBasis.OTE)))
    assert [one.evidence[0].quote for one in stated] == ["90000-95000 USD year", "120000-125000 USD year OTE"]


@pytest.mark.parametrize("field", [band(0, 0), band(1, 1), band(9_000_000, 9_000_000), band(25, 30)])
def test_an_unbelievable_field_is_passed_over(field):
    """Zero, a placeholder, or a year's pay of 30 dollars is no pay: the body is read instead."""
    assert sums(listing(field, body="Salary: $100,000 - $120,000")) == [(100000, 120000)]


def test_the_body_beats_the_tag():
    """A tag is often the union of the body's bands, or a site's default."""
    source = listing(
        tags="💰 $101,625 - $169,400", body="National: $101,625 - $135,500\nPremium: $111,800 - $149,100"
    )
    assert sums(source) == [(101625, 135500), (111800, 149100)]


def test_a_tag_counts_where_the_body_is_silent():
    """Its quote is in the tags."""
    (stated,) = read_pay(listing(tags="🌎 Remote\n💰 USD $138,800~$201,000", body="Pay: $138,800 to $201,00"))
    assert (stated.evidence[0].part, stated.evidence[0].quote) == (Part.TAGS, "USD $138,800~$201,000")


def test_the_feeds_salary_text_comes_before_the_tags():
    """A field for pay is closer to pay than a label."""
    source = listing(pay_text="120000 - 150000 EUR", tags="💰 €60k - €80k")
    (stated,) = read_pay(source)
    assert (stated.evidence[0].part, stated.band.maximum) == (Part.FIELDS, 150000)


def test_other_fields_are_not_read_as_pay():
    """Only the line for pay is."""
    fields = Fields(levels=("$100,000 - $120,000",))
    assert read_pay(Source(PostingText(fields=render_fields(fields)), fields)) == ()


def test_a_title_may_state_pay():
    """Some boards put everything in the title."""
    assert sums(listing(title="Senior Engineer, $150k - $180k")) == [(150000, 180000)]


def test_a_tag_that_agrees_with_the_body_is_listed_once():
    """The body's words are the ones quoted."""
    (stated,) = read_pay(listing(tags="💰 $120k - $150k", body="Salary: $120,000 - $150,000"))
    assert stated.evidence[0].part is Part.BODY


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("💰 $150,000- $170,000- $190,000", [(150000, 190000)]),
        ("💰 $150,000 annual + variable (OTE $184,000)", [(150000, 150000)]),
        ("💰 $250,000- $280,000 OTE (70/30 split)", [(250000, 280000)]),
        ("💰 $20,000 /yr", [(20000, 20000)]),
        ("💰 €25.5K EUR/yr - $31K USD/yr", [(25500, 25500), (31000, 31000)]),
        ("💰 60000 - 80000", [(60000, 80000)]),
        ("💰 $120k-$150k base, 10-15% bonus", [(120000, 150000)]),
        ("€60k - €80k", [(60000, 80000)]),
    ],
)
def test_tags_are_read_in_their_shapes(tag, expected):
    """A board's tag needs no word for pay: its purse, or the range itself, is one."""
    assert sums(listing(tags=tag)) == expected


@pytest.mark.parametrize(
    "tag",
    [
        "💰 0",
        "💰 $0/yr - $0/yr",
        "💰 null",
        "💰 $Competitive",
        "💰 Not specified",
        "💰 $750 million USD",
        "💰 $1500 towards a home office",
        "💰 $13th salary + stock options",
        "401k",
        "Series B $20M",
        "10-50 employees",
        "$5M - $10M",
    ],
)
def test_tags_that_are_no_pay_give_none(tag):
    """A label is dirty: without a believable sum it says nothing."""
    assert sums(listing(tags=tag)) == []


def test_a_tag_lifted_from_a_benefit_gives_none():
    """What the body calls a food card is no pay in the tag either."""
    assert sums(listing(tags="💰 R$ 4.200,00/month", body="You get R$ 4.200,00/month on a food card.")) == []


def test_a_country_tells_the_tags_dollar():
    """A bare $ is the country's dollar in tags as well."""
    (stated,) = read_pay(listing(tags="💰 $120k - $150k"), "CA")
    assert stated.band.currency == "CAD"


def test_no_word_about_pay_is_no_pay():
    """Nothing stated is an empty tuple."""
    assert read_pay(listing(title="Engineer", body="We build things.")) == ()
