"""The laws of filters: parsing what is described, and reading what is stored, give the same filter again."""

import json
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alerts.criteria import CRITERIA, Exclusion, Policy
from alerts.criteria.age import AgeCriterion
from alerts.criteria.anyof import AnyOf
from alerts.criteria.benefit import BenefitCriterion
from alerts.criteria.kinds import KINDS
from alerts.criteria.pay import PayCriterion
from alerts.criteria.stack import StackCriterion
from alerts.criteria.sums import Sum
from alerts.criteria.vocabulary import is_looked_up, slugs
from alerts.criteria.words import Words
from alerts.errors import FilterError
from alerts.filters import Filter, describe, explain, from_json, parse_filter, to_json
from alerts.posting import Period

POLICIES = st.sampled_from([None, *Policy])
AMOUNTS = st.one_of(
    st.integers(0, 10**9).map(Decimal),
    st.integers(1, 10**6).map(lambda thousands: Decimal(thousands) * 1000),
    st.decimals(0, 10**6, places=2),
)
CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", "CAD", "PHP", "SEK", "INR", "JPY"])
PAY_PERIODS = [period for period in Period if period is not Period.ONCE]
PHRASES = st.lists(
    st.text(
        st.characters(categories=["L", "N", "P", "S"], exclude_characters='"“”„‟«»″'), min_size=1, max_size=8
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def words_of(kind):
    return st.sampled_from(sorted(slugs(kind)))


@st.composite
def any_of(draw, kind):
    cls = KINDS[kind]
    words = draw(st.lists(words_of(kind) if is_looked_up(kind) else PHRASES, min_size=1, max_size=4))
    more = {}
    if issubclass(cls, StackCriterion):
        more = {"any_mention": draw(st.booleans())}
    if issubclass(cls, BenefitCriterion):
        period = st.sampled_from([None, *Period])
        more = {"least": draw(st.one_of(st.none(), st.builds(Sum, AMOUNTS, CURRENCIES, period)))}
    policy = draw(POLICIES) if cls.can_be_unknown else None
    try:
        return cls(any_of=tuple(words), policy=policy, **more)
    except ValueError:
        assume(False)


PAY = st.builds(
    PayCriterion,
    least=st.builds(Sum, AMOUNTS, CURRENCIES, st.sampled_from(PAY_PERIODS)),
    bottom=st.booleans(),
    policy=POLICIES,
)
AGES = st.builds(AgeCriterion, hours=st.integers(1, 24 * 3650))
ASKED = st.one_of(PAY, AGES, *(any_of(kind) for kind, cls in KINDS.items() if issubclass(cls, AnyOf)))


@st.composite
def exclusions(draw):
    criterion = draw(ASKED)
    values = criterion.to_json()
    return Exclusion(excluded=KINDS[criterion.kind].from_json(values))


@st.composite
def filters(draw):
    criteria = draw(st.lists(st.one_of(ASKED, ASKED, exclusions()), min_size=1, max_size=7))
    try:
        return Filter(tuple(criteria))
    except FilterError:
        assume(False)


@settings(deadline=None, max_examples=300)
@given(filters(), st.sampled_from(["USD", "EUR"]))
def test_parse_of_describe_is_the_filter(made, currency):
    """The canonical line says everything, whatever the chat's currency is."""
    line = describe(made)
    assume(len(line) <= 1000)
    assert parse_filter(line, currency=currency) == made


@settings(deadline=None, max_examples=150)
@given(filters())
def test_stored_values_give_the_filter_again(made):
    """Through real JSON text."""
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


@settings(deadline=None, max_examples=100)
@given(filters())
def test_a_filter_is_canonical(made):
    """Making it of its own criteria, in another order, changes nothing; every criterion has plain words."""
    assert Filter(tuple(reversed(made.criteria))) == made
    assert all(explain(made))


def test_every_kind_is_generated():
    """The laws above leave no criterion out."""
    assert set(CRITERIA) == {"pay", "age", "exclusion"} | {
        k for k, cls in KINDS.items() if issubclass(cls, AnyOf)
    }
    assert all(
        is_looked_up(kind) or issubclass(cls, (Words, PayCriterion, AgeCriterion))
        for kind, cls in KINDS.items()
    )


def test_json_has_a_version():
    """So that a later program can tell what it reads."""
    assert to_json(parse_filter("remote, python~?, pay>=150k EUR, -php")) == {
        "version": 1,
        "criteria": [
            {"kind": "workplace", "any_of": ["remote"]},
            {"kind": "stack", "policy": "?", "any_of": ["python"], "any_mention": True},
            {
                "kind": "pay",
                "least": {"amount": "150000", "currency": "EUR", "period": "year"},
                "bottom": False,
            },
            {"kind": "exclusion", "excluded": {"kind": "stack", "any_of": ["php"], "any_mention": False}},
        ],
    }


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {},
        {"version": 2, "criteria": []},
        {"version": "1", "criteria": []},
        {"version": 1, "criteria": []},
        {"version": 1, "criteria": [{"kind": "horoscope"}]},
        {"version": 1, "criteria": [{"kind": "level"}]},
        {"version": 1, "criteria": [{"kind": "level", "any_of": [1]}]},
        {"version": 1, "criteria": [{"kind": "level", "any_of": ["senior"], "policy": "#"}]},
        {"version": 1, "criteria": [{"kind": "title", "any_of": ["x"], "policy": "?"}]},
        {"version": 1, "criteria": [{"kind": "stack", "any_of": ["go"], "any_mention": "yes"}]},
        {
            "version": 1,
            "criteria": [{"kind": "pay", "least": {"amount": "x", "currency": "USD", "period": "year"}}],
        },
        {
            "version": 1,
            "criteria": [{"kind": "pay", "least": {"amount": "NaN", "currency": "USD", "period": "year"}}],
        },
        {
            "version": 1,
            "criteria": [{"kind": "pay", "least": {"amount": "1", "currency": "USD", "period": None}}],
        },
        {"version": 1, "criteria": [{"kind": "age", "hours": "7"}]},
        {"version": 1, "criteria": [{"kind": "exclusion", "excluded": {"kind": "exclusion"}}]},
    ],
)
def test_other_values_are_refused(values):
    """Another version, unknown kinds and broken values raise an error that can be shown."""
    with pytest.raises(FilterError):
        from_json(values)
