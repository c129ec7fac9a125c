"""``rolecall init``: a first configuration."""

from importlib import resources
from pathlib import Path

import click

from alerts.errors import ConfigError
from bot.cli.common import chosen_file, errors_as_exits
from bot.cli.options import config_option

_EXAMPLE = "config.example.toml"


@click.command()
@config_option
@click.pass_context
@errors_as_exits
def init(context: click.Context, config: str | None) -> None:
    """Write a commented configuration to start from."""
    file = chosen_file(context, config)
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(_example())
    except FileExistsError:
        raise ConfigError(f"{file} is already there; it stays as it is") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {file}. Add your feeds to it, then: rolecall check && rolecall chat")


def _example() -> str:
    """Read the example: shipped in the wheel, or at the top of a source tree."""
    shipped = resources.files("bot") / _EXAMPLE
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / _EXAMPLE).read_text(encoding="utf-8")
