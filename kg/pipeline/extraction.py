"""One article → all that it says; many articles → the same, from the cache or in several processes."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from kg.claims import Cache
from kg.errors import GraphError, KGError
from kg.pipeline.blocks import blocks, joined
from kg.recognise import recognise
from kg.recognise.dates import impossible_dates
from kg.records import Article, Extraction, Reject
from kg.relate import relate
from kg.segment import segment
from kg.workers import Crash, each

Progress = Callable[[Iterable[Any], int], Iterable[Any]]

LONG_WORK = 50_000
"""Code points from which several processes are quicker than one: each takes about two seconds to start."""


def extract(article: Article, *, learned: bool = True) -> Extraction:
    """Return all that one article says: a pure function of its text, its date, the rules and the trained models.

    A text longer than any article is read in blocks (:mod:`kg.pipeline.blocks`). Without ``learned`` the rules decide
    alone.
    """
    parts = blocks(article)
    if parts[0].article is article:
        return _extract(article, learned)
    return joined(article, ((part, _extract(part.article, learned)) for part in parts))


def _extract(article: Article, learned: bool) -> Extraction:
    doc = segment(article)
    found = relate(doc, recognise(doc, learned=learned), learned=learned)
    wrong = (doc.span(*place) for place in impossible_dates(doc.text))
    notes = (f"date {article.text[span.start : span.end]!r} is none" for span in wrong)
    return replace(found, notes=(*found.notes, *notes))


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of many articles besides their extractions."""

    rejects: list[Reject]
    """Those that could not be extracted."""
    reused: int = 0
    notes: tuple[str, ...] = ()
    """What was wrong with the cache."""


def extract_all(
    articles: list[Article],
    kept: Cache,
    take: Callable[[Extraction], None],
    *,
    learned: bool = True,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Extracted:
    """Extract many articles, from the cache where it has them, else in ``jobs`` processes; None for as many as pay off.

    Each extraction is given to ``take`` when it is done, in no fixed order, and not held. An article that the extractor
    cannot take, or that ends its process, is a reject; the others are extracted.

    Raises:
        OutputError: the cache cannot be written.
    """
    fresh, notes, rejects = list[Article](), list[str](), list[Reject]()
    for article in articles:
        try:
            known = kept.get(article)
        except GraphError as error:
            known = None
            notes.append(str(error))
        if known is None:
            fresh.append(article)
        else:
            take(known)
    work = partial(_extracted, kept=kept, learned=learned)
    jobs = _jobs(jobs, sum(len(a.text) for a in fresh))
    done = each(work, fresh, jobs) if jobs > 1 else ((i, work(a)) for i, a in enumerate(fresh))
    for place, outcome in progress(done, len(fresh)) if progress else done:
        if isinstance(outcome, Extraction):
            take(outcome)
        else:
            rejects.append(_refused(fresh[place], outcome))
    return Extracted(rejects, len(articles) - len(fresh), tuple(notes))


def _jobs(wanted: int | None, length: int) -> int:
    """Return how many processes extract texts of this length in code points."""
    if wanted is not None:
        return wanted
    return (os.cpu_count() or 1) if length > LONG_WORK else 1


def attempt(article: Article, *, learned: bool) -> Extraction | Reject:
    """Extract one article; one that the extractor cannot take is a reject and must not stop the others."""
    try:
        return extract(article, learned=learned)
    except KGError:
        raise
    except Exception as error:
        return Reject(article.paths[0], "extractor", f"{type(error).__name__}: {error}", article.sha256)


def _extracted(article: Article, *, kept: Cache, learned: bool) -> Extraction | Reject:
    """Extract one article into the cache."""
    outcome = attempt(article, learned=learned)
    if isinstance(outcome, Extraction):
        kept.put(outcome)
    return outcome


def _refused(article: Article, outcome: Reject | Crash) -> Reject:
    if isinstance(outcome, Crash):
        reason = f"its process ended with {outcome.code}, out of memory or a defect; split it or take it out"
        return Reject(article.paths[0], "extractor", reason, article.sha256)
    return outcome
