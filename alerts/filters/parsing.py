"""Reads a filter from one line of chat, forgivingly; what it understood, `describe` shows."""

from collections.abc import Callable

from alerts.criteria import Criterion, Exclusion, Policy
from alerts.criteria.kinds import KINDS
from alerts.errors import FilterError
from alerts.filters.cursor import Cursor
from alerts.filters.filter import EXAMPLE, Filter
from alerts.filters.lexing import Kind, lex
from alerts.filters.term import Term
from alerts.filters.terms import take_rest, take_term
from alerts.filters.values import more_of

_CONNECTIVES = frozenset({"and", "with", "&", "plus", "also"})
_NEGATIONS = frozenset({"no", "not", "without", "except", "exclude", "excluding"})


def parse_filter(line: str, *, currency: str = "USD") -> Filter:
    """Read a filter line; ``currency`` is meant by sums that name none.

    Raises `FilterError`, which names the word it stumbled on, known words near it, and an example.
    """
    cursor = Cursor(lex(line))
    criteria: list[Criterion] = []
    while not cursor.ended:
        if cursor.is_at(Kind.COMMA) or cursor.peek().key in _CONNECTIVES:
            cursor.take()
        else:
            criteria.append(_criterion(cursor, currency))
    return Filter(tuple(criteria))


def _criterion(cursor: Cursor, currency: str) -> Criterion:
    if cursor.is_at(Kind.NOT) or (cursor.peek().key in _NEGATIONS and cursor.is_at(Kind.WORD)):
        return _exclusion(cursor, currency)
    start = cursor.at
    term = _alternatives(cursor, currency)
    any_mention, policy = _signs(cursor, term)
    return _made(cursor, start, lambda: term.criterion(any_mention=any_mention, policy=policy))


def _exclusion(cursor: Cursor, currency: str) -> Criterion:
    start = cursor.at
    sign = cursor.take()
    here = cursor.peek()
    if here.kind is Kind.NOT or here.key in _NEGATIONS:
        raise cursor.stumble("a '-' or 'no' is enough once.", example="-php")
    if sign.kind is Kind.NOT and (not here.glued or cursor.ended):
        cursor.at = start
        raise cursor.stumble("put the word to leave out right behind the '-'.", example="-php")
    if here.kind is Kind.COMMA:
        cursor.at = start
        raise cursor.stumble("what is to be left out?", example="no php")
    term = _alternatives(cursor, currency)
    any_mention, policy = _signs(cursor, term)
    if policy is not None:
        raise FilterError(
            "What is left out is never refused for not being stated: drop the '?' or '!'.",
            cursor.since(start),
            example="-php",
        )
    _refuse_unclear_and(cursor, term)
    return _made(cursor, start, lambda: Exclusion(excluded=term.criterion(any_mention=any_mention)))


def _refuse_unclear_and(cursor: Cursor, term: Term) -> None:
    """Refuse 'no php and ruby', which may mean neither of them, or ruby."""
    if cursor.peek().key != "and":
        return
    ahead = Cursor((cursor.peek(1), cursor.peek(2)))
    if more_of(term.kind, ahead) is not None:
        cursor.take()
        message = "is it wanted, or left out as well? Write -a, -b for neither."
        raise cursor.stumble(message, example="-php, -ruby")


def _alternatives(cursor: Cursor, currency: str) -> Term:
    """Read a term and what '|' or 'or' adds to it."""
    term = take_term(cursor, currency)
    while cursor.is_at(Kind.PIPE) or (cursor.peek().key == "or" and cursor.is_at(Kind.WORD)):
        joiner = cursor.peek()
        if not term.words:
            raise cursor.stumble("it joins words, not sums or ages.", example="go|rust")
        cursor.take()
        if cursor.is_at(Kind.COMMA):
            raise FilterError(f"'{joiner.text}' has nothing behind it.", joiner.text, example="go|rust")
        term = term.joined(_more(cursor, term))
    return take_rest(term, cursor, currency)


def _more(cursor: Cursor, term: Term) -> tuple[str, ...]:
    """Read a further word of the term's kind; its key may be repeated."""
    if cursor.peek(1).kind is Kind.COLON:
        start = cursor.at
        again = take_term(cursor, "USD")
        if again.kind == term.kind and again.words:
            return again.words
        cursor.at = start
        raise cursor.stumble(f"'|' and 'or' join words of one kind, here {term.kind}.", example="go|rust")
    words = more_of(term.kind, cursor)
    if words is None:
        message = f"'|' and 'or' join words of one kind, here {term.kind}."
        raise cursor.stumble(message, example="go|rust")
    return words


def _signs(cursor: Cursor, term: Term) -> tuple[bool, Policy | None]:
    """Read '~', '?' and '!' behind a term."""
    any_mention, policy = False, None
    while cursor.is_at(Kind.SIGN) and cursor.peek().glued:
        sign = cursor.peek().text
        if sign == "~":
            if term.kind != "stack":
                raise cursor.stumble("'any mention' is for technologies only.", example="python~")
            any_mention = True
        elif policy not in (None, Policy(sign)):
            raise cursor.stumble("either '?' or '!', not both.", example="pay>=120k?")
        elif not KINDS[term.kind].can_be_unknown:
            raise cursor.stumble(f"{term.kind} is never unknown, leave the sign out.", example=EXAMPLE)
        else:
            policy = Policy(sign)
        cursor.take()
    if cursor.is_at(Kind.PIPE):
        raise cursor.stumble("signs stand once, behind the last alternative.", example="go|rust?")
    return any_mention, policy


def _made(cursor: Cursor, start: int, make: Callable[[], Criterion]) -> Criterion:
    """Make a criterion, or name the words whose values it refuses."""
    try:
        return make()
    except ValueError as error:
        words = cursor.since(start)
        raise FilterError(f"'{words}' makes no criterion: {error}.", words, example=EXAMPLE) from error
