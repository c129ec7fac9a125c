"""Which countries and groups of countries a text names, and which lie within which; knows no posting's parts."""

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import pairwise

from alerts.reading.place_names import (
    Kind,
    Name,
    countries,
    iso_country,
    lower_beginnings,
    members,
    name_index,
    spoken_codes,
    states,
)
from alerts.tokens import Found, Tokens, tokenise

# What stands between two names of one list, and between a town and its state.
_LIST_GLUE = re.compile(r"[\s,;/&|+()·•-]{1,4}(?:(?:and|or|und|oder|et|ou|y|e|o|i)\s(?:the\s)?)?")
_COMMA = re.compile(r",\s?|\s?[-–(/]\s?")
# A town that no lexicon has: a capitalised word and a comma.
_TOWN_BEFORE = re.compile(
    r"(?:^|[\s(])(?!Remote|Hybrid|On-?site|Anywhere|REMOTE|HYBRID|Only)[A-ZÀ-Ž][\w.'’-]*[a-zà-ž][.'’-]?,\s?$"
)
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:in|from|near|to|at|within|across|of|en|em|aus|nach|w|à|the)\s$", re.IGNORECASE
)
_LOOK_BACK = 40
# Capitals of a sentence in capitals ("REMOTE OR HYBRID") that are also codes of states.
_ALSO_WORDS = frozenset(
    {"OR", "IN", "ME", "OK", "HI", "OH", "AS", "IS", "IT", "NO", "SO", "TO", "BY", "AT", "BE", "MY", "DO"}
)
# Two of these side by side are time zones of the United States: "Remote, USA (PT/MT/CT)".
_ZONES = frozenset({"PT", "MT", "CT", "ET"})
# States of another country behind a town of its: "Perth, WA" is in Western Australia.
_ALSO_STATES_OF = {"WA": "AU"}
_STATES_IN_A_LIST = 3
# Further away a name says nothing of another, however long the list.
_LONGEST_LIST = 25


@dataclass(frozen=True, slots=True)
class PlaceAt:
    """A place named at text[start:end]; ``shy`` where only the part that it stands in lets it be one."""

    codes: tuple[str, ...]
    kind: Kind
    start: int
    end: int
    shy: bool = False


@cache
def place_codes() -> tuple[str, ...]:
    """Give the codes of all countries and groups."""
    return (*countries(), *members())


def within(place: str, region: str) -> bool:
    """Tell whether a country or group lies whole within a region; each lies within itself."""
    if region in {place, "WORLD"}:
        return True
    whole = members().get(region)
    return whole is not None and members().get(place, frozenset({place})) <= whole


def place_code(word: str) -> str | None:
    """Give the code that a person's word for a place means: 'usa', 'Germany', 'europe' and 'worldwide' alike."""
    if word.upper() in place_codes():
        return word.upper()
    tokens = tokenise(word)
    found = next(iter(name_index().find(tokens)), None)
    if found is None or found.last - found.first != len(tokens):
        return None
    return _only_code(found.value)


def find_places(text: str, tokens: Tokens, *, loose: bool = False) -> tuple[PlaceAt, ...]:
    """Find the places that ``text`` names. ``loose`` is for a location, where case does not count."""
    hits = name_index().find(tokens, None if loose else partial(_may_begin, tokens))
    return _Finder(text, [hit for hit in hits if _spelt(text, hit, loose)], loose).places()


def places_in(text: str, *, loose: bool = False) -> tuple[PlaceAt, ...]:
    """Find the places that a piece of text names."""
    return find_places(text, tokenise(text), loose=loose)


def _only_code(name: Name) -> str | None:
    codes = [code for code in name.codes if code]
    if name.kind is Kind.CODE:
        return states().get(codes[0])
    return codes[0] if len(codes) == 1 or name.kind is Kind.EITHER else None


def _may_begin(tokens: Tokens, at: int) -> bool:
    """Pass over words in lower case, which are everywhere, before any is looked up as a code or a name."""
    return not tokens.text[tokens.starts[at]].islower() or tokens.keys[at] in lower_beginnings()


def _spelt(text: str, hit: Found[Name], loose: bool) -> bool:
    """Tell whether the letters' case lets the words be the name: 'US' is a country, 'us' is not."""
    written = text[hit.start : hit.end].removeprefix("the ")
    if hit.value.kind is Kind.CODE:
        return written.isupper() or (written.istitle() and written.upper() not in _ALSO_WORDS)
    if loose or hit.value.lower:
        return True
    return (
        written.isupper()
        if hit.value.acronym
        else written[0] != written[0].lower() or not written[0].isalpha()
    )


class _Finder:
    """Reads each name by its neighbours."""

    def __init__(self, text: str, found: list[Found[Name]], loose: bool) -> None:
        self._text = text
        self._found = found
        self._loose = loose

    def places(self) -> tuple[PlaceAt, ...]:
        """Give the places that are meant."""
        read = [self._read(at) for at in range(len(self._found))]
        read = [self._choose(at, read) for at in range(len(read))]
        return tuple(place for at, place in enumerate(read) if place.codes and not self._overruled(at, read))

    def _read(self, at: int) -> PlaceAt:
        hit = self._found[at]
        name = hit.value
        codes = name.codes
        kind = name.kind
        if name.kind is Kind.CODE:
            kind, codes = self._read_code(at)
        unsure = name.shy and not self._shy_one_is_meant(at)
        return PlaceAt(() if unsure and not self._loose else codes, kind, hit.start, hit.end, shy=unsure)

    def _read_code(self, at: int) -> tuple[Kind, tuple[str, ...]]:
        """Tell a state ('Fairfax, VA') from a country ('FR, UK, DE')."""
        code = self._found[at].value.codes[0]
        town = self._town_before(at)
        if not self._text[self._found[at].start : self._found[at].end].isupper():
            return Kind.STATE, (states()[code],) if code in states() and states()[code] in (
                town or ()
            ) else ()
        if town is not None and iso_country(code) in town:
            return Kind.COUNTRY, (code,)
        if town is not None and _ALSO_STATES_OF.get(code) in town:
            return Kind.STATE, (_ALSO_STATES_OF[code],)
        after_town = town is not None or self._before(at, _TOWN_BEFORE)
        if code in states() and (after_town or self._state_of_a_town_after(at)):
            return Kind.STATE, (states()[code],)
        if after_town and code in spoken_codes():
            return Kind.COUNTRY, (code,)
        return self._read_listed_code(code, self._list_around(at))

    def _read_listed_code(self, code: str, listed: list[Name]) -> tuple[Kind, tuple[str, ...]]:
        codes = {name.codes[0] for name in listed if name.kind is Kind.CODE}
        alone = len(listed) == 1
        if code in _ZONES and len(codes & _ZONES) > 1:
            return Kind.CODE, ()
        if alone and (not self._loose or code in _ALSO_WORDS):
            return Kind.CODE, ()
        if alone and code in spoken_codes():
            return Kind.COUNTRY, (code,)
        if self._are_states(listed, codes):
            plain = len(codes) >= _STATES_IN_A_LIST or any(iso_country(other) is None for other in codes)
            return Kind.STATE, (states()[code],) if plain else ()
        if iso_country(code) is None:
            return Kind.STATE, (states()[code],)
        spoken = not alone and (len(codes) < len(listed) or bool(codes & spoken_codes()))
        return Kind.COUNTRY, (code,) if spoken else ()

    def _are_states(self, listed: list[Name], codes: set[str]) -> bool:
        """Say whether a list is one of states: nothing else is in it, or a code that is no country's behind theirs."""
        if not codes <= states().keys():
            return False
        theirs = [name for name in listed if name.kind is not Kind.CODE and name.codes == ("US",)]
        if len(codes) + len(theirs) != len(listed):
            return False
        return not theirs or any(iso_country(code) is None for code in codes)

    def _choose(self, at: int, read: list[PlaceAt]) -> PlaceAt:
        """Choose one of the places of an ambiguous name by those beside it."""
        place = read[at]
        if place.kind is not Kind.EITHER:
            return place
        others = [other for other in read[max(at - 1, 0) : at + 2] if other is not place]
        beside = {code for other in others for code in other.codes}
        options = [code for code in place.codes if code]
        supported = [code for code in options if code in beside]
        if not supported and "US" in options and self._before(at, _TOWN_BEFORE):
            return replace(place, codes=("US",), kind=Kind.STATE)
        if not supported and any(other.kind is Kind.COUNTRY for other in others):
            supported = options
        chosen = (supported or list(place.codes))[0]
        return replace(place, codes=(chosen,) if chosen else ())

    def _overruled(self, at: int, read: list[PlaceAt]) -> bool:
        """Tell whether the state after a town says that it is another town: 'Paris, TX'."""
        if at + 1 >= len(read) or not self._joined(at, at + 1, _COMMA):
            return False
        place, after = read[at], read[at + 1]
        return (
            after.kind is Kind.STATE
            and bool(after.codes)
            and not set(place.codes) & set(after.codes)
            and (place.kind in {Kind.TOWN, Kind.EITHER, Kind.STATE} or self._found[at].value.shy)
        )

    def _shy_one_is_meant(self, at: int) -> bool:
        """A word is a name after 'in', and beside a place of its country or of its kind: 'Nice, France'."""
        return (
            self._before(at, _PREPOSITION_BEFORE)
            or (self._joined(at - 1, at, _LIST_GLUE) and self._akin(at, at - 1))
            or (self._joined(at, at + 1, _LIST_GLUE) and self._akin(at, at + 1))
        )

    def _akin(self, at: int, other: int) -> bool:
        name, beside = self._found[at].value, self._found[other].value
        state = {states()[code] for code in beside.codes if beside.kind is Kind.CODE and code in states()}
        return name.kind is beside.kind or bool(set(name.codes) & {*beside.codes, *state})

    def _town_before(self, at: int) -> tuple[str, ...] | None:
        """Give the countries of the town that a comma joins to the name."""
        if not self._joined(at - 1, at, _COMMA):
            return None
        name = self._found[at - 1].value
        is_town = name.kind in {Kind.TOWN, Kind.EITHER} or name.shy
        return name.codes if is_town else None

    def _state_of_a_town_after(self, at: int) -> bool:
        """'US, CA, Santa Clara'."""
        if not self._joined(at, at + 1, _COMMA):
            return False
        name = self._found[at + 1].value
        return name.kind is Kind.TOWN and states()[self._found[at].value.codes[0]] in name.codes

    def _list_around(self, at: int) -> list[Name]:
        first, last = (
            max(self._listed[at][0], at - _LONGEST_LIST),
            min(self._listed[at][1], at + _LONGEST_LIST),
        )
        return [hit.value for hit in self._found[first : last + 1]]

    @cached_property
    def _listed(self) -> list[tuple[int, int]]:
        """Give the first and the last name of the list that each stands in."""
        breaks = [at for at in range(1, len(self._found)) if not self._joined(at - 1, at, _LIST_GLUE)]
        lists = pairwise((0, *breaks, len(self._found)))
        return [(first, stop - 1) for first, stop in lists for _ in range(first, stop)]

    def _joined(self, left: int, right: int, glue: re.Pattern[str]) -> bool:
        if left < 0 or right >= len(self._found):
            return False
        between = self._text[self._found[left].end : self._found[right].start]
        return len(between) < _LOOK_BACK and glue.fullmatch(between) is not None

    def _before(self, at: int, pattern: re.Pattern[str]) -> bool:
        start = self._found[at].start
        return pattern.search(self._text[max(0, start - _LOOK_BACK) : start]) is not None
