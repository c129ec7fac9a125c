"""Starts workers quickly: the program is imported once, and every worker is a fork of it. It is a script of its own.

A line on the input is a command in JSON, a line on the output its answer: ``{"start": {"config": …, "out": …}}`` gives
the worker's process id, ``{"wait": pid}`` its exit code. What a worker would wait for in earnest is shortened.
"""

import asyncio
import json
import os
import sys
import traceback
from datetime import timedelta
from pathlib import Path

from alerts.delivering import Limit, engine
from bot import app
from bot.config_loading import load_config
from bot.event_loop import run
from bot.logs import set_up_logs
from bot.platforms import telegram
from bot.platforms.registry import open_platforms
from bot.supervising import stop_signal
from storage import database


def hurry(lease):
    """Let leases end soon, and the platform take as much as we can send; the rules stay the same."""
    engine.LEASE = timedelta(seconds=lease)
    engine.SEND_TIMEOUT = timedelta(seconds=lease * 0.7)
    database._set_up = hasty(database._set_up)
    telegram.PRIVATE_GAP = timedelta(milliseconds=1)
    telegram.TelegramPlatform.limit = Limit(interval=timedelta(milliseconds=1), burst=3)


def hasty(set_up):
    """Let SQLite not wait for the disk: what is killed here is a process, not the machine."""

    def set_up_hastily(connection, record):
        set_up(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    return set_up_hastily


async def work(file):
    config = load_config(file)
    platforms = open_platforms(config)
    async with stop_signal() as stop, app.opened(config, platforms) as parts:
        await app.run(parts, bot=False, worker=True, until=asyncio.create_task(stop.wait()))


def start(config, out, lease):
    """Fork a worker that writes into ``out`` and logs into ``out``.log."""
    pid = os.fork()
    if pid:
        return pid
    for stream, path in ((1, out), (2, f"{out}.log")):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    os.close(0)
    code = 1
    try:
        hurry(lease)
        set_up_logs("info")
        run(work(Path(config)))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        ((verb, given),) = json.loads(line).items()
        print(start(**given) if verb == "start" else wait(given), flush=True)
