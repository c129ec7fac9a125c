"""Benefits read from prose: what counts, what only looks like one, and what takes one back."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Money, Part, Period, PostingText
from alerts.reading.benefits import benefit_slug, benefit_slugs, read_benefits
from alerts.reading.source import Source

SEED = Path(__file__).parents[2].parent / "shared" / "corpus" / "seed-posting.md"


def slugs(body: str) -> set[str]:
    return {benefit.slug for benefit in read_benefits(Source(PostingText(body=body)))}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("* 401(k) plan, and the employer matches it", {"retirement-plan", "retirement-match"}),
        ("* 401(k) with employer match", {"retirement-plan", "retirement-match"}),
        ("* Dental and vision coverage", {"dental", "vision"}),
        ("* Health, dental & vision insurance", {"health-insurance", "dental", "vision"}),
        ("Medical, Dental, Vision, and 401(k)", {"health-insurance", "dental", "vision", "retirement-plan"}),
        ("* Unlimited and flexible PTO", {"unlimited-pto", "paid-time-off"}),
        ("* Unlimited responsible time off", {"unlimited-pto", "paid-time-off"}),
        ("* Parental leave and a sabbatical", {"parental-leave", "sabbatical"}),
    ],
)
def test_one_phrase_may_hold_several_benefits(body, expected):
    """All benefits of a phrase are found, and nothing else."""
    assert slugs(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Our vision is a bank without branches.",
        "We serve the dental industry since 1999.",
        "On site you do installation, commissioning and acceptance tests.",
        "We stand for diversity, equity, and belonging.",
        "A fund of private equity owns us.",
        "Bonus points if you have used Erlang.",
        "Nice to have:\n* Kafka would be a bonus",
        "Unlimited access to our library of recordings",
        "Location: Portugal - Remote / Home Office",
        "Work in the nearest office four days a week",
        "We pay you $100 to take a day off from your browser.",
        "Take a lunch break of three hours, nobody minds.",
        "We hire without regard to race, religion, disability, or pregnancy.",
        "You tune machine learning models on a small budget.",
    ],
)
def test_look_alikes_are_no_benefits(body):
    """The words of a benefit in another meaning say nothing."""
    assert slugs(body) == set()


@pytest.mark.parametrize(
    "body",
    [
        "There are no health benefits during the trial period.",
        "This position does not offer relocation assistance.",
        "We will not provide visa sponsorship.",
        "No visa sponsorship is required for this role.",
        "Visa sponsorship is not available.",
        "Relocation assistance: no",
        "We can't offer stock options yet.",
        "Wir bieten leider keine betriebliche Altersvorsorge.",
    ],
)
def test_what_is_taken_back_is_not_offered(body):
    """A negation in the clause refuses the benefit."""
    assert slugs(body) == set()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Not only dental insurance but also a pension", {"dental", "retirement-plan"}),
        ("No-cost medical insurance", {"health-insurance"}),
        ("We have no office, but stock options for all", {"equity"}),
    ],
)
def test_a_negation_of_something_else_refuses_nothing(body, expected):
    """What stands before a turn, or only praises, takes nothing back."""
    assert slugs(body) == expected


def test_a_volunteer_leave_of_four_days_is_no_four_day_week():
    """Four days a year are not four days a week."""
    assert "four-day-week" not in slugs("Volunteer Time Off (VTO): four days a year")


def test_an_office_bonus_is_a_bonus_and_no_money_for_home():
    """Money for coming to an office is none for working from home."""
    found = slugs("* $300/month bonus for employees who work in our office three days a week")
    assert "wfh-stipend" not in found


def test_money_for_premiums_is_no_wfh_stipend():
    """A stipend is for what it says."""
    assert "wfh-stipend" not in slugs("* $400 per month stipend toward your healthcare premiums")


def test_a_weak_word_counts_in_a_section_on_benefits():
    """A single word is enough under a heading that announces benefits, and not elsewhere."""
    assert slugs("Our benefits:\n* Equity") == {"equity"}
    assert slugs("Your tasks:\n* Equity") == set()


def test_what_the_company_sells_is_not_what_it_offers():
    """In the words about the company, a product is no benefit."""
    assert slugs("About us\nWe bring mental health support to millions of patients.") == set()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "* 30 Tage Urlaub, Jobrad und betriebliche Altersvorsorge",
            {"paid-time-off", "commuter", "retirement-plan"},
        ),
        ("* Mutuelle, tickets restaurant et RTT", {"health-insurance", "meals", "paid-time-off"}),
        ("* Prywatna opieka medyczna i karta MultiSport", {"health-insurance", "wellness-stipend"}),
        ("* Seguro médico y horario flexible", {"health-insurance", "flexible-hours"}),
        ("* Vale refeição e plano de saúde", {"meals", "health-insurance"}),
    ],
)
def test_other_languages(body, expected):
    """Benefits of German, French, Polish, Spanish and Portuguese postings are found."""
    assert slugs(body) == expected


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("wfh stipend", "wfh-stipend"),
        ("WFH-Stipend", "wfh-stipend"),
        ("home office budget", "wfh-stipend"),
        ("401k", "retirement-plan"),
        ("401(k)", "retirement-plan"),
        ("pto", "paid-time-off"),
        ("health", "health-insurance"),
        ("4 day week", "four-day-week"),
        ("a pony", None),
        ("", None),
    ],
)
def test_a_persons_words_name_a_benefit(words, slug):
    """The filter language takes the words that postings use."""
    assert benefit_slug(words) == slug


@given(st.text(alphabet=st.sampled_from(list("abc 401(k)$,.\n*-:'éß")), max_size=80))
@settings(deadline=None, max_examples=50)
def test_every_quote_stands_where_it_says(noise):
    """Evidence is exact whatever stands around it."""
    text = PostingText(body=f"{noise}\n* $50 monthly home office stipend, dental insurance\n{noise}")
    for benefit in read_benefits(Source(text)):
        for proof in benefit.evidence:
            assert text.part(proof.part)[proof.start : proof.end] == proof.quote != ""


def test_a_boards_tags_are_read_too():
    """A benefit may stand in a board's own labels."""
    (found,) = read_benefits(Source(PostingText(tags="Remote\n401(k)")))
    assert (found.slug, found.evidence[0].part) == ("retirement-plan", Part.TAGS)


def test_the_order_is_the_lexicons():
    """Benefits come in one order, whatever order the posting has."""
    found = [
        b.slug
        for b in read_benefits(Source(PostingText(body="* Pet insurance\n* PTO\n* Home office stipend")))
    ]
    assert found == sorted(found, key=benefit_slugs().index)


@pytest.mark.parametrize(
    "word", ["dental ", "home office stipend $5 ", "no visa ", "equity and bonus, ", "(" * 9]
)
def test_reading_stays_quick_on_hostile_text(word):
    """Cost grows with the text alone."""
    text = word * (200_000 // len(word))
    begun = time.perf_counter()
    slugs(text)
    assert time.perf_counter() - begun < 10


@pytest.mark.skipif(not SEED.exists(), reason="the shared corpus is not here")
def test_the_first_posting_gives_its_benefits():
    """The posting that the project began with."""
    body = SEED.read_text(encoding="utf-8").replace("**", "")
    found = {benefit.slug: benefit.amount for benefit in read_benefits(Source(PostingText(body=body)))}
    assert found["wfh-stipend"] == Money(amount=Decimal(100), currency="USD", period=Period.MONTH)
    assert {
        "learning-budget",
        "retirement-match",
        "health-insurance",
        "dental",
        "vision",
        "hsa-fsa",
        "parental-leave",
        "fertility",
        "mental-health",
        "paid-time-off",
        "paid-holidays",
    } <= found.keys()
