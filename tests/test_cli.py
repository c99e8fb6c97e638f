"""The command line: every command has help and an example, exit codes mean what they say."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest

from kg.cli import SHOWN, app, run
from kg.errors import GraphError, KGError, OutputError, QueryError, UsageError
from kg.lock import locked

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(c.callback.__name__ for c in app.registered_commands)
ARTICLE = "绵阳开工\n1月5日,京东方显示模组项目在绵阳市开工,总投资超20亿元。\n2024-01-08\n"


class Ran(NamedTuple):
    """What a call of the command line left."""

    returncode: int
    stdout: str
    stderr: str


def kg(*arguments):
    """Call the command line within this process."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with mock.patch("sys.argv", ["kg", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            run()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = kg("build", folder / "a.txt", "-o", folder / "out", "--lang", "zh")
    assert ran.returncode == 0, ran.stderr
    assert "采用 1 篇" in ran.stdout
    return folder / "out"


def test_a_build_without_a_usable_article_says_so(tmp_path):
    (tmp_path / "cut.jsonl").write_text("{cut\n", encoding="utf-8")
    ran = kg("build", tmp_path / "cut.jsonl", "-o", tmp_path / "out", "--lang", "en", "--no-view")
    assert ran.returncode == 0, ran.stderr
    assert "0 articles used, 0 duplicates, 1 quarantined" in ran.stdout
    assert "no usable article" in ran.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    ran = kg(command, "--help")
    assert ran.returncode == 0
    assert re.search(rf"Example: kg {command}", ran.stdout)


def test_commands_are_the_promised_ones():
    assert {"build", "query", "export", "view", "explain", "stats", "validate"} <= set(COMMANDS)


def test_help_lists_every_command_in_the_order_of_the_work():
    listed = re.findall(r"^  ([a-z]+) ", kg("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == list(SHOWN)
    assert set(listed) == set(COMMANDS)


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
    assert "1月5日,京东方显示模组项目在绵阳市开工" in ran.stdout
    assert re.search(r"\[\d+:\d+\]", ran.stdout)


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "京东方"), ("md", "# 京东方"), ("html", "<!doctype"), ("json", "{")]
)
def test_answers_of_the_systems_in_every_form(built, tmp_path, form, begins):
    name = "京东方显示模组项目"
    assert kg("portrait", name, "-g", built, "-f", form, "--lang", "zh").stdout.startswith(begins)
    said = kg("portrait", name, "-g", built, "-f", form, "-o", tmp_path / "x", "--lang", "en")
    assert "wrote" in said.stdout and (tmp_path / "x").stat().st_size > 100
    assert name in kg("board", "-g", built, "-f", form).stdout
    assert kg("chain", "-g", built, "-f", form).returncode == 0


def test_coverage_shows_counts_and_sentences_of_a_build_or_of_articles(built, tmp_path):
    said = kg("coverage", built, "--lang", "en").stdout
    assert re.search(r"\d+%  number \d+=\d+\+\d+\+\d+  name .* all 1 articles", said)
    (tmp_path / "a.txt").write_text("绵阳\n传感器重7瓯。\n2024-01-08\n", encoding="utf-8")
    ran = kg("coverage", tmp_path / "a.txt", "--lang", "zh")
    assert "数字「7」数字没有已知单位" in ran.stdout
    assert "传感器重7瓯。" in ran.stdout
    data = json.loads(kg("coverage", tmp_path / "a.txt", "-f", "json").stdout)
    assert data["not_understood"][0]["sentence"].strip() == "传感器重7瓯。"


def test_coverage_tells_of_claims_older_than_the_ledger(built, tmp_path):
    shutil.copytree(built, tmp_path / "out")
    (claim,) = (tmp_path / "out/claims").glob("*.json")
    data = json.loads(claim.read_text(encoding="utf-8"))
    del data["ledger"]
    claim.write_text(json.dumps(data), encoding="utf-8")
    ran = kg("coverage", tmp_path / "out")
    assert (ran.returncode, "build it again" in ran.stderr) == (5, True)


def test_a_second_build_tells_what_it_used_again_and_took_back(tmp_path):
    for name, amount in (("a", "20"), ("b", "30")):
        (tmp_path / f"{name}.txt").write_text(ARTICLE.replace("20", amount), encoding="utf-8")
    both = ("-o", tmp_path / "out", "--lang", "en", "--no-view", "--cache", tmp_path / "cache")
    assert "taken back" not in kg("build", tmp_path / "a.txt", tmp_path / "b.txt", *both).stdout
    (entry, _) = (tmp_path / "cache").rglob("*.json")
    entry.write_bytes(b"damaged")
    assert "damaged" in kg("build", tmp_path / "a.txt", tmp_path / "b.txt", *both).stderr
    said = kg("build", tmp_path / "a.txt", *both, "--jobs", "1").stdout
    assert "1 articles as extracted before, 0 extracted now, 1 taken back" in said
    assert kg("build", tmp_path / "a.txt", *both, "--jobs", "0").returncode == 2


def test_a_folder_in_use_is_told_with_code_5(built):
    with locked(built / ".kg" / "lock"):
        ran = kg("build", built / "graph.ttl", "-o", built)
    assert (ran.returncode, ran.stderr.count("\n")) == (5, 1)
    assert f"in use by pid {os.getpid()}" in ran.stderr


def test_a_graph_cut_at_the_end_of_a_line_is_refused_by_folder_and_by_file(built, tmp_path):
    shutil.copytree(built, tmp_path / "out")
    lines = (built / "graph.nq").read_bytes().splitlines(keepends=True)
    (tmp_path / "out/graph.nq").write_bytes(b"".join(lines[:-5]))
    for place in ("out", "out/graph.nq"):
        ran = kg("query", "sources", "-g", tmp_path / place)
        assert (ran.returncode, "not what manifest.json says" in ran.stderr) == (5, True)
    ran = kg("validate", "-g", tmp_path / "out", "--lang", "en")
    assert (ran.returncode, "cut, or changed since the build" in ran.stderr) == (5, True)


@pytest.mark.parametrize(
    ("form", "says"), [("text", "数额上调 (1)"), ("markdown", "## 数额上调"), ("json", '"raised"'), ("patch", "TX .")]
)
def test_diff_in_every_form(built, tmp_path, form, says):
    (tmp_path / "a.txt").write_text(ARTICLE.replace("20亿", "30亿"), encoding="utf-8")
    assert kg("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--no-view").returncode == 0
    ran = kg("diff", built, tmp_path / "out", "--format", form, "--lang", "zh")
    assert (ran.returncode, says in ran.stdout) == (0, True), ran.stderr


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
    assert (tmp_path / "v.html").read_bytes() == (built / "graph.html").read_bytes()
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
        (("query", "lower-bounds", "-g", "{built}", "--set", "a b=c"), 2, "a b"),
        (("query", "lower-bounds", "-g", "{built}", "--set", "name"), 2, "NAME=VALUE"),
        (("build", "{built}/graph.ttl", "-o", "{tmp}", "--base", "no iri"), 2, "no iri"),
        (("build", "{built}/graph.ttl", "-o", "{tmp}", "--encoding", "utf-9"), 2, "utf-9"),
        (("build", "{built}/graph.ttl", "-o", "{tmp}", "--max-doc-mb", "0"), 2, "above 0"),
        (("build", "{built}/graph.ttl", "-o", "{built}/graph.nq"), 6, "cannot write there"),
        (("export", "ttl", "-o", "{tmp}/none/x.ttl", "-g", "{built}"), 6, "cannot be written"),
        (("view", "-o", "{tmp}/none/x.html", "-g", "{built}"), 6, "cannot be written"),
        (("view", "-o", "{tmp}/x.html", "-g", "{tmp}/none"), 5, "no graph there"),
        (("view", "-o", "{tmp}/x.html", "-g", "{built}", "--around", "无名"), 2, "no thing is called '无名'"),
        (("view", "-o", "{tmp}/x.html", "-g", "{built}", "--type", "Town"), 2, "'Town' is no type"),
        (("view", "-o", "{tmp}/x.html", "-g", "{built}", "--query", "ASK { ?s ?p ?o }"), 2, "nothing to draw"),
        (("path", "绵阳市", "无名", "-g", "{built}"), 2, "nothing in this graph is called"),
        (("stats", "-g", "{tmp}/none"), 5, "no graph there"),
        (("validate", "-g", "{tmp}/none"), 5, "no graph there"),
        (("coverage", "{tmp}/none"), 2, "none"),
        (("explain", "京东方", "-g", "{built}/manifest.json"), 5, "manifest.json"),
        (("explain", "没有的名字", "-g", "{built}"), 2, "没有的名字"),
        (("portrait", "没有的名字", "-g", "{built}"), 2, "没有的名字"),
        (("portrait", "京东方", "-g", "{built}", "--as-of", "明天"), 2, "明天"),
        (("portrait", "京东方", "-g", "{tmp}/none"), 5, "no graph there"),
        (("portrait", "京东方显示模组项目", "-g", "{built}", "-o", "{tmp}/none/x.md"), 6, "cannot be written"),
        (("board", "-g", "{built}", "--rule", "{tmp}/none.toml"), 2, "none.toml"),
        (("board", "-g", "{tmp}/none"), 5, "no graph there"),
        (("score", "红黑榜", "{built}/manifest.json", "-g", "{built}"), 2, "红黑榜"),
        (("score", "红黑榜", "x.csv", "-g", "{built}", "--red", "最好的"), 2, "最好的"),
        (("chain", "没有的产业", "-g", "{built}"), 2, "没有的产业"),
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


def test_bad_inputs_are_named_with_their_reason_and_counted(tmp_path):
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "cut.txt").write_bytes("绵阳市的项目".encode()[:-1])
    (tmp_path / "rows.jsonl").write_text("{broken\n", encoding="utf-8")
    (tmp_path / "undated.txt").write_text("绵阳开工\n没有日期。\n", encoding="utf-8")
    ran = kg("build", tmp_path, "-o", tmp_path / ".out", "--lang", "en", "--no-view")
    assert ran.returncode == 0
    assert "read 6 inputs: 2 articles used, 0 duplicates, 4 quarantined" in ran.stdout
    said = "\n".join(sorted(ran.stderr.splitlines()))
    assert re.fullmatch(
        r".*note .*undated\.txt: no date\n.*cut\.txt: .*byte 15.*\[encoding\]\n.*empty\.txt: .*\[empty\]\n"
        r".*picture\.txt: .*\[binary\]\n.*rows\.jsonl: line 1: .*\[json\]",
        said,
    ), said


def test_many_notes_are_counted_instead_of_shown(tmp_path):
    rows = (f'{{"title": "第{i}篇", "text": "没有日期。"}}\n' for i in range(30))
    (tmp_path / "a.jsonl").write_text("".join(rows), encoding="utf-8")
    ran = kg("build", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--lang", "en", "--no-view")
    assert ran.stderr.count("no date") == 20
    assert "10 more notes" in ran.stderr


def test_strict_tells_of_quarantine_and_still_builds(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    ran = kg("build", tmp_path, "-o", tmp_path / ".out", "--strict", "--no-view")
    assert ran.returncode == 3
    assert "a.txt" in ran.stderr
    assert (tmp_path / ".out/graph.nq").stat().st_size > 500


def test_a_tampered_quote_is_named_with_code_5(built, tmp_path):
    shutil.copytree(built, tmp_path / "out")
    assert kg("validate", "-g", tmp_path / "out").returncode == 0
    graph = tmp_path / "out/graph.nq"
    lines = graph.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if "#quote>" in line and "20亿元" in line)
    lines[at] = lines[at].replace("20亿元", "30亿元")
    graph.write_text("".join(lines), encoding="utf-8")
    ran = kg("validate", "-g", tmp_path / "out")
    assert ran.returncode == 5
    assert lines[at].split(">")[0].lstrip("<") in ran.stderr


def test_view_draws_what_a_query_answers(built, tmp_path):
    query = "SELECT ?p WHERE { ?p a kg:Project }"
    assert kg("view", "-o", tmp_path / "v.html", "-g", built, "--query", query, "--lang", "en").returncode == 0
    page = (tmp_path / "v.html").read_text(encoding="utf-8")
    things = json.loads(re.search(r'id="data">(.*?)</script>', page)[1])["things"]
    assert [row[0].split("/")[0] for row in things] == ["project"] * len(things) != []


def test_path_and_network(built):
    ran = kg("path", "绵阳市", "京东方", "-g", built, "--lang", "zh")
    assert ran.returncode == 0
    assert "—位于→ 绵阳市\n    「" in ran.stdout
    rows = kg("network", "-g", built, "--type", "Region", "--limit", "1", "--lang", "en").stdout.splitlines()
    assert rows[0].split("\t")[0] == "centrality"
    assert [row.split("\t")[-1] for row in rows[1:]] == ["绵阳市"]


@pytest.mark.parametrize("command", ["query", "export", "view", "explain", "stats", "validate"])
def test_a_cut_graph_is_refused_with_code_5(built, tmp_path, command):
    (tmp_path / "graph.nq").write_bytes((built / "graph.nq").read_bytes()[:-30])
    first = {"query": ["sources"], "export": ["ttl"], "explain": ["京东方"]}.get(command, [])
    out = ["-o", tmp_path / "x"] if command in ("export", "view") else []
    ran = kg(command, *first, *out, "-g", tmp_path)
    assert (ran.returncode, ran.stderr.count("\n")) == (5, 1), ran.stderr
    assert "damaged" in ran.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KGError("x"), 1), (UsageError("x"), 2), (QueryError("x"), 4), (GraphError("x"), 5), (OutputError("x"), 6),
        (KeyboardInterrupt(), 130),
    ],
)  # fmt: skip
def test_each_error_has_its_exit_code(monkeypatch, capsys, raised, code):
    def stop(*_):
        raise raised

    monkeypatch.setattr("kg.facts.Facts.counts", stop)
    monkeypatch.setattr("kg.store.load", lambda _: None)
    monkeypatch.setattr("kg.facts.Facts.__init__", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["kg", "stats"])
    with pytest.raises(SystemExit) as caught:
        run()
    assert caught.value.code == code
    assert "Traceback" not in capsys.readouterr().err


def test_help_says_what_the_exit_codes_mean():
    said = " ".join(kg("--help").stdout.split())
    codes = {int(c) for c in re.findall(r"(?<![\w-])(\d{1,3}) [a-z]", said.split("Exit codes:")[1].split("Example")[0])}
    assert codes == {0, 1, 2, 3, 4, 5, 6, 130}


@pytest.mark.parametrize(
    "call", [("frobnicate",), ("build",), ("query", "x", "--format", "xml"), ("query", "--limit", "-1")]
)
def test_a_wrong_call_is_a_usage_error(call):
    ran = kg(*call)
    assert (ran.returncode, "Usage" in ran.stderr) == (2, True)


INTERRUPTED = """
import os, signal, time, kg.cli, kg.pipeline
signal.signal(signal.SIGINT, signal.default_int_handler)
def read(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)
kg.pipeline.read_inputs = read
kg.cli.run()
"""


def test_interrupting_a_build_leaves_what_stood_there(built, tmp_path):
    shutil.copytree(built, tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    command = [sys.executable, "-c", INTERRUPTED, "build", "-", "-o", str(tmp_path / "out")]
    ran = subprocess.run(command, cwd=ROOT, input="", capture_output=True, text=True, check=False, timeout=20)
    assert (ran.returncode, "Traceback" in ran.stderr) == (130, False), ran.stderr
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()} == before


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="needs POSIX")
@pytest.mark.parametrize("call", [("stats",), ("query", "SELECT * { ?s ?p ?o }")])
def test_a_reader_that_goes_away_gets_no_traceback(built, call):
    command = [sys.executable, "-m", "kg.cli", *call, "-g", str(built)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    errors = process.stderr.read()
    assert (process.wait(20), errors) == (141, b"")


def test_standard_input(tmp_path):
    command = [sys.executable, "-m", "kg.cli", "build", "-", "-o", str(tmp_path), "--lang", "en", "--no-view"]
    ran = subprocess.run(command, input=ARTICLE.encode(), capture_output=True, cwd=ROOT, check=False)
    assert (ran.returncode, b"1 articles used" in ran.stdout) == (0, True)


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


OVER = "河阳开工\n1月5日,绵阳市有企业300家,其中规上企业350家。\n2024-01-08\n"


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    (folder / "a.txt").write_text(OVER, encoding="utf-8")
    assert kg("build", folder / "a.txt", "-o", folder / "out").returncode == 0
    return folder / "out"


def test_audit_shows_writes_and_fails_as_asked(doubtful, tmp_path):
    shown = kg("audit", "--graph", doubtful, "--lang", "zh")
    assert shown.returncode == 0 and "350家 > 300家" in shown.stdout and "其中规上企业350家" in shown.stdout
    page, graph = tmp_path / "audit.html", tmp_path / "audit.nq"
    ran = kg("audit", "-g", doubtful, "-f", "html", "-o", page, "--write", graph, "--fail-on", "error", "--lang", "en")
    assert ran.returncode == 5 and "--fail-on error: found 1" in ran.stderr
    assert "350家 &gt; 300家" in page.read_text(encoding="utf-8")
    assert "findingKind" in graph.read_text(encoding="utf-8")
    assert kg("audit", "--graph", graph, "--fail-on", "part-over-whole").returncode == 5
    assert kg("audit", "--graph", doubtful, "--fail-on", "contradiction").returncode == 0


def test_audit_names_an_unknown_kind_before_it_writes(doubtful, tmp_path):
    ran = kg("audit", "--graph", doubtful, "--fail-on", "nonsense", "-o", tmp_path / "x.txt")
    assert ran.returncode == 2 and "nonsense" in ran.stderr and not (tmp_path / "x.txt").exists()


def test_audit_lists_its_kinds():
    ran = kg("audit", "--kinds", "--lang", "en")
    assert ran.returncode == 0 and "contradiction\terror\tcontradiction" in ran.stdout
