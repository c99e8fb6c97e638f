"""A build on a Spark cluster gives the graph of a build on one machine, byte for byte, whatever becomes of a worker."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cluster import ROOT, STARTS, Cluster, cluster, lacking
from pipeline.prints import FIVE, OWN, RELEASE, article

from kg.claims import saved_claims
from kg.copies import NEIGHBOURS
from kg.errors import UsageError
from kg.pipeline import Options, build
from kg.records import Extraction

needs_spark = pytest.mark.skipif(bool(lacking()), reason=lacking() or "never")
PARTS = 4
SMALL = ("--conf", f"spark.sql.shuffle.partitions={PARTS}", "--conf", "spark.executor.memory=600m")
DECISIONS = "verdict,a,b\nunsure,绵阳市京东方显示模组项目,德阳市京东方显示模组项目\nsame,京东方,蜂巢能源\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """Articles as files and as lines of JSON, with copies, one of them with other line ends, and what is none."""
    place = tmp_path_factory.mktemp("spark")
    files = place / "in" / "deep"
    files.mkdir(parents=True)
    rows = []
    for number, town in enumerate(("绵阳市", "德阳市", "湖州市", "宜宾市", "嘉兴市", "遂宁市")):
        body = f"1月5日,{town}京东方显示模组项目开工,总投资{20 + number}亿元。"
        text = f"{town}开工\n{body}\n2024-01-0{number + 1}\n"
        (files / f"{number}.txt").write_text(text, encoding="utf-8")
        said = f"3月2日,{town}与宁德时代签约储能电池项目,计划投资{30 + number}亿元。{town}发改委、蜂巢能源参加。"
        rows.append({"title": f"{town}签约", "text": said, "date": f"2024-03-0{number + 1}"})
    many = [article(f"{RELEASE}\n第{n}次转载", f"转载{n}", f"2025-07-{n:02d}") for n in range(1, 2 * NEIGHBOURS)]
    for number, text in enumerate((*FIVE, *many, article(OWN, "高新区见闻", "2025-06-20"))):
        (files / f"print{number}.txt").write_text(text, encoding="utf-8")
    (files / "copy.txt").write_bytes((files / "0.txt").read_bytes().replace(b"\n", b"\r\n"))
    (files / "blank.txt").write_bytes(b"\n")
    lines = [json.dumps(row, ensure_ascii=False) for row in (*rows, rows[0])]
    (place / "in" / "的 lines.jsonl").write_text("\n".join([*lines, "", "{cut"]) + "\n", encoding="utf-8")
    (place / "decisions.csv").write_text(DECISIONS, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def on(running: Cluster, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg.cli", "build", "--engine", "spark", "--lang", "en", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=running.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def graph(out: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted((out / "graph").glob("part-*")))


@needs_spark
def test_a_cluster_that_loses_a_worker_gives_the_graph_of_one_machine(place, running):
    decisions = ("--decisions", str(place / "decisions.csv"))
    work = on(running, str(place / "in"), "-o", str(place / "out"), "--master", running.url, *SMALL, *decisions)
    limit = time.monotonic() + STARTS
    while not list((place / "out").glob("claims/_temporary/**/part-*")) and time.monotonic() < limit:
        assert work.poll() is None, work.communicate()[1]
        time.sleep(0.05)
    running.kill_worker()
    shown, said = work.communicate(timeout=900)
    assert work.returncode == 0, said
    assert "Lost executor" in said, "it was killed before the end"

    report = build(place / "in", place / "local", Options(view=False, decisions=place / "decisions.csv"))
    assert graph(place / "out") == (place / "local" / "graph.nq").read_bytes()
    told = graph(place / "out").decode()
    assert "possiblySameAs" in told
    assert len(re.findall("ontology#copyOf>", told)) > 2 * NEIGHBOURS
    assert set(re.findall('independentArticles> "([0-9])"', told)) == {"1", "2"}
    parts = sorted((place / "out" / "graph").glob("part-*"))
    assert len(parts) > 1
    assert all(part.read_bytes().splitlines() == sorted(set(part.read_bytes().splitlines())) for part in parts)

    head = f"read {report.inputs} inputs: {report.articles} articles used, {report.duplicates} duplicates, "
    assert shown.startswith(f"{head}{len(report.rejects)} quarantined")
    assert f"{report.found['relations']} relations, {report.found['observations']} observations" in shown
    assert said.count("quarantined") == len(report.rejects) == 2
    assert "/in/的 lines.jsonl" in said, "a path is told as it is written"

    import pyarrow.parquet as pq

    rows = pq.read_table(place / "out" / "claims").to_pylist()
    claims = [Extraction.from_json(json.loads(r["extraction"])) for r in rows if r["extraction"]]
    mine = {
        x.article.sha256: (x.entities, x.relations, x.observations, x.ledger) for x in saved_claims(place / "local")
    }
    assert {x.article.sha256: (x.entities, x.relations, x.observations, x.ledger) for x in claims} == mine
    assert not (place / "out" / "work").exists(), "what was kept on the way is gone"


@needs_spark
def test_a_path_that_is_not_there_is_told(place, running):
    work = on(running, str(place / "none"), "-o", str(place / "no"), "--master", running.url, *SMALL)
    _, said = work.communicate(timeout=900)
    assert work.returncode == 2, said
    assert "none" in said and "check the paths" in said


@needs_spark
def test_an_output_folder_in_an_input_is_refused(place):
    from kg.pipeline.spark import build as on_spark

    with pytest.raises(UsageError, match="lies in the input"):
        on_spark([str(place / "other"), str(place / "in")], f"file:{place}/in/out/", master="local[1]")


@needs_spark
@pytest.mark.parametrize(
    ("options", "settings", "told"),
    [
        (Options(encoding="no codec"), {}, "encoding 'no codec' is unknown"),
        (Options(max_doc_mb=0), {}, "give a number above 0"),
        (Options(), {"spark.sql.shuffle.partitions": "many"}, "'many'.*mend --conf"),
    ],
    ids=["encoding", "size", "setting"],
)
def test_what_an_option_lacks_is_told_before_the_work(options, settings, told, place):
    from kg.pipeline.spark import build as on_spark

    with pytest.raises(UsageError, match=told):
        on_spark([str(place / "in")], str(place / "never"), options, "local[1]", settings)
    assert not (place / "never" / "claims").exists()


def test_what_is_missing_is_told(monkeypatch, tmp_path):
    from kg.pipeline.spark import build as on_spark

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(UsageError, match=r"zhaoshang-kg\[spark\]"):
        on_spark([str(tmp_path)], str(tmp_path / "out"))


@pytest.mark.skipif("PySpark" in lacking(), reason=lacking() or "never")
def test_without_java_it_says_so(tmp_path):
    environment = {**os.environ, "JAVA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg.cli", "build", "--engine", "spark", "x", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 2, done.stderr
    assert "Java 17" in done.stderr


@pytest.mark.parametrize("options", [Options(jobs=2), Options(cache=Path("kept"))])
def test_what_is_for_one_machine_is_refused(options, tmp_path):
    from kg.pipeline.spark import build as on_spark

    with pytest.raises(UsageError, match="one machine"):
        on_spark([str(tmp_path)], str(tmp_path / "out"), options)


@pytest.mark.parametrize("arguments", [("--master", "local"), ("--conf", "a=b"), ("--engine", "spark", "--conf", "a")])
def test_settings_of_spark_stand_with_it(arguments, tmp_path):
    from typer.testing import CliRunner

    from kg.cli import app

    done = CliRunner().invoke(app, ["build", str(tmp_path), *arguments])
    assert isinstance(done.exception, UsageError)
