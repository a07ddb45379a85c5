"""dlq: the command line, the composition root. Only this package reads the environment and the
clock; everything inside gets them as arguments."""

import sys
import traceback

import click

from bot.errors import DlqError


def main() -> None:
    """Run dlq. Exit status: 0, 1 for a foreseen error in one line, 3 for an unforeseen one with its
    traceback, 130 for Ctrl-C."""
    from adapters.cli.entry import dlq

    try:
        status = dlq.main(prog_name="dlq", standalone_mode=False)
    except click.exceptions.Abort:
        status = 130
    except KeyboardInterrupt:
        status = 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 0
    except click.ClickException as error:
        click.echo(f"dlq: {' '.join(error.format_message().split())}", err=True)
        status = 1
    except DlqError as error:
        click.echo(f"dlq: {error}", err=True)
        status = 1
    except Exception:  # noqa: BLE001 - the edge: whatever it was, it is shown with status 3
        traceback.print_exc()
        click.echo(
            "dlq: this should not have happened; please report it with the lines above.", err=True
        )
        status = 3
    sys.exit(status if isinstance(status, int) else 0)
