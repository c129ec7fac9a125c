"""``rolecall rates``: the table of exchange rates that sums are compared by."""

from datetime import UTC, datetime
from pathlib import Path

import click

from alerts.money import Rates, load_rates
from alerts.reading.pay.currencies import money
from bot.cli.common import chosen_config, chosen_file, errors_as_exits
from bot.cli.options import config_option

_COLUMNS = 4


@click.command()
@config_option
@click.pass_context
@errors_as_exits
def rates(context: click.Context, config: str | None) -> None:
    """Show the date, the source and the rates of the table in use; sums in other currencies stay as they are."""
    file = _operators_file(context, config)
    table = load_rates(file)
    age = (datetime.now(UTC).date() - table.on).days
    click.echo(f"Exchange rates of {table.on:%Y-%m-%d} ({age} days old)")
    click.echo(f"source: {table.source}")
    click.echo(
        f"file: {file or 'packaged with Rolecall; [rates] file in the configuration names a newer one'}"
    )
    click.echo("\nunits for one euro:")
    for row in _rows(table):
        click.echo(f"  {row}")
    click.echo(f"\nread in postings, but without a rate: {', '.join(_without_rate(table)) or 'none'}")


def _operators_file(context: click.Context, config: str | None) -> Path | None:
    """Give the table that the configuration names; without a configuration the packaged one serves."""
    asked_for = config or context.obj
    if not asked_for and not chosen_file(context, config).exists():
        return None
    named = chosen_config(context, config).rates.file
    return Path(named) if named else None


def _rows(table: Rates) -> list[str]:
    cells = [f"{code} {rate:<12}" for code, rate in sorted(table.per_euro.items())]
    return ["".join(cells[at : at + _COLUMNS]).rstrip() for at in range(0, len(cells), _COLUMNS)]


def _without_rate(table: Rates) -> list[str]:
    return sorted(code for code in money().currencies if code not in table.per_euro)
