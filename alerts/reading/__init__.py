"""Reads a listing's canonical text and fields into facts, each by a module of its own; knows no feed and no filter."""

from alerts.posting import Facts, Fields, PostingText, Stated
from alerts.reading.benefits import read_benefits
from alerts.reading.employment import read_employment
from alerts.reading.language import read_language
from alerts.reading.levels import read_levels
from alerts.reading.pay import read_pay
from alerts.reading.regions import read_regions
from alerts.reading.roles import read_roles
from alerts.reading.source import Source
from alerts.reading.stack import read_stack
from alerts.reading.workplace import read_workplace

# Raised when any reader gives other facts for the same text; listings read by an older one are then read again.
READING_VERSION = 3


def read_facts(text: PostingText, fields: Fields) -> Facts:
    """Read every fact. What is not stated stays empty; nothing is guessed."""
    source = Source(text, fields)
    regions = read_regions(source)
    return Facts(
        workplace=read_workplace(source),
        pay=read_pay(source, _only_country(regions)),
        regions=regions,
        stack=read_stack(source),
        benefits=read_benefits(source),
        levels=read_levels(source),
        roles=read_roles(source),
        employment=read_employment(source),
        language=read_language(source),
    )


def _only_country(regions: tuple[Stated[str], ...]) -> str | None:
    """Give the country whose dollar a bare ``$`` is, where the posting is for one country."""
    return regions[0].value if len(regions) == 1 else None
