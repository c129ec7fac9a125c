"""A line that is not understood: the error names the word, what was near it, and an example that works."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.errors import FilterError
from alerts.filters import Filter, describe, parse_filter


def error_of(line):
    with pytest.raises(FilterError) as caught:
        parse_filter(line)
    return caught.value


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("remote pyhton", "pyhton"),
        ("remote banana", "banana"),
        ("in:mars", "mars"),
        ("language:klingon", "klingon"),
        ("benefit:yacht", "yacht"),
        ("foo:bar", "foo"),
        ("python -python", "-python"),
        ("in:US, -in:US", "-in:US"),
        ("pay>=100k, -pay>=90k", "-pay>=90k USD"),
        ("pay>=150", "pay>=150"),
        ("pay>=foo", "foo"),
        ("pay", "pay"),
        ("pay<=100k", "<="),
        ("100k-150k", "100k-150k"),
        ("pay>=99999999999999", "99999999999999"),
        ("pay>=150k/decade", "150k/decade"),
        ("remote 2024", "2024"),
        ("wfh stipend 100k", "100k"),
        ("pay>=62.1234 USD/hour", "62.1234"),
        ("xyz17", "xyz17"),
        ("top10", "top10"),
        ("1m PHP", "PHP"),
        ("pay>=150kxyz", "150kxyz"),
        ("python>=3", ">="),
        ("age>7d", ">"),
        ("age<x", "x"),
        ("age<99999d", "age<99999d"),
        ('title:"open', '"open'),
        ('""', '""'),
        ('title:"one two three four five"', "one two three four five"),
        ("title:x?", "?"),
        ("python ?", "?"),
        ("python?!", "!"),
        ("senior~", "~"),
        ("python?|go", "|"),
        ("-php!", "-php!"),
        ("-", "-"),
        ("- php", "-"),
        ("--php", "-"),
        ("no no php", "no"),
        ("no", "no"),
        ("no php and ruby", "ruby"),
        ("|python", "|"),
        ("python|", "|"),
        ("python or", "or"),
        ("go||rust", "|"),
        ("python|senior", "senior"),
        ("pay>=100k|python", "|"),
        ("title:a|in:US", "in"),
    ],
)
def test_the_word_is_named(line, word):
    """Whatever is wrong, the error names the word as it was typed, and shows an example."""
    error = error_of(line)
    assert error.word == word
    assert word in str(error)
    assert error.example


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("pyhton", "python"),
        ("kuberntes", "kubernetes"),
        ("senor", "senior"),
        ("titel:x", "title:"),
        ("remote it", "in:IT"),
    ],
)
def test_the_nearest_words_are_suggested(line, nearest):
    """A typing mistake is met with what it may have meant."""
    assert nearest in error_of(line).nearest


def test_an_unknown_word_may_be_searched_for():
    """Both ways to look for the word itself are offered."""
    message = str(error_of("banana"))
    assert 'title:"banana"' in message
    assert 'text:"banana"' in message


@pytest.mark.parametrize("line", ["", "   ", ",,;", "and with"])
def test_an_empty_filter_is_refused(line):
    """A filter that everything passes would flood; the error shows what to write."""
    assert error_of(line).example


def test_examples_can_be_parsed():
    """What an error shows as an example works."""
    for line in (
        "banana",
        "in:mars",
        "age>7d",
        "pay<=100k",
        "python|",
        "title:x?",
        "pay>=150",
        "wfh stipend 100k",
        "foo:bar",
    ):
        assert isinstance(parse_filter(error_of(line).example), Filter)


def test_a_line_is_at_most_a_thousand_characters():
    """Four thousand emoji get one short answer."""
    assert len(str(error_of("\N{GRINNING FACE}" * 4000))) < 200


def test_a_filter_has_at_most_forty_criteria():
    """The first one too many is named."""
    error = error_of(" ".join(f"text:w{number}" for number in range(41)))
    assert "40" in str(error)
    assert error.word.startswith("text:")


def test_a_criterion_has_at_most_forty_alternatives():
    """More than the index can count are refused, given at once or one by one."""
    assert "40" in str(error_of("title:" + "|".join(f"w{number}" for number in range(41))))
    assert "40" in str(error_of(" ".join(f"company:w{number}" for number in range(41))))


def test_nothing_unprintable_and_nothing_long_is_repeated():
    """An error is safe to show."""
    assert str(error_of("\x00\x1b[31m" + "x" * 500)).isprintable()
    assert len(error_of("x" * 900).word) < 50


LINES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *'-|?!~":,<>=.$€+/ ',
                "no",
                "or",
                "and",
                "pay",
                "age",
                "in",
                "python",
                "150k",
                "7d",
                "title",
                "US",
                "at least",
                ">=",
            ]
        ),
        max_size=12,
    ).map("".join),
)


@settings(deadline=None, max_examples=300)
@given(LINES)
def test_any_line_is_a_filter_or_a_filter_error(line):
    """No input raises anything else, and every error is short and shows something."""
    try:
        outcome = describe(parse_filter(line))
    except FilterError as error:
        outcome = str(error)
    assert 0 < len(outcome) < 700
