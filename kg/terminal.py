"""What the terminal shows: words by language, printed whatever the terminal's encoding, and a bar for long work."""

import locale
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from typing import Any

from kg.escaping import visible
from kg.lexicon import rules


class Language(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"


def language(lang: Language | None) -> Language:
    """Return the language asked for, by locale if none is."""
    if lang is None:
        name = locale.setlocale(locale.LC_CTYPE, None) or ""
        with suppress(locale.Error):
            name = locale.setlocale(locale.LC_MESSAGES, "") if hasattr(locale, "LC_MESSAGES") else name
        return Language.en if name.startswith("en") else Language.zh
    return lang


def messages_in(lang: Language | None) -> dict[str, Any]:
    """Return what to say in a language, by locale if none is given; what English lacks is said in Chinese."""
    return {**rules("messages")["zh"], **rules("messages")[language(lang).value]}


def put(text: str, *, err: bool = False) -> None:
    """Print a line whatever the terminal's encoding, with control characters shown instead of sent.

    Where the reader has gone away (``kg query … | head``) the program ends, silently and with exit code 141.
    """
    stream = sys.stderr if err else sys.stdout
    safe = visible(text, "\n\t")
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(safe.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        sys.exit(141)


def fact_in_words(says: tuple[str, ...], say: dict[str, Any]) -> str:
    """Return what a fact says as one line: a relation, a number or a milestone, told apart by its length."""
    if len(says) == 3:
        return str(say["says_claim"]).format(says[0], say["predicates"].get(says[1], says[1]), says[2])
    if len(says) == 6:
        indicator, comparator, amount, unit, wording, period = says
        return f"{indicator} {say['comparators'][comparator]}{amount} {unit} ({wording}) {period}".rstrip()
    return " ".join(says)


def told_in_words(fact: Any, say: dict[str, Any]) -> str:
    """Return lines that tell who says a :class:`kg.facts.Fact` and how many do, empty where nothing is told."""
    told, voice = say["told"], fact.voice
    parts = [
        told["voice"].format(words=voice.words, kind=told["speakers"].get(voice.kind, voice.kind))
        if voice.kind
        else "",
        told["independent"].format(n=fact.independent) if fact.independent > 1 else "",
        told["copied"] if fact.copied else "",
    ]
    return "".join(f"\n    — {part}" for part in parts if part)


def with_bar(items: Iterable[Any], total: int, label: str) -> Iterable[Any]:
    """Show a bar on a terminal for long work, nothing elsewhere."""
    if total < 50 or not sys.stderr.isatty():
        return items
    from rich.progress import track

    return track(items, total=total, description=label)
