"""From articles and decisions to the graph, through the pipeline and the command line."""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

import pytest

from kg.cli import run
from kg.pipeline import Options, build
from kg.read import read_inputs
from kg.resolve.decisions import COLUMNS, read_decisions
from kg.resolve.report import FIELDS

FIRST = "绵阳签约\n1月5日,绵阳市与鸿远锂电材料有限公司签约,后者计划投资20亿元建设鸿远磷酸铁锂项目。\n2024-01-08\n"
SECOND = "绵阳开工\n3月5日,四川鸿远锂电材料有限公司投资的鸿远磷酸铁锂项目在绵阳市开工。\n2024-03-08\n"
PAIR = ("鸿远锂电材料有限公司", "四川鸿远锂电材料有限公司")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in (("a", FIRST), ("b", SECOND)):
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def decide(path, verdict, *names, **more):
    row = {"verdict": verdict, "a": names[0], "b": names[1], **more}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(row)


def kg(*arguments, typed=""):
    out, err, code = io.StringIO(), io.StringIO(), 0
    call = mock.patch("sys.argv", ["kg", *map(str, arguments)])
    with call, mock.patch("sys.stdin", io.StringIO(typed)), redirect_stdout(out), redirect_stderr(err):
        try:
            run()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


def graph(folder, **more):
    report = build([folder / "in"], folder / "out", Options(view=False, **more))
    return (folder / "out" / "graph.nq").read_text(encoding="utf-8"), report


def test_decisions_change_the_graph_and_taking_them_away_takes_that_back(folder):
    plain, _ = graph(folder)
    assert all(f"enterprise/{name}>" in plain for name in PAIR)
    decide(folder / "in" / "decisions.csv", "same", *PAIR)
    joined, report = graph(folder)
    assert sum(f"enterprise/{name}>" in joined for name in PAIR) == 1
    assert (report.inputs, report.rejects) == (2, ())
    decide(folder / "in" / "decisions.csv", "unsure", *PAIR)
    assert graph(folder)[0].count("possiblySameAs") == 2
    (folder / "in" / "decisions.csv").unlink()
    assert graph(folder)[0] == plain


def test_a_file_in_the_output_folder_counts_unless_another_is_named(folder):
    (folder / "out").mkdir()
    decide(folder / "out" / "decisions.csv", "same", *PAIR)
    joined, _ = graph(folder)
    assert sum(f"enterprise/{name}>" in joined for name in PAIR) == 1
    decide(folder / "other.csv", "different", *PAIR)
    apart, _ = graph(folder, decisions=folder / "other.csv")
    assert all(f"enterprise/{name}>" in apart for name in PAIR)


def test_the_manifest_names_the_decisions_whatever_their_order(folder):
    manifests = []
    rows = ["verdict,a,b", f"unsure,{PAIR[0]},{PAIR[1]}", "different,绵阳市,德阳市"]
    for lines in (rows, [rows[0], *rows[:0:-1]]):
        (folder / "in" / "decisions.csv").write_text("\n".join(lines), encoding="utf-8")
        graph(folder)
        manifests.append(json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))["decisions"])
    assert manifests[0] == manifests[1] != ""


def test_an_unknown_name_is_noted_with_file_and_line(folder):
    decide(folder / "in" / "decisions.csv", "same", PAIR[0], "无此公司")
    _, report = graph(folder)
    assert any("decisions.csv:2: nothing is called '无此公司'" in note for note in report.notes)


def test_decisions_beside_articles_are_no_article_but_named_they_are_read(folder):
    decide(folder / "in" / "decisions.csv", "same", *PAIR)
    assert len(list(read_inputs([folder / "in"]))) == 2
    assert len(list(read_inputs([folder / "in" / "decisions.csv"]))) == 1


def test_resolve_shows_proposals_in_three_forms(folder):
    graph(folder)
    code, text, _ = kg("resolve", "-g", folder / "out", "--lang", "zh")
    assert code == 0 and "鸿远锂电材料" in text and "去掉地名和后缀后相同 +0.60" in text
    _, text, _ = kg("resolve", "-g", folder / "out", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == FIELDS
    assert {rows[-1]["a"], rows[-1]["b"]} == set(PAIR) and "same-stem:0.6" in rows[-1]["reasons"]
    _, text, _ = kg("resolve", "-g", folder / "out", "-f", "json")
    assert [p["what"] for p in json.loads(text)["pairs"]][-1] == "proposed"


def test_review_writes_decisions_that_the_next_build_follows(folder):
    graph(folder)
    code, _, asked = kg(
        "resolve", "-g", folder / "out", "--review", "--who", "张", "--lang", "zh", typed="s\n公司官网\n"
    )
    assert code == 0 and "同一 s" in asked
    (row,) = read_decisions(folder / "out" / "decisions.csv")
    assert ({row.a, row.b}, row.verdict, row.who, row.why) == (set(PAIR), "same", "张", "公司官网")
    assert "kg build" in kg("resolve", "-g", folder / "out", "--lang", "zh")[2]
    joined, report = graph(folder)
    assert sum(f"enterprise/{name}>" in joined for name in PAIR) == 1
    assert not [n for n in report.notes if "decisions" in n]


def test_explain_says_what_is_possibly_the_same(folder):
    decide(folder / "in" / "decisions.csv", "unsure", *PAIR)
    graph(folder)
    assert f"可能同一: {PAIR[1]} <" in kg("explain", PAIR[0], "-g", folder / "out", "--lang", "zh")[1]


def test_what_is_missing_is_said(folder):
    code, _, words = kg("resolve", "-g", folder / "out")
    assert code == 2 and "no build there" in words
    graph(folder)
    code, _, words = kg("resolve", "-g", folder / "out", "-d", folder / "none.csv")
    assert code == 2 and "none.csv" in words
