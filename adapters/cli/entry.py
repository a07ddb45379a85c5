"""The `dlq` group and its subcommands, one module each; heavy imports wait until one is run."""

import importlib
from importlib.metadata import version

import click

MODULES = {
    "play": "play",
    "run": "run",
    "check": "checking",
    "new": "authoring",
    "schema": "bankside",
    "list": "bankside",
    "show": "bankside",
    "grade": "bankside",
    "export": "exporting",
    "board": "ledgerside",
    "next": "ledgerside",
    "regrade": "ledgerside",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "doctor",
    "simulate": "simulate",
}


class Lazy(click.Group):
    """A group whose commands are imported when they are used, so that dlq starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"adapters.cli.{MODULES[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("dlq"), prog_name="dlq")
def dlq() -> None:
    """A deep-learning question a day for your study group, in Discord, Slack or the terminal."""
