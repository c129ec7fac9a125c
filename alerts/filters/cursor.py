"""A place in a cut filter line, and the errors that name the words there."""

from collections.abc import Iterable

from alerts.errors import FilterError
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

    def stumble(self, message: str, *, example: str = EXAMPLE, nearest: tuple[str, ...] = ()) -> FilterError:
        """Make the error that names the word here, or the one before where nothing is left."""
        word = self._named(self.peek())
        if self.ended and self.at > 0:
            word = self._named(self._tokens[-1])
            return FilterError(f"Behind '{word}': {message}", word, nearest, example)
        return FilterError(f"'{word}': {message}", word, nearest, example)

    @staticmethod
    def _named(token: Token) -> str:
        return shown(token.text) or '""'
