"""What a word of a filter line means: asks the readers' lexicons, so that filter and posting speak alike."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cache, lru_cache

from babel import Locale

from alerts.posting import Workplace
from alerts.reading.benefits import benefit_slug, benefit_slugs
from alerts.reading.employment import employment_slug, employment_slugs
from alerts.reading.levels import level_slug, level_slugs
from alerts.reading.places import place_code, place_codes
from alerts.reading.roles import role_slug, role_slugs
from alerts.reading.technologies import technology_slug, technology_slugs

# No name in the lexicons that a person would type is longer.
LONGEST_NAME = 5
_WORKPLACES = {
    "remote": Workplace.REMOTE,
    "remotely": Workplace.REMOTE,
    "fully remote": Workplace.REMOTE,
    "work from home": Workplace.REMOTE,
    "wfh": Workplace.REMOTE,
    "hybrid": Workplace.HYBRID,
    "onsite": Workplace.ONSITE,
    "on site": Workplace.ONSITE,
    "in office": Workplace.ONSITE,
    "office": Workplace.ONSITE,
}

# In the languages that people write filters in; what names a country as well ('italien') is left out.
_LANGUAGE_NAMES = {
    "cs": "čeština|cesky|česky",
    "da": "dansk",
    "de": "deutsch|alemán|aleman|alemão|allemand|niemiecki|duits|tedesco",
    "en": "englisch|inglés|ingles|inglês|anglais|angielski|engels|inglese",
    "es": "español|espanol|castellano|spanisch|espagnol|espanhol|hiszpański|spaans|spagnolo",
    "fr": "français|francais|französisch|francés|frances|francês|francuski|frans|francese",
    "it": "italiano|italienisch|włoski|italiaans",
    "nl": "nederlands|niederländisch|néerlandais|holandés|holandês",
    "no": "norsk",
    "pl": "polski|polnisch|polonais|polaco",
    "pt": "português|portugues|portugués|portugiesisch|portugais",
    "sv": "svenska|schwedisch|sueco",
}


def workplace_slug(words: str) -> str | None:
    """Give the workplace that the words name."""
    return _WORKPLACES.get(words.casefold().replace("-", " "))


def language_code(words: str) -> str | None:
    """Give the ISO 639-1 code of a language named by its code, its English or its own name."""
    return _languages().get(words.casefold())


# The order decides what a bare word means that stands in several lexicons.
_BARE: dict[str, Callable[[str], str | None]] = {
    "workplace": workplace_slug,
    "level": level_slug,
    "role": role_slug,
    "employment": employment_slug,
    "stack": technology_slug,
    "benefit": benefit_slug,
}
_KEYED: dict[str, Callable[[str], str | None]] = {**_BARE, "region": place_code, "language": language_code}


def look_up(kind: str, words: str) -> str | None:
    """Give the slug that the words name among those of one kind."""
    return _KEYED[kind](words)


@lru_cache(maxsize=4096)
def kind_of(words: str) -> tuple[str, str] | None:
    """Give the kind and slug that bare words name.

    A slug goes before another kind's further names: 'flutter' is the technology, not the role it tells of.
    """
    found = [(kind, slug) for kind, slug_of in _BARE.items() if (slug := slug_of(words)) is not None]
    named = "".join(words.casefold().replace("-", " ").split())
    own = (one for one in found if one[1].replace("-", "") == named)
    return next(own, found[0] if found else None)


def slugs(kind: str) -> Iterable[str]:
    """Give every slug of a kind that is looked up."""
    every: dict[str, Callable[[], Iterable[str]]] = {
        "workplace": lambda: tuple(Workplace),
        "level": level_slugs,
        "role": role_slugs,
        "employment": employment_slugs,
        "stack": technology_slugs,
        "benefit": benefit_slugs,
        "region": place_codes,
        "language": lambda: set(_languages().values()),
    }
    return every[kind]()


def is_looked_up(kind: str) -> bool:
    """Tell whether the kind's words come from a lexicon."""
    return kind in _KEYED


def nearest(word: str, kinds: Iterable[str] = tuple(_BARE)) -> tuple[str, ...]:
    """Give up to three known words that a mistyped one may mean; no short codes: they are near everything."""
    known = {slug.casefold(): slug for kind in kinds for slug in slugs(kind) if len(slug) > len("US")}
    return tuple(known[close] for close in get_close_matches(word.casefold(), known, n=3, cutoff=0.65))


@cache
def _languages() -> dict[str, str]:
    """Map codes, English names and some names in other languages to the languages' codes."""
    english = Locale("en").languages
    codes = {code: str(name) for code, name in english.items() if len(code) == len("en")}
    named = {name.casefold(): code for code, name in codes.items()}
    others = {name: code for code, names in _LANGUAGE_NAMES.items() for name in names.split("|")}
    return others | named | {code: code for code in codes}
