"""How people really type filters: each line of filter_lines.txt is understood as meant, or refused naming the word."""

from pathlib import Path

import pytest

from alerts.criteria import vocabulary
from alerts.errors import FilterError
from alerts.filters import describe, lexicon, parse_filter

LINES = (Path(__file__).with_name("filter_lines.txt")).read_text(encoding="utf-8").splitlines()
MEANT = [line.split("  =>  ") for line in LINES if "  =>  " in line and not line.startswith(";;")]
REFUSED = [line.split("  ??  ") for line in LINES if "  ??  " in line and not line.startswith(";;")]


def error_of(line):
    with pytest.raises(FilterError) as caught:
        parse_filter(line)
    return caught.value


def word_refused(line):
    """Give the word that a line is refused for, if it is."""
    try:
        parse_filter(line)
    except FilterError as error:
        return error.word
    return None


@pytest.mark.parametrize(("typed", "meant"), MEANT)
def test_a_line_is_understood_as_it_is_meant(typed, meant):
    """The canonical form says what was understood, and can be typed back."""
    assert describe(parse_filter(typed)) == meant
    assert describe(parse_filter(meant)) == meant


@pytest.mark.parametrize(("typed", "word"), REFUSED)
def test_a_refusal_names_the_word(typed, word):
    """The word as it was typed, with an example."""
    error = error_of(typed)
    assert error.word == word
    assert error.example


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("remote banana", 'remote title:"banana"'),
        ("pyton remote", "python remote"),
        ("remote, kuberntes, 100k", "remote, kubernetes, 100k"),
        ("remote pay 150", "remote pay>=150k USD"),
        ("remote $100k - $150k", "remote pay>=$100k"),
        ("python, go or rust", "python|go|rust"),
        ("python, go or rust", "python, go|rust"),
        ("no php and ruby", "no php , -ruby"),
        ("CET python", "in:EUROPE python"),
        ("software engineer", 'title:"software engineer"'),
        ("café zürich “chef”", 'title:"café" zürich "chef"'),
    ],
)
def test_a_refusal_offers_whole_lines(typed, offered):
    """What may be meant is offered as a line that replaces the one that was typed."""
    assert offered in error_of(typed).offers


@pytest.mark.parametrize("typed", [typed for typed, _ in REFUSED])
def test_an_offer_gets_past_what_was_refused(typed):
    """Each offered line is a filter, or stumbles over something else."""
    refused = error_of(typed)
    assert refused.word not in [word_refused(line) for line in refused.offers]


@pytest.mark.parametrize("name", ["filler", "noun", "soft", "of", "gross", "says", "more"])
def test_what_is_passed_over_names_nothing(name):
    """No word of a lexicon is lost as padding."""
    assert [words for words in lexicon.phrases(name) if vocabulary.kind_of(words)] == []


def test_shorthands_and_topics_are_pieces_of_filters():
    """What each stands for can be parsed, and is no shorthand again."""
    for table in (lexicon.shorthands(), lexicon.topics(), lexicon.hints()):
        for words in table:
            piece = table.at(words.split())[1]
            assert describe(parse_filter(piece)), words


def test_no_shorthand_hides_a_slug():
    """A canonical line is never taken for a shorthand."""
    kinds = ("workplace", "level", "role", "employment", "stack", "benefit")
    slugs = {slug for kind in kinds for slug in vocabulary.slugs(kind)}
    hidden = {
        words
        for words in lexicon.shorthands()
        if words in slugs and describe(parse_filter(words)) not in (words, f"benefit:{words}")
    }
    assert hidden == set()
