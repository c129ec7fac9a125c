"""Loads the lexicons of this folder: TOML rows of a slug, its phrases and their own examples; knows no fact.

A phrase may hold alternatives, ``{remote|home} office {stipend|}``, and named sets of them, ``{<money>}``
being the set ``money`` of the file's ``[sets]`` table. All are spelt out when the file is loaded.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from alerts.tokens import PhraseIndex, plain_words, tokenise


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a row must, or must not, be found in; ``where`` is what the key says after yes_ or no_."""

    slug: str
    where: str
    text: str
    expected: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One slug: its phrases by kind, its settings, and its examples."""

    slug: str
    kinds: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, str]
    examples: tuple[Example, ...]

    def phrases(self, kind: str) -> tuple[str, ...]:
        """Give the phrases of one kind, none where the row has none."""
        return self.kinds.get(kind, ())

    @property
    def aliases(self) -> tuple[str, ...]:
        """Give the slug and the phrases of every kind that are other words for it."""
        return (self.slug, *(phrase for kind in ALIAS_KINDS for phrase in self.phrases(kind)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A loaded file. ``sets`` are its named sets, for readers that look for one of them in a text."""

    rows: tuple[Row, ...]
    sets: Mapping[str, tuple[str, ...]]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Give the slugs in the file's order."""
        return tuple(row.slug for row in self.rows)

    def pairs(self, kind: str) -> Iterator[tuple[str, str]]:
        """Give (phrase, slug) of all phrases of one kind."""
        return ((phrase, row.slug) for row in self.rows for phrase in row.phrases(kind))


# Kinds whose phrases a person may type for the slug; the others only mean it in company or are look-alikes.
ALIAS_KINDS = ("alias", "sure", "title", "weak")
_EXAMPLE_KEYS = {"yes": True, "no": False}


def load(name: str) -> Lexicon:
    """Load ``name``.toml of this folder."""
    document = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf8"))
    sets = {key: tuple(value.split("|")) for key, value in document.get("sets", {}).items()}
    return Lexicon(tuple(_row(raw, sets) for raw in document["row"]), sets)


def fold(words: str) -> tuple[str, ...]:
    """Fold a phrase to the keys under which it is looked up."""
    return plain_words(words) or tokenise(words).keys


def lookup(
    lexicon: Lexicon, folding: Callable[[str], tuple[str, ...]] = fold
) -> Mapping[tuple[str, ...], str]:
    """Index the slugs and their aliases by their folded words; an alias of two rows is the earlier one's."""
    index = {folding(slug): slug for slug in lexicon.slugs}
    for row in lexicon.rows:
        for alias in row.aliases:
            index.setdefault(folding(alias), row.slug)
    return index


@cache
def slugs_index(name: str, kind: str) -> PhraseIndex[tuple[str, ...]]:
    """Index the phrases of a kind with their slugs.

    A row's ``refuse`` phrases say nothing of the row, but what the words in them say of other rows.
    """
    lexicon = load(name)
    slugs: dict[tuple[str, ...], tuple[str, ...]] = {}
    for phrase, slug in lexicon.pairs(kind):
        slugs[fold(phrase)] = (*slugs.get(fold(phrase), ()), slug)
    refused: dict[tuple[str, ...], set[str]] = {}
    for phrase, slug in lexicon.pairs("refuse"):
        refused.setdefault(fold(phrase), set()).add(slug)
    others = {keys: tuple(_within(keys, slugs, no)) for keys, no in refused.items()}
    return PhraseIndex({**others, **slugs}.items())


def _within(
    keys: tuple[str, ...], slugs: Mapping[tuple[str, ...], tuple[str, ...]], refused: set[str]
) -> Iterator[str]:
    """Give the slugs of the phrases within a phrase, the longest first, each once."""
    known = set(refused)
    for size in range(len(keys) - 1, 0, -1):
        for at in range(len(keys) - size + 1):
            new = [slug for slug in slugs.get(keys[at : at + size], ()) if slug not in known]
            known.update(new)
            yield from new


def speaks_before(lexicon: Lexicon, words: Sequence[str]) -> bool:
    """Say whether the words before a place, the nearest first, speak of the role.

    The lexicon's sets ``cue`` and ``near_cue`` do, unless a word of ``other`` stands between.
    """
    text = " ".join(("", *reversed(words), ""))
    if any(text.endswith((f" {cue} ", f" {cue} : ", f" {cue} a ")) for cue in lexicon.sets["near_cue"]):
        return True
    at, cue = max((text.rfind(f" {cue} "), cue) for cue in lexicon.sets["cue"])
    between = text[at + len(cue) + 1 :].split()
    return at >= 0 and set(lexicon.sets["other"]).isdisjoint(between)


def _row(raw: Mapping[str, object], sets: Mapping[str, tuple[str, ...]]) -> Row:
    slug = str(raw["slug"])
    kinds: dict[str, tuple[str, ...]] = {}
    settings: dict[str, str] = {}
    examples: list[Example] = []
    for key, value in raw.items():
        mood, _, where = key.partition("_")
        if mood in _EXAMPLE_KEYS and isinstance(value, list):
            examples += (Example(slug, where, text, _EXAMPLE_KEYS[mood]) for text in value)
        elif isinstance(value, list):
            kinds[key] = tuple(dict.fromkeys(expand(value, sets)))
        else:
            settings[key] = str(value)
    return Row(slug, kinds, settings, tuple(examples))


def expand(patterns: Iterable[str], sets: Mapping[str, tuple[str, ...]] | None = None) -> Iterator[str]:
    """Spell out the alternatives of each pattern."""
    for pattern in patterns:
        pieces = [_alternatives(piece, sets or {}) for piece in pattern.replace("}", "{").split("{")]
        for choice in product(*pieces):
            yield " ".join("".join(choice).split())


def _alternatives(piece: str, sets: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give what one piece of a pattern stands for: itself, its alternatives, or a named set's."""
    return tuple(
        word
        for part in piece.split("|")
        for word in (sets[part[1:-1]] if part.startswith("<") and part.endswith(">") else (part,))
    )
