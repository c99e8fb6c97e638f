"""The whole story on one screen: inputs → articles → claims ═ resolve ═ graph → outputs.

``build`` is a function of the articles: the same set gives the same bytes whatever their order, the locale or the hash
seed. Left of the claims every article stands alone; right of ``graph.nq`` nothing needs the extractors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg import folder
from kg.claims import Cache, Claims, each_claim, fingerprint
from kg.coverage import Coverage
from kg.errors import GraphError, UsageError
from kg.evaluate import Evaluation, compare, gold_files, load_gold
from kg.graph import check_base, quads
from kg.pipeline.extraction import Progress, extract, extract_all
from kg.pipeline.identity import identified
from kg.pipeline.outputs import Told, manifest, write
from kg.read import merge_copies, read_inputs
from kg.records import Article, Reject
from kg.resolve import resolve
from kg.resolve.decisions import beside
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
    page: bool = False
    """Whether graph.html was written."""


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
        claims = Claims(edition)
        read = _read_and_extracted(paths, out, kept, claims, options, progress)
        identity = identified(claims, decisions, options.base)
        told = write(claims, identity, read.rejects, edition, options.base, view=options.view)
        before = _articles_of(out)
        edition.publish(manifest(told, identity, read.rejects, options.base, options.learned))
        if options.cache is None:
            kept.prune()
    gone = before - {article["sha256"] for article in told.articles}
    return _report(read, told, identity.notes, len(gone))


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of the inputs, besides the claims."""

    inputs: int
    duplicates: int
    rejects: list[Reject]
    reused: int
    notes: tuple[str, ...]


def _read_and_extracted(
    paths: Sequence[str | Path], out: Path, kept: Cache, claims: Claims, options: Options, progress: Progress | None
) -> _Read:
    """Read all inputs and put what they say into the claims; of their texts nothing is held afterwards."""
    read = list(read_inputs(paths, encoding=options.encoding, max_doc_mb=options.max_doc_mb, skip=(out, kept.folder)))
    rejects = [r for r in read if isinstance(r, Reject)]
    articles, duplicates = merge_copies(a for a in read if isinstance(a, Article))
    inputs = len(read)
    del read
    found = extract_all(articles, kept, claims.add, learned=options.learned, jobs=options.jobs, progress=progress)
    rejects = sorted([*rejects, *found.rejects], key=lambda r: (r.path, r.code, r.reason))
    return _Read(inputs, duplicates, rejects, found.reused, found.notes)


def _articles_of(out: Path) -> set[str]:
    """Return the hashes of the articles of the build that stands in a folder, none where its manifest is damaged."""
    try:
        return {article["sha256"] for article in folder.manifest(out)["articles"]}
    except (GraphError, KeyError, TypeError):
        return set()


def coverage(paths: Sequence[str | Path], *, learned: bool = True) -> tuple[Coverage, list[Reject]]:
    """Return what became of the numbers, names and times of builds (folders with ``claims``) or of articles read now.

    Raises:
        UsageError: an input that was named does not exist.
        GraphError: a build's claims are damaged, or older than the ledger.
    """
    found, inputs = Coverage(), []
    for path in paths:
        if folder.exists(Path(path), folder.CLAIMS):
            for extraction in each_claim(Path(path)):
                found.add(extraction)
        else:
            inputs.append(path)
    read = list(read_inputs(inputs)) if inputs else []
    for article in merge_copies(a for a in read if isinstance(a, Article))[0]:
        found.add(extract(article, learned=learned))
    return found, [r for r in read if isinstance(r, Reject)]


def _report(read: _Read, told: Told, notes: tuple[str, ...], gone: int) -> Report:
    return Report(
        inputs=read.inputs,
        articles=len(told.articles),
        duplicates=read.duplicates,
        rejects=tuple(read.rejects),
        found=dict(told.found),
        sentences=told.sentences,
        missed=told.missed,
        notes=(*notes, *read.notes, *told.notes),
        reused=read.reused,
        retracted=gone,
        page=told.page,
    )
