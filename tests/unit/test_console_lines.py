import io
import os
import sys

import pytest

from bot.platforms.console.lines import MOST_BYTES, Lines
from bot.platforms.console.screen import Screen


async def read(data):
    return [line async for line in Lines(io.BytesIO(data))]


async def test_lines_come_in_order():
    """Each line comes without its end, the last one also without a line break."""
    assert await read(b"/one\r\n/two\n/three") == ["/one", "/two", "/three"]


POSTING = [
    "# Engineer",
    "",
    *(f"You know Python and work with us from Berlin, Paris or Rome, in week {n}." for n in range(9)),
]


async def test_a_pasted_text_is_one_message():
    """Many lines that come at once without a command are one message; a command ends it."""
    text = "\n".join(POSTING)
    assert await read(f"/one\n{text}\n!2\n{text}\n".encode()) == ["/one", text, "!2", text]


async def test_answers_before_a_pasted_text_stay_answers():
    """What is typed before a posting with a title is not a part of it."""
    text = "\n".join(POSTING)
    assert await read(f"remote\nskip\n{text}\n".encode()) == ["remote", "skip", text]


async def test_answers_in_a_row_are_messages_of_their_own():
    """A few short lines, as the answers to the bot's questions are, stay apart."""
    answers = ["senior python or go", "remote", "germany", "150k usd", "skip", "save filter"]
    assert await read("\n".join(["/new", *answers, "/filters"]).encode()) == ["/new", *answers, "/filters"]


async def test_what_is_no_utf8_is_replaced():
    """A byte that is no text ends nothing."""
    assert await read(b"/pa\xffuse\n/next\n") == ["/pa\ufffduse", "/next"]


async def test_the_rest_of_a_cut_line_is_no_message():
    """What is beyond the longest line is dropped, not taken for a command."""
    lines = await read(b"a" * (MOST_BYTES * 2) + b"/pause\n/next\n")
    assert [len(lines[0]), *lines[1:]] == [MOST_BYTES, "/next"]


async def test_settled_is_set_once_the_waiting_lines_are_answered():
    """Work may begin when all that was waiting has been taken."""
    lines = Lines(io.BytesIO(b"/one\n"))
    seen = [lines.settled.is_set() async for _ in lines]
    assert (seen, lines.settled.is_set()) == ([False], True)


async def test_a_screen_that_is_gone_raises(tmp_path):
    """A closed stream is an OSError for who writes, whatever Python calls it."""
    stream = (tmp_path / "out").open("w")
    stream.close()
    with pytest.raises(OSError, match="closed"):
        await Screen(stream).write("hello")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of this kind are POSIX")
async def test_a_pipe_that_nobody_reads_blocks_no_loop():
    """Writing to a full pipe waits in a thread: the loop can give it up."""
    import asyncio

    reading, writing = os.pipe()
    stream = os.fdopen(writing, "w")
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await Screen(stream).write("x" * 1_000_000)
    finally:
        os.close(reading)
        with pytest.raises(BrokenPipeError):
            os.write(writing, b"x")
        stream.close()
