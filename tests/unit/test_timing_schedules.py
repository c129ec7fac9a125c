"""When what a filter finds is due, in every zone and around every change of its clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.errors import TimingError
from alerts.timing import (
    INSTANT,
    QuietHours,
    Rhythm,
    Schedule,
    Window,
    describe_quiet,
    describe_schedule,
    next_due,
    parse_quiet,
    parse_schedule,
    parse_span,
)

zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
schedules = st.builds(
    Schedule, rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]), at=times, day=st.integers(0, 6)
)
START = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.integers(0, 6 * 365 * 86400).map(lambda seconds: START + timedelta(seconds=seconds))
windows = st.builds(Window, times, times, st.frozensets(st.integers(0, 6), min_size=1))


def normal(schedule):
    """Give a schedule without what its rhythm has no use for."""
    match schedule.rhythm:
        case Rhythm.DAILY:
            return Schedule(rhythm=Rhythm.DAILY, at=schedule.at)
        case Rhythm.WEEKLY:
            return schedule
    return Schedule(rhythm=schedule.rhythm)


@given(zones, times, moments)
def test_every_day_has_one_daily_digest(zone, at, start):
    """Day after day the digest is due once, whatever the clock does in the night."""
    schedule = Schedule(rhythm=Rhythm.DAILY, at=at)
    due = next_due(schedule, start, zone)
    assert start < due <= start + timedelta(hours=26)
    for _ in range(8):
        following = next_due(schedule, due, zone)
        assert (following.astimezone(zone).date() - due.astimezone(zone).date()).days == 1
        due = following


@given(zones, schedules, moments)
def test_a_digest_is_due_at_its_time(zone, schedule, start):
    """It is due when the wall clock first shows its time, or jumps over it."""
    due = next_due(schedule, start, zone).astimezone(zone)
    before = (next_due(schedule, start, zone) - timedelta(minutes=1)).astimezone(zone)
    assert due.fold == 0
    assert before.time() < schedule.at <= due.time() or due.time() == schedule.at
    assert schedule.rhythm is Rhythm.DAILY or due.weekday() == schedule.day


@given(zones, schedules, moments, st.integers(0, 7 * 86400))
def test_later_finds_are_never_due_earlier(zone, schedule, start, seconds):
    """The order in which postings are found is the order in which they are due."""
    later = start + timedelta(seconds=seconds)
    assert next_due(schedule, start, zone) <= next_due(schedule, later, zone)


@given(zones, moments)
def test_hourly_is_within_the_hour(zone, start):
    """An hourly filter waits at most an hour, and an instant one not at all."""
    assert start < next_due(Schedule(rhythm=Rhythm.HOURLY), start, zone) <= start + timedelta(hours=1)
    assert next_due(INSTANT, start, zone) == start


def test_the_hour_that_comes_twice():
    """Where the clock shows half past two twice, the digest comes with the first showing."""
    berlin, schedule = ZoneInfo("Europe/Berlin"), parse_schedule("daily 2:30")
    first = next_due(schedule, datetime(2026, 10, 24, 22, tzinfo=UTC), berlin)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_due(schedule, first + timedelta(minutes=45), berlin) == datetime(
        2026, 10, 26, 1, 30, tzinfo=UTC
    )


@given(st.one_of(schedules, st.builds(Schedule, rhythm=st.sampled_from(Rhythm))).map(normal))
def test_schedules_are_read_as_they_are_written(schedule):
    """The stored form is one that a person could have typed."""
    assert parse_schedule(describe_schedule(schedule)) == schedule


@given(st.lists(windows, max_size=4))
def test_quiet_hours_are_read_as_they_are_written(listed):
    """The stored form of any windows gives the same windows."""
    whole = [one for one in listed if one.start != one.end]
    try:
        quiet = QuietHours(tuple(whole))
    except ValueError:
        return
    assert parse_quiet(describe_quiet(quiet)) == quiet


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("instant", "now"),
        ("at once", "now"),
        ("hourly", "hourly"),
        ("every hour", "hourly"),
        ("daily", "daily 09:00"),
        ("Daily 9:00", "daily 09:00"),
        ("every day at 9am", "daily 09:00"),
        ("7.30 pm", "daily 19:30"),
        ("18h", "daily 18:00"),
        ("noon", "daily 12:00"),
        ("daily 24:00", "daily 00:00"),
        ("weekly", "weekly mon 09:00"),
        ("weekly on Friday at 17:00", "weekly fri 17:00"),
        ("fridays 17:00", "weekly fri 17:00"),
        ("thurs 8", "weekly thu 08:00"),
    ],
)
def test_how_people_write_schedules(typed, stored):
    """Order, fillers, case, short names and twelve hours are all understood."""
    assert describe_schedule(parse_schedule(typed)) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "often", "daily 25:00", "daily 9:75", "hourly 9:00", "daily mon", "weekly mon tue", "9 10", "13pm"],
)
def test_what_is_no_schedule(typed):
    """What has no one meaning is refused."""
    with pytest.raises(TimingError):
        parse_schedule(typed)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("22:00-08:00", "22:00-08:00"),
        ("22-8", "22:00-08:00"),
        ("from 10pm to 8 am", "22:00-08:00"),
        ("22:00 – 8:00".replace("–", "-"), "22:00-08:00"),
        ("22:00-08:00 weekdays", "22:00-08:00 mon-fri"),
        ("22:00-08:00 mon, tue and fri", "22:00-08:00 mon-tue/fri"),
        ("weekends", "sat-sun"),
        ("22:00-07:00, weekend", "22:00-07:00; sat-sun"),
        ("22:00-07:00 weekdays, weekend", "22:00-07:00 mon-fri; sat-sun"),
        ("sat 0:00-24:00", "sat"),
        ("fri-mon 20:00-9:00", "20:00-09:00 mon/fri-sun"),
        ("off", "off"),
    ],
)
def test_how_people_write_quiet_hours(typed, stored):
    """Ranges with and without minutes, days before or behind, lists and groups of days."""
    assert describe_quiet(parse_quiet(typed)) == stored


@pytest.mark.parametrize(
    "typed", ["", "22:00", "22-22", "night", "22-8 8-9", "sat-x", "mon-sun", "0-12; 12-24"]
)
def test_what_are_no_quiet_hours(typed):
    """Half a range, an unknown word and hours that never end are refused."""
    with pytest.raises(TimingError):
        parse_quiet(typed)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("2h", 2), ("a day", 24), ("day", 24), ("3 days", 72), ("1w", 168), ("for 90 min", 1.5)],
)
def test_how_people_write_spans(typed, hours):
    """A count and a unit, the count left out for one."""
    assert parse_span(typed) == timedelta(hours=hours)


@pytest.mark.parametrize("typed", ["", "0h", "91 days", "9999 weeks", "2", "forever", "-1d"])
def test_what_are_no_spans(typed):
    """Nothing, none at all, and longer than a season."""
    with pytest.raises(TimingError):
        parse_span(typed)
