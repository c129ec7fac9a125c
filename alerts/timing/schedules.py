"""When what a filter finds is due: at once, or with the hour, the day or the week; knows no chat's quiet hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alerts.timing.wallclock import reached, shown, shows_again

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Rhythm(StrEnum):
    """How often a filter's finds come; the values are stored."""

    INSTANT = "now"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A rhythm; ``at`` is the wall clock's time of a daily or weekly one, ``day`` the weekly one's, 0 is Monday."""

    rhythm: Rhythm
    at: time = time(9)
    day: int = 0


INSTANT = Schedule(rhythm=Rhythm.INSTANT)


def next_due(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime:
    """Give when something that is found at ``after`` is due.

    A time that the clock leaves out counts as when it jumps over it, one that it shows twice as the first showing:
    every day has exactly one.
    """
    match schedule.rhythm:
        case Rhythm.INSTANT:
            return after
        case Rhythm.HOURLY:
            wall = shown(after, zone)
            return after + _HOUR - (wall - wall.replace(minute=0, second=0, microsecond=0))
        case Rhythm.DAILY:
            return _next(schedule, after, zone, every=_DAY)
        case Rhythm.WEEKLY:
            return _next(schedule, after, zone, every=7 * _DAY)


def _next(schedule: Schedule, after: datetime, zone: ZoneInfo, every: timedelta) -> datetime:
    wall = shown(after, zone)
    target = datetime.combine(wall.date(), schedule.at)
    if schedule.rhythm is Rhythm.WEEKLY:
        target += (schedule.day - wall.weekday()) % 7 * _DAY
    if target <= wall:
        target += every
    due = reached(target, after, zone)
    return reached(target + every, due, zone) if shows_again(due, zone) else due
