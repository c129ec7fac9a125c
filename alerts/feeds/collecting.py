"""Makes entries of a document's items one by one, so that a bad item never loses the others; knows no format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from alerts.errors import EntryError
from alerts.feeds.entry import BadEntry, Entry, PageRequest, ParsedDocument
from alerts.feeds.values import as_object, bad_entry

_MAX_EXAMPLE = 100

Make = Callable[[dict[str, Any], "Doubts"], Entry | Iterable[Entry] | None]


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the items of a document state and nobody can believe: it is left out of the entries, and counted here."""

    _examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, example: str) -> None:
        """Count one more item that ``what`` is true of, such as 'states a pay that cannot be true'."""
        self._examples.setdefault(what, []).append(example[:_MAX_EXAMPLE])

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give one sentence for each kind of doubt."""
        return tuple(
            f"entries that {what}: {len(examples)}, such as {examples[0]!r}"
            for what, examples in self._examples.items()
        )


def collect(
    items: Iterable[Any], make: Make, *, complete: bool = False, next_page: PageRequest | None = None
) -> ParsedDocument:
    """Make entries of all items; ``make`` gives None for an item that is healthy and no posting."""
    entries: list[Entry] = []
    bad: list[BadEntry] = []
    doubts = Doubts()
    for item in items:
        try:
            made = make(as_object(item), doubts)
            entries.extend((made,) if isinstance(made, Entry) else made or ())
        except EntryError as error:
            bad.append(bad_entry(error, item))
        # A value that nobody thought of must not lose the other items; it is kept to be looked at.
        except Exception as error:
            bad.append(bad_entry(EntryError(f"{type(error).__name__}: {error}"), item))
    return ParsedDocument(
        entries=tuple(entries),
        bad=tuple(bad),
        complete=complete and next_page is None,
        warnings=doubts.warnings,
        next=next_page,
    )
