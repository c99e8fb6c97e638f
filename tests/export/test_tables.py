"""Tables open in pandas, DuckDB and Excel's reader with their types, and no cell of them is a formula."""

import sys

import pytest

from kg.errors import UsageError
from kg.export import export
from kg.export.tables import tables
from kg.store import load
from kg.vocab import ENTITY_BASE

NAMES = ["projects", "enterprises", "regions", "observations", "milestones", "relations", "sources"]


@pytest.fixture
def parquet(saved, tmp_path):
    pytest.importorskip("pyarrow", reason="no pyarrow: pip install 'zhaoshang-kg[tables]'")
    (tmp_path / "tables").mkdir()
    return {path.stem: path for path in export(saved, tmp_path / "tables", "parquet")}


def test_things_with_what_they_are_related_to(saved):
    made = {table.name: table for table in tables(load(saved))}
    assert list(made) == NAMES
    (screen,) = [
        dict(zip((c for c, _ in made["projects"].columns), row, strict=True))
        for row in made["projects"].rows if row[1] == "=1+1"
    ]  # fmt: skip
    assert (screen["locatedIn"], screen["developer"], screen["industry"]) == ("绵阳市", "甲'\\u0027;\n电子\"｜", None)
    assert made["enterprises"].cells("developerOf") == ["=1+1"]
    assert made["regions"].cells("aliases") == ["绵州|绵阳"]
    assert made["regions"].cells("locatedInOf") == ["=1+1|光学膜项目"]
    counted = [made["sources"].cells(name) for name in ("observations", "milestones", "relations")]
    assert counted == [[2], [1], [2]]


SOURCED = """
<article/x> kg:copyOf <article/y> . <article/y> a kg:Article ; dcterms:title "原稿"@zh ; kg:sha256 "cd" .
<observation/1> kg:independentArticles 2 ; kg:repeats <observation/9> ; kg:attribution <attribution/1> .
<observation/2> kg:independentArticles 1 ; kg:precision "year" . <milestone/1> kg:precision "month" .
<claim/2> kg:independentArticles 3 ; kg:attribution <attribution/1> .
<attribution/1> a kg:Attribution ; kg:speakerKind "company" ; kg:speaker <project/光> ; kg:evidence <evidence/3> .
<evidence/3> kg:article <article/x> ; kg:start 45 ; kg:end 51 ; kg:quote "据甲电子介绍" .
"""


def test_who_says_a_statement_and_how_many_do(saved):
    saved.write_text(f"{saved.read_text(encoding='utf-8')}{SOURCED}", encoding="utf-8")
    made = {table.name: table for table in tables(load(saved))}
    told = ("independent", "repeats", "speaker_kind", "speaker", "attribution")
    by_company = ("company", "光学膜项目", "据甲电子介绍")
    rows = {name: list(zip(*map(made[name].cells, told), strict=True)) for name in ("observations", "relations")}
    assert set(rows["observations"]) == {
        (2, f"{ENTITY_BASE}observation/9", *by_company), (1, None, None, None, None),
    }  # fmt: skip
    assert set(rows["relations"]) == {(3, None, *by_company), (None,) * 5}
    assert sorted(made["observations"].cells("precision"), key=str) == [None, "year"]
    assert made["milestones"].cells("precision") == ["month"]
    assert made["sources"].cells("copy_of") == [f"{ENTITY_BASE}article/y", None]


def test_every_row_has_a_cell_of_its_columns_type(saved):
    for table in tables(load(saved)):
        assert table.rows
        for row in table.rows:
            for (name, of), cell in zip(table.columns, row, strict=True):
                assert cell is None or type(cell) is of, (table.name, name)


def test_duckdb_joins_and_sums_parquet(parquet):
    duckdb = pytest.importorskip("duckdb")
    asked = f"""
        SELECT p.label, o.lower, o.value, o.period, o.quote FROM '{parquet["observations"]}' o
        JOIN '{parquet["projects"]}' p ON p.iri = o.about ORDER BY o.value DESC
    """
    first, second = duckdb.sql(asked).fetchall()
    assert first == ("=1+1", 2e9, 2e9, None, "@SUM(1) 超20亿元,占12.5%。")
    assert second[:4] == ("光学膜项目", None, 12.5, "2023")


def test_pandas_reads_every_table(parquet, saved):
    pandas = pytest.importorskip("pandas")
    assert list(parquet) == NAMES
    for table in tables(load(saved)):
        frame = pandas.read_parquet(parquet[table.name])
        assert (list(frame.columns), len(frame)) == ([name for name, _ in table.columns], len(table.rows))
    frame = pandas.read_parquet(parquet["observations"])
    assert frame["value"].sum() == 2000000012.5
    assert frame["start"].dtype == "int64"


def test_workbook_has_a_sheet_for_each_table_and_no_formula(saved, tmp_path):
    openpyxl, _ = pytest.importorskip("openpyxl"), pytest.importorskip("xlsxwriter")
    (path,) = export(saved, tmp_path / "book.xlsx", "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == NAMES
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}, "n: numbers and empty cells"
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {"=1+1", "@SUM(1) 超20亿元,占12.5%。", "甲电子的柔性屏\n落户绵阳市。"} <= texts
    head, *rows = book["observations"].iter_rows(values_only=True)
    assert [row[head.index("value")] for row in rows] == [2e9, 12.5]


def test_an_empty_graph_has_heads(tmp_path):
    openpyxl, _ = pytest.importorskip("openpyxl"), pytest.importorskip("xlsxwriter")
    (tmp_path / "empty.nq").write_text("", encoding="utf-8")
    (path,) = export(tmp_path / "empty.nq", tmp_path / "book.xlsx", "xlsx")
    page = openpyxl.load_workbook(path)["projects"]
    assert [cell.value for cell in page[1]][:2] == ["iri", "label"]
    assert page.max_row == 1


@pytest.mark.parametrize(("form", "library"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_what_is_not_installed_is_named(saved, tmp_path, monkeypatch, form, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=r"zhaoshang-kg\[tables\]"):
        export(saved, tmp_path / "out", form)


def test_iris_join_tables_with_the_graph(saved):
    made = {table.name: table for table in tables(load(saved))}
    assert set(made["milestones"].cells("about")) == {ENTITY_BASE + "project/屏"}
    assert set(made["milestones"].cells("article")) == set(made["sources"].cells("iri"))
