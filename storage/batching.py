"""Does what several callers ask for at once in one transaction; knows no table.

It is the group commit of databases: who comes while a transaction runs waits for its end, and all who waited are served
together by the next one. Nobody is delayed on purpose, and nobody goes on before what was asked for is committed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

Asked = TypeVar("Asked")
Given = TypeVar("Given")

_Waiting = tuple[Asked, asyncio.Future[Given]]


class Batch(Generic[Asked, Given]):
    """Serves callers of one event loop with ``serve``, which gives for each thing asked its answer, in their order."""

    def __init__(self, serve: Callable[[Sequence[Asked]], Awaitable[Sequence[Given]]], most: int) -> None:
        self._serve = serve
        self._most = most
        self._waiting: list[_Waiting[Asked, Given]] = []
        self._turn = asyncio.Lock()

    async def ask(self, asked: Asked) -> Given:
        """Ask, with others or alone. Raises what ``serve`` does with this one alone."""
        answer: asyncio.Future[Given] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        try:
            async with self._turn:
                while not answer.done():
                    await self._serve_some()
        except BaseException:
            answer.cancel()
            raise
        return answer.result()

    async def _serve_some(self) -> None:
        """Serve those who wait; where that is cut short the others ask on."""
        some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        some = [one for one in some if not one[1].done()]
        try:
            await self._serve_all(some)
        finally:
            self._waiting[:0] = [one for one in some if not one[1].done()]

    async def _serve_all(self, some: Sequence[_Waiting[Asked, Given]]) -> None:
        """Serve them together. What only one of them is to blame for happens to none of the others."""
        try:
            given = await self._serve([asked for asked, _ in some])
        except Exception as error:
            if len(some) > 1 and not _is_the_database(error):
                for one in some:
                    await self._serve_all([one])
                return
            for _, answer in some:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), one_given in zip(some, given, strict=True):
            if not answer.done():
                answer.set_result(one_given)


def _is_the_database(error: Exception) -> bool:
    """Say whether a failure is the database's own, which everybody would meet again."""
    return isinstance(error.__cause__, OperationalError | InterfaceError)
