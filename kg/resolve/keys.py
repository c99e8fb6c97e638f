"""Names → comparison keys: traditional and full-width forms, places, zones' and legal endings told apart."""

import re
from dataclasses import dataclass
from functools import cache

import opencc

from kg.lexicon import rules
from kg.recognise.gazetteer import ancestors, divisions, gazetteer
from kg.recognise.regions import ambiguous_stems
from kg.segment import in_one_form, squash

LONGEST_PLACE = 16


@dataclass(frozen=True, slots=True)
class Key:
    """A name taken apart; names are compared part by part."""

    plain: str
    """The name in simplified, half-width characters, without spaces and quotation marks."""
    places: frozenset[str]
    """Codes of the division that the name begins with, several where its short name is ambiguous."""
    stem: str
    """What is left between place and ending."""
    ending: str
    """Legal form (its row in resolve.toml), ending of a zone, or empty."""
    brackets: tuple[str, ...]
    """What stands in brackets."""
    known: str
    """The name that the word tables give this thing, or empty."""
    marks: tuple[frozenset[str], frozenset[str]]
    """Marks of the stem and of the whole name; see :func:`marks_of`."""

    @property
    def whole(self) -> str:
        """Return the name without its ending, with its place, without brackets' signs."""
        return _bracketless(_cut(self.plain, self.ending)[0] if self.ending else self.plain)


@cache
def key_of(type_: str, name: str) -> Key:
    """Return the comparison key of a name of a type."""
    plain = plain_form(type_, name)
    places, rest = _places(plain)
    ending = ""
    if type_ == "Region":
        rest = re.sub(f"^(?:{'|'.join(rules('resolve')['zone_ranks']['words'])})", "", rest)
        rest, ending = _cut(rest, next((z for z in _zone_endings() if rest.endswith(z)), ""))
    elif type_ == "Enterprise":
        rest, ending = _legal(rest)
    elif type_ in rules("resolve")["closing"]:
        closing = rules("resolve")["closing"][type_]
        rest = next((rest.removesuffix(c) for c in closing if rest.endswith(c) and len(rest) > len(c) + 3), rest)
    brackets = tuple(sorted(re.findall(r"\(([^()]*)\)", rest)))
    stem = _bracketless(rest)
    marks = (marks_of(stem), marks_of(_cut(plain, ending)[0] if type_ == "Region" else plain))
    return Key(plain, places, stem, ending, brackets, _known(type_, name, plain), marks)


def plain_form(type_: str, name: str) -> str:
    """Return a name folded, in simplified characters, with one form for each word that has several."""
    return in_one_form(_simplifier().convert(squash(name)).casefold(), rules("resolve")["forms"].get(type_, {}))


def marks_of(text: str) -> frozenset[str]:
    """Return the marks of a text that must agree before two names may be one: phases, digits, guarded words."""
    conf = rules("resolve")["guards"]
    digits = text.translate({ord(c): str(n) for n, c in enumerate(conf["numerals"], 1)})
    found = {f"phase:{m}" for m in re.findall(conf["phase"], digits)}
    found |= {f"number:{m}" for m in re.findall("[0-9]+", digits)}
    return frozenset(found | {f"word:{w}" for w in conf["words"] if w in text})


def may_join(full: str, short: str) -> bool:
    """Tell whether a short form that an article gives for a full name may stand for it in other articles too.

    A short form that adds a guarded mark or drops the phase of the full name may not.
    """
    marks, fewer = marks_of(squash(full)), marks_of(squash(short))
    return len(squash(short)) >= 2 and fewer <= marks and _phases(fewer) == _phases(marks)


def nested(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether one path of places (outermost first) leads into the other; the empty path lies everywhere."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def path_of(code: str) -> tuple[str, ...]:
    """Return the codes from the province down to a division."""
    return (*reversed(ancestors(code)), code)


@cache
def place_forms() -> dict[str, frozenset[str]]:
    """Return every form of divisions' names with the codes it can mean; short names that are other words left out."""
    found: dict[str, set[str]] = {}
    for division in divisions().values():
        for form in (division.name, division.short, *division.aliases):
            if len(form) > 1 and form not in ambiguous_stems():
                found.setdefault(form, set()).add(division.code)
    return {form: frozenset(codes) for form, codes in found.items()}


def zone_fulls(ending: str) -> tuple[str, ...]:
    """Return the full endings that a zone's short ending can stand for."""
    return tuple(rules("resolve")["zones"].get(ending, ()))


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _zone_endings() -> tuple[str, ...]:
    zones = rules("resolve")["zones"]
    return tuple(sorted({*zones, *(f for fulls in zones.values() for f in fulls)}, key=lambda z: (-len(z), z)))


def _places(plain: str) -> tuple[frozenset[str], str]:
    """Return the codes of the innermost place at the front, and what stands behind it."""
    codes, rest = frozenset[str](), plain
    while True:
        length = next((n for n in range(min(LONGEST_PLACE, len(rest) - 1), 1, -1) if rest[:n] in place_forms()), 0)
        inside = place_forms().get(rest[:length], frozenset())
        if codes:
            inside = frozenset(c for c in inside if codes & set(ancestors(c)))
        if not inside:
            return codes, rest
        codes, rest = inside, rest[length:]


def _legal(rest: str) -> tuple[str, str]:
    for row, forms in rules("resolve")["legal"].items():
        for form in forms:
            if rest.endswith(form) and len(rest) > len(form):
                return rest[: -len(form)], row
    return rest, ""


def _cut(text: str, ending: str) -> tuple[str, str]:
    """Return a text without its ending, given as a row of legal forms or as written, and the ending."""
    for form in rules("resolve")["legal"].get(ending, [ending]):
        if form and text.endswith(form):
            return text[: -len(form)], ending
    return text, ending


def _bracketless(text: str) -> str:
    return text.replace("(", "").replace(")", "")


def _known(type_: str, name: str, plain: str) -> str:
    for form in (name, squash(name), plain):
        readings = gazetteer().readings.get(form, ())
        if found := next((r.canonical for r in readings if r.type == type_ and r.source in ("known", "area")), ""):
            return found
    return ""


def _phases(marks: frozenset[str]) -> frozenset[str]:
    return frozenset(m for m in marks if m.startswith("phase:"))
