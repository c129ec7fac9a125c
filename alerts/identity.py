"""Tells whether two listings on different boards are one vacancy; pure, and rather two alerts than one lost.

An applicant tracking system's own number decides where both links have one and the companies agree. Otherwise
company, title and place must agree, and long texts must be one text: an employer or an agency looks for several people
under one title. A title alone never tells, and two listings of one feed are two vacancies.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from babel import Locale

# A vacancy that comes up again later than this is a new one.
MOST_APART = timedelta(days=30)
# Longer names are no names; as keys of an index they would be refused by PostgreSQL.
MOST_KEY = 300
# Below so many runs of four words a text tells nothing; copies share three quarters of the shorter one.
_TELLING = 80
_MOSTLY = 0.75
_MOST_TEXT = 50_000


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+|[+#]")
_LEGAL_FORMS = _set(
    "inc incorporated corp corporation co company ltd limited llc llp plc pty pte gmbh mbh ag kg kgaa ug"
    " se ev sa sas sarl sl slu srl spa bv nv ab as asa oy oyj aps kk sro zoo"
)
_DOMAIN_ENDING = re.compile(r"(?<=\w)\.(?:com|co|io|ai|dev|app|net|org)(?=,|\s|$)")
_YEAR_OF_STARTUPS = re.compile(r"\(yc\s?[swfx]\d\d\)")
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
# Which hosts are whose, where the number stands in their paths, and whether it counts only within its board.
_TRACKERS = (
    ("greenhouse", "greenhouse.io", re.compile(r"/jobs/(\d+)"), False),
    ("lever", "lever.co", re.compile(rf"/({_UUID})"), False),
    ("ashby", "ashbyhq.com", re.compile(rf"/({_UUID})"), False),
    ("workable", "workable.com", re.compile(r"/j/([0-9a-f]{8,12})\b"), False),
    ("smartrecruiters", "smartrecruiters.com", re.compile(r"/(\d{12,20})\b"), False),
    ("recruitee", "recruitee.com", re.compile(r"/o/([\w-]{1,200})"), True),
    ("personio", "personio.de", re.compile(r"/job/(\d+)"), True),
    ("personio", "personio.com", re.compile(r"/job/(\d+)"), True),
    ("teamtailor", "teamtailor.com", re.compile(r"/jobs/(\d+)"), True),
)
# The parameters in which companies' own pages, or a domain's, hand the number on.
_PARAMETERS = (
    ("greenhouse", "gh_jid", ""),
    ("ashby", "ashby_jid", ""),
    ("greenhouse", "token", "greenhouse.io"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """What of a listing tells which vacancy it is; ``regions`` are those of its facts, ``body`` is its text."""

    feed: int
    company: str
    title: str
    location: str
    url: str
    regions: frozenset[str]
    seen_at: datetime
    body: str = ""


def belongs(vacancy: Vacancy, to: Sequence[Vacancy]) -> bool:
    """Tell whether a listing is one more copy of the vacancy that others are copies of.

    It must agree with each of them, so that 'Berlin' and 'Munich' do not meet by way of 'Germany'.
    """
    key = ats_key(vacancy.url)
    others = {ats_key(other.url) for other in to} - {None}
    if any(other.feed == vacancy.feed for other in to) or (key and others - {key}):
        return False
    numbered = [other for other in to if key is not None and ats_key(other.url) == key]
    if numbered:
        return all(_companies_agree(vacancy.company, other.company) for other in numbered)
    return all(same_vacancy(vacancy, other) for other in to)


def same_vacancy(a: Vacancy, b: Vacancy) -> bool:
    """Tell whether two listings are copies of one vacancy."""
    keys = ats_key(a.url), ats_key(b.url)
    if a.feed == b.feed:
        return False
    if all(keys):
        return keys[0] == keys[1] and _companies_agree(a.company, b.company)
    # One board may write the place into the title, the other beside it.
    places = f"{a.location};{b.location}"
    group = group_key(a.company, a.title, places)
    return (
        group is not None
        and group == group_key(b.company, b.title, places)
        and abs(a.seen_at - b.seen_at) <= MOST_APART
        and (not a.regions or not b.regions or not a.regions.isdisjoint(b.regions))
        and _same_place(a, b)
        and same_text(a.body, b.body)
    )


def group_key(company: str, title: str, location: str = "") -> str | None:
    """Give the key that all copies of a vacancy share, or None where the listing does not say enough."""
    keys = company_key(company), title_key(title, location)
    joined = "|".join(keys)
    return joined if all(keys) and len(joined) <= MOST_KEY else None


def group_keys(company: str, title: str, location: str) -> frozenset[str]:
    """Give the keys under which copies of a vacancy may be stored: with its place in the title, or without."""
    bare = next(filter(str.strip, _TITLE_BREAK.split(title)), "")
    keys = (group_key(company, title, location), group_key(company, title), group_key(company, bare))
    return frozenset(filter(None, keys))


def company_key(company: str) -> str:
    """Fold a company's name and drop its legal form, its domain's ending and all spaces; '' where it is not known."""
    folded = _DOMAIN_ENDING.sub("", _YEAR_OF_STARTUPS.sub(" ", _folded(company)).strip())
    words = _words(folded.replace(".", ""))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return "".join(words)


def title_key(title: str, location: str = "") -> str:
    """Fold a title and drop what is not the job: marks of gender, and 'remote' or the place where they stand apart."""
    pieces = _TITLE_BREAK.split(_BARE_GENDERS.sub(" ", _folded(title)))
    known = {part for place in _places(location) for part in place}
    jobs = [piece for piece in pieces if not _is_place(piece, known)]
    kept = [word for piece in jobs or pieces for word in _title_words(piece)]
    return " ".join(_ABBREVIATIONS.get(word, word) for word in kept)


def same_text(a: str, b: str) -> bool:
    """Tell whether the shorter of two long texts stands in the longer, but for what a board changes in a copy.

    Short ones tell nothing. Two roles of one employer share its praise of itself, up to two thirds of their words.
    """
    ours, theirs = _shingles(a), _shingles(b)
    fewer = min(len(ours), len(theirs))
    return fewer < _TELLING or len(ours & theirs) >= _MOSTLY * fewer


def ats_key(url: str) -> str | None:
    """Give the applicant tracking system's number in a link, such as ``greenhouse:4321``."""
    try:
        parts = urlsplit(url)
        host, parameters = (parts.hostname or "").lower(), parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    for name, parameter, domain in _PARAMETERS:
        if parameter in parameters and (not domain or host.endswith(f".{domain}")):
            return f"{name}:{parameters[parameter][0].lower()[:MOST_KEY]}"
    for name, domain, number, own in _TRACKERS:
        found = number.search(parts.path.lower()) if host.endswith(f".{domain}") else None
        if found:
            board = f"{host.removesuffix(f'.{domain}')}/" if own else ""
            return f"{name}:{board}{found.group(1)}"[:MOST_KEY]
    return None


def _companies_agree(a: str, b: str) -> bool:
    """Tell whether two names may be one company's: 'Acme' and 'Acme Robotics', but not 'Acme' and 'Bolt'."""
    ours, theirs = company_key(a), company_key(b)
    return ours.startswith(theirs) or theirs.startswith(ours)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _words(folded: str) -> list[str]:
    return _WORD.findall(folded)


def _title_words(piece: str) -> list[str]:
    words = _words(piece)
    remote = "remote" in words and _REMOTE_WORDS.issuperset(words)
    genders = len(words) > 1 and _GENDERS.issuperset(words)
    return [] if remote or genders or tuple(words) in _NO_TITLE else words


def _is_place(piece: str, known: Collection[str]) -> bool:
    """Tell whether a piece of a title is a country's name or one of the ``known`` places, 'remote' beside it or not.

    Of codes only those count that are names as well: 'IT' is a trade.
    """
    words = _place_words(piece)
    return words in _country_codes() or (len(words) > len("IT") and words in known)


def _same_place(a: Vacancy, b: Vacancy) -> bool:
    """Tell whether two vacancies' places overlap; one that is not stated does with every other.

    Where a location names none, countries in the titles stand in for it.
    """
    ours, theirs = _places(a.location), _places(b.location)
    if not (ours and theirs):
        ours, theirs = ours + _title_places(a.title), theirs + _title_places(b.title)
    return not ours or not theirs or any(_overlap(one, other) for one in ours for other in theirs)


def _overlap(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """'Berlin, Germany' lies in 'Germany', and 'San Francisco, CA' is 'San Francisco, California'."""
    return a[0] == b[0] or set(a) <= set(b) or set(b) <= set(a)


def _title_places(title: str) -> list[tuple[str, ...]]:
    pieces = _TITLE_BREAK.split(_folded(title))
    return [(_place_part(piece),) for piece in pieces if _is_place(piece, ())]


def _places(location: str) -> list[tuple[str, ...]]:
    """Give each place as its parts, the narrowest first; none where the location is only 'Remote'."""
    pieces = (map(_place_part, _PART_BREAK.split(piece)) for piece in _PLACE_BREAK.split(_folded(location)))
    return [place for place in (tuple(filter(None, parts)) for parts in pieces) if place]


def _place_part(part: str) -> str:
    words = _place_words(part)
    return _country_codes().get(words, words)


def _place_words(part: str) -> str:
    return " ".join(word for word in _words(part.replace(".", "")) if word not in _NO_PLACE)


@lru_cache(maxsize=128)
def _shingles(text: str) -> frozenset[int]:
    """Give the hashes of each four words in a row."""
    words = _words(_folded(text[:_MOST_TEXT]))
    return frozenset(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    names = Locale("en").territories
    countries = {name.casefold(): code.lower() for code, name in names.items() if len(code) == len("US")}
    return {**countries, **_COUNTRIES}
