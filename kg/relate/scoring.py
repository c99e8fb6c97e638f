"""Scoring rules: criteria with weight, full marks and deductions, and what all of them add up to.

Read from the words of the whole article, whatever lines or sentences the parts stand in; the words are
``kg/data/scoring.toml``. A text has a rule where it names criteria that carry points and says how these are earned or
lost. Who enters which list, and what follows, is read by :mod:`kg.relate.listing`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kg.lexicon import pattern, rules
from kg.recognise.numerals import parse_number
from kg.records import Observation, Provision, Span
from kg.relate.context import Context
from kg.relate.listing import amount, lists, stretch

Head = re.Match[str]


def provisions(context: Context, numbers: Iterable[Observation]) -> list[Provision]:
    """Return the parts of the scoring rule that an article sets out, in order; none where it sets out none.

    ``numbers`` are the article's observations: whom most of the rule's own numbers are about, the rule belongs to.
    """
    text = context.doc.text
    if not any(sign in text for sign in _conf("criteria")["signs"]):
        return []
    heads = list(_heads(context))
    items = _items(context, heads)
    whole = list(_whole(context, heads))
    told = any(p.deduction or p.full is not None or p.reading or p.says for p in items)
    if not heads or (not told and len(whole) < len(heads)):
        return []
    found = [*items, *whole, *lists(context, heads[0].start())]
    about = _owner(context, found, numbers)
    return [replace(p, about=about) for p in dict.fromkeys(found)]


def _conf(section: str) -> dict[str, Any]:
    return rules("scoring")[section]  # type: ignore[no-any-return]


def _find(name: str, text: str) -> re.Match[str] | None:
    return pattern("scoring", name).search(text)


def _heads(context: Context) -> Iterator[Head]:
    """Yield where each criterion begins: its name with the points that it carries; a named thing is no criterion."""
    conf = _conf("criteria")
    for found in pattern("scoring", "weight").finditer(context.doc.text):
        points = amount(found, "points", "share")
        thing = context.begins(found.start("name"))
        named = thing is not None and thing.type in conf["no_types"]
        if not named and not found["name"].endswith(tuple(conf["no_names"])) and points and points <= conf["most"]:
            yield found


def _items(context: Context, heads: list[Head]) -> list[Provision]:
    """Return each criterion with what stands behind it, and what is given or taken beyond them."""
    text, names = context.doc.text, [head["name"] for head in heads]
    texts: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    loose: list[tuple[str, int]] = []
    for head, end in zip(heads, _ends(context, heads), strict=True):
        own = _own_end(context, heads, head, end)
        for part, start in _parts(text[head.end() : end], head.end()):
            meant = _meant(part, names) or (head["name"] if start < own else "")
            (texts[meant] if meant else loose).append((part, start))
    found = [item for head in heads for item in _item(context, head, texts[head["name"]])]
    return [*found, *(item for part, start in loose for item in _beyond(context, part, start))]


def _ends(context: Context, heads: list[Head]) -> list[int]:
    """Return where the words about each criterion end: at the next one, at a new section, or out of reach."""
    sentences, reach = context.doc.sentences, _conf("criteria")["reach"]
    ends = []
    for at, head in enumerate(heads):
        following = heads[at + 1].start() if at + 1 < len(heads) else len(context.doc.text)
        section = context.sentence(head.end() - 1).section
        new = next((s.start for s in sentences if s.start >= head.end() and s.section != section), following)
        ends.append(min(following, new, head.end() + reach))
    return ends


def _own_end(context: Context, heads: list[Head], head: Head, end: int) -> int:
    """Return where a criterion's own sentence ends, or the next one where it ends at once and holds no other head."""
    stops = [m.end() for m in re.finditer(r"[\n。]", context.doc.text[head.end() : end])]
    begun = context.doc.text.rfind("。", 0, head.start()) + 1
    packed = any(begun <= other.start() < head.start() for other in heads)
    at_once = bool(stops) and stops[0] <= 2
    if not stops or (at_once and not packed and len(stops) == 1):
        return end
    return head.end() + stops[1 if at_once and not packed else 0]


def _parts(text: str, start: int) -> Iterator[tuple[str, int]]:
    for found in re.finditer(r"[^\n。;]+[\n。;]?", text):
        yield found[0], start + found.start()


def _meant(part: str, names: list[str]) -> str:
    """Return the criterion that a later sentence takes up by its name, or by the end of it, at its beginning."""
    shortest = _conf("criteria")["shortest"]
    ends = {name[i:]: name for name in names for i in range(max(1, len(name) - shortest + 1))}
    return next((ends[e] for e in sorted(ends, key=len, reverse=True) if part.lstrip().startswith(e)), "")


def _item(context: Context, head: Head, texts: list[tuple[str, int]]) -> Iterator[Provision]:
    """Yield a criterion, its bonus where it has one, and what of its words was not understood."""
    weight = amount(head, "points", "share")
    body = "".join(t for t, _ in texts)
    losses, gains = _steps(body)
    full, least = _full(body, weight), _find("least", body)
    at_end = max((start + len(text.rstrip()) for text, start in texts), default=head.end())
    evidence = stretch(context, head.start("name"), at_end)
    base = Provision("", "criterion", head["name"], evidence, weight=weight, says=_in_words(body, weight, full))
    base = replace(base, full=amount(full, "full"), unit=(full["unit"] or "") if full else "")
    loss = losses[0] if losses else None
    yield replace(
        base, least=amount(least, "least"), most=_cap(body, loss), reading=_reading(body, loss), **_step(loss, base)
    )
    for gain in gains[:1]:
        yield replace(_extra(base, "bonus", gain, body), name=head["name"])
    for says in _unread(body, [*losses[:1], *gains[:1]]):
        yield Provision("", "unread", head["name"], evidence, says=says)


def _steps(text: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the steps that take points, and those that give them."""
    every = list(pattern("scoring", "step").finditer(text))
    gains = [s for s in every if s["sign"] == _conf("ways")["bonus"]]
    return [s for s in every if s not in gains], gains


def _beyond(context: Context, part: str, start: int) -> Iterator[Provision]:
    """Yield what a sentence that belongs to no criterion gives or takes."""
    losses, gains = _steps(part)
    evidence = stretch(context, start, start + len(part.rstrip()))
    for kind, steps in (("penalty", losses), ("bonus", gains)):
        for step in steps:
            name = part[: step.start()].rsplit("。", 1)[-1].strip(_conf("entries")["trim"])
            base = Provision("", kind, _what(name) or step["what"] + step["thing"], evidence)
            yield _extra(base, kind, step, part)
    for says in _unread(part, [*losses, *gains]):
        yield Provision("", "unread", "", evidence, says=says)


def _what(words: str) -> str:
    """Return for what points are given or taken: the clause before, without the particle that ends it."""
    clause = re.split(r"[,:?!]", words)[-1]
    return clause.removesuffix(_conf("criteria")["particle"])


def _extra(base: Provision, kind: str, step: re.Match[str], text: str) -> Provision:
    """Return points beyond a criterion's weight: counted from nought where the text names no other start."""
    one = replace(base, kind=kind, weight=None, says="", most=_cap(text, step), least=None)
    made = replace(one, **_step(step, one))
    if made.full is None and made.unit not in _conf("ways")["percent"]:
        return replace(made, full=Decimal(0), direction="above")
    return replace(made, direction="above" if kind == "bonus" else made.direction)


def _full(body: str, weight: Decimal | None) -> re.Match[str] | None:
    """Return what figure earns full marks, as far as a number says so."""
    every = pattern("scoring", "full").finditer(body)
    return next((m for m in every if m["all"] is None or parse_number(m["all"]) == weight), _find("under", body))


def _in_words(body: str, weight: Decimal | None, full: re.Match[str] | None) -> str:
    """Return what earns full marks where no number says so (达时序要求)."""
    every = pattern("scoring", "full_words").finditer(body)
    words = (m["says"] for m in every if m["all"] is None or parse_number(m["all"]) == weight)
    return "" if full else next(words, "")


def _step(found: re.Match[str] | None, base: Provision) -> dict[str, Any]:
    """Return step, direction and points of a deduction or bonus, and the unit where full marks name none."""
    if found is None:
        return {}
    ways, unit = _conf("ways"), found["unit"]
    words = sorted((*ways["below"], *ways["above"]), key=len, reverse=True)
    up = next((w in ways["above"] for w in words if w in found["what"]), unit in ways["events"])
    counted = up and base.full is None and unit not in ways["percent"]
    return {
        "step": amount(found, "step") or Decimal(1),
        "deduction": amount(found, "points"),
        "direction": "above" if up else "below",
        "unit": base.unit or (ways["percent"][0] if unit in ways["percent"] else unit),
        "full": Decimal(0) if counted else base.full,
    }


def _cap(text: str, step: re.Match[str] | None) -> Decimal | None:
    """Return how many points a step takes or gives at most, where its own clause goes on to say so."""
    found = pattern("scoring", "most").search(text, step.end()) if step else None
    between = text[step.end() : found.start()] if step and found else ""
    return amount(found, "most") if found and not _find("takes", between) else None


def _unread(text: str, read: list[re.Match[str]]) -> Iterator[str]:
    """Yield the clauses that give or take points and stand in no step that was read."""
    for found in pattern("scoring", "points").finditer(text):
        caps = _find("most", found[0])
        if not caps and not any(s.start() < found.end() and found.start() < s.end() for s in read):
            yield found[0].strip(_conf("entries")["trim"])


def _reading(body: str, loss: re.Match[str] | None) -> str:
    """Return how a step that is not full counts, where the text says so."""
    said = (name for name in ("begun", "whole", "proportional") if _find(name, body))
    return next(said, "") if loss or _find("proportional", body) else ""


def _whole(context: Context, heads: list[Head]) -> Iterator[Provision]:
    """Yield what the scores are said to add up to, and how many criteria there are said to be."""
    text, reach = context.doc.text, _conf("criteria")["reach"]
    totals = (f for f in pattern("scoring", "total").finditer(text) if not any(_touches(f, h) for h in heads))
    for found in list(totals)[:1]:
        points = Decimal(100) if found["hundred"] else amount(found, "points")
        yield Provision("", "total", "", stretch(context, *found.span()), weight=points)
    counts = pattern("scoring", "count").finditer(text)
    near = (f for f in counts if any(abs(f.start() - h.start()) <= reach for h in heads))
    for found in list(near)[:1]:
        yield Provision("", "count", "", stretch(context, *found.span()), count=amount(found, "count"))


def _touches(found: re.Match[str], head: Head) -> bool:
    return head.start() <= found.start() < head.end()


def _owner(context: Context, found: list[Provision], numbers: Iterable[Observation]) -> str:
    """Return the entity that most numbers of the rule's own sentences are about, else the home, else nobody."""
    spans: list[Span] = [p.evidence for p in found if p.kind in ("criterion", "total")]
    inside = Counter(n.about for n in numbers for s in spans if s.start <= n.evidence.start and n.evidence.end <= s.end)
    kinds = {e.id: e.type for e in context.cast.entities}
    best = sorted(inside, key=lambda e: (kinds[e] != "Policy", -inside[e], e))
    return best[0] if best else context.home.id if context.home else ""
