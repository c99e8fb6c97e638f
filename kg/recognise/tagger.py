"""Names by a trained tagger that sees what the rules found: a CRF over words, and one for names inside names.

The rules propose; the tagger has learnt from the project's annotated articles how far each of them can be trusted, what
else is a name, and where names begin and end.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg.lexicon import rules
from kg.models import Features, Model, model
from kg.recognise.fronts import fronted, unglued
from kg.recognise.gazetteer import Hit
from kg.recognise.occurrences import occurrences
from kg.recognise.overlap import PARTS
from kg.recognise.sight import OUTSIDE, Sight, endings, told_by_ending
from kg.recognise.tokens import Tokens
from kg.records import Mention
from kg.segment import Document

TAGGER, INNER = "tagger", "tagger-inner"
Stretch = tuple[int, int, str]
"""First word, one behind the last, type of a name."""


Chances = list[dict[str, float]]
"""Label → probability for each word; where it is surely outside of names, that alone."""


def tagged(doc: Document, tokens: Tokens, hits: list[Hit], ruled: tuple[Mention, ...]) -> tuple[list[Mention], Chances]:
    """Return names as the tagger sees them, with those inside them, and the chances of each word.

    Codes and canonical names come from the rules.

    What the surest rules found stands: no name of the tagger crosses it or stands in its place. Names of the tables are
    added where they are compatible with the tagger's.
    """
    conf = rules("recognise")["tagger"]
    rows = Sight(doc, tokens, hits, ruled).features()
    known = {(m.start, m.end, m.type): m for m in ruled}
    counts = occurrences(doc.text, (m.name for m in ruled if m.type in conf["main"]))
    kept = [
        m
        for m in ruled
        if m.method in conf["kept"] or (counts.get(m.name, 0) >= conf["often"] and m.type in conf["main"])
    ]
    projects = _projects(ruled)
    found: list[Mention] = []
    names: list[Stretch] = []
    chances: Chances = []
    for start, end in sentences(tokens):
        names += _stretches(model("names"), rows, start, end)
        chances += [model("names").chances(at, OUTSIDE) for at in range(end - start)]
    for name in names:
        whole = unglued(_mention(tokens, name, known), tokens)
        project = _project(whole, projects)
        found += [project] if project else fronted(whole, tokens, known, INNER)
        if project is None:
            inner = (n for n in _inner(rows, name) if n[:2] != name[:2])
            found += [replace(_mention(tokens, n, known), method=INNER) for n in inner]
    barred = _Barred(kept)
    free = [m for m in found if _is_name(m) and not barred.bars(m)]
    free = [m for m in free if m.type not in conf["ruled"] or (m.start, m.end, m.type) in known]
    table = (m for m in ruled if m.method in conf["added"] or m.type in conf["ruled"])
    return [*kept, *free, *(replace(m, score=0.4) for m in table)], chances


def _projects(ruled: tuple[Mention, ...]) -> dict[str, dict[int, Mention]]:
    """Return the rules' projects by name and where they begin."""
    found: dict[str, dict[int, Mention]] = {}
    for mention in ruled:
        if mention.type == "Project":
            found.setdefault(mention.name, {}).setdefault(mention.start, mention)
    return found


def _project(mention: Mention, projects: dict[str, dict[int, Mention]]) -> Mention | None:
    """Return the project that a park or a centre is, as the rules tell it: the article puts 项目 or 工程 behind it."""
    if mention.type not in ("Region", "Institution") or not told_by_ending(mention.name).startswith("Project"):
        return None
    names = {mention.name + word for word in rules("recognise")["name"]["project_words"]}
    if names.isdisjoint(projects):
        return None
    here = [places[mention.start] for n in (*names, mention.name) if mention.start in (places := projects.get(n, {}))]
    return min(here, key=lambda m: (-m.end, m.method), default=replace(mention, type="Project"))


class _Barred:
    """Where mentions are kept, so that others there stand in their way."""

    def __init__(self, kept: list[Mention]) -> None:
        self._kept = sorted(kept, key=lambda m: m.start)
        self._starts = [m.start for m in self._kept]
        self._longest = max((m.end - m.start for m in kept), default=0)

    def bars(self, mention: Mention) -> bool:
        """Tell whether a mention stands in the way of one that is kept: the same place, crossing, or inside."""
        first = bisect_left(self._starts, mention.start - self._longest)
        return any(_against(mention, k) for k in self._kept[first : bisect_left(self._starts, mention.end)])


def _against(mention: Mention, kept: Mention) -> bool:
    if mention.end <= kept.start or kept.end <= mention.start:
        return False
    if kept.method in PARTS and mention.start <= kept.start and kept.end < mention.end:
        return False
    return not (mention.start <= kept.start and kept.end <= mention.end and mention.type != kept.type)


def _is_name(mention: Mention) -> bool:
    """Tell whether a mention is more than the ending of a name (机制, 高新区)."""
    return mention.end - mention.start > 1 and (mention.method not in (TAGGER, INNER) or mention.name not in endings())


def _inner(rows: list[Features], name: Stretch) -> list[Stretch]:
    start, end, _ = name
    if end - start < 2:
        return []
    return _stretches(model("inner"), inner_rows(rows, name), 0, end - start, start)


def inner_rows(rows: list[Features], name: Stretch) -> list[Features]:
    """Return the rows of a name's words, with the name's type and each word's place in it."""
    start, end, kind = name
    return [[*rows[i], f"in={kind}", f"in={kind}{min(3, i - start)}"] for i in range(start, end)]


def _stretches(by: Model, rows: list[Features], start: int, end: int, shift: int = 0) -> list[Stretch]:
    """Return the names among rows ``[start:end)``, their word numbers moved by ``shift``."""
    found: list[Stretch] = []
    first, kind = -1, ""
    for at, label in enumerate([*by.tag(rows[start:end]), OUTSIDE], start):
        if kind and label != f"I-{kind}":
            found.append((first + shift, at + shift, kind))
            kind = ""
        if label != OUTSIDE and not kind:
            first, kind = at, label[2:]
    return found


def _mention(tokens: Tokens, name: Stretch, known: dict[tuple[int, int, str], Mention]) -> Mention:
    first, last, kind = name
    start, end = _whole(tokens.text, tokens.items[first].start, tokens.items[last - 1].end)
    same = known.get((start, end, kind))
    return same or Mention(start, end, kind, tokens.text[start:end], TAGGER)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with the bracket or quotation mark that stands right outside it, without one farther away."""
    for opener, closer in rules("recognise")["tagger"]["pairs"].items():
        depth = 0
        for at in range(start, end):
            depth += (text[at] == opener) - (text[at] == closer)
            if depth < 0:
                start, depth = (start - 1 if text[start - 1 : start] == opener else at + 1), 0
        if depth > 0:
            end = end + 1 if text[end : end + 1] == closer else max(start, text.rfind(opener, start, end))
    return start, end


def sentences(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield the first word, and one behind the last, of each stretch that the tagger reads at once."""
    stops = rules("recognise")["tagger"]["stops"]
    start = 0
    for index, token in enumerate(tokens.items, 1):
        if token.text in stops or index == len(tokens.items):
            yield start, index
            start = index
