"""A folder's files change together, and a file that is not what the manifest says is refused."""

import pytest
from killing import killed_at, posix

from kg import folder
from kg.errors import GraphError, OutputError
from kg.folder import GRAPH, MANIFEST, OWN, each, edition, exists, manifest, read, read_all

OLD = {GRAPH: "old\n", "graph.html": "<p>", "claims/a.json": "1", "claims/b.json": "2", "same.jsonl": "{}"}
NEW = {GRAPH: "new\n", "claims/b.json": "3", "claims/c.json": "4", "same.jsonl": "{}", "more.jsonl": "[]"}


def put(out, files, about="x"):
    with edition(out) as begun:
        for name, text in files.items():
            begun.write(name, text)
        begun.publish({"about": about})


def seen(out):
    return {name: read(out, name).decode() for name in manifest(out)["files"]}


def lying(out):
    paths = (p for p in out.rglob("*") if p.is_file() and OWN not in p.parts)
    return {p.relative_to(out).as_posix(): p.read_text(encoding="utf-8") for p in paths}


def test_an_edition_takes_the_old_ones_place_and_leaves_strangers_alone(tmp_path):
    """But what bears the name of a claim is one, of a build whose manifest was lost."""
    (tmp_path / "claims").mkdir(parents=True)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for name in ("notes.txt", "mine.json", "0123456789abcdef.json"):
        (tmp_path / "claims" / name).write_text("mine too", encoding="utf-8")
    put(tmp_path, OLD)
    put(tmp_path, NEW, "y")
    assert (seen(tmp_path), manifest(tmp_path)["about"]) == (NEW, "y")
    found = lying(tmp_path)
    assert found.pop(MANIFEST) and found == {
        **NEW, "mine.txt": "mine", "claims/notes.txt": "mine too", "claims/mine.json": "mine too",
    }  # fmt: skip
    assert sorted(p.name for p in (tmp_path / OWN).iterdir()) == [".gitignore", "lock"]


def test_a_file_that_stays_the_same_is_not_touched(tmp_path):
    put(tmp_path, OLD)
    before = (tmp_path / "same.jsonl").stat().st_ino
    put(tmp_path, NEW)
    assert (tmp_path / "same.jsonl").stat().st_ino == before


def test_what_is_not_published_is_not_there(tmp_path):
    put(tmp_path, OLD)
    with pytest.raises(RuntimeError), edition(tmp_path) as begun:
        begun.write(GRAPH, "half")
        raise RuntimeError
    assert seen(tmp_path) == OLD
    assert not (tmp_path / OWN / "next").exists()


@posix
def test_killed_before_every_file_operation_readers_see_one_edition_and_the_next_one_completes(tmp_path):
    outcomes, point, met = [], 0, True
    while met:
        point += 1
        out = tmp_path / str(point)
        put(out, OLD)
        met = killed_at(point, lambda out=out: put(out, NEW))
        found = seen(out)
        assert found in (OLD, NEW)
        assert read_all(out, "claims") == {n: t.encode() for n, t in found.items() if n.startswith("claims")}
        outcomes.append(found == NEW)
        put(out, NEW)
        assert {n: t for n, t in lying(out).items() if n != MANIFEST} == NEW == seen(out)
        assert sorted(p.name for p in (out / OWN).iterdir()) == [".gitignore", "lock"]
    assert outcomes == sorted(outcomes), "once the new edition is there it stays"
    assert outcomes.count(True) > 10 < outcomes.count(False)


def test_a_target_of_a_link_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / GRAPH).symlink_to(tmp_path / "elsewhere")
    put(tmp_path / "out", OLD)
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "out" / GRAPH).is_symlink()


def test_a_manifest_cannot_make_a_build_remove_what_lies_outside(tmp_path):
    out = tmp_path / "out"
    put(out, OLD)
    (tmp_path / "outside.txt").write_text("mine", encoding="utf-8")
    listed = f'{{"files": {{"../outside.txt": "0", "{tmp_path}/outside.txt": "0"}}}}'
    (out / MANIFEST).write_text(listed, encoding="utf-8")
    put(out, NEW)
    assert (tmp_path / "outside.txt").exists()


def test_files_read_one_by_one_are_of_one_edition_or_refused(tmp_path):
    put(tmp_path, OLD)
    assert dict(each(tmp_path, "claims")) == read_all(tmp_path, "claims")
    reading = each(tmp_path, "claims")
    next(reading)
    put(tmp_path, NEW)
    with pytest.raises(GraphError, match="built meanwhile"):
        list(reading)


@pytest.mark.parametrize("change", ["cut", "grown", "other", "missing"])
def test_a_file_that_is_not_what_the_manifest_says_is_refused(tmp_path, change):
    put(tmp_path, OLD)
    path = tmp_path / "claims/a.json"
    path.write_text({"cut": "", "grown": "11"}.get(change, "7"), encoding="utf-8")
    if change == "missing":
        path.unlink()
    with pytest.raises(GraphError, match=r"a\.json: (damaged|missing).*build it again"):
        read_all(tmp_path, "claims")
    assert read(tmp_path, GRAPH) == b"old\n"
    if change != "missing":
        assert read(tmp_path, "claims/a.json", checked=False) == path.read_bytes()


@pytest.mark.parametrize("content", ["{cut", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_damaged_manifest_is_refused_and_replaced_by_the_next_build(tmp_path, content):
    put(tmp_path, OLD)
    (tmp_path / MANIFEST).write_text(content, encoding="latin-1")
    with pytest.raises(GraphError, match=r"manifest\.json: damaged"):
        read(tmp_path, GRAPH)
    put(tmp_path, NEW)
    assert seen(tmp_path) == NEW


@pytest.mark.parametrize("content", ["[]", "{}", '{"files": 3}', '{"files": {"app.js": "x"}}'])
def test_a_manifest_of_somebody_else_is_no_reason_to_refuse(tmp_path, content):
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    (tmp_path / GRAPH).write_bytes(b"x")
    assert read(tmp_path, GRAPH) == b"x"
    assert exists(tmp_path, GRAPH) and not exists(tmp_path, "graph.ttl")


def test_a_folder_in_the_way_is_told(tmp_path):
    put(tmp_path, OLD)
    (tmp_path / "more.jsonl").mkdir()
    (tmp_path / "more.jsonl" / "x").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot write there"):
        put(tmp_path, NEW)
    assert seen(tmp_path) == NEW, "it is published, and lies beside its place"
    assert folder.read(tmp_path, "more.jsonl") == b"[]"
