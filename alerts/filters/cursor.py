"""A place in a cut filter line, and the errors that name the words there."""

from collections.abc import Iterable

from alerts.errors import FilterError, Stumble
from alerts.filters import lexicon
from alerts.filters.filter import EXAMPLE
from alerts.filters.lexing import Kind, Token, shown

_END = Token(Kind.COMMA, "", glued=False)


class Cursor:
    """Walks over tokens; past the end there are only commas."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = tuple(tokens)
        self.at = 0

    @property
    def ended(self) -> bool:
        """Tell whether nothing is left."""
        return self.at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Give the token here or further on, without moving."""
        place = self.at + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def take(self) -> Token:
        """Give the token here and move past it."""
        token = self.peek()
        self.at += 1
        return token

    def is_at(self, kind: Kind) -> bool:
        """Tell what kind of token stands here."""
        return self.peek().kind is kind

    def skip(self, *words: str) -> bool:
        """Move past these words if they stand here."""
        here = tuple(word.casefold() for word in self.words(len(words)))
        if here != words:
            return False
        self.at += len(words)
        return True

    def is_at_any(self, phrases: str) -> int:
        """Give how many words the longest phrase of a lexicon's set has that stands here, 0 where none does."""
        found = lexicon.phrases(phrases).at(self.words(lexicon.phrases(phrases).longest))
        return found[0] if found else 0

    def skip_any(self, phrases: str) -> bool:
        """Move past the longest phrase of a lexicon's set, if one stands here."""
        size = self.is_at_any(phrases)
        self.at += size
        return size > 0

    def skip_any_key(self, *names: str) -> bool:
        """Move past a word and the ':' behind it where the word is in one of the sets: 'need: python'."""
        is_key = self.peek(1).kind is Kind.COLON
        if not is_key or not any(lexicon.phrases(name).at([self.peek().text]) for name in names):
            return False
        self.at += 2
        return True

    def words(self, most: int) -> list[str]:
        """Give the words that stand here side by side, as typed, without moving; a key is none of them."""
        words: list[str] = []
        while len(words) < most and self.peek(len(words)).kind is Kind.WORD:
            if self.peek(len(words) + 1).kind is Kind.COLON:
                break
            words.append(self.peek(len(words)).text)
        return words

    def since(self, start: int) -> str:
        """Give what stands from a place up to here as it was typed, to name it in an error."""
        tokens = self._tokens[start : self.at]
        return shown(
            "".join(" " * (at > 0 and not token.glued) + token.text for at, token in enumerate(tokens))
        )

    def span(self, start: int) -> tuple[int, int]:
        """Give the place in the line of what stands from a token up to here."""
        tokens = self._tokens[start : max(self.at, start + 1)]
        return (tokens[0].start, tokens[-1].end) if tokens else (0, 0)

    def stumble(
        self,
        message: str,
        *,
        example: str = EXAMPLE,
        nearest: tuple[str, ...] = (),
        instead: tuple[str, ...] = (),
        **values: object,
    ) -> FilterError:
        """Make the error that names the word here, or the one before where nothing is left.

        ``message`` has named places for ``values``; ``instead`` are pieces of a line that may stand in the word's
        place.
        """
        word = self._named(self.peek())
        if self.ended and self.at > 0:
            word = self._named(self._tokens[-1])
            return FilterError(message, word, nearest, example, values, stumbled=Stumble.BEHIND)
        span = (self.peek().start, self.peek().end)
        return FilterError(message, word, nearest, example, values, instead, span, stumbled=Stumble.AT)

    def stumble_over(
        self,
        message: str,
        start: int,
        *,
        example: str = EXAMPLE,
        instead: tuple[str, ...] = (),
        **values: object,
    ) -> FilterError:
        """Make the error that names all words from a place up to here."""
        word, span = self.since(start), self.span(start)
        return FilterError(message, word, (), example, values, instead, span, stumbled=Stumble.AT)

    @staticmethod
    def _named(token: Token) -> str:
        return shown(token.text) or '""'
