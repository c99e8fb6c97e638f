"""A built graph against gold (annotation.md section 5): precision, recall and F1 for each kind, and every difference.

An entity is right if its type matches and it shares a label with the gold entity; a relation if predicate and both ends
are right; an observation if subject, value and unit agree, whose comparator, status, period and indicator are then
counted apart; a milestone if subject, stage and date agree. Counts are summed over articles (micro-averages).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.evaluate.built import Built, Value
from kg.segment import squash

CORE = frozenset({"Region", "Enterprise", "Project"})
SLOTS = ("comparator", "status", "period", "indicator")
_QUARTERS = {"Q1": ("01", "03"), "Q2": ("04", "06"), "Q3": ("07", "09"), "Q4": ("10", "12")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One miss or invention: ``kind`` entity, relation, observation or milestone, and the text beside it."""

    kind: str
    missed: bool
    words: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one kind: true positives, false positives, false negatives."""

    tp: int
    fp: int
    fn: int

    @property
    def precision(self) -> float:
        """Return the share of what was built that is right; 0 where nothing was built."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Return the share of gold that was built; for a slot its accuracy."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


@dataclass
class Evaluation:
    """The tally over all articles, and each article's differences by its name."""

    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    differences: dict[str, list[Difference]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, Figure]:
        """Return the figure of each kind, in order of name."""
        kinds = sorted({kind for kind, _ in self.tally})
        return {k: Figure(self.tally[k, "tp"], self.tally[k, "fp"], self.tally[k, "fn"]) for k in kinds}

    def as_json(self) -> dict[str, dict[str, float]]:
        """Return the figures as plain values: accuracy for slots; precision, recall, F1 and sizes for the rest."""
        out: dict[str, dict[str, float]] = {}
        for kind, f in self.figures().items():
            out[kind] = {"accuracy": f.recall, "of": f.tp + f.fn} if kind in SLOTS else {
                "precision": f.precision, "recall": f.recall, "f1": f.f1, "gold": f.tp + f.fn, "built": f.tp + f.fp,
            }  # fmt: skip
        return out


def gold_files(path: Path) -> list[tuple[Path, Path]]:
    """Return annotations with their texts: each ``NAME.json`` of a path with ``texts/NAME.txt`` or ``NAME.txt``.

    Raises:
        UsageError: where no annotation stands there, or one has no text.
    """
    files = [path] if path.is_file() else sorted(path.glob("*.json"))
    if not files:
        raise UsageError(f"{path}: no gold there; give a folder of NAME.json with texts/NAME.txt")
    found = []
    for file in files:
        places = (file.parent / "texts" / f"{file.stem}.txt", file.with_suffix(".txt"))
        text = next((p for p in places if p.exists()), None)
        if text is None:
            raise UsageError(f"{file}: its text is missing; put it at {places[0]}")
        found.append((file, text))
    return found


def compare(gold: dict[str, Any], store: ox.Store, into: Evaluation, name: str, text: str = "") -> None:
    """Add what one article's graph has in common with its gold, and where it differs, to an evaluation."""
    built = Built(store)
    same = _pair(gold, built)
    _Comparison(gold, built, same, into.tally, into.differences[name], text).run()


def _pair(gold: dict[str, Any], built: Built) -> dict[str, str]:
    """Return built IRI → gold id, one to one, by type and shared label, most shared labels first."""
    options = []
    for entity in gold["entities"]:
        forms = {squash(f) for f in [entity["name"], *entity.get("aliases", [])]}
        for iri, (kind, labels) in built.entities.items():
            if kind == entity["type"] and forms & labels:
                options.append((-len(forms & labels), iri, str(entity["id"])))
    found: dict[str, str] = {}
    for _, iri, gold_id in sorted(options):
        if iri not in found and gold_id not in found.values():
            found[iri] = gold_id
    return found


@dataclass
class _Comparison:
    """One article's comparison."""

    gold: dict[str, Any]
    built: Built
    same: dict[str, str]
    tally: Counter[tuple[str, str]]
    differences: list[Difference]
    text: str

    def run(self) -> None:
        self._entities()
        self._relations()
        self._observations()
        self._milestones()

    def _count(self, hit: str, *kinds: str) -> None:
        for kind in kinds:
            self.tally[kind, hit] += 1

    def _miss(self, kind: str, words: str, quote: str) -> None:
        self.differences.append(Difference(kind, True, words, _sentence(self.text, quote)))

    def _entities(self) -> None:
        got = set(self.same.values())
        for entity in self.gold["entities"]:
            self._count("tp" if entity["id"] in got else "fn", *_kinds(entity["type"]))
            if entity["id"] not in got:
                self._miss("entity", f"{entity['type']} {entity['name']}", entity["name"])
        for iri, (kind, labels) in sorted(self.built.entities.items()):
            if iri not in self.same:
                self._count("fp", *_kinds(kind))
                where = _sentence(self.text, min(labels, key=lambda x: (-len(x), x)))
                self.differences.append(Difference("entity", False, self.built.names(iri), where))

    def _relations(self) -> None:
        wanted = {(s, p, o) for s, p, o in self.gold["relations"]}
        mirrored = {(o, p, s): (s, p, o) for s, p, o in wanted if p == "cooperatesWith"}
        found = set()
        for s, p, o in self.built.relations:
            triple = (self.same.get(s, ""), p, self.same.get(o, ""))
            triple = triple if triple in wanted else mirrored.get(triple, triple)
            if triple in wanted:
                found.add(triple)
            elif not self._is_free(s, p, o):
                self._count("fp", "relations", f"relations.{p}")
                words = f"{self.built.names(s)} · {p} · {self.built.names(o)}"
                self.differences.append(Difference("relation", False, words, self.built.said.get((s, p, o), "")))
        names = {e["id"]: f"{e['type']} {e['name']}" for e in self.gold["entities"]}
        for s, p, o in sorted(wanted):
            self._count("tp" if (s, p, o) in found else "fn", "relations", f"relations.{p}")
            if (s, p, o) not in found:
                seen = "" if {s, o} <= set(self.same.values()) else " (an end is missing)"
                self._miss("relation", f"{names[s]} · {p} · {names[o]}{seen}", names[o].partition(" ")[2])

    def _is_free(self, s: str, p: str, o: str) -> bool:
        """Tell whether a triple is no error though gold lacks it: containment by code, or a symmetric mirror."""
        by_code = p == "partOf" and s in self.built.codes and o in self.built.codes
        return by_code or (p == "cooperatesWith" and o < s and (o, p, s) in self.built.relations)

    def _observations(self) -> None:
        left = list(self.built.observations)
        names = {e["id"]: e["name"] for e in self.gold["entities"]}
        for one in self.gold["observations"]:
            fits = [
                b for b in left
                if self.same.get(b["about"]) == one["about"] and b["unit"] == one["unit"]
                and _close(one["value"], b["value"])
            ]  # fmt: skip
            fits.sort(key=lambda b: (not alike(one["indicator"], b["indicator"]), b["comparator"] != one["comparator"]))
            self._count("tp" if fits else "fn", "observations")
            if fits:
                left.remove(fits[0])
                self._slots(one, fits[0])
            else:
                words = f"{names[one['about']]}: {one['indicator']} {one['value']} {one['unit']}"
                self._miss("observation", f"{words} {one['period']}".rstrip(), one["quote"])
        for b in left:
            self._count("fp", "observations")
            words = f"{self.built.names(b['about'])}: {b['indicator']} {b['value']} {b['unit']}"
            self.differences.append(Difference("observation", False, words, b["sentence"]))

    def _slots(self, gold: dict[str, Any], built: dict[str, Any]) -> None:
        right = {s: built[s] == gold[s] for s in ("comparator", "status")}
        right["period"] = _same_period(gold["period"], built["period"])
        right["indicator"] = alike(gold["indicator"], built["indicator"])
        for slot, is_right in right.items():
            self._count("tp" if is_right else "fn", slot)
            if not is_right:
                words = f"{gold['indicator']} {gold['value']}: {slot} {gold[slot]!r}, built {built[slot]!r}"
                self._miss("slot", words, gold["quote"])

    def _milestones(self) -> None:
        steps = Counter((m["about"], m["stage"], m["date"]) for m in self.gold["milestones"])
        seen = Counter((self.same.get(a, a), stage, date) for a, stage, date, _ in self.built.milestones)
        for hit, counted in (("tp", steps & seen), ("fn", steps - seen), ("fp", seen - steps)):
            if counted:
                self.tally["milestones", hit] += sum(counted.values())
        names = {e["id"]: e["name"] for e in self.gold["entities"]}
        quotes = {(m["about"], m["stage"], m["date"]): m["quote"] for m in self.gold["milestones"]}
        said = {(self.same.get(a, a), stage, date): quote for a, stage, date, quote in self.built.milestones}
        for about, stage, date in sorted(steps - seen):
            self._miss("milestone", f"{names[about]} {stage} {date}", quotes[about, stage, date])
        for about, stage, date in sorted(seen - steps):
            words = f"{names.get(about) or self.built.names(about)} {stage} {date}"
            self.differences.append(Difference("milestone", False, words, said[about, stage, date]))


def _kinds(type_: str) -> Iterator[str]:
    yield from ("entities", f"entities.{type_}")
    if type_ in CORE:
        yield "core"


def _close(gold: float | list[float], built: Value) -> bool:
    """Tell whether two values agree to six figures; a range only agrees with a range."""
    if isinstance(gold, list):
        return isinstance(built, tuple) and all(
            y is not None and _close(x, y) for x, y in zip(gold, built, strict=True)
        )
    return not isinstance(built, tuple) and abs(gold - built) <= 1e-6 * max(1.0, abs(gold), abs(built))


def alike(one: str, other: str) -> bool:
    """Tell whether at least half of the shorter indicator's characters stand in the other."""
    a, b = Counter(squash(one)), Counter(squash(other))
    return 2 * (a & b).total() >= min(a.total(), b.total())


def _same_period(gold: str, built: str) -> bool:
    year, _, quarter = gold.partition("-")
    if quarter in _QUARTERS:
        first, last = _QUARTERS[quarter]
        gold = f"{year}-{first}/{year}-{last}"
    return gold == built


def _sentence(text: str, quote: str) -> str:
    """Return the sentence of a text that holds a quotation, the quotation itself where it is not found."""
    at = text.find(quote)
    if at < 0:
        return quote
    start = max(text.rfind(c, 0, at) for c in "。\n") + 1
    ends = [e for e in (text.find(c, at + len(quote)) for c in "。\n") if e >= 0]
    return text[start : min(ends, default=len(text))].strip()


def load_gold(path: Path) -> dict[str, Any]:
    """Return an annotation.

    Raises:
        UsageError: where the file is no JSON of the form of annotation.md, section 0.
    """
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: not readable as gold ({error})") from error
    missing = [k for k in ("entities", "relations", "observations", "milestones") if k not in gold]
    if missing:
        raise UsageError(f"{path}: no gold annotation; {', '.join(missing)} missing (annotation.md, section 0)")
    return gold  # type: ignore[no-any-return]


def as_text(figures: dict[str, Figure]) -> Iterable[str]:
    """Yield the figures as lines of a table."""
    for kind, f in figures.items():
        if kind in SLOTS:
            yield f"{kind:34} accuracy {f.recall:.3f} of {f.tp + f.fn}"
        else:
            counts = f"gold {f.tp + f.fn:4} built {f.tp + f.fp:4}"
            yield f"{kind:34} P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}  {counts}"
