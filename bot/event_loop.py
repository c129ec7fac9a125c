"""Runs a coroutine on the quickest event loop that there is for the platform; knows no work."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any

try:
    import uvloop
except ModuleNotFoundError:  # there is none for Windows
    loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
else:
    loop_factory = uvloop.new_event_loop


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end, as `asyncio.run` does."""
    _open_standard_streams()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(work)


def _open_standard_streams() -> None:
    """Open what a daemon was started without: uvloop's library aborts where it gets to close a stream's number.

    It says why in uv__close, https://github.com/libuv/libuv/blob/v1.x/src/unix/core.c.
    """
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
