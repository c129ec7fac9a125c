"""Tells whether two listings on different boards are one vacancy; pure, and rather two alerts than one lost.

An applicant tracking system's own number decides where both links have one. Otherwise company, title and
place must agree. A title alone never tells, and two listings of one feed are two vacancies.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from babel import Locale

# A vacancy that comes up again later than this is a new one.
MOST_APART = timedelta(days=30)
# Longer names are no names; as keys of an index they would be refused by PostgreSQL.
_MOST_KEY = 300


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+|[+#]")
_LEGAL_FORMS = _set(
    "inc incorporated corp corporation co company ltd limited llc llp plc pty pte gmbh mbh ag kg kgaa ug"
    " se ev sa sas sarl sl slu srl spa bv nv ab as asa oy oyj aps kk sro zoo"
)
_TITLE_BREAK = re.compile(r"[()\[\]{}|·•–—:,;]|\s-|-\s")
# The marks of a job open to all: m/f/d, w|m|x, h/f. Bare, they need two strokes: "UI/UX" is no such mark.
_GENDERS = frozenset("mfwdxhi")
_BARE_GENDERS = re.compile(r"\b[mfwdxh]\s?[/|]\s?[mfwdxh](?:\s?[/|]\s?[mfwdxh]){1,2}\b")
_NO_TITLE = (("all", "genders"), ("all", "gender"), ("gn",), ("gender", "neutral"))
_REMOTE_WORDS = _set("remote fully 100 only friendly first")
_ABBREVIATIONS = {"sr": "senior", "jr": "junior"}

_PLACE_BREAK = re.compile(r"[;|/•·\n]|\bor\b|\band\b")
_PART_BREAK = re.compile(r"[,()\[\]–—:]|\s-|-\s")
_NO_PLACE = _set(
    "remote hybrid onsite on site office home from work only fully 100 first friendly flexible based in"
    " within area greater metro metropolitan multiple various location locations"
)
_COUNTRIES = {
    "us": "us",
    "usa": "us",
    "america": "us",
    "united states of america": "us",
    "uk": "gb",
    "great britain": "gb",
}

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# Which hosts are whose, and where the number stands in their paths.
_TRACKERS = (
    ("greenhouse", "greenhouse.io", re.compile(r"/jobs/(\d+)")),
    ("lever", "lever.co", re.compile(rf"/({_UUID})")),
    ("ashby", "ashbyhq.com", re.compile(rf"/({_UUID})")),
)
# The parameters in which companies' own pages hand the number on.
_PARAMETERS = (("greenhouse", "gh_jid"), ("ashby", "ashby_jid"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """What of a listing tells which vacancy it is; ``regions`` are those of its facts."""

    feed: int
    company: str
    title: str
    location: str
    url: str
    regions: frozenset[str]
    seen_at: datetime


def belongs(vacancy: Vacancy, to: Sequence[Vacancy]) -> bool:
    """Tell whether a listing is one more copy of the vacancy that others are copies of.

    It must agree with each of them, so that 'Berlin' and 'Munich' do not meet by way of 'Germany'.
    """
    key = ats_key(vacancy.url)
    others = {ats_key(other.url) for other in to} - {None}
    if any(other.feed == vacancy.feed for other in to) or (key and others - {key}):
        return False
    return key in others or all(same_vacancy(vacancy, other) for other in to)


def same_vacancy(a: Vacancy, b: Vacancy) -> bool:
    """Tell whether two listings are copies of one vacancy."""
    keys = ats_key(a.url), ats_key(b.url)
    if a.feed == b.feed:
        return False
    if all(keys):
        return keys[0] == keys[1]
    group = group_key(a.company, a.title)
    return (
        group is not None
        and group == group_key(b.company, b.title)
        and abs(a.seen_at - b.seen_at) <= MOST_APART
        and (not a.regions or not b.regions or not a.regions.isdisjoint(b.regions))
        and _same_place(a.location, b.location)
    )


def group_key(company: str, title: str) -> str | None:
    """Give the key that all copies of a vacancy share, or None where the listing does not say enough."""
    keys = company_key(company), title_key(title)
    joined = "|".join(keys)
    return joined if all(keys) and len(joined) <= _MOST_KEY else None


def company_key(company: str) -> str:
    """Fold a company's name and drop its legal form; '' where it is not known."""
    words = _words(_folded(company).replace(".", ""))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def title_key(title: str) -> str:
    """Fold a title and drop what is not the job: marks of gender, and 'remote' where it stands apart."""
    pieces = _TITLE_BREAK.split(_BARE_GENDERS.sub(" ", _folded(title)))
    kept = [word for piece in pieces for word in _title_words(piece)]
    return " ".join(_ABBREVIATIONS.get(word, word) for word in kept)


def ats_key(url: str) -> str | None:
    """Give the applicant tracking system's number in a link, such as ``greenhouse:4321``."""
    try:
        parts = urlsplit(url)
        host, parameters = (parts.hostname or "").lower(), parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    for name, parameter in _PARAMETERS:
        if parameter in parameters:
            return f"{name}:{parameters[parameter][0].lower()[:_MOST_KEY]}"
    for name, domain, number in _TRACKERS:
        found = number.search(parts.path.lower()) if host.endswith(f".{domain}") else None
        if found:
            return f"{name}:{found.group(1)[:_MOST_KEY]}"
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(folded: str) -> list[str]:
    return _WORD.findall(folded)


def _title_words(piece: str) -> list[str]:
    words = _words(piece)
    remote = "remote" in words and _REMOTE_WORDS.issuperset(words)
    genders = len(words) > 1 and _GENDERS.issuperset(words)
    return [] if remote or genders or tuple(words) in _NO_TITLE else words


def _same_place(a: str, b: str) -> bool:
    """Tell whether two locations overlap; one that is not stated does with every other."""
    ours, theirs = _places(a), _places(b)
    return not ours or not theirs or any(_overlap(one, other) for one in ours for other in theirs)


def _overlap(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """'Berlin, Germany' lies in 'Germany', and 'San Francisco, CA' is 'San Francisco, California'."""
    return a[0] == b[0] or set(a) <= set(b) or set(b) <= set(a)


def _places(location: str) -> list[tuple[str, ...]]:
    """Give each place as its parts, the narrowest first; none where the location is only 'Remote'."""
    pieces = (map(_place_part, _PART_BREAK.split(piece)) for piece in _PLACE_BREAK.split(_folded(location)))
    return [place for place in (tuple(filter(None, parts)) for parts in pieces) if place]


def _place_part(part: str) -> str:
    words = " ".join(word for word in _words(part.replace(".", "")) if word not in _NO_PLACE)
    return _country_codes().get(words, words)


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    names = Locale("en").territories
    countries = {name.casefold(): code.lower() for code, name in names.items() if len(code) == len("US")}
    return {**countries, **_COUNTRIES}
