"""Writes whole messages to a terminal or a file; knows no message's meaning.

Everything here may come from a feed, so control characters never reach the terminal.
"""

import asyncio
import os
import threading
from queue import SimpleQueue
from typing import TextIO

from bot.platforms.hostile import clean

_Job = tuple[bytes, asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class Screen:
    """A text stream that takes each message in one write, so that a kill never leaves half of one.

    A thread of its own writes: a pipe that nobody reads would block the event loop. It is a daemon, because such a
    pipe must not keep the process alive either.
    """

    def __init__(self, stream: TextIO, *, interactive: bool = False) -> None:
        self._stream = stream
        self._interactive = interactive
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def write(self, text: str) -> None:
        """Write a message and an empty line. Raises OSError where the stream cannot take it."""
        await self._written(f"{clean(text)}\n\n".encode("utf-8", "replace"))

    async def prompt(self) -> None:
        """Invite the person at a terminal to type."""
        if self._interactive:
            await self._written(b"> ")

    async def _written(self, data: bytes) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._jobs.put((data, loop, done))
        await done

    def _work(self) -> None:
        while True:
            data, loop, done = self._jobs.get()
            error = self._try_to_write(data)
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, done, error)

    def _try_to_write(self, data: bytes) -> OSError | ValueError | None:
        try:
            self._stream.flush()
            while data:
                data = data[os.write(self._stream.fileno(), data) :]
        except (OSError, ValueError) as error:  # ValueError is a closed stream's
            return error
        return None


def _settle(done: "asyncio.Future[None]", error: OSError | ValueError | None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error if isinstance(error, OSError) else OSError(0, str(error)))
