"""Searches the texts of a window: words decide for most, the other texts have to be read; knows no database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from alerts.criteria import Criterion, Exclusion
from alerts.criteria.words import TextCriterion
from alerts.filters import Filter
from alerts.previewing.bits import bits_of
from alerts.previewing.sieve import Sieved, text_asked
from alerts.previewing.texts import Texts
from alerts.previewing.window import Window
from alerts.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Search:
    """A criterion that looks for ``asked``, the places that have it, and those whose text must be read to know."""

    criterion: Criterion
    asked: TextCriterion
    found: int
    unsure: int

    def sieved(self, live: int) -> Sieved:
        """Give what passes of all about which it is sure."""
        sure = live & ~self.unsure
        passing = sure & ~self.found if isinstance(self.criterion, Exclusion) else self.found
        return Sieved(self.criterion, passing, 0, 0, sure)


def searched(filter_: Filter, window: Window, texts: Texts) -> list[Search]:
    """Look up the words of all criteria that look into texts."""
    asking = [(one, asked) for one in filter_.criteria if (asked := text_asked(one)) is not None]
    if not asking:
        return []

    def places(postings: set[int]) -> int:
        found = map(window.place_of.get, postings)
        return bits_of((at for at in found if at is not None), len(window.places))

    return [Search(one, asked, *map(places, _looked_up(asked, texts))) for one, asked in asking]


def read(search: Search, window: Window, bodies: Mapping[int, str]) -> Search:
    """Search texts that were read, by place."""
    stands = _stands(search.asked)
    unsure = [at for at in bodies if search.unsure >> at & 1]
    having = (at for at in unsure if stands(window.places[at].title) or stands(bodies[at]))
    size = len(window.places)
    return replace(
        search,
        found=search.found | bits_of(having, size),
        unsure=search.unsure & ~bits_of(unsure, size),
    )


def _looked_up(asked: TextCriterion, texts: Texts) -> tuple[set[int], set[int]]:
    """Give the postings that have a phrase of one word, and those that have all words of a longer one."""
    found, unsure = set[int](), set[int]()
    for phrase in asked.any_of:
        keys = tokenise(phrase).keys
        words = sorted({key for key in keys if key.isalnum()}, key=len, reverse=True)
        having = set.intersection(*map(texts.having, words))
        if len(keys) == 1:
            found |= having
        else:
            unsure |= having
    return found, unsure - found


def _stands(asked: TextCriterion) -> Callable[[str], bool]:
    """Give the test of a text; only one with the words side by side is cut into words for it."""
    phrases = (r"\W*".join(map(re.escape, tokenise(phrase).keys)) for phrase in asked.any_of)
    near = re.compile("|".join(phrases))
    return lambda text: near.search(text.casefold()) is not None and asked.stands_in(text)


def places_unsure(searches: Sequence[Search]) -> int:
    """Give the places whose text must be read for any of the searches."""
    unsure = 0
    for one in searches:
        unsure |= one.unsure
    return unsure
