"""Which places a text names, by which names, and which lie within which."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.reading.places import place_code, place_codes, places_in, within

NAMED = [
    ("Fairfax, VA", "US"),
    ("Paris, TX", "US"),
    ("Paris, Texas", "US"),
    ("Paris", "FR"),
    ("London, Ontario", "CA"),
    ("Athens, Georgia", "US"),
    ("Tbilisi, Georgia", "GE"),
    ("Georgia, Armenia", "GE AM"),
    ("South Jordan, UT", "US"),
    ("Amman, Jordan", "JO"),
    ("Vancouver, WA", "US"),
    ("Toronto, ON", "CA"),
    ("Birmingham, AL", "US"),
    ("Berlin, DE", "DE"),
    ("Wilmington, DE", "US"),
    ("Bangalore, IN", "IN"),
    ("San José, Costa Rica", "CR"),
    ("US, CA, Santa Clara", "US"),
    ("US, CA", "US CA"),
    ("US & CAN", "US CA"),
    ("FR, UK, DE, NL", "FR GB DE NL"),
    ("CA, CO, DE, WI", "US"),
    ("New Mexico", "US"),
    ("Nice, France", "FR"),
    ("within the U.S.", "US"),
    ("🇺🇸 or 🇨🇦", "US CA"),
    ("DACH", "DE AT CH"),
    ("Allemagne, España, Polska", "DE ES PL"),
    ("Krakow and São Paulo and Sao Paulo", "PL BR"),
    ("Windhoek, Namibia", "NAM"),
]


def codes_in(text, *, loose=False):
    return tuple(dict.fromkeys(code for place in places_in(text, loose=loose) for code in place.codes))


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_names_mean_the_place_that_their_neighbours_support(text, expected):
    """A name is read by what stands beside it."""
    assert codes_in(text) == tuple(expected.split())


WORDS = [
    "join us in it",
    "IT and QA and ML",
    "Reading and writing",
    "a nice mobile app",
    "REMOTE OR HYBRID",
    "the best turkey",
    "Georgia",
    "CA",
    "or, in, me, ok",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_that_look_like_places_are_none(text):
    """Case and neighbours keep everyday words and abbreviations out."""
    assert codes_in(text) == ()


def test_a_location_needs_no_capitals():
    """Where every word is a place, case does not count."""
    assert codes_in("vitória, espírito santo", loose=True) == ("BR",)


def test_a_lone_code_is_read_only_in_a_location_and_only_when_it_is_clear():
    """'AU' is Australia there; 'CA' may be two places, 'IT' a department."""
    assert [codes_in(f"Remote - {code}", loose=True) for code in ("AU", "CA", "IT", "TX")] == [
        ("AU",),
        (),
        (),
        ("US",),
    ]
    assert codes_in("Remote - AU") == ()


CODES = [
    ("US", "US"),
    ("usa", "US"),
    ("uk", "GB"),
    ("germany", "DE"),
    ("Deutschland", "DE"),
    ("europe", "EUROPE"),
    ("worldwide", "WORLD"),
    ("latam", "LATAM"),
    ("na", "NA"),
    ("Namibia", "NAM"),
    ("georgia", "GE"),
    ("berlin", "DE"),
    ("California", "US"),
    ("dach", None),
    ("nowhere", None),
    ("germany or so", None),
    ("", None),
]


@pytest.mark.parametrize(("word", "code"), CODES)
def test_a_persons_word_for_a_place(word, code):
    """Codes, names in several languages and towns are understood, in any case."""
    assert place_code(word) == code


@pytest.mark.parametrize("code", place_codes())
def test_every_code_is_a_word_for_itself(code):
    """What a filter prints, a filter reads."""
    assert place_code(code) == code


def test_countries_lie_within_their_groups():
    """Groups hold countries and other groups; the world holds all."""
    inside = [
        ("US", "NA"),
        ("US", "AMERICAS"),
        ("US", "WORLD"),
        ("DE", "EU"),
        ("DE", "EMEA"),
        ("EU", "EUROPE"),
    ]
    outside = [
        ("GB", "EU"),
        ("US", "LATAM"),
        ("EUROPE", "EU"),
        ("WORLD", "EU"),
        ("EMEA", "EUROPE"),
        ("US", "CA"),
    ]
    assert all(within(place, region) for place, region in inside)
    assert not any(within(place, region) for place, region in outside)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(place_codes()), st.sampled_from(place_codes()), st.sampled_from(place_codes()))
def test_lying_within_is_an_order(one, other, third):
    """It is reflexive and transitive, and the world is above all."""
    assert within(one, one)
    assert within(one, "WORLD")
    if within(one, other) and within(other, third):
        assert within(one, third)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(["US", "CA", ", ", "Paris", "Georgia", " (", "DE", "/", "in ", "Jordan"])).map(
        "".join
    )
)
def test_any_run_of_names_is_read(text):
    """Places are known, in order, and none overlaps another."""
    places = places_in(text, loose=True)
    assert {code for place in places for code in place.codes} <= set(place_codes())
    assert all(one.end <= other.start for one, other in pairwise(places))


def test_time_zones_beside_a_country_are_no_countries():
    """PT and MT are Portugal and Malta, but not side by side behind the United States."""
    assert codes_in("Remote - USA (PT/MT/CT)", loose=True) == ("US",)
    assert codes_in("ES, PT", loose=True) == ("ES", "PT")
