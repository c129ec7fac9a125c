"""Which criterion bare words name, with the liberties that people take: plurals, 'ml engineer'; knows no line."""

from functools import lru_cache

from alerts.criteria import vocabulary
from alerts.filters import lexicon
from alerts.reading.place_names import Kind as PlaceKind
from alerts.reading.place_names import name_index
from alerts.tokens import tokenise

_SHORT_PLACES = frozenset({"us", "uk", "eu"})
_TWO_LETTERS = 2
_SHORTEST_PLURAL = 4
_PARTS = (PlaceKind.STATE, PlaceKind.TOWN, PlaceKind.EITHER)
# A name of one of these kinds swallows no other name: 'full time remote' is two.
_PLAIN_KINDS = ("workplace", "employment")


@lru_cache(maxsize=4096)
def named(words: str) -> tuple[str, str] | None:
    """Give the kind and slug that bare words name; for a place see `place_named`."""
    single = words.split()
    if len(single) > 1:
        role = _role_with_noun(single)
        if role is not None or _is_two_names(single):
            return role
    found = vocabulary.kind_of(words)
    if found is None and len(words) > _SHORTEST_PLURAL and words.casefold().endswith("s"):
        found = vocabulary.kind_of(words[:-1])
    return found


@lru_cache(maxsize=4096)
def kind_named(words: str) -> str | None:
    """Give the kind that bare words name, places among them."""
    found = named(words)
    if found is not None:
        return found[0]
    return "region" if place_named(words) else None


def place_named(words: str) -> str | None:
    """Give the place that bare words surely name.

    In lower case, codes of countries are English words: 'it' is not Italy, 'IT' is.
    """
    if len(words) <= _TWO_LETTERS and not words.isupper() and words.casefold() not in _SHORT_PLACES:
        return None
    return vocabulary.look_up("region", words)


def _role_with_noun(words: list[str]) -> tuple[str, str] | None:
    """Give the role of 'ml engineer', which without the noun is a technology as well."""
    if lexicon.phrases("noun").at(words[-1:]) is None:
        return None
    slug = vocabulary.look_up("role", " ".join(words[:-1]))
    return ("role", slug) if slug else None


def _is_two_names(words: list[str]) -> bool:
    """Tell whether the words are two names of which the lexicon's longer one would lose one."""
    for at in range(1, len(words)):
        first, second = (vocabulary.kind_of(" ".join(part)) for part in (words[:at], words[at:]))
        if first and second and first[0] != second[0] and {first[0], second[0]} & set(_PLAIN_KINDS):
            return True
    return False


def is_part_of_country(words: str) -> bool:
    """Tell whether words name a town or a state: 'no California' is not 'no US'."""
    found = [hit.value.kind for hit in name_index().find(tokenise(words))]
    return bool(found) and all(kind in _PARTS for kind in found)
