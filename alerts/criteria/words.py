"""Criteria that look for words as they stand in the title, the text, the company's or the feed's name."""

import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import ClassVar

from alerts.criteria.anyof import AnyOf
from alerts.criteria.base import Answer, Finding, Translate
from alerts.money import Rates
from alerts.posting import Evidence, Facts, Part, Subject
from alerts.tokens import PhraseIndex, Tokens, tokenise

# What a longer phrase adds in precision it loses in postings; the matching index counts on this width.
MOST_WORDS = 4
_LONGEST = 80


def phrase(words: str) -> str:
    """Make a phrase canonical: folded, one space between words. Raises ValueError on no or many words."""
    composed = unicodedata.normalize("NFC", words.replace('"', " "))
    folded = unicodedata.normalize("NFC", " ".join(composed.split()).casefold())
    count = sum(map(str.isalnum, tokenise(folded).keys))
    if not 1 <= count <= MOST_WORDS or len(folded) > _LONGEST:
        raise ValueError(f"1 to {MOST_WORDS} words, not {words!r}")
    return folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(AnyOf, ABC):
    """Any of the phrases stands in what is searched, word for word: 'go' is not in 'going'."""

    can_be_unknown: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if self.policy is not None:
            raise ValueError(f"{self.kind} is never unknown")
        object.__setattr__(self, "any_of", tuple(map(phrase, self.any_of)))
        AnyOf.__post_init__(self)

    @abstractmethod
    def searched(self, subject: Subject, /) -> tuple[tuple[Part, str], ...]:
        """Give the texts that are searched."""

    def find(self, subject: Subject, _at: datetime, _rates: Rates) -> Finding:
        """Search."""
        return Finding(Answer.YES if self._first(subject) else Answer.NO)

    def stands_in(self, text: str) -> bool:
        """Tell whether a phrase stands in a text."""
        return next(_index(self.any_of).find(_tokens(text)), None) is not None

    def evidence(self, subject: Subject, _facts: Facts, _rates: Rates) -> tuple[Evidence, ...]:
        """Quote the first place."""
        first = self._first(subject)
        return (first,) if first else ()

    def describe(self) -> str:
        """Quote each phrase."""
        return f"{self.kind}:" + "|".join(f'"{words}"' for words in self.any_of)

    def explain(self, translate: Translate) -> str:
        """Say where the phrases must stand."""
        words = translate(" or ").join(f'"{words}"' for words in self.any_of)
        return self.sentence(translate).format(words=words)

    @abstractmethod
    def sentence(self, translate: Translate) -> str:
        """Give the sentence that ``{words}`` fill."""

    def _first(self, subject: Subject) -> Evidence | None:
        index = _index(self.any_of)
        for part, text in self.searched(subject):
            found = next(index.find(_tokens(text)), None)
            if found:
                return Evidence(part, found.start, found.end, text[found.start : found.end])
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCriterion(Words):
    """A phrase stands in the title."""

    kind: ClassVar[str] = "title"

    def searched(self, subject: Subject) -> tuple[tuple[Part, str], ...]:
        """Search the title."""
        return ((Part.TITLE, subject.title),)

    def sentence(self, translate: Translate) -> str:
        """Speak of the title."""
        return translate("the title has {words}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCriterion(Words):
    """A phrase stands in the title or the body."""

    kind: ClassVar[str] = "text"

    def searched(self, subject: Subject) -> tuple[tuple[Part, str], ...]:
        """Search the title and the body."""
        return (Part.TITLE, subject.title), (Part.BODY, subject.text())

    def sentence(self, translate: Translate) -> str:
        """Speak of the whole text."""
        return translate("the text has {words}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCriterion(Words):
    """A phrase stands in the company's name."""

    kind: ClassVar[str] = "company"
    united: ClassVar[bool] = True

    def searched(self, subject: Subject) -> tuple[tuple[Part, str], ...]:
        """Search the company's name."""
        return ((Part.COMPANY, subject.company),)

    def sentence(self, translate: Translate) -> str:
        """Speak of the company."""
        return translate("the company is {words}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FromCriterion(Words):
    """A feed of that name lists the posting."""

    kind: ClassVar[str] = "from"
    united: ClassVar[bool] = True

    def searched(self, _subject: Subject) -> tuple[tuple[Part, str], ...]:
        """Have nothing searched: a feed is named whole."""
        return ()

    def find(self, subject: Subject, _at: datetime, _rates: Rates) -> Finding:
        """Compare names as tokens, so that 'remote-wlb' is 'Remote WLB'."""
        return Finding(Answer.YES if any(map(self.names, subject.feeds)) else Answer.NO)

    def names(self, feed: str) -> bool:
        """Say whether the feed is one of those named."""
        return _keys(feed) in set(map(_keys, self.any_of))

    def sentence(self, translate: Translate) -> str:
        """Speak of the feed."""
        return translate("found on {words}")


def _keys(text: str) -> tuple[str, ...]:
    return _tokens(text).keys


@lru_cache(maxsize=32)
def _tokens(text: str) -> Tokens:
    """Cut a text once for all the filters that search it, one after the other."""
    return tokenise(text)


@lru_cache(maxsize=4096)
def _index(phrases: tuple[str, ...]) -> PhraseIndex[str]:
    return PhraseIndex((words, words) for words in phrases)
