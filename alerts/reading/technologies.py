"""The technologies that a posting may name and their words, from ``technologies.toml``; reads no posting."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from alerts.reading.lexicon import Lexicon, Row, fold, load, lookup
from alerts.tokens import PhraseIndex


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of one technology's names.

    ``given`` says that a weak name is proof where it is written just so. ``before`` and ``after`` are words
    that prove one beside it. ``beside``, where not empty, are the only technologies that prove one in a list.
    ``vendor`` says that it is a company as well.
    """

    slug: str
    given: bool
    vendor: bool
    before: frozenset[str]
    after: frozenset[str]
    beside: frozenset[str]


# A technology that has no row, and so no slug.
OTHER = Rule("", given=False, vendor=False, before=frozenset(), after=frozenset(), beside=frozenset())


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a technology as it is written; a weak one is an ordinary word as well."""

    rule: Rule
    written: str
    weak: bool


_SURE = ("alias", "also")
_WEAK = "weak"
_NOT = "not"


@cache
def lexicon() -> Lexicon:
    """Give the technologies' lexicon."""
    return load("technologies")


@cache
def technology_slugs() -> tuple[str, ...]:
    """Give the slugs of all technologies."""
    return lexicon().slugs


def technology_slug(word: str) -> str | None:
    """Give the slug that a slug or another name stands for, in any case."""
    return _slugs_by_words().get(fold(word))


@cache
def names() -> PhraseIndex[tuple[Name, ...]]:
    """Index every name, those of technologies without a row as well; one phrase may name two technologies."""
    by_words: dict[tuple[str, ...], tuple[str, list[Name]]] = {}
    known = [name for row in lexicon().rows for name in _names_of(row)]
    for name in (*known, *(Name(OTHER, other, weak=False) for other in lexicon().sets["others"])):
        by_words.setdefault(fold(name.written), (name.written, []))[1].append(name)
    return PhraseIndex((phrase, tuple(found)) for phrase, found in by_words.values())


@cache
def lookalikes() -> PhraseIndex[frozenset[str]]:
    """Index the phrases in which a name stands for something else, with the slugs that they are not."""
    by_phrase: dict[str, set[str]] = defaultdict(set)
    for phrase, slug in lexicon().pairs(_NOT):
        by_phrase[" ".join(key for key in fold(phrase) if key != "&")].add(slug)
    return PhraseIndex((phrase, frozenset(slugs)) for phrase, slugs in by_phrase.items())


@cache
def words(kind: str) -> frozenset[str]:
    """Give one of the lexicon's sets of single words."""
    return frozenset(lexicon().sets[kind])


@cache
def _slugs_by_words() -> Mapping[tuple[str, ...], str]:
    return lookup(lexicon())


def _names_of(row: Row) -> Iterator[Name]:
    rule = Rule(
        slug=row.slug,
        given=row.settings.get("case") == "given",
        vendor=row.settings.get("vendor") == "yes",
        before=_beside(row, "before"),
        after=_beside(row, "after"),
        beside=frozenset(row.phrases("beside")),
    )
    for kind in (*_SURE, _WEAK):
        for phrase in row.phrases(kind):
            yield Name(rule, phrase, kind == _WEAK)


def _beside(row: Row, side: str) -> frozenset[str]:
    return frozenset(row.kinds[side]) if side in row.kinds else words(side)
