"""An article as it was read."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from kg.errors import UsageError


@dataclass(frozen=True)
class Article:
    """One article as read: ``text`` is title, line feed, body, exactly as they stood in the source."""

    title: str
    body: str
    issued: str = ""
    """Date of publication, YYYY-MM-DD, or empty where none is known."""
    source: str = ""
    """URL of the article where the input gives one."""
    paths: tuple[str, ...] = ()
    """Where it was read, several where copies were found; sorted."""
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    """What reading changed or doubted (a control character dropped, a date that is none)."""

    def __post_init__(self) -> None:
        """Raise UsageError where the text holds half a surrogate pair, which no file could."""
        try:
            f"{self.title}{self.body}{self.issued}{self.source}".encode()
        except UnicodeEncodeError as error:
            raise UsageError(f"article {self.title[:40]!r} holds half a surrogate pair; mend its source") from error

    @property
    def text(self) -> str:
        """Title, line feed, body: the text that every span counts in."""
        return f"{self.title}\n{self.body}"

    @cached_property
    def sha256(self) -> str:
        """Hash of what makes two copies one article: text with line ends as LF, and date."""
        plain = self.text.replace("\r\n", "\n").replace("\r", "\n")
        return sha256(f"{plain}\n{self.issued}".encode()).hexdigest()
