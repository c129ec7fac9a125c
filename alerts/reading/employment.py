"""Reads the kinds of employment that a posting offers: from the feed's own field, its title, and its text.

The words for it are as often about something else (experience, colleagues, products): in the text they count
before a word for the job, behind a label, alone in their line, or where the clause hires somebody of the kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from alerts.posting import Part, Stated
from alerts.reading.clauses import after, before, clause_tokens, title_tokens
from alerts.reading.lexicon import Lexicon, fold, load, lookup, slugs_index
from alerts.reading.source import Source
from alerts.reading.stating import Saying, said_in_fields, stated
from alerts.tokens import Found, Tokens

_REACH = 4
# Longer than any line that only names a kind of employment.
_ALONE_REACH = 8
# Brackets say nothing in a clause, but begin and end an item of a list.
_BRACKETS = ("(", ")")
_LONGEST_BRACKET = 2
# "We need a full-time senior growth marketing manager": from the verb to the kind, and from the kind to the job.
_HIRE_REACH = 6
# "Not a contract role", "temp-to-hire is not what we do": where a denial stands before a kind, and behind it.
_DENIED_BEFORE = 2
_DENIED_BEHIND = 3


def read_employment(source: Source) -> tuple[Stated[str], ...]:
    """Read what kinds of employment are offered: by the field, else by the title, else by the text."""
    said = (
        said_in_fields(source, "employment", source.fields.employment, employment_slug)
        or tuple(_in_title(source))
        or tuple(saying for part in (Part.TAGS, Part.BODY) for saying in _in_text(source, part))
    )
    return stated(source, said, employment_slugs())


@cache
def employment_slugs() -> tuple[str, ...]:
    """Give the slugs of all kinds of employment."""
    return _lexicon().slugs


def employment_slug(word: str) -> str | None:
    """Give the kind of employment that a person's word names, None where it names none."""
    return _aliases().get(fold(word))


def _in_title(source: Source) -> Iterator[Saying]:
    for hit in slugs_index("employment", "title").find(title_tokens(source)):
        yield from (Saying(slug, Part.TITLE, hit.start, hit.end) for slug in hit.value)


def _in_text(source: Source, part: Part) -> Iterator[Saying]:
    text, tokens = source.text.part(part), clause_tokens(source, part)
    for hit in slugs_index("employment", "sure").find(tokens):
        if not _is_denied(tokens, hit):
            yield from (Saying(slug, part, hit.start, hit.end) for slug in hit.value)
    for hit in slugs_index("employment", "word").find(tokens):
        if hit.value and not _is_denied(tokens, hit) and _is_the_roles(tokens, hit, _bracketed(text, hit)):
            yield from (Saying(slug, part, hit.start, hit.end) for slug in hit.value)


def _bracketed(text: str, hit: Found[tuple[str, ...]]) -> tuple[bool, bool]:
    """Say whether a bracket stands right before a kind, and right behind it."""
    return text.endswith("(", 0, hit.start), text[hit.end : hit.end + _LONGEST_BRACKET].lstrip()[
        :1
    ] in _BRACKETS


def _is_the_roles(tokens: Tokens, hit: Found[tuple[str, ...]], bracketed: tuple[bool, bool]) -> bool:
    """Say whether a word for employment speaks of the job, by the words of its clause around it."""
    behind = after(tokens, hit.last, _ALONE_REACH)
    ahead = before(tokens, hit.first, _ALONE_REACH)
    labelled = ahead[:1] == (":",) and not _words("label").isdisjoint(ahead[1:_REACH])
    opened, closed = bracketed
    item = (opened or _opens_item(ahead)) and (closed or _closes_item(behind))
    if _is_label(tokens.keys[hit.first : hit.last], behind):
        return False
    if labelled or item or behind[:1] == (":",) or _names_job(behind[:_REACH]) or _hires(ahead, behind):
        return True
    if not ahead and _names_job_soon(behind[:_REACH]):
        return True
    line = {word for word in (*ahead, *behind) if word.isalnum()}
    return len(ahead) + len(behind) < _ALONE_REACH and line <= _words("filler") | _words("noun")


def _is_denied(tokens: Tokens, hit: Found[tuple[str, ...]]) -> bool:
    """Say whether the words beside a kind say that the job is not of it."""
    ahead, behind = before(tokens, hit.first, _DENIED_BEFORE), after(tokens, hit.last, _DENIED_BEHIND)
    said_of_it = behind[:1] and behind[0] in _words("copula")
    return not _words("denied").isdisjoint((*ahead, *(behind if said_of_it else ())))


def _hires(ahead: Sequence[str], behind: Sequence[str]) -> bool:
    """Say whether the clause hires somebody of the kind: "we need a full-time growth marketing manager"."""
    at = next((at for at, word in enumerate(ahead[:_HIRE_REACH]) if word in _words("cue")), None)
    job = next((at for at, word in enumerate(behind[:_HIRE_REACH]) if word in _words("job")), None)
    if at is None or job is None:
        return False
    return _words("other").isdisjoint((*ahead[:at], *behind[:job]))


def _is_label(words: Sequence[str], behind: Sequence[str]) -> bool:
    """Say whether a colon makes a label of a kind's word: "Contract: permanent", but not "Contract: 400 € a day"."""
    return (
        len(words) == 1
        and words[0] in _words("label")
        and behind[:1] == (":",)
        and not any(map(str.isdigit, behind[1:_REACH]))
    )


def _opens_item(ahead: Sequence[str]) -> bool:
    """Say whether an item of a list may begin here: "permanent, full-time, 38 hours a week"."""
    return not ahead or ahead[0] in _words("delimiter") or not ahead[0].isalnum()


def _closes_item(behind: Sequence[str]) -> bool:
    return not behind or behind[0].isdigit() or behind[0] in _words("delimiter") | _words("limit")


def _names_job(words: Sequence[str]) -> bool:
    """Say whether a word for the job comes before any that is not beside the point."""
    telling = (word for word in words if word.isalnum() and word not in _words("filler"))
    return next(telling, "") in _words("noun")


def _names_job_soon(words: Sequence[str]) -> bool:
    """Say whether a word for the job comes before any for staff: "Full-time rotational program for graduates"."""
    job = next((at for at, word in enumerate(words) if word in _words("noun") | _words("job")), None)
    return job is not None and _words("other").isdisjoint(words[:job])


@cache
def _lexicon() -> Lexicon:
    return load("employment")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_lexicon().sets[name])


@cache
def _aliases() -> Mapping[tuple[str, ...], str]:
    return lookup(_lexicon())
