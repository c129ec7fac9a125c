"""Cuts a part's tokens into clauses and looks around within one; knows no fact."""

from alerts.posting import Part
from alerts.reading.source import Source, once
from alerts.tokens import Tokens, plain_words, tokenise

# Stands between two clauses in a sequence of tokens; it is in no phrase.
BREAK = "\n"

# What is said by these: nothing between the words of a phrase ("paid time off (PTO)"), a word, and what a colon
# does between the cells of a table ("Home office | $500").
_SAID = {**dict.fromkeys("()[]'’\"“”„«»_`", ""), "&": "and", "+": "plus", "|": ":"}
_STOPS = frozenset(".!?;•·*▪●")
_SIGNS = _STOPS | _SAID.keys()


@once
def clause_tokens(source: Source, part: Part) -> Tokens:
    """Give a part's tokens without those that say nothing, with a BREAK between clauses."""
    tokens = source.tokens[part]
    return Tokens(tokens.text, *_in_clauses(tokens))


def title_tokens(source: Source) -> Tokens:
    """Give the title's words alone: its points and brackets end no clause."""
    tokens = source.tokens[Part.TITLE]
    return tokens.only(at for at, key in enumerate(tokens.keys) if key.isalnum())


def folded(phrase: str) -> tuple[str, ...]:
    """Fold a phrase as `clause_tokens` folds a text."""
    return plain_words(phrase) or tuple(filter(None, (_SAID.get(key, key) for key in tokenise(phrase).keys)))


def before(tokens: Tokens, at: int, most: int) -> tuple[str, ...]:
    """Give the words right before ``tokens[at]`` in its clause, the nearest first."""
    return _clause(tokens.keys[max(at - most, 0) : at][::-1])


def after(tokens: Tokens, at: int, most: int) -> tuple[str, ...]:
    """Give the words from ``tokens[at]`` on in its clause."""
    return _clause(tokens.keys[at : at + most])


def _clause(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[: keys.index(BREAK)] if BREAK in keys else keys


def _in_clauses(tokens: Tokens) -> tuple[tuple[str, ...], list[int], list[int]]:
    """Give the columns of the tokens in their clauses; what stands between two signs is copied as a whole."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    copied = 0
    firsts = frozenset(tokens.line_firsts)
    for at in sorted(firsts.union(tokens.places_of(_SIGNS))):
        keys += tokens.keys[copied:at]
        starts += tokens.starts[copied:at]
        ends += tokens.ends[copied:at]
        copied = at + 1
        key, start = tokens.keys[at], tokens.starts[at]
        stops = key in _STOPS and not (copied < len(tokens) and tokens.glued(copied))
        if stops or at in firsts:
            keys.append(BREAK)
            starts.append(start)
            ends.append(start)
        if not stops and (said := _SAID.get(key, key)):
            keys.append(said)
            starts.append(start)
            ends.append(tokens.ends[at])
    keys += tokens.keys[copied:]
    starts += tokens.starts[copied:]
    ends += tokens.ends[copied:]
    return tuple(keys), starts, ends
