"""Texts that are made to be slow to read, each by a piece that is repeated."""

POSTING = (
    "We are a small team that builds scheduling software for clinics, and everybody here works remotely.\n"
    "* You know Python and Go, and have run PostgreSQL and Kafka in production\n"
    "* Experience with AWS, Terraform and Kubernetes\n"
    "The base salary is $150,000 - $185,000 a year, depending on experience.\n"
    "* Medical, dental and vision insurance, 401(k) with a match\n"
    "* $100 monthly work-from-home stipend and four weeks of paid vacation\n"
    "You can work from anywhere in the United States; we meet twice a year.\n"
    "Our customers tell us what they need, and we write down what we decide and why.\n"
)

# Floods of signs and digits, of breaks, of names, of cues, and of what patterns begin with.
WORDS = (
    "7", "123 ", "1,", "1k", "1 000 ", "$1", "$1 ", "€ ", "$100k - ", "$100,000 to $120,000 or ", "up to ", "per ",
    "(", "( ", "-", "e-", ". ", ".", "* ", "& ", "§", "🇺🇸 ", "ß ", "a", "a\n", "\n", "a\tb ",
    "US, ", "CA, ", "Paris, ", "you must be located in ", "work from anywhere in ", "in the ", "or ",
    "remote ", "hybrid or remote ", "3 days a week in the office ", "if you are ", "not ",
    "python ", "Go, ", "C++ ", "a@b.io/ ", "a@b", "://", "www.", "senior ", "full-time ",
    "401(k) ", "dental ", "no dental ", "$100 monthly stipend ", "salary ", "benefits: ", "requirements\n",
)  # fmt: skip
MARKUP = (
    "<", "<b>", "<div>", "</p>", "<p>", "<li>", "<ul><li>a", "<table><tr><td>", '<a href="', "<!--", "<script>x",
    "<br/>a\n", "&", "&amp;amp;lt;", "&lol;", "&#x41", "[", "![", "[a](b) ", "`", "> ", "# ", "#\n", "- a\n  ",
    "1. a\n", "| a | b |\n|---|---|\n", "**a ", "_a_ ", "\\", "Ã©", "â€™", "a\u0308", "\u200d", "👩\u200d", "\u202e",
)  # fmt: skip


def flood(piece: str, size: int) -> str:
    """Repeat a piece to a text of ``size`` characters."""
    return (piece * (size // len(piece) + 1))[:size]
