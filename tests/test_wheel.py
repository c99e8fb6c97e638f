"""The wheel holds all that an installed program needs, and works from where it was put."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The names in the wheel, and the folder that it was unpacked into."""
    out, site = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(next(out.glob("*.whl"))) as archive:
        archive.extractall(site)
        return set(archive.namelist()), site


def shipped(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not ELSEWHERE & set(path.parts)
    }


def test_wheel_holds_package_words_demo_and_ontology(wheel):
    names, _ = wheel
    wanted = {f"kg/{name}" for name in shipped("kg")} | {f"kg/ontology/{name}" for name in shipped("ontology")}
    assert len(wanted) > 100
    assert wanted - names == set()
    assert [n for n in names if not n.startswith(("kg/", "zhaoshang_kg-"))] == []


def test_unpacked_wheel_builds_and_answers(wheel, tmp_path):
    _, site = wheel
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONUTF8": "1"}

    def kg(*arguments: str) -> str:
        command = [sys.executable, "-m", "kg.cli", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8", timeout=120
        )
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(site), "the wheel's own code answers, not the tree's"
    kg("build", str(site / "kg" / "demo" / "articles" / "mianyang.txt"), "-o", "out")
    assert "京东方" in kg("query", "projects-by-region", "--graph", "out")
    assert 'id="data"' in (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
    kg("validate", "--graph", "out")
