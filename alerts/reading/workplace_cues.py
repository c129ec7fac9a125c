"""Finds what a posting's sentences say about the workplace; decides nothing between sentences that disagree."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

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
    """One row of the lexicon, its patterns joined."""

    says: Says
    force: Force
    firm: bool
    partial: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    rows: tuple[_Row, ...]
    trigger: re.Pattern[str]
    lookalikes: re.Pattern[str]
    conditional: re.Pattern[str]
    demanded: re.Pattern[str]
    occasional: re.Pattern[str]
    staff: re.Pattern[str]


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """Give the cues of one sentence, with places in the whole text."""
    lexicon = _lexicon()
    if not lexicon.trigger.search(sentence.text):
        return ()
    text = lexicon.lookalikes.sub(lambda found: " " * len(found.group()), sentence.text)
    if lexicon.staff.search(text):
        return ()
    cues = [(row, cue) for row in lexicon.rows if (cue := _cue(row, text, sentence.start)) is not None]
    conditional = _is_conditional(lexicon, text)
    return tuple(
        _weighed(sentence, text, _consistent(cues, conditional=conditional), conditional=conditional)
    )


@cache
def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """Give the patterns of one of the lexicon's tables for parts that are no prose: head, title, line."""
    return {name: _compiled(alternatives) for name, alternatives in _raw()[table].items()}


def load_workplace_rows() -> list[dict[str, Any]]:
    """Give the rows as they stand in the lexicon, with their examples."""
    rows: list[dict[str, Any]] = _raw()["row"]
    return rows


def _is_conditional(lexicon: _Lexicon, text: str) -> bool:
    return lexicon.conditional.search(text) is not None and lexicon.demanded.search(text) is None


def _cue(row: _Row, text: str, offset: int) -> Cue | None:
    found = row.pattern.search(text)
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
    return _Lexicon(
        rows=tuple(_row(row) for row in raw["row"]),
        trigger=_compiled([raw["trigger"]]),
        lookalikes=_compiled(raw["lookalikes"]),
        conditional=_compiled([raw["conditional"]]),
        demanded=_compiled([raw["demanded"]]),
        occasional=_compiled([raw["occasional"]]),
        staff=_compiled([raw["staff"]]),
    )


def _row(row: dict[str, Any]) -> _Row:
    return _Row(
        Says(row["says"]),
        Force[row["force"].upper()],
        row.get("firm", False),
        row.get("partial", False),
        _compiled(row["patterns"]),
    )


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    """Join patterns into one, their macros put in."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, macro in _raw()["macros"].items():
        joined = joined.replace(f"{{{name}}}", macro)
    return re.compile(joined, re.IGNORECASE)
