"""How often a bot may send in all; knows neither where its budget is kept nor who sends.

The rule is GCRA, the virtual scheduling of ITU-T I.371: a budget is one number, the theoretical arrival time of the
next message, and a message may come before it by what the burst allows. Times are milliseconds of one clock.
"""

from dataclasses import dataclass
from datetime import timedelta

# How far ahead of its time a message may be promised its slot: more would outlive leases, less leaves slots unused.
MOST_AHEAD = timedelta(seconds=1)
# How far replies to people may run the budget into debt before they are held back as well.
MOST_DEBT = timedelta(seconds=1)
# A reply does not wait longer than this for the rate.
PATIENCE = timedelta(seconds=5)
# So many chats that are refused for the rate within this time mean that the whole bot is too fast.
REFUSED_CHATS = 3
REFUSED_WITHIN = timedelta(seconds=5)

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A bot's own rate: one message an ``interval``, and at most ``burst`` at once after a rest.

    Within any time t no more than ``burst + t / interval`` go out, so that platforms' limits a second must not be
    less than ``burst + 1 s / interval``.
    """

    interval: timedelta
    burst: int

    @property
    def interval_ms(self) -> int:
        """The time that one message takes of the budget."""
        return self.interval // _MILLISECOND

    @property
    def tolerance_ms(self) -> int:
        """How much earlier than its time a message may go."""
        return (self.burst - 1) * self.interval_ms


def slot(arrival: int, now: int, limit: Limit) -> tuple[int, int]:
    """Give when a message may go, not before ``now``, and the budget's arrival time after it."""
    at = max(now, arrival - limit.tolerance_ms)
    return at, max(arrival, now) + limit.interval_ms


def reply_slot(arrival: int, now: int, limit: Limit, messages: int = 1) -> tuple[int, int]:
    """Give when a person's answer may go: at once, until the debt that deliveries wait out is ``MOST_DEBT``."""
    at, after = slot(arrival, now, limit)
    return max(now, at - MOST_DEBT // _MILLISECOND), after + (messages - 1) * limit.interval_ms
