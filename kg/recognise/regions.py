"""Which division a name means: full and short names, scored by what else the article names."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from kg.lexicon import pattern, rules, table
from kg.recognise.gazetteer import Entry, Hit, ancestors, divisions
from kg.recognise.tokens import Tokens
from kg.records import Mention


@dataclass(frozen=True, slots=True)
class _Stem:
    name: str
    why: str


@cache
def ambiguous_stems() -> frozenset[str]:
    """Return short names that are ordinary words too and prove nothing by themselves."""
    return frozenset(row.name for row in table("ambiguous_stems", _Stem))


def choose_divisions(
    hits: list[Hit], tokens: Tokens, title_end: int, sure: frozenset[tuple[int, int]] = frozenset()
) -> list[Mention]:
    """Return a mention for each hit that means an administrative division, with its code.

    A short name of a province or prefecture stands by itself; one of a county, or one that is an ordinary word too,
    needs its full name or a division above it in the same article. Of several divisions of one name the one whose
    superior divisions the article names most often is meant. What stands at one of the spans ``sure`` is a region
    whatever its score, unless its name is an ordinary word too; where a line runs to (兰州至合作铁路), in any case.
    """
    hits = [h for h in hits if any(e.source == "division" for e in h.entries)]
    ends = _ends_of_lines(hits, tokens.text)
    evidence = _evidence(hits, tokens)
    mentions = []
    for hit in hits:
        readings = [e for e in hit.entries if e.source == "division"]
        if any(e.form != "full" and _rank(e) > 1 for e in readings):
            top = max(map(_rank, readings))
            readings = [e for e in readings if _rank(e) == top]
        best = max(readings, key=lambda e: (_score(e, hit, evidence, tokens, title_end), _rank(e), e.code))
        score = _score(best, hit, evidence, tokens, title_end)
        name = tokens.text[hit.start : hit.end]
        span = hit.start, hit.end
        if score >= 1.0 or span in ends or (span in sure and name not in ambiguous_stems()):
            mentions.append(
                Mention(hit.start, hit.end, "Region", name, "division", best.code, best.canonical, min(1.0, score / 2))
            )
    return mentions


def _ends_of_lines(hits: list[Hit], text: str) -> set[tuple[int, int]]:
    """Return where the two places stand between which a road, railway or pipe runs."""
    starting = {h.start: h for h in hits}
    found = set()
    for one in hits:
        way = pattern("recognise", "way").match(text, one.end)
        other = starting.get(way.end()) if way else None
        if other and pattern("recognise", "line").match(text, other.end):
            found |= {(one.start, one.end), (other.start, other.end)}
    return found


def _evidence(hits: list[Hit], tokens: Tokens) -> Counter[str]:
    """Count how often the article surely names each division, and what contains it."""
    sure: Counter[str] = Counter()
    for hit in hits:
        codes = {e.code for e in hit.entries if e.source == "division"}
        if len(codes) != 1:
            continue
        (code,) = codes
        entry = next(e for e in hit.entries if e.source == "division")
        if entry.form == "full" or (divisions()[code].level != "county" and _stands(hit, tokens)):
            sure[code] += 2
            for above in ancestors(code):
                sure[above] += 1
    return sure


def _score(entry: Entry, hit: Hit, evidence: Counter[str], tokens: Tokens, title_end: int) -> float:
    """Score a reading; 1 and more is accepted."""
    division = divisions()[entry.code]
    surface = tokens.text[hit.start : hit.end]
    above = ancestors(entry.code)
    # a province alone says little about which of its counties is meant; a prefecture says much
    context = sum(min(evidence[a], 4) * (1.0 if divisions()[a].level == "prefecture" else 0.4) for a in above)
    context += 2.0 * (evidence[entry.code] > 0)
    if entry.form == "full":
        return 2.0 + context if surface not in ambiguous_stems() or _parent_is_named(above, tokens) else 0.0
    in_full = evidence[entry.code] > 1 and division.level == "county"
    if not (_stands(hit, tokens) or (in_full and _is_edged(hit, tokens))):
        return 0.0
    if surface in ambiguous_stems():
        return context if _led_by(hit, tokens, above) or evidence[entry.code] > 1 else 0.0
    if division.level != "county":
        return 2.0 + context
    in_title = hit.start < title_end
    return context + (1.0 if in_title or _led_by(hit, tokens, above) else 0.0)


def _rank(entry: Entry) -> int:
    return {"province": 3, "prefecture": 2, "county": 1}[divisions()[entry.code].level]


def _stands(hit: Hit, tokens: Tokens) -> bool:
    """Tell whether a short name is a word of its own, and no ordinary one."""
    if not _is_edged(hit, tokens):
        return False
    token = tokens.items[tokens.starting_at(hit.start)]
    return not (token.end == hit.end and token.tag in rules("recognise")["tags"]["ordinary"])


def _is_edged(hit: Hit, tokens: Tokens) -> bool:
    """Tell whether a short name's edges are word edges, and no longer name goes on."""
    following, conf = tokens.text[hit.end : hit.end + 3], rules("recognise")["regions"]
    longer = any(following.startswith(tail) for tail in conf["no_region_before"])
    after = tokens.starting_at(hit.end)
    longer |= after >= 0 and tokens.items[after].text in conf["lower_levels"]
    return tokens.splits(hit.start) and tokens.splits(hit.end) and not longer


def _parent_is_named(above: list[str], tokens: Tokens) -> bool:
    """Tell whether the article names the prefecture that a division lies in (城区 of 阳泉市)."""
    prefectures = (divisions()[a] for a in above if divisions()[a].level == "prefecture")
    return any((p.short or p.name) in tokens.text for p in prefectures)


def _led_by(hit: Hit, tokens: Tokens, above: list[str]) -> bool:
    """Tell whether the name of a superior division stands right before."""
    before = tokens.text[max(0, hit.start - 12) : hit.start]
    return any(before.endswith((divisions()[a].name, divisions()[a].short or "\0")) for a in above)
