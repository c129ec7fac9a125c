"""Kinds of employment read from a feed's field, a title and a text."""

import pytest

from alerts.posting import Fields, Part, PostingText
from alerts.reading.employment import employment_slug, read_employment
from alerts.reading.source import Source


def kinds(body: str = "", title: str = "") -> list[str]:
    return [kind.value for kind in read_employment(Source(PostingText(title=title, body=body)))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("This is a full-time remote position.", ["full-time"]),
        ("Type: Full-Time, Salaried Exempt", ["full-time"]),
        ("* Part-time", ["part-time"]),
        ("Vollzeit oder Teilzeit", ["full-time", "part-time"]),
        ("CDI à temps plein, salaire attractif", ["full-time"]),
        ("Un contrat CDD de six mois", ["temporary"]),
        ("Umowa: B2B", ["contract"]),
        ("Acme | Engineer | Full-time | Remote", ["full-time"]),
        ("Contract: Full-time, permanent", ["full-time"]),
        ("Type: Full-Time, Non-Exempt", ["full-time"]),
        ("Umowa o pracę", ["full-time"]),
        ("Duration: long term contract", ["contract"]),
        ("A fixed-term contract of a year", ["temporary"]),
        ("We are looking for a full-time senior growth marketing manager.", ["full-time"]),
        ("This internship lasts four months.", ["internship"]),
    ],
)
def test_a_text_states_the_kind(body, expected):
    """A statement on the job counts in each language."""
    assert kinds(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "You lead contract negotiation with vendors.",
        "You audit smart contracts.",
        "Full-time employees receive stock options.",
        "Authorised to work in the country on a full-time basis",
        "We build software for B2B customers.",
        "At least three years of full-time work, internships included",
        "We are an early-stage company.",
        "Unbefristeter Arbeitsvertrag",
        "Temp-to-hire is not what we do.",
        "No contractors, please",
        "Our Jakarta CDI beans need care.",
    ],
)
def test_the_same_words_about_something_else_say_nothing(body):
    """Products, colleagues and experience are no employment."""
    assert kinds(body) == []


def test_a_title_outranks_the_text():
    """An internship stays one, however full-time its hours."""
    assert kinds("This is a full-time position.", "Data Science Intern") == ["internship"]


def test_the_field_outranks_all():
    """What the feed states in its own field wins, its line is the proof."""
    text = PostingText(title="Engineer (contract)", fields="workplace: remote\nemployment: part-time")
    (kind,) = read_employment(Source(text, Fields(employment=("part-time",))))
    assert (kind.value, kind.evidence[0].part, kind.evidence[0].quote) == (
        "part-time",
        Part.FIELDS,
        "part-time",
    )


def test_an_unknown_value_of_the_field_says_nothing():
    """A word that is none of ours leaves the title to speak."""
    text = PostingText(title="Engineer (contract)", fields="employment: other")
    assert [kind.value for kind in read_employment(Source(text, Fields(employment=("other",))))] == [
        "contract"
    ]


def test_a_working_student_works_part_time():
    """The German kind of job for students."""
    assert kinds(title="Werkstudent (m/w/d) Data") == ["part-time"]


def test_a_boards_tag_counts():
    """A label that is nothing but the kind states it."""
    found = read_employment(Source(PostingText(tags="Remote\nFull-Time")))
    assert [kind.value for kind in found] == ["full-time"]


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("Full time", "full-time"),
        ("freelance", "contract"),
        ("CDI", "full-time"),
        ("intern", "internship"),
        ("?", None),
    ],
)
def test_a_persons_word_names_a_kind(word, slug):
    """The filter language takes the usual words."""
    assert employment_slug(word) == slug
