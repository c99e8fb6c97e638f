"""What Neo4j is given: heads and identifiers as its importer wants them, and Cypher that an engine runs."""

import csv
import re

import pytest
from ladybug_schema import prepare

from kg.export import export
from kg.export.property_graph import property_graph
from kg.store import load
from kg.vocab import ENTITY_BASE

NAME = "甲'\\u0027;\n电子\"|"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_neo4j_heads_and_ends(saved, tmp_path):
    (tmp_path / "neo4j").mkdir()
    files = {path.stem: rows(path) for path in export(saved, tmp_path / "neo4j", "neo4j")}
    assert list(files) == ["entities", "observations", "milestones", "articles", "relationships"]
    nodes = {row["iri:ID"]: row for name, table in files.items() if name != "relationships" for row in table}
    assert all(row[":LABEL"] for row in nodes.values())
    for link in files["relationships"]:
        assert link[":START_ID"] in nodes
        assert link[":END_ID"] in nodes
    region = nodes[ENTITY_BASE + "region/510700"]
    assert (region["aliases:string[]"], region["mentions:long"], region[":LABEL"]) == ("绵州|绵阳", "1", "Region")
    assert nodes[ENTITY_BASE + "project/屏"]["label"] == "=1+1", "no spreadsheet's guard"
    assert nodes[ENTITY_BASE + "observation/2"]["value:double"] == "12.5"
    kinds = sorted({link[":TYPE"] for link in files["relationships"]})
    assert kinds == ["ABOUT", "DEVELOPER", "LOCATED_IN", "SAID_IN"]


KEYS = {"ID", "LABEL", "START_ID", "END_ID", "TYPE"}
VALUES = {"": str, "string": str, "long": int, "double": float, "string[]": lambda cell: cell.split("|")}
"""Of what the manual of neo4j-admin database import knows (Full import, CSV header format), all that stands here."""


def strictly(path):
    """Read one file as the manual says; any head, cell or row that it does not allow is an error."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *body = csv.reader(file, strict=True)
    fields = [re.fullmatch(r"([^:]*)(?::(.+))?", field).groups("") for field in head]
    assert len({name for name, of in fields if of not in KEYS}) == sum(of not in KEYS for _, of in fields)
    read = []
    for row in body:
        assert len(row) == len(fields), row
        read.append({of if of in KEYS else name: cell if of in KEYS else cell and VALUES[of](cell)
                     for (name, of), cell in zip(fields, row, strict=True)})  # fmt: skip
    return [of for _, of in fields if of in KEYS], read


def test_the_importers_manual_allows_every_head_cell_and_row(saved, tmp_path):
    (tmp_path / "neo4j").mkdir()
    seen = set()
    for path in export(saved, tmp_path / "neo4j", "neo4j"):
        keys, read = strictly(path)
        if path.stem == "relationships":
            assert sorted(keys) == ["END_ID", "START_ID", "TYPE"]
            assert {row[end] for row in read for end in ("START_ID", "END_ID")} <= seen
            assert all(re.fullmatch("[A-Z][A-Z_]*", row["TYPE"]) for row in read)
        else:
            assert sorted(keys) == ["ID", "LABEL"]
            assert all(re.fullmatch("[A-Z][A-Za-z]*", row["LABEL"]) for row in read)
            assert len({row["ID"] for row in read} - seen) == len(read), "identifiers are unique over all files"
            seen |= {row["ID"] for row in read}
    assert len(seen) == 8


def test_duckdb_reads_the_importers_csv(saved, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    files = {path.name: path for path in export(saved, tmp_path / "n.csv", "neo4j")}
    asked = f"""
        SELECT e.label FROM read_csv('{files["n-relationships.csv"]}', header = true) r
        JOIN read_csv('{files["n-entities.csv"]}', header = true) e ON e."iri:ID" = r.":END_ID"
        WHERE r.":TYPE" = 'DEVELOPER'
    """
    assert duckdb.sql(asked).fetchall() == [(NAME,)]


@pytest.fixture
def engine(saved, tmp_path):
    """A property graph engine with the schema that it wants beforehand; Neo4j needs none."""
    ladybug = pytest.importorskip("ladybug")
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "engine")))
    nodes, links = property_graph(load(saved))
    prepare(connection, nodes, links)
    return connection


def test_cypher_runs_and_runs_again_without_doubling(saved, tmp_path, engine):
    (path,) = export(saved, tmp_path / "graph.cypher", "cypher")
    lines = path.read_text(encoding="utf-8").removesuffix(";\n").split(";\n")
    constraints = [line for line in lines if line.startswith("CREATE CONSTRAINT")]
    assert all(re.fullmatch(r"CREATE CONSTRAINT IF NOT EXISTS FOR .* IS UNIQUE", line) for line in constraints)
    for _ in range(2):
        for line in lines[len(constraints) :]:
            engine.execute(line)

    def ask(text):
        return engine.execute(text).get_all()

    assert ask("MATCH (n) RETURN count(n)") == [[8]]
    assert ask("MATCH ()-[r]->() RETURN count(r)") == [[9]]
    assert ask("MATCH (p:Project)-[r:DEVELOPER]->(e:Enterprise) RETURN p.label, e.label, r.status, r.evidence") == [
        ["=1+1", NAME, "planned", 1]
    ]
    asked = "MATCH (o:Observation)-[:ABOUT]->(p:Project)-[:LOCATED_IN]->(r:Region) RETURN sum(o.value), r.aliases"
    assert ask(asked) == [[2000000012.5, ["绵州", "绵阳"]]]
    assert ask("MATCH (m:Milestone)-[:SAID_IN]->(a:Article) RETURN m.quote, a.title") == [
        ["甲电子的柔性屏\n落户绵阳市。", "绵阳两个项目动工"]
    ]
