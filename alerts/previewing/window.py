"""The postings of the last days as previews see them: a sorted bulk, and what came or changed since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from alerts.previewing.bits import bits_of, full, places_of
from alerts.previewing.columns import Columns, columns_of
from alerts.previewing.seen import Seen

# So many are sorted anew whenever one of them changes; past that everything is.
MOST_RECENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Postings at numbered ``places``, sorted into columns: first those of ``bulk``, then those of ``recent``.

    ``live`` are the places that count: a posting of the bulk that is gone or has changed is none. ``place_of`` has
    these by their postings' ids, ``stamps`` these postings' stamps.
    """

    places: Sequence[Seen]
    place_of: Mapping[int, int]
    stamps: Mapping[int, str]
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
    live |= full(len(recent)) << bulk.size
    counted = [(at, every[at]) for at in places_of(live)]
    return Window(
        places=every,
        place_of={one.posting_id: at for at, one in counted},
        stamps={one.posting_id: one.stamp for _, one in counted},
        bulk=bulk,
        recent=columns_of(recent),
        live=live,
        baseline=baseline,
    )


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
