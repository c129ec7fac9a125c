"""What every fact reader is given: a listing's canonical text, tokenised once, and the feed's structured fields."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypeVar

from alerts.posting import Evidence, Fields, Part, PostingText
from alerts.tokens import Tokens, tokenise

T = TypeVar("T")

NO_FIELDS = Fields()


@dataclass(frozen=True)
class Source:
    """A listing to read."""

    text: PostingText
    fields: Fields = NO_FIELDS

    @cached_property
    def tokens(self) -> dict[Part, Tokens]:
        """Give the tokens of each part."""
        return {part: tokenise(self.text.part(part)) for part in Part}

    @cached_property
    def kept(self) -> dict[tuple[Callable[..., Any], Part], Any]:
        """Hold what `once` functions made of each part."""
        return {}

    def evidence(self, part: Part, start: int, end: int) -> Evidence:
        """Quote ``text.part(part)[start:end]``."""
        return Evidence(part, start, end, self.text.part(part)[start:end])


def once(make: Callable[[Source, Part], T]) -> Callable[[Source, Part], T]:
    """Let ``make`` work once for each part of a source: several readers ask for the same."""

    @wraps(make)
    def made(source: Source, part: Part) -> T:
        if (make, part) not in source.kept:
            source.kept[make, part] = make(source, part)
        thing: T = source.kept[make, part]
        return thing

    return made
