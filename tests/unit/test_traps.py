"""What real postings do to readers of them: every trap and every mistake that we know of, in words of our own."""

import tomllib
from pathlib import Path

import pytest

from alerts.posting import Fields, Markup
from alerts.reading import read_facts
from alerts.text import canonical_text
from bot.facts_json import labels

CASES = tomllib.loads(Path(__file__).with_name("traps.toml").read_text("utf-8"))["case"]
TRAPS, MISTAKES = range(1, 69), range(1, 17)


def read(case):
    text = canonical_text(
        title=case.get("title", "Engineer"),
        company=case.get("company", "Acme"),
        location=case.get("location", ""),
        tags=case.get("tags", []),
        fields=Fields(),
        description=case["body"],
        markup=Markup.MARKDOWN,
    )
    return labels(read_facts(text, Fields()))


def sums(band):
    low, high = ("?" if end is None else end for end in (band["min"], band["max"]))
    return f"{low}-{high} {band['currency'] or '?'} {band['period']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']} {case['number']}: {case['about']}")
def test_a_trap_is_not_fallen_into(case):
    """What the case names is read, and what it forbids is not."""
    got = read(case)
    stipend = got["wfh_stipend"]
    got |= {
        "pay": [sums(band) for band in got["pay"]],
        "wfh": stipend and f"{stipend['amount']} {stipend['currency']} {stipend['period']}",
        "basis": got["pay"][0]["where"] if got["pay"] else None,
    }
    for field, expected in case.items():
        mood, _, name = field.partition("_")
        if mood == "has":
            assert set(expected) <= set(got[name]), field
        elif mood == "lacks":
            assert set(expected).isdisjoint(got[name]), field
        elif isinstance(expected, list) and field in got:
            assert sorted(got[field]) == sorted(expected), field
        elif field in got:
            assert got[field] == expected, field


def test_every_trap_that_we_know_of_has_its_case():
    """All 68 traps and 16 mistakes are there."""
    numbers = {
        kind: {case["number"] for case in CASES if case["kind"] == kind} for kind in ("trap", "mistake")
    }
    assert numbers == {"trap": set(TRAPS), "mistake": set(MISTAKES)}
