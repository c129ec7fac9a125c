"""Finds what a benefit is worth beside the words that offer it: a sum, its currency and its period."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise, product

from alerts.posting import Money, Part, Period
from alerts.reading.benefits.mentions import lexicon
from alerts.reading.benefits.offers import Offer
from alerts.reading.pay.currencies import money
from alerts.reading.pay.sums import Sum, find_sums
from alerts.reading.pay.words import Surroundings
from alerts.reading.source import Source

# In characters: how far a sum may stand before what it is for, and behind it; how far its period from it.
_BEFORE_REACH = 60
_BEHIND_REACH = 120
_PERIOD_REACH = 60
# A posting repeats itself; the first few words on a benefit have its sum, if any has.
_MOST_TRIED = 8
_LONGEST_SUM = 20
_MOST_WORTH = Decimal(1_000_000)
_APART = re.compile(r"[,;•·*|\n]|[.!?]\s")
_ENDS = re.compile(r"[;•·*\n]|[.!?]\s")
_POINTED = re.compile(r"\s{0,2}(?:[:|(–—-]|of\b|up to\b|von\b|de\b)")
_SERIES = re.compile(r"\s{0,2}/\s{0,2}")
_NEXT = re.compile(r",|\b(?:and|plus|und|et|y|e|en|oraz)\b", re.IGNORECASE)
_EACH = r"(?:(?:per|a|each|every|par|pro|im|por|al|na)\s|/\s?)"
_PERIODS = {
    "once": r"one[- ]?time|once|one[- ]?off|lump[- ]sum|einmalig\w*|jednoraz\w*|unique|única",
    "month": rf"monthly|{_EACH}(?:month|monat|mois|mes|mês|miesiąc|maand|mo)|monatlich\w*|mensuel\w*|mensual\w*"
    r"|mensal\w*|miesięczn\w*",
    "quarter": rf"quarterly|{_EACH}(?:quarter|quartal|kwartaal|trimestre)|vierteljährlich\w*|trimestriel\w*",
    "year": rf"annual(?:ly)?|yearly|{_EACH}(?:year|annum|calendar year|jahr|jaar|an|año|ano|rok|yr)|jährlich\w*"
    r"|annuel\w*|anual\w*|roczn\w*",
}
_PERIOD = re.compile(
    "(?<!\\w)(?:" + "|".join(f"(?P<{name}>{said})" for name, said in _PERIODS.items()) + ")(?!\\w)",
    re.IGNORECASE,
)
_DOLLAR_CODE = re.compile(r"\b(?:USD|CAD|AUD|NZD|SGD|HKD)\b")


def worth_of(source: Source, part: Part, offers: Sequence[Offer]) -> dict[str, Money]:
    """Give what the benefits offered in a part are worth, by their slugs, where the posting says it."""
    finder = _Finder(source, part, offers)
    worth: dict[int, Money] = {}
    # A sum that is pointed at belongs to its pointer; of the others, most stand before what they are for.
    for look, at in product((finder.pointed, finder.before, finder.behind), finder.tried):
        if (found := look(at)) is not None and (value := finder.value(at, found)):
            worth.setdefault(at, value)
            finder.taken.add(found.start)
    return {offers[at].slug: worth[at] for at in sorted(worth, key=finder.rank, reverse=True)}


class _Finder:
    """Looks for sums around the offers of a part; each sum is for one benefit."""

    def __init__(self, source: Source, part: Part, offers: Sequence[Offer]) -> None:
        self.source = source
        self.text = source.text.part(part)
        self.offers = offers
        self.tried = tuple(_tried(offers))
        self.taken: set[int] = set()

    def pointed(self, at: int) -> Sum | None:
        """Give the sum behind an offer that ends in a colon or the like."""
        return self.behind(at) if _POINTED.match(self.text, self.offers[at].mention.end) else None

    def before(self, at: int) -> Sum | None:
        """Give the nearest sum before an offer, in its own part of the sentence."""
        end = self.offers[at].mention.start
        start = max(end - _BEFORE_REACH, self._end_before(at))
        sums = self._sums(start, end)
        near = sums and not _APART.search(self.text, sums[-1].end, end)
        return self._first_of_series(sums) if near else None

    def _first_of_series(self, sums: Sequence[Sum]) -> Sum:
        """Give the last sum, or where it stands in several currencies ("$500 / 450 €") the first of these."""
        first = sums[-1]
        for one, other in reversed(tuple(pairwise(sums))):
            if not _SERIES.fullmatch(self.text, one.end, other.start):
                break
            first = one
        return first

    def behind(self, at: int) -> Sum | None:
        """Give the first sum behind an offer, in its sentence."""
        start = self.offers[at].mention.end
        end = min(start + _BEHIND_REACH, self._start_behind(at))
        return next((s for s in self._sums(start, end) if not _ENDS.search(self.text, start, s.start)), None)

    def value(self, at: int, found: Sum) -> Money | None:
        """Make a sum the worth of an offer, unless neither its words nor the benefit tell its period."""
        period = found.period or self._period(found) or self._usual_period(at)
        amount = found.number * (found.scale or 1)
        if period is None or not 0 < amount < _MOST_WORTH:
            return None
        codes = money().means(found.marks)
        return Money(amount=amount, currency=self._currency(codes), period=period)

    def _sums(self, start: int, end: int) -> list[Sum]:
        return [
            _moved(found, start)
            for found in find_sums(self.text[start:end])
            if found.marks and found.start + start not in self.taken
        ]

    def rank(self, at: int) -> tuple[bool, int]:
        """Order offers of one benefit: "phone" says less about work from home than "home office"."""
        return self._names(at, "lesser"), at

    def _usual_period(self, at: int) -> Period | None:
        """Give the period of an offer that names none: bills come every month, a desk is bought once."""
        return Period.MONTH if self._names(at, "monthly") else _usual_periods()[self.offers[at].slug]

    def _names(self, at: int, setting: str) -> bool:
        words = self.text[self.offers[at].mention.start : self.offers[at].mention.end].casefold()
        return any(word in words for word in _words_of(setting))

    def _end_before(self, at: int) -> int:
        here = self.offers[at].mention
        ends = (offer.mention.end for offer in reversed(self.offers[:at]) if offer.mention != here)
        return next(ends, 0)

    def _start_behind(self, at: int) -> int:
        here = self.offers[at].mention
        starts = (offer.mention.start for offer in self.offers[at + 1 :] if offer.mention != here)
        return next(starts, len(self.text))

    def _period(self, found: Sum) -> Period | None:
        """Give the period named nearest to a sum, within its sentence."""
        start, end = max(found.start - _PERIOD_REACH, 0), found.end + _PERIOD_REACH
        named = [
            (max(found.start - said.end(), said.start() - found.end), Period(said.lastgroup or ""))
            for said in _PERIOD.finditer(self.text, start, end)
            if self._goes_with(min(said.end(), found.end), max(said.start(), found.start))
            and not self._is_of_another(said.start(), found)
        ]
        return min(named, default=(0, None), key=lambda name: name[0])[1]

    def _is_of_another(self, at: int, found: Sum) -> bool:
        """Tell whether another sum stands right before a period: "$600 a year for courses, $300 for a desk"."""
        start = max(at - _LONGEST_SUM, 0)
        before = [_moved(sum_, start) for sum_ in find_sums(self.text[start:at])]
        return any(sum_.marks and sum_.start != found.start and at - sum_.end <= 1 for sum_ in before)

    def _goes_with(self, start: int, end: int) -> bool:
        """Tell whether a period and a sum are of one thing: no other sum is named between them."""
        between = self.text[start:end]
        another = _NEXT.search(between) and any(sum_.marks for sum_ in find_sums(between))
        return not (another or _ENDS.search(between))

    def _currency(self, codes: tuple[str, ...]) -> str | None:
        """Choose what a bare sign means: the one currency that the posting names or its places have."""
        if len(codes) == 1:
            return codes[0]
        local = self._named & set(codes)
        return next(iter(local)) if len(local) == 1 else money().choose(codes, None)

    @cached_property
    def _named(self) -> frozenset[str]:
        """Give the currencies that the text names, or its head by a place."""
        heads = (Surroundings(self.source, part) for part in (Part.TITLE, Part.LOCATION))
        places = (cue.value for words in heads for cue in words.places.within(0, len(words.text)))
        return frozenset((*_DOLLAR_CODE.findall(self.text), *places))


def _tried(offers: Sequence[Offer]) -> Iterator[int]:
    tries: dict[str, int] = {}
    for at, offer in enumerate(offers):
        tries[offer.slug] = tries.get(offer.slug, 0) + 1
        if offer.slug in _usual_periods() and tries[offer.slug] <= _MOST_TRIED:
            yield at


def _moved(found: Sum, by: int) -> Sum:
    return replace(found, start=found.start + by, end=found.end + by)


@cache
def _usual_periods() -> dict[str, Period | None]:
    """Give the benefits that may be sums, each with what it is paid for where the posting does not say."""
    rows = ((row.slug, row.settings.get("amount")) for row in lexicon().rows)
    return {slug: Period(usual) if usual else None for slug, usual in rows if usual is not None}


@cache
def _words_of(setting: str) -> tuple[str, ...]:
    """Give the words of phrases that a setting of the lexicon's rows tells apart."""
    return tuple(word for row in lexicon().rows for word in row.settings.get(setting, "").split("|") if word)
