"""Quiet hours: windows of the week in which a chat is not written to; knows no schedule."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.timing.wallclock import reached, shown

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` to before ``end``, on the next day where that is not later; equal ones are a whole day.

    ``days`` are those on which it begins, 0 is Monday: Friday's 22:00-08:00 ends on Saturday.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY

    def ends(self, wall: datetime) -> datetime | None:
        """Give when the window ends that a wall clock's time lies in; None where it lies in none."""
        for begun in (wall.date(), (wall - _DAY).date()):
            if begun.weekday() in self.days:
                start = datetime.combine(begun, self.start)
                end = datetime.combine(begun, self.end) + (_DAY if self.end <= self.start else timedelta(0))
                if start <= wall < end:
                    return end
        return None

    def minutes(self) -> set[int]:
        """Give the minutes of the week that it covers."""
        start, end = (one.hour * 60 + one.minute for one in (self.start, self.end))
        length = (end - start) % _MINUTES_A_DAY or _MINUTES_A_DAY
        firsts = [day * _MINUTES_A_DAY + start for day in self.days]
        return {(first + minute) % (7 * _MINUTES_A_DAY) for first in firsts for minute in range(length)}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Windows, all of whole minutes. Raises ValueError where they leave no minute of the week."""

    windows: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        covered: set[int] = set().union(*(window.minutes() for window in self.windows))
        if len(covered) == 7 * _MINUTES_A_DAY:
            raise ValueError("quiet hours must end")


def opens(quiet: QuietHours, at: datetime, zone: ZoneInfo) -> datetime:
    """Give the first moment, not before ``at``, that lies in no window."""
    while True:
        wall = shown(at, zone)
        ends = [end for window in quiet.windows if (end := window.ends(wall)) is not None]
        if not ends:
            return at
        at = reached(max(ends), at, zone)
