"""Which names of an article mean one thing: a short form joins the one fuller thing that it can be short for.

Which kinds of short form a type has was counted in the articles of tests/gold/train: of two annotated names that are
so related, where one thing alone fits, nine in ten are one thing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from kg.lexicon import CompanyForm, rules, table
from kg.recognise.gazetteer import gazetteer
from kg.recognise.sight import told_by_ending
from kg.segment import in_one_form

LONGEST = 40
"""Characters; of a longer name, which hardly is one, only beginnings and ends are short forms."""

Name = tuple[str, str]
"""Type and squashed name."""


def coreferent(names: Mapping[Name, int], whole: frozenset[Name] = frozenset()) -> Iterator[tuple[Name, Name]]:
    """Yield pairs (fuller, short) of names that mean one thing; ``names`` gives the group that each is in already.

    A short name is one with a fuller one where the names that it can be short for are all of one group. Names of
    ``whole`` are short for none.
    """
    fuller: dict[Name, dict[int, Name]] = defaultdict(dict)
    for (kind, name), group in names.items():
        for form in short_forms(kind, name):
            if (kind, form) in names and (kind, form) not in whole and form != name:
                fuller[kind, form].setdefault(group, (kind, name))
    for short, fits in fuller.items():
        if len(fits) == 1 and names[short] not in fits:
            yield next(iter(fits.values())), short


def plain(kind: str, name: str) -> str:
    """Return a squashed name with one form for each word that has several (发展和改革委员会, 经济技术开发区)."""
    return in_one_form(name, rules("resolve")["zones"] if kind == "Region" else rules("resolve")["forms"].get(kind, {}))


@lru_cache(maxsize=1 << 14)
def short_forms(kind: str, name: str) -> frozenset[str]:
    """Return the forms that can stand for a name of a type: its ends, its beginnings, it without its middle."""
    conf, told = rules("relate")["coreference"], _numbers(name)
    least = conf["end"].get(kind, len(name))
    found = {name[at:] for at in range(1, len(name) + 1 - least)}
    if kind == "Event" and name.endswith(tuple(conf["occasions"])):
        act = name.removesuffix(next(o for o in conf["occasions"] if name.endswith(o)))
        found |= {act[at:] for at in range(len(act) + 1 - least)}
    if kind in conf["beginning"]:
        found |= {name[:at] for at in range(conf["beginning"][kind], len(name))}
    for tail in conf["tails"].get(kind, ()):
        if name.endswith(tail) and len(name) >= len(tail) + 2:
            found.add(name.removesuffix(tail))
    if kind in conf["middle"] and len(name) <= LONGEST:
        found |= {form for form in _without_middle(name, conf["middle"][kind]) if _numbers(form) == told}
    if kind == "Enterprise":
        found |= set(_of_company(name))
    if kind == "Project":
        found |= set(_of_works(name))
    return frozenset(form for form in found if not Counter(_numbers(form)) - Counter(told))


def _numbers(name: str) -> list[str]:
    """Return the numbers, phases and sections that a name tells, as wholes: 1号线 is not the end of 11号线."""
    return re.findall(rules("relate")["coreference"]["numbers"], name)


def _without_middle(name: str, least: int) -> Iterator[str]:
    """Yield a name without a stretch of its middle."""
    for start in range(2, len(name) - 2):
        for end in range(start + 1, len(name) - 1):
            if len(name) - (end - start) >= least:
                yield name[:start] + name[end:]


def _of_company(name: str) -> Iterator[str]:
    """Yield the short names of a company by its registered name: what behind its place begins it.

    华亭煤业 and 华亭股份 of 甘肃华亭煤业股份有限公司, 涟钢 of 湖南涟源钢铁集团有限公司. A branch has none, nor has the
    company that a group has for one place: 锦湖轮胎 is another firm than 锦湖轮胎(长春)有限公司.
    """
    conf = rules("relate")["coreference"]["company"]
    forms = (f.form for f in table("company_forms", CompanyForm) if f.use == "legal")
    form = max((f for f in forms if name.endswith(f)), key=len, default="")
    if form not in conf["registered"] or name.endswith(tuple(conf["branches"])):
        return
    bare = name.removesuffix(form)
    placed = re.search(r"\(([^)]*)\)", bare)
    if placed and placed[1] not in conf["nations"]:
        return
    hits = gazetteer().hits(bare)
    leading = next((h.end for h in hits if h.start == 0 and any(e.type == "Region" for e in h.entries)), 0)
    leading = leading or next((len(n) for n in conf["nations"] if bare.startswith(n)), 0)
    core = bare[leading:]
    for stem in {bare, core}:
        beginnings = [stem[:size] for size in range(2, len(stem) + 1)]
        yield from beginnings
        yield from (begun + tail for begun in beginnings for tail in conf["tails"] if tail in name)
    yield from (core[:1] + char for char in core[1:7])


def _of_works(name: str) -> Iterator[str]:
    """Yield the short names of works: without its head (马道 of 马道枢纽), a line by the first letters of its ends."""
    conf = rules("relate")["coreference"]["works"]
    for size in range(2, len(name)):
        if told_by_ending(name[size:]).startswith("Project") and not told_by_ending(name[:size]):
            yield name[:size]
    route = re.fullmatch(conf["route"], name)
    if route:
        yield from (
            route["from"][0] + route["to"][0] + head
            for head in (route["head"], *conf["heads"])
            if head in route["head"] or head[0] == route["head"][0]
        )
