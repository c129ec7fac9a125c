"""Money that is no pay: none of it may ever be read as pay."""

import pytest
from test_pay import YEAR, exact, read

from alerts.posting import PostingText
from alerts.reading.pay import read_pay
from alerts.reading.source import Source


@pytest.mark.parametrize(
    "body",
    [
        "Our clients route $30B through us, and a $50M Series C closed last month.",
        "Funding so far: $5,000,000.",
        "ARR went from $10,000,000 to $25,000,000 in a year.",
        "Group revenues were EUR 6,515 million in 2023.",
        "Our games earn more than $20m per year.",
        "You look after budgets of $500,000 to $900,000.",
        "You close deals from $50,000 to $150,000 in ACV.",
        "You grow accounts in the $100K-$300K bracket.",
        "A quota of $700,000 per year.",
        "The median customer saves $40,000 per year.",
        "Each sale is worth between $250 and $2,500. Earn as much as you like!",
        "We settle claims of $10,000 - $50,000.",
        "The product is $199/year per user.",
        "Valued at $200M-$500M, with equity to match.",
    ],
)
def test_money_of_the_business_is_no_pay(body):
    """Funding, revenue, budgets, deals and prices are no one's salary."""
    assert read(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "* 401(k) with a match\n* 401k: 4 %",
        "* $100 a month for working from home",
        "Work-from-home stipend: $100 monthly",
        "Family-building help of up to $25,000",
        "Group medical insurance of INR 7,50,000 per annum",
        "Health cover of up to 7 lacs",
        "Life insurance: up to $500,000, or twice your salary",
        "$520./ per month stipend for health premiums",
        "Up to $1,500 each year towards wellness",
        "$1500 towards a desk at home",
        "A sign-on bonus of $5,000",
        "Referral bonus: $1,000 - $5,000",
        "Annual bonus of $10,000 to $20,000",
        "$500/month ($6,000/year) as a bonus for coming to the office",
        "Learning budget: €1,500 a year",
        "We pay you $100 for taking a day off",
        "We match gifts to charity up to $200 per year",
        "Relocation help of $15,000",
        "Vale refeição: R$ 1.100,00 por mês",
        "Titres restaurant de 9€ par jour, prime de vacances 1 000 €",
        "500 € Weiterbildungsbudget und 50 € Sachbezug im Monat",
        "Dofinansowanie szkoleń do 2 000 PLN",
        "A 13th salary each December",
        "Pay & benefits:\n* $100 monthly for internet\n* $2,000 for a desk\n* $1,000/year for courses",
    ],
)
def test_money_of_the_benefits_is_no_pay(body):
    """Stipends, bonuses, insurance, allowances and refunds come beside pay."""
    assert read(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "A team of 10-50 people, founded 2010-2015, with 5-10 years behind them.",
        "We serve 10,000 - 50,000 visitors.",
        "Open 24/7, growing 15 % - 20 % a year.",
        "Python 3.10 - 3.12, PHP 7.4 - 8.3, port 8000-8080.",
        "Call 555-0100 or 555 010 0200.",
        "Salary: competitive. Holidays: 25-30 days.",
        "Salary: $1 - 2M",
        "Pay: 0.5 - 1.5 BTC",
    ],
)
def test_numbers_that_are_no_sum_are_no_pay(body):
    """Counts, years, versions and sums beyond belief."""
    assert read(body) == []


@pytest.mark.parametrize(
    ("body", "band"),
    [
        ("The base is $150,000, with a target bonus of $20,000-$30,000.", (150000, 150000, "USD", YEAR)),
        ("Salary (excluding bonus and equity): $100k - $120k", (100000, 120000, "USD", YEAR)),
        ("The salary, not including bonus or equity, is $100,000 - $120,000", (100000, 120000, "USD", YEAR)),
        ("Salary 150,000-200,000 USD, plus 10,000-20,000 USD in equity", (150000, 200000, "USD", YEAR)),
        ("$140,000 as a base; base + bonus: $180,000", (140000, 140000, "USD", YEAR)),
        ("OTE $200k ($100k base + $100k commission)", (100000, 100000, "USD", YEAR)),
        ("£45,000 - 55,000 salary plus £5,000 car allowance", (45000, 55000, "GBP", YEAR)),
        ("* Salary: $100,000\n* Sign-on: $20,000\n* Stock: $30,000 per year", (100000, 100000, "USD", YEAR)),
        ("Base salary: $68,000, bonus possible", (68000, 68000, "USD", YEAR)),
    ],
)
def test_pay_is_told_from_the_money_beside_it(body, band):
    """What stands closest to a sum says what it is."""
    assert read(body) == exact(band)


def test_a_mistyped_range_gives_no_half_of_itself():
    """An upper end below the lower one is a slip of the pen: neither end can be trusted."""
    assert read("Salary: $138,800 USD to $201,00 USD") == []


@pytest.mark.parametrize(
    "body",
    [
        "We serve a customer base of over 70K shops and 400K buyers.",
        "The bus carries events at a rate of 300K messages per second.",
        "You pay attention to detail across 15,000 parts.",
        "A compensation platform used by 20,000 teams.",
        "Our users earn $400 to $1,500 per month by letting rooms.",
        "Couriers on our platform earn $30-$60 per hour.",
        "Our typical loan is $120,000 - $300,000.",
        "Life insurance: 2x salary up to $250,000.",
        "On-call compensation of $300 per week",
    ],
)
def test_what_is_counted_or_earned_by_others_is_no_pay(body):
    """A number that counts a noun has no currency, and users, loans and duties have money of their own."""
    assert read(body) == []


@pytest.mark.parametrize(
    ("body", "low", "high", "currency", "period"),
    [
        ("Salario: entre 34.000€ y 41.000€ brutos anuales", 34_000, 41_000, "EUR", "year"),
        ("Sueldo mensual de $48,000 a $62,000 MXN", 48_000, 62_000, "MXN", "month"),
        ("Faixa salarial: R$ 9.500,00 a R$ 12.500,00 por mês", 9_500, 12_500, "BRL", "month"),
        ("Salário bruto anual entre 38.000€ e 46.000€", 38_000, 46_000, "EUR", "year"),
        ("Wynagrodzenie: 17 000 – 23 000 zł brutto miesięcznie", 17_000, 23_000, "PLN", "month"),
        ("18 000 – 24 000 PLN netto + VAT (B2B)", 18_000, 24_000, "PLN", "month"),
        ("Stawka 115-140 zł/h netto + VAT", 115, 140, "PLN", "hour"),
        ("Salaris tussen € 3.600 en € 4.900 bruto per maand", 3_600, 4_900, "EUR", "month"),
        ("Uurtarief: 80 - 95 euro", 80, 95, "EUR", "hour"),
    ],
)
def test_pay_is_read_in_spanish_portuguese_polish_and_dutch(body, low, high, currency, period):
    """Each country writes its sums, and what they are paid for, in its own way."""
    (stated,) = read_pay(Source(PostingText(body=body)))
    band = stated.band
    assert (band.minimum, band.maximum, band.currency, band.period.value) == (low, high, currency, period)
