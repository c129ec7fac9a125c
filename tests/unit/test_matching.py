"""Postings against filters: what passes, in which order it is asked, and which posting comes first."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from alerts.criteria import Answer
from alerts.filters import parse_filter
from alerts.matching import accepts, plain_matches, rank, verdicts
from alerts.money import Rates
from alerts.posting import Band, Facts, Period, PostingText, Strength, Subject, Workplace, subject_of

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {"EUR": Decimal(1), "USD": Decimal("1.25")})


def subject(**more):
    facts = {
        "title": "Senior Backend Engineer",
        "company": "Acme",
        "seen_at": SEEN,
        "workplace": Workplace.REMOTE,
        "stack": {"python": Strength.REQUIRED},
        "levels": frozenset({"senior"}),
    }
    return Subject(**(facts | more))


def band(low, high):
    return Band(minimum=Decimal(low), maximum=Decimal(high), currency="USD", period=Period.YEAR)


def fails_to_read():
    raise AssertionError("the text was read")


def test_every_criterion_has_its_verdict_in_the_filters_order():
    """Passing or not, each is answered: that is what /why shows."""
    found = verdicts(parse_filter("-php, pay>=150k, python, onsite"), subject(), SEEN, RATES)
    assert [(one.criterion, one.answer, one.passes) for one in found] == [
        ("onsite", Answer.NO, False),
        ("python", Answer.YES, True),
        ("pay>=150k USD", Answer.UNKNOWN, True),
        ("-php", Answer.YES, True),
    ]


def test_a_posting_is_accepted_when_all_criteria_pass():
    """One that refuses is enough to refuse."""
    assert accepts(parse_filter("remote, python, in:US"), subject(), SEEN, RATES)
    assert not accepts(parse_filter("remote, python, in:US!"), subject(), SEEN, RATES)


def test_the_policy_decides_what_is_not_stated():
    """The same posting without pay, three ways."""
    lines = ("pay>=150k", "pay>=150k?", "pay>=150k!")
    assert [accepts(parse_filter(line), subject(), SEEN, RATES) for line in lines] == [True, True, False]


def test_the_text_is_not_read_where_anything_else_refuses():
    """Whatever the order in the line, text criteria come last, excluded ones too."""
    wanted = parse_filter('text:kafka, -text:"on call", -senior')
    assert not accepts(wanted, subject(text=fails_to_read), SEEN, RATES)


def test_the_plain_loop_gives_the_keys_that_match_in_order():
    """Keys are whatever the caller counts in."""
    filters = [(7, parse_filter("python")), (3, parse_filter("php")), (5, parse_filter("remote"))]
    assert plain_matches(filters, subject(), SEEN, RATES) == [7, 5]


def test_verdicts_and_acceptance_agree():
    """A posting is accepted exactly when every verdict passes."""
    for line in ("remote, pay>=1k", "python~", "-python", "title:backend", "age<1d, company:globex"):
        wanted = parse_filter(line)
        assert accepts(wanted, subject(), SEEN, RATES) == all(
            one.passes for one in verdicts(wanted, subject(), SEEN, RATES)
        )


def test_a_subject_of_a_listing_is_searched_in_its_body():
    """The text criterion reads the canonical body."""
    text = PostingText(title="Engineer", body="You know Kafka.")
    assert accepts(parse_filter("text:kafka"), subject_of(text, Facts(), seen_at=SEEN), SEEN, RATES)


def ranked(line, **postings):
    wanted = parse_filter(line)
    keys = {name: rank(verdicts(wanted, posting, SEEN, RATES), posting) for name, posting in postings.items()}
    return sorted(keys, key=keys.__getitem__)


def test_fewest_unknowns_come_first():
    """Even before a stronger stack."""
    known = subject(pay=(band(150_000, 160_000),))
    strong = subject(stack={"python": Strength.TITLE})
    assert ranked("python, pay>=100k", strong=strong, known=known) == ["known", "strong"]


def test_then_the_stronger_stack():
    """A technology in the title is better than a required one, that better than a mention."""
    postings = {one.value: subject(stack={"python": one}) for one in reversed(Strength)}
    assert ranked("python~", **postings) == ["title", "required", "nice", "mentioned"]


def test_then_pay_above_the_floor():
    """A band that starts below the floor comes after one that does not."""
    below, above = subject(pay=(band(90_000, 200_000),)), subject(pay=(band(100_000, 110_000),))
    assert ranked("pay>=100k", below=below, above=above) == ["above", "below"]


def test_then_the_newest():
    """By the date of posting, or of first sight."""
    old = subject(posted_at=SEEN - timedelta(days=3))
    assert ranked("python", old=old, new=subject()) == ["new", "old"]
