"""Finds sums of money in text: a number with its scale, marks and period; knows no meaning of one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from alerts.posting import Period
from alerts.reading.pay.currencies import money
from alerts.reading.pay.words import adverbs, any_of, lists, units

_SPACE = " \u00a0\u202f\u2009"
# Bounded and possessive throughout: a text of nothing but digits is read in one step. The first digit stands
# before the look behind it, so that a search stops at digits alone.
_NUMBER = re.compile(
    rf"\d(?<!\d\d)(?:\d{{0,2}}(?:[{_SPACE}'’]\d{{3}}){{1,4}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?|\d*+(?:[.,'’]\d++)*+)"
)
_BESIDE_DIGITS = re.compile(rf"[{_SPACE}'’]")
# No posting holds more numbers; a text that does is not one.
_MOST_NUMBERS = 1_000
_LONGEST_NUMBER = 18
_LONGEST_MARKS = 24
_GROUP = 3
_THOUSAND = 1_000
_POWERS = {
    "thousand": 1_000,
    "ten_thousand": 10_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SCALES = {word: _POWERS[name] for name, words in lists("scales").items() for word in words}
_INDIAN = frozenset(lists("scales")["lakh"] + lists("scales")["crore"])
# Of American retirement plans: 401(k), 403b, 457.
_PLANS = frozenset({"401", "403", "457"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A sum as it is written. ``written`` says that the number itself looks like money: grouped or scaled."""

    start: int
    end: int
    number: Decimal
    scale: int | None
    marks: tuple[str, ...]
    period: Period | None
    plus: bool
    written: bool


def find_sums(text: str) -> Iterator[Sum]:
    """Give every number of the text that may be a sum, in order."""
    last = 0
    for found in islice(_NUMBER.finditer(text), _MOST_NUMBERS):
        if len(found.group()) > _LONGEST_NUMBER or found.start() < last:
            continue
        if sum_ := _sum_at(text, found, last):
            yield sum_
            last = sum_.end


def _sum_at(text: str, found: re.Match[str], last: int) -> Sum | None:
    number = parse_number(found.group())
    before = _marks_before(text, max(last, found.start() - _LONGEST_MARKS), found.start())
    after = _AFTER.match(text, found.end())
    if number is None or after is None or not (before or _stands_alone(text, found)):
        return None
    marks = _marks(before.group() if before else "") + _marks(after["marks"] or "")
    scale = (after["scale"] or "").strip().casefold()
    if (found.group() in _PLANS and not before) or _runs_on(text, after.end()):
        return None
    return Sum(
        start=before.start() if before else found.start(),
        end=after.end(),
        number=number,
        scale=_SCALES.get(scale),
        marks=marks or (("INR",) if scale in _INDIAN else ()),
        period=_period(after) or (Period.YEAR if scale == "lpa" else None),
        plus=bool(after["plus"] or after["late_plus"]),
        written=bool(scale) or (number >= _THOUSAND and not found.group().isdigit()),
    )


def _marks_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find the one or two marks right before a number; only tried where a mark begins that stands there."""
    lasts = _marks_ending(text, start, end)
    begins = sorted({first for last in lasts for first in (last, *_marks_ending(text, start, last))})
    return next(filter(None, (_BEFORE.match(text, begin, end) for begin in begins)), None)


def _marks_ending(text: str, start: int, end: int) -> list[int]:
    """Give where the marks begin that stand before ``end``; most words end unlike any."""
    bare = text[start:end].rstrip(_BESIDE_MARKS)
    if bare[-1:] not in _MARK_ENDS:
        return []
    ends = start + len(bare)
    sizes = (size for size in _MARK_SIZES if size <= len(bare))
    return [ends - size for size in sizes if bare[-size:] in _KNOWN_MARKS]


def parse_number(text: str) -> Decimal | None:
    """Read a number with the separators of any language, Indian grouping included; None where it is none."""
    text = _BESIDE_DIGITS.sub("", text)
    marks = [char for char in text if char in ".,"]
    if len(set(marks)) > 1:
        whole, _, fraction = text.rpartition(marks[-1])
        text = whole.replace(marks[0], "") + "." + fraction if marks.count(marks[-1]) == 1 else ""
    elif marks:
        text = _one_mark(text.split(marks[0]))
    return Decimal(text) if text else None


def _one_mark(groups: list[str]) -> str:
    head, *rest = groups
    tail = rest[-1]
    if len(tail) == _GROUP and len(head) <= _GROUP and all(len(group) in (2, _GROUP) for group in rest):
        return "".join(groups)
    if len(rest) == 1 and len(tail) < _GROUP:
        return f"{head}.{tail}"
    return ""


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Refuse a number glued to a letter, to '#' or to a point: it is a part of something else."""
    before = text[found.start() - 1 : found.start()]
    return not (before.isalpha() or before in {"_", "#", "."})


def _runs_on(text: str, at: int) -> bool:
    """Letters or a percent sign right behind say that the number is of something else: 13th, 24x7, 15 %."""
    rest = text[at : at + 2].lstrip(_SPACE)
    return text[at : at + 1].isalnum() or rest.startswith("%")


def _marks(text: str) -> tuple[str, ...]:
    return tuple(found.group() for found in _MARK.finditer(text))


def _period(after: re.Match[str]) -> Period | None:
    word = after["slash"] or after["prep"] or after["adverb"]
    return _TOLD[word.casefold()] if word else None


def _guarded(mark: str, *, before: bool = True) -> str:
    """Keep a mark of letters from matching inside a word; a sign may touch anything."""
    ahead = r"(?<![^\W\d_])" if before and mark[0].isalpha() else ""
    behind = r"(?![^\W\d_])" if mark[-1].isalpha() else ""
    return ahead + re.escape(mark) + behind


_UNITS = units()
_ADVERBS = adverbs()
_TOLD = {word.casefold(): period for word, period in (_UNITS | _ADVERBS).items()}
_MARKS = sorted([*money().own, *money().shared], key=len, reverse=True)
_MARK = re.compile(any_of(_MARKS))
_KNOWN_MARKS = frozenset(_MARKS)
_MARK_SIZES = frozenset(map(len, _MARKS))
_MARK_ENDS = frozenset(mark[-1] for mark in _MARKS)
_BESIDE_MARKS = f"{_SPACE}():"
_MARK_BEFORE = "|".join(_guarded(mark) for mark in _MARKS)
_MARK_AFTER = "|".join(_guarded(mark, before=False) for mark in _MARKS)
_BEFORE = re.compile(rf"(?:(?:{_MARK_BEFORE})[{_SPACE}]{{0,2}}[():]?[{_SPACE}]{{0,2}}){{1,2}}\Z")
QUALITY = rf"(?i:{any_of(lists('joins')['quality'])})(?!\w)"
_LONG_UNITS = any_of(unit for unit in _UNITS if len(unit) > 1)
_PER = (
    rf"[{_SPACE}]{{0,2}}(?:\(?{QUALITY}[{_SPACE}]{{0,2}}){{0,3}}(?i:"
    rf"/[{_SPACE}]{{0,2}}(?P<slash>{any_of(_UNITS)})"
    rf"|(?:{any_of(lists('joins')['per'])})[{_SPACE}]{{1,2}}(?P<prep>{_LONG_UNITS})"
    rf"|(?P<adverb>{any_of(_ADVERBS)}))(?![^\W_])"
)
_SCALE = rf"(?i:{any_of(_SCALES.keys() - {'t'})}|T(?=€|EUR))(?=(?:{_MARK_AFTER})|\W|\Z)"
_AFTER = re.compile(
    r"(?:[.,][-–]{1,2})?"
    rf"(?P<scale>[{_SPACE}]?{_SCALE})?"
    r"(?P<plus>\+)?"
    rf"(?P<marks>[{_SPACE}]{{0,2}}\(?(?:{_MARK_AFTER})(?:[{_SPACE}]?(?:{_MARK_AFTER}))?(?!\d)\)?)?"
    r"(?P<late_plus>\+)?"
    rf"(?:{_PER})?"
)
