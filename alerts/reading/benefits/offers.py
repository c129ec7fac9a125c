"""Decides which mentions of benefits are offers, by their kind and their company; knows no sum."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import filterfalse

from alerts.posting import Part
from alerts.reading.benefits.aims import is_aimed_at
from alerts.reading.benefits.mentions import Kind, Mention, Mentions, find_mentions, lexicon, words_of
from alerts.reading.benefits.negation import is_taken_back
from alerts.reading.sections import SectionKind, kind_at, sections_of
from alerts.reading.source import Source

# In words: how far money may stand from what it is for, and how far other benefits still are company.
_MONEY_REACH = 7
_SUM_REACH = 14
_COMPANY_REACH = 40
_FEW = 2
# Where benefits are named for other reasons: as skills, duties, products, grounds of discrimination.
_ELSEWHERE = frozenset(SectionKind) - {SectionKind.BENEFITS, SectionKind.OTHER}


@dataclass(frozen=True, slots=True)
class Offer:
    """A benefit offered and the words that say so."""

    slug: str
    part: Part
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Claim:
    """A benefit that a mention may offer: surely, or only in company."""

    slug: str
    sure: bool
    mention: Mention
    section: SectionKind


def find_offers(source: Source, part: Part) -> tuple[Offer, ...]:
    """Find what a part of a posting offers, left to right."""
    mentions = find_mentions(source, part)
    claims = tuple(_claims(source, mentions))
    firsts = [claim.mention.first for claim in claims]
    offers = []
    for claim in claims:
        start = bisect_left(firsts, claim.mention.first - _COMPANY_REACH)
        end = bisect_right(firsts, claim.mention.last + _COMPANY_REACH)
        if _holds(claim, claims[start:end]):
            offers.append(Offer(claim.slug, part, claim.mention))
    return tuple(offers)


def _claims(source: Source, mentions: Mentions) -> Iterator[_Claim]:
    cut = sections_of(source, Part.BODY) if mentions.part is Part.BODY else ()
    for at, mention in enumerate(mentions.found):
        if not mention.offers or is_taken_back(mentions, mention):
            continue
        topics = any(sense.kind is Kind.TOPIC for sense in mention.senses)
        paid = _paid(mentions, at) if topics else frozenset()
        section = kind_at(cut, mention.start)
        for sense in mention.senses:
            paid_topic = sense.kind is Kind.TOPIC and not paid.isdisjoint(_payers(sense.slug))
            beside = sense.kind is Kind.BESIDE and _touches_sum(mentions, mention)
            aimed = sense.kind is Kind.AIMED and is_aimed_at(mentions, mention)
            sure = sense.kind is Kind.SURE or paid_topic or beside or aimed
            if sure or sense.kind is Kind.WEAK:
                yield _Claim(sense.slug, sure, mention, section)


def _paid(mentions: Mentions, at: int) -> frozenset[str]:
    """Give the benefits that money is spoken of for around a mention; the empty slug stands for any."""
    mention = mentions.found[at]
    slugs = {
        sense.slug
        for other in mentions.near(at, _MONEY_REACH)
        for sense in other.senses
        if sense.kind in (Kind.MONEY, Kind.NEAR)
    }
    before = mentions.before(mention, _SUM_REACH)
    others = not words_of("else_aimed").isdisjoint(before)
    if not others and (_has_sum(before) or _has_sum(mentions.after(mention, _MONEY_REACH))):
        slugs.add("")
    return frozenset(slugs)


def _has_sum(words: tuple[str, ...]) -> bool:
    """Say whether money stands among words; its figures are words too ("1", ",", "200"), so they reach less far."""
    return not words_of("currency").isdisjoint(words) and any(word[0].isdigit() for word in words)


def _touches_sum(mentions: Mentions, mention: Mention) -> bool:
    """Say whether a sum, or a sum and its period, stands right before a mention or right behind it."""
    before, behind = mentions.before(mention, _SUM_REACH), mentions.after(mention, _MONEY_REACH)
    nearest, follows = (
        next(filterfalse(words_of("span").__contains__, words), "") for words in (before, behind)
    )
    return (nearest[:1].isdigit() and _has_sum(before)) or (
        _has_sum(behind) and (follows[:1].isdigit() or follows in words_of("currency"))
    )


@cache
def _payers(slug: str) -> frozenset[str]:
    """Give what must stand around a topic of a benefit: its own words or, but for a few, any money."""
    own = next(row for row in lexicon().rows if row.slug == slug)
    return frozenset({slug} if "near_only" in own.settings else {slug, ""})


@cache
def _sold() -> frozenset[str]:
    return frozenset(row.slug for row in lexicon().rows if "sold" in row.settings)


def _holds(claim: _Claim, around: tuple[_Claim, ...]) -> bool:
    """Say whether a claim is an offer, given the claims around it."""
    others = [other for other in around if other.slug != claim.slug]
    if claim.sure:
        about_company = claim.section is SectionKind.COMPANY and claim.slug in _sold()
        return not about_company or any(other.sure for other in others)
    if claim.section is SectionKind.BENEFITS:
        return True
    beside = [other for other in others if other.mention.clause == claim.mention.clause]
    if claim.section in _ELSEWHERE:
        return len({other.slug for other in beside if other.sure}) >= _FEW
    return _company(beside) or len({other.slug for other in others if other.sure}) >= _FEW


def _company(beside: list[_Claim]) -> bool:
    return len({other.slug for other in beside}) >= _FEW and any(other.sure for other in beside)
