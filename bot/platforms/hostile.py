"""Takes out of any text what no reader's device should get; knows no platform's markup."""

# Controls (escape sequences begin with one), overrides of the direction (a text that reads as another), and
# surrogates, which no UTF-8 has.
_HOSTILE: dict[int, str | None] = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
)
_HOSTILE |= {ord("\t"): " ", ord("\n"): "\n", 0x2028: "\n", 0x2029: "\n"}


def clean(text: str) -> str:
    """Take out control characters, overrides of the direction and surrogates; lines stay."""
    return text.translate(_HOSTILE)


def one_line(text: str) -> str:
    """Clean, with all white space as single spaces."""
    return " ".join(clean(text).split())
