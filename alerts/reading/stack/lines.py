"""Finds the line that an offset stands in, without a search through the text; knows not what lines say."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

_BREAK = re.compile("\n")


@dataclass(frozen=True)
class Lines:
    """The lines of a text."""

    text: str

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in _BREAK.finditer(self.text)]

    def start(self, offset: int) -> int:
        """Give where the line of ``offset`` begins."""
        at = bisect_left(self._breaks, offset)
        return self._breaks[at - 1] + 1 if at else 0

    def end(self, offset: int) -> int:
        """Give where the line of ``offset`` ends."""
        at = bisect_left(self._breaks, offset)
        return self._breaks[at] if at < len(self._breaks) else len(self.text)

    def same(self, one: int, other: int) -> bool:
        """Tell whether two offsets stand in one line."""
        return self.start(one) == self.start(other)
