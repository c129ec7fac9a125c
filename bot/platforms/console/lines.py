"""Brings the lines of the standard input into the event loop; knows no meaning of a line."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import TextIO

# Longer input is cut: no command needs it, and a pipe may bring a file by mistake.
MOST_CHARACTERS = 8_000
# How long a pipe may be silent before what it has brought counts as all for now.
IDLE_SECONDS = 0.5


class Lines:
    """The lines of a stream, read in a thread of their own: a pipe, a file and a terminal all work.

    ``settled`` is set once the lines that were already waiting have been answered.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.settled = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[str]:
        """Give each line without its end, until the input ends."""
        # a daemon, because nothing can interrupt a blocked read and the program must still be able to end
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()
        while (line := await self._next()) is not None:
            yield line
        self.settled.set()

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                return await self._queue.get()
        except TimeoutError:
            self.settled.set()
            return await self._queue.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        while line := self._stream.readline(MOST_CHARACTERS):
            self._put(loop, line.rstrip("\r\n"))
        self._put(loop, None)

    def _put(self, loop: asyncio.AbstractEventLoop, line: str | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._queue.put_nowait, line)
