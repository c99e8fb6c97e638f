"""A query's text, read by a strict tokeniser: the engine gets the tokens that were understood, and nothing else.

Every bare word must be one that a SPARQL 1.1 query may hold (``sparql.toml``): SERVICE, FROM, LOAD and all of Update
are not among them. Texts compared with a list of forbidden words, or read by another engine's parser, have been
shown to slip through; a list of allowed words over tokens that are written anew has not.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.lexicon import ONTOLOGY, rules
from kg.vocab import PREFIXES

LONGEST, DEEPEST, MOST_TOKENS = 20_000, 64, 4_000
"""Limits of a query's text: code points, nesting of brackets, tokens; the engine breaks at about 2,200 braces."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]{0,2000}>)
    |(?P<string>\"\"\"(?:[^"\\]|\\[tbnrf"'\\]|"(?!""))*\"\"\"|'''(?:[^'\\]|\\[tbnrf"'\\]|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\[tbnrf"'\\])*"|'(?:[^'\\\r\n]|\\[tbnrf"'\\])*')
    |(?P<var>[?$][\w]+)
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w]))
    |(?P<blank>_:[\w](?:[\w.-]*[\w-])?)
    |(?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w](?:[\w.:-]*[\w-])?)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,*/+\-=<>!|^?])""",
    re.VERBOSE,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ERROR = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may be run: its form (SELECT, ASK, CONSTRUCT, DESCRIBE), its tokens anew, where each stood."""

    form: str
    text: str
    source: str
    starts: tuple[int, ...]
    """Offset of each token in ``text``, ascending."""
    origins: tuple[int, ...]
    """Offset of the same token in ``source``."""

    def malformed(self, said: str) -> QueryError:
        """Return the engine's complaint about ``text`` as an error at the place in ``source`` that it means."""
        match = _ERROR.match(said)
        if match is None:
            return refusal("engine", said=" ".join(said.split())[:300])
        offset = _offset(self.text, int(match[1]), int(match[2]))
        if offset >= len(self.text):
            found = refusal("ends", self.source, len(self.source))
        else:
            origin = self.origins[max(0, bisect_right(self.starts, offset) - 1)]
            token = _TOKEN.match(self.source, origin)
            found = refusal("syntax", self.source, origin, token=token[0][:40] if token else "")
        hints = [part for part in match[3].split(", ") if re.match(r"[A-Z][a-z]+ [a-z]", part) or " is " in part]
        return QueryError(f"{found} ({'; '.join(hints)[:200]})", found.reason) if hints else found


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


def checked(text: str) -> Checked:
    """Return a query as the engine may run it; QueryError with line and column where something is not allowed."""
    if len(text) > LONGEST:
        raise refusal("long", count=f"{len(text):,}", most=f"{LONGEST:,}")
    allowed = frozenset(rules("sparql")["words"]["allowed"])
    position, depth, tokens, origins = 0, 0, [], []
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (not match[0].isascii() and re.search("[\ud800-\udfff]", match[0])):
            raise refusal("character", text, position, token=ascii(text[position]))
        token, kind, start = match[0], match.lastgroup, position
        position = match.end()
        if kind in ("space", "comment"):
            continue
        if kind == "word" and token.upper() not in allowed and token not in ("a", "true", "false"):
            raise refusal("word", text, start, token=token[:40])
        depth += token in ("{", "(", "[")
        depth -= token in ("}", ")", "]")
        tokens.append(token)
        origins.append(start)
        if depth > DEEPEST or len(tokens) > MOST_TOKENS:
            raise refusal("complex", text, start)
    return _written(text, tokens, origins)


def refusal(reason: str, text: str = "", position: int = 0, **fields: str) -> QueryError:
    """Return the error of a reason in ``[refusals]`` of sparql.toml, in Chinese and English, with line and column."""
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryError(rules("sparql")["refusals"][reason].format(line=line, column=column, **fields), reason)


def _written(source: str, tokens: list[str], origins: list[int]) -> Checked:
    """Write tokens anew, the project's own prefixes before them where the query does not declare them."""
    declared = {tokens[i + 1] for i, t in enumerate(tokens[:-1]) if t.upper() == "PREFIX"}
    own = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if f"{name}:" not in declared]
    text, starts = " ".join(own), []
    for before, token in pairwise(["", *tokens]):
        # the engine wants no space between COALESCE, CONCAT … and their bracket
        glued = token == "(" and before[-1:].isalpha() and before[:1] not in "?$\"'"
        text += token if glued else f" {token}"
        starts.append(len(text) - len(token))
    form = next((t.upper() for t in tokens if t.upper() in _FORMS), "")
    return Checked(form, text, source, tuple(starts), tuple(origins))


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
