"""What every criterion promises, whichever are registered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.criteria import CRITERIA, Answer, Policy, Verdict, verdict
from alerts.criteria.base import passes
from alerts.criteria.vocabulary import kind_of, look_up, nearest, slugs
from alerts.filters import parse_filter
from alerts.money import Rates
from alerts.posting import Facts, Subject

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {})
LINES = {
    "workplace": "remote",
    "level": "senior",
    "role": "backend",
    "employment": "contract",
    "stack": "python",
    "region": "in:US",
    "pay": "pay>=100k USD",
    "benefit": "benefit:dental",
    "language": "language:de",
    "from": "from:board",
    "age": "age<7d",
    "company": "company:acme",
    "title": "title:chef",
    "text": "text:chef",
    "exclusion": "-php",
}


def criterion(kind):
    return parse_filter(LINES[kind]).criteria[0]


def silent(**more):
    """Give a posting that states nothing."""
    return Subject(title="", company="", seen_at=SEEN, posted_at=SEEN - timedelta(days=30), **more)


def test_every_kind_has_its_line_here():
    """A new criterion is asked for its promises too."""
    assert set(LINES) == set(CRITERIA)


@pytest.mark.parametrize("kind", CRITERIA)
def test_a_kind_is_registered_under_its_own_name(kind):
    """The key, the class and what the line gives agree."""
    assert (CRITERIA[kind].kind, criterion(kind).kind) == (kind, kind)


@pytest.mark.parametrize("kind", CRITERIA)
def test_a_silent_posting_is_unknown_and_never_no_where_that_can_be(kind):
    """Not stated is not no; and where nothing is to quote, nothing is quoted."""
    found = verdict(criterion(kind), silent(), SEEN, RATES, Facts())
    assert (found.answer is Answer.UNKNOWN) == CRITERIA[kind].can_be_unknown
    assert found.quotes == ()


@pytest.mark.parametrize("kind", CRITERIA)
def test_a_verdict_is_named_by_canonical_syntax(kind):
    """What is stored with an alert can be parsed again."""
    found = verdict(criterion(kind), silent(), SEEN, RATES)
    assert parse_filter(found.criterion).criteria == (criterion(kind),)
    assert isinstance(found, Verdict)


@pytest.mark.parametrize("kind", CRITERIA)
def test_a_criterion_is_a_value(kind):
    """It can be compared, hashed, and not changed."""
    assert len({criterion(kind), criterion(kind)}) == 1
    with pytest.raises(AttributeError):
        criterion(kind).policy = Policy.PASS


@pytest.mark.parametrize(
    ("answer", "policy", "expected"),
    [
        (Answer.YES, Policy.REFUSE, True),
        (Answer.NO, Policy.PASS, False),
        (Answer.UNKNOWN, Policy.PASS, True),
        (Answer.UNKNOWN, Policy.REFUSE, False),
    ],
)
def test_the_policy_is_about_the_unknown_only(answer, policy, expected):
    """A yes passes and a no does not, whatever the policy."""
    assert passes(answer, policy) is expected


@pytest.mark.parametrize(
    "kind", ["workplace", "level", "role", "employment", "stack", "benefit", "region", "language"]
)
def test_every_slug_names_itself(kind):
    """Canonical syntax writes slugs, so each must be found as what it is."""
    assert [slug for slug in slugs(kind) if look_up(kind, slug) != slug] == []


def test_a_word_of_several_lexicons_means_the_first():
    """Workplaces come before roles, roles before technologies."""
    assert kind_of("remote") == ("workplace", "remote")
    assert kind_of("backend") == ("role", "backend")
    assert kind_of("golang") == ("stack", "go")
    assert kind_of("no such word") is None


def test_a_slug_goes_before_another_kinds_further_names():
    """'react native' is the technology although it also tells of a role; a slug of both is the role."""
    assert kind_of("React Native") == ("stack", "react-native")
    assert kind_of("embedded") == ("role", "embedded")


def test_nearest_words_are_few_and_known():
    """At most three, each a word that can be typed."""
    close = nearest("pythn")
    assert "python" in close
    assert len(close) <= 3
