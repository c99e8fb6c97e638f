"""Models by which cities, zones or firms are ranked (五力模型), with their dimensions."""

from collections.abc import Iterator

from kg.lexicon import pattern, rules
from kg.records import Provision
from kg.relate.context import Context


def dimensions(context: Context) -> Iterator[Provision]:
    """Yield each dimension that a sentence lists of a model, as belonging to the report named last before it."""
    conf = rules("scoring")["models"]
    for sentence in context.doc.sentences:
        found = pattern("scoring", "model").search(context.doc.text, sentence.start, sentence.end)
        if sentence.kind != "body" or not found:
            continue
        listed = pattern("scoring", "tail").sub(
            "", found["list"].split(",")[0] if "、" in found["list"] else found["list"]
        )
        names = [name.strip("“”") for name in pattern("scoring", "joint").split(listed)]
        if len(names) >= conf["least"] and all(2 <= len(name) <= 12 for name in names):
            evidence = context.doc.span(sentence.start, sentence.end)
            for name in names:
                yield Provision(_report(context, found.start()), "dimension", name, evidence, says=found["model"])


def _report(context: Context, position: int) -> str:
    """Return the id of the policy or report named last before a position, empty where there is none."""
    before = [m for m in context.outer_in(0, position) if m.type == "Policy"]
    return context.entity(before[-1]).id if before else ""
