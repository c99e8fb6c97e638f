"""Where each node stands: computed beforehand, the same every time, with room for every label."""

import math
from collections import Counter

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra  # type: ignore[import-untyped]

Point = tuple[float, float]
Matrix = NDArray[np.float64]

EDGE = 62.0
"""Length of an edge between two leaves, in the page's units; hubs stand further apart."""
LABEL = 14
"""Characters of a label that are drawn; the page cuts the rest."""
LETTER = 14
"""Size of a label's letters at the natural scale; the page draws them the same size at every scale."""
ASPECT = 1.3
"""Width of the page's drawing to its height on a common screen."""
CELL = 8
"""Grain of packing."""


def size(degree: int) -> float:
    """Return the radius of a node with so many edges."""
    return round(min(10 + 5 * math.sqrt(degree), 44), 1)


def ranking(graph: nx.MultiDiGraph) -> list[str]:
    """Return the nodes, the most connected first."""
    return sorted(graph.nodes, key=lambda n: (-graph.degree(n), n))


def positions(graph: nx.MultiDiGraph, shown: int) -> dict[str, Point]:
    """Return x and y of every node.

    The ``shown`` most connected ones are laid out by the length of the paths between them, component by component, and
    the components packed in rows; every other node stands near a neighbour.
    """
    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph.nodes))
    plain.add_edges_from(sorted({tuple(sorted(e)) for e in graph.edges() if e[0] != e[1]}))
    ranked = ranking(graph)
    core = plain.subgraph(ranked[:shown])
    boxes = {n: _box(str(graph.nodes[n]["label"]), graph.degree(n)) for n in core}
    order = {n: (graph.nodes[n]["type"], n) for n in core}
    parts = sorted(nx.connected_components(core), key=lambda c: (-len(c), min(order[n] for n in c)))
    placed = _packed([_component(core.subgraph(part), boxes) for part in parts], boxes)
    return _surrounded(placed, plain, ranked[shown:])


def _box(label: str, degree: int) -> Point:
    """Return width and height that a node and the label below it take."""
    return max(2 * size(degree), LETTER * min(len(label), LABEL)) + 16, 2 * size(degree) + 1.6 * LETTER + 8


def _component(part: nx.Graph, boxes: dict[str, Point]) -> dict[str, Point]:
    """Return one component laid out around the origin."""
    nodes = sorted(part.nodes)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges))
    for one, other in ordered.edges:
        ordered[one][other]["weight"] = EDGE * (1 + 0.32 * math.sqrt(ordered.degree(one) + ordered.degree(other)))
    start = nx.spring_layout(ordered, seed=7, iterations=30, method="force")
    points = np.array([start[n] for n in nodes]) * EDGE * math.sqrt(len(nodes))
    lengths = dijkstra(nx.to_scipy_sparse_array(ordered, nodelist=nodes), directed=False)
    points = _upright(_by_stress(points, lengths)) * (1.25, 1.0)
    points = _apart(points, np.array([boxes[n] for n in nodes]))
    return {n: (float(x), float(y)) for n, (x, y) in zip(nodes, points, strict=True)}


def _by_stress(points: Matrix, lengths: Matrix) -> Matrix:
    """Return points whose distances come near the path lengths (stress majorization, weights 1/length²)."""
    count = len(points)
    weights = 1 / (lengths + np.eye(count)) ** 2
    np.fill_diagonal(weights, 0)
    total = weights.sum(axis=1)[:, None]
    for _ in range(80):
        x, y = points[:, 0], points[:, 1]
        apart = np.hypot(x[:, None] - x, y[:, None] - y)
        pull = weights * lengths / np.maximum(apart, 1e-6)
        points = (pull.sum(axis=1)[:, None] * points - pull @ points + weights @ points) / total
    return points


def _upright(points: Matrix) -> Matrix:
    """Return points turned so that the longest extent lies across the screen."""
    centred = points - points.mean(axis=0)
    spread = centred.T @ centred
    angle = 0.5 * math.atan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    turned: Matrix = centred @ turn
    return turned


def _apart(points: Matrix, boxes: Matrix) -> Matrix:
    """Return points pushed apart until no two boxes overlap, or patience ends."""
    for _ in range(120):
        dx, dy = (points[:, i][:, None] - points[:, i] for i in (0, 1))
        over_x = (boxes[:, 0][:, None] + boxes[:, 0]) / 2 - np.abs(dx)
        over_y = (boxes[:, 1][:, None] + boxes[:, 1]) / 2 - np.abs(dy)
        one, other = np.nonzero(np.triu((over_x > 0.5) & (over_y > 0.5), 1))
        if not len(one):
            break
        sideways = over_x[one, other] < over_y[one, other]
        step = np.zeros((len(one), 2))
        for axis, chosen, over, gap in ((0, sideways, over_x, dx), (1, ~sideways, over_y, dy)):
            sign = np.where(gap[one, other] >= 0, 1.0, -1.0)
            step[:, axis] = np.where(chosen, 0.4 * sign * over[one, other], 0.0)
        points = points.copy()
        np.add.at(points, one, step)
        np.add.at(points, other, -step)
    return points


def _packed(parts: list[dict[str, Point]], boxes: dict[str, Point]) -> dict[str, Point]:
    """Set components beside each other on the width that comes nearest to the shape of a screen."""
    if not parts:
        return {}
    frames = [_frame(part, boxes) for part in parts]
    area = sum(wide * high for _, _, wide, high in frames)
    widest = max(wide for _, _, wide, _ in frames)
    tries = [max(widest, math.sqrt(area * ASPECT) * stretch / 10) for stretch in range(9, 17)]
    corners, _ = min((_shelved(parts, frames, width) for width in tries), key=lambda found: found[1])
    return {
        n: (round(left + x - x0), round(top + y - y0))
        for part, (x0, y0, _, _), (left, top) in zip(parts, frames, corners, strict=True)
        for n, (x, y) in part.items()
    }


def _frame(part: dict[str, Point], boxes: dict[str, Point]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a component with its labels and a margin."""
    x0 = min(x - boxes[n][0] / 2 for n, (x, _) in part.items())
    y0 = min(y - boxes[n][1] / 2 for n, (_, y) in part.items())
    wide = max(x + boxes[n][0] / 2 for n, (x, _) in part.items()) - x0
    high = max(y + boxes[n][1] / 2 for n, (_, y) in part.items()) - y0
    margin = EDGE / 2 if len(part) > 1 else 0.0
    return x0, y0, wide + margin, high + margin


def _shelved(
    parts: list[dict[str, Point]], frames: list[tuple[float, float, float, float]], width: float
) -> tuple[list[Point], float]:
    """Return a corner for each component, each as high up as it goes, and how far the whole is from a screen's shape.

    Things without relations come in rows below all others.
    """
    heights = np.zeros(math.ceil(width / CELL) + 1)
    corners: list[Point] = []
    single = False
    for part, (_, _, wide, high) in zip(parts, frames, strict=True):
        if len(part) == 1 and not single:
            single, heights[:] = True, heights.max() + EDGE / 2
        cells = math.ceil(wide / CELL)
        tops = np.lib.stride_tricks.sliding_window_view(heights, cells).max(axis=1)
        at = int(tops.argmin())
        corners.append((at * CELL, float(tops[at])))
        heights[at : at + cells] = tops[at] + high
    return corners, abs(math.log(width / max(heights.max(), 1.0) / ASPECT))


def _surrounded(placed: dict[str, Point], plain: nx.Graph, rest: list[str]) -> dict[str, Point]:
    """Return the places with the remaining nodes in spirals, each around its first neighbour that has a place."""
    around: Counter[str] = Counter()
    found = dict(placed)
    for node in rest:
        centre = min((n for n in plain[node] if n in placed), default="")
        around[centre] += 1
        radius, angle = EDGE * math.sqrt(around[centre] + 1), 2.4 * around[centre]
        x, y = placed.get(centre, (-2 * EDGE, -2 * EDGE))
        found[node] = (round(x + radius * math.cos(angle)), round(y + radius * math.sin(angle)))
    return found
