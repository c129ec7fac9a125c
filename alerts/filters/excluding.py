"""Reads what a filter line leaves out: '-php', 'no crypto', 'outside the US'."""

from dataclasses import replace
from functools import partial

from alerts.criteria import Criterion, Exclusion
from alerts.errors import FilterError
from alerts.filters import lexicon
from alerts.filters.alternatives import is_or, made, take_alternatives, take_signs
from alerts.filters.cursor import Cursor
from alerts.filters.lexing import Kind, lex
from alerts.filters.naming import is_part_of_country
from alerts.filters.term import Term
from alerts.filters.terms import kind_of_key, take_term
from alerts.filters.unknown import take_left_out
from alerts.filters.values import more_of

_NEGATIONS = ("not", "not_any_of", "outside")


def is_at_negation(cursor: Cursor) -> bool:
    """Tell whether '-', 'no' or its like stands here."""
    if cursor.is_at(Kind.NOT):
        return True
    size = max(map(cursor.is_at_any, _NEGATIONS))
    return size > 0 and cursor.is_at_any("fresh") <= size


def take_exclusions(cursor: Cursor, currency: str) -> list[Criterion]:
    """Read a negation and what it leaves out."""
    start = cursor.at
    outside = cursor.is_at_any("outside") > 0
    of_list = _take_negation(cursor)
    if outside and more_of("region", Cursor(map(cursor.peek, range(3)))) is None:
        words = cursor.peek().text
        raise cursor.stumble("I know no such place.", example="-in:US", instead=(f'text:"outside {words}"',))
    found: list[Criterion] = []
    while True:
        begun = cursor.at
        term = _take_excluded(cursor, start, currency)
        any_mention, policy = take_signs(cursor, term)
        if policy is not None:
            raise cursor.stumble_over(
                "what is left out is never refused for not being stated: drop the '?' or '!'.",
                start,
                example="-php",
            )
        found.append(made(cursor, start, partial(_exclusion, term, any_mention)))
        # 'a or b, c' ends with b, and so does 'a and b, c'.
        of_list = of_list and not any(is_or(cursor, at - cursor.at) for at in range(begun, cursor.at))
        joiner = _take_joiner(cursor, term, of_list)
        if not joiner:
            break
        of_list = of_list and joiner == ","
    _refuse_unclear(cursor, term)
    return found


def _take_negation(cursor: Cursor) -> bool:
    """Move past the negation; tell whether it is of a whole list."""
    start, sign = cursor.at, cursor.peek()
    of_list = cursor.is_at_any("not_any_of") > 0
    if sign.kind is Kind.NOT:
        cursor.take()
        if not cursor.peek().glued or cursor.ended:
            cursor.at = start
            raise cursor.stumble("put the word to leave out right behind the '-'.", example="-php")
    else:
        cursor.skip_any(max(_NEGATIONS, key=cursor.is_at_any))
    if cursor.is_at(Kind.NOT) or cursor.is_at_any("not"):
        raise cursor.stumble("a '-' or 'no' is enough once.", example="-php")
    if cursor.is_at(Kind.COMMA) and cursor.peek().text == "(":
        cursor.take()
        return True
    if cursor.is_at(Kind.COMMA):
        cursor.at = start
        raise cursor.stumble("what is to be left out?", example="no php")
    return of_list


def _take_excluded(cursor: Cursor, start: int, currency: str) -> Term:
    topic = _take_topic(cursor, currency)
    while topic is None and _is_padding(cursor):
        topic = _take_topic(cursor, currency)
    if topic is not None:
        return topic
    at, error = cursor.at, None
    try:
        term = take_alternatives(cursor, currency)
    except FilterError as raised:
        term, error = None, raised
    if term is not None:
        _refuse_part_of_country(cursor, at, term)
        return term
    is_here = cursor.at == at or error is None
    cursor.at = at
    words = take_left_out(cursor) if is_here else None
    if words is not None:
        return Term(kind="text", words=(words,))
    if error is not None:
        raise error
    cursor.at = start
    raise cursor.stumble("what is to be left out?", example="no php")


def _refuse_part_of_country(cursor: Cursor, start: int, term: Term) -> None:
    """Refuse 'no California': places are countries and groups of them, and it is not the whole of one."""
    words = cursor.since(start)
    if term.kind != "region" or not is_part_of_country(words):
        return
    cursor.at -= 1
    raise cursor.stumble(
        "I know countries only, and leaving out all of it would leave out too much.",
        example="-in:US",
        instead=(f'text:"{cursor.peek().key}"',),
    )


def _is_padding(cursor: Cursor) -> bool:
    """Move past 'any', 'the': what pads a line does so behind a negation too, if something follows."""
    size = cursor.is_at_any("filler")
    behind = cursor.peek(size)
    if not size or behind.kind not in (Kind.WORD, Kind.QUOTED) or _is_known(cursor):
        return False
    cursor.at += size
    return True


def _is_known(cursor: Cursor) -> bool:
    here = cursor.at
    try:
        return take_term(cursor, "USD") is not None
    except FilterError:
        return False
    finally:
        cursor.at = here


def _take_topic(cursor: Cursor, currency: str) -> Term | None:
    found = lexicon.topics().at(cursor.words(lexicon.topics().longest))
    if found is None:
        return None
    cursor.at += found[0]
    inner = Cursor(lex(found[1]))
    kind = kind_of_key(inner.peek().text)
    assert kind is not None
    term = take_term(inner, currency)
    assert term is not None
    while inner.is_at(Kind.PIPE):
        inner.take()
        term = term.joined(more_of(kind, inner) or ())
    return term


def _exclusion(term: Term, any_mention: bool) -> Criterion:
    return Exclusion(excluded=term.criterion(any_mention=any_mention))


def _take_joiner(cursor: Cursor, term: Term, of_list: bool) -> str:
    """Move to the next word to leave out: behind 'or', or behind a comma or 'and' of a list of one kind."""
    if is_or(cursor):
        return cursor.take().key
    if not of_list or not (cursor.peek().text == "," or cursor.is_at_any("and") == 1):
        return ""
    ahead = Cursor((cursor.peek(1), cursor.peek(2)))
    if more_of(term.kind, ahead) is None or cursor.peek(1).kind is not Kind.WORD:
        return ""
    return cursor.take().key


def _refuse_unclear(cursor: Cursor, term: Term) -> None:
    """Refuse 'no php and ruby', which may mean neither of them, or ruby."""
    if term.kind == "region" and cursor.peek(-1).key == "only":
        cursor.at -= 1
        raise cursor.stumble(
            "a posting open to more places than that is open to you as well: say where you are.",
            example="in:DE",
        )
    if cursor.peek().key not in ("and", "und", "et", "y", "e", "i"):
        return
    ahead = Cursor((cursor.peek(1), cursor.peek(2)))
    if more_of(term.kind, ahead) is not None and cursor.peek(1).kind is Kind.WORD:
        at = cursor.at
        cursor.take()
        word = cursor.peek().text
        error = cursor.stumble(
            "is it wanted, or left out as well? Write -a, -b for neither.",
            example="-php, -ruby",
            instead=(f", -{word}", f", {word}"),
        )
        cursor.take()
        raise replace(error, span=cursor.span(at))
