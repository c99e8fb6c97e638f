"""An industrial chain: its links in order, who stands at each of them by region, and the links with nobody there."""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import pyoxigraph as ox

from kg.errors import UsageError
from kg.facts import Fact, Facts, Source
from kg.lexicon import rules
from kg.segment import squash
from kg.systems.portrait import things
from kg.systems.report import Line, Report, Section, Words, line
from kg.vocab import KG

MADE = ("produces", "industry")
"""Relations that put an enterprise, project or region at a link."""


@dataclass(frozen=True, slots=True)
class LinkOfChain:
    """A link: its name, its place (upstream, midstream, downstream), and the words by which things belong to it."""

    name: str
    place: str
    words: tuple[str, ...]


def known_chains(facts: Facts, say: Words) -> Report:
    """Return the industries of a graph with how many enterprises, projects and regions stand at each."""
    rows = []
    for iri in facts.of_type("Industry"):
        claims = [f for f in facts.thing(iri).facts if _puts(f) and f.nodes[2] == iri.value]
        kinds = [facts.type_of(ox.NamedNode(node)) for node in sorted({f.nodes[0] for f in claims})]
        if kinds:
            counts = tuple(str(kinds.count(kind)) for kind in ("Enterprise", "Project", "Region"))
            rows.append(Line((facts.label(iri), *counts), tuple(sorted({f.source for f in claims}))[:1]))
    rows.sort(key=lambda r: (-sum(map(int, r.cells[1:])), r.cells[0]))
    return Report(say["chains"], (), (Section(say["industries"], tuple(rows), tuple(say["chain_columns"])),))


def chain(facts: Facts, name: str, say: Words, links: Path | None = None) -> Report:
    """Return the links of a chain with who stands there.

    The links come from a user's file, else from a name that lists them (面板—模组—整机产业链), given or in the graph,
    else from what the graph says is upstream of what; without any of these the industry itself is the one link.
    """
    found = [] if links or links_in(name) else things(facts, name, "Industry")
    order, whence, sources = _links(facts, name, found, links)
    rows, nobody = [], []
    for link in order:
        members = _members(facts, link, "" if whence != "name" else _own_name(order))
        if not members:
            nobody.append(line(f"{say['places'][link.place]} {link.name}"))
        for (kind, label, region), said in sorted(members.items()):
            cells = (say["places"][link.place], link.name, say["types"][kind], label, region)
            rows.append(Line(cells, tuple(sorted(said))))
    drawn = " → ".join(link.name for link in order)
    sections = (
        Section(say["links"], (line(drawn, *sources),)),
        Section(say["members"], tuple(rows), tuple(say["member_columns"])),
        Section(say["nobody"], tuple(nobody)),
    )
    return Report(say["chain"].format(name=name), (say["links_from"][whence],), tuple(s for s in sections if s.lines))


def _links(
    facts: Facts, name: str, found: list[ox.NamedNode], path: Path | None
) -> tuple[list[LinkOfChain], str, list[Source]]:
    """Return the links in order, where they come from, and the sentences that name them."""
    if path is not None:
        return read_links(path), "file", []
    if links_in(name):
        return placed(links_in(name)), "name", []
    for iri in (*found, *_beside(facts, found)):
        named = links_in(facts.label(iri))
        if named:
            said = [f.source for f in facts.thing(iri).facts]
            return placed(named), "name", said[:1]
    order, sources = _stated(facts, found)
    if len(order) > 1:
        return placed(order), "stated", sources
    return [LinkOfChain(facts.label(iri), "midstream", (facts.label(iri),)) for iri in found], "none", []


def _beside(facts: Facts, found: list[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return the industries that share a maker and a sentence with one of some things."""
    claims = [f for iri in found for f in facts.thing(iri).facts if _puts(f) and f.nodes[2] == iri.value]
    made = {g.nodes[2] for f in claims for g in _made(facts, f.nodes[0]) if g.source == f.source}
    return [ox.NamedNode(iri) for iri in sorted(made) if facts.type_of(ox.NamedNode(iri)) == "Industry"]


def links_in(name: str) -> list[str]:
    """Return the links that a chain's name lists, none where it lists none."""
    conf = rules("systems")["chains"]
    plain = re.sub("|".join(map(re.escape, conf["around"])), "", name)
    links = [part.strip() for part in re.split(f"[{re.escape(conf['joints'])}]+", plain) if part.strip()]
    return links if len(links) > 1 else []


def placed(names: list[str]) -> list[LinkOfChain]:
    """Return links in order with their place: the first upstream, the last downstream, midstream between."""
    last = len(names) - 1
    places = ["upstream" if i == 0 else "downstream" if i == last else "midstream" for i in range(last + 1)]
    return [LinkOfChain(name, place, (name,)) for name, place in zip(names, places, strict=True)]


def read_links(path: Path) -> list[LinkOfChain]:
    """Return the links of a user's TOML file: ``[[link]]`` with name, place and words.

    Raises:
        UsageError: it is missing, no TOML, or a link has no name or an unknown place.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("link", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: no links ({error}); write [[link]] with name, place and words") from error
    found = []
    for at, row in enumerate(rows, 1):
        name, place, words = row.get("name", ""), row.get("place", "midstream"), row.get("words", [])
        if not name or place not in ("upstream", "midstream", "downstream") or not isinstance(words, list):
            raise UsageError(
                f"{path}: [[link]] {at} needs a name, words, and a place: upstream, midstream or downstream"
            )
        found.append(LinkOfChain(name, place, (name, *words)))
    if not found:
        raise UsageError(f"{path}: holds no [[link]] table; write one for each link, upstream first")
    return found


def _stated(facts: Facts, found: list[ox.NamedNode]) -> tuple[list[str], list[Source]]:
    """Return what is said to be upstream of what around some things, in order; none where it goes in a circle."""
    stream = nx.DiGraph()
    for source, target in facts.joined("upstreamOf"):
        stream.add_edge(source, target)
    start = {node.value for node in found} | {
        f.nodes[2] for iri in found for m in facts.thing(iri).facts if _puts(m) for f in _made(facts, m.nodes[0])
    }
    reached = {n for n in stream for s in start & set(stream) if nx.has_path(stream.to_undirected(), s, n)}
    part = stream.subgraph(sorted(reached))
    if not nx.is_directed_acyclic_graph(part):
        return [], []
    order = list(nx.lexicographical_topological_sort(part))
    said = [f.source for n in order for f in facts.thing(ox.NamedNode(n)).facts if KG.upstreamOf in f.nodes]
    return [facts.label(ox.NamedNode(n)) for n in order], said


def _made(facts: Facts, maker: str) -> list[Fact]:
    return [f for f in facts.thing(ox.NamedNode(maker)).facts if _puts(f) and f.nodes[0] == maker]


def _puts(fact: Fact) -> bool:
    return fact.kind == "claim" and fact.nodes[1] in {KG[p] for p in MADE}


def _own_name(order: list[LinkOfChain]) -> str:
    """Return a pattern of the chain's own name, squashed: a link that is named nowhere else has nobody."""
    joints = f"[{re.escape(rules('systems')['chains']['joints'])}]+"
    return joints.join(re.escape(squash(link.name)) for link in order)


def _members(facts: Facts, link: LinkOfChain, own_name: str) -> dict[tuple[str, str, str], set[Source]]:
    """Return type, name and region of who makes a link's products, builds what makes them, or belongs to its industry.

    A sentence that has the link's words only inside the chain's own name says nothing of who stands there.
    """
    words = {squash(word) for word in link.words}
    found: dict[tuple[str, str, str], set[Source]] = defaultdict(set)
    for type_ in ("Product", "Industry"):
        for iri in facts.of_type(type_):
            if squash(facts.label(iri)).endswith(tuple(words)):
                for fact in facts.thing(iri).facts:
                    maker = ox.NamedNode(fact.nodes[0])
                    told = re.sub(own_name, "", squash(fact.source.quote)) if own_name else squash(fact.source.quote)
                    here = _puts(fact) and fact.nodes[2] == iri.value and any(word in told for word in words)
                    if here and facts.type_of(maker) in ("Enterprise", "Project"):
                        found[_member(facts, maker)].add(fact.source)
                        for built in _built(facts, maker):
                            found[_member(facts, ox.NamedNode(built.nodes[2]))].add(built.source)
    return found


def _member(facts: Facts, maker: ox.NamedNode) -> tuple[str, str, str]:
    return facts.type_of(maker), facts.label(maker), _region(facts, maker)


def _built(facts: Facts, project: ox.NamedNode) -> list[Fact]:
    """Return who builds a project: they stand where their project stands."""
    return [f for f in facts.thing(project).facts if f.nodes[:2] == (project.value, KG.developer)]


def _region(facts: Facts, maker: ox.NamedNode) -> str:
    """Return where a project or enterprise lies; for an enterprise that says nothing of it, where its projects lie."""
    own = facts.thing(maker).facts
    mine = {f.says[2] for f in own if f.nodes[:2] == (maker.value, KG.locatedIn)}
    built = [f.nodes[0] for f in own if f.nodes[1:] == (KG.developer, maker.value)]
    theirs = {f.says[2] for p in built for f in facts.thing(ox.NamedNode(p)).facts if f.nodes[:2] == (p, KG.locatedIn)}
    return "、".join(sorted(mine or theirs))
