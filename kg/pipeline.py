"""The whole story on one screen: inputs → articles → claims ═ resolve ═ graph → outputs.

``build`` is a function of the articles: the same set gives the same bytes whatever their order, the locale or the hash
seed. Left of the claims every article stands alone; right of ``graph.nq`` nothing needs the extractors.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__
from kg.atomic import write_atomically
from kg.coverage import Coverage, rows
from kg.errors import GraphError, OutputError
from kg.evaluate import Evaluation, compare, gold_files, load_gold
from kg.export import export
from kg.graph import check_base, quads
from kg.lexicon import DATA, ONTOLOGY
from kg.read import merge_copies, read_inputs
from kg.recognise import recognise
from kg.recognise.dates import impossible_dates
from kg.records import Article, Extraction, Reject
from kg.relate import relate
from kg.resolve import EntityKey, Node, resolve
from kg.segment import segment
from kg.store import load
from kg.view import render
from kg.vocab import ENTITY_BASE

Progress = Callable[[Iterable[Article], int], Iterable[Article]]


@dataclass(frozen=True)
class Report:
    """What a build read, found and left: the figures that the command line prints."""

    inputs: int
    articles: int
    duplicates: int
    rejects: tuple[Reject, ...]
    found: dict[str, int] = field(default_factory=dict)
    sentences: int = 0
    missed: int = 0
    notes: tuple[str, ...] = ()


def extract(article: Article, *, learned: bool = True) -> Extraction:
    """Return all that one article says: a pure function of its text, its date, the rules and the trained models.

    Without ``learned`` the rules decide alone.
    """
    doc = segment(article)
    found = relate(doc, recognise(doc, learned=learned), learned=learned)
    wrong = (doc.span(*place) for place in impossible_dates(doc.text))
    notes = (f"date {article.text[span.start : span.end]!r} is none" for span in wrong)
    return replace(found, notes=(*found.notes, *notes))


def graph_of(article: Article, *, learned: bool = True) -> ox.Store:
    """Return the graph of one article built alone, in memory."""
    extraction = extract(article, learned=learned)
    store = ox.Store()
    store.extend(quads([extraction], resolve([extraction])))
    return store


def evaluate(path: Path, *, learned: bool = True) -> Evaluation:
    """Build each article of a gold folder alone and compare it with its annotation.

    Without ``learned`` the rules decide alone: the ablation.

    Raises:
        UsageError: where there is no gold, or an annotation lacks its text.
    """
    found = Evaluation()
    for annotation, text in gold_files(path):
        read = list(read_inputs([text]))
        store = graph_of(read[0], learned=learned) if isinstance(read[0], Article) else ox.Store()
        plain = read[0].text if isinstance(read[0], Article) else ""
        compare(load_gold(annotation), store, found, annotation.stem, plain)
    return found


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a build."""

    base: str = ENTITY_BASE
    encoding: str | None = None
    max_doc_mb: float = 10.0
    view: bool = True
    learned: bool = True
    """Whether trained models decide on names and relations, or rules alone."""


def build(
    paths: Sequence[str | Path], out: Path, options: Options | None = None, progress: Progress | None = None
) -> Report:
    """Read files and folders, write the graph and its companions into ``out``, and report what was found.

    Raises:
        UsageError: an input that was named does not exist, or the base is no IRI.
        OutputError: ``out`` cannot be written; what stood there is whole.
    """
    options = options or Options()
    check_base(options.base)
    _ready(out)
    read = list(read_inputs(paths, encoding=options.encoding, max_doc_mb=options.max_doc_mb))
    rejects = [r for r in read if isinstance(r, Reject)]
    articles, duplicates = merge_copies(a for a in read if isinstance(a, Article))
    extractions = []
    for article in progress(articles, len(articles)) if progress else articles:
        try:
            extractions.append(extract(article, learned=options.learned))
        except Exception as error:  # one article must not stop the others; it is reported and counted
            reason = f"{type(error).__name__}: {error}"
            rejects.append(Reject(article.paths[0], "extractor", reason, article.sha256))
    extractions.sort(key=lambda x: x.article.sha256)
    nodes = resolve(extractions)
    _write(extractions, nodes, rejects, out, options)
    return _report(len(read), duplicates, rejects, extractions, nodes)


def _ready(out: Path) -> None:
    """Refuse an output folder that cannot be written before any work is done."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_atomically(out / ".write-test", b"")
        (out / ".write-test").unlink()
    except (OSError, OutputError) as error:
        raise OutputError(f"{out}: cannot write there ({error}); choose another folder with -o") from error


def _write(
    extractions: list[Extraction], nodes: dict[EntityKey, Node], rejects: list[Reject], out: Path, options: Options
) -> None:
    lines = sorted({f"{q} ." for q in quads(extractions, nodes, options.base)})
    write_atomically(out / "graph.nq", "\n".join([*lines, ""]) if lines else "")
    _write_claims(extractions, out / "claims")
    _write_lines(out / "rejects.jsonl", (asdict(r) for r in sorted(rejects, key=lambda r: (r.path, r.code, r.reason))))
    _write_lines(out / "missed.jsonl", (m for x in extractions for m in _missed(x)))
    _write_lines(out / "coverage.jsonl", rows(extractions))
    export(out / "graph.nq", out / "graph.ttl", "ttl")
    if options.view:
        render(load(out / "graph.nq"), out / "graph.html", extractions=extractions)
    write_atomically(out / "manifest.json", _json(_manifest(extractions, rejects, out, options)))


def _write_claims(extractions: list[Extraction], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    wanted = {f"{x.article.sha256[:16]}.json": x for x in extractions}
    for old in folder.glob("*.json"):
        if old.name not in wanted:
            old.unlink()
    for name, extraction in wanted.items():
        write_atomically(folder / name, _json(extraction.to_json()))


def saved_claims(out: Path) -> list[Extraction]:
    """Return the extractions that a build left in its folder, in order of hash; GraphError where one is damaged."""
    found = []
    for file in sorted((out / "claims").glob("*.json")):
        try:
            found.append(Extraction.from_json(json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GraphError(f"{file}: damaged ({error}); build it again") from error
    return found


def coverage(paths: Sequence[str | Path], *, learned: bool = True) -> tuple[Coverage, list[Reject]]:
    """Return what became of the numbers, names and times of builds (folders with ``claims``) or of articles read now.

    Raises:
        UsageError: an input that was named does not exist.
        GraphError: a build's claims are damaged, or older than the ledger.
    """
    found, inputs = Coverage(), []
    for path in paths:
        if (Path(path) / "claims").is_dir():
            for extraction in saved_claims(Path(path)):
                found.add(extraction)
        else:
            inputs.append(path)
    read = list(read_inputs(inputs)) if inputs else []
    for article in merge_copies(a for a in read if isinstance(a, Article))[0]:
        found.add(extract(article, learned=learned))
    return found, [r for r in read if isinstance(r, Reject)]


def _missed(extraction: Extraction) -> Iterable[dict[str, Any]]:
    text = extraction.article.text
    for missed in extraction.missed:
        span = missed.evidence
        yield {
            "article": extraction.article.sha256[:16], "title": extraction.article.title, "start": span.start,
            "end": span.end, "sentence": text[span.start : span.end], "reason": missed.reason,
        }  # fmt: skip


def _manifest(extractions: list[Extraction], rejects: list[Reject], out: Path, options: Options) -> dict[str, Any]:
    """Return what the build was made of; no clock time, so that equal inputs give equal bytes."""
    files = ("graph.nq", "graph.ttl", "graph.html", "rejects.jsonl", "missed.jsonl", "coverage.jsonl")
    return {
        "program": __version__,
        "base": options.base,
        "rules": folder_hash(DATA),
        "models": options.learned,
        "ontology": folder_hash(ONTOLOGY),
        "articles": [{"sha256": x.article.sha256, "title": x.article.title} for x in extractions],
        "rejected": sorted(r.sha256 for r in rejects),
        "files": {f: sha256((out / f).read_bytes()).hexdigest() for f in files if (out / f).exists()},
    }


def folder_hash(folder: Path) -> str:
    """Return one hash of all files of a folder, by name and content."""
    digest = sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _report(
    inputs: int, duplicates: int, rejects: list[Reject], extractions: list[Extraction], nodes: dict[EntityKey, Node]
) -> Report:
    found: Counter[str] = Counter()
    found.update(node.type for node in set(nodes.values()))
    found["relations"] = sum(len(x.relations) for x in extractions)
    found["observations"] = sum(len(x.observations) for x in extractions)
    found["milestones"] = sum(len(x.milestones) for x in extractions)
    return Report(
        inputs=inputs,
        articles=len(extractions),
        duplicates=duplicates,
        rejects=tuple(rejects),
        found=dict(found),
        sentences=sum(x.sentences for x in extractions),
        missed=sum(len(x.missed) for x in extractions),
        notes=tuple(f"{path}: {note}" for x in extractions for path in x.article.paths[:1] for note in _notes(x)),
    )


def _notes(extraction: Extraction) -> tuple[str, ...]:
    return (*extraction.article.notes, *extraction.notes)


def _write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    write_atomically(path, "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
