"""A filter is changed by a line: its like gives way, all else stays."""

import pytest

from alerts.errors import FilterError
from alerts.filters import describe, edited, parse_filter

BEFORE = 'remote, senior, go|python, postgresql, pay>=150k USD, benefit:dental, -php, -text:"on call"'


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        (
            BEFORE,
            "pay>=160k",
            'remote, senior, go|python, postgresql, pay>=160k USD, benefit:dental, -php, -text:"on call"',
        ),
        ("remote, python", "remote go", "remote, go"),
        ("remote, python", "hybrid", "hybrid, python"),
        ("remote, python", "-php", "remote, python, -php"),
        ("remote, python, -php", "no java", "remote, python, -java, -php"),
        ("remote, python", "+go", "remote, go, python"),
        ("remote, python", "+ hybrid", "hybrid|remote, python"),
        ("remote, python", "in:US, 150k", "remote, python, in:US, pay>=150k USD"),
        ("remote, python", "-python, go", "remote, go, -python"),
        ("remote, -php", "php", "remote, php"),
        ("remote, python, pay>=150k USD", "drop pay", "remote, python"),
        ("remote, python, pay>=150k USD", "drop salary, go", "remote, go"),
        ("remote, go|python", "drop go", "remote, python"),
        ("remote, go|python", "remove python and go", "remote"),
        ("remote, -php|ruby", "drop php", "remote, -ruby"),
        ("remote, -php", "drop -php", "remote"),
        ("remote, -php, -java", "drop exclusions", "remote"),
        ('remote, title:"a, b"|"c"', 'drop title:"a, b", python', 'remote, python, title:"c"'),
        ("remote, python, in:US", "= hybrid go", "hybrid, go"),
        ("remote, python?", "python!", "remote, python"),
    ],
)
def test_a_line_changes_what_it_names(before, line, after):
    """The same kind is replaced, an exclusion added, '+' adds, 'drop' takes out, '=' replaces all."""
    assert describe(edited(parse_filter(before), line).filter) == after


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("drop in", "in"),
        ("drop java", "java"),
        ("pyton", "pyton"),
        ("drop remote", ""),
        ("please", "please"),
        ("=", ""),
    ],
)
def test_what_cannot_be_changed_is_refused(line, word):
    """The word is named, and the filter stays as it is."""
    with pytest.raises(FilterError) as caught:
        edited(parse_filter("remote"), line)
    assert caught.value.word == word


def test_what_changed_is_told_apart():
    """What is gone, what is new and what was kept."""
    change = edited(parse_filter("remote, python, -php"), "go, pay>=100k")
    assert change.gone == ("python",)
    assert change.new == ("go", "pay>=100k USD")
    assert change.kept == ("remote", "-php")


def test_a_sum_without_a_currency_is_in_the_chats():
    """As in a new filter."""
    assert edited(parse_filter("remote"), "60k", currency="EUR").new == ("pay>=60k EUR",)
