"""A dialog whose program is killed, without a word, in the middle."""

import os
import selectors
import subprocess
import time

PATIENCE = 60
# What is typed before each kill, and what the last answer has.
STEPS = (
    (("/new", "python"), "How do you want to work"),
    (("remote", "germany", "90k eur", "back"), "So far: pay>=90k EUR"),
    (("95k eur", "skip", "now"), "remote, python, in:DE, pay>=95k EUR"),
    (("save filter",), "is active"),
)


def answer_and_kill(folder, lines, expected):
    """Start the program, type lines, wait for what is expected, and kill the program."""
    with (
        subprocess.Popen(
            [*folder.rolecall, "chat"],
            cwd=folder.path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=folder.environment(),
        ) as program,
        selectors.DefaultSelector() as selector,
    ):
        selector.register(program.stdout, selectors.EVENT_READ)
        program.stdin.write("".join(f"{line}\n" for line in lines).encode())
        program.stdin.flush()
        shown, deadline = b"", time.monotonic() + PATIENCE
        while expected.encode() not in shown:
            assert selector.select(deadline - time.monotonic()), f"{lines!r} gave {shown.decode()!r}"
            piece = os.read(program.stdout.fileno(), 1 << 16)
            assert piece, f"{lines!r} gave {shown.decode()!r} and the program ended"
            shown += piece
        program.kill()


def test_a_draft_survives_kills(folder):
    """Four starts, each killed as soon as it has answered: the dialog goes on where it was, and saves what was said."""
    folder.configure()
    for lines, expected in STEPS:
        answer_and_kill(folder, lines, expected)
    listed = folder.run("chat", lines=["/filters"]).stdout
    assert listed.count("remote, python, in:DE, pay>=95k EUR") == 1
    assert "2. " not in listed
