"""A query's text, read by a strict tokeniser: the engine gets the tokens that were understood, and nothing else.

Every bare word must be one that a SPARQL 1.1 query may hold (``sparql.toml``): SERVICE, FROM, LOAD and all of Update
are not among them. Texts compared with a list of forbidden words, or read by another engine's parser, have been
shown to slip through. So have tokens written as they came, since the engine has no tokeniser: ``SERVICE:x`` may be a
name, or a call of ``:x``; ``<?y)#>`` an IRI, or a comparison and a comment. Each is written anew so that it can be
read in one way only.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.lexicon import ONTOLOGY, rules
from kg.vocab import PREFIXES

LONGEST, DEEPEST, MOST_TOKENS = 20_000, 64, 4_000
"""Limits of a query's text: code points, nesting of brackets, tokens; the engine breaks at about 2,200 braces.

The sign of a number counts as a token of its own: ``1+1+1`` nests as ``1 + 1 + 1`` does.
"""

_CODEPOINT = r"\\(?:(?:u|U0000)(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|U00(?:0[1-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
_ESCAPE = rf"""(?:\\[tbnrf"'\\]|{_CODEPOINT})"""
_INNER = r"\w\-\u00b7\u0300-\u036f\u203f\u2040"
"""Characters of a name behind its first (PN_CHARS in the grammar)."""
_NAME_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\r\n]*)
    |(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODEPOINT}){{0,2000}}>)
    |(?P<string>\"\"\"(?:[^"\\]|{_ESCAPE}|"(?!""))*\"\"\"|'''(?:[^'\\]|{_ESCAPE}|'(?!''))*'''
        |"(?:[^"\\\r\n]|{_ESCAPE})*"|'(?:[^'\\\r\n]|{_ESCAPE})*')
    |(?P<var>[?$][\w]+)
    |(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>[+-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.?[0-9]+)(?!\w))
    |(?P<blank>_:\w(?:[{_INNER}.]*[{_INNER}])?)
    |(?P<name>(?:[^\W\d_](?:[{_INNER}.]{{0,100}}[{_INNER}])?)?:
        (?:(?:[\w:]|{_NAME_ESCAPE})(?:(?:[{_INNER}.:]|{_NAME_ESCAPE})*(?:[{_INNER}:]|{_NAME_ESCAPE}))?)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].;,*/+\-=<>!|^?])""",
    re.VERBOSE,
)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ERROR = re.compile(r"error at 1:(\d+): expected (?:one of )?(.*)", re.DOTALL)


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
        offset = int(match[1]) - 1
        if offset >= len(self.text):
            found = refusal("ends", self.source, len(self.source))
        else:
            origin = self.origins[max(0, bisect_right(self.starts, offset) - 1)]
            token = _TOKEN.match(self.source, origin)
            found = refusal("syntax", self.source, origin, token=token[0][:40] if token else "")
        hints = [part for part in match[2].split(", ") if re.match(r"[A-Z][a-z]+ [a-z]", part) or " is " in part]
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
    position, depth, count, tokens, origins = 0, 0, 0, [], []
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (not match[0].isascii() and re.search("[\ud800-\udfff]", match[0])):
            raise refusal("character", text, position, token=ascii(text[position]))
        token, kind, start = match[0], match.lastgroup or "", position
        position = match.end()
        if kind in ("space", "comment"):
            continue
        if kind == "word" and token.upper() not in allowed and token not in ("a", "true", "false"):
            raise refusal("word", text, start, token=token[:40])
        depth += token in ("{", "(", "[")
        depth -= token in ("}", ")", "]")
        count += 2 if kind == "number" and token[0] in "+-" else 1
        tokens.append(_plain(kind, token))
        origins.append(start)
        if depth > DEEPEST or count > MOST_TOKENS:
            raise refusal("complex", text, start)
    return _written(text, tokens, origins)


def refusal(reason: str, text: str = "", position: int = 0, **fields: str) -> QueryError:
    """Return the error of a reason in ``[refusals]`` of sparql.toml, in Chinese and English, with line and column."""
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return QueryError(rules("sparql")["refusals"][reason].format(line=line, column=column, **fields), reason)


def _written(source: str, tokens: list[str], origins: list[int]) -> Checked:
    """Write tokens anew, the project's own prefixes before them where the query does not declare them."""
    declared = {name for word, name in pairwise(tokens) if word.upper() == "PREFIX"}
    own = {_plain("name", f"{name}:"): _plain("iri", f"<{iri}>") for name, iri in PREFIXES.items()}
    text = " ".join(f"PREFIX {name} {iri}" for name, iri in own.items() if name not in declared)
    starts = []
    for before, token in pairwise(["", *tokens]):
        # the engine wants no space between COALESCE, CONCAT … and their bracket
        glued = token == "(" and before[:1].isalpha() and before[-1:].isalpha()
        text += token if glued else f" {token}"
        starts.append(len(text) - len(token))
    form = next((t.upper() for t in tokens if t.upper() in _FORMS), "")
    return Checked(form, text, source, tuple(starts), tuple(origins))


def _plain(kind: str, token: str) -> str:
    """Return a token in one line and so that no part of it can be taken for a word, an operator or a comment."""
    if kind == "string":
        long = token[:3] in ('"""', "'''") and len(token) > 5
        return json.dumps(re.sub(_ESCAPE, _unescaped, token[3:-3] if long else token[1:-1]), ensure_ascii=False)
    if kind == "iri":
        iri = re.sub(_CODEPOINT, _unescaped, token[1:-1])
        return "<" + re.sub(r"[^\w:/.~-]", lambda mark: f"\\U{ord(mark[0]):08X}", iri) + ">"
    if kind == "name" and not token.startswith(":"):
        return f"n-{token}"
    return token


def _unescaped(escape: re.Match[str]) -> str:
    letter = escape[0][1]
    return chr(int(escape[0][2:], 16)) if letter in "uU" else _LETTERS.get(letter, letter)
