"""Documents into listings: the registry of formats; knows none of their syntax."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from alerts.errors import ConfigError, ParseError
from alerts.feeds.ats.ashby import Ashby
from alerts.feeds.ats.bamboohr import BambooHr
from alerts.feeds.ats.breezy import Breezy
from alerts.feeds.ats.greenhouse import Greenhouse
from alerts.feeds.ats.lever import Lever
from alerts.feeds.ats.personio import Personio
from alerts.feeds.ats.pinpoint import Pinpoint
from alerts.feeds.ats.recruitee import Recruitee
from alerts.feeds.ats.rippling import Rippling
from alerts.feeds.ats.teamtailor import Teamtailor
from alerts.feeds.ats.workable import Workable
from alerts.feeds.boards.arbeitnow import Arbeitnow
from alerts.feeds.boards.golangprojects import GolangProjects
from alerts.feeds.boards.hackernews import HackerNews, HnRss
from alerts.feeds.boards.himalayas import Himalayas
from alerts.feeds.boards.jobicy import Jobicy
from alerts.feeds.boards.landingjobs import LandingJobs
from alerts.feeds.boards.larajobs import LaraJobs
from alerts.feeds.boards.pythonorg import PythonOrg
from alerts.feeds.boards.remoteok import RemoteOk
from alerts.feeds.boards.remotive import Remotive
from alerts.feeds.boards.simplify import Simplify
from alerts.feeds.boards.weworkremotely import WeWorkRemotely
from alerts.feeds.boards.workingnomads import WorkingNomads
from alerts.feeds.canonical import (
    ParsedListings,
    completed,
    entry_from_json,
    entry_to_json,
    listing_of,
    listings,
)
from alerts.feeds.contract import Format, Manners
from alerts.feeds.directory import Directory, posting_from_file
from alerts.feeds.entry import Document, PageRequest
from alerts.feeds.jobpage import JobPage
from alerts.feeds.jsonfeed import JsonFeed
from alerts.feeds.sniffing import kind_of
from alerts.feeds.syndication import Atom, Rss
from alerts.feeds.values import host_of, is_below

__all__ = [
    "AUTO",
    "FORMATS",
    "ParsedListings",
    "completed",
    "detect",
    "entry_from_json",
    "entry_to_json",
    "format_named",
    "format_of",
    "listing_of",
    "listings",
    "manners_of",
    "plan",
    "posting_from_file",
]

AUTO = "auto"

# A board with a way of its own to write RSS is one line here.
_DIALECTS = (WeWorkRemotely(), LaraJobs(), GolangProjects(), PythonOrg(), HnRss(), Teamtailor())

# A new format is one line here. `auto` asks in this order, so one board's own formats come first.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        **{dialect.name: dialect for dialect in _DIALECTS},
        "hackernews": HackerNews(),
        "remotive": Remotive(),
        "remoteok": RemoteOk(),
        "jobicy": Jobicy(),
        "himalayas": Himalayas(),
        "arbeitnow": Arbeitnow(),
        "workingnomads": WorkingNomads(),
        "landingjobs": LandingJobs(),
        "simplify": Simplify(),
        "greenhouse": Greenhouse(),
        "lever": Lever(),
        "ashby": Ashby(),
        "workable": Workable(),
        "recruitee": Recruitee(),
        "personio": Personio(),
        "pinpoint": Pinpoint(),
        "breezy": Breezy(),
        "bamboohr": BambooHr(),
        "rippling": Rippling(),
        "jsonfeed": JsonFeed(),
        "rss": Rss(_DIALECTS),
        "atom": Atom(_DIALECTS),
        "jobpage": JobPage(),
        "directory": Directory(),
    }
)


def format_named(name: str) -> Format:
    """Give the format of that name. Raises `ConfigError` naming those that may have been meant."""
    if name in FORMATS:
        return FORMATS[name]
    nearest = get_close_matches(name.lower(), FORMATS, n=1)
    meant = f" Did you mean {nearest[0]!r}?" if nearest else ""
    raise ConfigError(f"There is no feed type {name!r}.{meant} Known: {', '.join(FORMATS)}, {AUTO}.")


def detect(document: Document) -> Format | None:
    """Give the first format that recognises the document."""
    return next((candidate for candidate in FORMATS.values() if candidate.recognises(document)), None)


def format_of(name: str, document: Document | None) -> Format:
    """Give the format of that name, or under ``auto`` the document's own. Raises `ParseError` without one."""
    if name != AUTO or document is None:
        return format_named(name)
    found = detect(document)
    if found is None:
        raise ParseError(f"{kind_of(document.body)} came, in no format that is known")
    # robots.txt was not asked, for whoever says auto means a feed.
    if isinstance(found, JobPage) and "://" in document.url:
        raise ParseError("a page that states postings came: give the feed the type jobpage")
    return found


def plan(name: str, url: str, options: Mapping[str, Any]) -> PageRequest:
    """Give the first request of a feed's round; under ``auto`` the address itself."""
    return PageRequest(url=url) if name == AUTO else format_named(name).plan(url, options)


@lru_cache(maxsize=10_000)
def manners_of(name: str, url: str) -> Manners:
    """Give what the source of a feed asks for: by its host where that is known, else by its format."""
    host = host_of(url)
    of_host = (known.manners for known in FORMATS.values() if is_below(host, known.manners.hosts))
    of_format = FORMATS[name].manners if name in FORMATS else Manners()
    return next(of_host, of_format)
