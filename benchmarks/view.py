"""Seconds until a page can be used, and until it answers a click: this project's page beside pyvis's own.

    python -m benchmarks.view [NODES …]

Both pages hold the same graph and are opened in the same Chromium without a network. pyvis's page is what pyvis writes
by itself (``cdn_resources="in_line"``, its physics on); it is usable when its layout has settled. This
project's page is usable when the first view is drawn; its first click is on a cell of the overview, which draws the
things behind it, its second on a name.
"""

import math
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox
from playwright.sync_api import Page, TimeoutError, sync_playwright
from pyvis.network import Network

from kg.network import network
from kg.view import page
from kg.vocab import DCTERMS, ENTITY_BASE, KG, RDF, RDFS, XSD

SIZES = (1_000, 5_000, 30_000)
PATIENCE = 120.0
"""Seconds after which a page is given up."""
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

Term = ox.NamedNode | ox.Literal


_SETTLED = ("Project", "Project", "Enterprise")


def made(nodes: int) -> ox.Store:
    """Return a graph of so many things: regions in regions, projects with a sum and a step, firms, industries."""
    store = ox.Store()
    store.extend(ox.Quad(s, ox.NamedNode(p), o, g) for s, p, o, g in _quads(nodes))
    return store


def _quads(nodes: int) -> Iterator[tuple[ox.NamedNode, str, Term, ox.NamedNode | ox.DefaultGraph]]:
    plain = ox.DefaultGraph()
    regions, industries = max(nodes // 20, 5), min(max(nodes // 100, 5), 60)
    for number in range(nodes):
        rest = number - regions - industries
        kind = (
            "Region" if number < regions else "Industry" if rest < 0 else ("Project", "Project", "Enterprise")[rest % 3]
        )
        thing, article = _iri(kind, number), _iri("article", number % max(nodes // 15, 1))
        start, quote = number * 40, f"第{number}号{kind}总投资超过{number % 90 + 1}亿元，当年3月开工。"
        evidence = _iri("evidence", number)
        yield thing, RDF.type, ox.NamedNode(KG[kind]), plain
        yield thing, RDFS.label, ox.Literal(f"{_word(number)}{kind}{number}", language="zh"), plain
        yield from ((article, p, o, article) for p, o in (
            (RDF.type, ox.NamedNode(KG.Article)),
            (DCTERMS.title, ox.Literal(f"第{number % max(nodes // 15, 1)}篇")),
            (DCTERMS.issued, ox.Literal(f"{2019 + number % 6}-03-04", datatype=ox.NamedNode(XSD.date))),
        ))  # fmt: skip
        yield from ((evidence, p, o, article) for p, o in (
            (KG.article, article), (KG.quote, ox.Literal(quote)), (KG.start, ox.Literal(start)),
            (KG.end, ox.Literal(start + len(quote))),
        ))  # fmt: skip
        yield thing, KG.mention, evidence, article
        if kind == "Region" and number > 9:
            yield from _claim(thing, "partOf", _iri("Region", number // 10), evidence, article)
        elif rest >= 0:
            yield from _claim(thing, "locatedIn", _iri("Region", rest * 7919 % regions), evidence, article)
            yield from _claim(thing, "industry", _iri("Industry", regions + rest * 31 % industries), evidence, article)
            if kind == "Project":
                firm = regions + industries + rest // 3 * 3 + 2  # the Enterprise that follows
                developer = _iri("Enterprise", firm) if firm < nodes else thing
                yield from _claim(thing, "developer", developer, evidence, article)
                yield from _figure(thing, number, evidence, article)


def _claim(
    thing: ox.NamedNode, predicate: str, target: ox.NamedNode, evidence: ox.NamedNode, article: ox.NamedNode
) -> Iterator[tuple[ox.NamedNode, str, Term, ox.NamedNode | ox.DefaultGraph]]:
    claim = ox.NamedNode(f"{evidence.value}-{predicate}")
    yield thing, KG[predicate], target, ox.DefaultGraph()
    yield claim, RDF.subject, thing, article
    yield claim, RDF.predicate, ox.NamedNode(KG[predicate]), article
    yield claim, RDF.object, target, article
    yield claim, KG.status, ox.NamedNode(KG.actual), article
    yield claim, KG.evidence, evidence, article


def _figure(
    thing: ox.NamedNode, number: int, evidence: ox.NamedNode, article: ox.NamedNode
) -> Iterator[tuple[ox.NamedNode, str, Term, ox.NamedNode]]:
    figure, step = _iri("observation", number), _iri("milestone", number)
    yield _iri("indicator", 1), RDFS.label, ox.Literal("总投资"), article
    yield _iri("stage", 1), RDFS.label, ox.Literal("开工"), article
    yield ox.NamedNode(KG.CNY), RDFS.label, ox.Literal("CNY"), article
    for record in (figure, step):
        yield record, KG.about, thing, article
        yield record, KG.evidence, evidence, article
        yield record, KG.status, ox.NamedNode(KG.planned if number % 3 else KG.actual), article
    yield figure, KG.indicator, _iri("indicator", 1), article
    yield figure, KG.unit, ox.NamedNode(KG.CNY), article
    yield figure, KG.comparator, ox.NamedNode(KG.atLeast), article
    yield figure, KG.wording, ox.Literal(f"超过{number % 90 + 1}亿元"), article
    for term in (KG.value, KG.lowerBound):
        yield figure, term, ox.Literal((number % 90 + 1) * 100_000_000), article
    yield step, KG.stage, _iri("stage", 1), article
    yield step, KG.date, ox.Literal(f"{2019 + number % 8}-{number % 12 + 1:02d}"), article


def _iri(kind: str, number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{ENTITY_BASE}{kind[0].lower()}{kind[1:]}/{number}")


def _word(number: int) -> str:
    """Return a made-up name of three characters."""
    return "".join("东南西北春夏秋冬金木水火山川江河"[number // 16**place % 16] for place in range(3))


def of_pyvis(store: ox.Store) -> str:
    """Return pyvis's own page of a graph; filled directly, for its ``from_nx`` is quadratic."""
    graph = network(store)
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [{"id": n, "label": d["label"], "shape": "dot", "title": d["type"]} for n, d in graph.nodes(data=True)]
    net.edges = [{"from": s, "to": t, "title": d["predicate"]} for s, t, d in graph.edges(data=True)]
    html: str = net.generate_html()
    return html


def timed(file: Path, way: tuple[str, str, str]) -> tuple[float, float]:
    """Return seconds until a page is usable and until it answers a click; infinity where patience ends.

    Each page has a process and a browser of its own: one that hangs does not even close by itself.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, file, way))
    worker.start()
    found = here.recv() if here.poll(PATIENCE * 1.5) else (math.inf, math.inf)
    worker.kill()
    worker.join()
    return found


def _work(pipe: Connection, file: Path, way: tuple[str, str, str]) -> None:
    usable, click, answered = way
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1400, "height": 860}, bypass_csp=True)
        tab.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        tab.set_default_timeout(PATIENCE * 1000)
        start = time.monotonic()
        try:
            tab.goto(file.as_uri(), wait_until="commit")
            tab.wait_for_function(usable)
            ready = time.monotonic() - start
        except TimeoutError:
            ready = math.inf
        pipe.send((ready, _answer(tab, click, answered)))
        browser.close()


def _answer(tab: Page, click: str, answered: str) -> float:
    tab.set_default_timeout(PATIENCE * 1000 / 4)
    try:
        start = time.monotonic()
        tab.wait_for_function(f"(() => {{ {click}; return true; }})()")  # evaluate would wait without end
        tab.wait_for_function(answered)
        return time.monotonic() - start
    except TimeoutError:
        return math.inf


OWN = (
    "document.body?.dataset.ready === 'yes'",
    "document.querySelector('.matrix .cell').click()",
    "document.querySelector('#canvas canvas') !== null",
)
OWN_THING = (OWN[0], "document.querySelector('.tops .link').click()", "document.querySelector('#panel h2') !== null")
PYVIS = (
    """(() => {
      if (typeof network === 'undefined' || !network) return false;
      if (!window.watched) network.once('stabilizationIterationsDone', () => { window.settled = true; });
      window.watched = true;
      return window.settled === true;
    })()""",
    """(() => {
      const canvas = document.querySelector('#mynetwork canvas'), box = canvas.getBoundingClientRect();
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, button: 0 };
      const finger = { ...at, pointerId: 1, pointerType: 'mouse', isPrimary: true };
      network.once('click', () => { requestAnimationFrame(() => { window.answered = true; }); });
      canvas.dispatchEvent(new PointerEvent('pointerdown', { ...finger, buttons: 1 }));
      canvas.dispatchEvent(new PointerEvent('pointerup', finger));
    })()""",
    "window.answered === true",
)


def main() -> None:
    """Print a row for each size and page."""
    sizes = [int(n) for n in sys.argv[1:]] or list(SIZES)
    print("| things | page | made (s) | MB | usable (s) | answers a click (s) | shows a thing (s) |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for nodes in sizes:
            store = made(nodes)
            for name, write, ways in (("own", page, (OWN, OWN_THING)), ("pyvis", of_pyvis, (PYVIS,))):
                start = time.monotonic()
                file = Path(folder) / f"{name}{nodes}.html"
                file.write_text(write(store), encoding="utf-8")
                took, size = time.monotonic() - start, file.stat().st_size / 1e6
                times = [timed(file, way) for way in ways]
                clicks = [answer for _, answer in times]
                cells = [_shown(one) for one in (times[0][0], *[*clicks, math.nan][:2])]
                print(f"| {nodes:,} | {name} | {took:.1f} | {size:.1f} | {' | '.join(cells)} |", flush=True)


def _shown(seconds: float) -> str:
    if math.isnan(seconds):
        return "—"
    return "given up" if math.isinf(seconds) else f"{seconds:.2f}"


if __name__ == "__main__":
    main()
