"""Which currency a sign, a code or a word names in a filter line; knows no sum."""

from babel.numbers import list_currencies

_CODES = frozenset(list_currencies())
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"})
_CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK"})
_SIGNS = {
    "us$": "USD",
    **dict.fromkeys(("c$", "ca$"), "CAD"),
    **dict.fromkeys(("a$", "au$"), "AUD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pounds", "pound", "quid", "sterling"), "GBP"),
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "mx$": "MXN",
    **dict.fromkeys(("r$", "reais"), "BRL"),
    **dict.fromkeys(("¥", "yen"), "JPY"),
    **dict.fromkeys(("₹", "rupees"), "INR"),
    "₽": "RUB",
    **dict.fromkeys(("zł", "zl", "zloty", "złoty", "złotych"), "PLN"),
    **dict.fromkeys(("franken", "francs", "sfr"), "CHF"),
    **dict.fromkeys(("dollars", "dollar", "bucks"), "$"),
}
# Codes read in lower case too; of the others some are English words.
_COMMON = frozenset(
    """USD EUR GBP CHF JPY CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN ISK ILS INR IDR MYR PHP SGD THB KRW CNY
    HKD MXN BRL ZAR RUB UAH AED SAR ARS CLP COP NGN KES EGP PKR VND TWD LKR""".split()  # noqa: SIM905 - reads well
)


def currency_named(word: str, default: str) -> str | None:
    """Give the currency that a word or sign names. A bare '$' is the default's dollar, 'kr' its crown."""
    sign = _SIGNS.get(word.casefold(), word)
    if sign == "$":
        return default if default in _DOLLARS else "USD"
    if sign.casefold() == "kr":
        return default if default in _CROWNS else "SEK"
    code = sign.upper()
    return code if code in _CODES and (sign.isupper() or code in _COMMON) else None
