"""Quotes the words that prove a fact with enough around them to be understood; knows no fact.

"Python" alone proves little to a reader; "Golang, Python, and TypeScript" lets one judge.
"""

import re

from alerts.posting import Evidence, PostingText

# What a reader takes in at a glance, in characters, beside the evidence itself.
CONTEXT = 60
_SENTENCE_END = re.compile(r"[.;!?:•]\s")


def in_context(text: PostingText, evidence: Evidence) -> str:
    """Give the clause around the evidence, on one line; what was left out of a long one is marked with '…'."""
    whole = text.part(evidence.part)
    start, end = _clause(whole, evidence.start, evidence.end)
    left, right = _cut(whole, evidence, start, end)
    quote = " ".join(whole[left:right].split()).strip("*-–·,;:. ")
    return f"{'…' if left > start else ''}{quote}{'…' if right < end else ''}"


def _clause(whole: str, start: int, end: int) -> tuple[int, int]:
    """Widen to the sentence within the line."""
    line_start = whole.rfind("\n", 0, start) + 1
    line_end = whole.find("\n", end)
    line_end = len(whole) if line_end < 0 else line_end
    # Bounded, so that a page without a line break costs no more than a short line.
    near_start = max(line_start, start - 4 * CONTEXT)
    for found in _SENTENCE_END.finditer(whole, near_start, start):
        line_start = found.end()
    after = _SENTENCE_END.search(whole, end, min(line_end, end + 4 * CONTEXT))
    return line_start, after.start() if after else line_end


def _cut(whole: str, evidence: Evidence, start: int, end: int) -> tuple[int, int]:
    """Cut a long clause at words, keeping the evidence and about as much on each side."""
    if end - start <= CONTEXT + evidence.end - evidence.start:
        return start, end
    left = max(start, evidence.start - CONTEXT // 2)
    right = min(end, evidence.end + CONTEXT // 2)
    if left > start:
        left = _next_space(whole, left, evidence.start)
    if right < end:
        right = max(whole.rfind(" ", evidence.end, right), evidence.end)
    return left, right


def _next_space(whole: str, left: int, stop: int) -> int:
    space = whole.find(" ", left, stop)
    return space + 1 if space >= 0 else stop
