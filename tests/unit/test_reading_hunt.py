"""Hypothesis looks for texts that are slow to make and read: what a regular expression does takes no counted step."""

import time

import pytest
from hostile_texts import MARKUP, POSTING, WORDS, flood
from hypothesis import given, settings, target
from hypothesis import strategies as st

from alerts.posting import Fields, Markup, PostingText
from alerts.reading import read_facts
from alerts.text import canonical_text

SIZE = 60_000
MOST_TIMES_PLAIN = 10
TRIES = 3
PIECES = st.sampled_from((*WORDS, *MARKUP)) | st.sampled_from(POSTING.split(" ")) | st.text(max_size=3)


def make_and_read(description, markup):
    text = canonical_text(
        title="", company="", location="", tags=(), fields=Fields(), description=description, markup=markup
    )
    read_facts(PostingText(body=text.body), Fields())


def cost(description, markup):
    """Give the processor time that it takes, in which others on the machine have no part."""
    begun = time.process_time()
    make_and_read(description, markup)
    return time.process_time() - begun


@pytest.fixture(scope="module")
def plain():
    return min(cost(flood(POSTING, SIZE), Markup.PLAIN) for _ in range(TRIES))


@pytest.mark.soak
@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(bool), st.sampled_from(Markup))
def test_no_text_that_is_found_takes_many_times_a_posting(plain, piece, markup):
    """Whatever is repeated costs at most ten times what a posting of its length does."""
    text = flood(piece, SIZE)
    times = cost(text, markup) / plain
    target(times)
    if times > MOST_TIMES_PLAIN:
        times = min(cost(text, markup) for _ in range(TRIES)) / plain
    assert times <= MOST_TIMES_PLAIN
