"""Workplace, level, role, employment, language and region: what is stated against what was asked."""

from datetime import UTC, date, datetime

import pytest

from alerts.criteria import Answer, verdict
from alerts.criteria.among import (
    EmploymentCriterion,
    LanguageCriterion,
    LevelCriterion,
    RoleCriterion,
    WorkplaceCriterion,
)
from alerts.criteria.region import RegionCriterion
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Part, Stated, Subject, Workplace

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {})


def subject(**facts):
    return Subject(title="Engineer", company="Acme", seen_at=SEEN, **facts)


def judge(criterion, **facts):
    return verdict(criterion, subject(**facts), SEEN, RATES)


def stated(value, quote):
    return Stated(value, (Evidence(Part.BODY, 0, len(quote), quote),))


def test_a_workplace_among_those_asked_is_a_yes():
    """'remote|hybrid' takes a hybrid posting."""
    found = judge(WorkplaceCriterion(any_of=("remote", "hybrid")), workplace=Workplace.HYBRID)
    assert (found.answer, found.passes) == (Answer.YES, True)


def test_another_workplace_is_a_no():
    """'remote' refuses an onsite posting."""
    assert judge(WorkplaceCriterion(any_of=("remote",)), workplace=Workplace.ONSITE).answer is Answer.NO


def test_a_workplace_that_is_not_stated_is_refused():
    """The default policy of the workplace refuses what is unknown."""
    found = judge(WorkplaceCriterion(any_of=("remote",)))
    assert (found.answer, found.passes) == (Answer.UNKNOWN, False)


@pytest.mark.parametrize(
    ("criterion", "fitting", "other"),
    [
        (
            LevelCriterion(any_of=("senior",)),
            {"levels": frozenset({"senior", "staff"})},
            {"levels": frozenset({"junior"})},
        ),
        (
            RoleCriterion(any_of=("backend",)),
            {"roles": frozenset({"backend"})},
            {"roles": frozenset({"data"})},
        ),
        (
            EmploymentCriterion(any_of=("contract",)),
            {"employment": frozenset({"full-time", "contract"})},
            {"employment": frozenset({"full-time"})},
        ),
        (LanguageCriterion(any_of=("de",)), {"language": "de"}, {"language": "en"}),
        (RegionCriterion(any_of=("US",)), {"regions": frozenset({"US"})}, {"regions": frozenset({"DE"})}),
    ],
)
def test_what_is_not_stated_passes(criterion, fitting, other):
    """These kinds say yes and no by what is stated, and let pass what is not."""
    answers = [judge(criterion, **facts) for facts in (fitting, other, {})]
    assert [found.answer for found in answers] == [Answer.YES, Answer.NO, Answer.UNKNOWN]
    assert [found.passes for found in answers] == [True, False, True]


@pytest.mark.parametrize("stated_region", ["US", "NA", "AMERICAS", "WORLD"])
def test_a_country_is_fulfilled_by_every_group_that_has_it(stated_region):
    """Who is in the US may take what is open to North America, the Americas or the world."""
    assert judge(RegionCriterion(any_of=("US",)), regions=frozenset({stated_region})).answer is Answer.YES


@pytest.mark.parametrize("stated_region", ["DE", "EU", "EUROPE", "EMEA", "WORLD"])
def test_a_group_is_fulfilled_by_what_meets_it(stated_region):
    """Who is somewhere in the EU may take what is open to a part of it or to more."""
    assert judge(RegionCriterion(any_of=("EU",)), regions=frozenset({stated_region})).answer is Answer.YES


@pytest.mark.parametrize(
    ("asked", "stated_region"), [("US", "EU"), ("EU", "NA"), ("EU", "US"), ("CA", "LATAM")]
)
def test_regions_without_a_common_country_are_a_no(asked, stated_region):
    """What is open elsewhere only is refused."""
    assert judge(RegionCriterion(any_of=(asked,)), regions=frozenset({stated_region})).answer is Answer.NO


def test_who_asks_for_the_world_wants_what_is_open_to_all_of_it():
    """'in:WORLD' takes no posting for one country."""
    world = RegionCriterion(any_of=("WORLD",))
    assert judge(world, regions=frozenset({"WORLD"})).answer is Answer.YES
    assert judge(world, regions=frozenset({"US"})).answer is Answer.NO


def test_a_yes_quotes_what_fits_only():
    """Of two levels, the one asked for is quoted."""
    facts = Facts(levels=(stated("senior", "Senior"), stated("staff", "or Staff")))
    levels = subject(levels=frozenset({"senior", "staff"}))
    found = verdict(LevelCriterion(any_of=("staff",)), levels, SEEN, RATES, facts)
    assert found.quotes == ("or Staff",)


def test_a_no_quotes_what_refuses():
    """The words that make a posting onsite stand with the refusal."""
    facts = Facts(workplace=stated(Workplace.ONSITE, "five days in our office"))
    found = verdict(
        WorkplaceCriterion(any_of=("remote",)), subject(workplace=Workplace.ONSITE), SEEN, RATES, facts
    )
    assert found.quotes == ("five days in our office",)


def test_the_order_of_the_words_does_not_matter():
    """Criteria of the same words are equal values."""
    assert LevelCriterion(any_of=("staff", "senior", "staff")) == LevelCriterion(any_of=("senior", "staff"))


def test_no_words_make_no_criterion():
    """An empty list of alternatives is refused."""
    with pytest.raises(ValueError, match="1 to"):
        LevelCriterion(any_of=())
