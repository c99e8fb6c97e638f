"""The command line: parses, calls, reports; no logic. Its help says what the exit codes mean."""

import sys

from kg.cli import articles, changes, graphs, identity, outputs, questions, serve, systems  # noqa: F401  each enters its commands
from kg.cli.app import app
from kg.errors import KGError
from kg.terminal import messages_in, put

SHOWN = (
    "build", "ask", "query", "explain", "stats", "validate", "view", "export", "publish", "diff", "audit", "resolve",
    "portrait", "board", "score", "chain", "chart", "serve", "evaluate", "coverage", "path", "network",
)  # fmt: skip
"""The commands in the order in which the help lists them: that of the work."""

app.registered_commands.sort(key=lambda command: SHOWN.index(command.callback.__name__ if command.callback else ""))


def run() -> None:
    """Run the command line; every foreseeable error is one line that says what, where and the next step."""
    try:
        app(standalone_mode=True)
    except KGError as error:
        put(f"{messages_in(None)['error']} {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
