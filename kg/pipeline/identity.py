"""What is one thing, by claims and the files of decisions."""

from collections.abc import Iterable
from pathlib import Path

from kg import folder
from kg.errors import UsageError
from kg.graph import Minter
from kg.records import Extraction
from kg.resolve import Identity, identify
from kg.resolve.decisions import read_decisions
from kg.vocab import ENTITY_BASE


def identified(
    extractions: Iterable[Extraction], decisions: Iterable[Path], base: str = ENTITY_BASE, shown: int = 0
) -> Identity:
    """Decide what is one thing, by what articles and files of decisions say; UsageError names a bad row.

    ``shown`` is how many sentences of each thing to keep for people who decide.
    """
    rows = [row for path in decisions for row in read_decisions(path)]
    return identify(extractions, rows, lambda node: Minter(base).entity(node).value, shown)


def built_with(out: Path) -> tuple[str, str]:
    """Return base and hash of the decisions of a build, the latter empty where it used none.

    Raises:
        UsageError: there is no build.
        GraphError: its manifest is damaged.
    """
    found = folder.manifest(out)
    if not found:
        raise UsageError(f"{out}: no build there; run kg build, or name its folder with --graph")
    return str(found.get("base", ENTITY_BASE)), str(found.get("decisions", ""))
