"""Finds what a posting's sentences say about the workplace; decides nothing between sentences that disagree."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from alerts.reading.patterns import Choice, Pattern, Patterns, Possible
from alerts.reading.sentences import Sentence


class Says(StrEnum):
    """What a cue says of the workplace."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ONSITE = "onsite"
    NOT_REMOTE = "not-remote"


class Force(IntEnum):
    """How much a cue counts, weakest first: what a stronger one says, a weaker one does not undo."""

    HINT = 1
    HEAD = 2
    FIELD = 3
    HASHTAG = 4
    STATED = 5


@dataclass(frozen=True, slots=True)
class Cue:
    """What the words at [start:end] of a text say."""

    says: Says
    force: Force
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the lexicon."""

    says: Says
    force: Force
    firm: bool
    partial: bool
    choice: Choice


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The lexicon in three sets of patterns, each asked only where it matters.

    They are its rows', those of what is said ``about`` these, and the ``labels`` of what is no prose.
    """

    patterns: Patterns
    rows: tuple[_Row, ...]
    row_of: Mapping[Pattern, int]
    about: Patterns
    lookalikes: Choice
    conditional: Choice
    demanded: Choice
    occasional: Choice
    staff: Choice
    labels: Patterns
    tables: Mapping[str, Mapping[str, Choice]]
    filler: re.Pattern[str]


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """Give the cues of one sentence with places in the whole text."""
    lexicon = _lexicon()
    possible = lexicon.patterns.possible(sentence.text, sentence.words)
    if not possible:
        return ()
    about = lexicon.about.possible(sentence.text, sentence.words)
    text = lexicon.lookalikes.blanked(sentence.text, about)
    rows = (lexicon.rows[at] for at in sorted({lexicon.row_of[pattern] for pattern in possible}))
    cues = [(row, cue) for row in rows if (cue := _cue(row, text, possible, sentence.start)) is not None]
    if not cues or lexicon.staff.search(text, about):
        return ()
    conditional = bool(lexicon.conditional.search(text, about) and not lexicon.demanded.search(text, about))
    occasional = lexicon.occasional.search(text, about) is not None
    consistent = _consistent(cues, conditional=conditional)
    return tuple(_weighed(sentence, consistent, conditional=conditional, occasional=occasional))


def find_labels(table: str, text: str, words: Iterable[str]) -> Iterator[tuple[Says, int, int]]:
    """Give what a text says that is no prose, with its place, by the lexicon's table for a head or a title.

    ``words`` are the keys of its tokens, or more.
    """
    lexicon = _lexicon()
    possible = lexicon.labels.possible(text, words)
    for says, choice in lexicon.tables[table].items():
        if found := choice.search(text, possible):
            yield Says(says), *found.span()


def without_filler(text: str) -> str:
    """Leave out the words that may stand beside a place on a line of its own and say nothing else."""
    return _lexicon().filler.sub("", text)


def load_workplace_patterns() -> Iterator[Patterns]:
    """Give the patterns of the lexicon."""
    lexicon = _lexicon()
    yield from (lexicon.patterns, lexicon.about, lexicon.labels)


def load_workplace_rows() -> list[dict[str, Any]]:
    """Give the rows as they stand in the lexicon, with their examples."""
    rows: list[dict[str, Any]] = _raw()["row"]
    return rows


def _cue(row: _Row, text: str, possible: Possible, offset: int) -> Cue | None:
    found = row.choice.search(text, possible)
    return found and Cue(row.says, row.force, offset + found.start(), offset + found.end())


def _consistent(cues: list[tuple[_Row, Cue]], *, conditional: bool) -> list[tuple[_Row, Cue]]:
    """Leave out what another cue of the same sentence explains: 'not a remote role' names a remote role.

    'One day in the office, otherwise remote' is hybrid, unless the day is only asked of some.
    """
    if any(row.says is Says.NOT_REMOTE for row, _ in cues):
        return [(row, cue) for row, cue in cues if row.says is not Says.REMOTE]
    if not conditional and any(row.partial for row, _ in cues):
        return [(row, cue) for row, cue in cues if row.says is not Says.REMOTE or row.firm]
    return cues


def _weighed(
    sentence: Sentence, cues: list[tuple[_Row, Cue]], *, conditional: bool, occasional: bool
) -> Iterator[Cue]:
    """Make an office duty a hint where it is a heading or on a condition, and nothing where it is now and then."""
    for row, cue in cues:
        duty = row.says is not Says.REMOTE
        if (
            duty
            and row.force is Force.STATED
            and (conditional or (not row.partial and _is_heading(sentence, cue)))
        ):
            yield replace(cue, force=Force.HINT)
        elif not (occasional and _is_office_duty(row)):
            yield cue


def _is_office_duty(row: _Row) -> bool:
    """Tell whether being there now and then would undo what the row says."""
    hinted = row.says is Says.ONSITE and row.force is Force.HINT
    return hinted or (row.partial and row.says in {Says.HYBRID, Says.ONSITE})


def _is_heading(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether 'Hybrid working' is all that the line says: what follows says what is meant by it."""
    bare = sentence.text.strip(" :")
    alone = sentence.first and not sentence.bullet and cue.end - cue.start == len(bare)
    return alone and cue.says is Says.HYBRID and " " in bare


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("alerts.reading").joinpath("workplace.toml").read_text(encoding="utf-8"))


@cache
def _lexicon() -> _Lexicon:
    raw = _raw()
    patterns, about, labels = (Patterns(raw["macros"]) for _ in range(3))
    rows = tuple(_row(row, patterns) for row in raw["row"])
    return _Lexicon(
        patterns=patterns,
        rows=rows,
        row_of={pattern: at for at, row in enumerate(rows) for pattern in row.choice.patterns},
        about=about,
        lookalikes=about.choice(*raw["lookalikes"]),
        conditional=about.choice(raw["conditional"]),
        demanded=about.choice(raw["demanded"]),
        occasional=about.choice(raw["occasional"]),
        staff=about.choice(raw["staff"]),
        labels=labels,
        tables={
            table: {says: labels.choice(*sources) for says, sources in raw[table].items()}
            for table in ("head", "title")
        },
        filler=patterns.always("|".join(raw["line"]["filler"])),
    )


def _row(row: dict[str, Any], patterns: Patterns) -> _Row:
    return _Row(
        Says(row["says"]),
        Force[row["force"].upper()],
        row.get("firm", False),
        row.get("partial", False),
        patterns.choice(*row["patterns"]),
    )
