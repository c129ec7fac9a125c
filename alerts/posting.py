"""A vacancy in Rolecall's words: its listing, its facts with their evidence, and the matcher's view; knows no format.

Field names follow schema.org/JobPosting where it has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Markup(StrEnum):
    """What a description is written in."""

    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class Part(StrEnum):
    """A part of a listing's canonical text; evidence points into one of them."""

    TITLE = "title"
    COMPANY = "company"
    LOCATION = "location"
    TAGS = "tags"
    FIELDS = "fields"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingText:
    """The canonical text of a listing: what is read, quoted and searched.

    ``tags`` are the board's own labels and ``fields`` the feed's structured values, both one a line, so that a fact
    taken from them has a place to point at as well.
    """

    title: str = ""
    company: str = ""
    location: str = ""
    tags: str = ""
    fields: str = ""
    body: str = ""

    def part(self, part: Part) -> str:
        """Give the text of one part."""
        text: str = getattr(self, part.value)
        return text


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: ``text.part(part)[start:end] == quote``."""

    part: Part
    start: int
    end: int
    quote: str


class Workplace(StrEnum):
    """The most remote arrangement that a posting offers."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ONSITE = "onsite"


class Period(StrEnum):
    """What a sum of money is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ONCE = "once"


class Strength(StrEnum):
    """How strongly a posting asks for a technology, strongest first."""

    TITLE = "title"
    REQUIRED = "required"
    NICE = "nice"
    MENTIONED = "mentioned"


class PayBasis(StrEnum):
    """What a pay band counts: base pay, or on-target earnings where no base is given."""

    BASE = "base"
    OTE = "OTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A pay band without its evidence. ``minimum`` None is 'up to', ``maximum`` None is 'from'.

    ``currency`` is ISO 4217, or None where the posting does not let one tell. ``where`` is the place, zone or level
    that the band is for.
    """

    minimum: Decimal | None
    maximum: Decimal | None
    currency: str | None
    period: Period
    where: str | None = None
    basis: PayBasis = PayBasis.BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum that a benefit is worth."""

    amount: Decimal
    currency: str | None
    period: Period


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A fact and the words that prove it."""

    value: T
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatedPay:
    """A pay band and the words that prove it."""

    band: Band
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology that the posting names; ``slug`` is from ``reading/technologies.toml``."""

    slug: str
    strength: Strength
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit that the posting offers; ``slug`` is from ``reading/benefits.toml``."""

    slug: str
    evidence: tuple[Evidence, ...]
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a listing says. Nothing found is None or empty, which means 'not stated', never 'no'."""

    workplace: Stated[Workplace] | None = None
    pay: tuple[StatedPay, ...] = ()
    regions: tuple[Stated[str], ...] = ()
    stack: tuple[Technology, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    levels: tuple[Stated[str], ...] = ()
    roles: tuple[Stated[str], ...] = ()
    employment: tuple[Stated[str], ...] = ()
    language: Stated[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a feed states in structured fields, already in our words; a format's module fills it.

    ``pay_text`` is a feed's own salary field in prose, read as pay by the pay reader. Sums are in the currency's
    main unit, never in cents.
    """

    pay: tuple[Band, ...] = ()
    pay_text: str = ""
    workplace: Workplace | None = None
    regions: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A vacancy as one feed has it, not yet read.

    ``entry`` is the raw entry as JSON values, kept so that it can be parsed and read again. ``content_hash`` covers
    what a reader of the posting would call its content, not the touch of a date. ``detail_url`` is where the rest of
    it is to be had, '' where it is whole. ``valid_until`` is when it is over by its own word.
    """

    native_key: str
    url: str
    text: PostingText
    fields: Fields
    entry: Mapping[str, Any]
    content_hash: str
    posted_at: datetime | None = None
    detail_url: str = ""
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadListing:
    """A listing with its facts: what is stored."""

    listing: Listing
    facts: Facts


_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The matcher's compact view of a posting: facts without their evidence.

    ``stack`` gives each technology its strength, ``benefits`` each benefit its amount or None. ``text`` fetches the
    body on demand: only text criteria ask for it, and only once every other criterion passes. ``feeds`` are the
    names of the feeds that list the posting. ``seen_at`` is aware UTC, when the posting was first seen.
    """

    title: str
    company: str
    seen_at: datetime
    feeds: tuple[str, ...] = ()
    posted_at: datetime | None = None
    workplace: Workplace | None = None
    pay: tuple[Band, ...] = ()
    regions: frozenset[str] = frozenset()
    stack: Mapping[str, Strength] = field(default_factory=lambda: _NOTHING)
    benefits: Mapping[str, Money | None] = field(default_factory=lambda: _NOTHING)
    levels: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    employment: frozenset[str] = frozenset()
    language: str | None = None
    text: Callable[[], str] = field(default=str, compare=False, repr=False)


def subject_of(
    text: PostingText,
    facts: Facts,
    *,
    seen_at: datetime,
    feeds: tuple[str, ...] = (),
    posted_at: datetime | None = None,
) -> Subject:
    """Make the matcher's view of a listing's text and facts."""
    return Subject(
        title=text.title,
        company=text.company,
        seen_at=seen_at,
        feeds=feeds,
        posted_at=posted_at,
        workplace=facts.workplace.value if facts.workplace else None,
        pay=tuple(stated.band for stated in facts.pay),
        regions=frozenset(stated.value for stated in facts.regions),
        stack={technology.slug: technology.strength for technology in facts.stack},
        benefits={benefit.slug: benefit.amount for benefit in facts.benefits},
        levels=frozenset(stated.value for stated in facts.levels),
        roles=frozenset(stated.value for stated in facts.roles),
        employment=frozenset(stated.value for stated in facts.employment),
        language=facts.language.value if facts.language else None,
        text=lambda: text.body,
    )


@dataclass(frozen=True, slots=True)
class FoundOn:
    """A place where a posting was found: the feed's name and the posting's link there."""

    feed: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The vacancy: groups the listings of one job on several boards; subject and facts are its lead listing's.

    ``content_hash`` is the lead listing's: it tells whether the posting changed since it was looked up. ``closed``
    says that no board lists it any more.
    """

    id: int
    content_hash: str
    subject: Subject
    text: PostingText
    facts: Facts
    url: str
    found_on: tuple[FoundOn, ...]
    closed: bool = False
