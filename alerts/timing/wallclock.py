"""A zone's wall clock: what it shows, and when it first shows a time; knows no window and no schedule.

A night on which clocks go back shows an hour twice, one on which they go forward leaves an hour out. Both are met by
walking: on, as far as the offset from UTC stays what it is, and then from the moment at which it changes.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# No zone has ever changed its offset twice within this.
_STEP = timedelta(hours=1)


def zone_of(name: str | None) -> ZoneInfo:
    """Give the zone of an IANA name; UTC for none, and for one that this machine's database no longer has."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """Give what the wall clock shows at an aware moment, as a naive time."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def shows_again(at: datetime, zone: ZoneInfo) -> bool:
    """Say whether the wall clock showed this time an hour or so ago already, as it went back since."""
    return at.astimezone(zone).fold == 1


def reached(wall: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Give the first aware UTC moment, not before ``after``, at which the wall clock shows ``wall`` or later."""
    at = after.astimezone(UTC)
    while (missing := wall - shown(at, zone)) > timedelta(0):
        ahead = at + min(missing, _STEP)
        at = ahead if _offset(ahead, zone) == _offset(at, zone) else _change(at, ahead, zone)
    return at


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the moment between the two at which the offset changes; offsets change at whole seconds."""
    old = _offset(before, zone)
    low, high = int(before.timestamp()), int(after.timestamp()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), zone) == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
