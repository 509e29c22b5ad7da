"""The command line: `frith evidence …`, `frith assess`, `frith demo` and the rest."""

from frith.cli.entry import main

__all__ = ["main"]
