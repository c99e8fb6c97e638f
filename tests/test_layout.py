"""The layout shows the architecture: one direction of flow, each thing in one place."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
ORDER = (
    "errors vocab records atomic lexicon read segment recognise relate resolve graph store network export facts view "
    "query validate pipeline cli"
).split()
"""A module imports only from names to its left; ``pipeline`` alone knows all stages."""

HAN_ALLOWED = {"vocab.py": "the sixteen stages are terms of the ontology"}
SEES_RIGHT = {
    ("graph", "recognise"): "units and divisions are tables that the recognisers type",
    ("resolve", "recognise"): "known names come from the gazetteer",
}

MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "demo" not in p.parts)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_left(path):
    name = name_of(path)
    if name == "__init__":
        return
    assert name in ORDER, f"give {name} its place in the order"
    for other in imported(tree_of(path)) & set(ORDER):
        assert ORDER.index(other) <= ORDER.index(name), f"{name} imports {other}, which stands to its right"


def strings(tree: ast.Module) -> list[str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = set()
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None),) if isinstance(node, documented) else ():
            docs |= {id(e.value) for e in body if isinstance(e, ast.Expr)}
    values = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs)
    return [n.value for n in values]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_words_are_data(path):
    if path.name in HAN_ALLOWED:
        return
    han = [s for s in strings(tree_of(path)) if re.search("[\u4e00-\u9fff]", s)]
    assert not han, f"move to kg/data: {han}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_iris_only_in_vocab(path):
    if path.name != "vocab.py":
        assert not [s for s in strings(tree_of(path)) if re.match(r"https?://\w", s)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path):
    if path.name != "cli.py":
        calls = (n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call))
        assert not [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_sizes(path):
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    assert len(lines) <= 300
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_functions_are_short():
    lengths = sorted(
        (n.end_lineno or 0) - n.lineno + 1 for p in MODULES for n in ast.walk(tree_of(p)) if isinstance(n, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 11
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_no_bins():
    assert not [p for p in MODULES if p.stem in ("utils", "helpers", "common", "base", "misc")]


def test_no_machine_paths_or_hosts():
    tracked = [p for p in ROOT.rglob("*") if p.suffix in (".py", ".toml", ".csv", ".md", ".lock", "") and p.is_file()]
    own = [p for p in tracked if not {".venv", ".git", ".hypothesis", ".ruff_cache", ".mypy_cache", ".pytest_cache", "output"} & set(p.relative_to(ROOT).parts)]
    bad = [p for p in own if p != Path(__file__) and re.search(r"(?:^|[\s\"'(])/(?:work|tmp)/", p.read_text("utf-8", "replace"))]
    assert not bad
