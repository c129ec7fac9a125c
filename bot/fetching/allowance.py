"""Counts what chats have the program fetch for them in an hour; knows no page."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from alerts.errors import CommandError

# Pages in an hour: what a person reads, and what this host may be used for by all of them together.
MOST_A_CHAT = 20
MOST_OF_ALL = 300
_HOUR = 3600.0
# Chats remembered; past that the ones that are quiet are forgotten.
_MOST_CHATS = 10_000


class Allowance:
    """What each chat, and all of them together, may still have fetched; it counts for this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        self._clock = clock
        self._all: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)

    def count(self, chat_id: int) -> None:
        """Count one fetch. Raises `CommandError` where the chat asks for too many."""
        now = self._clock()
        if len(self._chats) > _MOST_CHATS:
            self._chats = defaultdict(
                deque, {key: at for key, at in self._chats.items() if at and at[-1] > now - _HOUR}
            )
        for times, most in ((self._chats[chat_id], MOST_A_CHAT), (self._all, MOST_OF_ALL)):
            while times and times[0] <= now - _HOUR:
                times.popleft()
            if len(times) >= most:
                raise CommandError(
                    "That were many links in a short time. Paste the posting's text, or try again in {minutes} min.",
                    minutes=max(1, int((times[0] + _HOUR - now) // 60)),
                )
        self._chats[chat_id].append(now)
        self._all.append(now)
