"""Brings the lines of the standard input into the event loop as messages; knows no meaning of one.

A line is a message. But a posting that is pasted comes as many lines at once: so many words in so many lines without
a command among them are one message.
"""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import BinaryIO

# Longer input is cut: no command needs it, and a pipe may bring a file by mistake.
MOST_BYTES = 32_000
# How long a pipe may be silent before what it has brought counts as all for now.
IDLE_SECONDS = 0.5
# How long the next line of a pasted text may take.
PASTE_SECONDS = 0.05
# What is less is a few answers to the bot's questions.
LEAST_LINES = 5
LEAST_CHARACTERS = 300


class Lines:
    """The lines of a stream, read in a thread of their own: a pipe, a file and a terminal all work.

    ``settled`` is set once the lines that were already waiting have been answered.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.settled = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[str]:
        """Give each line without its end, until the input ends."""
        # a daemon, because nothing can interrupt a blocked read and the program must still be able to end
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), daemon=True).start()
        behind: list[str | None] = []
        while (line := behind.pop() if behind else await self._next()) is not None:
            run, behind = await self._run_of(line)
            for message in _messages(run):
                yield message
        self.settled.set()

    async def _run_of(self, first: str) -> tuple[list[str], list[str | None]]:
        """Give a line with those that come at once behind it, up to a command; that is given back."""
        run = [first]
        while not _is_command(first):
            try:
                async with asyncio.timeout(PASTE_SECONDS):
                    line = await self._queue.get()
            except TimeoutError:
                break
            if line is None or _is_command(line):
                return run, [line]
            run.append(line)
        return run, []

    async def _next(self) -> str | None:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                return await self._queue.get()
        except TimeoutError:
            self.settled.set()
            return await self._queue.get()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while line := self._stream.readline(MOST_BYTES):
                self._pass_over_the_rest(line)
                self._put(loop, line.decode("utf-8", "replace").rstrip("\r\n"))
        finally:
            self._put(loop, None)

    def _pass_over_the_rest(self, line: bytes) -> None:
        """What is beyond the cut belongs to this line and must not be taken for another."""
        while len(line) == MOST_BYTES and not line.endswith(b"\n"):
            line = self._stream.readline(MOST_BYTES)

    def _put(self, loop: asyncio.AbstractEventLoop, line: str | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._queue.put_nowait, line)


def _messages(run: list[str]) -> list[str]:
    """Put a pasted text together; what stands before its Markdown title are answers of their own."""
    start = next((at for at, line in enumerate(run) if line.startswith("# ")), 0)
    answers, text = run[:start], run[start:]
    if len(text) >= LEAST_LINES and sum(map(len, text)) >= LEAST_CHARACTERS:
        return [*answers, "\n".join(text)]
    return run


def _is_command(line: str) -> bool:
    return line.startswith(("/", "!"))
