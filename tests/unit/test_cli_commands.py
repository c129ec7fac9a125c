"""The list of commands is right, although it imports none of them."""

import subprocess
import sys

import click
import pytest

from bot.cli import COMMANDS, cli


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_where_the_list_says(name):
    """A command's module has its name, and so has the command."""
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    assert found.name == name


def test_help_imports_neither_database_nor_platforms_nor_lexicons():
    """What only some commands need is not paid for by the others."""
    asked = "import sys, bot.cli; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True).stdout.decode().split()
    )
    assert loaded.isdisjoint(
        {"sqlalchemy", "pydantic", "structlog", "slack_sdk", "telegram", "alerts.reading"}
    )
