"""Joins sums into the figures that a posting states: ranges, single sums, open ends; knows no meaning."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from alerts.posting import Period
from alerts.reading.pay.currencies import money
from alerts.reading.pay.sums import QUALITY, Sum, find_sums
from alerts.reading.pay.words import any_of, lists

_WIDEST_GAP = 30
_LOOK_BEHIND = 40
# The upper end of one pay range is seldom far above the lower one; further apart the two are two things.
_WIDEST_RATIO = 12
_THOUSAND = 1_000
_MILLION, _CRORE = 1_000_000, 10_000_000
_LONGEST_BRIDGE = 100
_STOP = re.compile(r"[.;!?](?=\s)|\n")
_WORDS = lists("joins")
_DASH = r"(?:[-‐‑‒–—―−~～→…]|\.{2,3}){1,2}"
_FILLER = r"(?:\([^()\d\n]{1,20}\)|(?i:\s|[*_)(]|doe\b))"
_OPEN = rf"{_FILLER}{{0,3}}(?:{QUALITY}\s?){{0,2}}"
_CLOSE = rf"\s{{0,3}}(?i:{any_of(_WORDS['up_to'])})?{_FILLER}{{0,3}}"
# Behind a comma an "a" is English: "$38 an hour, a $4,000 relocation stipend".
_JOIN = re.compile(rf"{_OPEN}(?:{_DASH}|(?![,;]\s?a\b)[,;/-]?\s?(?i:{any_of(_WORDS['to'])})){_CLOSE}")
_JOIN_AND = re.compile(rf"{_OPEN}(?i:{any_of(_WORDS['and'])}){_CLOSE}")
_BETWEEN = re.compile(rf"(?i:\b(?:{any_of(_WORDS['between'])})\b)[^\d\n]{{0,14}}\Z")
# The last space of all stands where Chinese signs begin.
_BESIDE_OPENER = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ":(~"


class _Opener:
    """Words right before a sum that leave one of its ends open."""

    def __init__(self, words: Sequence[str]) -> None:
        self._endings = tuple(map(str.casefold, words))
        self._pattern = re.compile(rf"(?i:\b(?:{any_of(words)})[\s:(~]{{0,3}})\Z")

    def before(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Find the words that end at ``end``; before most sums stand others."""
        bare = text[start:end].rstrip(_BESIDE_OPENER).casefold()
        return self._pattern.search(text, start, end) if bare.endswith(self._endings) else None


_CEILING, _FLOOR = _Opener(_WORDS["up_to"]), _Opener(_WORDS["at_least"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A range, or a single sum (``single``); an open end is None.

    ``means`` are the currencies that it may be in; ``marked`` says that one is named; ``written`` is a sum's;
    ``millions`` says that it is counted in millions or more.
    ``begin`` is where its words begin, such as "up to"; ``start`` where its sums do.
    """

    begin: int
    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    means: tuple[str, ...]
    period: Period | None
    single: bool
    written: bool
    marked: bool
    millions: bool

    @property
    def top(self) -> Decimal:
        """The highest sum that is named."""
        return self.high if self.high is not None else self.low or Decimal(0)


def find_figures(text: str) -> Iterator[Figure]:
    """Give every figure of the text, in order; sums joined to a range that cannot be one are left out."""
    earlier: Figure | None = None
    for figure in _chained(text):
        if earlier and _bridged(text, earlier, figure):
            earlier = replace(earlier, end=figure.end, high=figure.high, single=False)
            continue
        if earlier:
            yield earlier
        earlier = figure
    if earlier:
        yield earlier


def _chained(text: str) -> Iterator[Figure]:
    chain: list[Sum] = []
    for sum_ in find_sums(text):
        if chain and not _joined(text, chain, sum_):
            yield from _figures(text, chain)
            chain = []
        chain.append(sum_)
    yield from _figures(text, chain)


def _bridged(text: str, floor: Figure, ceiling: Figure) -> bool:
    """Say whether "from X here" and "up to Y there" are the ends of one range."""
    if floor.low is None or ceiling.high is None or floor.high is not None or ceiling.low is not None:
        return False
    if floor.means != ceiling.means or floor.period != ceiling.period or floor.low > ceiling.high:
        return False
    return ceiling.start - floor.end < _LONGEST_BRIDGE and not _STOP.search(text, floor.end, ceiling.start)


def _joined(text: str, chain: list[Sum], after: Sum) -> bool:
    gap = text[chain[-1].end : after.start]
    if len(gap) > _WIDEST_GAP or _contradict(chain[-1], after):
        return False
    if _JOIN.fullmatch(gap) or (gap == "/" and _halved(chain[-1], after)):
        return True
    start = chain[0].start
    between = _BETWEEN.search(text, max(0, start - _LOOK_BEHIND), start) or _alike(chain[-1], after)
    return bool(_JOIN_AND.fullmatch(gap) and between)


def _halved(one: Sum, other: Sum) -> bool:
    """Say whether a bare number before a slash leans on the scaled sum behind it: "45/55K€"."""
    return (
        not (one.marks or one.scale or one.period) and other.scale is not None and one.number < other.number
    )


def _alike(one: Sum, other: Sum) -> bool:
    """Say whether two large sums name one currency by its own code: then "and" is enough to join them."""
    codes = money().means(one.marks)
    large = min(one.number, other.number) >= _THOUSAND
    return large and len(codes) == 1 and codes == money().means(other.marks)


def _contradict(one: Sum, other: Sum) -> bool:
    """Two currencies, or two periods, make two figures of what looks like a range."""
    codes = money().means(one.marks), money().means(other.marks)
    if all(codes) and not set(codes[0]) & set(codes[1]) and not set(one.marks) & set(other.marks):
        return True
    return bool(one.period and other.period and one.period != other.period)


def _figures(text: str, chain: list[Sum]) -> Iterator[Figure]:
    if len(chain) == 1:
        yield _single(text, chain[0])
    elif chain and _ordered(amounts := _amounts(chain)):
        yield _range(chain, amounts)


def _ordered(amounts: list[Decimal]) -> bool:
    rising = all(one <= other for one, other in pairwise(amounts))
    return rising and amounts[-1] <= max(amounts[0], Decimal(1)) * _WIDEST_RATIO


def _range(chain: list[Sum], amounts: list[Decimal]) -> Figure:
    marks = tuple(mark for sum_ in chain for mark in sum_.marks)
    return Figure(
        begin=chain[0].start,
        start=chain[0].start,
        end=chain[-1].end,
        low=amounts[0],
        high=amounts[-1],
        means=money().means(marks),
        period=next((sum_.period for sum_ in reversed(chain) if sum_.period), None),
        single=False,
        written=any(sum_.written for sum_ in chain),
        marked=bool(marks),
        millions=any(_in_millions(sum_) for sum_ in chain),
    )


def _single(text: str, sum_: Sum) -> Figure:
    amount = sum_.number * (sum_.scale or 1)
    start = max(0, sum_.start - _LOOK_BEHIND)
    figure = Figure(
        begin=sum_.start,
        start=sum_.start,
        end=sum_.end,
        low=amount,
        high=amount,
        means=money().means(sum_.marks),
        period=sum_.period,
        single=True,
        written=sum_.written,
        marked=bool(sum_.marks),
        millions=_in_millions(sum_),
    )
    if opener := _CEILING.before(text, start, sum_.start):
        return replace(figure, begin=opener.start(), low=None)
    if opener := _FLOOR.before(text, start, sum_.start):
        return replace(figure, begin=opener.start(), high=None)
    return replace(figure, high=None) if sum_.plus else figure


def _in_millions(sum_: Sum) -> bool:
    return (sum_.scale or 0) == _MILLION or (sum_.scale or 0) > _CRORE


def _amounts(chain: list[Sum]) -> list[Decimal]:
    """Scale every sum of a range: in "110 - 170K" the scale stands on one and counts for both."""
    scales = [sum_.scale for sum_ in chain if sum_.scale]
    amounts = [sum_.number * (sum_.scale or 1) for sum_ in chain]
    if scales:
        return [_scaled(sum_, amount, scales[-1]) for sum_, amount in zip(chain, amounts, strict=True)]
    top = max(amounts)
    if chain[-1].written and amounts[0] < _THOUSAND and amounts[0] * _THOUSAND <= top:
        return [amount * _THOUSAND if amount < _THOUSAND else amount for amount in amounts]
    return amounts


def _scaled(sum_: Sum, amount: Decimal, scale: int) -> Decimal:
    return amount if sum_.scale or amount >= _THOUSAND else amount * scale
