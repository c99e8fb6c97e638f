"""Saved questions and ad-hoc SPARQL over a saved graph, with limits that hold.

A query's text never reaches the engine as given: a strict tokeniser reads it, knows every bare word that a SPARQL 1.1
query may hold (SERVICE, FROM, LOAD and all of Update are not among them), and only the re-emitted tokens are run. They
run in a process of their own, which is killed when its time is up, for no thread can stop the engine.
"""

import csv
import io
import json
import multiprocessing
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import GraphError, KGError, QueryError, UsageError
from kg.export import guarded
from kg.lexicon import ONTOLOGY, rules
from kg.store import load
from kg.vocab import PREFIXES

LONGEST, DEEPEST, MOST_TOKENS = 20_000, 64, 4_000
"""Limits of a query's text: characters, nesting of brackets, tokens."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]{0,2000}>)
    |(?P<string>\"\"\"(?:[^"\\]|\\[tbnrf"'\\]|"(?!""))*\"\"\"|'''(?:[^'\\]|\\[tbnrf"'\\]|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\[tbnrf"'\\])*"|'(?:[^'\\\r\n]|\\[tbnrf"'\\])*')
    |(?P<var>[?$][\w]+)
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w]))
    |(?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w](?:[\w.-]*[\w-])?)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,*/+\-=<>!|^?])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an answer: iri, literal or triple, with datatype and language where it has them."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; an ASK has the one column ``answer``, CONSTRUCT the columns subject, predicate, object."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    truncated: bool = False

    def iris(self) -> frozenset[str]:
        """Return every IRI that stands in the answer."""
        return frozenset(cell.value for row in self.rows for cell in row if cell and cell.kind == "uri")


def saved() -> dict[str, str]:
    """Return the saved questions: name → the question in Chinese and in English."""
    found = {}
    for path in sorted((ONTOLOGY / "queries").glob("*.rq")):
        lines = path.read_text(encoding="utf-8").split("\n")
        found[path.stem] = " / ".join(line.lstrip("# ") for line in lines[:2])
    return found


def text_of(question: str) -> str:
    """Return the SPARQL of a saved question's name, a .rq file, or the text itself; UsageError where it is none."""
    path = ONTOLOGY / "queries" / f"{question}.rq"
    if re.fullmatch(r"[a-z0-9-]{1,60}", question):
        if not path.exists():
            raise UsageError(f"no saved question {question!r}; `kg query` without arguments lists them")
        return path.read_text(encoding="utf-8")
    if question.endswith(".rq") and "\n" not in question:
        try:
            return Path(question).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise UsageError(f"{question}: no such file; give a saved question's name, a .rq file or SPARQL") from error
        except (OSError, ValueError) as error:
            raise UsageError(f"{question}: cannot be read ({error}); save the query as UTF-8 text") from error
    return question


def checked(text: str) -> str:
    """Return a query as the engine may run it; QueryError with line and column where something is not allowed."""
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text):,} characters, at most {LONGEST:,} are taken; shorten it")
    allowed = frozenset(rules("sparql")["words"]["allowed"])
    position, depth, tokens = 0, 0, []
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryError(f"{_place(text, position)}: {text[position]!r} is not allowed here; remove it")
        token, kind = match[0], match.lastgroup
        position = match.end()
        if kind in ("space", "comment"):
            continue
        if kind == "word" and token.upper() not in allowed and token not in ("a", "true", "false"):
            raise QueryError(f"{_place(text, match.start())}: {token} is not allowed; queries read this graph only")
        depth += token in ("{", "(", "[")
        depth -= token in ("}", ")", "]")
        tokens.append(token)
        if depth > DEEPEST or len(tokens) > MOST_TOKENS:
            raise QueryError(f"{_place(text, match.start())}: the query is too complex; split it")
    return _with_prefixes(tokens)


def run(store: ox.Store, question: str, parameters: Mapping[str, str] | None = None, limit: int = 0) -> Answer:
    """Ask a question of a loaded graph, all its named graphs as one; parameters are bound as values, never spliced.

    Raises:
        QueryError: the query is refused or malformed.
        UsageError: no such question, or a parameter's name is no variable's.
    """
    text = checked(text_of(question))
    bound = _bound(parameters or {})
    try:
        result = store.query(text, use_default_graph_as_union=True, substitutions=bound)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{' '.join(str(error).split())[:300]}; check the query's syntax") from error
    return _answer(result, limit)


def run_file(
    graph: Path,
    question: str,
    *,
    timeout: float = 10.0,
    limit: int = 10_000,
    parameters: Mapping[str, str] | None = None,
) -> Answer:
    """Ask a question of a saved graph in a process of its own, killed after ``timeout`` seconds.

    Raises:
        QueryError: refused, malformed, or past its time or memory.
        GraphError: no graph there, or a damaged one.
    """
    checked(text_of(question))
    if not graph.exists():
        load(graph)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, graph, question, dict(parameters or {}), limit), daemon=True)
    worker.start()
    there.close()
    try:
        answered = here.poll(timeout + 5.0 if timeout > 5 else timeout + 2.0) if timeout else here.poll(None)
        reply = here.recv() if answered else None
    except EOFError:
        raise QueryError("the query broke its process (too much memory, or too deep); make it smaller") from None
    finally:
        worker.kill()
        worker.join()
    if reply is None:
        raise QueryError(
            f"the query took longer than {timeout:g} s and was stopped; make it smaller or raise --timeout"
        )
    if isinstance(reply, tuple):
        raise {"GraphError": GraphError, "UsageError": UsageError}.get(reply[0], QueryError)(reply[1])
    answer: Answer = reply
    return answer


def as_table(answer: Answer) -> str:
    """Return an answer as aligned text; Chinese characters count two columns."""
    rows = [list(answer.columns), *([c.value if c else "" for c in row] for row in answer.rows)]
    shown = [[_shortened(cell) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in shown) for i in range(len(answer.columns))]
    lines = ["  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in shown]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]]) + "\n"


def as_csv(answer: Answer) -> str:
    """Return an answer as CSV; cells that a spreadsheet would take for a formula get an apostrophe before them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows:
        writer.writerow("" if c is None else c.value if _is_number(c) else guarded(c.value) for c in row)
    return text.getvalue()


def as_json(answer: Answer) -> str:
    """Return an answer in the SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 2013)."""
    bindings = [{k: _json(c) for k, c in zip(answer.columns, row, strict=True) if c} for row in answer.rows]
    value = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _bound(parameters: Mapping[str, str]) -> dict[ox.Variable, Any]:
    """Return parameters as the engine binds them; UsageError where a name cannot be a variable's."""
    bound: dict[ox.Variable, Any] = {}
    for name, value in parameters.items():
        try:
            bound[ox.Variable(name)] = ox.Literal(value)
        except ValueError as error:
            raise UsageError(f"{name!r} is no name of a variable; write --set name=VALUE for ?name") from error
    return bound


def _work(pipe: Connection, graph: Path, question: str, parameters: dict[str, str], limit: int) -> None:
    """Answer one question in a worker process, with memory bounded where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    except (ImportError, ValueError, OSError):
        pass
    try:
        pipe.send(run(load(graph), question, parameters, limit))
    except KGError as error:
        pipe.send((type(error).__name__, str(error)))
    except MemoryError:
        pipe.send(("QueryError", "the query took too much memory; make it smaller"))


def _with_prefixes(tokens: list[str]) -> str:
    """Return tokens as text, the project's own prefixes before them where the query does not declare them."""
    declared = {tokens[i + 1] for i, t in enumerate(tokens[:-1]) if t.upper() == "PREFIX"}
    own = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" not in declared]
    base = tokens[:2] if tokens[:1] and tokens[0].upper() == "BASE" else []
    rest = tokens[len(base) :]
    # the engine wants no space between COALESCE, CONCAT … and their bracket
    glued = ["" if b == "(" and a[-1:].isalpha() and a[:1] not in "?$\"'" else " " for a, b in pairwise(["", *rest])]
    return " ".join([*base, *own]) + "".join(gap + token for gap, token in zip(glued, rest, strict=True))


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"


def _answer(result: Any, limit: int) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        value = Cell("literal", str(bool(result)).lower())
        return Answer(("answer",), ((value,),))
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(v.value for v in result.variables)
        rows = (tuple(_cell(value) for value in solution) for solution in result)
    else:
        columns = ("subject", "predicate", "object")
        rows = (tuple(_cell(t) for t in (x.subject, x.predicate, x.object)) for x in result)
    taken: list[tuple[Cell | None, ...]] = []
    for row in rows:
        if limit and len(taken) == limit:
            return Answer(columns, tuple(taken), truncated=True)
        taken.append(row)
    return Answer(columns, tuple(taken))


def _cell(term: Any) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return Cell("literal", term.value, term.datatype.value, term.language or "")
    return Cell("uri" if isinstance(term, ox.NamedNode) else "bnode", str(getattr(term, "value", term)))


def _json(cell: Cell) -> dict[str, str]:
    found = {"type": cell.kind, "value": cell.value}
    if cell.language:
        found["xml:lang"] = cell.language
    elif cell.datatype and not cell.datatype.endswith("#string"):
        found["datatype"] = cell.datatype
    return found


def _is_number(cell: Cell) -> bool:
    return cell.datatype.endswith(("#integer", "#decimal", "#double"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _shortened(text: str, most: int = 48) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
