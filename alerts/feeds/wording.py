"""Reads workplaces, levels and countries as boards name them in structured fields; knows no prose and no layout."""

import re
from collections.abc import Iterable

from alerts.feeds.collecting import Doubts
from alerts.feeds.values import country_code, distinct, words
from alerts.posting import Workplace
from alerts.reading.places import places_in

_NO_LETTERS = re.compile(r"[^a-z]+")
_MAX_SAID = 100
# More labels than a posting can mean are there to be found by everybody.
_MOST_TAGS = 20

_WORKPLACES = {
    Workplace.REMOTE: "remote fullyremote telecommute workfromhome",
    Workplace.HYBRID: "hybrid partiallyremote remotehybrid hybridremote",
    Workplace.ONSITE: "onsite inoffice inperson office",
}
_WORKPLACE_OF = {name: place for place, names in _WORKPLACES.items() for name in names.split()}

# Words for levels that no person would type. 'Associate' and 'experienced' mean anything, so they mean nothing.
_LEVELS = {
    "intern": "student internship",
    "junior": "entrylevel entry graduate earlycareer",
    "mid": "midlevel midweight middle intermediate medior",
    "senior": "senior seniorlevel",
    "lead": "lead",
    "manager": "manager",
    "director": "director",
    "executive": "executive clevel vp",
}
_LEVEL_OF = {name: level for level, names in _LEVELS.items() for name in names.split()}
_TWO_LEVELS = {"midsenior": ("mid", "senior"), "midseniorlevel": ("mid", "senior")}

_ANYWHERE = frozenset(("worldwide", "anywhere", "anywhereintheworld", "global", "world"))
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A = 0x1F1E6
_LETTER_A = ord("A")
_PICTURES = re.compile("[\U0001f000-\U0001faff\ufe0f\u200d]+")


def workplace_named(raw: object) -> Workplace | None:
    """Read an arrangement as boards name it: on-site, Fully remote, HYBRID."""
    return _WORKPLACE_OF.get(_letters(raw))


def most_remote(flags: Iterable[tuple[object, Workplace]]) -> Workplace | None:
    """Give the most remote arrangement whose flag is true, by flags as boards set them."""
    offered = {workplace for flag, workplace in flags if is_true(flag)}
    return next((workplace for workplace in Workplace if workplace in offered), None)


def is_true(raw: object) -> bool:
    """Read a flag, also one that is written as a word or a number."""
    return raw is True or words(raw).lower() in ("true", "yes", "1")


def levels_named(raw: object) -> tuple[str, ...]:
    """Read levels as boards name them: Midweight, mid_level, Mid-Senior level."""
    name = _letters(raw)
    one = _LEVEL_OF.get(name)
    return (one,) if one else _TWO_LEVELS.get(name, ())


def regions_named(names: Iterable[object]) -> tuple[str, ...]:
    """Give the codes of countries that are named by name, code or flag, and WORLD for what means everywhere."""
    return distinct(code for name in names for code in _region(words(name)[:_MAX_SAID]))


def _region(name: str) -> tuple[str, ...]:
    plain = _PICTURES.sub("", _FLAG.sub("", name)).strip()
    code = country_code(plain)
    if code:
        return (code,)
    if _letters(plain) in _ANYWHERE:
        return ("WORLD",)
    found = places_in(plain, loose=True)
    if len(found) == 1 and found[0].end - found[0].start == len(plain):
        return tuple(code for code in found[0].codes if code)
    flags = ("".join(chr(ord(sign) - _FLAG_A + _LETTER_A) for sign in flag) for flag in _FLAG.findall(name))
    return tuple(code for code in map(country_code, flags) if code)


def without_pictures(text: str) -> str:
    """Drop flags and other pictures from a name."""
    return " ".join(_PICTURES.sub(" ", _FLAG.sub(" ", text)).split())


def honest_tags(tags: Iterable[str], doubts: Doubts) -> tuple[str, ...]:
    """Give the labels of a posting, none of them where there are so many that they say nothing."""
    given = distinct(tags)
    if len(given) <= _MOST_TAGS:
        return given
    doubts.add(f"carry more than {_MOST_TAGS} tags", ", ".join(given))
    return ()


def _letters(raw: object) -> str:
    return _NO_LETTERS.sub("", words(raw)[:_MAX_SAID].lower())
