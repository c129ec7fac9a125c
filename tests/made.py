"""Postings and filters made up by chance, the same for the same seed: for laws and benchmarks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from alerts.criteria import Exclusion, Policy
from alerts.criteria.age import AgeCriterion
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.kinds import KINDS
from alerts.criteria.pay import PayCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.sums import Sum
from alerts.criteria.words import Words
from alerts.errors import FilterError
from alerts.filters import Filter
from alerts.money import Rates
from alerts.posting import Band, Money, PayBasis, Period, Strength, Subject, Workplace

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {"EUR": Decimal(1), "USD": Decimal("1.25"), "GBP": Decimal("0.8")})
VALUES = {
    "workplace": list(Workplace),
    "level": ["junior", "mid", "senior", "staff", "lead"],
    "role": ["backend", "frontend", "data", "devops", "ml", "security"],
    "employment": ["full-time", "part-time", "contract"],
    "region": ["US", "CA", "DE", "GB", "EU", "EUROPE", "WORLD", "LATAM", "IN"],
    "language": ["en", "de", "fr"],
    "stack": ["python", "go", "rust", "java", "php", "react", "kubernetes", "aws", "postgresql", "kafka"],
    "benefit": ["wfh-stipend", "equity", "dental", "four-day-week", "learning-budget"],
    "from": ["board one", "board-two", "third"],
    "company": ["acme", "globex", "northwind labs", "blue harbour"],
    "title": ["engineer", "platform engineer", "senior", "c++", "data", "lead developer"],
    "text": ["kafka", "event sourcing", "on call", "clinics", "c++"],
}
FEEDS = ["Board One", "board two", "Third"]
COMPANIES = ["Acme", "Globex Inc.", "Northwind Labs", "Blue Harbour", "Acme-Globex", ""]
TITLE_WORDS = [
    "Senior",
    "Lead",
    "Platform",
    "Data",
    "Engineer",
    "Developer",
    "C++",
    "Backend",
    "Staff",
    "Remote",
]
TEXT_WORDS = ["kafka", "event", "sourcing", "on", "call", "clinics", "we", "build", "C++", "and", "write"]
CURRENCIES = ["USD", "EUR", "GBP", "CHF", None]
PERIODS = [Period.YEAR, Period.YEAR, Period.HOUR, Period.MONTH]


def subjects(count, seed=0, *, spread=timedelta(days=13)):
    """Give subjects seen one after the other up to now."""
    rng = Random(seed)
    return [subject(rng, NOW - spread * (1 - at / max(count, 1))) for at in range(count)]


def subject(rng, seen_at):
    """Give one; everything may be unstated."""
    title = " ".join(rng.choices(TITLE_WORDS, k=rng.randint(1, 5)))
    body = " ".join(rng.choices(TEXT_WORDS, k=rng.randint(0, 12)))
    return Subject(
        title=title,
        company=rng.choice(COMPANIES),
        seen_at=seen_at,
        feeds=tuple(rng.sample(FEEDS, rng.randint(1, 2))),
        posted_at=rng.choice([None, seen_at - timedelta(minutes=rng.randint(0, 60 * 24 * 20))]),
        workplace=rng.choice([*Workplace, None]),
        pay=tuple(band(rng) for _ in range(rng.choice([0, 0, 1, 1, 2]))),
        regions=some(rng, VALUES["region"]),
        stack={slug: rng.choice(list(Strength)) for slug in some(rng, VALUES["stack"], 4)},
        benefits={slug: rng.choice([None, money(rng)]) for slug in some(rng, VALUES["benefit"])},
        levels=some(rng, VALUES["level"]),
        roles=some(rng, VALUES["role"]),
        employment=some(rng, VALUES["employment"]),
        language=rng.choice(["en", "en", "de", None]),
        text=lambda: body,
    )


def some(rng, values, most=2):
    return frozenset(rng.sample(values, rng.randint(0, most)))


def band(rng):
    period = rng.choice(PERIODS)
    unit = {Period.YEAR: 5000, Period.HOUR: 5, Period.MONTH: 500}[period]
    low = rng.randint(6, 40) * unit
    ends = rng.choice([(low, low + 6 * unit), (low, None), (None, low)])
    return Band(
        minimum=None if ends[0] is None else Decimal(ends[0]),
        maximum=None if ends[1] is None else Decimal(ends[1]),
        currency=rng.choice(CURRENCIES),
        period=period,
        where=rng.choice([None, "Denver"]),
        basis=rng.choice([PayBasis.BASE, PayBasis.BASE, PayBasis.OTE]),
    )


def money(rng):
    return Money(
        amount=Decimal(rng.randint(1, 30) * 50),
        currency=rng.choice(CURRENCIES),
        period=rng.choice([Period.MONTH, Period.YEAR, Period.ONCE]),
    )


def filters(count, seed=0):
    """Give filters of all kinds of criteria."""
    rng = Random(seed)
    made = []
    while len(made) < count:
        try:
            made.append(Filter(tuple(criterion(rng) for _ in range(rng.randint(1, 5)))))
        except FilterError:  # two that leave nothing
            continue
    return made


def criterion(rng):
    """Give a criterion; one in five is an exclusion."""
    asked = _asked(rng, rng.choice(list(KINDS)))
    if rng.random() < 0.2:
        return Exclusion(excluded=replace(asked, policy=None))
    return asked


def _asked(rng, kind):
    if kind == "age":
        return AgeCriterion(hours=rng.choice([24, 72, 24 * 7]))
    policy = rng.choice([None, *Policy])
    if kind == "pay":
        period, amount = rng.choice([(Period.YEAR, 90_000), (Period.HOUR, 60), (Period.MONTH, 6000)])
        least = Sum(Decimal(amount), rng.choice(["USD", "EUR", "CHF"]), period)
        return PayCriterion(least=least, bottom=rng.random() < 0.3, policy=policy)
    cls, words = KINDS[kind], tuple(rng.sample(VALUES[kind], rng.randint(1, 2)))
    if issubclass(cls, Words):
        return cls(any_of=words)
    if issubclass(cls, StackCriterion):
        return cls(any_of=words, any_mention=rng.random() < 0.3, policy=policy)
    if issubclass(cls, BenefitCriterion):
        least = rng.choice([None, Sum(Decimal(400), "USD", rng.choice([None, Period.YEAR]))])
        return cls(any_of=words, least=least, policy=policy)
    return cls(any_of=words, policy=policy)
