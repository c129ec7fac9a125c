"""Countries by name and time zone, in the language spoken now; knows no posting."""

from babel import Locale
from babel.core import get_global

from bot.wording.language import spoken


def country_of(zone: str | None) -> str | None:
    """Give the ISO 3166 code of the country that an IANA time zone is in."""
    code: str | None = get_global("zone_territories").get(zone or "")
    return None if code == "001" else code


def country_name(code: str) -> str:
    """Name a country or a group of them; an unknown code stays as it is."""
    name: str = Locale(spoken()).territories.get(code, code)
    return name
