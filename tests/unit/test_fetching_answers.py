"""What the headers of an answer mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetching.answers import retry_after

WEEK = 7 * 24 * 3600
DATE = "Mon, 23 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", WEEK),
        ("Mon, 23 Nov 2026 10:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
        ("Sat, 23 Nov 2090 10:00:00 GMT", WEEK),
        ("Monday, 23-Nov-26 10:02:00 GMT", 120),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_retry_after_in_both_forms(text, seconds):
    """Seconds count from now, a date from the server's clock; nonsense says nothing, years are a week."""
    assert retry_after({"retry-after": text, "date": DATE}) == seconds


def test_a_date_without_the_servers_clock_counts_from_ours():
    """Without a Date header a moment long past means: at once."""
    assert retry_after({"retry-after": "Mon, 23 Nov 2015 10:00:00 GMT"}) == 0


@given(st.text(), st.text())
def test_no_header_is_too_strange(text, date):
    """Whatever the headers hold, the wait is within bounds or unknown."""
    wait = retry_after({"retry-after": text, "date": date})
    assert wait is None or 0 <= wait <= WEEK
