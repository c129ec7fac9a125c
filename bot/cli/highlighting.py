"""Shows a posting in a terminal with the words that prove its facts marked; knows no file.

Each mark has the fact's colour and its name behind it, because not every terminal and not every eye has colours.
Everything here may come from a feed: it is cleaned of control characters and never read as markup.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from alerts.posting import Evidence, Facts, Part, PostingText
from bot.platforms.hostile import clean
from bot.wording.facts import fact_rows

# A style for each row of `fact_rows`, by its name.
_STYLES = {
    "workplace": "black on cyan",
    "regions": "black on bright_blue",
    "pay": "black on green",
    "level": "black on yellow",
    "role": "black on bright_yellow",
    "employment": "black on bright_cyan",
    "stack": "black on magenta",
    "benefits": "black on bright_green",
    "language": "bold",
}
_FAINT = "dim"
_NAME_WIDTH = max(map(len, _STYLES))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words that prove a fact; ``name`` is the fact's kind, ``said`` what stands behind the words."""

    name: str
    said: str
    evidence: Evidence


def show_highlighted(console: Console, text: PostingText, facts: Facts) -> None:
    """Print the whole text with its marks, then every fact in the colour of its marks."""
    marks = tuple(_marks(facts))
    for part in Part:
        if text.part(part):
            console.print(Text(part.value, style=_FAINT))
            console.print(_highlighted(text.part(part), [one for one in marks if one.evidence.part is part]))
            console.print()
    for name, value in fact_rows(facts):
        label = Text(name.rjust(_NAME_WIDTH), style=_STYLES[name])
        console.print(Text.assemble(label, " ", clean(value)), soft_wrap=False)
    console.print()


def _marks(facts: Facts) -> Iterator[_Mark]:
    """Give a mark for each proof; a language's small words would only be in the way."""
    if facts.workplace:
        yield from _each("workplace", facts.workplace.value.value, facts.workplace.evidence)
    for pay in facts.pay:
        yield from _each("pay", "pay", pay.evidence)
    for technology in facts.stack:
        yield from _each("stack", f"{technology.slug}, {technology.strength}", technology.evidence)
    for benefit in facts.benefits:
        yield from _each("benefits", benefit.slug, benefit.evidence)
    for name, stated in (
        ("regions", facts.regions),
        ("level", facts.levels),
        ("role", facts.roles),
        ("employment", facts.employment),
    ):
        for one in stated:
            yield from _each(name, one.value, one.evidence)


def _each(name: str, said: str, evidence: Iterable[Evidence]) -> Iterator[_Mark]:
    return (_Mark(name, said, one) for one in evidence)


def _highlighted(text: str, marks: list[_Mark]) -> Text:
    """Cut the text where a mark begins or ends and style each piece; of two marks the shorter one shows."""
    cuts = sorted({0, len(text), *(at for one in marks for at in (one.evidence.start, one.evidence.end))})
    shown = Text()
    for start, end in pairwise(cuts):
        over = [one for one in marks if one.evidence.start <= start and end <= one.evidence.end]
        inner = min(over, key=lambda one: one.evidence.end - one.evidence.start, default=None)
        shown.append(clean(text[start:end]), _STYLES[inner.name] if inner else "")
        ended = dict.fromkeys(one.said for one in over if one.evidence.end == end)
        if ended:
            shown.append(f" ‹{clean('; '.join(ended))}›", _FAINT)
    return shown
