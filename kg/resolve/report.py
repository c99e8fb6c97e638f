"""What was merged and what is proposed, as rows: for the terminal, for a table and as JSON."""

from collections.abc import Iterator
from typing import Any

from kg.resolve import Identity
from kg.resolve.atoms import Atom
from kg.resolve.decisions import COLUMNS
from kg.resolve.nodes import discriminator
from kg.resolve.proposals import proposals

FIELDS = ("what", "type", "a", "region_a", "b", "region_b", "score", "reasons")
KINDS = ("merged", "held back", "possibly", "proposed")


def rows(identity: Identity) -> list[dict[str, Any]]:
    """Return merges, joins held back, pairs of which people are unsure, and open proposals; fields as ``FIELDS``."""
    found = list(_joins(identity))
    for (one, other), row in sorted(identity.verdicts.unsure.items()):
        found.append(_row("possibly", identity.atoms[one], identity.atoms[other], reasons=[["unsure", row.why]]))
    for p in proposals(identity):
        found.append(_row("proposed", p.one, p.other, p.score, [list(r) for r in p.reasons]))
    return found


def as_json(identity: Identity) -> dict[str, Any]:
    """Return the rows, the decisions to look at again and what is wrong with decisions."""
    review = [{name: getattr(d, name) for name in (*COLUMNS, "place")} for d in identity.verdicts.review]
    return {"pairs": rows(identity), "review": review, "problems": identity.verdicts.problems}


def as_cells(identity: Identity) -> list[list[str]]:
    """Return the rows as text, one cell a field."""
    found = []
    for row in rows(identity):
        reasons = " ".join(f"{name}:{weight}" if weight else name for name, weight in row["reasons"])
        score = "" if row["score"] is None else f"{row['score']:.3f}"
        found.append([str(v) for v in {**row, "score": score, "reasons": reasons}.values()])
    return found


def as_text(identity: Identity, say: dict[str, Any]) -> Iterator[str]:
    """Yield the lines for the terminal, in the words of a section of messages.toml."""
    words = say["resolve"]
    found = rows(identity)
    for kind in KINDS:
        members = [row for row in found if row["what"] == kind]
        yield f"{words[kind]}: {len(members)}"
        for row in members:
            sides = " = ".join(_side(row[k], row[f"region_{k}"]) for k in ("a", "b"))
            score = f"{row['score']:.2f}  " if row["score"] is not None else ""
            yield f"  {score}[{say['types'].get(row['type'], row['type'])}] {sides}"
            yield "      " + "; ".join(reason_in_words(name, more, say) for name, more in row["reasons"])
    yield f"{words['review']}: {len(identity.verdicts.review)}"
    for one in identity.verdicts.review:
        yield f"  {one.place}: {one.a} / {one.b} ({one.verdict}, {one.who} {one.when})"
    for problem in identity.verdicts.problems:
        yield f"{words['problem']} {problem}"


def reason_in_words(name: str, more: object, say: dict[str, Any]) -> str:
    """Return a reason in the language of the messages, with its weight or what it rests on."""
    kind, _, what = name.partition(":")
    label = say["resolve"]["reasons"].get(kind, kind) + (f" {what}" if what else "")
    if isinstance(more, float):
        return f"{label} +{more:.2f}"
    return f"{label}({more})" if more else label


def _joins(identity: Identity) -> Iterator[dict[str, Any]]:
    for proof in identity.clusters.made:
        one, other = identity.atoms[proof.one], identity.atoms[proof.other]
        yield _row("merged", one, other, reasons=[[proof.reason, proof.detail]])
    for proof, why in identity.clusters.held:
        one, other = identity.atoms[proof.one], identity.atoms[proof.other]
        yield _row("held back", one, other, reasons=[[proof.reason, proof.detail], [why, ""]])


def _row(what: str, one: Atom, other: Atom, score: float | None = None, reasons: Any = ()) -> dict[str, Any]:
    names = (what, one.type, one.name, discriminator(one), other.name, discriminator(other), score, list(reasons))
    return dict(zip(FIELDS, names, strict=True))


def _side(name: str, region: str) -> str:
    return f"{name} ({region})" if region else name
