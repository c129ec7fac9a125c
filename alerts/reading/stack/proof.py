"""Decides which candidates name a technology: a word that is ordinary as well needs proof; knows no strength.

Proof is another technology beside it in a list, a word beside it that only goes with a technology, or its
capital where nothing else explains that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from alerts.reading.stack.candidates import Candidate, find_candidates
from alerts.reading.stack.lines import Lines
from alerts.reading.technologies import words
from alerts.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class Mention:
    """A technology named at ``text[start:end]``."""

    slug: str
    start: int
    end: int


_AND = "and|or|et|ou|und|oder|y|e|i|lub|oraz"
# What stands between two names of a list; matched against a few characters only.
_LIST = re.compile(
    rf"(?:[\s\d,;/|&+•·()\[\]:*–—-]|\.(?=\d)|(?<=\d)x|e\.g\.|i\.e\.|\b(?:{_AND}|sowie|o|en|of)\b)+",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"[ \d]{1,4}|[ \d]{0,4}(?:with|on|in|using|mit|avec|con|com|for|via) "
    r"|(?:,| and| or|, and|, or) (?:modern|some|basic|plain|vanilla|core|embedded|advanced) ",
    re.IGNORECASE,
)
_LONGEST_GAP = 16
_OPENS = re.compile(
    rf"(?:^[-–—]?|[,;/|&(\[:•·+*\n]|[-–—] |\b(?:{_AND}|as|like|using|with|including|in|wie|comme|como) )\s*$",
    re.IGNORECASE,
)
_CLOSES = re.compile(rf"\s*(?:$|[,;:/|)(&\]•·+\n]|\.(?:\s|$)| [-–—] |\b(?:{_AND})\b)", re.IGNORECASE)
_DELIMITER_REACH = 10
# "* Excel and grow with us" is a sentence, not a list.
_GOES_ON = re.compile(rf"\s+(?:{_AND})\s+([^\W\d_])")
_BULLETS = " \t*•·-–—"
# "the Spark Direct programme" is another thing's name.
_NAME_GOES_ON = re.compile(r" [^\W\d_a-z]\w*[a-z]")
# "React-based" is proof, "Go-getter" is none.
_MADE_WITH = re.compile(
    r"-(?:based|like|native|powered|compatible|style|specific|centric|first|side|driven|entwickler|stack)\b",
    re.IGNORECASE,
)
# "Rust for our indexer" begins a sentence, and ", React in the browser" goes on with one, without being words.
_FOR = re.compile(r" (?:for|für|pour|para|voor|do)\b")
_PUT_TO_USE = re.compile(rf"{_FOR.pattern}| (?:in|on|at|with|behind|across|under|im|dans|no|na|sur)\b")
_LISTED = frozenset(",/(:")
_SENTENCE_ENDS = frozenset(".!?*•·-–—")
# In characters: how far another technology of the line may stand.
_NEAR = 90
# No posting names more; a text that does is made to be slow.
_MOST_CANDIDATES = 5_000


def find_mentions(
    text: str, tokens: Tokens, *, employer: frozenset[str] = frozenset(), labels: bool = False
) -> tuple[Mention, ...]:
    """Find the technologies that ``text`` names, in order.

    ``employer`` are the words of the company's name. ``labels`` says that each line is a board's label, where
    a name that is the whole line needs no proof.
    """
    lines = Lines(text)
    candidates = tuple(islice(find_candidates(lines, tokens, employer), _MOST_CANDIDATES))
    proven = _Court(lines, tokens, labels, candidates).proven()
    return tuple(
        Mention(one.rule.slug, one.start, one.end)
        for one, good in zip(candidates, proven, strict=True)
        if good and one.rule.slug
    )


@dataclass(frozen=True)
class _Court:
    lines: Lines
    tokens: Tokens
    labels: bool
    candidates: Sequence[Candidate]

    @property
    def text(self) -> str:
        return self.lines.text

    def proven(self) -> list[bool]:
        proven = [not one.weak or self._is_proven(one) for one in self.candidates]
        self._spread(proven, range(1, len(proven)), -1)
        self._spread(proven, range(len(proven) - 2, -1, -1), 1)
        return [good or self._has_near(proven, at) for at, good in enumerate(proven)]

    def _is_proven(self, weak: Candidate) -> bool:
        """Look for proof in the name itself and in the words right beside it."""
        if self._is_compound(weak):
            return False
        if self.labels and self._line_of(weak) == self.text[weak.start : weak.end]:
            return True
        told = self._follows_telling_word(weak) or self._precedes_telling_word(weak)
        meant = weak.rule.given and (self._is_item(weak) or self._has_telling_capital(weak))
        return weak.given and (told or meant)

    def _is_compound(self, weak: Candidate) -> bool:
        before, after = self.text[max(0, weak.start - 2) : weak.start], self.text[weak.end : weak.end + 2]
        begins = after[:1] == "-" and after[1:].isalnum() and not _MADE_WITH.match(self.text, weak.end)
        return begins or (before[-1:] == "-" and before[0].isalnum())

    def _line_of(self, weak: Candidate) -> str:
        return self.text[self.lines.start(weak.start) : self.lines.end(weak.end)].strip()

    def _before(self, weak: Candidate) -> Token | None:
        """Give the token before it in its line."""
        before = self.tokens[weak.first - 1] if weak.first else None
        return before if before and self.lines.same(before.start, weak.start) else None

    def _follows_telling_word(self, weak: Candidate) -> bool:
        before = self._before(weak)
        return before is not None and before.key in weak.rule.before

    def _precedes_telling_word(self, weak: Candidate) -> bool:
        if _MADE_WITH.match(self.text, weak.end):
            return True
        after = self.tokens[weak.last] if weak.last < len(self.tokens) else None
        if after is None or not self.lines.same(weak.end, after.start):
            return False
        return after.key in weak.rule.after or (weak.rule.given and after.key in words("copula"))

    def _has_telling_capital(self, weak: Candidate) -> bool:
        """Take a capital after a small word as meant, and several unless all around them is shouted."""
        start, end = self.lines.start(weak.start), self.lines.end(weak.end)
        written = self.text[weak.start : weak.end]
        if len(written) > 1 and written.isupper():
            around = self.text[max(start, weak.start - _NEAR) : min(end, weak.end + _NEAR)]
            return any(letter.islower() for letter in around)
        before = self._before(weak)
        if before is None or before.key in _SENTENCE_ENDS:
            return _FOR.match(self.text, weak.end) is not None
        if before.key in _LISTED:
            return _PUT_TO_USE.match(self.text, weak.end) is not None
        return self.text[before.start].islower() and not _NAME_GOES_ON.match(self.text, weak.end)

    def _is_delimited(self, weak: Candidate) -> bool:
        """Tell whether it stands between the signs and words that stand between the names of a list."""
        before, after = self._around(weak)
        return bool(_OPENS.search(before) and _CLOSES.match(after))

    def _is_item(self, weak: Candidate) -> bool:
        """Tell whether it is delimited, and does not begin a sentence that goes on as one."""
        before, after = self._around(weak)
        goes_on = _GOES_ON.match(after)
        begins = weak.start - len(before) == self.lines.start(weak.start) and not before.strip(_BULLETS)
        return self._is_delimited(weak) and not (begins and goes_on and goes_on.group(1).islower())

    def _around(self, weak: Candidate) -> tuple[str, str]:
        """Give the few characters of its line before and after it."""
        least = max(self.lines.start(weak.start), weak.start - _DELIMITER_REACH)
        most = min(self.lines.end(weak.end), weak.end + _DELIMITER_REACH)
        return self.text[least : weak.start], self.text[weak.end : most]

    def _spread(self, proven: list[bool], order: range, step: int) -> None:
        """Let each proven name of a list prove the next."""
        for at in order:
            if not proven[at] and proven[at + step]:
                proven[at] = self._proves(self.candidates[at + step], self.candidates[at])

    def _proves(self, other: Candidate, weak: Candidate) -> bool:
        """Tell whether a weak name stands in a list with its neighbour."""
        left, right = sorted((other, weak), key=lambda one: one.start)
        gap = self.text[left.end : right.start]
        if len(gap) > _LONGEST_GAP or not self._may_prove(other, weak):
            return False
        trusted = weak.given and not weak.rule.beside
        if _JOINED.fullmatch(gap):
            return trusted
        listed = not gap or _LIST.fullmatch(gap) is not None
        return listed and ((trusted and "\n" not in gap) or self._is_delimited(weak))

    def _may_prove(self, other: Candidate, weak: Candidate) -> bool:
        known = not weak.rule.beside or other.rule.slug in weak.rule.beside
        return known and not self._is_compound(weak)

    def _has_near(self, proven: Sequence[bool], at: int) -> bool:
        """Look for a technology farther off in the line: names that nobody knows may stand between."""
        one = self.candidates[at]
        if not one.given or one.end - one.start == 1 or not self._is_item(one):
            return False
        return any(
            proven[other]
            and self._may_prove(self.candidates[other], one)
            and abs(self.candidates[other].start - one.start) <= _NEAR
            and self.lines.same(self.candidates[other].start, one.start)
            for other in range(max(0, at - 2), min(len(proven), at + 3))
        )
