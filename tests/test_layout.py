"""The layout shows the architecture: one direction of flow, each thing in one place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
ORDER = [
    "errors", "vocab", "records", "atomic", "sorting", "lock", "folder", "workers", "lexicon", "intervals", "days",
    "escaping", "cuts", "cells", "claims", "models", "read", "segment", "recognise", "relate", "copies",
    "resolve", "graph", "store", "network", "facts", "export", "publish", "audit", "diff", "systems",
    "analysis", "view", "query", "ask", "validate", "evaluate", "coverage", "serve", "pipeline", "terminal",
    "api", "cli",
]  # fmt: skip
"""A module imports only from names to its left; a package counts as one name."""

STAGES = ["read", "segment", "recognise", "relate", "resolve", "graph"]
READERS = ORDER[ORDER.index("graph") + 1 : ORDER.index("pipeline")]
"""What reads saved graphs: none of it needs a stage that makes them."""

READERS_SEE = {
    ("facts", "segment"): "a name that is asked for is compared as the segmenter folds it",
    ("view", "segment"): "so is the name of what is drawn, and a wording in its sentence",
    ("systems", "segment"): "so are the names of criteria, columns and links",
    ("ask", "segment"): "a question is folded as articles are",
    ("ask", "recognise"): "and its names, numbers and times are read by the recognisers that read articles",
    ("evaluate", "segment"): "so is a name that an annotation gives",
    ("serve", "segment"): "and a name that is searched for",
}
HAN_ALLOWED = {"vocab.py": "the sixteen stages are terms of the ontology"}
CROSS_CUTTING = {
    "test_layout": "the whole tree",
    "test_demo_wording": "kg/demo/articles and tests/gold",
    "test_terms": "tables of kg/data",
    "test_data_readme": "kg/data/README.md",
    "test_readme": "README.md",
    "test_wheel": "what is installed",
    "test_saved_queries": "ontology/queries",
    "test_hazards": "docs/hazards.md",
    "gold": "extraction against annotated articles",
    "cases": "tables of examples, one behaviour a row",
    "fuzz": "hostile text, through every reader, the extractor and into every output",
}
"""Tests, or folders of tests, whose subject is no single module."""

NOT_OURS = {".venv", ".git", ".hypothesis", ".ruff_cache", ".mypy_cache", ".pytest_cache", "output"}
BINS = {"utils", "helpers", "common", "base", "misc"}

MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "demo" not in p.parts)
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Return the names below ``kg`` that a module imports, in whatever form."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "write kg.… in full, so that the direction can be seen"
            if node.module == "kg":
                found |= {alias.name for alias in node.names}
            elif node.module and node.module.startswith("kg."):
                found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")}
    return found & set(ORDER)


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def strings(tree: ast.Module) -> list[str]:
    """Return every string constant that is no docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [n.body for n in ast.walk(tree) if isinstance(n, documented)]
    docs = {id(e.value) for body in bodies for e in body if isinstance(e, ast.Expr)}
    constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in docs)
    return [n.value for n in constants if isinstance(n.value, str)]


@each_module
def test_imports_point_left(path):
    name = name_of(path)
    if name == "__init__":
        return
    assert name in ORDER, f"give {name} its place in the order"
    for other in imported(tree_of(path)):
        assert ORDER.index(other) <= ORDER.index(name), f"{name} imports {other}, which stands to its right"


def test_only_the_pipeline_knows_all_stages():
    seen: dict[str, set[str]] = {name: set() for name in ORDER}
    for path in MODULES:
        if name_of(path) in seen:
            seen[name_of(path)] |= imported(tree_of(path)) - {name_of(path)}
    assert set(STAGES) <= seen["pipeline"]
    many = {name for name in ORDER if len(seen[name] & set(STAGES)) > 2}
    assert many == {"pipeline"}


def test_readers_of_graphs_need_no_extractor():
    seen = {(name_of(p), o) for p in MODULES if name_of(p) in READERS for o in imported(tree_of(p))}
    assert {(name, o) for name, o in seen if o in STAGES} == set(READERS_SEE)


@each_module
def test_words_are_data(path):
    if path.name in HAN_ALLOWED:
        return
    han = [s for s in strings(tree_of(path)) if re.search("[\u3400-\u9fff]", s)]
    assert not han, f"move to kg/data: {han}"


@each_module
def test_iris_only_in_vocab(path):
    if path.name != "vocab.py":
        assert not [s for s in strings(tree_of(path)) if re.search(r"https?://\w", s)]


@each_module
def test_only_the_terminal_prints(path):
    nodes = list(ast.walk(tree_of(path)))
    assert not [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print"]
    if name_of(path) not in ("terminal", "cli"):
        assert not [n for n in nodes if isinstance(n, ast.Attribute) and n.attr in ("stdout", "stderr")]


@each_module
def test_sizes(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert [(name, lines) for name, lines in functions(tree_of(path)) if lines > 60] == []


def test_functions_are_short():
    lengths = sorted(lines for path in MODULES for _, lines in functions(tree_of(path)))
    assert lengths[len(lengths) // 2] <= 11
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_no_bins():
    assert not [p for p in PACKAGE.rglob("*") if p.stem in BINS]


def test_architecture_page_knows_every_room_and_the_order():
    page = " ".join((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split())
    assert " · ".join(ORDER) in page
    assert [name for name in ORDER if f"`{name}`" not in page and f"`{name}/`" not in page] == []
    tables = [p.stem for p in (PACKAGE / "data").iterdir() if p.suffix in {".csv", ".toml"}]
    assert [name for name in tables if f"`{name}`" not in page and f"`{name}." not in page] == []


def test_tests_mirror_the_package():
    homeless = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        place = path.relative_to(ROOT / "tests")
        subject = PACKAGE / (place.parts[0] if len(place.parts) > 1 else path.stem.removeprefix("test_"))
        if not (
            subject.is_dir() or subject.with_suffix(".py").exists() or CROSS_CUTTING.keys() & {path.stem, *place.parts}
        ):
            homeless.append(str(place))
    assert homeless == [], "name it after the module it tests, or enter it in CROSS_CUTTING"


def own_files() -> Iterator[Path]:
    for top in ROOT.iterdir():
        if top.name not in NOT_OURS:
            yield from [top] if top.is_file() else (p for p in top.rglob("*") if p.is_file())


def test_no_machine_paths_or_hosts():
    texts = (p for p in own_files() if p.suffix in {".py", ".toml", ".csv", ".md", ".lock", ""} and p != Path(__file__))
    machine = re.compile(r"(?:^|[\s\"'(])/(?:work|tmp)/", re.MULTILINE)
    assert not [p for p in texts if machine.search(p.read_text("utf-8", "replace"))]
    locks = [p.read_text(encoding="utf-8") for p in sorted(ROOT.glob("*.lock"))]
    assert len(locks) == 2
    assert not [line for lock in locks for line in lock.splitlines() if "://" in line]
