"""A part of a posting with its figures, and which words are about which; draws no conclusion from them."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from alerts.posting import Part, Period
from alerts.reading.pay.ranges import Figure, find_figures
from alerts.reading.pay.words import Cue, Meaning, Surroundings, any_of, lists
from alerts.reading.source import Source

# How far words may stand from a figure that they are about.
REACH = 160
_REACH_AFTER = 60
_THOUSAND = 1_000
_LONGEST_HEADING = 80
_MOST_BLANK = 3
_BULLETS = " \u00a0*•·●▪◦-–([{"
# What follows a sum speaks of it only up to here.
_BREAK = re.compile(
    r"[+;,\n•|(]|(?<![^\W\d_])\d|\.(?=\s|\Z)"
    r"|\b(?:plus|and|with|as well|und|et|y|e|oraz|sowie|or|while|in addition|not|excluding|per"
    r"|depending|based|commensurate|dependent)\b"
)

# A word behind a sum without a currency that does not go with pay.
_COUNTED = re.compile(rf"[ \u00a0]?(?!(?:{any_of(lists('behind')['words'])})\b)[^\W\d_]", re.IGNORECASE)


class Context(Surroundings):
    """A part's text, the figures in it and the words beside each."""

    def __init__(self, source: Source, part: Part, *, trusting: bool = False) -> None:
        """Find the figures; ``trusting`` says that this place is meant for pay: a bare number may be one."""
        super().__init__(source, part)
        self.trusting = trusting
        found = (figure for figure in find_figures(self.text) if self._may_be_money(figure))
        self.figures = tuple(found)
        self._starts = [figure.start for figure in self.figures]
        self._since: dict[int, int] = {}
        self._until: dict[int, int] = {}

    def since(self, figure: Figure) -> int:
        """Give where the words about a figure begin: behind the figure before it, in its own sentence."""
        if figure.start not in self._since:
            at = bisect_left(self._starts, figure.start)
            earlier = self.figures[at - 1].end if at else 0
            bounds = (self.sentence(figure.start)[0], earlier, figure.start - REACH)
            self._since[figure.start] = max(bounds)
        return self._since[figure.start]

    def until(self, figure: Figure) -> int:
        """Give where the words about a figure end; what leads to the next figure is about that one."""
        if figure.start not in self._until:
            self._until[figure.start] = self._end_of_words(figure)
        return self._until[figure.start]

    def _end_of_words(self, figure: Figure) -> int:
        following = self.following(figure)
        stop = min(following, figure.end + _REACH_AFTER)
        if found := _BREAK.search(self.text, figure.end, stop):
            return found.start()
        return figure.end if stop == following < len(self.text) else stop

    def following(self, figure: Figure) -> int:
        """Give where the next figure stands, or the end of the text."""
        at = bisect_left(self._starts, figure.start) + 1
        return self._starts[at] if at < len(self._starts) else len(self.text)

    def states_in(self, start: int, end: int) -> bool:
        """Say whether a figure stands there."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)

    def heading(self, figure: Figure) -> tuple[int, int]:
        """Give the short line above a figure that opens its own line; an empty span where there is none."""
        line, _ = self.line(figure.start)
        if self.text[line : figure.start].strip(_BULLETS):
            return line, line
        start, end = line, line
        for _ in range(_MOST_BLANK):
            start, end = self.line(max(start - 1, 0))
            if start < end:
                break
        short = end < line and end - start <= _LONGEST_HEADING and not self.states_in(start, end)
        return (start, end) if short else (line, line)

    def cues_before(self, figure: Figure) -> tuple[Cue[Meaning], ...]:
        """Give the telling words before a figure, the nearest last."""
        return self.meanings.within(self.since(figure), figure.start)

    def cue_after(self, figure: Figure) -> Cue[Meaning] | None:
        """Give the telling word right behind a figure."""
        return next(iter(self.meanings.within(figure.end, self.until(figure))), None)

    def periods_said(self, figure: Figure) -> Iterator[Period]:
        """Give the periods named beside a figure, the likeliest first."""
        for cue in self.periods.within(figure.end, self.until(figure)):
            yield cue.value
        for cue in reversed(self.periods.within(self.since(figure), figure.start)):
            yield cue.value

    def _may_be_money(self, figure: Figure) -> bool:
        """Refuse a number that has no mark and is not even written like a sum, or counts what follows it."""
        if figure.marked:
            return True
        if self.trusting:
            return figure.written or figure.period is not None or figure.top >= _THOUSAND
        counted = figure.period is None and _COUNTED.match(self.text, figure.end)
        return figure.written and not counted
