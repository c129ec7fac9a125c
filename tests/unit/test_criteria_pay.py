"""Pay: which end of which band reaches the sum, after what conversion, and what stays unknown."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.criteria import Answer, verdict
from alerts.criteria.base import RemarkCode
from alerts.criteria.pay import PayCriterion
from alerts.criteria.sums import Sum
from alerts.money import Rates
from alerts.posting import Band, Evidence, Facts, Part, PayBasis, Period, StatedPay, Subject

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {"EUR": Decimal(1), "USD": Decimal("1.25"), "GBP": Decimal("0.8")})


def band(low, high, currency="USD", period=Period.YEAR, basis=PayBasis.BASE):
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Band(minimum=ends[0], maximum=ends[1], currency=currency, period=period, basis=basis)


def pay(amount, currency="USD", period=Period.YEAR, *, bottom=False):
    return PayCriterion(least=Sum(Decimal(amount), currency, period), bottom=bottom)


def judge(criterion, *bands):
    subject = Subject(title="Engineer", company="Acme", seen_at=SEEN, pay=bands)
    facts = Facts(pay=tuple(StatedPay(one, (Evidence(Part.BODY, 0, 1, name(one)),)) for one in bands))
    return verdict(criterion, subject, SEEN, RATES, facts)


def name(one):
    return f"{one.minimum}-{one.maximum}"


@pytest.mark.parametrize(
    ("stated", "answer", "code"),
    [
        (band(155_000, 190_000), Answer.YES, None),
        (band(120_000, 150_000), Answer.YES, RemarkCode.STARTS_BELOW),
        (band(120_000, 149_999), Answer.NO, RemarkCode.TOO_LOW),
        (band(None, 160_000), Answer.YES, None),
        (band(None, 140_000), Answer.NO, RemarkCode.TOO_LOW),
        (band(150_000, None), Answer.YES, None),
        (band(120_000, None), Answer.UNKNOWN, RemarkCode.OPEN_ENDED),
        (band(200_000, 250_000, currency=None), Answer.UNKNOWN, RemarkCode.NO_CURRENCY),
        (band(200_000, 250_000, currency="XAF"), Answer.UNKNOWN, RemarkCode.NO_RATE),
        (band(150_000, 250_000, basis=PayBasis.OTE), Answer.UNKNOWN, RemarkCode.ON_TARGET),
        (band(90_000, 140_000, basis=PayBasis.OTE), Answer.NO, RemarkCode.TOO_LOW),
        (band(80, 90, period=Period.HOUR), Answer.YES, RemarkCode.CONVERTED),
        (band(60, 70, period=Period.HOUR), Answer.NO, RemarkCode.TOO_LOW),
    ],
)
def test_the_top_of_a_band_decides(stated, answer, code):
    """What 'pay>=150k USD' makes of one band."""
    found = judge(pay(150_000), stated)
    assert (found.answer, found.remark and found.remark.code) == (answer, code)


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        (band(150_000, 190_000), Answer.YES),
        (band(149_000, 190_000), Answer.NO),
        (band(150_000, None), Answer.YES),
        (band(None, 190_000), Answer.UNKNOWN),
        (band(None, 140_000), Answer.NO),
    ],
)
def test_the_bottom_decides_where_it_is_asked_for(stated, answer):
    """What 'pay.from>=150k USD' makes of one band."""
    assert judge(pay(150_000, bottom=True), stated).answer is answer


def test_pay_that_is_not_stated_passes():
    """No band at all is unknown, and the default lets it pass."""
    found = judge(pay(150_000))
    assert (found.answer, found.passes, found.quotes) == (Answer.UNKNOWN, True, ())


def test_posting_pay_is_converted_and_the_remark_says_how():
    """100-120k GBP are 156,250-187,500 USD at the rates of that day; the threshold stays as typed."""
    found = judge(pay(150_000), band(100_000, 120_000, "GBP"))
    assert found.answer is Answer.YES
    assert dict(found.remark.values) == {
        "from": "156250",
        "to": "187500",
        "currency": "USD",
        "period": "year",
        "rate_date": "2026-11-20",
    }


def test_a_converted_band_may_start_below():
    """One remark carries both: the band starts below, and the rate's date."""
    remark = judge(pay(150_000), band(80_000, 120_000, "GBP")).remark
    assert remark.code == RemarkCode.STARTS_BELOW
    assert dict(remark.values)["rate_date"] == "2026-11-20"


def test_a_sum_per_hour_is_compared_per_hour():
    """A year has 2,080 hours: 104,000 a year reach 50 an hour, exactly."""
    assert judge(pay(50, period=Period.HOUR), band(104_000, 104_000)).answer is Answer.YES
    assert judge(pay("50.01", period=Period.HOUR), band(104_000, 104_000)).answer is Answer.NO


def test_the_band_that_reaches_is_the_one_quoted():
    """Of two zones, the words of the one that reaches the sum are shown."""
    found = judge(pay(150_000), band(100_000, 120_000), band(151_000, 160_000))
    assert (found.answer, found.quotes) == (Answer.YES, ("151000-160000",))


def test_a_band_wholly_above_is_preferred_to_one_that_starts_below():
    """No 'starts below' is remarked where another band does not."""
    found = judge(pay(150_000), band(100_000, 200_000), band(150_000, 160_000))
    assert (found.remark, found.quotes) == (None, ("150000-160000",))


def test_an_unclear_band_outweighs_one_that_is_too_low():
    """Unknown is never no: a band without a currency may be the one that reaches."""
    assert judge(pay(150_000), band(100_000, 120_000), band(1, 2, None)).answer is Answer.UNKNOWN


def test_pay_is_for_a_time():
    """A sum paid once, or for nothing said, is no pay."""
    with pytest.raises(ValueError, match="time"):
        pay(1000, period=Period.ONCE)


@settings(deadline=None, max_examples=60)
@given(
    low=st.integers(1, 400_000),
    more=st.integers(0, 400_000),
    asked=st.integers(0, 800_000),
    currency=st.sampled_from(["USD", "EUR", "GBP"]),
)
def test_a_higher_floor_never_turns_a_no_into_a_yes(low, more, asked, currency):
    """The answer only falls as the sum asked for grows."""
    stated = band(low, low + more, currency)
    order = [Answer.NO, Answer.UNKNOWN, Answer.YES]
    answers = [order.index(judge(pay(sum_), stated).answer) for sum_ in (asked, asked + 1000)]
    assert answers[0] >= answers[1]
