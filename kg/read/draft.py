"""Drafts: what a format finds in a file, before it is cleaned, dated and found fit to be an :class:`Article`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from kg.cuts import cut
from kg.errors import KGError
from kg.lexicon import pattern, rules
from kg.records import Article

LONGEST_TITLE = 200
"""Code points of a title: it stands beside every fact, and a text without line ends is none."""
URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]{1,2000}")


class Unreadable(KGError):
    """An input, or a row of one, gives no article; becomes a :class:`~kg.records.Reject`."""

    def __init__(self, code: str, reason: str, offset: int | None = None) -> None:
        """Keep the code, the reason in words, and the byte offset or line number where known."""
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Draft:
    """Title, body, date and source as they stand in the input."""

    title: str
    body: str
    date: str = ""
    source: str = ""
    line: int | None = None
    """Line number where it begins in a file of many."""
    notes: tuple[str, ...] = ()


def split_lines(text: str) -> list[str]:
    r"""Cut behind ``\n``, ``\r\n`` and ``\r`` and nowhere else; the line ends stay."""
    return list(StringIO(text, newline=""))


def join_lines(lines: Iterable[str]) -> str:
    """Join lines, less the blank ones at either end and the last line end."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    first = next((i for i, line in enumerate(kept) if line.strip()), 0)
    return "".join(kept[first:]).removesuffix("\n").removesuffix("\r")


def is_date(text: str) -> bool:
    """Tell whether a text is nothing but a date, be it one of the calendar or not."""
    return bool(pattern("decode", "date").fullmatch(text))


def is_url(text: str) -> bool:
    """Tell whether a text is a web address that may stand as an IRI."""
    return bool(URL.fullmatch(text.strip()))


def parse_date(text: str) -> str:
    """Return a date in one of the usual forms as YYYY-MM-DD, or an empty string where it is none."""
    found = pattern("decode", "date").fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def finish(draft: Draft, codec: str, limit: int) -> Article:
    """Clean a draft and make it an article without a path.

    Raises:
        Unreadable: ``too-large`` beyond ``limit`` bytes of UTF-8, ``invalid-unicode``, ``mojibake``, ``empty``.
    """
    _check(draft, limit)
    text, notes = _without_controls(draft)
    title, body = text.title, text.body
    if len(parts := [line.strip() for line in split_lines(title) if line.strip()]) > 1:
        notes.append("line ends in the title became spaces")
    title = " ".join(parts) if len(parts) > 1 else join_lines(split_lines(title))
    lines = split_lines(body)
    if not title:
        title, lines = _first_line(lines)
    elif lines and _same(next((line for line in lines if line.strip()), ""), title):
        _, lines = _first_line(lines)
    if not title:
        raise Unreadable("empty", "neither title nor text", draft.line)
    if len(title) > LONGEST_TITLE:
        title, rest = _beginning(title)
        lines = [f"{rest}\n", *lines]
        notes.append("the first line is too long for a title; its beginning is taken")
    issued = parse_date(text.date)
    if not issued:
        notes.append(f"date {text.date.strip()[:40]!r} is none" if text.date.strip() else "no date")
    source = text.source.strip() if is_url(text.source) else ""
    return Article(title, join_lines(lines), issued, source, (), codec, (*draft.notes, *notes))


def _check(draft: Draft, limit: int) -> None:
    parts = (draft.title, draft.body, draft.date, draft.source)
    if any(pattern("decode", "surrogate").search(part) for part in parts):
        raise Unreadable("invalid-unicode", "holds half a surrogate pair; mend the escape", draft.line)
    if (size := sum(len(part.encode()) for part in parts)) > limit:
        raise Unreadable("too-large", f"{size} bytes, more than {limit}; split it or raise --max-doc-mb", draft.line)
    if is_mojibake(draft.title + draft.body):
        reason = "text was once decoded with the wrong encoding; get the original file"
        raise Unreadable("mojibake", reason, draft.line)


def is_mojibake(text: str) -> bool:
    """Tell whether too many of the non-ASCII characters are Latin-1 letters."""
    others = len(pattern("decode", "other").findall(text))
    return len(pattern("decode", "latin").findall(text)) > float(rules("decode")["shares"]["latin"]) * others


def _without_controls(draft: Draft) -> tuple[Draft, list[str]]:
    parts = (draft.title, draft.body, draft.date, draft.source)
    clean = [pattern("decode", "control").sub("", part) for part in parts]
    notes = []
    if removed := sum(map(len, parts)) - sum(map(len, clean)):
        notes.append(f"{removed} control characters removed")
    if lost := sum(part.count("\ufffd") for part in clean):
        notes.append(f"{lost} characters were lost in the source (U+FFFD)")
    title, body, dated, source = clean
    return replace(draft, title=title, body=body, date=dated, source=source), notes


def _first_line(lines: list[str]) -> tuple[str, list[str]]:
    """Return the first line that is not blank, without its line end, and what follows it."""
    for i, line in enumerate(lines):
        if line.strip():
            return join_lines([line]), lines[i + 1 :]
    return "", []


def _beginning(line: str) -> tuple[str, str]:
    """Return the first sentence of an endless line, or what comes before a space or comma, and the rest."""
    found = pattern("decode", "sentence").match(line, 0, LONGEST_TITLE)
    at = found.end() if found else cut(line, 0, LONGEST_TITLE, rules("decode")["marks"]["pauses"])
    return line[:at].strip(), line[at:].lstrip()


def _same(line: str, title: str) -> bool:
    return line.strip() == title.strip()
