"""What became of the numbers, names and times of articles: counts, share used, and what was not understood.

Reads the ledger of saved extractions, so a build's folder is enough. Counts are of occurrences, not of things.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from kg.lexicon import rules
from kg.records import ASIDE, FATES, KINDS, NOT_UNDERSTOOD, USED, Extraction

CUE = 2
"""Characters kept on either side of what was not understood, as its cue."""


@dataclass(frozen=True, slots=True)
class Item:
    """One number, name or time that was not understood, with its sentence; ``start`` and ``end`` as in a span."""

    article: str
    title: str
    kind: str
    start: int
    end: int
    text: str
    what: str
    reason: str
    sentence: str


@dataclass
class Tally:
    """Counts of one article, or of all: entries by kind and fate, by fate and reason."""

    article: str = ""
    title: str = ""
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, kind: str) -> tuple[int, int, int, int]:
        """Return how many of a kind there are, are used, set aside, and not understood."""
        used, aside, unknown = (self.fates[kind, fate] for fate in FATES)
        return used + aside + unknown, used, aside, unknown

    @property
    def share(self) -> float | None:
        """Share of all entries that a fact uses, 0 to 1; None where there are none."""
        total = self.fates.total()
        return sum(self.fates[kind, USED] for kind in KINDS) / total if total else None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        head = {"article": self.article, "title": self.title} if self.article else {}
        return {
            **head,
            **{kind: {"all": self.of(kind)[0], **{f: self.fates[kind, f] for f in FATES}} for kind in KINDS},
            "reasons": {reason: count for (_, reason), count in sorted(self.reasons.items())},
            "share_used": None if self.share is None else round(self.share, 4),
        }


class Coverage:
    """Counts and open items of many articles; add them one by one, nothing of an article's text but these is kept."""

    def __init__(self) -> None:
        self.articles: list[Tally] = []
        self.total = Tally()
        self.items: list[Item] = []
        self.kinds: defaultdict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
        """Kind, reason and pattern → article, characters before and characters behind, of each occurrence."""

    def add(self, extraction: Extraction) -> None:
        """Count one article."""
        tally = Tally(extraction.article.sha256[:16], extraction.article.title)
        for entry in extraction.ledger:
            for one in (tally, self.total):
                one.fates[entry.kind, entry.fate] += 1
                if entry.reason:
                    one.reasons[entry.fate, entry.reason] += 1
        self.articles.append(tally)
        text = extraction.article.text
        for item in not_understood(extraction):
            self.items.append(item)
            before, after = _dense(text[max(0, item.start - 8) : item.start]), _dense(text[item.end : item.end + 8])
            place = (item.article, before[-CUE:], after[:CUE])
            self.kinds[item.kind, item.reason, _pattern(item, after)].append(place)

    def most_frequent(self, top: int) -> list[dict[str, Any]]:
        """Return the most frequent kinds of what was not understood, each with the commonest characters around it."""
        rows: list[dict[str, Any]] = []
        for (kind, reason, pattern), places in self.kinds.items():
            around = [Counter(p[side] for p in places).most_common(3) for side in (1, 2)]
            before, after = ([cue for cue, count in cues if cue and count > 1] for cues in around)
            rows.append({
                "kind": kind, "pattern": pattern, "reason": reason, "count": len(places),
                "articles": len({p[0] for p in places}), "before": before, "after": after,
            })  # fmt: skip
        return sorted(rows, key=lambda r: (-r["count"], r["kind"], r["pattern"], r["reason"]))[:top]

    def as_json(self, limit: int, top: int) -> dict[str, Any]:
        """Return plain JSON values, with at most ``limit`` open items (0 for all) and ``top`` kinds of them."""
        return {
            "articles": [a.as_json() for a in self.articles],
            "total": self.total.as_json(),
            "not_understood": [as_row(i) for i in self.items[: limit or None]],
            "most_frequent": self.most_frequent(top),
        }

    def as_text(self, say: dict[str, Any], limit: int, top: int) -> Iterator[str]:
        """Yield lines in the words of ``say``: each article, all, reasons, open items, most frequent kinds."""
        yield say["coverage_legend"]
        for tally in self.articles:
            yield _line(tally, say) + f"  {tally.title} [{tally.article}]"
        yield _line(self.total, say) + "  " + say["coverage_total"].format(articles=len(self.articles))
        yield say["fates"][ASIDE] + ":"
        for (fate, reason), count in self.total.reasons.most_common():
            if fate == ASIDE:
                yield f"{count:>8}  {say['reasons'][reason]}"
        yield say["fates"][NOT_UNDERSTOOD] + ":"
        for item in self.items[: limit or None]:
            words = f"{say['entries'][item.kind]} {_what(item.what, say)}".rstrip()
            yield f"- {words}「{item.text}」{say['reasons'][item.reason]} [{item.start}:{item.end}] {item.title}"
            yield "    " + " ".join(item.sentence.split())
        if limit and len(self.items) > limit:
            yield say["coverage_more"].format(count=len(self.items) - limit)
        yield from self._kinds_as_text(say, top)

    def _kinds_as_text(self, say: dict[str, Any], top: int) -> Iterator[str]:
        rows = self.most_frequent(top)
        if rows:
            yield say["coverage_kinds"]
        for row in rows:
            words = f"{say['entries'][row['kind']]} {_what(row['pattern'], say)}  {say['reasons'][row['reason']]}"
            yield f"{row['count']:>8}  {words} ({row['articles']})  {'/'.join(row['before'])}…{'/'.join(row['after'])}"


def not_understood(extraction: Extraction) -> Iterator[Item]:
    """Yield what an article's ledger lists as not understood, in order of position."""
    article, text = extraction.article, extraction.article.text
    for e in extraction.ledger:
        if e.fate == NOT_UNDERSTOOD:
            sentence = text[e.sentence.start : e.sentence.end] if e.sentence else ""
            words = text[e.span.start : e.span.end]
            yield Item(
                article.sha256[:16], article.title, e.kind, e.span.start, e.span.end, words, e.what, e.reason, sentence
            )


def as_row(item: Item) -> dict[str, Any]:
    """Return an item as a line of ``coverage.jsonl``."""
    return {name: getattr(item, name) for name in Item.__slots__}


def rows(extractions: Iterable[Extraction]) -> Iterator[dict[str, Any]]:
    """Yield the lines of ``coverage.jsonl``: all that was not understood, article by article."""
    return (as_row(item) for extraction in extractions for item in not_understood(extraction))


def _dense(text: str) -> str:
    return "".join(text.split())


def _pattern(item: Item, after: str) -> str:
    """Return the unit, type or kind of time, if any; for a number without unit, its shape and the next character."""
    if item.what or item.kind != "number":
        return item.what
    shape = _dense(item.text) + "".join(takewhile(str.isalnum, after[:1]))
    numerals = rules("recognise")["tags"]["numerals"] + ","
    return re.sub("#+", "#", "".join("#" if c in numerals else c for c in shape))


def _what(label: str, say: dict[str, Any]) -> str:
    """Return a type in Chinese where Chinese is spoken; labels of units and kinds of time are the same in both."""
    return label if say["fates"][USED] == USED else str(say["types"].get(label, label))


def _line(tally: Tally, say: dict[str, Any]) -> str:
    share = "–" if tally.share is None else f"{tally.share:.0%}"
    parts = ["{} {}={}+{}+{}".format(say["entries"][kind], *tally.of(kind)) for kind in KINDS]
    return f"{share:>4}  " + "  ".join(parts)
