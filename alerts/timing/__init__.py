"""When a chat may be written to and when an alert is due, by the wall clock of the chat's zone; knows no database."""

from alerts.timing.holding import Pause, held_until, pause_of
from alerts.timing.schedules import INSTANT, Rhythm, Schedule, next_due
from alerts.timing.wallclock import zone_of
from alerts.timing.windows import QuietHours, Window, opens
from alerts.timing.written import (
    describe_quiet,
    describe_schedule,
    parse_quiet,
    parse_schedule,
    parse_span,
)

__all__ = [
    "INSTANT",
    "Pause",
    "QuietHours",
    "Rhythm",
    "Schedule",
    "Window",
    "describe_quiet",
    "describe_schedule",
    "held_until",
    "next_due",
    "opens",
    "parse_quiet",
    "parse_schedule",
    "parse_span",
    "pause_of",
    "zone_of",
]
