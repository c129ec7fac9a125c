"""Carries out calls that come while others are under way together, as databases commit in groups; knows no table."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import OperationalError

from alerts.errors import StorageError

A = TypeVar("A")
R = TypeVar("R")

# Rounds of the event loop, in which no time is waited for: those that the last transaction served come with their next
# call meanwhile. Without it the first of them goes alone, and the others wait for it, each time.
_ROUNDS = 4


class Together(Generic[A, R]):
    """Calls of one kind, of which those that wait for the same transaction share it.

    A call alone is carried out at once; nothing is ever waited for but the transaction before. One that cannot be
    carried out takes no other with it.
    """

    def __init__(self, work: Callable[[Sequence[A]], Awaitable[Sequence[R]]], most: int) -> None:
        """``work`` does at most so many at once and gives a result for each, in order."""
        self._work = work
        self._most = most
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, one: A) -> R:
        """Do one, with whatever else waits by then. Raises what ``work`` raises."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._worker is None:
            self._worker = asyncio.create_task(self._all())
        return await done

    async def _all(self) -> None:
        try:
            while self._waiting:
                for _ in range(_ROUNDS):
                    await asyncio.sleep(0)
                some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                wanted = [(one, done) for one, done in some if not done.cancelled()]
                if wanted:
                    await self._some(wanted)
        finally:
            self._worker = None

    async def _some(self, some: Sequence[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            results = await self._work([one for one, _ in some])
        except Exception as error:
            if len(some) > 1 and not _is_everybodys(error):
                for single in some:
                    await self._some([single])
                return
            for _, done in some:
                if not done.cancelled():
                    done.set_exception(error)
            return
        for (_, done), result in zip(some, results, strict=True):
            if not done.cancelled():
                done.set_result(result)


def _is_everybodys(error: Exception) -> bool:
    """Say whether the database itself failed: to ask it once more for each would only take long."""
    return isinstance(error, StorageError) and isinstance(error.__cause__, OperationalError)
