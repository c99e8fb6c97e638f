"""Queries with places for values: a template of ``ontology/queries/ask`` filled, or a saved question narrowed.

A line of a template that ends with ``# if SLOT SLOT`` stays where one of the slots is filled, with ``# unless SLOT
SLOT`` where none is, with both where both hold. ``VALUES ?NAME { UNDEF }`` in it gets the values of the slot NAME,
where there is none of the line's first. Values are terms written by the RDF library, so nothing of a question reaches
a query as syntax.

Sentences are joined before anything that is optional: the engine runs over all that follows an OPTIONAL once for
every row before it.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.lexicon import ONTOLOGY
from kg.query import text_of

FOLDER = ONTOLOGY / "queries" / "ask"
_CONDITION = re.compile(r"\s*#(?: if(?P<one>(?: [a-z]+)+?))?(?: unless(?P<none>(?: [a-z]+)+))?$")
_VALUES = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


def iri(value: str) -> str:
    """Return an IRI as a term of SPARQL."""
    return str(ox.NamedNode(value))


def literal(value: str, language: str | None = None) -> str:
    """Return a text as a term of SPARQL."""
    return str(ox.Literal(value, language=language))


def filled(name: str, slots: Mapping[str, Iterable[str]]) -> str:
    """Return the SPARQL of a template in which slot → terms are filled."""
    kept = (_line(line, slots) for line in path_of(name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in kept if line is not None) + "\n"


def narrowed(name: str, columns: Mapping[str, Iterable[str]]) -> str:
    """Return a saved question, only with rows whose columns have one of the given terms (SPARQL 1.1, 10.2.2)."""
    text = text_of(name).rstrip("\n")
    if columns:
        rows = [""]
        for terms in columns.values():
            rows = [f"{row} {term}" for row in rows for term in terms]
        names = " ".join(f"?{column}" for column in columns)
        text += f"\nVALUES ({names}) {{ {' '.join(f'({row.strip()})' for row in rows)} }}"
    return text + "\n"


def path_of(name: str) -> Path:
    """Return where a template stands, or would."""
    return FOLDER / f"{name}.rq"


def _line(line: str, slots: Mapping[str, Iterable[str]]) -> str | None:
    condition = _CONDITION.search(line)
    first = ""
    if condition:
        one, none = ((condition[group] or "").split() for group in ("one", "none"))
        if (one and not any(slot in slots for slot in one)) or any(slot in slots for slot in none):
            return None
        first = next(iter(one), "")
        line = line[: condition.start()]
    return _VALUES.sub(lambda m: f"VALUES ?{m[1]} {{ {' '.join(slots[m[1] if m[1] in slots else first])} }}", line)
