"""The nights on which clocks change, in all zones, and what a wall clock shows: for laws about quiet hours."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from alerts.timing import QuietHours, Window

ZONES = sorted(available_timezones() - {"localtime"})


@cache
def changes(zone_name, years=(2011, 2026)):
    """Give the moments before which a zone's clock changes, to half a day; 2011 has the day that Samoa left out."""
    zone = ZoneInfo(zone_name)
    found = []
    for year in years:
        days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=12 * step) for step in range(2 * 366)]
        offsets = [day.astimezone(zone).utcoffset() for day in days]
        pairs = zip(days[1:], offsets, offsets[1:], strict=False)
        found += [after for after, one, other in pairs if one != other]
    return found or [datetime(2026, 3, 29, tzinfo=UTC)]


zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def quiet_hours(draw):
    windows = tuple(draw(st.lists(st.builds(Window, times, times, days), max_size=3)))
    try:
        return QuietHours(windows)
    except ValueError:
        return QuietHours(windows[:0])


@st.composite
def moments(draw, zone_name):
    """Give a moment within a day and a half of a change of the zone's clock."""
    near = draw(st.sampled_from(changes(zone_name)))
    return near + timedelta(seconds=draw(st.integers(-36 * 3600, 36 * 3600)))


def is_quiet(quiet, at, zone):
    """Look at what the wall clock shows, and at nothing else."""
    wall = at.astimezone(zone)
    for window in quiet.windows:
        for back in (0, 1):
            day = wall.date() - timedelta(days=back)
            minutes = wall.hour * 60 + wall.minute + back * 1440
            start = window.start.hour * 60 + window.start.minute
            end = window.end.hour * 60 + window.end.minute
            end += 1440 if end <= start else 0
            if day.weekday() in window.days and start <= minutes < end:
                return True
    return False
