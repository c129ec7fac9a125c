"""Finds the words of a text that may name a technology, without those that plainly stand for something else.

Left out are pieces of links and domains, look-alikes of the lexicon ("go-to-market"), and companies named as
customers, rivals or employers. Whether a word that is ordinary as well is meant is not decided here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from alerts.reading.stack.lines import Lines
from alerts.reading.technologies import Name, Rule, lookalikes, names, words
from alerts.tokens import Found, Tokens


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name in tokens[first:last].

    A ``weak`` one needs proof; ``given`` says that it is written as the lexicon has it.
    """

    rule: Rule
    weak: bool
    given: bool
    first: int
    last: int
    start: int
    end: int


_DOMAIN = re.compile(r"\.(?:com|io|org|net|ai|dev|co|app)\b")
# Each way begins with a sign of its own, so that a search stops nowhere else.
_LINK = re.compile(r":(?=//)|@(?<=\w@)(?=\w)|\.(?:(?<=www\.)|(?<=\w\.)(?:com|io|org|net|ai|dev|co|app)/)")
_SPACE = re.compile(r"\s")
# A sum of money beside a name makes it a currency: "PHP 70,000".
_SUM_BEHIND = re.compile(r"\s?\d{1,3}(?:(?:[.,]\d{3})+|\s?k\b)", re.IGNORECASE)
_SUM_BEFORE = re.compile(r"(?:\d[.,]\d{3}|\dk)\s?\Z", re.IGNORECASE)
_LONGEST_SUM = 8
_DIGIT = frozenset("0123456789")
# In tokens: how much may stand between a company and what announces it, and how far "customers" may stand
# before "such as".
_NAMES_REACH = 24
_ANNOUNCE_REACH = 6
_STOPS = frozenset(".!?")


def find_candidates(lines: Lines, tokens: Tokens, employer: frozenset[str]) -> Iterator[Candidate]:
    """Give what may name a technology, in order; ``employer`` are the words of the company's own name."""
    finder = _Finder(lines, tokens, employer)
    for found in names().find(tokens):
        if finder.stands_free(found):
            yield from (finder.candidate(found, name) for name in found.value if finder.may_be(found, name))


@dataclass(frozen=True)
class _Finder:
    lines: Lines
    tokens: Tokens
    employer: frozenset[str]

    @property
    def text(self) -> str:
        return self.lines.text

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        links: list[tuple[int, int]] = []
        end = 0
        for sign in _LINK.finditer(self.text):
            if sign.start() >= end:
                start = max(self.text.rfind(space, end, sign.start()) for space in " \n") + 1
                space = _SPACE.search(self.text, sign.end())
                end = space.start() if space else len(self.text)
                links.append((start, end))
        return links

    @cached_property
    def lookalikes(self) -> list[Found[frozenset[str]]]:
        # "R & D" is "R&D": the index wants a symbol glued to its word, so it is left out on both sides.
        tokens = self.tokens.without("&")
        return list(lookalikes().find_within(tokens, 0, len(tokens)))

    def candidate(self, found: Found[tuple[Name, ...]], name: Name) -> Candidate:
        """Take the employer's own name for an ordinary word."""
        own = (name.rule.vendor or name.weak) and self._is_employer(found)
        quote = self.text[found.start : found.end]
        given = quote in (name.written, name.written.upper()) and not own
        return Candidate(name.rule, name.weak or own, given, found.first, found.last, found.start, found.end)

    def stands_free(self, found: Found[tuple[Name, ...]]) -> bool:
        """Refuse what is a piece of a link, of a domain or of another name with a dot."""
        before, first = self.text[max(0, found.start - 2) : found.start], self.text[found.start]
        glued = first == "." and before[-1:].isalnum()
        dotted = before[-1:] == "." and before[0].isalnum() and first.islower()
        return not (glued or dotted or _DOMAIN.match(self.text, found.end) or self._is_in_link(found.start))

    def may_be(self, found: Found[tuple[Name, ...]], name: Name) -> bool:
        """Refuse look-alikes, companies and currencies."""
        company = name.rule.vendor and self._is_company(found)
        return not (company or self._is_lookalike(found, name) or self._is_currency(found))

    def _is_currency(self, found: Found[tuple[Name, ...]]) -> bool:
        # Next to most names stands no digit at all.
        least = max(0, found.start - _LONGEST_SUM)
        before = not _DIGIT.isdisjoint(self.text[least : found.start]) and _SUM_BEFORE.search(
            self.text, least, found.start
        )
        return bool(before or _SUM_BEHIND.match(self.text, found.end))

    def _is_employer(self, found: Found[tuple[Name, ...]]) -> bool:
        return self.employer.issuperset(self.tokens.keys[found.first : found.last])

    def _is_in_link(self, offset: int) -> bool:
        at = bisect_right(self.links, (offset, len(self.text))) - 1
        return at >= 0 and offset < self.links[at][1]

    def _is_lookalike(self, found: Found[tuple[Name, ...]], name: Name) -> bool:
        at = bisect_right(self.lookalikes, found.start, key=lambda one: one.start) - 1
        hidden = self.lookalikes[at] if at >= 0 else None
        return hidden is not None and found.end <= hidden.end and name.rule.slug in hidden.value

    def _is_company(self, found: Found[tuple[Name, ...]]) -> bool:
        """Look for "customers such as", or "at", before the names that stand before this one."""
        at, least = found.first - 1, max(0, found.first - _NAMES_REACH)
        while at >= least and self._is_name_or_sign(at):
            at -= 1
        if at < 0 or not self.lines.same(self.tokens.starts[at], found.start):
            return False
        last = self.tokens.keys[at]
        reach = _ANNOUNCE_REACH if last in words("announce") else int(last in words("attach"))
        said = self.tokens.keys[max(0, at - reach) : at + 1]
        return not words("company").isdisjoint(said) or (last == "at" and at == found.first - 1)

    def _is_name_or_sign(self, at: int) -> bool:
        key, start = self.tokens.keys[at], self.tokens.starts[at]
        return key == "and" or not (self.text[start].islower() or key in _STOPS)
