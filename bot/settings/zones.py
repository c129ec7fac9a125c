"""The time zone of a chat: by its IANA name, by a city or by a country."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global

from alerts.chat_settings import ChatSettings
from alerts.criteria.vocabulary import look_up
from alerts.errors import CommandError
from bot.settings.setting import Setting
from bot.wording.language import N_, spoken

UTC_NAME = "UTC"
_MOST_SUGGESTED = 6
# Where a country has many zones, those in which most of its people live.
_LARGE = {
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "CA": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver", "America/Halifax"),
    "AU": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth"),
    "BR": ("America/Sao_Paulo", "America/Manaus"),
    "MX": ("America/Mexico_City", "America/Tijuana"),
    "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "PT": ("Europe/Lisbon", "Atlantic/Azores"),
}
# How people call zones that have several names or none of their own.
_CALLED = {
    **dict.fromkeys(("utc", "gmt", "z", "zulu"), UTC_NAME),
    **dict.fromkeys(("et", "est", "edt", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("cet", "cest", "mez", "mesz"), "Europe/Berlin"),
    "bst": "Europe/London",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
}
_COMMON = {
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "en": (
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
        "Europe/London",
        "Europe/Berlin",
        "Asia/Kolkata",
    ),
}


def zone_named(text: str) -> str:
    """Give the IANA name of a zone, city or country. Raises `CommandError` with the nearest ones."""
    said = " ".join(text.replace("_", " ").split()).casefold()
    found = _CALLED.get(said) or _names().get(said)
    if found:
        return found
    country = look_up("region", said)
    zones = _LARGE.get(country or "") or tuple(_of_countries()[country or ""])
    if zones and len({_offsets(zone) for zone in zones}) == 1:
        return zones[0]
    if zones:
        raise CommandError("There are several time zones there. Give one: {zones}", zones=_listed(zones))
    close = get_close_matches(said, _names(), n=3, cutoff=0.6)
    if close:
        raise CommandError(
            "I know no time zone '{text}'. Did you mean {zones}?",
            text=text[:40],
            zones=_listed(_names()[one] for one in close),
        )
    raise CommandError(
        "I know no time zone '{text}'. Give a larger city nearby: /settings zone Europe/Berlin",
        text=text[:40],
    )


@cache
def _zones() -> frozenset[str]:
    """Give all zones that this machine knows, found by reading its files: slow, so once."""
    return frozenset(available_timezones())


@cache
def _names() -> dict[str, str]:
    """Map zones by their whole name and by their city, with spaces."""
    whole = {name.replace("_", " ").casefold(): name for name in sorted(_zones())}
    cities = {
        name.rpartition("/")[2].replace("_", " ").casefold(): name
        for name in sorted(_zones())
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
    }
    return cities | whole


@cache
def _of_countries() -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for zone, country in sorted(get_global("zone_territories").items()):
        if zone in _zones():
            found[country].append(zone)
    return found


def _offsets(zone: str) -> tuple[object, ...]:
    """Give a zone's offsets in winter and in summer."""
    year = datetime.now(UTC).year
    return tuple(ZoneInfo(zone).utcoffset(datetime(year, month, 1)) for month in (1, 7))  # noqa: DTZ001 - a wall clock


def _listed(zones: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(list(zones)[:_MOST_SUGGESTED]))


def _shown(zone: str | None) -> str:
    return zone or UTC_NAME


def _suggested(_settings: ChatSettings) -> tuple[tuple[str, str], ...]:
    return tuple(
        (zone, zone.rpartition("/")[2].replace("_", " ")) for zone in _COMMON.get(spoken(), _COMMON["en"])
    )


ZONE = Setting(
    name="zone",
    label=N_("Time zone"),
    question=N_("In which time zone are you? Or type it, or a city: Europe/Lisbon, Tokyo"),
    read=zone_named,
    show=_shown,
    suggest=_suggested,
    aliases=("timezone", "time", "tz"),
)
