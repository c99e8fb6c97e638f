"""Chinese regional economic news as a knowledge graph in which every fact points at its sentence.

The package in the order of the flow: ``read`` articles, ``segment`` them into sentences, ``recognise`` names, numbers
and times, ``relate`` them to facts, ``resolve`` what is the same thing, make the ``graph``; ``network``, ``export``,
``view``, ``query``, ``validate`` read that graph. ``pipeline`` tells the whole story; ``cli`` is the command line.
"""

from typing import TYPE_CHECKING, Any

from kg.errors import KGError
from kg.records import Article, Extraction

if TYPE_CHECKING:
    from kg.api import Graph, open
    from kg.pipeline import build, extract

__version__ = "0.1.0"
__all__ = ["Article", "Extraction", "Graph", "KGError", "__version__", "build", "extract", "open"]


def __getattr__(name: str) -> Any:
    """Import what reads and what opens graphs when first used, so that ``import kg`` stays quick."""
    if name in ("build", "extract"):
        from kg import pipeline

        return getattr(pipeline, name)
    if name in ("Graph", "open"):
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
