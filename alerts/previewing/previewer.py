"""Previews filters against the postings of the last days, which it keeps in memory; knows no SQL and no chat."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from alerts.filters import Filter
from alerts.money import Rates
from alerts.previewing.bits import places_of
from alerts.previewing.preview import DAYS, Preview, preview_of
from alerts.previewing.searching import Search, places_unsure, read, searched
from alerts.previewing.seen import Seen
from alerts.previewing.sieve import Sieved, places_to_read, sieved, text_asked
from alerts.previewing.texts import Texts
from alerts.previewing.window import Window, followed, window_of

T = TypeVar("T")

# Postings looked up at once: they are made ready in a thread, what comes before that holds the loop up.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Stamps:
    """The database's now, and a stamp that changes with its subject for each posting seen since."""

    now: datetime
    by_posting: Mapping[int, str]


class WindowStore(Protocol):
    """What previews need of the database; each method is one transaction or a few short ones."""

    async def stamps(self, within: timedelta) -> Stamps:
        """Give the stamps of all postings that were seen within a time, from first to last."""

    async def seen(self, posting_ids: Sequence[int]) -> Sequence[Seen]:
        """Give those of these postings that can be read."""

    async def texts(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give the bodies of these postings."""

    async def links(self, posting_ids: Sequence[int]) -> Mapping[int, str]:
        """Give where these postings are to be read."""


class Previewer:
    """Keeps the window up to date, one look at a time, and puts filters through it."""

    def __init__(self, store: WindowStore, rates: Rates) -> None:
        self._store = store
        self._rates = rates
        self._window: Window = window_of(())
        self._unreadable: dict[int, str] = {}
        self._following = asyncio.Lock()
        self._texts = Texts()
        self._indexed: Window | None = None
        self._indexing = asyncio.Lock()

    async def preview(self, filter_: Filter) -> Preview:
        """Say what the filter would have sent. Raises `StorageError`."""
        now, window = await self.follow()
        sieves = await asyncio.to_thread(sieved, filter_, window, self._rates)
        if any(map(text_asked, filter_.criteria)):
            sieves += await self._search(filter_, sieves, window)
        preview = await asyncio.to_thread(preview_of, filter_, sieves, window, now)
        links = await self._store.links([one.posting_id for one in preview.samples])
        samples = tuple(replace(one, url=links.get(one.posting_id, "")) for one in preview.samples)
        return replace(preview, samples=samples)

    async def follow(self) -> tuple[datetime, Window]:
        """Bring the window up to date with the database."""
        async with self._following:
            stamps = await self._store.stamps(timedelta(days=DAYS))
            if stamps.by_posting != {**self._window.stamps, **self._unreadable}:
                await self._take_in(stamps.by_posting)
            return stamps.now, self._window

    async def follow_texts(self, window: Window) -> None:
        """Bring the index of texts up to date with a window."""
        async with self._indexing:
            if window is self._indexed:
                return
            missing = await asyncio.to_thread(self._texts.missing, window.stamps)
            for some in _batches(missing):
                bodies = await self._store.texts(some)
                titles = {one: window.places[window.place_of[one]].title for one in some}
                texts = {one: f"{title}\n{bodies.get(one, '')}" for one, title in titles.items()}
                await asyncio.to_thread(self._texts.take, texts, window.stamps)
            await asyncio.to_thread(self._texts.forget_others, window.stamps)
            self._indexed = window

    async def _take_in(self, stamps: Mapping[int, str]) -> None:
        """Look up what is new or changed, and let go what is gone."""
        known = {**self._window.stamps, **self._unreadable}
        changed = [one for one, stamp in stamps.items() if known.get(one) != stamp]
        fresh: list[Seen] = []
        for some in _batches(changed):
            fresh += await self._store.seen(some)
        readable = {one.posting_id for one in fresh}
        broken = {one: stamps[one] for one in changed if one not in readable}
        left = (known.keys() - stamps.keys()) | broken.keys()
        unreadable = self._unreadable.keys() & stamps.keys() - readable
        self._unreadable = {one: stamps[one] for one in unreadable | broken.keys()}
        self._window = await asyncio.to_thread(followed, self._window, fresh, left)

    async def _search(self, filter_: Filter, sieves: Sequence[Sieved], window: Window) -> list[Sieved]:
        """Ask the criteria that look into texts; what their words do not decide is read where it matters."""
        await self.follow_texts(window)
        searches = await asyncio.to_thread(searched, filter_, window, self._texts)
        sure = [one.sieved(window.live) for one in searches if not one.unsure]
        matter = places_to_read([*sieves, *sure], window.live)
        for some in _batches(list(places_of(matter & places_unsure(searches)))):
            ids = {at: window.places[at].posting_id for at in some}
            bodies = await self._store.texts(list(ids.values()))
            by_place = {at: bodies.get(one, "") for at, one in ids.items()}
            searches = await asyncio.to_thread(_read_all, searches, window, by_place)
        return [one.sieved(window.live) for one in searches]


def _batches(some: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut into pieces that are looked up at once."""
    return (some[at : at + _BATCH] for at in range(0, len(some), _BATCH))


def _read_all(searches: Sequence[Search], window: Window, bodies: Mapping[int, str]) -> list[Search]:
    return [read(one, window, bodies) for one in searches]
