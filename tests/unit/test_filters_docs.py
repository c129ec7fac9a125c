"""The reference in docs/filters.md says what the code does."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from alerts.criteria import CRITERIA, Policy, verdict
from alerts.criteria.anyof import MOST_ALTERNATIVES
from alerts.criteria.base import RemarkCode
from alerts.filters import LONGEST_LINE, MOST_CRITERIA, VERSION, describe, edited, parse_filter
from alerts.money import Rates
from alerts.posting import Band, PayBasis, Period, Subject

SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = Rates(date(2026, 11, 20), "test", {"EUR": Decimal(1), "USD": Decimal("1.25")})
PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf8")


LINES = PAGE.splitlines()


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


PAY_ROWS = table("the posting's band")
BAND = re.compile(
    r"(?:(?P<low>\d+)k to (?P<high>\d+)k|up to (?P<top>\d+)k|from (?P<bottom>\d+)k)(?P<rest>.*)"
)


def bands_of(words):
    """Give the bands that a row's first cell describes."""
    found = BAND.match(words)
    if found is None:
        assert words == "not stated"
        return ()
    rest = found["rest"]
    low, high = found["low"] or found["bottom"], found["high"] or found["top"]
    without = "no currency" in rest
    return (
        Band(
            minimum=Decimal(low) * 1000 if low else None,
            maximum=Decimal(high) * 1000 if high else None,
            currency=None if without else "XAF" if "without a rate" in rest else "USD",
            period=Period.YEAR,
            basis=PayBasis.OTE if "OTE" in rest else PayBasis.BASE,
        ),
    )


@pytest.mark.parametrize("row", PAY_ROWS, ids=lambda row: row[0])
@pytest.mark.parametrize(("column", "line"), [(1, "pay>=150k USD"), (2, "pay.from>=150k USD")])
def test_pay_is_judged_as_the_page_says(row, column, line):
    """Each band of the verdict table, against a floor for its top and for its bottom."""
    subject = Subject(title="", company="", seen_at=SEEN, pay=bands_of(row[0]))
    found = verdict(parse_filter(line).criteria[0], subject, SEEN, RATES)
    assert re.match(r"\w+", row[column])[0] == found.answer
    marked = found.remark is not None and found.remark.code == RemarkCode.STARTS_BELOW
    assert ("starts below" in row[column]) == marked


def test_no_table_of_the_page_is_left_untested():
    """Each table is one of those above."""
    heads = [line for line, below in pairwise(LINES) if below.startswith("| ---")]
    tested = ("sign", "criterion", "the posting's band", "you write", "filter")
    assert [head.split(" | ")[0].strip("| ") for head in heads] == list(tested)


def test_the_limits_are_those_of_the_code():
    """Figures of the page and of the modules."""
    assert f"at most {LONGEST_LINE:,} characters, a filter {MOST_CRITERIA} criteria" in PAGE
    assert f"a criterion {MOST_ALTERNATIVES} alternatives" in PAGE
    assert f'{{"version": {VERSION},' in PAGE
