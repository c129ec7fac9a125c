"""Finds what a posting's sentences say about the workplace; decides nothing between sentences that disagree."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from alerts.reading.patterns import Choice, Patterns
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
    patterns: Choice


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The lexicon: the row of each of its patterns, and ``labels`` for what is no prose: head and title."""

    patterns: Patterns
    row_of: Mapping[int, _Row]
    lookalikes: Choice
    labels: Mapping[str, Mapping[str, Choice]]
    filler: re.Pattern[str]
    conditional: re.Pattern[str]
    demanded: re.Pattern[str]
    occasional: re.Pattern[str]
    staff: re.Pattern[str]


def patterns() -> Patterns:
    """Give the patterns of the lexicon, which tell those that are possible in a text."""
    return _lexicon().patterns


def find_cues(sentence: Sentence, told: AbstractSet[int]) -> tuple[Cue, ...]:
    """Give the cues of one sentence, whose words tell of some patterns, with places in the whole text."""
    lexicon = _lexicon()
    if told.isdisjoint(lexicon.row_of):
        return ()
    possible = lexicon.patterns.possible(sentence.text, told)
    rows = dict.fromkeys(lexicon.row_of[number] for number in sorted(possible & lexicon.row_of.keys()))
    text = lexicon.lookalikes.blanked(sentence.text, possible)
    cues = [(row, cue) for row in rows if (cue := _cue(row, text, possible, sentence.start)) is not None]
    if not cues or lexicon.staff.search(text):
        return ()
    conditional = _is_conditional(lexicon, text)
    return tuple(
        _weighed(sentence, text, _consistent(cues, conditional=conditional), conditional=conditional)
    )


def find_labels(table: str, text: str, told: AbstractSet[int]) -> Iterator[tuple[Says, int, int]]:
    """Give what words say that are no prose, with their place: by the table of the lexicon for a head, or a title."""
    for says, choice in _lexicon().labels[table].items():
        if found := choice.search(text, told):
            yield Says(says), *found.span()


def without_filler(text: str) -> str:
    """Leave out the words that may stand beside a place on a line of its own and say nothing else."""
    return _lexicon().filler.sub("", text)


def load_workplace_rows() -> list[dict[str, Any]]:
    """Give the rows as they stand in the lexicon, with their examples."""
    rows: list[dict[str, Any]] = _raw()["row"]
    return rows


def _is_conditional(lexicon: _Lexicon, text: str) -> bool:
    return lexicon.conditional.search(text) is not None and lexicon.demanded.search(text) is None


def _cue(row: _Row, text: str, possible: AbstractSet[int], offset: int) -> Cue | None:
    found = row.patterns.search(text, possible)
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
    sentence: Sentence, text: str, cues: list[tuple[_Row, Cue]], *, conditional: bool
) -> Iterator[Cue]:
    """Make an office duty a hint where it is a heading or on a condition, and nothing where it is now and then."""
    occasional = _lexicon().occasional.search(text) is not None
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
    patterns = Patterns(raw["macros"])
    rows = [_row(row, patterns) for row in raw["row"]]
    return _Lexicon(
        patterns=patterns,
        row_of={number: row for row in rows for number in row.patterns.numbers},
        lookalikes=patterns.choice(raw["lookalikes"]),
        labels={
            table: {says: patterns.choice(sources) for says, sources in raw[table].items()}
            for table in ("head", "title")
        },
        filler=patterns.always("|".join(raw["line"]["filler"])),
        conditional=patterns.always(raw["conditional"]),
        demanded=patterns.always(raw["demanded"]),
        occasional=patterns.always(raw["occasional"]),
        staff=patterns.always(raw["staff"]),
    )


def _row(row: dict[str, Any], patterns: Patterns) -> _Row:
    return _Row(
        Says(row["says"]),
        Force[row["force"].upper()],
        row.get("firm", False),
        row.get("partial", False),
        patterns.choice(row["patterns"]),
    )
