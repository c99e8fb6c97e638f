"""Files are written whole or not at all."""

import os
import stat

import pytest
from killing import killed_at, posix

from kg.atomic import write_atomically
from kg.errors import OutputError


def test_writes_text_as_utf8_and_bytes_as_they_are(tmp_path):
    write_atomically(tmp_path / "a.txt", "重点项目\n")
    write_atomically(tmp_path / "b.bin", b"\r\n\x00")
    assert (tmp_path / "a.txt").read_bytes() == "重点项目\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\r\n\x00"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.bin"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_old_file_is_whole_when_writing_fails(tmp_path, monkeypatch, step):
    path = tmp_path / "graph.nq"
    path.write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match=r"graph\.nq.*No space left"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nq"], "no temporary file is left"


def test_symbolic_link_is_replaced_and_its_target_untouched(tmp_path):
    target, link = tmp_path / "elsewhere.txt", tmp_path / "out.txt"
    target.write_text("not ours", encoding="utf-8")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert not link.is_symlink()
    assert link.read_text(encoding="utf-8") == "new"
    assert target.read_text(encoding="utf-8") == "not ours"


def test_missing_folder_and_folder_in_the_way(tmp_path):
    with pytest.raises(OutputError, match="choose another folder"):
        write_atomically(tmp_path / "missing" / "a.txt", "x")
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="taken"):
        write_atomically(tmp_path / "taken", "x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_readable_like_any_new_file(tmp_path):
    (tmp_path / "plain").write_text("x", encoding="utf-8")
    write_atomically(tmp_path / "ours", "x")
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "ours")}
    assert len(modes) == 1


@posix
def test_killed_at_any_step_the_path_holds_the_old_or_the_new_content(tmp_path):
    path, found, point, met = tmp_path / "graph.html", [], 0, True
    while met:
        point += 1
        path.write_text("old", encoding="utf-8")
        met = killed_at(point, lambda: write_atomically(path, "new"))
        found.append(path.read_text(encoding="utf-8"))
    assert found == sorted(found, reverse=True)
    assert set(found) == {"old", "new"}
