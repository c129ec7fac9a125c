"""Rules by the words around a figure whether it is pay; knows no currency's marks and no order of sources."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from alerts.posting import Period
from alerts.reading.pay.context import Context
from alerts.reading.pay.currencies import Currency
from alerts.reading.pay.ranges import Figure
from alerts.reading.pay.sums import QUALITY
from alerts.reading.pay.words import Cue, Meaning

# A single sum needs its word close by, one without a period closer still; a range is believed on less.
_CLOSE = 70
_CLOSER = 40
_CLOSEST = 25
_BEHIND = 240
_SHORT_LEAD = 160
_SENTENCE_ENDS = (".", "!")
_MOST_LINES = 12
_MONTHS = 12
# What is counted in millions is pay only where a year's pay is.
_MILLION = 1_000_000
# Two sums that nothing calls pay may be a pay range only if they are not far apart.
_WIDEST_UNNAMED = 5
_ADDED = re.compile(r"\+\s*(?:\w+\s){0,2}\Z")
_QUALITY = re.compile(rf"\b{QUALITY}")
# In characters: a space and the word.
_QUALITY_REACH = 7
_TITLE = re.compile(r"[ /&-]{1,3}(?:[\w&/-]+ ){0,2}")
_BULLET = re.compile(r"[ \u00a0]{0,8}(?:[*•·●▪◦–-]|\d{1,2}[.)])\s")


class Ruling(StrEnum):
    """What a figure is found to be."""

    BASE = "base"
    TOTAL = "total"
    OTHER = "other"


_SAYS = {
    Meaning.BASE: Ruling.BASE,
    Meaning.CONTRACT: Ruling.BASE,
    Meaning.TOTAL: Ruling.TOTAL,
    Meaning.OTHER: Ruling.OTHER,
}
_PAY = frozenset({Ruling.BASE, Ruling.TOTAL})
# Money by the hour or the day is seldom anything but pay.
_RATES = frozenset({Period.HOUR, Period.DAY})


class Rules:
    """The rules for the figures of one part, taken in order."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._earlier: Figure | None = None
        self._earlier_is_pay = False

    def rule(self, figure: Figure, currency: Currency) -> Ruling:
        """Say what a figure is."""
        if figure.millions and currency.usual < _MILLION:
            return Ruling.OTHER
        ruling = self._by_own_words(figure, currency) or self._by_company(figure, currency)
        return ruling if ruling is Ruling.OTHER or self._tells_period(figure, currency) else Ruling.OTHER

    def remember(self, figure: Figure, *, pay: bool) -> None:
        """Keep what became of the figure, for the next one."""
        self._earlier, self._earlier_is_pay = figure, pay

    def _by_own_words(self, figure: Figure, currency: Currency) -> Ruling | None:
        """Rule by the words right beside the figure.

        What follows a single sum says what it is, unless pay is named and the sum is a year's; a range is
        what is named before it.
        """
        before = self._named_before(figure)
        after = self._context.cue_after(figure)
        told = _SAYS.get(after.value) if after else None
        small = figure.single and figure.top < currency.begins
        if told is Ruling.TOTAL or (told is Ruling.OTHER and (small or before is None)):
            return told
        return before or told

    def _named_before(self, figure: Figure) -> Ruling | None:
        cues = self._context.cues_before(figure)
        for cue in reversed(cues):
            gap = figure.start - cue.end
            if figure.single and gap > _CLOSE:
                return None
            if figure.period in _RATES and gap > _CLOSER and _SAYS.get(cue.value) is Ruling.OTHER:
                return None
            if cue.value in _SAYS and not self._aside(cue, figure, cues) and not self._in_title(cue, cues):
                return Ruling.TOTAL if self._added(cue, cues) else _SAYS[cue.value]
        return None

    def _in_title(self, cue: Cue[Meaning], cues: Sequence[Cue[Meaning]]) -> bool:
        """Say whether a word is part of a job's title."""
        job = next(
            (other.start for other in cues if other.value is Meaning.JOB and other.start >= cue.end), cue.end
        )
        return cue.value is Meaning.OTHER and bool(_TITLE.fullmatch(self._context.text, cue.end, job))

    def _aside(self, cue: Cue[Meaning], figure: Figure, cues: Sequence[Cue[Meaning]]) -> bool:
        """Say whether a word is in closed brackets, or is of what the sum is said to leave out."""
        between = self._context.text[cue.end : figure.start]
        if ")" in between and "(" not in between.partition(")")[0]:
            return True
        left_out = (other for other in cues if other.value is Meaning.WITHOUT)
        return cue.value is Meaning.OTHER and any(0 <= cue.start - other.end < _CLOSE for other in left_out)

    def _added(self, cue: Cue[Meaning], cues: Sequence[Cue[Meaning]]) -> bool:
        """Say whether the sum is of pay and something else: "base + bonus: ..."."""
        pay = [other.end for other in cues if other.value is Meaning.BASE and other.end <= cue.start]
        between = self._context.text[pay[-1] : cue.start] if pay else ""
        return cue.value is Meaning.OTHER and bool(_ADDED.search(between))

    def _by_company(self, figure: Figure, currency: Currency) -> Ruling:
        """Rule by an earlier figure of the line, the line above, or the figure's mere looks."""
        if self._context.trusting:
            return Ruling.BASE
        if self._follows(figure):
            return Ruling.BASE if self._earlier_is_pay else Ruling.OTHER
        lead = self._lead(figure, currency)
        if lead and (not figure.single or self._bare_line(figure)):
            return lead
        return Ruling.BASE if self._speaks_for_itself(figure, currency) else Ruling.OTHER

    def _follows(self, figure: Figure) -> bool:
        """Say whether the earlier figure counts for this one: for a single sum only close by."""
        if self._earlier is None:
            return False
        if figure.single:
            sentence, _ = self._context.sentence(figure.start)
            return self._earlier.start >= sentence and figure.start - self._earlier.end < _CLOSE
        line, _ = self._context.line(figure.start)
        return self._earlier.start >= line and self._earlier_is_pay

    def _lead(self, figure: Figure, currency: Currency) -> Ruling | None:
        """Say what the rest of the line before, or the heading or list head above it, is about."""
        line, _ = self._context.line(figure.start)
        told = self._first_pay(max(line, figure.start - _BEHIND), figure.start)
        if told:
            return told if _sized(figure, currency) else None
        return next(filter(None, (self._lead_line(*bounds) for bounds in self._line_above(line))), None)

    def _lead_line(self, start: int, end: int) -> Ruling | None:
        told = self._first_pay(start, end)
        # A short line that ends as a sentence heads nothing.
        short = end - start < _SHORT_LEAD and not self._context.text.endswith(_SENTENCE_ENDS, start, end)
        other = short and any(cue.value is Meaning.OTHER for cue in self._context.meanings.within(start, end))
        return told or (Ruling.OTHER if other else None)

    def _first_pay(self, start: int, end: int) -> Ruling | None:
        rulings = (_SAYS.get(cue.value) for cue in self._context.meanings.within(start, end))
        return next((ruling for ruling in rulings if ruling in _PAY), None)

    def _line_above(self, line: int) -> Iterator[tuple[int, int]]:
        """Give the nearest line above that is no list item and states nothing itself: the list's head."""
        for _ in range(_MOST_LINES):
            if line <= 0:
                return
            line, end = self._context.line(line - 1)
            if line == end or _BULLET.match(self._context.text, line, end):
                continue
            if not self._context.states_in(line, end):
                yield line, end
            return

    def _bare_line(self, figure: Figure) -> bool:
        """Say whether the line is little more than the figure and its label."""
        line, end = self._context.line(figure.start)
        return (figure.start - line) + (end - figure.end) < _CLOSE

    def _speaks_for_itself(self, figure: Figure, currency: Currency) -> bool:
        if self._called_gross(figure):
            return True
        if not figure.marked:
            return False
        if figure.single:
            return self._whole_single(figure, currency)
        if self._is_all_of_line(figure) or self._is_by_the_hour(figure, currency):
            return True
        return figure.top <= (figure.low or figure.top) * _WIDEST_UNNAMED and _sized(figure, currency)

    def _called_gross(self, figure: Figure) -> bool:
        """Take what is called gross or net, where a currency or a period, of a single sum both, make it money."""
        if not (figure.marked or figure.period) or (figure.single and not (figure.marked and figure.period)):
            return False
        return _QUALITY.search(self._context.text, figure.start, figure.end + _QUALITY_REACH) is not None

    def _is_all_of_line(self, figure: Figure) -> bool:
        """Say whether a line holds nothing but the range: a list of offers begins with it."""
        line, end = self._context.line(figure.start)
        bullet = _BULLET.match(self._context.text, line, end)
        rest = self._context.text[bullet.end() if bullet else line : figure.start]
        return not rest.strip() and not self._context.text[figure.end : end].strip()

    def _is_by_the_hour(self, figure: Figure, currency: Currency) -> bool:
        """Take a range of an hour's pay where hours are spoken of before: "full-time, hourly: $28 - $34"."""
        said = {cue.value for cue in self._context.periods.within(self._context.since(figure), figure.start)}
        return said == {Period.HOUR} and currency.believable(figure.top, Period.HOUR)

    def _whole_single(self, figure: Figure, currency: Currency) -> bool:
        """Take a single sum that nothing calls pay: a year's or an hour's, said so, nothing against it."""
        start = max(self._context.sentence(figure.start)[0], figure.start - _BEHIND)
        cues = self._context.meanings.within(start, figure.start)
        whole = figure.period is Period.YEAR and figure.top >= currency.begins
        return (whole or figure.period is Period.HOUR) and all(cue.value is not Meaning.OTHER for cue in cues)

    def _tells_period(self, figure: Figure, currency: Currency) -> bool:
        """Ask of a single sum that it be a year's or tell its period; a month's needs its word close by."""
        if not figure.single or self._context.trusting or _sized(figure, currency):
            return True
        if self._context.periods.within(self._context.since(figure), self._context.until(figure)):
            return True
        named = self._follows(figure) if self._earlier_is_pay else self._named_closely(figure)
        return named and figure.top * _MONTHS >= currency.begins

    def _named_closely(self, figure: Figure) -> bool:
        cues = self._context.cues_before(figure)
        pay = [cue.end for cue in cues if cue.end >= figure.start - _CLOSEST and _SAYS.get(cue.value) in _PAY]
        return bool(pay) and "," not in self._context.text[pay[-1] : figure.start]


def _sized(figure: Figure, currency: Currency) -> bool:
    return figure.top >= currency.begins or figure.period is not None
