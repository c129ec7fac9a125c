"""Quiet hours in every zone and on both nights on which clocks change, against a plain look at every minute."""

import os
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nights import ZONES, changes, is_quiet, moments, quiet_hours, times, zones

from alerts.timing import Pause, QuietHours, Window, held_until, opens, parse_quiet, zone_of
from alerts.timing.wallclock import reached, shown

MINUTE = timedelta(minutes=1)
NIGHTS = parse_quiet("22:00-08:00")


@given(st.data(), zones, quiet_hours())
def test_the_first_moment_outside_all_windows(data, zone_name, quiet):
    """In every zone and on both nights a chat is held exactly until its wall clock leaves its windows."""
    zone = ZoneInfo(zone_name)
    at = data.draw(moments(zone_name))
    open_at = opens(quiet, at, zone)
    assert open_at >= at
    assert not is_quiet(quiet, open_at, zone)
    minute = at
    while minute < open_at and minute < at + timedelta(days=3):
        assert is_quiet(quiet, minute, zone)
        minute += MINUTE


@given(st.data(), zones, quiet_hours(), st.integers(0, 59), st.integers(0, 3 * 86400))
def test_a_held_message_arrives_outside_quiet_hours(data, zone_name, quiet, takes, snooze):
    """What goes at the moment given leaves and arrives outside the windows, and not before the snooze ends."""
    zone = ZoneInfo(zone_name)
    at = data.draw(moments(zone_name))
    pause = Pause(zone=zone, quiet=quiet, snoozed_until=at + timedelta(seconds=snooze))
    goes = held_until(pause, at, timedelta(seconds=takes))
    assert goes >= pause.snoozed_until
    assert not any(is_quiet(quiet, goes + timedelta(seconds=second), zone) for second in (0, takes))


def test_every_zone_on_its_own_nights():
    """All zones there are, half hour by half hour through the nights of 2026 on which their clocks change."""
    for zone_name in ZONES:
        zone = ZoneInfo(zone_name)
        for night in changes(zone_name, (2026,)):
            halves = [night + timedelta(minutes=30 * step) for step in range(-36, 14)]
            open_at = halves[0]
            for at in halves:
                if is_quiet(NIGHTS, at, zone):
                    open_at = max(open_at, opens(NIGHTS, at, zone))
                    assert open_at > at
                else:
                    assert open_at <= at


@given(st.data(), zones, times)
def test_the_clock_first_shows_a_time(data, zone_name, wall):
    """The moment found shows the time or later, and the second before it does not."""
    zone = ZoneInfo(zone_name)
    at = data.draw(moments(zone_name))
    wanted = datetime.combine(shown(at, zone).date(), wall)
    found = reached(wanted, at, zone)
    assert shown(found, zone) >= wanted
    assert found == at or shown(found - timedelta(seconds=1), zone) < wanted


@pytest.mark.parametrize(
    ("at", "open_at"),
    [
        # Berlin goes from 2:00 to 3:00 in this night, and from 3:00 to 2:00 in the other one.
        ("2026-03-29T00:30:00+00:00", "2026-03-29T06:00:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25T07:00:00+00:00"),
        ("2026-07-01T12:00:00+00:00", "2026-07-01T12:00:00+00:00"),
    ],
)
def test_a_night_in_berlin(at, open_at):
    """Eight in the morning is eight on the wall, in the short night and in the long one."""
    moment = datetime.fromisoformat(at)
    assert opens(NIGHTS, moment, ZoneInfo("Europe/Berlin")) == datetime.fromisoformat(open_at)


def test_friday_night_ends_on_saturday():
    """A window's days are those on which it begins."""
    quiet = parse_quiet("22:00-08:00 weekdays")
    friday, sunday = datetime(2026, 11, 27, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert opens(quiet, friday, ZoneInfo("UTC")) == datetime(2026, 11, 28, 8, tzinfo=UTC)
    assert opens(quiet, sunday, ZoneInfo("UTC")) == sunday


def test_quiet_hours_without_an_end_are_refused():
    """A week without a minute left would keep everything for ever."""
    with pytest.raises(ValueError, match="end"):
        QuietHours((Window(time(0), time(12)), Window(time(12), time(0))))


def test_a_zone_that_is_unknown_here_is_utc():
    """A name that this machine's database does not have, or that is a path, holds nobody up."""
    for name in (None, "", "Mars/Olympus", "../../etc/passwd", "x" * 300):
        assert zone_of(name).key == "UTC"


def test_all_zones_are_there():
    """The laws above are about hundreds of zones, whatever the machine brings."""
    assert len(ZONES) > 400, os.environ.get("PYTHONTZPATH")
