"""The postings of the last days as previews see them: a sorted bulk, and what came or changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from alerts.previewing.bits import bits_of, full, places_of
from alerts.previewing.columns import Columns, columns_of
from alerts.previewing.seen import Seen

# So many are sorted anew whenever one of them changes; past that everything is.
MOST_RECENT = 500


@dataclass(frozen=True, slots=True)
class Window:
    """Postings at numbered ``places``, sorted into columns: first those of ``bulk``, then those of ``recent``.

    ``live`` are the places that count: a posting of the bulk that is gone or has changed is none.
    """

    places: Sequence[Seen]
    bulk: Columns
    recent: Columns
    live: int
    baseline: int

    @property
    def parts(self) -> Sequence[tuple[int, Columns]]:
        """Give the columns, each with the place of its first posting."""
        return (0, self.bulk), (self.bulk.size, self.recent)


def window_of(postings: Iterable[Seen]) -> Window:
    """Sort postings."""
    every = tuple(postings)
    return _window(columns_of(every), (), full(len(every)))


def _window(bulk: Columns, recent: Sequence[Seen], live: int) -> Window:
    every = (*bulk.postings, *recent)
    baseline = bits_of((at for at, one in enumerate(every) if one.baseline), len(every))
    return Window(every, bulk, columns_of(recent), live | full(len(recent)) << bulk.size, baseline)


def followed(window: Window, changed: Sequence[Seen], gone: Collection[int]) -> Window:
    """Take in postings that are new or changed, and leave out those that are gone."""
    replaced = {one.posting_id for one in changed} | set(gone)
    bulk = window.bulk
    recent = [one for one in window.recent.postings if one.posting_id not in replaced] + list(changed)
    counted = window.live & full(bulk.size)
    dropped = bits_of((at for at, one in enumerate(bulk.postings) if one.posting_id in replaced), bulk.size)
    kept = counted & ~dropped
    if len(recent) > MOST_RECENT or kept.bit_count() < bulk.size // 2:
        return window_of((*(bulk.postings[at] for at in places_of(kept)), *recent))
    return _window(bulk, recent, kept)


def stamps_of(window: Window) -> Mapping[int, str]:
    """Give the stamp of each posting that counts."""
    every = window.places
    return {every[at].posting_id: every[at].stamp for at in places_of(window.live)}
