"""Reads a filter from one line of chat, forgivingly; what it understood, `describe` shows."""

from contextlib import suppress
from dataclasses import dataclass, replace

from alerts.criteria import Criterion
from alerts.criteria.kinds import KINDS
from alerts.criteria.words import phrase
from alerts.errors import FilterError, Stumble
from alerts.filters.alternatives import is_or, made, take_alternatives, take_joined, take_signs
from alerts.filters.cursor import Cursor
from alerts.filters.excluding import is_at_negation, take_exclusions
from alerts.filters.filter import EXAMPLE, Filter
from alerts.filters.lexing import Kind, composed, lex, shown
from alerts.filters.rewriting import regular
from alerts.filters.term import Term

_MOST_OFFERS = 4


@dataclass(frozen=True, slots=True)
class _Read:
    """A criterion with the term that it was made of, where it has no signs and may be joined with others."""

    criterion: Criterion
    term: Term | None
    start: int
    end: int


def parse_filter(line: str, *, currency: str = "USD") -> Filter:
    """Read a filter line; ``currency`` is meant by sums that name none.

    Raises `FilterError`, which names the word it stumbled on, known words near it, an example, and offers lines
    that may be meant.
    """
    criteria = parse_criteria(line, currency=currency)
    if not criteria and line.strip():
        raise _of_padding_only(line)
    return Filter(criteria)


def parse_criteria(line: str, *, currency: str = "USD") -> tuple[Criterion, ...]:
    """Read the criteria of a line one by one, as they stand there. Raises as `parse_filter` does."""
    text = composed(line)
    try:
        return _Parser(Cursor(regular(lex(text))), currency).criteria()
    except FilterError as error:
        start, end = error.span
        if not error.instead:
            raise
        offers = tuple(" ".join(f"{text[:start]}{piece}{text[end:]}".split()) for piece in error.instead)
        raise replace(error, offers=offers[:_MOST_OFFERS]) from error


class _Parser:
    """Reads criterion after criterion from a cursor."""

    def __init__(self, cursor: Cursor, currency: str) -> None:
        self._cursor = cursor
        self._currency = currency
        self._read: list[_Read] = []

    def criteria(self) -> tuple[Criterion, ...]:
        """Read to the end."""
        cursor = self._cursor
        while not cursor.ended:
            if cursor.is_at(Kind.COMMA) and self._is_last_of_list():
                self._join_list()
            elif cursor.is_at(Kind.COMMA):
                cursor.take()
            elif is_at_negation(cursor):
                self._exclude()
            elif not cursor.skip_any("and"):
                self._ask()
        return tuple(one.criterion for one in self._read)

    def _exclude(self) -> None:
        start = self._cursor.at
        for criterion in take_exclusions(self._cursor, self._currency):
            self._read.append(_Read(criterion, None, start, self._cursor.at))

    def _ask(self) -> None:
        cursor, start = self._cursor, self._cursor.at
        term = take_alternatives(cursor, self._currency)
        if term is None:
            return
        self._refuse_unclear_or(term, start)
        any_mention, policy = take_signs(cursor, term)
        criterion = made(cursor, start, lambda: term.criterion(any_mention=any_mention, policy=policy))
        plain = term if term.words and not any_mention and policy is None else None
        self._read.append(_Read(criterion, plain, start, cursor.at))

    def _is_last_of_list(self) -> bool:
        """Tell whether ', or c' stands here, behind 'a, b'."""
        return is_or(self._cursor, 1) and bool(self._list_before(self._cursor.at))

    def _join_list(self) -> None:
        """Make one criterion of 'a, b, or c'."""
        cursor = self._cursor
        listed = self._list_before(cursor.at)
        start = listed[0].start
        cursor.take()
        last = listed[-1].term
        assert last is not None
        term = take_joined(cursor, last, self._currency)
        words = tuple(word for one in listed if one.term for word in one.term.words)
        term = replace(term, words=(*words, *term.words))
        any_mention, policy = take_signs(cursor, term)
        criterion = made(cursor, start, lambda: term.criterion(any_mention=any_mention, policy=policy))
        self._read[-len(listed) :] = [_Read(criterion, None, start, cursor.at)]

    def _list_before(self, at: int) -> list[_Read]:
        """Give the plain terms of one kind that stand before a place with one comma between each two."""
        listed: list[_Read] = []
        for one in reversed(self._read):
            if one.term is None or one.end != at or one.term.least is not None:
                break
            if listed and listed[0].term and listed[0].term.kind != one.term.kind:
                break
            listed.insert(0, one)
            at = one.start - 1
        return listed

    def _refuse_unclear_or(self, term: Term, start: int) -> None:
        """Refuse 'a, b or c', which may mean a|b|c, or a and one of the others."""
        cursor = self._cursor
        at = next((at for at in range(start, cursor.at) if is_or(cursor, at - cursor.at)), None)
        listed = self._list_before(start - 1)
        if at is None or not listed or getattr(KINDS[term.kind], "united", False):
            return
        if listed[-1].term is None or listed[-1].term.kind != term.kind:
            return
        before = [word for one in listed if one.term for word in one.term.words]
        every, last = "|".join((*before, *term.words)), "|".join(term.words)
        instead = (every, f"{', '.join(before)}, {last}")
        end = cursor.at
        cursor.at = at
        error = cursor.stumble("any of all of them, or only of the last two?", example="go|python|rust")
        cursor.at = end
        raise replace(error, instead=instead, span=cursor.span(listed[0].start))


def _of_padding_only(line: str) -> FilterError:
    """Make the error about 'software engineer': true of every posting, unless it is looked for in the title."""
    words = composed(line).strip(" ,;")
    offers: tuple[str, ...] = ()
    with suppress(ValueError):
        offers = tuple(f'{key}:"{phrase(words)}"' for key in ("title", "text"))
    if not offers:
        return FilterError("this leaves nothing out.", shown(words), example=EXAMPLE, stumbled=Stumble.AT)
    return FilterError(
        "this leaves nothing out. To look for the words themselves write {title}.",
        shown(words),
        example=EXAMPLE,
        values={"title": offers[0]},
        offers=offers,
        stumbled=Stumble.AT,
    )
