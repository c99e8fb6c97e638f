"""Train the models of kg/data/models from annotated articles: `python scripts/train.py GOLD... [--marked FOLDER]`.

GOLD are folders of NAME.json beside NAME.txt or texts/NAME.txt; FOLDER holds articles whose names alone are marked. The
project's own models come from tests/gold/train and tests/gold/marked.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pycrfsuite

from kg.evaluate import gold_files, load_gold
from kg.lexicon import DATA
from kg.models import models_in
from kg.read import read_inputs
from kg.recognise import Recognised, before_judge, by_rule, recognise
from kg.recognise.gazetteer import divisions
from kg.recognise.judge import MODEL as VERDICT
from kg.recognise.sight import OUTSIDE, Sight
from kg.recognise.tagger import inner_rows, sentences
from kg.records import Article, Entity, Mention
from kg.relate.context import Context
from kg.relate.entities import cast
from kg.relate.pairs import MODEL, NO, SYMMETRIC, YES, asked, pairs
from kg.relate.relations import relations
from kg.segment import Document, segment, simplified, squash


@dataclass(frozen=True)
class Named:
    """Where an entity of the annotation is named in the folded text."""

    start: int
    end: int
    type: str
    id: str


def articles(folders: list[Path]) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Yield each annotated article with its annotation."""
    for folder in folders:
        for annotation, text in gold_files(folder):
            (article,) = read_inputs([text])
            if isinstance(article, Article):
                doc, gold = segment(article), load_gold(annotation)
                for entity in gold["entities"] if doc.is_traditional else ():
                    entity["name"] = simplified(entity["name"])
                    entity["aliases"] = [simplified(alias) for alias in entity.get("aliases", ())]
                yield doc, gold


MARKED = {
    "R": "Region", "N": "NaturalFeature", "E": "Enterprise", "I": "Institution", "P": "Project", "L": "Policy",
    "F": "FinancialInstrument", "S": "Industry", "T": "Product", "H": "Recognition", "V": "Event",
}  # fmt: skip
"""Letter of a mark ``{E 京东方}`` → type."""


def marked(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """Return the text of an article with marked names, and these as entities; ValueError for a mark that is none."""
    plain: list[str] = []
    open_: list[tuple[str, int]] = []
    names: dict[tuple[str, str], None] = {}
    for part in re.split(r"(\{\w |\})", path.read_text(encoding="utf-8").strip()):
        if part[:1] == "{" and part[1:2] in MARKED and part[2:] == " ":
            open_.append((MARKED[part[1]], len(plain)))
        elif part == "}" and open_:
            kind, start = open_.pop()
            names[kind, "".join(plain[start:])] = None
        elif set("{}") & set(part):
            raise ValueError(f"{path}: {part[:20]!r} is no mark, behind {''.join(plain)[-20:]!r}")
        else:
            plain.append(part)
    if open_:
        raise ValueError(f"{path}: a mark is not closed: {''.join(plain[open_[-1][1] :])[:20]!r}")
    entities = [{"id": f"e{n}", "type": kind, "name": name} for n, (kind, name) in enumerate(names, 1)]
    return "".join(plain), entities


def marked_articles(folder: Path) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Yield each article whose names are marked, with these as its annotation."""
    for path in sorted(folder.glob("*.txt")):
        text, entities = marked(path)
        title, _, body = text.partition("\n")
        doc = segment(Article(title, body, ""))
        for entity in entities if doc.is_traditional else ():
            entity["name"] = simplified(entity["name"])
        yield doc, {"entities": entities}


def occurrences(doc: Document, gold: dict[str, Any]) -> list[Named]:
    """Return every place where an entity is named, longest forms first; some lie inside others."""
    places = [i for i, c in enumerate(doc.text) if squash(c)]
    plain = "".join(doc.text[i] for i in places)
    forms = {squash(f): e for e in gold["entities"] for f in (e["name"], *e.get("aliases", ()))}
    found = []
    for form in sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f)):
        at = plain.find(form)
        while at >= 0:
            entity = forms[form]
            found.append(Named(places[at], places[at + len(form) - 1] + 1, entity["type"], entity["id"]))
            at = plain.find(form, at + 1)
    return found


def outermost(names: list[Named]) -> list[Named]:
    """Return names that overlap no longer one."""
    kept: list[Named] = []
    for one in names:
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda n: n.start)


Annotated = list[tuple[Document, dict[str, Any]]]


def train_names(told: Annotated, out: Path) -> None:
    """Train the tagger of names and the one of names inside names."""
    outer, inner = _trainer(), _trainer()
    for doc, gold in told:
        seen, fine, hits = by_rule(doc)
        rows = Sight(doc, fine, hits, seen.mentions).features()
        names = occurrences(doc, gold)
        top = outermost(names)
        labels = _labels(fine, top)
        for start, end in sentences(fine):
            outer.append(rows[start:end], labels[start:end])
        starts, ends = {t.start: i for i, t in enumerate(fine.items)}, {t.end: i for i, t in enumerate(fine.items)}
        for name in top:
            if name.start in starts and name.end in ends and ends[name.end] > starts[name.start]:
                first, last = starts[name.start], ends[name.end] + 1
                within = [n for n in names if name.start <= n.start and n.end <= name.end and n != name]
                marks = _labels(fine, outermost(within))[first:last]
                inner.append(inner_rows(rows, (first, last, name.type)), marks)
    outer.train(str(out / "names.crfsuite"))
    inner.train(str(out / "inner.crfsuite"))


class Folds:
    """Taggers of names that were each trained on the other articles: what they say shows how they err on new text."""

    COUNT = 4

    def __init__(self, told: Annotated, named: Annotated, folder: Path) -> None:
        """Take articles, those whose names alone are known (they only teach), and a folder for the models."""
        self.told, self.named, self.folder = told, named, folder

    def unseen(self, *, judge: Path | None = None) -> Iterator[tuple[Document, dict[str, Any]]]:
        """Yield each article while the models in force are those of its fold, and a judge of names where given."""
        for fold in range(self.COUNT):
            folder = self.folder / str(fold)
            if not folder.exists():
                folder.mkdir()
                others = [one for n, one in enumerate(self.told) if n % self.COUNT != fold]
                train_names([*others, *self.named], folder)
            if judge:
                shutil.copy(judge, folder)
            with models_in(folder):
                yield from self.told[fold :: self.COUNT]


def train_verdict(folds: Folds, out: Path) -> None:
    """Train the judge of names on what taggers say of articles that they were not trained on."""
    judge = _trainer(c2=2.5, least=5)
    for doc, gold in folds.unseen():
        forms = {(squash(f), e["type"]) for e in gold["entities"] for f in (e["name"], *e.get("aliases", ()))}
        bench = before_judge(doc)[1]
        for one in bench.candidates:
            judge.append([bench.features(one)], [YES if (squash(one.name), one.type) in forms else NO])
    judge.train(str(out / f"{VERDICT}.crfsuite"))


INSIDE = {
    "Project": {"Enterprise", "Region", "Product", "NaturalFeature", "Project", "Institution"},
    "Event": {"Region"}, "Region": {"Region"}, "Institution": {"Region"},
}  # fmt: skip
"""Types whose names may lie inside a name of a type."""


def annotated(doc: Document, gold: dict[str, Any]) -> Recognised:
    """Return what would be recognised if every name of the annotation, and no other, were found."""
    seen, fine, _ = by_rule(doc)
    kept: list[Named] = []
    for one in occurrences(doc, gold):
        over = [k for k in kept if one.start < k.end and k.start < one.end]
        if all(_lies_in(one, k) and one.type in INSIDE.get(k.type, ()) for k in over):
            kept.append(one)
    ruled = {(m.start, m.end, m.type): m for m in seen.mentions}
    codes: dict[str, list[str]] = {}
    for division in divisions().values():
        codes.setdefault(division.name, []).append(division.code)
    names, found = {e["id"]: e["name"] for e in gold["entities"]}, []
    for one in sorted(kept, key=lambda n: (n.start, -n.end, n.type)):
        same = ruled.get((one.start, one.end, one.type))
        own = codes.get(names[one.id], [])
        code = same.code if same else own[0] if one.type == "Region" and len(own) == 1 else ""
        method, text = same.method if same else "tagger", doc.text[one.start : one.end]
        found.append(Mention(one.start, one.end, one.type, text, method, code, names[one.id]))
    return replace(seen, mentions=tuple(found), tokens=fine)


def _lies_in(one: Named, other: Named) -> bool:
    return other.start <= one.start and one.end <= other.end and (one.start, one.end) != (other.start, other.end)


def train_relations(folds: Folds, out: Path) -> None:
    """Train the judge of relations, on the names of the annotation and on those recognised in unseen articles."""
    judge = _trainer(c1=4.0, c2=1.0, least=5)
    named = ((doc, gold, annotated(doc, gold)) for doc, gold in folds.told)
    unseen = ((doc, gold, recognise(doc)) for doc, gold in folds.unseen(judge=out / f"{VERDICT}.crfsuite"))
    for doc, gold, seen in chain(named, unseen):
        for features, is_told in instances(Context(doc, seen, cast(doc, seen)), gold):
            judge.append([features], [YES if is_told else NO])
    judge.train(str(out / f"{MODEL}.crfsuite"))


def instances(context: Context, gold: dict[str, Any]) -> Iterator[tuple[list[str], bool]]:
    """Yield what the judge reads of each pair and predicate, and whether the annotation holds it."""
    same = matched(gold, context.cast.entities)
    told = {tuple(r) for r in gold["relations"]}
    told |= {(o, p, s) for s, p, o in told if p == SYMMETRIC}
    for pair in pairs(context, relations(context)):
        one, other = same.get(pair.subject.id), same.get(pair.object.id)
        for predicate in pair.predicates:
            yield asked(predicate, pair.features), (one, predicate, other) in told


def matched(gold: dict[str, Any], entities: Iterable[Entity]) -> dict[str, str]:
    """Return id of an entity → id of the annotated one that it is: of its type, sharing most forms."""
    options = []
    for wanted in gold["entities"]:
        forms = {squash(f) for f in (wanted["name"], *wanted.get("aliases", ()))}
        for entity in entities:
            shared = forms & {squash(f) for f in (entity.name, *entity.aliases)}
            if shared and entity.type == wanted["type"]:
                options.append((-len(shared), entity.id, wanted["id"]))
    found: dict[str, str] = {}
    for _, entity_id, wanted_id in sorted(options):
        if entity_id not in found and wanted_id not in found.values():
            found[entity_id] = wanted_id
    return found


def _labels(tokens: Any, names: list[Named]) -> list[str]:
    labels = [OUTSIDE] * len(tokens.items)
    starts, ends = {t.start: i for i, t in enumerate(tokens.items)}, {t.end: i for i, t in enumerate(tokens.items)}
    for name in names:
        if name.start in starts and name.end in ends:
            first, last = starts[name.start], ends[name.end]
            labels[first : last + 1] = [f"B-{name.type}"] + [f"I-{name.type}"] * (last - first)
    return labels


def _trainer(c1: float = 0.0, c2: float = 0.8, least: int = 2) -> Any:
    """Return a trainer: regularised by L1 and L2, features seen fewer than ``least`` times left out."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 150, "feature.minfreq": least})
    trainer.set_params({"feature.possible_transitions": True})
    return trainer


def main() -> int:
    """Train from the folders named; the judges need the models before them in the order."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, nargs="+")
    ask.add_argument("--marked", type=Path)
    ask.add_argument("--out", type=Path, default=DATA / "models")
    ask.add_argument("--only", choices=("names", "verdict", "relations"))
    args = ask.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    named = list(marked_articles(args.marked)) if args.marked else []
    with TemporaryDirectory() as folder:
        folds = Folds(list(articles(args.gold)), named, Path(folder))
        if args.only in (None, "names"):
            train_names([*folds.told, *named], args.out)
        if args.only in (None, "verdict"):
            train_verdict(folds, args.out)
        if args.only in (None, "relations"):
            train_relations(folds, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
