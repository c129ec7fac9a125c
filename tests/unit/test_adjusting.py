"""Changes that buttons make: what is offered for a posting keeps it out, and what is undone is as before."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alerts.adjusting import Adjustment, Kind, adjusted, offers_of
from alerts.filters import describe, parse_filter
from alerts.matching import accepts
from alerts.money import Rates
from alerts.posting import Band, Facts, Period, Posting, PostingText, Strength, Subject
from alerts.subscribing import Subscription, SubscriptionState

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RATES = Rates(on=date(2026, 11, 20), source="test", per_euro={"USD": Decimal("1.1"), "GBP": Decimal("0.85")})


def posting(company="Acme, Inc.", pay=((150000, 190000, "USD", Period.YEAR),), stack=("python", "php", "go")):
    bands = tuple(
        Band(minimum=Decimal(low), maximum=Decimal(high), currency=currency, period=period)
        for low, high, currency, period in pay
    )
    subject = Subject(
        title="Engineer",
        company=company,
        seen_at=NOW,
        pay=bands,
        stack=dict.fromkeys(stack, Strength.REQUIRED),
    )
    text = PostingText(title="Engineer", company=company, location="", body="")
    return Posting(
        id=1, content_hash="", subject=subject, text=text, facts=Facts(), url="https://x.example", found_on=()
    )


def subscription(line, number=1):
    return Subscription(
        id=number,
        chat_id=1,
        name="a",
        filter=parse_filter(line),
        state=SubscriptionState.ACTIVE,
        owner="ann",
        rev=1,
        created_at=NOW,
    )


LINES = [
    "python",
    "python, pay>=120k USD",
    "python, pay>=60k GBP?",
    "python, pay>=80 USD/hour",
    "go|python, -java",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("company", ["Acme, Inc.", 'The "Best" Co', "Ünïcode & Söhne | GmbH", "a" * 30])
def test_each_offer_keeps_the_posting_out_and_is_undone(line, company):
    """Every change that is offered refuses the posting that caused it; undone, the filter is as it was."""
    given, one = posting(company), subscription(line)
    offers = offers_of(given, [one], RATES)
    assert {offer.adjustment.kind for offer in offers} == {Kind.MUTE_COMPANY, Kind.EXCLUDE, Kind.RAISE_PAY}
    for offer in offers:
        after = adjusted(one.filter, offer.adjustment)
        assert accepts(one.filter, given.subject, NOW, RATES)
        assert not accepts(after, given.subject, NOW, RATES), describe(after)
        assert adjusted(after, offer.adjustment) == after
        assert adjusted(after, offer.adjustment.undone) == one.filter


def test_a_technology_that_was_asked_for_is_not_offered():
    """Only what the filter does not want can be excluded, and each for itself."""
    offers = offers_of(posting(), [subscription("python|go")], RATES)
    assert [one.adjustment.what for one in offers if one.adjustment.kind is Kind.EXCLUDE] == ["php"]


def test_what_is_not_stated_is_not_offered():
    """Without a company, pay or technologies there is nothing to change."""
    assert offers_of(posting(company=" ", pay=(), stack=()), [subscription("python?")], RATES) == []


def test_the_next_sum_is_a_round_one():
    """Pay is raised to the next round sum above what the posting pays, in the filter's terms."""
    offers = offers_of(posting(), [subscription("python, pay>=120k USD")], RATES)
    (raised,) = [one.adjustment for one in offers if one.adjustment.kind is Kind.RAISE_PAY]
    assert (raised.gone, raised.new) == (("pay>=120k USD",), ("pay>=195k USD",))


def test_other_changes_do_not_stand_in_the_way():
    """An adjustment is made of the filter as it is by now, and one whose criterion is gone is out of date."""
    raised = Adjustment(kind=Kind.RAISE_PAY, what="195k USD", gone=("pay>=120k USD",), new=("pay>=195k USD",))
    assert describe(adjusted(parse_filter("go, pay>=120k USD, -php"), raised)) == describe(
        parse_filter("go, pay>=195k USD, -php")
    )
    assert adjusted(parse_filter("go, pay>=130k USD"), raised) is None
    assert (
        adjusted(
            parse_filter("pay>=120k USD"), Adjustment(kind=Kind.LOOSEN, what="", gone=("pay>=120k USD",))
        )
        is None
    )
