"""Reads the benefits that a posting offers and what they are worth; ``benefits.toml`` knows them by name.

A phrase that means a benefit wherever it stands is enough. A weaker one counts in company: in a section on
benefits, or with other benefits around it. A thing that money may be given for ("home office", "courses")
needs the money too.
"""

from collections.abc import Mapping
from functools import cache

from alerts.posting import Benefit, Evidence, Money, Part
from alerts.reading.benefits.mentions import lexicon
from alerts.reading.benefits.offers import find_offers
from alerts.reading.benefits.worth import worth_of
from alerts.reading.clauses import folded
from alerts.reading.lexicon import lookup
from alerts.reading.source import Source

__all__ = ["benefit_slug", "benefit_slugs", "read_benefits"]

_MOST_EVIDENCE = 3


@cache
def benefit_slugs() -> tuple[str, ...]:
    """Give the slugs of all benefits, in the lexicon's order."""
    return lexicon().slugs


def benefit_slug(words: str) -> str | None:
    """Give the benefit that a person's words name, None where they name none."""
    return _aliases().get(folded(words))


def read_benefits(source: Source) -> tuple[Benefit, ...]:
    """Read every benefit offered, in the lexicon's order, with its worth and the words that prove it."""
    offers: dict[str, list[Evidence]] = {}
    worth: dict[str, Money] = {}
    for part in (Part.BODY, Part.TAGS):
        found = find_offers(source, part)
        worth = worth_of(source, part, found) | worth
        for offer in found:
            quote = source.evidence(part, offer.mention.start, offer.mention.end)
            for slug in (offer.slug, *_implied(offer.slug)):
                offers.setdefault(slug, []).append(quote)
    return tuple(
        Benefit(slug, tuple(offers[slug][:_MOST_EVIDENCE]), worth.get(slug))
        for slug in benefit_slugs()
        if slug in offers
    )


@cache
def _implied(slug: str) -> tuple[str, ...]:
    """Give the benefit that another one is a kind of: unlimited leave is leave."""
    rows = (row for row in lexicon().rows if row.slug == slug)
    return tuple(row.settings["implies"] for row in rows if "implies" in row.settings)


@cache
def _aliases() -> Mapping[tuple[str, ...], str]:
    return lookup(lexicon(), folded)
