"""What every fact reader is given: a listing's canonical text, tokenised once, and the feed's structured fields."""

from dataclasses import dataclass
from functools import cached_property

from alerts.posting import Evidence, Fields, Part, PostingText
from alerts.tokens import Token, significant, tokenise

NO_FIELDS = Fields()


@dataclass(frozen=True)
class Source:
    """A listing to read."""

    text: PostingText
    fields: Fields = NO_FIELDS

    @cached_property
    def tokens(self) -> dict[Part, tuple[Token, ...]]:
        """Give the significant tokens of each part."""
        return {part: significant(tokenise(self.text.part(part))) for part in Part}

    def evidence(self, part: Part, start: int, end: int) -> Evidence:
        """Quote ``text.part(part)[start:end]``."""
        return Evidence(part, start, end, self.text.part(part)[start:end])
