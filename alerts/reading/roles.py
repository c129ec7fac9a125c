"""Reads what kind of work a role is: from its title, else from what its text calls the job; knows no level.

Skills and colleagues are named by the same words as roles, so the text counts only where it calls the job by
a name, "we are looking for a backend engineer", and then only its first such words.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from alerts.posting import Part, Stated
from alerts.reading.clauses import after, before, clause_tokens, title_tokens
from alerts.reading.lexicon import Lexicon, fold, load, lookup, slugs_index, speaks_before
from alerts.reading.source import Source
from alerts.reading.stating import Saying, stated

# How many words before a role may speak of the job, and how many behind it may name it.
_CUE_REACH = 8
_NOUN_REACH = 3


def read_roles(source: Source) -> tuple[Stated[str], ...]:
    """Read every role that the posting states, in the lexicon's order."""
    said = tuple(_in_title(source, "title") or _in_title(source, "job") or _first_in_body(source))
    return stated(source, said, role_slugs())


@cache
def role_slugs() -> tuple[str, ...]:
    """Give the slugs of all roles."""
    return _lexicon().slugs


def role_slug(word: str) -> str | None:
    """Give the role that a person's word names, None where it names none."""
    return _aliases().get(fold(word))


def _in_title(source: Source, kind: str) -> tuple[Saying, ...]:
    hits = slugs_index("roles", kind).find(title_tokens(source))
    return tuple(Saying(slug, Part.TITLE, hit.start, hit.end) for hit in hits for slug in hit.value)


def _first_in_body(source: Source) -> Iterator[Saying]:
    tokens = clause_tokens(source, Part.BODY)
    for hit in slugs_index("roles", "word").find(tokens):
        around = after(tokens, hit.first, hit.last - hit.first + _NOUN_REACH)
        if not _nouns().isdisjoint(around) and speaks_before(
            _lexicon(), before(tokens, hit.first, _CUE_REACH)
        ):
            yield from (Saying(slug, Part.BODY, hit.start, hit.end) for slug in hit.value)
            return


@cache
def _lexicon() -> Lexicon:
    return load("roles")


@cache
def _nouns() -> frozenset[str]:
    return frozenset(_lexicon().sets["engineer"])


@cache
def _aliases() -> Mapping[tuple[str, ...], str]:
    return lookup(_lexicon())
