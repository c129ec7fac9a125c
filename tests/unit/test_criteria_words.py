"""Phrases in title, text and company; the feed's name; age; exclusions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alerts.criteria import Answer, Exclusion, Policy, verdict
from alerts.criteria.age import AgeCriterion
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.words import CompanyCriterion, FromCriterion, TextCriterion, TitleCriterion, phrase
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Part, Strength, Subject, Technology

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {})


def judge(
    criterion, *, title="Platform Engineer", company="Acme, Inc.", body="", at=SEEN, facts=None, **more
):
    subject = Subject(title=title, company=company, seen_at=SEEN, text=lambda: body, **more)
    return verdict(criterion, subject, at, RATES, facts)


@pytest.mark.parametrize(
    ("words", "title", "answer"),
    [
        ("platform engineer", "Senior PLATFORM engineer", Answer.YES),
        ("platform engineer", "Platform-Engineer (remote)", Answer.YES),
        ("platform engineer", "Platform and Data Engineer", Answer.NO),
        ("go", "Go Developer", Answer.YES),
        ("go", "Ongoing projects, going places", Answer.NO),
        ("c++", "C++ Developer", Answer.YES),
        ("c++", "C Developer ++", Answer.NO),
        ("ingénieur", "INGÉNIEUR logiciel", Answer.YES),
    ],
)
def test_a_phrase_stands_in_the_title_word_for_word(words, title, answer):
    """Case does not matter, the bounds of words do."""
    assert judge(TitleCriterion(any_of=(words,)), title=title).answer is answer


def test_text_is_the_title_and_the_body():
    """'text:' finds a phrase in either and quotes it as it stands there."""
    wanted = TextCriterion(any_of=("event sourcing",))
    assert judge(wanted, body="We like Event Sourcing a lot.", facts=Facts()).quotes == ("Event Sourcing",)
    assert judge(wanted, title="Event-sourcing lead", facts=Facts()).quotes == ("Event-sourcing",)
    assert judge(wanted, body="Sourcing of events").answer is Answer.NO


def test_any_of_several_phrases_will_do():
    """Alternatives are searched at once."""
    assert judge(TitleCriterion(any_of=("sre", "platform"))).answer is Answer.YES


def test_a_company_is_found_by_a_word_of_its_name():
    """'acme' is Acme, Inc. and not Acmeology."""
    acme = CompanyCriterion(any_of=("acme",))
    assert judge(acme).answer is Answer.YES
    assert judge(acme, company="Acmeology").answer is Answer.NO


def test_a_feed_is_named_whole():
    """'from:' compares the feed's name, joined or not."""
    found_on = FromCriterion(any_of=("remote-wlb",))
    assert judge(found_on, feeds=("Other", "Remote WLB")).answer is Answer.YES
    assert judge(found_on, feeds=("Remote WLB Europe",)).answer is Answer.NO


@pytest.mark.parametrize("words", ["", "   ", "!!!", "one two three four five", "x" * 81])
def test_a_phrase_has_one_to_four_words(words):
    """Nothing, mere signs and whole sentences are refused."""
    with pytest.raises(ValueError, match="words"):
        phrase(words)


def test_phrases_are_never_unknown():
    """They take no policy."""
    with pytest.raises(ValueError, match="never unknown"):
        TitleCriterion(any_of=("x",), policy=Policy.PASS)


def test_the_body_is_read_only_where_the_title_does_not_decide_it_is_asked():
    """Criteria on the title leave the body alone."""

    def fail():
        raise AssertionError("read")

    subject = Subject(title="Engineer", company="Acme", seen_at=SEEN, text=fail)
    assert TitleCriterion(any_of=("chef",)).find(subject, SEEN, RATES).answer is Answer.NO


@pytest.mark.parametrize(("days", "answer"), [(6, Answer.YES), (7, Answer.NO), (8, Answer.NO)])
def test_age_is_counted_from_posting_to_seeing(days, answer):
    """'age<7d' takes what was posted less than seven days before it was seen."""
    posted = SEEN - timedelta(days=days)
    assert judge(AgeCriterion(hours=168), posted_at=posted).answer is answer


def test_a_posting_without_a_date_is_as_old_as_we_know_it():
    """It counts from when it was first seen."""
    assert judge(AgeCriterion(hours=1)).answer is Answer.YES


def test_an_exclusion_refuses_what_is_there_and_quotes_it():
    """'-php' refuses a PHP job with its words."""
    facts = Facts(stack=(Technology("php", Strength.REQUIRED, (Evidence(Part.BODY, 0, 3, "PHP"),)),))
    found = judge(
        Exclusion(excluded=StackCriterion(any_of=("php",))), stack={"php": Strength.REQUIRED}, facts=facts
    )
    assert (found.answer, found.passes, found.quotes) == (Answer.NO, False, ("PHP",))


@pytest.mark.parametrize("stack", [{}, {"python": Strength.TITLE}, {"php": Strength.NICE}])
def test_an_exclusion_passes_everything_else(stack):
    """Nothing named, something else, or a mere mention does not refuse."""
    assert judge(Exclusion(excluded=StackCriterion(any_of=("php",))), stack=stack).passes


def test_an_exclusion_never_refuses_for_what_is_not_stated():
    """A benefit that is not mentioned is not there."""
    found = judge(Exclusion(excluded=BenefitCriterion(any_of=("equity",))))
    assert (found.answer, found.passes) == (Answer.YES, True)


def test_an_exclusion_of_an_exclusion_makes_no_sense():
    """It is refused, as is one with a policy."""
    php = StackCriterion(any_of=("php",))
    with pytest.raises(ValueError, match="excluded"):
        Exclusion(excluded=Exclusion(excluded=php))
    with pytest.raises(ValueError, match="excluded"):
        Exclusion(excluded=StackCriterion(any_of=("php",), policy=Policy.PASS))
