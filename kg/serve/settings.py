"""What an operator may set, and the limits that hold whatever is set."""

from dataclasses import dataclass
from ipaddress import ip_address

from kg.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")

BODY = 65_536
"""Most bytes of a request's body, and of its first line with all headers."""
HEADER_SECONDS, BODY_SECONDS, STALL_SECONDS, IDLE_SECONDS = 10.0, 10.0, 20.0, 5
"""Within these, headers and body must have come, a reader must take what is sent, an idle connection speak again."""
CONNECTIONS, BACKLOG = 512, 1024
"""Most connections at once, those beyond are told 503; most that wait to be accepted."""
GRAPHS_NAMED = 64
"""Most graphs that a request may name as its dataset."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve: where, to whom, and within which limits."""

    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 10.0
    """Seconds of a query, counted from when a worker takes it."""
    limit: int = 10_000
    """Most rows of an answer."""
    workers: int = 2
    """Queries answered at once, each in a process of its own."""
    queue: int = 64
    """Most requests that wait for a worker; those beyond are told 503."""
    hosts: tuple[str, ...] = ()
    """Names under which this server is reached, beside loopback and ``host``: others are refused (DNS rebinding)."""
    origins: tuple[str, ...] = ()
    """Origins (scheme://host:port) whose pages may read the answers; none by default."""
    watch: float = 1.0
    """Seconds between two looks at whether the build has changed."""
    queue_seconds: float = 10.0
    """Longest wait for a worker, in seconds."""
    in_memory: int = 2_000_000
    """Most statements of a graph that each worker holds in its memory; larger ones are read from disk."""
    header_seconds: float = HEADER_SECONDS
    body_seconds: float = BODY_SECONDS

    def known(self, host: str) -> bool:
        """Tell whether a Host header's name is one of this server's."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return name.strip("[]").lower() in {*LOOPBACK, self.host.lower(), *(h.lower() for h in self.hosts)}

    def consented(self, consent: bool) -> None:
        """Refuse to serve beyond this machine without consent; UsageError says the risk and what to write."""
        try:
            local = self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            local = False
        if not (local or consent):
            raise UsageError(
                f"--host {self.host} lets everybody who reaches this machine read the graph and use its processor, "
                "unencrypted and without passwords; put a reverse proxy before 127.0.0.1 instead, or add --i-know"
            )
