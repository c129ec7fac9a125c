"""Writes whole messages to a terminal or a file; knows no message's meaning.

Everything here may come from a feed, so control characters never reach the terminal.
"""

import os
from typing import TextIO

# Escape sequences begin with a control character; bidirectional overrides make a text read as something else.
_HOSTILE = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)), "�")
_SHOWN = {key: value for key, value in _HOSTILE.items() if key != ord("\n")}


class Screen:
    """A text stream that takes each message in one write, so that a kill never leaves half of one."""

    def __init__(self, stream: TextIO, *, interactive: bool = False) -> None:
        self._stream = stream
        self._interactive = interactive

    def write(self, text: str) -> None:
        """Write a message and an empty line. Raises OSError where the stream cannot take it."""
        data = f"{text.translate(_SHOWN)}\n\n".encode()
        self._stream.flush()
        while data:
            data = data[os.write(self._stream.fileno(), data) :]

    def prompt(self) -> None:
        """Invite the person at a terminal to type."""
        if self._interactive:
            self._stream.write("> ")
            self._stream.flush()
