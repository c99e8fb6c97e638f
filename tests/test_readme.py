"""The README does what it says: its commands, queries and Python run, and its links lead somewhere.

What the extractor finds changes with every rule, so output is compared by fragments that any true answer holds.
"""

import importlib.util
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

specification = importlib.util.spec_from_file_location("refresh_readme", ROOT / "scripts" / "refresh_readme.py")
script = importlib.util.module_from_spec(specification)
specification.loader.exec_module(script)

FRAGMENTS = {
    "kg build kg/demo/articles": ["14 articles used", "0 quarantined", "output/graph.html"],
    "kg build mine.txt": ["1 articles used", "mine/graph.ttl"],
    "kg explain 通威": ["通威太阳能组件项目", "位于→ 德阳高新区", "「通威太阳能组件项目投资50亿元", "2022-03-14 ["],
    "kg explain 绵阳": ["开工 2024-03-20", "投产 2026", "≥ 3000000000 CNY (超过30亿元)"],
    "kg export csv": ["tables-nodes.csv", "tables-edges.csv"],
    "kg export graphml": ["demo.graphml"],
    "kg query 'SELECT": ["交通银行贵安数据中心", "developer"],
    "kg query targets": ["德阳高新区", "120000000000", "about,indicator"],
    "kg stats": ["Project", "Observation"],
    "kg validate": ["every quote hold"],
    "printf": [],
    "kg query": ["projects-by-region", "lower-bounds", "facts-of-thing"],
}
"""Beginning of a command → what its output holds; the first that fits counts."""

BLOCKS = script.fences(README, "console", "sparql", "python")


def fragments(command: str) -> list[str]:
    return next((held for start, held in FRAGMENTS.items() if command.startswith(start)), ["no fragments are named"])


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the demo articles, in which the README's blocks have run; the outputs by block."""
    folder = script.workplace(tmp_path_factory.mktemp("readme"))
    outputs = {}
    for number, (language, content) in enumerate(BLOCKS):
        if language == "console":
            for command, _ in script.commands(content):
                outputs[command] = script.run(command, folder)
        else:
            file = folder / f"block{number}.{'rq' if language == 'sparql' else 'py'}"
            file.write_text(content, encoding="utf-8")
            outputs[number] = script.run(
                f"kg query {file.name} --format csv" if language == "sparql" else f'"{sys.executable}" {file.name}',
                folder,
            )
    return outputs


def test_commands_print_what_is_shown(place):
    shown = [command for language, block in BLOCKS if language == "console" for command, _ in script.commands(block)]
    assert len(shown) >= 10
    lacking = [(c, f) for c in shown for f in fragments(c) if f not in place[c]]
    assert lacking == []


def test_shown_output_is_of_that_command(place):
    blocks = [pair for language, block in BLOCKS if language == "console" for pair in script.commands(block)]
    unlike = [c for c, lines in blocks if place[c] and not set(" ".join(lines).split()) & set(place[c].split())]
    assert unlike == [], "run make readme"


def test_queries_have_answers(place):
    answers = [place[i] for i, (language, _) in enumerate(BLOCKS) if language == "sparql"]
    assert len(answers) >= 2
    for answer in answers:
        assert len(answer.splitlines()) > 3
        assert "项目" in answer


def test_python_prints_what_its_comments_say(place):
    index, source = next((i, content) for i, (language, content) in enumerate(BLOCKS) if language == "python")
    promised = [text.rstrip("…") for text in re.findall(r"^ +print.+\)\s+# (.+)$", source, re.MULTILINE)]
    assert len(promised) == 2
    assert [text for text in promised if text not in place[index]] == []
    assert "14 articles" in place[index]


def test_a_failing_command_is_noticed(tmp_path):
    with pytest.raises(subprocess.CalledProcessError):
        script.run("kg explain 没有这个事物", tmp_path)


def test_links_lead_somewhere():
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in t]
    assert len(targets) >= 4
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make (\w+)", README))
    assert {"demo", "test"} <= named
    assert [t for t in named if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []


def test_picture_is_small_and_large_enough_to_read():
    data = (ROOT / "docs" / "graph.png").read_bytes()
    assert len(data) < 300_000
    width, height = struct.unpack(">II", data[16:24])
    assert width >= 1200 and height >= 700


def test_words_entry_is_of_the_tables_shape():
    row = re.search(r"^```csv\n(.+)\n```$", README, re.MULTILINE)[1]
    header = next(
        line for line in (ROOT / "kg" / "data" / "terms.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    )
    assert len(row.split(",")) == len(header.split(","))
