"""The reference in docs/filters.md says what the code does."""

import re
from pathlib import Path

import pytest

from alerts.criteria import CRITERIA, Policy
from alerts.criteria.anyof import MOST_ALTERNATIVES
from alerts.filters import LONGEST_LINE, MOST_CRITERIA, VERSION, describe, edited, parse_filter

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf8")


def table(header):
    """Give the rows of the table whose header begins so, as lists of cells."""
    lines = PAGE[PAGE.index(f"| {header} |") :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


CRITERIA_ROWS = table("criterion")


def test_every_criterion_has_its_row_in_the_order_of_the_registry():
    """A new criterion is missing here until the page tells of it."""
    assert [row[0] for row in CRITERIA_ROWS] == list(CRITERIA)


@pytest.mark.parametrize("row", CRITERIA_ROWS, ids=lambda row: row[0])
def test_a_row_tells_the_default_of_the_code(row):
    """'pass', 'refuse', or '-' where the answer is never unknown."""
    kind = CRITERIA[row[0]]
    words = {Policy.PASS: "pass", Policy.REFUSE: "refuse"}
    assert row[4] == (words[kind.default_policy] if kind.can_be_unknown else "-")
    assert (row[3] == "never") == (not kind.can_be_unknown)


@pytest.mark.parametrize(("kind", "written"), [(row[0], row[1]) for row in CRITERIA_ROWS])
def test_what_a_row_writes_is_that_criterion(kind, written):
    """Each example in the second column is parsed as the kind of its row."""
    for line in re.findall(r"`([^`]+)`", written):
        assert [criterion.kind for criterion in parse_filter(line).criteria] == [kind]


@pytest.mark.parametrize(
    ("line", "canonical"), [[cell.strip("`") for cell in row] for row in table("you write")]
)
def test_a_line_is_understood_as_the_page_says(line, canonical):
    """Each pair of the table of forgiven lines."""
    assert describe(parse_filter(line)) == canonical


@pytest.mark.parametrize(
    ("before", "line", "after"), [[cell.strip("`") for cell in row] for row in table("filter")]
)
def test_a_filter_changes_as_the_page_says(before, line, after):
    """Each row of the table of changes."""
    assert describe(edited(parse_filter(before), line).filter) == after


@pytest.mark.parametrize("line", [row[2].strip("`") for row in table("sign")])
def test_the_signs_examples_are_canonical(line):
    """Each example of a sign is its own canonical form, or the default that may be left out."""
    assert describe(parse_filter(line)) == line


def test_the_limits_are_those_of_the_code():
    """Figures of the page and of the modules."""
    assert f"at most {LONGEST_LINE:,} characters, a filter {MOST_CRITERIA} criteria" in PAGE
    assert f"a criterion {MOST_ALTERNATIVES} alternatives" in PAGE
    assert f'{{"version": {VERSION},' in PAGE
