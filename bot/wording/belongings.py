"""What an import brought, in words."""

from alerts.belongings import Brought
from bot.wording.language import gettext as _
from bot.wording.language import ngettext


def brought(what: Brought) -> str:
    """Say what is new, what was there, and what could not be found."""
    count = what.filters
    said = [
        ngettext("{count} filter is back.", "{count} filters are back.", count).format(count=count),
        _("/filters shows them."),
    ]
    if what.known_filters:
        count = what.known_filters
        said.append(
            ngettext("{count} was here already.", "{count} were here already.", count).format(count=count)
        )
    if what.lost_postings:
        count = what.lost_postings
        said.append(
            ngettext(
                "{count} posting is not known any more.", "{count} postings are not known any more.", count
            ).format(count=count)
        )
    return " ".join(said)
