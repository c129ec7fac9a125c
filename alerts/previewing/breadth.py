"""Tells a filter that nearly everything passes, which would flood its chat; knows no wording."""

from enum import StrEnum

from alerts.filters import Filter
from alerts.previewing.preview import Preview

# These pass whatever is new: alone they choose nothing.
_CHOOSE_NOTHING = frozenset({"age", "exclusion", "language"})
# Who asks for one feed wants what it has.
_WANTS_ALL = "from"
# Of fewer postings a share says little.
_LEAST_KNOWN = 100
_NEARLY_ALL = 0.8


class Breadth(StrEnum):
    """Why a filter is too broad."""

    CHOOSES_NOTHING = "chooses-nothing"
    NEARLY_ALL = "nearly-all"


def breadth_of(filter_: Filter, preview: Preview) -> Breadth | None:
    """Say why a filter is too broad, by its kinds of criteria or by what it would have sent; None where it is not."""
    kinds = {one.kind for one in filter_.criteria}
    if kinds <= _CHOOSE_NOTHING:
        return Breadth.CHOOSES_NOTHING
    known, fitting = preview.looked_at + preview.baseline, preview.count + preview.already
    if known >= _LEAST_KNOWN and fitting >= _NEARLY_ALL * known and _WANTS_ALL not in kinds:
        return Breadth.NEARLY_ALL
    return None
