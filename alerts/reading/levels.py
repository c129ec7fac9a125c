"""Reads the levels that a role is open to: from its title, the feed's field, and its text about the role.

A level named in the text is mostly somebody else's: whom to mentor, whom to report to. It is the role's where
the clause speaks of the role ("this position", "looking for") and the level is called one, or goes with a
job's name.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from alerts.posting import Part, Stated
from alerts.reading.clauses import after, before, clause_tokens, title_tokens
from alerts.reading.lexicon import Lexicon, fold, load, lookup, slugs_index, speaks_before
from alerts.reading.source import Source
from alerts.reading.stating import Saying, said_in_fields, stated
from alerts.tokens import Found, Tokens

# How many words before a level may speak of the role, and how many behind it may name the job.
_CUE_REACH = 10
_NOUN_REACH = 4
# "Required experience level (years):" is about as long as a label is.
_LABEL_REACH = 6
# Pay bands by level have two lines at least: "Junior: $2,000 …" and "Senior: $4,000 …".
_FEW = 2
_BAND_REACH = 4
_MOST_TOGETHER = 6
# A level that says more than "senior": "Senior Staff Engineer" is staff, "Senior/Staff Engineer" is either.
_ABOVE_SENIOR = frozenset({"staff", "principal", "manager", "director", "executive"})
_THE = ("the",)
# Words between two levels of a title that leave both open: "Senior to Staff Engineer".
_CHOICE = frozenset({"or", "to", "and"})
_BETWEEN = ("junior", "mid", "senior", "staff", "principal")

_Hit = Found[tuple[str, ...]]


def read_levels(source: Source) -> tuple[Stated[str], ...]:
    """Read every level that the role is open to, lowest first."""
    sure = _in_title(source) or said_in_fields(source, "levels", source.fields.levels, level_slug)
    return stated(source, (*sure, *_in_body(source, loose=not sure)), level_slugs())


@cache
def level_slugs() -> tuple[str, ...]:
    """Give the slugs of all levels, lowest first."""
    return _lexicon().slugs


def level_slug(word: str) -> str | None:
    """Give the level that a person's word names, None where it names none."""
    return _aliases().get(fold(word))


def _in_title(source: Source) -> tuple[Saying, ...]:
    tokens = title_tokens(source)
    hits = [hit for hit in slugs_index("levels", "title").find(tokens) if hit.value]
    hits = [hit for at, hit in enumerate(hits) if not _is_topped(source.text.title, hits[at : at + 2])]
    hits = hits or list(slugs_index("levels", "number").find(tokens))
    return tuple(Saying(slug, Part.TITLE, hit.start, hit.end) for hit in hits for slug in hit.value)


def _is_topped(title: str, pair: Sequence[_Hit]) -> bool:
    """Say whether the first of two levels only adds to the second: nothing but words stands between."""
    if len(pair) == 1 or "senior" not in pair[0].value:
        return False
    between = title[pair[0].end : pair[1].start].replace(".", "").split()
    joined = all(word.isalpha() and word not in _CHOICE for word in between)
    return joined and not _ABOVE_SENIOR.isdisjoint(pair[1].value)


def _in_body(source: Source, *, loose: bool) -> Iterator[Saying]:
    """Read what the text says of the role's level; ``loose`` reads also what it calls the job."""
    tokens = clause_tokens(source, Part.BODY)
    hits = [hit for hit in slugs_index("levels", "word").find(tokens) if hit.value]
    for run in _runs(tokens, hits):
        if _is_the_roles(tokens, run, loose=loose):
            for slug in _levels_of(tokens, run):
                yield Saying(slug, Part.BODY, run[0].start, run[-1].end)
    if loose:
        yield from _banded(tokens, hits)


def _runs(tokens: Tokens, hits: Sequence[_Hit]) -> Iterator[list[_Hit]]:
    """Gather levels that are named together: "mid to senior", "junior, mid or senior"."""
    run: list[_Hit] = []
    for hit in hits:
        if run and (len(run) == _MOST_TOGETHER or not _joints(tokens, run[-1], hit) <= _words("joint")):
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _joints(tokens: Tokens, one: _Hit, other: _Hit) -> set[str]:
    return set(tokens.keys[one.last : other.first])


def _levels_of(tokens: Tokens, run: Sequence[_Hit]) -> Iterator[str]:
    yield from run[0].value
    for one, other in pairwise(run):
        if _joints(tokens, one, other) & _words("range"):
            yield from _levels_between(one.value[-1], other.value[0])
        yield from other.value


def _levels_between(low: str, high: str) -> tuple[str, ...]:
    if low not in _BETWEEN or high not in _BETWEEN:
        return ()
    return _BETWEEN[_BETWEEN.index(low) + 1 : _BETWEEN.index(high)]


def _is_the_roles(tokens: Tokens, run: Sequence[_Hit], *, loose: bool) -> bool:
    behind = after(tokens, run[-1].last, _NOUN_REACH)
    inner = tokens.keys[run[-1].first : run[-1].last]
    next_words = [word for word in behind if word not in _words("joint")][:1]
    called = not _words("level").isdisjoint({*next_words, *inner})
    words = before(tokens, run[0].first, _CUE_REACH)
    # In some languages the level follows the job's name: "desenvolvedora pleno".
    named = loose and not _words("noun").isdisjoint((*behind, *inner, *words[:_NOUN_REACH]))
    if _is_labelled(words):
        return True
    if loose and not words and (_asks_for(behind) or (called and not behind)):
        return True
    if loose and ((not behind and _ends_title(words)) or (words == _THE and _acts(behind))):
        return True
    return (called or named) and speaks_before(_lexicon(), words)


def _acts(behind: Sequence[str]) -> bool:
    """Say whether a clause goes on about what the job's holder does: "The senior engineer will …"."""
    at = next((at for at, word in enumerate(behind) if word in _words("noun")), None)
    return at is not None and not _words("acts").isdisjoint(behind[at + 1 : at + 2])


def _ends_title(words: Sequence[str]) -> bool:
    """Say whether a level ends a clause that names the job: "Dev .NET (Jr, Pleno ou Sênior)"."""
    return _words("other").isdisjoint(words) and not _words("noun").isdisjoint(words[:_NOUN_REACH])


def _is_labelled(words: Sequence[str]) -> bool:
    """Say whether a label stands before a level: "Seniority: mid", but not "English level: intermediate"."""
    label = words[1:_LABEL_REACH] if words[:1] == (":",) else ()
    return not _words("label").isdisjoint(label[:2]) and _words("tongue").isdisjoint(label)


def _asks_for(behind: Sequence[str]) -> bool:
    """Say whether a clause that begins with a level goes on as a wanted advert does: "… engineer with"."""
    at = next((at for at, word in enumerate(behind) if word in _words("noun")), None)
    return at is not None and not _words("wanted").isdisjoint(behind[at + 1 : at + 2])


def _banded(tokens: Tokens, hits: Sequence[_Hit]) -> tuple[Saying, ...]:
    """Read the levels that pay is given by, each with its own line."""
    first = (hit for hit in hits if not before(tokens, hit.first, 1))
    bands = [hit for hit in first if _is_band(after(tokens, hit.last, _BAND_REACH))]
    sayings = (Saying(slug, Part.BODY, hit.start, hit.end) for hit in bands for slug in hit.value)
    return tuple(sayings) if len(bands) >= _FEW else ()


def _is_band(words: Sequence[str]) -> bool:
    return words[:1] == (":",) and any(word.isdigit() for word in words)


@cache
def _lexicon() -> Lexicon:
    return load("levels")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_lexicon().sets[name])


@cache
def _aliases() -> Mapping[tuple[str, ...], str]:
    return lookup(_lexicon())
