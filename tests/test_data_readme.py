"""kg/data/README.md describes every table: its columns, what it holds, where it comes from, and when."""

import re
import tomllib

import pytest

from kg.lexicon import DATA

PAGE = (DATA / "README.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
    for line in PAGE.splitlines()
    if line.startswith("| `")
    for cells in [line.strip("|").split("|")]
}
FILES = sorted(path.name for path in DATA.iterdir() if path.suffix in {".csv", ".toml"})


def test_every_file_is_described_and_nothing_else():
    assert sorted(ROWS) == FILES
    others = {path.name for path in DATA.iterdir()} - set(FILES) - {"README.md"}
    assert others == {"models"}
    models = {path.name for path in (DATA / "models").iterdir()}
    assert models == set(re.findall(r"`(\w+\.crfsuite)`", PAGE))


@pytest.mark.parametrize("name", FILES)
def test_row_is_complete(name):
    columns, holds, source, date = ROWS[name]
    assert columns and holds and source
    assert re.fullmatch(r"20\d\d-\d\d", date)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".csv")])
def test_columns_are_those_of_the_table(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    header = next(line for line in lines if not line.startswith("#")).split(",")
    assert re.findall(r"`(\w+)`", ROWS[name][0]) == header


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".toml")])
def test_sections_are_those_of_the_file(name):
    sections = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    assert ROWS[name][0].split(", ") == list(sections)


def test_counts_of_divisions():
    lines = (DATA / "divisions.csv").read_text(encoding="utf-8").splitlines()
    counted = [sum(f",{level}," in line for line in lines) for level in ("province", "prefecture", "county")]
    assert re.findall(r"([\d,]+) (?:provinces|prefectures|counties)", PAGE) == [f"{n:,}" for n in counted]
