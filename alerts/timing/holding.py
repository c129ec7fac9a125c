"""How long a chat is held back: its quiet hours and its snooze together; knows no limit of a platform."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from alerts.chat_settings import ChatSettings
from alerts.errors import TimingError
from alerts.timing.wallclock import zone_of
from alerts.timing.windows import QuietHours, opens
from alerts.timing.written import parse_quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """What a chat decided about when it is not to be written to."""

    zone: ZoneInfo
    quiet: QuietHours = field(default_factory=QuietHours)
    snoozed_until: datetime | None = None


def pause_of(settings: ChatSettings) -> Pause:
    """Read what a chat decided; quiet hours that a newer program wrote are none."""
    return Pause(
        zone=zone_of(settings.zone), quiet=_quiet(settings.quiet), snoozed_until=settings.snoozed_until
    )


@lru_cache(maxsize=1000)
def _quiet(text: str | None) -> QuietHours:
    try:
        return parse_quiet(text) if text else QuietHours()
    except TimingError:
        return QuietHours()


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
