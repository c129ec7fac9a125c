"""``rolecall init``: a first configuration, with packs of feeds if somebody wants them."""

import sys
from importlib import resources
from pathlib import Path

import click

from alerts.errors import ConfigError
from bot.cli.common import chosen_file, errors_as_exits
from bot.cli.options import config_option
from bot.feed_packs import all_packs, as_toml, chosen_packs, pack_lines

_EXAMPLE = "config.example.toml"
_FEEDS_BEGIN = "# A feed. Repeat the table for each."


@click.command()
@config_option
@click.option(
    "--pack", "packs", multiple=True, metavar="NAME", help="Begin with a pack of feeds; repeatable."
)
@click.option("--list-packs", is_flag=True, help="Show the packs, with their sources' terms, and end.")
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.pass_context
@errors_as_exits
def init(
    context: click.Context, config: str | None, *, packs: tuple[str, ...], list_packs: bool, no_input: bool
) -> None:
    """Write a commented configuration to start from; in a terminal, offer packs of feeds."""
    if list_packs:
        _show_packs()
        return
    file = chosen_file(context, config)
    if file.exists():
        raise ConfigError(f"{file} is already there; it stays as it is")
    if not packs and not no_input and _is_terminal():
        packs = _asked()
    _write(file, _configuration(packs))
    added = "" if packs else " Add your feeds to it, then:"
    click.echo(f"Wrote {file}.{added} rolecall check && rolecall chat")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _show_packs() -> None:
    for pack in all_packs().values():
        click.echo("\n".join(pack_lines(pack)))


def _asked() -> tuple[str, ...]:
    _show_packs()
    packs: tuple[str, ...] = click.prompt(
        "Packs to begin with, by name; none for an example", default="", show_default=False, value_proc=_named
    )
    return packs


def _named(answer: str) -> tuple[str, ...]:
    """Read names of packs; a slip is asked about again, and does not end what was begun."""
    names = tuple(answer.replace(",", " ").split())
    try:
        chosen_packs(names)
    except ConfigError as error:
        raise click.BadParameter(error.user_message) from error
    return names


def _configuration(packs: tuple[str, ...]) -> str:
    example = _example()
    if not packs:
        return example
    return example.partition(_FEEDS_BEGIN)[0] + as_toml(chosen_packs(packs))


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise ConfigError(f"{file} is already there; it stays as it is") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}") from error


def _example() -> str:
    """Read the example: shipped in the wheel, or at the top of a source tree."""
    shipped = resources.files("bot") / _EXAMPLE
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / _EXAMPLE).read_text(encoding="utf-8")
