"""What `rolecall rates` shows of the table in use."""

import pytest
from click.testing import CliRunner

from alerts.money import load_rates
from bot.cli import cli

NEWER = 'on = 2026-11-20\nsource = "our bank"\n[per_euro]\nUSD = "1.25"\nARS = "1700"\n'


@pytest.fixture
def rates(tmp_path, monkeypatch):
    """Run the command in a folder of its own, with a configuration or without."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROLECALL_CONFIG", raising=False)

    def run(config=None, *arguments):
        if config is not None:
            (tmp_path / "config.toml").write_text(config, "utf-8")
        return CliRunner().invoke(cli, [*arguments, "rates"])

    return run


def test_the_packaged_table_needs_no_configuration(rates):
    """Its date, source, every rate, and the currencies that have none."""
    table = load_rates()
    output = rates().output
    assert f"Exchange rates of {table.on.isoformat()}" in output
    assert f"source: {table.source}" in output
    assert all(f"{code} {rate}" in output for code, rate in table.per_euro.items())
    assert "ARS" in output.split("without a rate:")[1]


def test_an_operators_table_is_named_by_the_configuration(rates, tmp_path):
    """Its path counts from the configuration's folder, and what it holds is what is shown."""
    (tmp_path / "newer.toml").write_text(NEWER, "utf-8")
    output = rates('[rates]\nfile = "newer.toml"\n').output
    assert "Exchange rates of 2026-11-20" in output
    assert "source: our bank" in output
    assert str(tmp_path / "newer.toml") in output
    assert "ARS" not in output.split("without a rate:")[1]


def test_a_table_that_is_not_there_is_an_error(rates):
    """The file is named and the exit code is that of a wrong configuration."""
    ended = rates('[rates]\nfile = "nowhere.toml"\n')
    assert ended.exit_code == 2
    assert "nowhere.toml" in ended.output


def test_a_configuration_asked_for_must_be_there(rates):
    """Only the default one may be missing."""
    assert rates(None, "--config", "other.toml").exit_code == 2
