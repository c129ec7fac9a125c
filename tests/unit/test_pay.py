"""Pay as postings write it: sums, ranges, currencies and periods of many languages."""

from decimal import Decimal

import pytest

from alerts.posting import Part, PayBasis, PostingText
from alerts.reading.pay import read_pay
from alerts.reading.source import Source

YEAR, MONTH, WEEK, DAY, HOUR = "year", "month", "week", "day", "hour"


def read(body, country=None):
    """Give the bands of a body as plain tuples."""
    bands = [stated.band for stated in read_pay(Source(PostingText(body=body)), country)]
    return [(band.minimum, band.maximum, band.currency, band.period.value) for band in bands]


def exact(*bands):
    return [(_decimal(low), _decimal(high), currency, period) for low, high, currency, period in bands]


def _decimal(amount):
    return None if amount is None else Decimal(str(amount))


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Salary: $155,000 - $190,000", (155000, 190000, "USD", YEAR)),
        ("Our pay range: $120k–$140k", (120000, 140000, "USD", YEAR)),
        ("Base pay $107,000—$143,000 + options", (107000, 143000, "USD", YEAR)),
        ("Pay: USD $82,471~$145,000", (82471, 145000, "USD", YEAR)),
        ("The salary is $110,555 to $184,259", (110555, 184259, "USD", YEAR)),
        ("Expect between $98,000 and $131,000 in salary", (98000, 131000, "USD", YEAR)),
        ("Pay runs from $110,000-175,000", (110000, 175000, "USD", YEAR)),
        ("Salary: $90,000.00 - $110,000.00 per year", (90000, 110000, "USD", YEAR)),
        ("Salary of USD 148,505 - USD 178,206", (148505, 178206, "USD", YEAR)),
        ("$230k-$280k+", (230000, 280000, "USD", YEAR)),
        ("Salary from $80,000 (junior) to $120,000 (senior)", (80000, 120000, "USD", YEAR)),
        ("Min: $100,000 Max: $140,000", (100000, 140000, "USD", YEAR)),
        ("From $166,000/year in one market up to $286,000/year in another", (166000, 286000, "USD", YEAR)),
        ("The minimum salary is $95,000 and the maximum salary is $130,000", (95000, 130000, "USD", YEAR)),
        ("$150000-$180000", (150000, 180000, "USD", YEAR)),
        ("Salary ($120,000 - $130,000 - $145,000)", (120000, 145000, "USD", YEAR)),
    ],
)
def test_a_range_is_read_with_both_its_ends(body, band):
    """Dash, tilde, 'to', 'between ... and' and a middle point all join two ends."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Pay of $110 - 170K", (110000, 170000, "USD", YEAR)),
        ("Pay: $3 - 4k a month", (3000, 4000, "USD", MONTH)),
        ("£95-115k", (95000, 115000, "GBP", YEAR)),
        ("Salary: 50-60K€", (50000, 60000, "EUR", YEAR)),
        ("Vergütung: 55 - 65 T€", (55000, 65000, "EUR", YEAR)),
        ("Salary: 3.5k - 5k EUR / month", (3500, 5000, "EUR", MONTH)),
        ("Rémunération : 45/55K€", (45000, 55000, "EUR", YEAR)),
        ("Comp CA$102.8K - CA$137K", (102800, 137000, "CAD", YEAR)),
    ],
)
def test_a_scale_counts_for_both_ends(body, band):
    """The k that stands on one end of a range is meant for the other as well."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Salary up to $180,000", (None, 180000, "USD", YEAR)),
        ("Salary from £60k", (60000, None, "GBP", YEAR)),
        ("Pay starts at $65,000", (65000, None, "USD", YEAR)),
        ("Pay: $100k+", (100000, None, "USD", YEAR)),
        ("Wages average up to 60USD/Hr", (None, 60, "USD", HOUR)),
        ("Gross salary from 6000 EUR/month", (6000, None, "EUR", MONTH)),
        ("Minimum salary is 29.000 €/year", (29000, None, "EUR", YEAR)),
        ("Ab 50.000 € brutto/Jahr", (50000, None, "EUR", YEAR)),
        ("Bis zu 80.000 € Jahresgehalt", (None, 80000, "EUR", YEAR)),
        ("Stawka: do 170 zł/h netto", (None, 170, "PLN", HOUR)),
        ("Salary: $120k", (120000, 120000, "USD", YEAR)),
    ],
)
def test_an_open_end_stays_open(body, band):
    """'Up to' names no least, 'from' no most; a plain single sum is both."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Salary between 40.000 and 55.000 EUR", (40000, 55000, "EUR", YEAR)),
        ("Jahresgehalt zwischen 60.000 und 70.000 Euro", (60000, 70000, "EUR", YEAR)),
        ("Gehalt: 55.000 - 70.000 € brutto im Jahr", (55000, 70000, "EUR", YEAR)),
        ("Das Mindestgehalt beträgt EUR 3.500,- brutto pro Monat", (3500, 3500, "EUR", MONTH)),
        ("Salaire compris entre 36 000 et 40 000 €", (36000, 40000, "EUR", YEAR)),
        ("Rémunération : entre 35 K€ et 42 K€", (35000, 42000, "EUR", YEAR)),
        ("Salaire de 46,5k à 52,5k €", (46500, 52500, "EUR", YEAR)),
        ("Salaire : 2 500 € brut par mois", (2500, 2500, "EUR", MONTH)),
        ("TJM 500€", (500, 500, "EUR", DAY)),
        ("Salario: 35.000€ - 45.000€ brutos anuales", (35000, 45000, "EUR", YEAR)),
        ("Sueldo: 2.000 USD mensuales", (2000, 2000, "USD", MONTH)),
        ("Salário: R$ 8.000,00 a R$ 12.000,00 por mês", (8000, 12000, "BRL", MONTH)),
        ("Wynagrodzenie: 18 000 - 25 000 zł netto/mies.", (18000, 25000, "PLN", MONTH)),
        ("Od 160 zł/h do 180 zł/h netto", (160, 180, "PLN", HOUR)),
        ("Salaris: €4.000 - €5.500 bruto per maand", (4000, 5500, "EUR", MONTH)),
        ("Mzda: 80 000 - 120 000 Kč měsíčně", (80000, 120000, "CZK", MONTH)),
        ("Salär CHF 110'000 - 130'000", (110000, 130000, "CHF", YEAR)),
        ("年収 600万円 - 900万円", (6000000, 9000000, "JPY", YEAR)),
    ],
)
def test_other_languages_are_read(body, band):
    """Separators, scales and the words for pay differ by language; the sum does not."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Pay - 12 LPA to 22 LPA", (1200000, 2200000, "INR", YEAR)),
        ("CTC 20 to 45 lakhs INR per annum", (2000000, 4500000, "INR", YEAR)),
        ("Salary ₹12,00,000 - ₹18,00,000 per annum", (1200000, 1800000, "INR", YEAR)),
        ("Salary INR 6,837,709 - INR 8,205,251", (6837709, 8205251, "INR", YEAR)),
        ("CTC: Rs. 1.2 crore", (12000000, 12000000, "INR", YEAR)),
    ],
)
def test_indian_pay_is_read(body, band):
    """Lakhs, crores and groups of two digits are rupees a year."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "currency"),
    [
        ("Salary: A$140,000 - A$160,000", "AUD"),
        ("Salary: S$131,200 to S$196,800", "SGD"),
        ("Salary: $113,800 to $187,800 CAD", "CAD"),
        ("Salary: $172,188 - $215,235 CAN", "CAD"),
        ("Salary: €60,000 EUR gross - up to €65,000 EUR gross", "EUR"),
        ("Salary: RM 140,000 - RM 160,000 a year", "MYR"),
        ("Salary: USD$100-120k", "USD"),
        ("Salario: $630.000 - $740.000 MXN", "MXN"),
        ("Salary: 212,000 - 270,000 BRL", "BRL"),
        ("Salary: ZAR 545 000 - 660 000", "ZAR"),
        ("Salary: ₱600,000 - ₱900,000 annually", "PHP"),
    ],
)
def test_a_currency_of_its_own_mark_is_known(body, currency):
    """A code, a sign or both, before the sum or behind it."""
    assert [band[2] for band in read(body)] == [currency]


@pytest.mark.parametrize(
    ("body", "country", "currency"),
    [
        ("Salary: $120,000 - $150,000", None, "USD"),
        ("Salary: $120,000 - $150,000", "CA", "CAD"),
        ("Salary: $120,000 - $150,000", "AU", "AUD"),
        ("Salary: $20,000 - $30,000", "AR", "USD"),
        ("Salary: $120,000 to $195,000 across Canada", None, "CAD"),
        ("Canada pay range\n$120,000 - $150,000", None, "CAD"),
        ("The US salary range is $120,000 - $150,000", "CA", "USD"),
        ("Salary: $120,000 - $150,000 USD", "CA", "USD"),
        ("Join us! Salary: $120,000 - $150,000", "CA", "CAD"),
        ("Lön: 45 000 - 55 000 kr per månad", "SE", "SEK"),
        ("Lønn: 45 000 - 55 000 kr, monthly", None, None),
        ("Salary: between 181,000 and 271,000 gross/year", "PL", "PLN"),
        ("Salary: between 181,000 and 271,000 gross/year", None, None),
        ("Sueldo: $32,000 a $40,000 mensuales", "MX", "MXN"),
        ("Salary: $3,000 - $5,000 per month", "MX", "USD"),
        ("Salario: $6.000.000 a $8.000.000", "CO", "COP"),
        ("Salary: $60,000 - $80,000", "CL", "USD"),
    ],
)
def test_a_shared_or_missing_mark_is_the_places_money(body, country, currency):
    """The words beside the sum tell whose dollar it is, then the posting's country; else it is American."""
    assert [band[2] for band in read(body, country)] == [currency]


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("Pay is $25 an hour", (25, 25, "USD", HOUR)),
        ("$20-$25 / hour", (20, 25, "USD", HOUR)),
        ("Hourly rate: $35.50 to $42.75", (35.5, 42.75, "USD", HOUR)),
        ("Rate: £450 - £500 per day", (450, 500, "GBP", DAY)),
        ("Salary of USD 1,200 per week", (1200, 1200, "USD", WEEK)),
        ("Monthly salary: $3,000", (3000, 3000, "USD", MONTH)),
        ("$104k/yr", (104000, 104000, "USD", YEAR)),
        ("Compensation: £50,000-£60,000/annually", (50000, 60000, "GBP", YEAR)),
        ("The annualised salary (you are paid hourly) is $155,200 - $242,500", (155200, 242500, "USD", YEAR)),
    ],
)
def test_a_period_that_is_said_is_kept(body, band):
    """The period is the one said beside the sum, if the sum can be for it."""
    assert read(body) == exact(band)


@pytest.mark.parametrize(
    ("body", "period"),
    [
        ("Pay: $25 - 30", HOUR),
        ("Rate 120-180 PLN net + VAT", HOUR),
        ("Rate: €380 - €450", DAY),
        ("Salary: 15 000–20 000 PLN", MONTH),
        ("Salary: 4500 - 6000 EUR net", MONTH),
        ("Salary: RM11,702", MONTH),
        ("Salary: AED 20,000 - 25,000", MONTH),
        ("Salary: 120,000 - 150,000 USD", YEAR),
        ("Salary: 250 000 - 300 000 PLN", YEAR),
    ],
)
def test_a_period_left_unsaid_is_told_by_size(body, period):
    """25 dollars are an hour's and 15,000 zloty a month's: each currency has its usual pay."""
    assert [band[3] for band in read(body)] == [period]


@pytest.mark.parametrize(
    ("body", "bands"),
    [
        (
            "Tier 1: $172,800-$230,000\nTier 2: $155,500-$207,000",
            [(172800, 230000, "USD", YEAR), (155500, 207000, "USD", YEAR)],
        ),
        (
            "Employees in the US: $203,100 - $238,900 * Canadian employees: CAD 184,800 – 217,400",
            [(203100, 238900, "USD", YEAR), (184800, 217400, "CAD", YEAR)],
        ),
        (
            "Salary between $153,000 USD and $207,000 USD here, $140,000 CAD and $190,000 CAD there",
            [(153000, 207000, "USD", YEAR), (140000, 190000, "CAD", YEAR)],
        ),
        (
            "Salary ranges:\n* Senior: $7,000 - $9,200 USD per month\n* Junior: $2,000 - $5,200",
            [(7000, 9200, "USD", MONTH), (2000, 5200, "USD", MONTH)],
        ),
        (
            "21 250 - 25 000 PLN gross/monthly or 167 - 196 PLN net/hourly",
            [(21250, 25000, "PLN", MONTH), (167, 196, "PLN", HOUR)],
        ),
        (
            "Salaire : 50-60K€ brut/an, freelance : 350-400€/j",
            [(50000, 60000, "EUR", YEAR), (350, 400, "EUR", DAY)],
        ),
        (
            "Salary: €25.5K EUR/yr - $31K USD/yr",
            [(25500, 25500, "EUR", YEAR), (31000, 31000, "USD", YEAR)],
        ),
        (
            "Salary: RM11,702 in Kuala Lumpur, SGD7,608 in Singapore",
            [(11702, 11702, "MYR", MONTH), (7608, 7608, "SGD", MONTH)],
        ),
        ("$85/hr W2 or $95/hr C2C", [(85, 85, "USD", HOUR), (95, 95, "USD", HOUR)]),
    ],
)
def test_every_band_is_read_in_its_order(body, bands):
    """A posting may pay by place, level or contract; each band is one, even where two look like a range."""
    assert read(body) == exact(*bands)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Zone A: $184,000 - $249,000\nZone B: $166,000 - $225,000", ["Zone A", "Zone B"]),
        ("Pay is $150k - $170k in New York City, and $130k - $140k in Denver.", ["New York City", "Denver"]),
        ("Base Salary\n* UK residents: £94,400-£141,600", ["UK residents"]),
        ("In Canada, the base pay is CAD 146,000 - 183,011.", ["Canada"]),
        ("CDI : 45-60K€\nFreelance : 320-450€/j", ["CDI", "Freelance"]),
        ("Salary: $100,000 - $120,000", [None]),
        ("Sales Engineer: $100,000 - $120,000", ["Sales Engineer"]),
        ("United States\n\n$100,000 - $120,000", ["United States"]),
        ("Level 3 (US): $150,000 - $170,000", ["Level 3 (US)"]),
    ],
)
def test_a_band_knows_what_it_is_for(body, places):
    """The label before a band, or the place said beside it; a label that only says 'salary' names nothing."""
    assert [stated.band.where for stated in read_pay(Source(PostingText(body=body)))] == places


def test_base_pay_leaves_on_target_earnings_out():
    """Where a base is given, the sum with commission is not pay of its own."""
    body = (
        "Base of $75,000 - $100,000 plus commission. On target the total compensation is $150,000 - $200,000."
    )
    assert read(body) == exact((75000, 100000, "USD", YEAR))


@pytest.mark.parametrize(
    "body",
    [
        "Pay: $150,000 - $180,000 OTE",
        "On-target earnings: $150,000 - $180,000",
        "Base + bonus: $150,000 - $180,000",
    ],
)
def test_on_target_earnings_count_where_no_base_is_given(body):
    """They are marked as what they are."""
    (stated,) = read_pay(Source(PostingText(body=body)))
    assert (stated.band.maximum, stated.band.basis) == (180000, PayBasis.OTE)


def test_pay_said_twice_is_listed_once():
    """Headings and footers repeat the range."""
    assert read("Salary: $165,000 - $190,000 CAD.\nPay: 165-190k CAD") == exact((165000, 190000, "CAD", YEAR))


def test_an_article_joins_no_two_sums():
    """An "a" behind a comma is English, and the sums on both sides are of two things."""
    assert read("We pay $38/hour, a $4,000 stipend to relocate, and lunch.") == exact((38, 38, "USD", HOUR))


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("* PHP 90,000 – PHP 120,000\n* Company laptop", (90000, 120000, "PHP", MONTH)),
        ("Conditions: €1,400 gross a month, half of the bus ticket", (1400, 1400, "EUR", MONTH)),
        ("Full-time, hourly, non-exempt: $28 – $34", (28, 34, "USD", HOUR)),
        (
            "One of our clients needs a developer for the first six months at £450-£500 a day",
            (450, 500, "GBP", DAY),
        ),
    ],
)
def test_a_sum_that_nothing_calls_pay_may_still_be(body, band):
    """A line that is a range alone, a gross sum, hours spoken of before, a rate: all these speak for themselves."""
    assert read(body) == exact(band)


def test_a_single_sum_inside_a_range_adds_nothing():
    """'The midpoint is' repeats the range."""
    body = "Salary: $100,000 - $140,000. The usual starting salary is $120,000."
    assert read(body) == exact((100000, 140000, "USD", YEAR))


def test_the_quote_is_the_text_at_its_place():
    """Evidence points at the words that name the pay, their opener included."""
    text = PostingText(body="About us.\nPay: up to $30.00 per hour, weekly.")
    (stated,) = read_pay(Source(text))
    (evidence,) = stated.evidence
    assert evidence.quote == "up to $30.00 per hour" == text.part(Part.BODY)[evidence.start : evidence.end]
