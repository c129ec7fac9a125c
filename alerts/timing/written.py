"""Schedules, quiet hours and spans as people write them, forgivingly, and in the one form that is stored.

``parse(describe(value)) == value`` holds. Names of days and units are English, as the filter language is.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import time, timedelta

from alerts.errors import TimingError
from alerts.timing.schedules import INSTANT, Rhythm, Schedule
from alerts.timing.windows import EVERY_DAY, QuietHours, Window

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_WINDOWS = 7
LONGEST_SPAN = timedelta(days=90)

_MIDNIGHT = time(0)
_NOON = 12
_DAYS_END = (24, 0)
_GROUPS = {
    "weekday": frozenset(range(5)),
    "weekdays": frozenset(range(5)),
    "workdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
    "daily": EVERY_DAY,
    "always": EVERY_DAY,
    "everyday": EVERY_DAY,
}
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RHYTHMS = {
    **dict.fromkeys(("now", "instant", "instantly", "immediately", "immediate", "once"), Rhythm.INSTANT),
    **dict.fromkeys(("hourly", "hour"), Rhythm.HOURLY),
    **dict.fromkeys(("daily", "day", "everyday"), Rhythm.DAILY),
    **dict.fromkeys(("weekly", "week"), Rhythm.WEEKLY),
}
_UNITS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "wk", "week", "weeks"), timedelta(weeks=1)),
}
_NAMED_TIMES = {"noon": time(12), "midnight": _MIDNIGHT}
_OFF = frozenset({"off", "none", "no", "never"})
_FILLERS = frozenset({"at", "every", "on", "the", "each", "from", "for"})
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?h?(?P<half>am|pm)?")
_SPAN = re.compile(r"(?P<count>\d{1,4}|an?|one)?\s*(?P<unit>[a-z]+)")
_RANGE = re.compile(r"(?<=[\dmhn])\s*(?:-|to|until|till)\s*(?=[\dnm])")


def parse_schedule(text: str) -> Schedule:
    """Read 'instant', 'hourly', 'daily 9:00' or 'weekly mon 9:00'. Raises `TimingError` naming the word."""
    rhythm, at, days = None, None, []
    for word in _words(text):
        if word in _RHYTHMS and rhythm is None:
            rhythm = _RHYTHMS[word]
        elif (day := _day(word)) is not None:
            days.append(day)
        elif (clock := _clock(word)) is not None and at is None:
            at = clock
        else:
            raise TimingError("schedule", word)
    if rhythm is None:
        rhythm = Rhythm.WEEKLY if days else Rhythm.DAILY if at else None
    if rhythm is None or len(days) > (rhythm is Rhythm.WEEKLY):
        raise TimingError("schedule", text.strip())
    if rhythm in {Rhythm.INSTANT, Rhythm.HOURLY}:
        if at is not None:
            raise TimingError("schedule", text.strip())
        return Schedule(rhythm=rhythm)
    return Schedule(rhythm=rhythm, at=at or INSTANT.at, day=days[0] if days else 0)


def describe_schedule(schedule: Schedule) -> str:
    """Give the stored form: 'now', 'hourly', 'daily 09:00', 'weekly mon 09:00'."""
    at = f"{schedule.at:%H:%M}"
    match schedule.rhythm:
        case Rhythm.DAILY:
            return f"{schedule.rhythm} {at}"
        case Rhythm.WEEKLY:
            return f"{schedule.rhythm} {DAYS[schedule.day]} {at}"
        case _:
            return schedule.rhythm.value


def parse_quiet(text: str) -> QuietHours:
    """Read '22:00-08:00 weekdays; sat-sun' or 'off'. Raises `TimingError` naming the words."""
    if text.strip().casefold() in _OFF:
        return QuietHours()
    windows = [window for part in text.casefold().split(";") if part.strip() for window in _windows(part)]
    if not windows or len(windows) > MOST_WINDOWS:
        raise TimingError("quiet", text.strip())
    try:
        return QuietHours(tuple(windows))
    except ValueError as error:
        raise TimingError("always quiet", text.strip()) from error


def describe_quiet(quiet: QuietHours) -> str:
    """Give the stored form: '22:00-08:00 mon-fri; sat-sun', or 'off'."""
    return "; ".join(map(_describe_window, quiet.windows)) or "off"


def parse_span(text: str) -> timedelta:
    """Read '2h', 'a day', '3 weeks'. Raises `TimingError` on anything else and on what is too long."""
    found = _SPAN.fullmatch(text.strip().casefold().removeprefix("for "))
    unit = _UNITS.get(found["unit"]) if found else None
    count = found["count"] if found else None
    if unit is None:
        raise TimingError("span", text.strip())
    span = unit * (int(count) if count and count.isdecimal() else 1)
    if not timedelta(0) < span <= LONGEST_SPAN:
        raise TimingError("span", text.strip())
    return span


def _windows(text: str) -> Iterator[Window]:
    """Read what commas list: a range may have days, further days belong to it, and days alone are whole ones."""
    open_window: Window | None = None
    for part in re.split(r",|\band\b", text):
        words = _words(_RANGE.sub("-", part))
        if not words:
            continue
        ranges, days = _ranges_and_days(words)
        lists_on = open_window is not None and open_window.days != EVERY_DAY
        if open_window is not None and not ranges and lists_on and len(days) == 1:
            open_window = Window(open_window.start, open_window.end, open_window.days | days)
            continue
        if open_window is not None:
            yield open_window
        start, end = ranges[0] if ranges else (_MIDNIGHT, _MIDNIGHT)
        open_window = Window(start, end, days or EVERY_DAY)
    if open_window is not None:
        yield open_window


def _ranges_and_days(words: Iterable[str]) -> tuple[list[tuple[time, time]], frozenset[int]]:
    ranges: list[tuple[time, time]] = []
    days: frozenset[int] = frozenset()
    for word in words:
        first, _, last = word.partition("-")
        start, end = _clock(first), _clock(last)
        whole = start == end == _MIDNIGHT
        if start is not None and end is not None and (start != end or whole) and not ranges:
            ranges.append((start, end))
        elif (named := _days(word)) is not None:
            days |= named
        else:
            raise TimingError("quiet", word)
    return ranges, days


def _describe_window(window: Window) -> str:
    days = "" if window.days == EVERY_DAY else _describe_days(window.days)
    whole = window.start == window.end == _MIDNIGHT
    hours = "" if whole else f"{window.start:%H:%M}-{window.end:%H:%M}"
    return f"{hours} {days}".strip()


def _describe_days(days: frozenset[int]) -> str:
    """Join neighbours: 'mon-wed/fri'."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "/".join(DAYS[run[0]] + (f"-{DAYS[run[-1]]}" if len(run) > 1 else "") for run in runs)


def _days(word: str) -> frozenset[int] | None:
    if word in _GROUPS:
        return _GROUPS[word]
    found: frozenset[int] = frozenset()
    for run in word.split("/"):
        first, dash, last = run.partition("-")
        start, end = _day(first), _day(last if dash else first)
        if start is None or end is None:
            return None
        found |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return found


def _day(word: str) -> int | None:
    singular = word.removesuffix("s") if word.endswith("days") else word
    for number, (short, long) in enumerate(zip(DAYS, _LONG_DAYS, strict=True)):
        if singular == short or (len(singular) > len(short) and long.startswith(singular)):
            return number
    return None


def _clock(word: str) -> time | None:
    if word in _NAMED_TIMES:
        return _NAMED_TIMES[word]
    found = _TIME.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"] == "pm" else 0)
    try:
        return _MIDNIGHT if (hour, minute) == _DAYS_END else time(hour, minute)
    except ValueError:
        return None


def _words(text: str) -> list[str]:
    """Cut into words; 'am' and 'pm' join the number before them."""
    joined = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", text.casefold())
    return [word for word in re.split(r"[\s,]+", joined) if word and word not in _FILLERS]
