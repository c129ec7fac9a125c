"""Roles read from titles and from what a text calls the job."""

import pytest

from alerts.posting import Part, PostingText
from alerts.reading.roles import read_roles, role_slug, role_slugs
from alerts.reading.source import Source


def roles(title: str, body: str = "") -> set[str]:
    return {role.value for role in read_roles(Source(PostingText(title=title, body=body)))}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Backend Engineer", {"backend"}),
        ("Software Engineer, Back-End", {"backend"}),
        ("Développeur full stack (H/F)", {"full-stack"}),
        ("Data Engineer (m/w/d)", {"data"}),
        ("Machine Learning Engineer", {"ml"}),
        ("Site Reliability Engineer", {"devops"}),
        ("Software Engineer, Data Infrastructure", {"data"}),
        ("SDET", {"qa"}),
        ("Pentester", {"security"}),
        ("Engineering Manager (Backend)", {"backend", "management"}),
        ("Product Manager", {"product"}),
        ("Sales Engineer", {"solutions"}),
        ("Salesforce Developer", set()),
        ("Software Engineer", set()),
    ],
)
def test_a_title_states_its_roles(title, expected):
    """The words of the title decide, whole phrases before single words."""
    assert roles(title) == expected


def test_a_title_outranks_the_text():
    """A text's words on others do not change a title's role."""
    assert roles("Frontend Developer", "We are looking for a backend engineer too.") == {"frontend"}


def test_a_language_in_the_title_tells_where_no_role_does():
    """A Java developer works on a backend, unless the title says otherwise."""
    assert roles("Java Developer") == {"backend"}
    assert roles("Java Full-Stack Developer") == {"full-stack"}


def test_the_text_names_the_job_where_the_title_does_not():
    """What the text says that it looks for counts, with its words as proof."""
    body = "Our team grows. We are looking for a backend engineer with patience."
    (role,) = read_roles(Source(PostingText(title="Software Engineer", body=body)))
    assert (role.value, role.evidence[0].part, role.evidence[0].quote) == ("backend", Part.BODY, "backend")


@pytest.mark.parametrize(
    "body",
    [
        "You collaborate with our frontend engineers.",
        "Knowledge of backend systems is needed.",
        "This role works with data engineers and designers.",
    ],
)
def test_colleagues_and_skills_are_no_role(body):
    """The same words about others say nothing."""
    assert roles("Software Engineer", body) == set()


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("back-end", "backend"),
        ("SRE", "devops"),
        ("fullstack", "full-stack"),
        ("sdet", "qa"),
        ("juggler", None),
    ],
)
def test_a_persons_word_names_a_role(word, slug):
    """The filter language takes the usual spellings."""
    assert role_slug(word) == slug


def test_roles_are_a_closed_list_without_doubles():
    """Each role is one word of the filter language."""
    assert len(set(role_slugs())) == len(role_slugs())
