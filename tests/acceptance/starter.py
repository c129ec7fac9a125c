"""Starts the program quickly: it is imported once, and every start is a fork. A script of its own.

``starter.py SOCKET`` serves; ``starter.py SOCKET ARGUMENT…`` is what stands for ``rolecall ARGUMENT…``: a process that
hands its folder, environment and streams to the fork, passes signals on and ends as it ends.
"""

import contextlib
import importlib
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

STREAMS = 3
PASSED_ON = (signal.SIGTERM, signal.SIGINT)


def serve(path):
    """Fork for each caller, until killed."""
    from alerts.posting import Fields, PostingText
    from alerts.reading import read_facts
    from bot.__main__ import main

    importlib.import_module("bot.app")
    read_facts(PostingText(title="Engineer", company="", body="Python, remote."), Fields())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{path}.new")
        listener.listen()
        Path(f"{path}.new").rename(path)  # who finds the door may knock
        while True:
            caller, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                attend(caller, main)
            caller.close()
            reap()


def reap():
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                return
        except ChildProcessError:
            return


def attend(caller, main):
    """Fork the program, tell the caller its number and then its end; it does not outlive its caller."""
    said, streams, _, _ = socket.recv_fds(caller, 1 << 20, STREAMS)
    call = json.loads(said)
    program = os.fork()
    if program == 0:
        caller.close()
        become(call, streams, main)
    for stream in streams:
        os.close(stream)
    caller.sendall(f"{program}\n".encode())
    threading.Thread(target=follow, args=(caller, program), daemon=True).start()
    ended = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    with contextlib.suppress(OSError):  # the caller was killed, and the program after it
        caller.sendall(f"{ended}\n".encode())
    os._exit(0)


def follow(caller, program):
    if not caller.recv(1):
        with contextlib.suppress(ProcessLookupError):
            os.kill(program, signal.SIGKILL)


def become(call, streams, main):
    """Be the program from here on, as if it had been started by the caller."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.stdin = open(0, closefd=False, encoding="utf-8")  # noqa: SIM115  # the process's own streams
    sys.stdout = open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False, encoding="utf-8", buffering=1)  # noqa: SIM115
    sys.argv = ["rolecall", *call["arguments"]]
    code = 1
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def call(path, arguments):
    """Have the program started, and give its exit code."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        said = {"folder": str(Path.cwd()), "environment": dict(os.environ), "arguments": arguments}
        socket.send_fds(server, [json.dumps(said).encode()], range(STREAMS))
        answers = server.makefile()
        program = int(answers.readline())
        for number in PASSED_ON:
            signal.signal(number, lambda number, _: os.kill(program, number))
        return int(answers.readline())


if __name__ == "__main__":
    if len(sys.argv) == 2:
        serve(sys.argv[1])
    else:
        sys.exit(call(sys.argv[1], sys.argv[2:]) % 256)
