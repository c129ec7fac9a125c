"""The postings of the last days as previews see them: a sorted bulk, and what came or changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from alerts.previewing.bits import bits_of, full, places_of
from alerts.previewing.columns import Columns, columns_of
from alerts.previewing.seen import Seen

# So many are asked one by one as quickly as the columns answer; past that everything is sorted anew.
MOST_RECENT = 500


@dataclass(frozen=True, slots=True)
class Window:
    """Postings at numbered places: ``bulk`` first, sorted into ``columns``, then ``recent``.

    ``live`` are the places that count: a posting of the bulk that is gone or has changed is none.
    """

    bulk: Sequence[Seen]
    columns: Columns
    recent: Sequence[Seen]
    live: int
    baseline: int

    @property
    def places(self) -> Sequence[Seen]:
        """Give the posting at each place."""
        return (*self.bulk, *self.recent)


def window_of(postings: Iterable[Seen]) -> Window:
    """Sort postings."""
    bulk = tuple(postings)
    return Window(bulk, columns_of(bulk), (), full(len(bulk)), _baseline(bulk))


def followed(window: Window, changed: Sequence[Seen], gone: Collection[int]) -> Window:
    """Take in postings that are new or changed, and leave out those that are gone."""
    replaced = {one.posting_id for one in changed} | set(gone)
    recent = [one for one in window.recent if one.posting_id not in replaced] + list(changed)
    kept = {at: window.bulk[at] for at in places_of(window.live) if at < len(window.bulk)}
    dropped = [at for at, one in kept.items() if one.posting_id in replaced]
    if len(recent) > MOST_RECENT or len(kept) - len(dropped) < len(window.bulk) // 2:
        left = (one for at, one in kept.items() if one.posting_id not in replaced)
        return window_of((*left, *recent))
    size = len(window.bulk)
    live = window.live & full(size)
    for at in dropped:
        live &= ~(1 << at)
    live |= full(len(recent)) << size
    return Window(window.bulk, window.columns, tuple(recent), live, _baseline((*window.bulk, *recent)))


def stamps_of(window: Window) -> Mapping[int, str]:
    """Give the stamp of each posting that counts."""
    every = window.places
    return {every[at].posting_id: every[at].stamp for at in places_of(window.live)}


def _baseline(postings: Sequence[Seen]) -> int:
    return bits_of((at for at, one in enumerate(postings) if one.baseline), len(postings))
