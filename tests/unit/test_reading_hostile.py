"""Reading takes a bounded number of steps for each character, whatever the text is made of.

Steps are counted, not timed: a call of a function, ours or the interpreter's, is one.
"""

import sys

import pytest
from hostile_texts import MARKUP, POSTING, WORDS, flood

from alerts.posting import Fields, Markup, PostingText
from alerts.reading import read_facts
from alerts.text import canonical_text

SIZE = 4_000
MOST_TIMES_PLAIN = 10


def steps(work, *arguments):
    count = 0

    def counted(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        work(*arguments)
    finally:
        sys.setprofile(None)
    return count


def read(body):
    read_facts(PostingText(title="Engineer", body=body), Fields())


def read_head(words):
    read_facts(PostingText(title=words, company=words, location=words, tags=words), Fields())


def make(description, markup):
    canonical_text(
        title="", company="", location="", tags=(), fields=Fields(), description=description, markup=markup
    )


@pytest.fixture(scope="module")
def plain_steps():
    read(flood(POSTING, SIZE))  # compiles what such a text needs
    return steps(read, flood(POSTING, SIZE))


@pytest.mark.parametrize("piece", WORDS)
def test_no_flood_takes_many_times_the_steps_of_a_posting(piece, plain_steps):
    """A text of one thing repeated takes a bounded multiple of the steps of an ordinary one of its length."""
    read(flood(piece, 1_000))
    assert steps(read, flood(piece, SIZE)) <= MOST_TIMES_PLAIN * plain_steps


@pytest.mark.parametrize("body", [POSTING, "$100k - ", "Go, ", "US, ", "dental "])
def test_steps_grow_as_the_text_does(body):
    """Twice the text takes about twice the steps, so a long one costs no more than its length."""
    read(flood(body, SIZE))
    assert steps(read, flood(body, 2 * SIZE)) <= 2.3 * steps(read, flood(body, SIZE))


@pytest.mark.parametrize("piece", WORDS)
def test_a_head_line_of_one_thing_repeated_is_cheap(piece, plain_steps):
    """The short parts, which are cut to a line, take no more steps than a body."""
    read_head(flood(piece, 100).strip())
    assert steps(read_head, flood(piece, SIZE // 4).strip()) <= MOST_TIMES_PLAIN * plain_steps


@pytest.mark.parametrize("markup", Markup)
@pytest.mark.parametrize("piece", MARKUP)
def test_making_the_text_of_a_flood_takes_bounded_steps(piece, markup, plain_steps):
    """Nested, unclosed and escaped markup takes a bounded multiple of the steps that reading a posting does."""
    assert steps(make, flood(piece, SIZE), markup) <= MOST_TIMES_PLAIN * plain_steps
