"""What each place's names are, out of babel and two lexicons; knows nothing of the text around a name."""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from alerts.reading.lexicon import fold
from alerts.tokens import PhraseIndex

# Namibia's ISO code is what postings call North America.
NAMIBIA = "NAM"
_NOT_COUNTRIES = frozenset("AC AQ BV CP CQ DG EA EU EZ HM IC QO TA TF UM UN XA XB ZZ".split())  # noqa: SIM905 - a list reads worse
_ISO_LENGTH = 2
_LONGEST_ACRONYM = 6
# How far regional indicator symbols, of which two make a flag, stand from the capital letters.
_FLAG_OFFSET = ord("🇦") - ord("A")


class Kind(StrEnum):
    """What a name is the name of; CODE is two letters that may be a country or a state."""

    COUNTRY = "country"
    GROUP = "group"
    STATE = "state"
    TOWN = "town"
    EITHER = "either"
    CODE = "code"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Name:
    """A place's name: the codes of its countries or groups, and how carefully it must be read.

    ``shy`` says that the name is also an everyday word; ``acronym`` that its capitals are part of it.
    """

    codes: tuple[str, ...]
    kind: Kind
    shy: bool = False
    acronym: bool = False
    lower: bool = False


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Load one of the lexicons beside this module."""
    return tomllib.loads(files("alerts.reading").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def countries() -> tuple[str, ...]:
    """Give the codes of all countries."""
    known = (
        code for code in map(str, Locale("en").territories) if len(code) == _ISO_LENGTH and code.isalpha()
    )
    return tuple(sorted(_country(code) for code in known if code not in _NOT_COUNTRIES))


@cache
def members() -> dict[str, frozenset[str]]:
    """Give the countries of each group."""
    known: dict[str, frozenset[str]] = {}
    for group in lexicon("places")["group"]:
        parts = (known.get(code, frozenset({code})) for code in group["members"].split())
        known[group["code"]] = frozenset().union(*parts)
    known["WORLD"] = frozenset(countries())
    return known


@cache
def states() -> dict[str, str]:
    """Give the country of each two-letter code of a state or province."""
    subdivisions = lexicon("places")["subdivisions"]
    return {code: country for country in ("CA", "US") for code in subdivisions[country]}


@cache
def spoken_codes() -> frozenset[str]:
    """Give the ISO codes that mean a country even when they stand alone."""
    return frozenset(lexicon("places")["spoken_codes"].split())


def iso_country(code: str) -> str | None:
    """Give the country of two capital letters."""
    return code if code in countries() and code != "NA" else None


@cache
def name_index() -> PhraseIndex[Name]:
    """Index every name; of two equal ones the later wins."""
    return PhraseIndex((phrase, name) for phrase, name in _all_names() if fold(phrase))


@cache
def lower_beginnings() -> frozenset[str]:
    """Give the words that begin a name and are written small in it, or before it: "the"."""
    written_small = (fold(phrase) for phrase, name in _all_names() if name.lower)
    return frozenset(("the", *(keys[0] for keys in written_small if keys)))


def _country(code: str) -> str:
    return NAMIBIA if code == "NA" else code


def _all_names() -> Iterator[tuple[str, Name]]:
    yield from _code_names()
    yield from _babel_names()
    yield from _lexicon_names()
    yield from _flag_names()


def _code_names() -> Iterator[tuple[str, Name]]:
    for code in {*countries(), *states()} - {NAMIBIA}:
        yield code, Name((code,), Kind.CODE, acronym=True)


def _babel_names() -> Iterator[tuple[str, Name]]:
    never = set(lexicon("places")["never"])
    for language in lexicon("places")["languages"]:
        territories = Locale(language).territories
        for code, name in territories.items():
            if _country(code) in countries() and name not in never:
                yield name, _name(name, (_country(code),), Kind.COUNTRY)


def _lexicon_names() -> Iterator[tuple[str, Name]]:
    places, towns = lexicon("places"), lexicon("towns")
    for country, people in places["adjectives"].items():
        yield from _spellings(people, (country,), Kind.PEOPLE)
    for country, names in towns.items():
        yield from _spellings(names, (country,), Kind.TOWN)
    for country, codes in places["subdivisions"].items():
        yield from _spellings(codes.values(), (country,), Kind.STATE)
    for country, names in places["names"].items():
        yield from _spellings(names, (country,), Kind.COUNTRY)
    for group in places["group"]:
        yield from _spellings(group["names"], (group["code"],), Kind.GROUP)
    for several in places["several"]:
        yield from _spellings(several["names"], tuple(several["codes"].split()), Kind.GROUP)
    for name, codes in places["either"].items():
        yield name, Name(tuple(codes), Kind.EITHER)


def _flag_names() -> Iterator[tuple[str, Name]]:
    for code in countries():
        letters = "NA" if code == NAMIBIA else code
        flag = "".join(chr(ord(letter) + _FLAG_OFFSET) for letter in letters)
        yield flag, Name((code,), Kind.COUNTRY, lower=True)
    yield "🇪🇺", Name(("EU",), Kind.GROUP, lower=True)


def _spellings(names: Any, codes: tuple[str, ...], kind: Kind) -> Iterator[tuple[str, Name]]:
    for name in names:
        yield _without_accents(name), _name(name, codes, kind)
        yield name, _name(name, codes, kind)


def _name(name: str, codes: tuple[str, ...], kind: Kind) -> Name:
    return Name(
        codes,
        kind,
        shy=name in lexicon("places")["shy"],
        acronym=name.isupper() and len(name) <= _LONGEST_ACRONYM,
        lower=name[0] == name[0].lower(),
    )


def _without_accents(name: str) -> str:
    """Write a name as keyboards without its accents do."""
    decomposed = unicodedata.normalize("NFD", name.replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
