"""Makes a cut line regular before it is read: strips decoration, takes lists apart, writes shorthands out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from alerts.criteria import vocabulary
from alerts.criteria.kinds import KINDS
from alerts.criteria.words import Words
from alerts.filters import lexicon
from alerts.filters.lexing import Kind, Token, lex
from alerts.filters.naming import kind_named, named

# What stands before a word without meaning: bullets, hashes, Markdown.
_BEFORE = "#+*_`•·'’&"
_BEHIND = "*_`'’•·"
_STOPS = ".…"
_JOINERS = "/+&"
_BEFORE_COLON = ("not", "not_any_of", "noun", "wanting")
_KNOWN_SETS = ("and", "or", "not", "floor", "ceiling", "more", "filler", "noun", "years", "soft", "of")


def regular(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Give the tokens that mean the same and are easier to read; each keeps the place that it came from."""
    tidied = [piece for token in tokens for piece in _tidied(token)]
    return tuple(_written_out(_without_colons(tidied)))


def _without_colons(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the ':' of 'exclude: java' and 'need: python', where it ends no key."""
    return [
        token
        for at, token in enumerate(tokens)
        if token.kind is not Kind.COLON or not at or not _pads(tokens[at - 1])
    ]


def _pads(token: Token) -> bool:
    if token.kind is not Kind.WORD or token.key in KINDS:
        return False
    return any(lexicon.phrases(name).at([token.text]) for name in _BEFORE_COLON)


def _tidied(token: Token) -> Iterable[Token]:
    if token.kind is not Kind.WORD:
        return [token]
    text = token.text
    if not _is_known(text):
        text = text.lstrip(_BEFORE).rstrip(_BEHIND) or text
    if text[-1] in _STOPS and not _is_known(text):
        text = text.rstrip(_STOPS) or text
    if not any(letter.isalnum() or letter in "$€£¥₹₽" for letter in text):
        return _symbols(token)
    return _apart(replace(token, text=text))


def _symbols(token: Token) -> Iterable[Token]:
    """Read a word of symbols alone: a '/' joins alternatives, all else only separates."""
    if token.text == "/":
        return [replace(token, kind=Kind.PIPE)]
    return [token] if token.text in ("&", "%") else [replace(token, kind=Kind.COMMA)]


def _apart(token: Token) -> Iterable[Token]:
    """Take 'python/go' apart: alternatives of one kind, or else words that stand side by side."""
    for joiner in _JOINERS:
        parts = token.text.split(joiner)
        if len(parts) > 1 and all(map(_stands_alone, parts)) and not _is_one_name(token.text, parts):
            kinds = {kind_named(part) for part in parts}
            between = Kind.PIPE if joiner == "/" and len(kinds) == 1 else Kind.COMMA
            return list(_pieces(token, parts, between))
    return [token]


def _pieces(token: Token, parts: Sequence[str], between: Kind) -> Iterator[Token]:
    at = token.start
    for number, part in enumerate(parts):
        if number:
            yield Token(between, "|" if between is Kind.PIPE else ",", glued=True, start=at - 1, end=at)
        yield Token(Kind.WORD, part, token.glued or number > 0, at, at + len(part))
        at += len(part) + 1


def _is_one_name(text: str, parts: Sequence[str]) -> bool:
    """Tell whether a word with a joiner is a name: 'ci/cd' is, 'mid/senior' is two of a kind."""
    if lexicon.shorthands().at([text]) or any(lexicon.phrases(name).at([text]) for name in _KNOWN_SETS):
        return True
    whole = named(text)
    return whole is not None and any(named(part) is None for part in parts)


@cache
def _stands_alone(word: str) -> bool:
    return bool(word) and (kind_named(word) is not None or lexicon.shorthands().at([word]) is not None)


def _is_known(word: str) -> bool:
    if named(word) is not None or lexicon.shorthands().at([word]) or lexicon.periods().at([word]):
        return True
    return any(lexicon.phrases(name).at([word]) for name in _KNOWN_SETS)


def _written_out(tokens: Sequence[Token]) -> Iterator[Token]:
    """Replace shorthands by what they stand for, but for phrases to look for: title:visa stays."""
    at, searched = 0, False
    while at < len(tokens):
        token = tokens[at]
        searched = _is_searched(tokens, at, searched)
        if not searched and _names_phrases(tokens, at):
            yield from _keyed(token, tokens[at + 1])
            at += 1 + (tokens[at + 1].kind is Kind.WORD)
            searched = True
            continue
        words = [] if searched else _words_at(tokens, at)
        short = lexicon.shorthands().at(words)
        size = max(_longest_name(words), _place_phrase(words)) if words else 0
        if short and short[0] >= size:
            yield from _spelt(tokens[at : at + short[0]], short[1])
            at += short[0]
        else:
            yield from tokens[at : at + max(size, 1)]
            at += max(size, 1)


def _names_phrases(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether 'title contains', 'company not' or 'from "' stands here."""
    if at + 1 >= len(tokens) or tokens[at].key not in KINDS or not issubclass(KINDS[tokens[at].key], Words):
        return False
    following = tokens[at + 1]
    negated = _negates(following) and tokens[at].key != "from"  # 'from no agencies'
    return following.kind is Kind.QUOTED or _says(following) or negated


def _says(token: Token) -> bool:
    return token.kind is Kind.WORD and lexicon.phrases("says").at([token.text]) is not None


def _negates(token: Token) -> bool:
    return token.kind is Kind.WORD and lexicon.phrases("not").at([token.text]) is not None


def _keyed(key: Token, joiner: Token) -> Iterator[Token]:
    """Give a key with its ':', and a '-' before it where it is negated."""
    if _negates(joiner):
        yield replace(key, kind=Kind.NOT, text="-", glued=False)
        key = replace(key, glued=True)
    yield key
    yield replace(joiner, kind=Kind.COLON, text=":")


def _is_searched(tokens: Sequence[Token], at: int, before: bool) -> bool:
    """Tell whether the token belongs to the value of a key: 'title:a|b', 'in:US or CA'."""
    token = tokens[at]
    if at and (tokens[at - 1].kind is Kind.COLON or _names_phrases(tokens, max(at - 2, 0))):
        return True
    if before and token.kind is Kind.PIPE:
        return True
    return before and at > 0 and tokens[at - 1].kind is Kind.PIPE


def _words_at(tokens: Sequence[Token], at: int) -> list[str]:
    words: list[str] = []
    for token in tokens[at : at + lexicon.shorthands().longest]:
        if token.kind is not Kind.WORD:
            break
        words.append(token.text)
    return words


def _longest_name(words: Sequence[str]) -> int:
    most = min(len(words), vocabulary.LONGEST_NAME)
    return next((size for size in range(most, 1, -1) if named(" ".join(words[:size]))), 1)


def _place_phrase(words: Sequence[str]) -> int:
    """Give the size of 'anywhere in' before a place: then it says nothing of the world."""
    found = lexicon.phrases("place").at(words)
    return found[0] if found else 1


def _spelt(tokens: Sequence[Token], fragment: str) -> Iterator[Token]:
    """Give the fragment's tokens, at the place of the words that they stand for."""
    start, end = tokens[0].start, tokens[-1].end
    for number, token in enumerate(lex(fragment)):
        glued = tokens[0].glued if number == 0 else token.glued
        yield replace(token, glued=glued, start=start, end=end)
