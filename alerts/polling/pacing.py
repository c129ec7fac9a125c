"""When a feed is asked next: what its server, its document, its source and its failures say; pure, knows no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# No server may keep us away longer with its caching, and no failure either: Retry-After has a cap of its own.
LONGEST = timedelta(hours=24)
# How much longer than its interval a feed waits that brings the same bytes again and again.
MOST_GROWTH = 4
# Two hosts may ask for the same hour: what is added by chance keeps their feeds apart.
JITTER = 0.1
_AFTER_SKIP = timedelta(minutes=10)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UPDATE_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}
_HEAD = 65_536
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_SKIP_HOURS = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.DOTALL)
_SKIP_DAYS = re.compile(rb"<skipDays>(.{0,2000}?)</skipDays>", re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>")
_DAY = re.compile(rb"<day>\s*(\w{6,9})\s*</day>")
_PERIOD = re.compile(rb"<(?:\w+:)updatePeriod>\s*(\w{5,7})\s*</")
_FREQUENCY = re.compile(rb"<(?:\w+:)updateFrequency>\s*(\d{1,4})\s*</")
_MAX_AGE = re.compile(r"max-age=\"?(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a document says about when to ask again: the least wait, and hours and days (Monday is 0) of UTC to skip."""

    wait: timedelta = timedelta(0)
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What of a feed decides the wait.

    ``floor`` is the least interval of its source; ``failures`` and ``unchanged`` count its last polls in a row that
    failed, or brought the same bytes; ``first`` says that its first poll is just over.
    """

    interval: timedelta
    floor: timedelta = timedelta(0)
    failures: int = 0
    unchanged: int = 0
    first: bool = False
    hints: Hints = NO_HINTS


def hints_of(body: bytes) -> Hints:
    """Read RSS's ttl, skipHours and skipDays, and the syndication module's period, from around a document's items."""
    first = _ITEM.search(body, 0, _HEAD)
    channel = body[: first.start() if first else _HEAD]
    return Hints(
        wait=max(_ttl(channel), _period(channel)),
        hours=frozenset(hour % 24 for hour in _numbers(_HOUR, _SKIP_HOURS, channel)),
        days=_days(channel),
    )


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Give how long the server calls its answer fresh (RFC 9111, 4.2.1); Expires counts only without Cache-Control."""
    control = headers.get("cache-control", "").lower()
    if not control:
        return _until_expiry(headers, now)
    age = _MAX_AGE.search(control)
    if age is None or "no-cache" in control or "no-store" in control:
        return timedelta(0)
    return timedelta(seconds=int(age[1]))


def wait_after(pace: Pace, fresh: timedelta, now: datetime, chance: float) -> timedelta:
    """Give the wait after a poll that succeeded; ``chance`` in [0, 1) spreads feeds that would come together.

    Nothing makes it shorter than the feed's interval or its source's. After its first poll a feed waits up to twice
    as long, so that feeds that were added together do not stay together.
    """
    growth = min(1 + pace.unchanged / 2, MOST_GROWTH)
    grown = max(pace.interval, min(pace.interval * growth, LONGEST))
    wait = max(grown, pace.floor, min(max(fresh, pace.hints.wait), LONGEST))
    wait *= 1 + (1.0 if pace.first else JITTER) * chance
    return _after_skips(now + wait, pace.hints, chance) - now


def wait_after_failure(pace: Pace, retry_after: timedelta, chance: float) -> timedelta:
    """Back off: twice the wait with each failure in a row, at most a day, never before the server's own word."""
    usual = max(pace.interval, pace.floor)
    backed_off = min(usual * (1 << min(pace.failures + 1, 20)), max(LONGEST, usual))
    return max(backed_off, retry_after) * (1 + JITTER * chance)


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP; None where it is none."""
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _ttl(channel: bytes) -> timedelta:
    found = _TTL.search(channel)
    return timedelta(minutes=int(found[1])) if found else timedelta(0)


def _period(channel: bytes) -> timedelta:
    """Read https://web.resource.org/rss/1.0/modules/syndication/: so many times a period."""
    found = _PERIOD.search(channel)
    hours = _UPDATE_PERIODS.get(found[1].decode("ascii", "ignore").lower(), 0) if found else 0
    often = _FREQUENCY.search(channel)
    return timedelta(hours=hours) / max(int(often[1]) if often else 1, 1)


def _numbers(one: re.Pattern[bytes], inside: re.Pattern[bytes], channel: bytes) -> list[int]:
    block = inside.search(channel)
    return [int(number) for number in one.findall(block[1])] if block else []


def _days(channel: bytes) -> frozenset[int]:
    block = _SKIP_DAYS.search(channel)
    names = [day.decode("ascii", "ignore").lower() for day in _DAY.findall(block[1])] if block else []
    return frozenset(_WEEKDAYS.index(name) for name in names if name in _WEEKDAYS)


def _until_expiry(headers: Mapping[str, str], now: datetime) -> timedelta:
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return timedelta(0)
    return max(expires - (http_date(headers.get("date", "")) or now), timedelta(0))


def _after_skips(at: datetime, hints: Hints, chance: float) -> datetime:
    """Give the first moment that is not to be skipped; a feed that skips a whole week skips nothing."""
    moved = at
    for _ in range(7 * 24):
        if moved.hour not in hints.hours and moved.weekday() not in hints.days:
            return moved if moved == at else moved + _AFTER_SKIP * chance
        moved = moved.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return at
