"""Errors: each message says what is wrong, where, and the next step."""


class KGError(Exception):
    """The root of every error that this package raises on purpose."""

    exit_code = 1


class UsageError(KGError):
    """The call itself is off: an unknown name, format or option."""

    exit_code = 2


class LexiconError(KGError):
    """A word table or rule file is malformed; the message names file and line."""


class QueryError(KGError):
    """A SPARQL query was refused, is malformed, or passed a limit."""

    exit_code = 4

    def __init__(self, message: str = "", reason: str = "") -> None:
        """Take the message, and the name of its reason in ``[refusals]`` of sparql.toml where it has one."""
        super().__init__(message)
        self.reason = reason


class GraphError(KGError):
    """A saved graph is missing, locked or damaged."""

    exit_code = 5


class OutputError(KGError):
    """Nothing could be written; what stood there before is whole."""

    exit_code = 6
