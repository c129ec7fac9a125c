"""Technologies by how strongly they are asked for; benefits by what they are worth."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alerts.criteria import Answer, verdict
from alerts.criteria.base import RemarkCode
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.sums import Sum
from alerts.money import Rates
from alerts.posting import Benefit, Evidence, Facts, Money, Part, Period, Strength, Subject, Technology

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {"EUR": Decimal(1), "USD": Decimal("1.25")})


def judge(criterion, *, stack=(), benefits=(), facts=None):
    subject = Subject(
        title="Engineer", company="Acme", seen_at=SEEN, stack=dict(stack), benefits=dict(benefits)
    )
    return verdict(criterion, subject, SEEN, RATES, facts)


@pytest.mark.parametrize(
    ("strength", "answer", "any_mention"),
    [
        (Strength.TITLE, Answer.YES, Answer.YES),
        (Strength.REQUIRED, Answer.YES, Answer.YES),
        (Strength.NICE, Answer.NO, Answer.YES),
        (Strength.MENTIONED, Answer.NO, Answer.YES),
    ],
)
def test_a_technology_must_be_required_unless_any_mention_will_do(strength, answer, any_mention):
    """'python' wants the title or a requirement, 'python~' takes any mention."""
    stack = {"python": strength}
    assert judge(StackCriterion(any_of=("python",)), stack=stack).answer is answer
    assert judge(StackCriterion(any_of=("python",), any_mention=True), stack=stack).answer is any_mention


def test_a_posting_with_other_technologies_is_a_no():
    """One that names java and no python is refused for good."""
    assert judge(StackCriterion(any_of=("python",)), stack={"java": Strength.TITLE}).answer is Answer.NO


def test_a_posting_without_any_technology_is_unknown_and_refused():
    """Nothing named at all says nothing; the default refuses."""
    found = judge(StackCriterion(any_of=("python",)))
    assert (found.answer, found.passes) == (Answer.UNKNOWN, False)


def test_the_remark_tells_the_strongest_mention():
    """Of the alternatives that stand there, the strongest counts."""
    found = judge(
        StackCriterion(any_of=("go", "rust")), stack={"go": Strength.NICE, "rust": Strength.REQUIRED}
    )
    assert found.answer is Answer.YES
    assert dict(found.remark.values) == {"strength": "required", "technology": "rust"}


def test_the_technology_that_suffices_is_quoted():
    """The weaker mention of another alternative is left out."""
    facts = Facts(
        stack=(
            Technology("go", Strength.NICE, (Evidence(Part.BODY, 0, 2, "Go"),)),
            Technology("rust", Strength.REQUIRED, (Evidence(Part.BODY, 5, 9, "Rust"),)),
        )
    )
    stack = {"go": Strength.NICE, "rust": Strength.REQUIRED}
    assert judge(StackCriterion(any_of=("go", "rust")), stack=stack, facts=facts).quotes == ("Rust",)


STIPEND = BenefitCriterion(any_of=("wfh-stipend",), least=Sum(Decimal(50), "USD", Period.MONTH))


def money(amount, currency="USD", period=Period.MONTH):
    return Money(amount=Decimal(amount), currency=currency, period=period)


@pytest.mark.parametrize(
    ("worth", "answer", "code"),
    [
        (money(50), Answer.YES, RemarkCode.AMOUNT),
        (money(49), Answer.NO, RemarkCode.TOO_LITTLE),
        (money(600, period=Period.YEAR), Answer.YES, RemarkCode.AMOUNT),
        (money(599, period=Period.YEAR), Answer.NO, RemarkCode.TOO_LITTLE),
        (money(40, "EUR"), Answer.YES, RemarkCode.AMOUNT),
        (money(500, None), Answer.UNKNOWN, RemarkCode.NO_CURRENCY),
        (money(500, "XAF"), Answer.UNKNOWN, RemarkCode.NO_RATE),
        (None, Answer.UNKNOWN, RemarkCode.AMOUNT_NOT_STATED),
    ],
)
def test_a_benefit_with_an_amount_must_be_stated_and_enough(worth, answer, code):
    """What 'benefit:wfh-stipend>=50 USD/month' makes of a stipend."""
    found = judge(STIPEND, benefits={"wfh-stipend": worth})
    assert (found.answer, found.remark.code) == (answer, code)


def test_a_benefit_without_an_amount_need_only_be_offered():
    """Whatever it is worth."""
    assert judge(BenefitCriterion(any_of=("dental",)), benefits={"dental": None}).answer is Answer.YES


def test_a_benefit_that_is_not_mentioned_is_unknown_and_refused():
    """A posting does not list what it does not offer; the default refuses."""
    found = judge(BenefitCriterion(any_of=("dental",)), benefits={"vision": None})
    assert (found.answer, found.passes) == (Answer.UNKNOWN, False)


def test_an_amount_without_a_period_compares_figures():
    """'>=50' takes 50 of whatever period is stated."""
    once = BenefitCriterion(any_of=("wfh-stipend",), least=Sum(Decimal(500), "USD", None))
    found = judge(once, benefits={"wfh-stipend": money(500, period=Period.ONCE)})
    assert (found.answer, dict(found.remark.values)["period"]) == (Answer.YES, "once")


def test_the_better_alternative_counts():
    """A stipend that is too small leaves the other benefit open."""
    either = BenefitCriterion(
        any_of=("wfh-stipend", "coworking"), least=Sum(Decimal(50), "USD", Period.MONTH)
    )
    assert judge(either, benefits={"wfh-stipend": money(10)}).answer is Answer.UNKNOWN


def test_a_benefit_quotes_its_words():
    """The quote of the stipend stands in the verdict."""
    words = (Evidence(Part.BODY, 0, 12, "$100 monthly"),)
    facts = Facts(benefits=(Benefit("wfh-stipend", words, money(100)),))
    assert judge(STIPEND, benefits={"wfh-stipend": money(100)}, facts=facts).quotes == ("$100 monthly",)
