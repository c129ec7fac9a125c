"""How long a chat is held back: its quiet hours and its snooze together; knows no limit of a platform."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.timing.windows import QuietHours, opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """What a chat decided about when it is not to be written to."""

    zone: ZoneInfo
    quiet: QuietHours = field(default_factory=QuietHours)
    snoozed_until: datetime | None = None


def held_until(pause: Pause, at: datetime, takes: timedelta = timedelta(0)) -> datetime:
    """Give the first moment, not before ``at``, at which a message may go that takes up to ``takes`` to arrive.

    Windows are of whole minutes, so what takes less and is outside them at both ends is outside all the time.
    """
    while True:
        start = opens(pause.quiet, max(at, pause.snoozed_until or at), pause.zone)
        arrived = opens(pause.quiet, start + takes, pause.zone)
        if arrived == start + takes:
            return start
        at = arrived
