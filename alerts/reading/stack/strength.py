"""Says how strongly a posting's body asks for a technology, by where it is named; knows none by name."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from alerts.posting import Part, Strength
from alerts.reading.sections import Section, SectionKind, kind_at, sections_of
from alerts.reading.source import Source
from alerts.reading.stack.proof import Mention
from alerts.reading.technologies import lexicon
from alerts.tokens import Found, PhraseIndex

# The lexicon's sets of cues. The first only says that a technology is asked for where no section does.
_WANTED = "wanted"
_SAID = {"needed": Strength.REQUIRED, "wished": Strength.NICE}
_ASKING = frozenset({SectionKind.REQUIREMENTS, SectionKind.DUTIES})
_TALKING = frozenset({SectionKind.BENEFITS, SectionKind.LEGAL})
_BULLET = re.compile(r"[ \t]*[*•·▪●○‣–—-][ \t]")
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
# A sentence is looked at this far to either side of a name, in characters.
_REACH = 300


@dataclass(frozen=True)
class Body:
    source: Source

    def strength_of(self, mention: Mention) -> Strength:
        """Say how strongly it is asked for: by the words of the mention's sentence, else by its section."""
        start, end = self._sentence(mention)
        cues = self._cues_in(start, end)
        wanted = any(cue.value == _WANTED for cue in cues)
        return self._said(mention, cues) or self._by_section(mention, wanted)

    def _said(self, mention: Mention, cues: Sequence[Found[str]]) -> Strength | None:
        """Go by the word that follows ("Go is a plus"), else by the last one before ("A plus: Go")."""
        telling = [cue for cue in cues if cue.value in _SAID]
        after = [cue for cue in telling if cue.start >= mention.end and self._is_of(mention, cue)]
        before = [cue for cue in telling if cue.start < mention.start]
        nearest = after[:1] or before[-1:]
        return _SAID[nearest[0].value] if nearest else None

    def _is_of(self, mention: Mention, cue: Found[str]) -> bool:
        """Leave out a remark in brackets about something else: "AWS (Terraform preferred)"."""
        _, bracket, inside = self.text[mention.end : cue.start].rpartition("(")
        return not bracket or ")" in inside or inside == inside.lower()

    def _by_section(self, mention: Mention, wanted: bool) -> Strength:
        kind = kind_at(self._sections, mention.start)
        if kind is SectionKind.NICE:
            return Strength.NICE
        plain = kind is SectionKind.OTHER and (not self._has_asking_section or self._is_item(mention.start))
        asked = kind in _ASKING or (kind not in _TALKING and (plain or wanted))
        return Strength.REQUIRED if asked else Strength.MENTIONED

    @cached_property
    def _has_asking_section(self) -> bool:
        """Tell whether the posting has a place of its own for what it asks; else it asks all over."""
        return any(section.kind in _ASKING for section in self._sections)

    def _is_item(self, offset: int) -> bool:
        return _BULLET.match(self.text, self.text.rfind("\n", 0, offset) + 1) is not None

    def _sentence(self, mention: Mention) -> tuple[int, int]:
        least, most = max(0, mention.start - _REACH), mention.end + _REACH
        before, behind = (bisect_left(self._ends, at) for at in (mention.start, mention.end))
        start = self._ends[before - 1] + 1 if before else 0
        end = self._ends[behind] if behind < len(self._ends) else most
        return max(start, least), min(end, most)

    @cached_property
    def _ends(self) -> Sequence[int]:
        """Give the places of the signs that end a sentence."""
        return [found.start() for found in _SENTENCE_END.finditer(self.text)]

    def _cues_in(self, start: int, end: int) -> Sequence[Found[str]]:
        first, last = (bisect_left(self._cue_starts, at) for at in (start, end))
        return self._cues[first:last]

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [cue.start for cue in self._cues]

    @cached_property
    def _cues(self) -> list[Found[str]]:
        return list(_cue_index().find(self.source.tokens[Part.BODY]))

    @property
    def text(self) -> str:
        return self.source.text.body

    @property
    def _sections(self) -> tuple[Section, ...]:
        return sections_of(self.source, Part.BODY)


@cache
def _cue_index() -> PhraseIndex[str]:
    return PhraseIndex((phrase, kind) for kind in (_WANTED, *_SAID) for phrase in lexicon().sets[kind])
