"""Which words stand in which texts, so that a search need not read them again; knows no database.

A text's words are kept as numbers side by side, each word once. To look one up is to search bytes: at 28,000 texts of
330 words that takes 30 ms and 55 MB, where the texts themselves take 150 MB and an index by word as much again.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

# What `alerts.tokens` cuts out as a word.
_WORD = re.compile(r"[^\W_]+")
# Bytes of a word's hash that are kept: of a thousand million previews one meets two words that share them.
_WIDTH = 6
_HASH = array("q").itemsize
# Texts of one block, which is searched at once.
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class _Block:
    """Some postings with the end of each one's words among those of all."""

    ids: Sequence[int]
    ends: Sequence[int]
    words: bytes

    def having(self, word: bytes) -> Iterator[int]:
        """Give the postings that have a word."""
        at = self.words.find(word)
        while at >= 0:
            if at % _WIDTH:  # the end of a number and the beginning of the next one
                at += 1
            else:
                number = bisect_right(self.ends, at)
                yield self.ids[number]
                at = self.ends[number]
            at = self.words.find(word, at)

    def by_posting(self) -> dict[int, bytes]:
        """Give each posting's words."""
        begins = (0, *self.ends)
        return {
            one: self.words[begin:end] for one, begin, end in zip(self.ids, begins, self.ends, strict=False)
        }


class Texts:
    """The words of postings' texts, by posting and stamp; a changed text is another one.

    One at a time may take and forget; others may search meanwhile.
    """

    def __init__(self) -> None:
        self._stamps: dict[int, str] = {}
        self._blocks: tuple[_Block, ...] = ()

    def missing(self, stamps: Mapping[int, str]) -> list[int]:
        """Give the postings whose texts are not known as they are now."""
        return [one for one, stamp in stamps.items() if self._stamps.get(one) != stamp]

    def take(self, texts: Mapping[int, str], stamps: Mapping[int, str]) -> None:
        """Take in the texts of some postings in place of what was known of them."""
        blocks, left = self._without(texts.keys() & self._stamps.keys())
        while blocks and len(blocks[-1].ids) < _BLOCK:
            left = blocks.pop().by_posting() | left
        self._blocks = (*blocks, *_blocks(left | {one: _packed(text) for one, text in texts.items()}))
        self._stamps |= {one: stamps[one] for one in texts}

    def forget_others(self, stamps: Mapping[int, str]) -> None:
        """Forget all postings but some."""
        others = self._stamps.keys() - stamps.keys()
        if others:
            blocks, left = self._without(others)
            self._blocks = (*blocks, *_blocks(left))
            self._stamps = {one: stamp for one, stamp in self._stamps.items() if one not in others}

    def having(self, word: str) -> set[int]:
        """Give the postings whose text has a folded word."""
        number = _numbers([word])
        return {one for block in self._blocks for one in block.having(number)}

    def _without(self, some: Collection[int]) -> tuple[list[_Block], dict[int, bytes]]:
        """Give the blocks that have none of these postings, and what the other blocks have beside them."""
        if not some:
            return list(self._blocks), {}
        blocks = [block for block in self._blocks if not any(one in some for one in block.ids)]
        others = (block for block in self._blocks if any(one in some for one in block.ids))
        left = {
            one: words for block in others for one, words in block.by_posting().items() if one not in some
        }
        return blocks, left


def _packed(text: str) -> bytes:
    return _numbers({word.casefold() for word in set(_WORD.findall(text))})


def _numbers(words: Collection[str]) -> bytes:
    """Give the words' hashes, each shortened to so many bytes."""
    whole = array("q", map(hash, words)).tobytes()
    short = bytearray(len(words) * _WIDTH)
    for at in range(_WIDTH):
        short[at::_WIDTH] = whole[at::_HASH]
    return bytes(short)


def _blocks(packed: Mapping[int, bytes]) -> Iterator[_Block]:
    every = list(packed.items())
    for some in (every[at : at + _BLOCK] for at in range(0, len(every), _BLOCK)):
        ends, end = array("L"), 0
        for _, words in some:
            end += len(words)
            ends.append(end)
        yield _Block(array("q", (one for one, _ in some)), ends, b"".join(words for _, words in some))
