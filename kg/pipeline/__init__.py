"""The whole story on one screen: inputs → articles → claims ═ resolve ═ graph → outputs.

``build`` is a function of the articles: the same set gives the same bytes whatever their order, the locale or the hash
seed. Left of the claims every article stands alone; right of ``graph.nq`` nothing needs the extractors.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__, folder
from kg.claims import Cache, as_text, fingerprint, folder_hash, name_of, saved_claims
from kg.coverage import Coverage, rows
from kg.errors import GraphError, UsageError
from kg.evaluate import Evaluation, compare, gold_files, load_gold
from kg.export import export
from kg.graph import check_base, quads
from kg.lexicon import DATA, ONTOLOGY
from kg.pipeline.extraction import Extracted, Progress, extract, extract_all
from kg.pipeline.identity import identified
from kg.read import merge_copies, read_inputs
from kg.records import Article, Extraction, Reject
from kg.resolve import EntityKey, Identity, Node, resolve
from kg.resolve.decisions import beside
from kg.store import load
from kg.view import render
from kg.vocab import ENTITY_BASE

__all__ = ["Options", "Report", "build", "coverage", "evaluate", "extract", "graph_of"]


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
    reused: int = 0
    """Articles whose extraction was in the cache."""
    retracted: int = 0
    """Articles of the build before that are no longer among the inputs."""


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
    jobs: int | None = 1
    """Processes that extract; None for one a core where the work is long. With several, a script that calls this must
    guard its start by ``if __name__ == "__main__"``."""
    cache: Path | None = None
    """Folder of extractions to use again and add to; None for one inside the output folder."""
    decisions: Path | None = None
    """File of people's decisions; where none is given, decisions.csv beside the articles and in the output folder."""


def build(
    paths: str | Path | Sequence[str | Path],
    out: str | Path,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read files and folders, write the graph and its companions into ``out``, and report what was found.

    What was extracted before is not extracted again; of articles that are no longer among the inputs nothing is left.

    Raises:
        UsageError: an input that was named does not exist or is ``out`` itself, or the base is no IRI.
        GraphError: another process is writing into ``out``.
        OutputError: ``out`` or the cache cannot be written; what stood there is whole.
    """
    options, out = options or Options(), Path(out)
    paths = [paths] if isinstance(paths, str | Path) else paths
    check_base(options.base)
    if out.resolve() in {Path(path).resolve() for path in paths}:
        raise UsageError(f"{out}: is among the inputs; choose another folder with -o")
    kept = Cache(options.cache or out / folder.OWN / "cache", fingerprint(options.learned))
    decisions = [options.decisions] if options.decisions else beside(paths, out)
    with folder.edition(out) as edition:
        read = list(
            read_inputs(paths, encoding=options.encoding, max_doc_mb=options.max_doc_mb, skip=(out, kept.folder))
        )
        rejects = [r for r in read if isinstance(r, Reject)]
        articles, duplicates = merge_copies(a for a in read if isinstance(a, Article))
        found = extract_all(articles, kept, learned=options.learned, jobs=options.jobs, progress=progress)
        rejects += found.rejects
        identity = identified(found.extractions, decisions, options.base)
        _write(found.extractions, identity, rejects, edition, options)
        before = _articles_of(out)
        edition.publish(_manifest(found.extractions, identity, rejects, options))
        if options.cache is None:
            kept.prune()
    report = _report(len(read), duplicates, rejects, found, identity.nodes)
    gone = before - {x.article.sha256 for x in found.extractions}
    return replace(report, retracted=len(gone), notes=(*identity.notes, *report.notes))


def _articles_of(out: Path) -> set[str]:
    """Return the hashes of the articles of the build that stands in a folder, none where its manifest is damaged."""
    try:
        return {article["sha256"] for article in folder.manifest(out)["articles"]}
    except (GraphError, KeyError, TypeError):
        return set()


def _write(
    extractions: list[Extraction],
    identity: Identity,
    rejects: list[Reject],
    edition: folder.Edition,
    options: Options,
) -> None:
    said = quads(extractions, identity.nodes, options.base, identity.possibly)
    lines = sorted({f"{q} ." for q in said})
    edition.write(folder.GRAPH, "\n".join([*lines, ""]) if lines else "")
    for extraction in extractions:
        edition.write(name_of(extraction), as_text(extraction))
    edition.write("rejects.jsonl", _lines(asdict(r) for r in sorted(rejects, key=lambda r: (r.path, r.code, r.reason))))
    edition.write("missed.jsonl", _lines(m for x in extractions for m in _missed(x)))
    edition.write("coverage.jsonl", _lines(rows(extractions)))
    export(edition.path(folder.GRAPH), edition.path("graph.ttl"), "ttl")
    if options.view:
        render(load(edition.path(folder.GRAPH)), edition.path(folder.PAGE), extractions=extractions)


def coverage(paths: Sequence[str | Path], *, learned: bool = True) -> tuple[Coverage, list[Reject]]:
    """Return what became of the numbers, names and times of builds (folders with ``claims``) or of articles read now.

    Raises:
        UsageError: an input that was named does not exist.
        GraphError: a build's claims are damaged, or older than the ledger.
    """
    found, inputs = Coverage(), []
    for path in paths:
        if folder.exists(Path(path), folder.CLAIMS):
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


def _manifest(
    extractions: list[Extraction], identity: Identity, rejects: list[Reject], options: Options
) -> dict[str, Any]:
    """Return what the build was made of; no clock time, so that equal inputs give equal bytes."""
    return {
        "program": __version__,
        "base": options.base,
        "rules": folder_hash(DATA),
        "models": options.learned,
        "ontology": folder_hash(ONTOLOGY),
        "articles": [{"sha256": x.article.sha256, "title": x.article.title} for x in extractions],
        "decisions": identity.verdicts.fingerprint,
        "rejected": sorted(r.sha256 for r in rejects),
    }


def _report(
    inputs: int, duplicates: int, rejects: list[Reject], extracted: Extracted, nodes: dict[EntityKey, Node]
) -> Report:
    extractions = extracted.extractions
    found: Counter[str] = Counter()
    found.update(node.type for node in set(nodes.values()))
    found["relations"] = sum(len(x.relations) for x in extractions)
    found["observations"] = sum(len(x.observations) for x in extractions)
    found["milestones"] = sum(len(x.milestones) for x in extractions)
    said = (f"{path}: {note}" for x in extractions for path in x.article.paths[:1] for note in _notes(x))
    return Report(
        inputs=inputs,
        articles=len(extractions),
        duplicates=duplicates,
        rejects=tuple(rejects),
        found=dict(found),
        sentences=sum(x.sentences for x in extractions),
        missed=sum(len(x.missed) for x in extractions),
        notes=(*extracted.notes, *said),
        reused=extracted.reused,
    )


def _notes(extraction: Extraction) -> tuple[str, ...]:
    return (*extraction.article.notes, *extraction.notes)


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
