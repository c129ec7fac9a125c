from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alerts.criteria.base import Answer, Remark, RemarkCode, Verdict
from alerts.posting import Band, PayBasis, Period
from bot.wording.alerts import regions
from bot.wording.quantities import age, band
from bot.wording.verdicts import judged, reason

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pay(low, high, currency="USD", period=Period.YEAR, **more):
    def amount(number):
        return None if number is None else Decimal(str(number))

    return Band(minimum=amount(low), maximum=amount(high), currency=currency, period=period, **more)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (pay(155000, 190000), "USD 155,000 - 190,000 a year"),
        (pay(22.5, 22.5, "EUR", Period.HOUR), "EUR 22.5 an hour"),
        (pay(None, 60000), "USD up to 60,000 a year"),
        (pay(6000, None, "EUR", Period.MONTH), "EUR from 6,000 a month"),
        (pay(181000, 271000, None), "currency not stated: 181,000 - 271,000 a year"),
        (pay(100, 200, where="Zone A"), "USD 100 - 200 a year (Zone A)"),
        (pay(184000, 184000, basis=PayBasis.OTE), "USD 184,000 a year on target"),
    ],
)
def test_pay_reads_as_a_person_writes_it(given, shown):
    """A band shows currency, figures, period, what it is for and whether it is on target."""
    assert band(given) == shown


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=2, minutes=59), "2 h ago"),
        (timedelta(days=3), "3 d ago"),
        (timedelta(seconds=-5), "just now"),
    ],
)
def test_ages_are_in_their_largest_unit(ago, shown):
    """An age is rounded down to its largest unit; a clock that is behind shows no negative age."""
    assert age(NOW - ago, NOW) == shown


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        (("US",), "US only"),
        (("US", "CA"), "US, CA"),
        (("WORLD",), "worldwide"),
        (tuple(f"C{n}" for n in range(10)), "C0, C1, C2, C3, C4, C5, C6, C7, +2 more"),
    ],
)
def test_regions(codes, shown):
    """One country is 'only', the world is not, and a long list is cut with its number."""
    assert regions(codes) == shown


@pytest.mark.parametrize("code", list(RemarkCode))
def test_every_remark_has_words(code):
    """Whatever a criterion remarks can be shown."""
    values = (
        ("from", "150000"),
        ("to", "160000"),
        ("amount", "100"),
        ("currency", "USD"),
        ("period", "year"),
        ("strength", "nice"),
        ("technology", "python"),
        ("values", "senior, staff"),
    )
    verdict = Verdict(
        kind="pay", criterion="pay>=1 USD", answer=Answer.YES, passes=True, remark=Remark(code, values)
    )
    assert "reaches 1 USD" in reason(verdict)


def test_a_converted_sum_says_so():
    """A sum converted at a rate is shown with the rate's date."""
    remark = Remark(
        RemarkCode.CONVERTED,
        (
            ("from", "65000"),
            ("to", "78000"),
            ("currency", "USD"),
            ("period", "year"),
            ("rate_date", "2026-11-20"),
        ),
    )
    verdict = Verdict(kind="pay", criterion="pay>=60k USD", answer=Answer.YES, passes=True, remark=remark)
    assert reason(verdict) == "pay reaches 60k USD, USD 65,000 - 78,000 a year at the rate of 2026-11-20"


@pytest.mark.parametrize(
    ("answer", "passes", "shown"),
    [
        (Answer.YES, True, "yes: remote"),
        (Answer.NO, False, "no: remote"),
        (Answer.UNKNOWN, True, "not stated, passes: remote"),
        (Answer.UNKNOWN, False, "not stated, refused: remote"),
    ],
)
def test_why_tells_unknown_from_no(answer, passes, shown):
    """/why says yes, no, or not stated with what the policy makes of it."""
    verdict = Verdict(kind="workplace", criterion="remote", answer=answer, passes=passes)
    assert judged(verdict) == shown
