"""The packs of feeds that a first configuration may begin with."""

import tomllib

import pytest
from click.testing import CliRunner

from alerts.errors import ConfigError
from alerts.feeds.contract import Terms
from bot.cli import cli
from bot.config_loading import load_config
from bot.feed_packs import all_packs, chosen_packs
from bot.feeds_config import feed_specs, raised_intervals


def test_every_pack_makes_a_configuration_that_is_polite(tmp_path):
    """All packs together load, each feed within its source's interval; what has unclear terms is commented out."""
    file = tmp_path / "config.toml"
    names = [argument for name in all_packs() for argument in ("--pack", name)]
    result = CliRunner().invoke(cli, ["init", "--config", str(file), *names])
    assert result.exit_code == 0, result.output
    config = load_config(file)
    feeds = [feed for pack in all_packs().values() for feed in pack.feeds]
    clear = [feed.url for feed in feeds if feed.manners.terms is not Terms.UNCLEAR]
    assert [spec.url for spec in feed_specs(config)] == clear
    assert raised_intervals(config) == []
    text = file.read_text()
    assert all(feed.url in text and feed.manners.source in text for feed in feeds)
    assert tomllib.loads(text.replace("# [[feeds]]", "[[feeds]]")) != {}


def test_packs_are_shown_with_their_terms():
    """Who chooses sees each source, its interval and what it asks for."""
    result = CliRunner().invoke(cli, ["init", "--list-packs"])
    assert "every 6h" in result.output
    assert "alerts name it and link to it" in result.output


def test_an_unknown_pack_names_the_nearest():
    """A misspelt name is told with what was meant."""
    with pytest.raises(ConfigError, match="did you mean 'remote'"):
        chosen_packs(["remot"])


def test_a_slip_in_a_packs_name_is_asked_about_again(tmp_path, monkeypatch):
    """In a terminal a wrong name ends nothing: the right one may follow."""
    monkeypatch.setattr("bot.cli.init._is_terminal", lambda: True)
    file = tmp_path / "rolecall.toml"
    result = CliRunner().invoke(cli, ["init", "--config", str(file)], input="pyton\npython\n")
    assert result.exit_code == 0, result.output
    assert "there is no pack 'pyton'" in result.output
    assert "Python.org" in file.read_text(encoding="utf-8")
