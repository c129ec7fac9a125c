"""``rolecall parse`` with every format."""

import json

import pytest
from click.testing import CliRunner
from payloads import REMOTIVE, SAMPLES

from bot.cli.parse import parse


def run(*arguments: str):
    return CliRunner().invoke(parse, list(arguments))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("as_named", [True, False])
def test_a_saved_payload_is_shown(name, as_named, tmp_path):
    """Its postings come as lines, and as JSON; under auto the format is found where the document tells it."""
    file = tmp_path / "payload"
    file.write_bytes(SAMPLES[name].body)
    result = run(name if as_named else "auto", str(file))
    assert (result.exit_code, result.stderr) == (0, "")
    assert any(line.startswith("Baker") for line in result.stdout.splitlines())
    rows = [json.loads(line) for line in run(name, str(file), "--json").stdout.splitlines()]
    assert all(row["id"] and row["title"] for row in rows)


def test_doubts_and_bad_entries_are_told(tmp_path):
    """What was left out, and what was set apart, stands on the other output."""
    jobs = [REMOTIVE["jobs"][0] | {"tags": [f"tag {n}" for n in range(30)]}, {"id": 3}]
    file = tmp_path / "payload"
    file.write_text(json.dumps({"0-legal-notice": "x", "jobs": jobs}))
    result = run("remotive", str(file))
    assert result.exit_code == 0
    assert "warning: entries that carry more than 20 tags: 1" in result.stderr
    assert "quarantined: a job without an id, a title or a link" in result.stderr


def test_another_document_ends_in_a_reason(tmp_path):
    """A page in place of the payload is told as one."""
    file = tmp_path / "payload"
    file.write_text("<!doctype html><title>x</title>")
    result = run("lever", str(file))
    assert result.exit_code != 0
    assert "an HTML page came instead of JSON" in result.stderr
