"""Previews filters against the postings of the last days, which it keeps in memory; knows no SQL and no chat."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from alerts.filters import Filter
from alerts.money import Rates
from alerts.previewing.bits import places_of
from alerts.previewing.preview import DAYS, Preview, preview_of
from alerts.previewing.seen import Seen
from alerts.previewing.sieve import Sieved, places_to_read, reads_text, sieved, sieved_by_text
from alerts.previewing.window import Window, followed, stamps_of, window_of

# Postings looked up at once: they are made ready in a thread, what comes before that holds the loop up.
_BATCH = 200
# A preview is to be quick: texts past so many are left out of the count, which the preview says.
MOST_TEXTS = 4000


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

    async def preview(self, filter_: Filter) -> Preview:
        """Say what the filter would have sent. Raises `StorageError`."""
        now, window = await self.follow()
        sieves = await asyncio.to_thread(sieved, filter_, window, self._rates)
        by_text, unread, at_least = await self._read(filter_, sieves, window)
        every = [*sieves, *by_text]
        preview = await asyncio.to_thread(preview_of, filter_, every, window, now)
        links = await self._store.links([one.posting_id for one in preview.samples])
        samples = tuple(replace(one, url=links.get(one.posting_id, "")) for one in preview.samples)
        return replace(preview, samples=samples, unread=unread, at_least=at_least)

    async def follow(self) -> tuple[datetime, Window]:
        """Bring the window up to date with the database."""
        async with self._following:
            stamps = await self._store.stamps(timedelta(days=DAYS))
            known = {**self._unreadable, **await asyncio.to_thread(stamps_of, self._window)}
            changed = [one for one, stamp in stamps.by_posting.items() if known.get(one) != stamp]
            gone = known.keys() - stamps.by_posting.keys()
            fresh: list[Seen] = []
            for some in (changed[at : at + _BATCH] for at in range(0, len(changed), _BATCH)):
                fresh += await self._store.seen(some)
            readable = {one.posting_id for one in fresh}
            broken = {one: stamps.by_posting[one] for one in changed if one not in readable}
            self._unreadable = {
                one: stamp
                for one, stamp in {**self._unreadable, **broken}.items()
                if one in stamps.by_posting and one not in readable
            }
            if fresh or gone or broken:
                left = gone | broken.keys()
                self._window = await asyncio.to_thread(followed, self._window, fresh, left)
            return stamps.now, self._window

    async def _read(
        self, filter_: Filter, sieves: Sequence[Sieved], window: Window
    ) -> tuple[list[Sieved], int, bool]:
        """Ask the criteria that read whole texts, about the postings that every other criterion passes."""
        asking = [one for one in filter_.criteria if reads_text(one)]
        if not asking:
            return [], 0, False
        deciding, telling = await asyncio.to_thread(places_to_read, sieves, window)
        # The newest first: texts are read up to a limit.
        first, then = list(places_of(deciding))[::-1], list(places_of(telling & ~deciding))[::-1]
        wanted = (first + then)[:MOST_TEXTS]
        found = [Sieved(one, 0, 0, 0, 0) for one in asking]
        for some in (wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH)):
            texts = await self._texts(some, window)
            found = await asyncio.to_thread(self._asked, found, window, texts)
        return found, max(0, len(first) - MOST_TEXTS), len(first) + len(then) > MOST_TEXTS

    async def _texts(self, places: Sequence[int], window: Window) -> Mapping[int, str]:
        every = window.places
        bodies = await self._store.texts([every[at].posting_id for at in places])
        return {at: bodies.get(every[at].posting_id, "") for at in places}

    def _asked(self, found: Sequence[Sieved], window: Window, texts: Mapping[int, str]) -> list[Sieved]:
        new = [sieved_by_text(one.criterion, window, self._rates, texts) for one in found]
        return [
            Sieved(old.criterion, old.passing | one.passing, 0, 0, old.looked_at | one.looked_at)
            for old, one in zip(found, new, strict=True)
        ]
