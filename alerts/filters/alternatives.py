"""Reads alternatives of a filter line, 'go|rust' and 'go or rust', with the signs behind them; knows no negation."""

from collections.abc import Callable
from dataclasses import replace

from alerts.criteria import Criterion, Policy
from alerts.criteria.anyof import MOST_ALTERNATIVES
from alerts.criteria.kinds import KINDS
from alerts.errors import FilterError
from alerts.filters import lexicon
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind
from alerts.filters.term import Term
from alerts.filters.terms import take_rest, take_term
from alerts.filters.values import more_of


def is_or(cursor: Cursor, ahead: int = 0) -> bool:
    """Tell whether an 'or' of any language stands here or further on."""
    token = cursor.peek(ahead)
    return token.kind is Kind.WORD and lexicon.phrases("or").at([token.text]) is not None


def take_alternatives(cursor: Cursor, currency: str) -> Term | None:
    """Read a term and what '|' or 'or' adds to it; None where only padding stands."""
    term = take_term(cursor, currency)
    if term is None:
        return None
    while cursor.is_at(Kind.PIPE) or is_or(cursor):
        if not term.words:
            raise cursor.stumble("it joins words, not sums or ages.", example="go|rust")
        more = take_joined(cursor, term, currency)
        term = term.joined(more.words)
    return take_rest(term, cursor, currency)


def take_joined(cursor: Cursor, term: Term, currency: str) -> Term:
    """Read the joiner that stands here and what stands behind it."""
    joiner = cursor.take()
    if cursor.is_at(Kind.COMMA):
        raise FilterError(
            "'{joiner}' has nothing behind it.",
            joiner.text,
            example="go|rust",
            values={"joiner": joiner.text},
        )
    return replace(term, words=_more(cursor, term, currency))


def _more(cursor: Cursor, term: Term, currency: str) -> tuple[str, ...]:
    """Read a further word of the term's kind; its key may be repeated."""
    start = cursor.at
    words = None if cursor.peek(1).kind is Kind.COLON else more_of(term.kind, cursor)
    if words is not None:
        return words
    again = take_term(cursor, currency)
    if again is not None and again.kind == term.kind and again.words:
        return again.words
    cursor.at = start
    raise cursor.stumble(
        "'|' and 'or' join words of one kind, here {kind}.", example="go|rust", kind=term.kind
    )


def take_signs(cursor: Cursor, term: Term) -> tuple[bool, Policy | None]:
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
            raise cursor.stumble("{key} is never unknown, leave the sign out.", key=term.kind)
        else:
            policy = Policy(sign)
        cursor.take()
    if cursor.is_at(Kind.PIPE):
        raise cursor.stumble("signs stand once, behind the last alternative.", example="go|rust?")
    return any_mention, policy


def made(cursor: Cursor, start: int, make: Callable[[], Criterion]) -> Criterion:
    """Make a criterion, or name the words whose values it refuses."""
    try:
        return make()
    except ValueError as error:
        raise cursor.stumble_over(
            "this makes no criterion: it has more than {most} alternatives, or a size that nothing has.",
            start,
            most=MOST_ALTERNATIVES,
        ) from error
