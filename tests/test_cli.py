"""The command line: every command has help and an example, exit codes mean what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(c.callback.__name__ for c in app.registered_commands)
ARTICLE = "绵阳开工\n1月5日,绵阳市京东方显示模组项目开工,总投资超20亿元。\n2024-01-08\n"


def kg(*arguments, **options):
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = kg("build", folder / "a.txt", "-o", folder / "out", "--lang", "zh")
    assert ran.returncode == 0, ran.stderr
    assert "采用 1 篇" in ran.stdout
    return folder / "out"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    ran = kg(command, "--help")
    assert ran.returncode == 0
    assert re.search(rf"Example: kg {command}", ran.stdout)


def test_commands_are_the_promised_ones():
    assert {"build", "query", "export", "view", "explain", "stats", "validate"} <= set(COMMANDS)


def test_query_answers_in_every_form(built):
    assert "超20亿元" in kg("query", "lower-bounds", "-g", built).stdout
    assert kg("query", "lower-bounds", "-g", built, "-f", "csv").stdout.startswith("about,")
    assert '"bindings"' in kg("query", "lower-bounds", "-g", built, "-f", "json").stdout
    asked = kg("query", "SELECT ?l WHERE { ?p a kg:Project ; rdfs:label ?l }", "-g", built)
    assert "京东方显示模组项目" in asked.stdout
    assert "lower-bounds" in kg("query").stdout


def test_query_from_a_file(built, tmp_path):
    (tmp_path / "q.rq").write_text("ASK { ?p a kg:Project }", encoding="utf-8")
    assert "true" in kg("query", tmp_path / "q.rq", "-g", built).stdout


def test_explain_shows_fact_sentence_and_place(built):
    ran = kg("explain", "京东方显示模组项目", "-g", built, "--lang", "zh")
    assert "≥ 2000000000 CNY" in ran.stdout
    assert "1月5日,绵阳市京东方显示模组项目开工" in ran.stdout
    assert re.search(r"\[\d+:\d+\]", ran.stdout)


def test_english_messages(built):
    assert "valid" in kg("validate", "-g", built, "--lang", "en").stdout


@pytest.mark.parametrize("form", ["ttl", "nq", "trig", "nt", "jsonld", "graphml", "gexf"])
def test_export(built, tmp_path, form):
    ran = kg("export", form, "-o", tmp_path / f"g.{form}", "-g", built)
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / f"g.{form}").stat().st_size > 500


def test_export_csv_and_view(built, tmp_path):
    assert kg("export", "csv", "-o", tmp_path, "-g", built).returncode == 0
    assert (tmp_path / "nodes.csv").exists() and (tmp_path / "edges.csv").exists()
    assert kg("view", "-o", tmp_path / "v.html", "-g", built).returncode == 0
    assert (tmp_path / "v.html").stat().st_size > 100_000


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("build", "nowhere.txt", "-o", "{tmp}"), 2, "nowhere.txt"),
        (("query", "no-such-question", "-g", "{built}"), 2, "no-such-question"),
        (("query", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "-g", "{built}"), 4, "SERVICE"),
        (("query", "SELECT ?x WHERE {", "-g", "{built}"), 4, "syntax"),
        (("query", "lower-bounds", "-g", "{tmp}/none"), 5, "no graph there"),
        (("export", "docx", "-o", "{tmp}/x", "-g", "{built}"), 2, "docx"),
        (("explain", "没有的名字", "-g", "{built}"), 2, "没有的名字"),
        (("build", "{built}/graph.ttl"), 0, ""),
    ],
)
def test_errors_are_one_line_with_their_code(arguments, code, says, built, tmp_path):
    filled = [a.replace("{tmp}", str(tmp_path)).replace("{built}", str(built)) for a in arguments]
    if code == 0:
        filled += ["-o", str(tmp_path)]
    ran = kg(*filled)
    assert ran.returncode == code, ran.stderr
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr
    if code:
        assert len(ran.stderr.strip().splitlines()) == 1


def test_strict_tells_of_quarantine(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    ran = kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--strict")
    assert ran.returncode == 3
    assert "a.txt" in ran.stderr


def test_standard_input(tmp_path):
    ran = kg("build", "-", "-o", tmp_path, "--lang", "en", input=ARTICLE)
    assert ran.returncode == 0 and "1 articles used" in ran.stdout


def test_a_terminal_without_chinese_gets_escapes_not_a_traceback(built):
    command = [sys.executable, "-m", "kg.cli", "explain", "京东方", "-g", str(built)]
    ran = subprocess.run(
        command,
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "PYTHONUTF8": "1"},
    )
    assert ran.returncode == 0, ran.stderr
    assert b"\\u4eac" in ran.stdout
