"""How strongly a posting asks for a technology follows from where it names it."""

import pytest

from alerts.posting import Part, PostingText, Strength
from alerts.reading.source import Source
from alerts.reading.stack import read_stack


def strengths(body="", **parts):
    return {one.slug: one.strength for one in read_stack(Source(PostingText(body=body, **parts)))}


STRUCTURED = """\
We bake bread, and Haskell is our hobby.

About us
Our ovens are driven by Erlang.

What you will do
* Build services in Go

Requirements:
* Python
* Docker is a plus

Nice to have:
* Kubernetes

Benefits
* Courses on Rust

Equal Opportunity Employer
We welcome all, COBOL veterans too.
"""


@pytest.mark.parametrize(
    ("slug", "strength"),
    [
        ("haskell", Strength.MENTIONED),
        ("erlang", Strength.MENTIONED),
        ("go", Strength.REQUIRED),
        ("python", Strength.REQUIRED),
        ("docker", Strength.NICE),
        ("kubernetes", Strength.NICE),
        ("rust", Strength.MENTIONED),
        ("cobol", Strength.MENTIONED),
    ],
)
def test_section_decides(slug, strength):
    """Duties and requirements ask, a wish list wishes, and what the company says of itself only mentions."""
    assert strengths(STRUCTURED)[slug] is strength


def test_title_is_strongest():
    """A technology in the title is in the title, whatever the body says."""
    assert strengths("Nice to have: Python", title="Python Developer") == {"python": Strength.TITLE}


def test_strongest_mention_holds():
    """A technology that is a wish here and asked for there is asked for, and proven by that place first."""
    body = "Nice to have:\n* Kafka\nRequirements:\n* Kafka"
    (kafka,) = read_stack(Source(PostingText(body=body)))
    assert kafka.strength is Strength.REQUIRED
    assert [piece.start for piece in kafka.evidence] == [body.rindex("Kafka"), body.index("Kafka")]


@pytest.mark.parametrize(
    "body",
    [
        "You have five years of Python.",
        "* Python and patience",
        "We use Python for all that we do.",
        "Python all day.",
    ],
)
def test_posting_without_sections_asks_all_over(body):
    """A posting that has no place of its own for what it asks means what it names."""
    assert strengths(body) == {"python": Strength.REQUIRED}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Python is required, Go is a plus.", {"python": Strength.REQUIRED, "go": Strength.NICE}),
        ("Ideally you know Python.", {"python": Strength.NICE}),
        ("* Work on AWS (Terraform preferred)", {"aws": Strength.REQUIRED, "terraform": Strength.NICE}),
        ("* Python (nice to have)", {"python": Strength.NICE}),
        ("Kenntnisse in Kafka sind von Vorteil.", {"kafka": Strength.NICE}),
        ("Docker serait un plus.", {"docker": Strength.NICE}),
        ("Python is not required.", {"python": Strength.NICE}),
    ],
)
def test_sentence_decides(body, expected):
    """A sentence that says how much it wants a technology is believed before its section."""
    assert strengths(f"Requirements:\n{body}") == expected


def test_labels_only_mention():
    """A board's own labels are its guess, so they never make a technology required."""
    assert strengths(tags="python\ngo") == {"python": Strength.MENTIONED, "go": Strength.MENTIONED}


def test_evidence_is_short():
    """A technology named on every line is proven by its first few places."""
    (python,) = read_stack(Source(PostingText(body="* Python\n" * 50, tags="python")))
    assert [piece.part for piece in python.evidence] == [Part.BODY] * 3
