"""The command line: a command reads, calls one library function, writes."""

from carbonre.cli.commands import app, load, main

__all__ = ["app", "load", "main"]
