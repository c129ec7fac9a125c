"""The threads in which documents and listings are read, beside the event loop; knows no feed and no round."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from threading import Lock
from typing import ParamSpec, TypeVar

from alerts.posting import Fields, PostingText
from alerts.reading import read_facts

P = ParamSpec("P")
R = TypeVar("R")

# It names something of most lexicons, so that they are loaded.
_SAMPLE = PostingText(
    title="Engineer", body="We use Python. Remote in Europe, 90,000 EUR and 30 days of holiday."
)
_loading = Lock()


def _load() -> None:
    """Load the lexicons before the first thread reads: two that find them missing would each make their own."""
    with _loading:
        read_facts(_SAMPLE, Fields())


# Two, so that a document that takes long holds up no other. More would share one interpreter all the same, and have
# more documents in memory.
_READERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader", initializer=_load)


async def in_reader(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Have a reader do some work as soon as one is free."""
    bound = partial(copy_context().run, work, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_READERS, bound)
