"""The event loop that the program runs on, in processes of their own."""

import subprocess
import sys

WAKES = """
import asyncio
import socket
from bot.event_loop import run
async def main():
    one, other = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=one)
    writer.close()
    await writer.wait_closed()
run(main())
"""


def test_a_daemon_without_standard_streams_ends_well():
    """Where they are closed, the first connections would get their numbers and end the process when they close."""
    closed = f"exec {sys.executable} -c '{WAKES}' <&- >&- 2>&-"
    assert subprocess.run(closed, shell=True, check=False, timeout=60).returncode == 0
