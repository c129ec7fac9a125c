"""Reads the single values that feeds hold: words, moments, links; knows no feed's layout."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from babel import Locale
from babel.core import get_global

from alerts.errors import EntryError, ParseError
from alerts.feeds.entry import BadEntry
from alerts.feeds.sniffing import Kind, kind_of

# PostgreSQL refuses the one, UTF-8 the others.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MAX_RAW = 20_000
_MAX_KEY = 300
_MAX_URL = 2_000
_MAX_DATE = 64
_MAX_PLACES = 50
_MAX_SAID = 200

_EPOCH = re.compile(r"\d{10}|\d{13}")
_MILLISECONDS = 13
# Earlier is a misread number (feedparser makes an epoch the year 1790), later is a joke.
_YEARS = range(2000, 2100)
# Zones that RFC 822 does not know and that feeds write nevertheless; only those with one meaning.
_ZONES = {"UTC": "+0000", "CET": "+0100", "CEST": "+0200", "EET": "+0200", "EEST": "+0300", "WEST": "+0100"}

# Two letters, without those that are no countries: unions, and what is kept for tests.
_COUNTRY = re.compile("(?!EU|EZ|UN|XA|XB|ZZ)[A-Z]{2}")
_TRACKERS = frozenset(
    (
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_hsenc",
        "_hsmi",
        "gh_src",
    )
)


def storable(text: str) -> str:
    """Drop what no database takes."""
    return _UNSTORABLE.sub("", text)


def words(raw: object) -> str:
    """Give a JSON value's text; nothing for anything but a text or a number."""
    if isinstance(raw, str):
        return storable(raw).strip()
    return str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else ""


def word_list(raw: object) -> tuple[str, ...]:
    """Give the distinct texts of a JSON list, or of one text with commas."""
    parts = raw.split(",") if isinstance(raw, str) else raw if isinstance(raw, list) else ()
    return distinct(words(part) for part in parts)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Leave out repetitions and what is empty; the order stays."""
    return tuple(dict.fromkeys(filter(None, texts)))


def places(texts: Iterable[str]) -> str:
    """Join places into one location."""
    return "; ".join(distinct(text.strip() for text in texts)[:_MAX_PLACES])


def moment(raw: object) -> datetime | None:
    """Read a date in any form that feeds use; without a zone it is UTC, beyond sense it is unknown."""
    text = words(raw)
    if not text or len(text) > _MAX_DATE:
        return None
    try:
        found = _moment(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year in _YEARS else None


def _moment(text: str) -> datetime:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == _MILLISECONDS else 1), UTC)
    body, _, zone = text.rpartition(" ")
    if zone in _ZONES:
        text = f"{body} {_ZONES[zone]}"
    try:
        return datetime.fromisoformat(text.replace(" +", "+"))
    except ValueError:
        return parsedate_to_datetime(text)


def http_url(raw: object, base: str = "") -> str:
    """Give the link if a browser may safely open it, absolute; else nothing."""
    text = words(raw)
    if not text or len(text) > _MAX_URL or any(char.isspace() for char in text):
        return ""
    try:
        url = urlsplit(text if urlsplit(text).scheme else urljoin(base, text))
        fit = url.scheme in ("http", "https") and bool(url.hostname) and "@" not in url.netloc
    except ValueError:
        return ""
    return urlunsplit(url) if fit else ""


def url_key(url: str) -> str:
    """Make the key of a link: without known trackers, but with its query, where the job's number may be."""
    parts = urlsplit(url)
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _is_tracker(name)]
    if len(kept) < len(pairs):
        query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, parts.fragment))


def _is_tracker(name: str) -> bool:
    return name.lower() in _TRACKERS or name.lower().startswith("utm_")


def host_of(url: str) -> str:
    """Give the host that a URL names, in lower case; nothing where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def query_of(url: str) -> dict[str, str]:
    """Give the parameters of a URL's query, of each the last."""
    try:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    except ValueError:
        return {}


def with_query(url: str, **changes: str) -> str:
    """Give the URL with these parameters set in its query."""
    query = urlencode(query_of(url) | changes)
    return urlunsplit(urlsplit(url)._replace(query=query))


def is_below(host: str, domains: Iterable[str]) -> bool:
    """Tell whether a host is one of the domains or lies below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def native_key(raw: object) -> str:
    """Make a key that fits a database index of whatever a feed calls an item's id."""
    key = words(raw)
    return key if len(key) <= _MAX_KEY else f"sha256:{sha256(key.encode()).hexdigest()}"


def country_code(raw: object) -> str | None:
    """Give the ISO 3166 code of a country named in English or by one of its codes."""
    return _countries().get(words(raw).casefold())


@cache
def _countries() -> dict[str, str]:
    names = {code: name for code, name in Locale("en").territories.items() if _COUNTRY.fullmatch(code)}
    by_name = {name.casefold(): code for code, name in names.items()}
    by_code = {code.casefold(): code for code in names}
    aliases = get_global("territory_aliases").items()
    by_alias = {
        alias.casefold(): codes[0] for alias, codes in aliases if len(codes) == 1 and codes[0] in names
    }
    return by_alias | by_name | by_code


def bad_entry(error: EntryError, raw: object) -> BadEntry:
    """Make what the quarantine keeps of an entry."""
    try:
        text = raw if isinstance(raw, str) else json.dumps(raw, default=str, ensure_ascii=False)
    except (RecursionError, ValueError):
        text = "nested too deeply to be written down"
    return BadEntry(error.user_message, storable(text[:_MAX_RAW]))


def said(source: str, *answers: object) -> str:
    """Give what to say of an answer that is no board: the source's own words if it gave any."""
    told = " ".join(distinct(words(answer) for answer in answers))[:_MAX_SAID]
    return f"{source} answers {told!r} instead of a board" if told else f"JSON that is no {source} board came"


def json_value(body: bytes) -> Any:
    """Read a JSON document. Raises `ParseError` that says what came instead."""
    kind = kind_of(body)
    if kind is not Kind.JSON:
        raise ParseError(f"{kind} came instead of JSON")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"the JSON is broken: {error}") from error


def as_object(raw: Any) -> dict[str, Any]:
    """Give a JSON object, empty where something else stands."""
    return raw if isinstance(raw, dict) else {}


def as_list(raw: Any) -> list[Any]:
    """Give a JSON list; a lone value is a list of one, nothing is an empty one."""
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]
