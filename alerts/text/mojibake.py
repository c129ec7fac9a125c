"""Repairs UTF-8 that was read as Mac Roman or Windows-1252; knows no language and guesses nothing.

A run of characters is repaired only where it is, byte for byte, well-formed UTF-8 under one of the two, and
what comes out is something that postings hold: accented Latin letters, typographic signs, emoji, or another
script of which a word's length stands somewhere in the text. Clean text meets the first condition by chance
(a quote and a French capital are well-formed Armenian) but not the second.
"""

import re
from functools import partial

# Misread twice is seen in the wild; three times is noise.
_PASSES = 2
_WORD = 3

# Accented Latin and signs, Romanian's comma letters, punctuation, currencies, arrows, the comparisons of
# figures, symbols, variation selectors, the byte order mark, emoji; not the pieces of brackets and formulas, which
# clean text is by chance and no posting means.
_COMMON = (
    "\xa0-\u017f\u0218-\u021b\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u21ff\u2248\u2260\u2264\u2265"
    "\u231a\u231b\u23e9-\u23f3\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\ufeff"
    "\U0001f000-\U0001faff"
)
_SCRIPTS = (
    "\u0370-\u03ff",  # Greek
    "\u0400-\u04ff",  # Cyrillic
    "\u0590-\u05ff",  # Hebrew
    "\u0600-\u06ff",  # Arabic
    "\u0900-\u097f",  # Devanagari
    "\u0e00-\u0e7f",  # Thai
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60",  # Chinese, Japanese, Korean
)
_TOLD = tuple((script, re.compile(f"[{script}]{{{_WORD}}}")) for script in _SCRIPTS)

# Well-formed by chance: a word in capitals that ends in Ã, Ä or Å, and the space or sign after it.
_CAPITALS_END = re.compile("(?<=[A-ZÀ-Þ])[ÃÄÅ][\xa0…‘’‚“”„«»‹›™®°·•–—]")
# And '≈' or a lone letter before a sign. A Latin letter meant here has letters about it, and no digit.
_EXTENDED_LATIN = re.compile("[\u0100-\u017f]")
_IN_A_WORD = re.compile(r"(?:(?<=[^\W\d_])..(?!\d)|(?<!\d)..(?=[^\W\d_]))", re.DOTALL)

_LEADS = ((0xC2, 0xDF, 1), (0xE0, 0xEF, 2), (0xF0, 0xF4, 3))


def repaired(text: str) -> str:
    """Give the text that was meant, or the very same where nothing proves a misreading."""
    for _ in range(_PASSES):
        if text.isascii():
            break
        # Each repair shortens the text, and the encoding that it was misread in repairs the most.
        text = min((misreading.undone(text) for misreading in _MISREADINGS), key=len)
    return text


class _Misreading:
    """A one-byte encoding that UTF-8 is taken for."""

    def __init__(self, bytes_of: dict[str, int]) -> None:
        self._to_latin1 = {ord(char): byte for char, byte in bytes_of.items()}
        tail = _char_class(bytes_of, 0x80, 0xBF)
        sequences = (f"{_char_class(bytes_of, first, last)}{tail}{{{size}}}" for first, last, size in _LEADS)
        self._run = re.compile(f"(?:{'|'.join(sequences)})+")
        # Few clean texts have even this, and looking for it is ten times as fast.
        self._trace = re.compile(_char_class(bytes_of, 0xC2, 0xF4) + tail)

    def undone(self, text: str) -> str:
        if not self._trace.search(text):
            return text
        runs = [(run, self._meant(run.group())) for run in self._run.finditer(text)]
        told = (script for script, word in _TOLD if any(word.search(meant) for _, meant in runs))
        sane = re.compile(f"[{_COMMON}{''.join(told)}]+")
        if not any(sane.fullmatch(meant) and not _by_chance(run, meant) for run, meant in runs):
            return text
        return self._run.sub(partial(self._replacement, sane=sane), text)

    def _meant(self, run: str) -> str:
        try:
            return run.translate(self._to_latin1).encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return ""

    def _replacement(self, run: re.Match[str], sane: re.Pattern[str]) -> str:
        meant = self._meant(run.group())
        return meant if sane.fullmatch(meant) else run.group()


def _by_chance(run: re.Match[str], meant: str) -> bool:
    """Say whether the run proves nothing by itself; beside one that does, it was misread as well."""
    if len(meant) > 1:
        return False
    text, start = run.string, run.start()
    if _CAPITALS_END.match(text, start):
        return True
    return bool(_EXTENDED_LATIN.match(meant)) and not _IN_A_WORD.match(text, start)


def _char_class(bytes_of: dict[str, int], first: int, last: int) -> str:
    chars = (re.escape(char) for char, byte in bytes_of.items() if first <= byte <= last)
    return f"[{''.join(chars)}]"


def _bytes_of(encoding: str) -> dict[str, int]:
    """Map characters to the bytes above ASCII that they were read from."""
    chars = ((bytes([byte]).decode(encoding, "ignore"), byte) for byte in range(0x80, 0x100))
    return {char: byte for char, byte in chars if char}


# What Windows-1252 leaves undefined comes through as Latin-1's controls, as browsers have it.
_CONTROLS = {chr(byte): byte for byte in range(0x80, 0xA0)}
_MISREADINGS = (_Misreading(_bytes_of("mac_roman")), _Misreading(_CONTROLS | _bytes_of("cp1252")))
