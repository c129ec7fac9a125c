"""Levels read from titles, a feed's field, and what a text says of the role."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.posting import Fields, Part, PostingText
from alerts.reading.levels import level_slug, level_slugs, read_levels
from alerts.reading.source import Source

SEED = Path(__file__).parents[2].parent / "shared" / "corpus" / "seed-posting.md"


def levels(title: str = "", body: str = "") -> list[str]:
    return [level.value for level in read_levels(Source(PostingText(title=title, body=body)))]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Backend Engineer", ["senior"]),
        ("Sr. Java Developer", ["senior"]),
        ("(Senior) Data Engineer (m/w/d)", ["senior"]),
        ("Software Engineer II", ["mid"]),
        ("Software Engineer III", ["senior"]),
        ("Software Engineer (L2)", ["mid"]),
        ("Senior Software Engineer II", ["senior"]),
        ("Senior/Lead Engineer", ["senior", "lead"]),
        ("Senior / Staff Engineer", ["senior", "staff"]),
        ("Senior or Staff Engineer", ["senior", "staff"]),
        ("Senior Staff Engineer", ["staff"]),
        ("Engineer (Sr. Staff)", ["staff"]),
        ("Middle/Senior PHP Developer", ["mid", "senior"]),
        ("Tech Lead", ["lead"]),
        ("Senior Engineering Manager", ["manager"]),
        ("Senior Product Manager", ["senior"]),
        ("Executive Director, Software", ["director"]),
        ("Account Executive", []),
        ("Backend Engineer", []),
        ("", []),
    ],
)
def test_a_title_states_its_levels(title, expected):
    """Each level that the title names, and none that is part of another word for a job."""
    assert levels(title) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("This role will come in at the Senior I or the Staff level.", ["senior", "staff"]),
        ("We are open to candidates from mid - to staff level.", ["mid", "senior", "staff"]),
        ("We hire a QA engineer; this is a mid-level position.", ["mid"]),
        ("We are looking for Mid, Senior, and Lead Software Engineers.", ["mid", "senior", "lead"]),
        ("Pay:\n* Junior: $2,000 a month\n* Senior: $5,000 a month", ["junior", "senior"]),
    ],
)
def test_a_text_states_the_roles_levels(body, expected):
    """A statement on the role counts where the title is silent; a range holds what is between."""
    assert levels("Software Engineer", body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "You enjoy mentoring junior engineers.",
        "This role reports to the Director of Engineering.",
        "In this role you will lead large projects.",
        "You work with senior members of the team.",
        "Demonstrated senior-level expertise",
        "You present to executive-level audiences.",
        "You work closely with the Tech Lead.",
        "Junior: the name of our first robot",
    ],
)
def test_another_persons_level_is_not_the_roles(body):
    """Whom one mentors, helps or reports to says nothing."""
    assert levels("Software Engineer", body) == []


def test_a_text_widens_what_the_title_says_only_by_a_level():
    """Beside a title's level, "a senior engineer" is anybody, "senior level" is the role's."""
    assert levels("Staff Engineer", "We are looking for a senior engineer to help us.") == ["staff"]
    assert levels("Senior Engineer", "We are looking for an engineer (mid to senior level).") == [
        "mid",
        "senior",
    ]


def test_a_feeds_field_is_taken_with_its_line_as_proof():
    """Structured levels count where the title names none."""
    text = PostingText(title="Engineer", fields="employment: full-time\nlevels: senior, staff")
    found = read_levels(Source(text, Fields(levels=("senior", "staff"))))
    assert [(level.value, level.evidence[0].quote) for level in found] == [
        ("senior", "senior"),
        ("staff", "staff"),
    ]
    assert all(level.evidence[0].part is Part.FIELDS for level in found)


def test_a_title_outranks_the_field():
    """A board's own guess does not widen a title."""
    text = PostingText(title="Junior Engineer", fields="levels: senior")
    assert [level.value for level in read_levels(Source(text, Fields(levels=("senior",))))] == ["junior"]


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("Sr", "senior"),
        ("Sr.", "senior"),
        ("mid-level", "mid"),
        ("tech lead", "lead"),
        ("vp", "executive"),
        ("x", None),
    ],
)
def test_a_persons_word_names_a_level(word, slug):
    """The filter language takes the usual short words."""
    assert level_slug(word) == slug


@given(
    st.lists(
        st.sampled_from(["senior", "to", "staff", "or", "-", "level", "this role", ".", "\n", "é"]),
        max_size=20,
    )
)
@settings(deadline=None, max_examples=60)
def test_quotes_are_exact_and_levels_in_order(words):
    """Evidence stands where it says, and levels come lowest first, each once."""
    text = PostingText(title=" ".join(words[:5]), body=" ".join(words))
    found = read_levels(Source(text))
    order = [level_slugs().index(level.value) for level in found]
    assert order == sorted(set(order))
    for level in found:
        for proof in level.evidence:
            assert text.part(proof.part)[proof.start : proof.end] == proof.quote


@pytest.mark.skipif(not SEED.exists(), reason="the shared corpus is not here")
def test_the_first_posting_is_for_two_levels():
    """The posting that the project began with is for senior and staff."""
    assert levels("Senior Backend Engineer", SEED.read_text(encoding="utf-8")) == ["senior", "staff"]
