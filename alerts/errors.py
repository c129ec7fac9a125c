"""Every error that Rolecall raises on purpose, in one tree; knows no cause's details, which travel as ``__cause__``.

RolecallError                 has ``user_message``: what the person at the other end can do about it
├── ConfigError               the configuration cannot be used; raised at start
├── FilterError               a filter line could not be understood; names the word and an example
├── CommandError              a chat command could not be carried out
├── AlreadyDoneError          an update was acted on before; what it asked for holds
├── TimingError               a schedule, quiet hours or a span could not be understood; names the word
├── FeedError                 a feed's poll failed as a whole; kept on the feed, never stops another
│   ├── FetchError            the document did not arrive (may carry ``retry_after`` and ``permanent``)
│   ├── ParseError            the document arrived and is not the format it should be
│   └── TermsError            the source's terms do not let it be polled, or leave that to the operator
├── EntryError                one entry is unusable; it is quarantined, the rest of the document goes on
├── StorageError              the database is missing, locked, or of another version
│   └── StoredValueError      one stored value cannot be read by this version; the rest can
└── SendError                 a platform did not take a message; says whose fault and whether it may have arrived
"""

from dataclasses import dataclass, field
from enum import StrEnum


class RolecallError(Exception):
    """The root: everything below it has a message for a person.

    The message is English, with named places for ``values``: whoever shows it in another language needs both.
    """

    def __init__(self, message: str = "", /, **values: object) -> None:
        super().__init__(message.format(**values) if values else message)
        self.message = message
        self.values = values

    @property
    def user_message(self) -> str:
        """What to show to whoever is at the other end; never a secret, never a stack."""
        return str(self)


class ConfigError(RolecallError):
    """The configuration cannot be used."""


class Stumble(StrEnum):
    """Where a `FilterError` lies: at its word, or behind it, where something is missing."""

    AT = "at"
    BEHIND = "behind"


@dataclass
class FilterError(RolecallError):
    """A filter line could not be understood.

    ``message`` has named places for ``values``; one that ``stumbled`` goes on behind its word. ``word`` is the word
    as typed, ``nearest`` known words that it may have meant, ``example`` a line that works. ``instead`` are pieces of
    a filter, any of which may stand at line[start:end] of ``span`` in its place; ``offers`` are the whole lines that
    come of that, each to be taken with one tap.
    """

    message: str
    word: str
    nearest: tuple[str, ...] = ()
    example: str = ""
    values: dict[str, object] = field(default_factory=dict)
    instead: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)
    offers: tuple[str, ...] = ()
    stumbled: Stumble | None = None

    def __str__(self) -> str:
        said = self.message.format(**self.values) if self.values else self.message
        where = {None: "", Stumble.AT: f"'{self.word}': ", Stumble.BEHIND: f"Behind '{self.word}': "}
        parts = [where[self.stumbled] + said]
        if self.nearest:
            parts.append("Did you mean " + ", ".join(self.nearest) + "?")
        if self.example:
            parts.append(f"For example: {self.example}")
        return " ".join(parts)


class CommandError(RolecallError):
    """A chat command could not be carried out."""


class AlreadyDoneError(RolecallError):
    """A platform told of an update again that was acted on before."""


class TimingError(RolecallError):
    """A time could not be understood.

    ``expected`` is what should stand there: schedule, quiet, always quiet (which nothing may be) or span.
    """

    def __init__(self, expected: str, word: str) -> None:
        super().__init__(f"not understood as {expected}: {word[:40]}")
        self.expected = expected
        self.word = word[:40]


class FeedError(RolecallError):
    """A feed's poll failed as a whole."""


class FetchError(FeedError):
    """The document did not arrive.

    ``retry_after`` is in seconds where the server named it; ``permanent`` says that asking again is useless (410).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        permanent: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.permanent = permanent


class ParseError(FeedError):
    """The document arrived and is not the format it should be."""


class TermsError(FeedError):
    """The source's terms do not let it be polled, or leave it to the operator to decide."""


class EntryError(RolecallError):
    """One entry is unusable."""


class StorageError(RolecallError):
    """The database is missing, locked, or of another version."""


class StoredValueError(StorageError):
    """One stored value cannot be read by this version of the program."""


class SendScope(StrEnum):
    """What a failed send is about: how much else will fail with it."""

    MESSAGE = "message"
    THREAD = "thread"
    CHAT = "chat"
    INSTALLATION = "installation"
    PLATFORM = "platform"


class SendFate(StrEnum):
    """Whether the message can have arrived although the send failed."""

    REFUSED = "refused"
    UNCERTAIN = "uncertain"


class SendError(RolecallError):
    """All that a platform raises from a send. ``retry_after`` is in seconds; ``moved_to`` is the chat's new id."""

    def __init__(
        self,
        message: str,
        *,
        scope: SendScope = SendScope.MESSAGE,
        fate: SendFate = SendFate.REFUSED,
        permanent: bool = False,
        retry_after: float | None = None,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(message)
        self.scope = scope
        self.fate = fate
        self.permanent = permanent
        self.retry_after = retry_after
        self.moved_to = moved_to
